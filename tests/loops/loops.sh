#!/bin/bash
# loops.sh - cut, flip and budget over our own corpus; FULL=1 tries every place
# of every file, else small files wholly and large ones sampled.
set -e
B=${B:-build/release}
for f in $(find corpus -type f ! -path '*/gen/*' ! -path '*/recipes/*' ! -path '*/keys/*' ! -name '*.json' ! -name '*.md' ! -name '*.sh' | sort); do
    size=$(stat -c %s "$f")
    step=$((size / 4000 + 1))
    [ "${FULL:-}" ] && step=1
    "$B"/loops/loops cut $step "$f" >/dev/null
    # a byte of a file that is damaged on purpose may be the damage itself
    case $f in
    */bad-*) ;;
    *) "$B"/loops/loops flip $step "$f" >/dev/null ;;
    esac
    "$B"/loops/loops budget $([ "${FULL:-}" ] && echo 1 || echo 13) "$f" >/dev/null
    count=$((count + 1))
done
echo "$count files held"
[ "$count" -gt 0 ]
