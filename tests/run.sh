#!/bin/bash
# run.sh - every test there is, as many at once as there are processors; last
# line "N passed, N failed".  B is the build folder, SHARED the outside samples,
# FULL=1 the full sizes.  A script with a line "# alone" measures time, and runs
# when all others have ended.
B=${B:-build/release}
export B SHARED FULL
jobs=${JOBS:-$(nproc)}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# one NAME COMMAND...: a test passes by its exit code; 77 is a loud skip.
one() {
    local name=$1 start log rc took
    shift
    log=$out/${name//\//.}.log
    start=$(date +%s)
    "$@" >"$log" 2>&1
    rc=$?
    took=$(($(date +%s) - start))
    exec 9>>"$out/tally"
    flock 9
    case $rc in
    0) echo passed >&9; echo "ok      $name (${took}s)" ;;
    77) echo skipped >&9; echo "SKIPPED $name: $(tail -n 1 "$log")" ;;
    *) echo failed >&9; echo "FAILED  $name (exit $rc)"; tail -n 40 "$log" ;;
    esac
}

# lane NAME COMMAND... waits until a processor is free.
lane() {
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
        wait -n
    done
    one "$@" &
}

count() { grep -c "^$1\$" "$out/tally"; }

# The long ones first, so that none is left over at the end.
for t in tests/fuzz/replay.sh tests/loops/*.sh tests/corpus/*.sh tests/golden.sh tests/cli/*.sh; do
    if grep -q '^# alone$' "$t"; then
        alone+=("$t")
    else
        lane "${t#tests/}" bash "$t"
    fi
done
lane layers sh tests/layers.sh
for t in "$B"/unit/test_*; do
    [ -x "$t" ] && lane "unit/$(basename "$t")" "$t"
done
wait
for t in "${alone[@]}"; do
    one "${t#tests/}" bash "$t"
done
[ "$(count skipped)" = 0 ] || echo "$(count skipped) skipped: see the lines above"
echo "$(count passed) passed, $(count failed) failed"
[ "$(count failed)" = 0 ]
