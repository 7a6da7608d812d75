#!/bin/sh
# run.sh - every bench that was built in $B/bench, one after the other.
B=${B:-build/release}
rc=0
for b in "$B"/bench/bench_*; do
    case $b in *.d | *'*') continue ;; esac
    echo "== $(basename "$b")"
    "$b" || rc=1
done
for b in tests/bench/*.sh; do
    [ "$b" = tests/bench/run.sh ] && continue
    echo "== $(basename "$b" .sh)"
    bash "$b" || [ $? = 77 ] || rc=1
done
exit $rc
