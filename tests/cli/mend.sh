#!/bin/bash
# docs/mend.md: its commands, run as they stand there.  Each kind of file does
# not pass before, and passes after.
for p in exiftool convert ffmpeg python3; do command -v $p >/dev/null || { echo "$p is absent"; exit 77; }; done
. tests/begin.sh
doc=$PWD/docs/mend.md
mkdir "$t/bin" && ln -s "$G" "$t/bin/genmark"
PATH=$t/bin:$PATH
cd "$t" || exit 1
convert -size 320x240 gradient:blue-red picture.png
printf '오늘은 맑습니다. 산책하기 좋습니다.\n' >story.txt
printf '<!doctype html><html><body><p>오늘은 맑습니다.</p></body></html>\n' >page.html
printf 'print("hello")\n' >tool.py
printf '내일도 맑겠습니다.\n' >answer.txt
ffmpeg -v error -f lavfi -i testsrc=d=2:s=160x120 -f lavfi -i sine=d=2 -shortest film.mp4
ffmpeg -v error -f lavfi -i sine=d=2 sound.mp3
ffmpeg -v error -f lavfi -i sine=d=2 notice.wav
python3 - <<'P'
objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]
out, at = b"%PDF-1.4\n", []
for i, o in enumerate(objects):
    at.append(len(out))
    out += b"%d 0 obj%s endobj\n" % (i + 1, o.encode())
table = len(out)
out += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % a for a in at)
out += b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
open("paper.pdf", "wb").write(out)
P
printf 'role = provider\ndelivery = exported\norigin = ai\nnotice = yes\nrealistic = cannot-tell\n' >before.facts
for f in picture.png story.txt page.html tool.py paper.pdf answer.txt film.mp4 sound.mp3; do
    genmark check --profile before.facts $f >/dev/null 2>&1
    case $? in 1 | 3) ;; *) no "$f passes as it is" ;; esac
done
blocks=0 checks=0
while IFS= read -r line; do
    eval "$line" >out 2>&1 </dev/null
    rc=$?
    blocks=$((blocks + 1))
    [[ $line == genmark* ]] && checks=$((checks + 1))
    [ $rc = 0 ] || { no "exit $rc: $line"; cat out; }
    [[ $line != genmark* ]] || grep -q '^ Law kr: pass' out || no "no pass: $line"
done < <(sed -n 's/^    //p' "$doc")
[ $blocks = 23 ] && [ $checks = 11 ] || no "$blocks commands, $checks checks"
exit $bad
