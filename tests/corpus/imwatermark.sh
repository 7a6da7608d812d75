#!/bin/bash
# imwatermark.sh - the peer's own decodes, bit for bit.
[ -d "$SHARED/corpus/imwatermark" ] || { echo "corpus/imwatermark is absent"; exit 77; }
python3 tests/corpus/imwatermark.py
