#!/bin/bash
# credentials.sh - a case for each rule of C2PA: stores that the corpus's
# generator signs, and the state and codes that each must have. With PEER (the
# folder of @contentauth/c2pa-wasm) the reference is asked about the same files.
bash corpus/make.sh --tool || exit 1
exec python3 tests/cli/credentials.py
