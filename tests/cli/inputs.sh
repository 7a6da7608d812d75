#!/bin/bash
# Where inputs come from: stdin, lists, manifests, folders, odd names.
. tests/begin.sh
d=corpus/demo
paths() { python3 -c 'import sys,json
for l in sys.stdin: print(json.loads(l)["item"]["path"])'; }

# Standard input, whole and larger than what is kept in memory.
a=$("$G" check --law none --json - <$d/1-compliant.png | sed 's/"path":"[^"]*//g')
b=$("$G" check --law none --json $d/1-compliant.png | sed 's/"path":"[^"]*//g')
[ "$a" = "$b" ] || no "stdin differs from the file"
{ cat $d/1-compliant.png; head -c 70M /dev/zero; } >"$t/long.png"
a=$("$G" check --law none --json - <"$t/long.png" | sed 's/"path":"[^"]*//g; s/"stats.*//')
b=$("$G" check --law none --json "$t/long.png" | sed 's/"path":"[^"]*//g; s/"stats.*//')
[ "$a" = "$b" ] || no "a long stdin differs from the file"
[ -n "$a" ] || no "a long stdin gives nothing"

# Lists: lines, CRLF, NUL.
printf '%s\n' $d/1-compliant.png $d/8-holiday.jpg >"$t/list"
printf '%s\r\n' $d/1-compliant.png $d/8-holiday.jpg >"$t/crlf"
printf '%s\0' $d/1-compliant.png $d/8-holiday.jpg >"$t/nul"
printf '\xEF\xBB\xBF%s\n' $d/1-compliant.png $d/8-holiday.jpg | sed '2s/^\xEF\xBB\xBF//' >"$t/mark"
for l in list crlf nul mark; do
    [ "$("$G" check --law none --json --files-from "$t/$l" | paths)" = "$(cat "$t/list")" ] || no "--files-from $l"
done
[ "$("$G" check --law none --json --files-from - <"$t/nul" | paths)" = "$(cat "$t/list")" ] || no "--files-from -"

# Names: Korean, spaces, quotes, a line end, a dash; a terminal is not painted.
mkdir "$t/names"
for n in '한글 파일.png' 'it'"'"'s "x".png' $'new\nline.png' '-dash.png' $'\e[31mred.png'; do
    cp $d/1-compliant.png "$t/names/$n"
done
(cd "$t/names" && "$G" check --law none --json .) | paths >"$t/got" || no names
grep -qx './한글 파일.png' "$t/got" || no "the Korean name"
"$G" check --law none "$t/names" | grep -q $'\e' && no "an escape sequence reached the terminal"
(cd "$t/names" && "$G" check --law none --json -- -dash.png) | paths | grep -qx -- -dash.png || no "a name with a dash"

# Names that are no UTF-8: U+FFFD makes them look alike, path_bytes tells them
# apart and can be taken back; a store says the same, and a baseline or a
# manifest means one of them.
mkdir "$t/odd"
for n in a$'\xff' a$'\xfe' 'a%FF' '한글'; do cp $d/2-no-notice.png "$t/odd/$n.png"; done
(cd "$t/odd" || exit
for kind in json csv findings sarif; do
    "$G" check --$kind --db ../odd.db . >../odd.$kind
    "$G" report ../odd.db --$kind | cmp - ../odd.$kind || no "--$kind from a store differs in a name"
done
python3 - ../odd.json ../odd.csv ../odd.findings ../odd.sarif <<'P' || no "bytes of names"
import csv, json, os, sys
from urllib.parse import unquote_to_bytes as bytes_of
there = {os.path.join(b".", n) for n in os.listdir(b".")}
def real(path, coded): return bytes_of(coded) if coded else path.encode()
items = [json.loads(l)["item"] for l in open(sys.argv[1], encoding="utf-8")]
assert {real(i["path"], i.get("path_bytes")) for i in items} == there
assert sum("path_bytes" in i for i in items) == 2
for name in sys.argv[2:4]:
    assert {real(r["path"], r["path_bytes"]) for r in csv.DictReader(open(name, encoding="utf-8"))} == there
for r in json.load(open(sys.argv[4], encoding="utf-8"))["runs"][0]["results"]:
    there.discard(bytes_of(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]))
assert not there, there
P
"$G" check --premis . | python3 -c '
import sys
import xml.etree.ElementTree as T
v = [tuple(p.text for p in e) for e in T.parse(sys.stdin).iter() if e.tag.endswith(("}objectIdentifier", "}eventIdentifier"))]
assert len(v) == len(set(v)) == 8, v' || no "PREMIS calls two files alike"
{ head -n 1 ../odd.findings; grep -a ',./a%FF.png$' ../odd.findings; } >../known.csv
"$G" check --json --baseline ../known.csv . 2>/dev/null | python3 -c '
import json, sys
for l in sys.stdin:
    d = json.loads(l)
    known = any(f.get("known") for f in d["findings"])
    assert known == (d["item"].get("path_bytes") == "./a%FF.png"), d["item"]
' || no "a baseline means another file of the same look"
"$G" diff --json a$'\xff'.png a$'\xfe'.png | python3 -c '
import json, sys
d = json.load(sys.stdin)
assert (d["before_bytes"], d["after_bytes"]) == ("a%FF.png", "a%FE.png"), d
' || no "a comparison calls two files alike"
"$G" diff --json a%FF.png 한글.png | grep -q _bytes && no "bytes of a name that is UTF-8"
LC_ALL=C "$G" diff a$'\xff'.png a$'\xfe'.png | grep -q '(bytes a%FF.png) -> .*(bytes a%FE.png)$' || no "text of a comparison"
for as in "check a" "show a" "check ."; do
    LC_ALL=C "$G" ${as% *} ${as#* }$([ "${as#* }" = a ] && printf '\xff.png') | grep -aq '(bytes [./]*a%FF.png)' || no "text of $as"
done
"$G" check --html ../odd.html . >/dev/null
grep -c 'bytes of the name <code>./a%F[EF].png<' ../odd.html | grep -qx 2 || no "bytes in the page"
printf 'path,path_bytes,notice\nx,./a%%FE.png,no\n' >../m.csv
printf '{"path":"x","path_bytes":"./a%%FE.png","notice":"no"}\n' >../m.jsonl
for m in m.csv m.jsonl; do
    "$G" check --json --fact role=provider --fact delivery=exported --fact visible=no --facts ../$m . 2>../err | grep -c '"verdict":{"kr":"fail"}' | grep -qx 1 || no "$m by path_bytes"
    [ ! -s ../err ] || no "$m: $(cat ../err)"
done
exit $bad) || bad=1

# Folders are walked in byte order, the same with any number of threads.
"$G" check --json -j1 corpus >"$t/one"
"$G" check --json -j7 corpus >"$t/many"
cmp -s "$t/one" "$t/many" || no "-j changes the output"
"$G" check --json -j7 --unordered corpus | LC_ALL=C sort >"$t/any"
LC_ALL=C sort "$t/one" | cmp -s - "$t/any" || no "--unordered loses or changes items"
mkdir -p "$t/tree/b" "$t/tree/a" "$t/tree/B"
for n in b/2 b/10 a/x B/y z; do echo text >"$t/tree/$n.txt"; done
[ "$(cd "$t/tree" && "$G" check --law none --json . | paths | tr '\n' ' ')" = \
    './B/y.txt ./a/x.txt ./b/10.txt ./b/2.txt ./z.txt ' ] || no "order of a folder"

# A manifest stands above a profile, which stands above --fact.
printf 'role = provider\n# comment\ndelivery = exported\nrealistic = no\nnotice = no\n' >"$t/profile"
cp $d/1-compliant.png "$t/p.png"
printf 'path,notice\np.png,yes\n' >"$t/m.csv"
printf '{"path":"p.png","notice":"yes"}\n' >"$t/m.jsonl"
"$G" check --fact notice=yes --profile "$t/profile" --fact visible=no "$t/p.png" >/dev/null 2>&1
[ $? = 1 ] || no "a profile is not stronger than --fact"
# That is told, for most programs have it the other way; what agrees is not.
over=$("$G" check --fact notice=yes --fact role=provider --profile "$t/profile" "$t/p.png" 2>&1 >/dev/null)
[ "$over" = "genmark: $t/profile:5: notice=no takes the place of --fact notice=yes: a profile is stronger" ] || no "what a profile takes the place of: $over"
for m in m.csv m.jsonl; do
    "$G" check --profile "$t/profile" --facts "$t/$m" "$t/p.png" >/dev/null || no "$m is not stronger than the profile"
    "$G" check --profile "$t/profile" --facts "$t/$m" >/dev/null || no "$m does not name its own files"
done
# A row that no file is of is told: a slip in a path, or a table in another
# encoding (Korean Excel writes CP949 where it is not asked for UTF-8).
cp $d/2-no-notice.png "$t/그림.png"
printf 'path,notice\n그림.png,no\n' >"$t/utf8.csv"
printf 'path,notice\n\xb1\xd7\xb8\xb2.png,no\n' >"$t/cp949.csv"
printf 'path,notice\n그림.png,no\np.pmg,yes\n' >"$t/slip.csv"
told() { "$G" check --lang en --facts "$t/$1" "$t/그림.png" "$t/p.png" 2>&1 >/dev/null; }
[ -z "$(told utf8.csv)" ] || no "talk of a table whose rows all count"
told cp949.csv | grep -q 'cp949.csv: 1 of 1 rows are about no file' || no "a table in CP949 says nothing, and nobody hears of it"
told slip.csv | grep -q "slip.csv: 1 of 2 rows .*'p.pmg'" || no "a slip in a path is not told"
[ -z "$("$G" check --facts "$t/slip.csv" --shard 1/2 "$t/그림.png" "$t/p.png" 2>&1 >/dev/null)" ] || no "a shard tells of rows of the others"

# Names that are the same letters in another normal form [UAX 15]: macOS writes
# "그" as U+1100 U+1173.  The row counts, and that is told; but not where it has
# a file of its own, or another row has the same letters.
mkdir "$t/forms"
ga=$'\xe1\x84\x80\xe1\x85\xb3' # U+1100 U+1173
nfd=$ga$'\xe1\x84\x85\xe1\x85\xb5\xe1\x86\xb7.png' nfc=$'\xea\xb7\xb8\xeb\xa6\xbc.png' half=$ga$'\xeb\xa6\xbc.png'
cp $d/2-no-notice.png "$t/forms/$nfd"
printf 'path,notice\n%s,no\n' "$nfc" >"$t/forms/nfc.csv"
printf 'path,notice\n%s,no\n' "$nfd" >"$t/forms/nfd.csv"
printf 'path,notice\n%s,no\n%s,yes\n' "$nfc" "$half" >"$t/forms/both.csv"
formed() { "$G" check --lang en --fact role=provider --fact delivery=exported --fact visible=no --fact realistic=no --facts "$t/forms/$1" "$2" 2>"$t/err" >/dev/null; rc=$?; }
formed nfc.csv "$t/forms/$nfd"
[ $rc = 1 ] || no "a row in NFC is not of the file in NFD: exit $rc"
grep -q "nfc.csv: 1 of 1 rows are taken for files .*NFC, NFD.*'$nfc'" "$t/err" || no "the other spelling is not told"
(cd "$t/forms" && formed nfc.csv "./$nfd" && [ $rc = 1 ]) || no "a row in NFC is not of a file of this folder"
formed nfd.csv "$t/forms/$nfd"
[ $rc = 1 ] && [ ! -s "$t/err" ] || no "talk of a name that is spelled alike"
formed both.csv "$t/forms/$nfd"
[ $rc = 3 ] && grep -q '2 of 2 rows are about no file' "$t/err" || no "one of two rows of the same letters was taken"
cp $d/1-compliant.png "$t/forms/$nfc"
formed nfc.csv "$t/forms/$nfd"
[ $rc = 3 ] && grep -q '1 of 1 rows are about no file' "$t/err" || no "a row was taken from the file that it names"
(cd "$t/forms" && rm "./$nfc" && python3 -c 'import sys, zipfile; zipfile.ZipFile("z.zip", "w").write(sys.argv[1])' "$nfd" && printf 'path,notice\nz.zip!%s,no\n' "$nfc" >z.csv && formed z.csv z.zip && [ $rc = 1 ]) || no "a row in NFC is not of the member in NFD"

# Two manifests, each with paths of its own folder and of the same name.
mkdir "$t/east" "$t/west"
for n in east west; do
    cp $d/1-compliant.png "$t/$n/same.png"
    printf 'path,notice\nsame.png,%s\n' "$([ $n = east ] && echo yes || echo no)" >"$t/$n/m.csv"
done
both() { "$G" check --fact role=provider --fact delivery=exported --fact realistic=no --fact visible=no --csv --facts "$t/east/m.csv" --facts "$t/west/m.csv" "$@" |
    cut -d, -f1,14 | tail -n +2 | sed "s|$t/||" | tr '\n' ' '; }
for p in "" "$t/east/same.png $t/west/same.png"; do
    # shellcheck disable=SC2086
    [ "$(both $p)" = 'east/same.png,"kr=pass" west/same.png,"kr=fail" ' ] || no "two manifests: $(both $p)"
done
# What stands behind a byte-order mark is read; what is no table is told.
printf '\xEF\xBB\xBFrole = provider\r\ndelivery = exported\r\nrealistic = no\r\nvisible = no\r\n' >"$t/mark.facts"
printf '\xEF\xBB\xBF{"path":"p.png","notice":"yes"}\n' >"$t/mark.jsonl"
printf '\xEF\xBB\xBFpath,notice\r\np.png,yes\r\n' >"$t/mark.csv"
printf '\xEF\xBB\xBF[waive kr-31-2-export]\npath *\nreason a trial\nuntil 2030-01-01\n' >"$t/mark.rules"
for m in mark.jsonl mark.csv; do
    "$G" check --profile "$t/mark.facts" --facts "$t/$m" "$t/p.png" >/dev/null || no "a byte-order mark: $m"
done
"$G" check --profile "$t/mark.facts" --pack "$t/mark.rules" "$t/p.png" >/dev/null 2>"$t/err" || no "a byte-order mark in a pack: $(cat "$t/err")"
refuses() {
    "$G" check --facts "$t/wrong" "$t/p.png" >/dev/null 2>"$t/err"
    [ $? = 2 ] && grep -q "$1" "$t/err" || no "not said: $1: $(cat "$t/err")"
}
printf '[{"path":"p.png","notice":"yes"}]\n' >"$t/wrong"; refuses 'wrong: .*an object on each line'
printf 'file,notice\np.png,yes\n' >"$t/wrong"; refuses "wrong:1: no column has the name 'path'"
printf 'path;notice\np.png;yes\n' >"$t/wrong"; refuses "wrong:1: no column has the name 'path'"
printf 'path,notice\np.png,perhaps\n' >"$t/m.csv"
"$G" check --facts "$t/m.csv" "$t/p.png" 2>"$t/err" >/dev/null
[ $? = 2 ] && grep -q 'm.csv:2' "$t/err" || no "a wrong cell is not told with its line"

# --hash is the SHA-256 of the whole file, small or large, and of stdin.
for f in $d/1-compliant.png "$t/long.png"; do
    sum=$(sha256sum <"$f" | cut -d' ' -f1)
    "$G" check --law none --json --hash "$f" | grep -q "\"sha256\":\"$sum\"" || no "--hash of $f"
done
"$G" check --law none --json --hash - <"$t/long.png" | grep -q "\"sha256\":\"$sum\"" || no "--hash of stdin"
"$G" check --law none --json $d/1-compliant.png | grep -q '"sha256":null' || no "a hash that nobody asked for"
exit $bad
