#!/bin/bash
# text_stat.sh - token watermarks against vectors made by the peers' code.
[ -f "$SHARED/corpus/text_stat/vectors.jsonl" ] || { echo "corpus/text_stat is absent"; exit 77; }
python3 tests/corpus/text_stat.py
