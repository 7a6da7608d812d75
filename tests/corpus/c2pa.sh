#!/bin/bash
# c2pa.sh - the verdicts of the reference on the C2PA corpus.
[ -f "$SHARED/corpus/c2pa/expected.jsonl" ] || { echo "the C2PA corpus is absent"; exit 77; }
exec python3 tests/corpus/c2pa.py
