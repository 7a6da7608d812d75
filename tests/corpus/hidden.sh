#!/bin/bash
# hidden.sh - hidden channels in text, against the tools that wrote them.
[ -d "$SHARED/corpus/text" ] || { echo "corpus/text is absent"; exit 77; }
python3 tests/corpus/hidden.py
