#!/bin/bash
# all.sh SECONDS - each fuzz target for so long, with libFuzzer; prints what it
# did, for docs/assurance.md.
set -u
bad=0
mkdir -p build/fuzz
for f in tests/fuzz/fuzz_*.c; do
    name=$(basename "$f" .c)
    name=${name#fuzz_}
    if make --no-print-directory "fuzz-$name" TIME="${1:-60}" >build/fuzz/$name.log 2>&1; then
        echo "$name: $(grep -E 'stat::number_of_executed_units' build/fuzz/$name.log | awk '{print $2}') runs, $(grep -oE 'cov: [0-9]+' build/fuzz/$name.log | tail -n 1)"
    else
        echo "FAILED $name"
        tail -n 20 "build/fuzz/$name.log"
        bad=1
    fi
done
exit $bad
