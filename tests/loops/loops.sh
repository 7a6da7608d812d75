#!/bin/bash
# loops.sh - cut, flip and budget over our own corpus; FULL=1 tries every place
# of every file, else small files wholly and large ones sampled, with sanitizers
# a quarter of that.
set -e
B=${B:-build/release}
places=4000 budgets=13
case $B in *asan | *tsan) places=1000 budgets=51 ;; esac
[ "${FULL:-}" ] && places=1000000000 budgets=1
for f in $(find corpus -type f ! -path '*/gen/*' ! -path '*/recipes/*' ! -path '*/keys/*' ! -name '*.json' ! -name '*.md' ! -name '*.sh' | sort); do
    size=$(stat -c %s "$f")
    step=$((size / places + 1))
    "$B"/loops/loops cut $step "$f" >/dev/null
    # a byte of a file that is damaged on purpose may be the damage itself
    case $f in
    */bad-*) ;;
    *) "$B"/loops/loops flip $step "$f" >/dev/null ;;
    esac
    "$B"/loops/loops budget $budgets "$f" >/dev/null
    count=$((count + 1))
done
echo "$count files held"
[ "$count" -gt 0 ]
