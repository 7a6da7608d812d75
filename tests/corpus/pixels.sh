#!/bin/bash
# pixels.sh - marks in pixels against the corpora's own readings.
[ -d "$SHARED/corpus/lsb" ] || { echo "corpus/lsb is absent"; exit 77; }
python3 tests/corpus/pixels.py
