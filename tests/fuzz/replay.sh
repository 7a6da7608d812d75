#!/bin/bash
# replay.sh - every fuzz target over our corpus and its own seeds.
set -e -o pipefail
B=${B:-build/release}
files=$(find corpus tests/fuzz/seeds -type f ! -path '*/gen/*' ! -path '*/recipes/*' ! -name '*.json' ! -name '*.md' ! -name '*.sh' ! -name '*.csv' 2>/dev/null | sort)
found=0
for t in "$B"/replay/fuzz_*; do
    case $t in *.d) continue ;; esac
    [ -x "$t" ] || continue
    said=$(timeout 300 "$t" $files | tail -n 1) || { echo "$(basename "$t"): ended with ${PIPESTATUS[0]}"; exit 1; }
    echo "$(basename "$t"): $said"
    found=$((found + 1))
done
[ $found -gt 0 ]
