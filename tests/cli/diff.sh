#!/bin/bash
# diff: exit codes, and pairs of folders, also where the ending changed.
. tests/begin.sh
d=$PWD/corpus/demo
want() {
    code=$1
    shift
    "$G" diff "$@" >"$t/out" 2>"$t/err"
    rc=$?
    [ $rc = "$code" ] || { echo "exit $rc, wanted $code: diff $*"; cat "$t/out" "$t/err" | head -5; bad=1; }
}
want 0 "$d/1-compliant.png" "$d/1-compliant.png"; grep -q '  survived: metadata, DigitalSourceType' "$t/out" || { echo "no survived"; bad=1; }
want 0 "$d/1-compliant.png" "$d/3-realistic.jpg" # the same mark in another format
want 1 "$d/1-compliant.png" "$d/8-holiday.jpg"; grep -q '  lost: metadata, DigitalSourceType' "$t/out" || { echo "no lost"; bad=1; }
want 0 "$d/8-holiday.jpg" "$d/2-no-notice.png"; grep -q '  invented: ' "$t/out" || { echo "no invented"; bad=1; }
want 5 "$d/1-compliant.png" "$t/none"
want 2 "$d/1-compliant.png"
want 2 --fast --deep "$d/1-compliant.png" "$d/8-holiday.jpg"
want 2 --as-of tomorrow "$d/1-compliant.png" "$d/8-holiday.jpg"; grep -q 'such as 2026-11-23' "$t/err" || { echo "what a date is is not told"; bad=1; }
mkdir -p "$t/masters/sub" "$t/cdn/sub"
cp "$d/1-compliant.png" "$t/masters/a.png"
cp "$d/3-realistic.jpg" "$t/cdn/a.jpg"
cp "$d/2-no-notice.png" "$t/masters/sub/b.png"
cp "$d/2-no-notice.png" "$t/cdn/sub/b.png"
want 0 --tree "$t/masters" "$t/cdn"; [ "$(grep -c survived "$t/out")" = 2 ] || { echo "not both pairs"; bad=1; }
cp "$d/8-holiday.jpg" "$t/cdn/sub/b.png"
want 1 --tree "$t/masters/" "$t/cdn/"; grep -q '^ 2 pairs: 1 with a mark lost or weakened, 0 not compared' "$t/out" || { echo "no sum"; tail -2 "$t/out"; bad=1; }
rm "$t/cdn/sub/b.png"
want 5 --tree "$t/masters" "$t/cdn"; grep -q ', 1 not compared' "$t/out" || { echo "no sum of what is missing"; bad=1; }; grep -q 'nothing by this name' "$t/err" || { echo "a missing file is not told"; bad=1; }
want 1 --json "$d/1-compliant.png" "$d/8-holiday.jpg"
python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); assert d["counts"]["lost"] == 1 and d["marks"][0]["outcome"] == "lost" and d["marks"][0]["after"] is None' "$t/out" || bad=1
# What the laws say of it: by role and by day; and the exit code where a rule
# fails or warns though no mark was lost.
verdict() { # LAW, wanted verdict, arguments: of one pair, or of the first
    law=$1 word=$2
    shift 2
    "$G" diff --json --law "$law" "$@" >"$t/out" 2>"$t/err"
    got=$(python3 -c 'import json,sys; print(json.loads(open(sys.argv[1]).readline())["verdict"][sys.argv[2]])' "$t/out" "$law")
    [ "$got" = "$word" ] || { echo "$law: $got, wanted $word: $*"; bad=1; }
}
a=$d/1-compliant.png b=$d/8-holiday.jpg
verdict eu fail --fact role=provider "$a" "$b"
verdict eu unknown "$a" "$b"
verdict eu not-applicable --fact role=user "$a" "$b"
verdict eu not-applicable --fact role=provider --as-of 2026-08-01 "$a" "$b"
verdict eu pass --fact role=provider "$a" "$d/3-realistic.jpg"
verdict us-ca not-applicable --fact role=platform --as-of 2026-12-31 "$a" "$b"
verdict us-ca fail --fact role=platform --as-of 2027-01-01 "$a" "$b"
verdict us-ca unknown --as-of 2027-01-01 "$a" "$b"
verdict in fail --fact role=platform --fact realistic=yes "$a" "$b"
verdict in not-applicable --fact role=platform --fact realistic=no "$a" "$b"
verdict kr not-applicable "$a" "$b"
printf 'role = provider\n' >"$t/p"
verdict eu fail --profile "$t/p" "$a" "$b"
record='{"Label":"1","ContentProducer":"p","ProduceID":"1","ReservedCode1":"","ContentPropagator":"%s","PropagateID":"%s","ReservedCode2":""}'
page() { printf '<html><head><meta name="AIGC" content='"'$record'"'></head><body>x</body></html>' "$2" "$3" >"$1"; }
page "$t/m.html" "" ""
page "$t/n.html" q 7
sed 's/"Label":"1"/"Label":"3"/' "$t/n.html" >"$t/o.html"
sed 's/"ProduceID":"1"/"ProduceID":"2"/' "$t/n.html" >"$t/i.html"
printf '<html><body>x</body></html>' >"$t/none.html"
verdict cn pass "$t/m.html" "$t/n.html" # adding propagation is fine
verdict cn warn "$t/m.html" "$t/o.html"
verdict cn warn "$t/m.html" "$t/i.html"
verdict cn fail "$t/m.html" "$t/none.html"
want 0 --law cn "$t/m.html" "$t/i.html"
want 1 --law cn --fail-on warn "$t/m.html" "$t/i.html"
want 2 --law zz "$a" "$b"
want 2 --fact role=nobody "$a" "$b"
want 1 --law none "$a" "$b"; grep -q Law "$t/out" && { echo "a law with --law none"; bad=1; }
# Facts of each delivered file, in a tree.
cp "$d/8-holiday.jpg" "$t/cdn/sub/b.png"
cp "$d/8-holiday.jpg" "$t/cdn/a.jpg"
printf 'path,role\na.jpg,provider\nsub/b.png,user\n' >"$t/cdn/facts.csv"
"$G" diff --tree --json --law eu --facts "$t/cdn/facts.csv" "$t/masters" "$t/cdn" >"$t/out" 2>"$t/err"
python3 -c 'import json,sys
v = {d["before"].rsplit("/", 1)[1]: d["verdict"]["eu"] for d in map(json.loads, open(sys.argv[1]))}
assert v == {"a.png": "fail", "b.png": "not-applicable"}, v' "$t/out" || bad=1
"$G" diff --lang ko "$a" "$t/none" 2>&1 | grep -q 'none: 그런 파일이나 폴더가 없습니다$' || { echo "a fault in English"; bad=1; }
LC_ALL=ko_KR.UTF-8 "$G" diff --law eu --fact role=provider "$a" "$b" | grep -q '미충족' || { echo "no Korean"; bad=1; }
exit $bad
