#!/bin/bash
# neural.sh - what follows the network: recorded numbers, the same bits.
for d in trustmark rivagan; do
    [ -d "$SHARED/corpus/$d" ] || { echo "corpus/$d is absent"; exit 77; }
done
python3 tests/corpus/neural.py
