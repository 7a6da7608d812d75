#!/bin/bash
# golden.sh - the corpus: made from its recipes, and judged as written there.
set -e
B=${B:-build/release}
CHECK=1 B=$B bash corpus/make.sh
B=$B python3 tests/golden.py
