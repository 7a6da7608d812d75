#!/bin/bash
# What notes, faults and finders say is Korean where a person reads Korean.
. tests/begin.sh

# Every constant text of those calls, wherever it stands in a source.
python3 - >"$t/said" <<'P'
import glob, re
call = re.compile(r"\b(?:walk_note|walk_partial|gather_note|hunt_skip|job_note|fault|damaged|odd_file|plain_error|pixels_fail)\s*\(([^;{}]*?)\)\s*[;),:}]", re.S)
text = re.compile(r'((?:"(?:[^"\\]|\\.)*"\s*)+)')
found = set()
for name in glob.glob("formats/*.c") + glob.glob("src/*.c") + [n for n in glob.glob("src/*/*.c") if "/law/" not in n]:
    for args in call.findall(open(name).read()):
        for part in text.findall(args):
            said = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part))
            if " " in said and not said.startswith("limit "):
                found.add(said)
print("\n".join(sorted(found)))
P
[ "$(wc -l <"$t/said")" -gt 90 ] || no "only $(wc -l <"$t/said") texts were found: did the calls change their names?"
while read -r said; do
    grep -qF "{\"$said\"," src/report/korean.c || no "no Korean in src/report/korean.c: $said"
done <"$t/said"

# The same reasons stand in src/tool/input.c, for messages, in the same words.
python3 - >"$t/whys" <<'P'
import re
for row in re.findall(r'\{-?[A-Z0-9]+,\s*("[^"]*",\s*"[^"]*")\}', open("src/tool/input.c").read()):
    print("{" + re.sub(r",\s+", ", ", row) + "}")
P
[ "$(wc -l <"$t/whys")" -gt 15 ] || no "only $(wc -l <"$t/whys") reasons were found"
while read -r row; do
    grep -qF "$row" src/report/korean.c || no "not so in src/report/korean.c: $row"
done <"$t/whys"

# And it is shown: a fault, what was not looked at, a note.
: >"$t/empty.png"
"$G" check --lang ko "$t/empty.png" | grep -q '내용이 비어 있습니다' || no "a fault"
"$G" check --lang ko corpus/demo/1-compliant.png | grep -q 'deep이 필요합니다' || no "coverage"
"$G" check --lang ko corpus/demo/6-broken.png | grep -q '파일 끝을 넘습니다' || no "a note"
"$G" check --lang ko --html=- corpus/demo/6-broken.png | grep -q '파일 끝을 넘습니다' || no "a note in the page"
"$G" check --lang ko --json corpus/demo/6-broken.png | grep -q 'passes the end of' || no "JSON keeps its words"
"$G" check --lang ko --law none "$t/none" | grep -q '그런 파일이나 폴더가 없습니다' || no "a fault of the system"
"$G" check --lang ko --profile "$t/none" x 2>&1 | grep -q '그런 파일이나 폴더가 없습니다' || no "a reason in a message"
exit $bad
