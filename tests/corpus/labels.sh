#!/bin/bash
# labels.sh - words that say "AI" and "generated", drawn into photographs at
# any corner and size, found by --deep; and none in the same photographs clean.
[ -f "$SHARED/corpus/visible/ocr/expected.jsonl" ] || { echo "corpus/visible/ocr is absent"; exit 77; }
python3 tests/corpus/labels.py
