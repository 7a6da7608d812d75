#!/bin/sh
# run.sh - every test there is; last line "N passed, N failed".
# B is the build folder, SHARED the outside samples, FULL=1 the full sizes.
B=${B:-build/release}
export B SHARED FULL
passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# one NAME COMMAND...: a test passes by its exit code; 77 is a loud skip.
one() {
    name=$1
    shift
    start=$(date +%s)
    "$@" >"$log" 2>&1
    rc=$?
    took=$(($(date +%s) - start))
    case $rc in
    0) passed=$((passed + 1)); echo "ok      $name (${took}s)" ;;
    77) skipped=$((skipped + 1)); echo "SKIPPED $name: $(tail -n 1 "$log")" ;;
    *) failed=$((failed + 1)); echo "FAILED  $name (exit $rc)"; tail -n 40 "$log" ;;
    esac
}

one layers sh tests/layers.sh
for t in "$B"/unit/test_*; do
    case $t in *.d | *'*') continue ;; esac
    one "unit/$(basename "$t")" "$t"
done
for t in tests/loops/*.sh tests/golden.sh tests/cli/*.sh tests/corpus/*.sh tests/fuzz/replay.sh; do
    [ -f "$t" ] && one "${t#tests/}" bash "$t"
done
[ "$skipped" = 0 ] || echo "$skipped skipped: see the lines above"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
