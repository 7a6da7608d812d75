#!/bin/bash
# diff: exit codes, and pairs of folders, also where the ending changed.
G=$PWD/${B:-build/release}/genmark
d=$PWD/corpus/demo
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
bad=0
want() {
    code=$1
    shift
    "$G" diff "$@" >"$t/out" 2>"$t/err"
    rc=$?
    [ $rc = "$code" ] || { echo "exit $rc, wanted $code: diff $*"; cat "$t/out" "$t/err" | head -5; bad=1; }
}
export LANG=C
unset LC_ALL LC_MESSAGES
want 0 "$d/1-compliant.png" "$d/1-compliant.png"; grep -q '  survived: metadata, DigitalSourceType' "$t/out" || { echo "no survived"; bad=1; }
want 0 "$d/1-compliant.png" "$d/3-realistic.jpg" # the same mark in another format
want 1 "$d/1-compliant.png" "$d/8-holiday.jpg"; grep -q '  lost: metadata, DigitalSourceType' "$t/out" || { echo "no lost"; bad=1; }
want 0 "$d/8-holiday.jpg" "$d/2-no-notice.png"; grep -q '  invented: ' "$t/out" || { echo "no invented"; bad=1; }
want 5 "$d/1-compliant.png" "$t/none"
want 2 "$d/1-compliant.png"
mkdir -p "$t/masters/sub" "$t/cdn/sub"
cp "$d/1-compliant.png" "$t/masters/a.png"
cp "$d/3-realistic.jpg" "$t/cdn/a.jpg"
cp "$d/2-no-notice.png" "$t/masters/sub/b.png"
cp "$d/2-no-notice.png" "$t/cdn/sub/b.png"
want 0 --tree "$t/masters" "$t/cdn"; [ "$(grep -c survived "$t/out")" = 2 ] || { echo "not both pairs"; bad=1; }
cp "$d/8-holiday.jpg" "$t/cdn/sub/b.png"
want 1 --tree "$t/masters/" "$t/cdn/"
rm "$t/cdn/sub/b.png"
want 5 --tree "$t/masters" "$t/cdn"; grep -q 'nothing by this name' "$t/err" || { echo "a missing file is not told"; bad=1; }
want 1 --json "$d/1-compliant.png" "$d/8-holiday.jpg"
python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); assert d["counts"]["lost"] == 1 and d["marks"][0]["outcome"] == "lost" and d["marks"][0]["after"] is None' "$t/out" || bad=1
exit $bad
