#!/bin/bash
# What cannot be read, is empty, broken, huge or of no known kind says so in a
# line of its own, in both languages, and the rest of the batch goes on.
. tests/begin.sh
good=corpus/demo/1-compliant.png

: >"$t/empty.png"
head -c 40 $good >"$t/cut.png"
printf '\xff\xd8\xff\xe1\xff\xff' >"$t/cut.jpg"
head -c 64 /bin/sh >"$t/program"
truncate -s 5G "$t/zeros.mp4"
cp $good "$t/sparse.png" && truncate -s 5G "$t/sparse.png"
ln -s nowhere "$t/dangling.png"
mkfifo "$t/pipe.png"
cp $good "$t/zz.png"

# line LANG FILE TEXT: the row of the file holds the text.
line() { grep -F "/$2" "$t/$1" | grep -qF -- "$3" || no "$1 $2: no \"$3\""; }
for l in en ko; do
    timeout 120 "$G" check --fast --lang $l "$t" >"$t/$l" 2>"$t/$l.err"
    [ $? = 5 ] || no "$l: exit code"
done
line en empty.png "the input is empty"
line ko empty.png "내용이 비어 있습니다"
line en cut.png "chunk passes the end of file"
line ko cut.png "청크가 파일 끝을 넘습니다"
line en cut.jpg "segment passes the end of the file"
line ko cut.jpg "세그먼트가 파일 끝을 넘습니다"
line en program "not a format that genmark reads"
line ko program "genmark가 읽지 못하는 형식입니다"
line en zeros.mp4 "not a format that genmark reads"
line ko dangling.png "그런 파일이나 폴더가 없습니다"
line en pipe.png "neither a file nor a folder"
line en sparse.png "AI-generated"
line en zz.png "AI-generated"

# Alone, a damaged picture is unknown (3), what was not read is 5; an answer in
# Korean is in Korean, and nobody is asked about a file that is not there.
"$G" check --lang ko "$t/cut.png" >"$t/out"
[ $? = 3 ] || no "a damaged picture alone"
grep -q "판단 불가 이유" "$t/out" || no "no reason"
grep "판단 불가 이유" -A 2 "$t/out" | grep -q "damaged" && no "a reason in English"
"$G" check "$t/nosuch.png" >"$t/out"
[ $? = 5 ] || no "what is not there"
grep -q -- "--fact" "$t/out" && no "a question about what is not there"
"$G" check "$t/nosuch.png" "$t/empty.png" | grep -q "would decide more" && no "questions about what is not there"
"$G" check - </dev/null >"$t/out"
[ $? = 5 ] || no "empty stdin"
mkdir "$t/none"
"$G" check "$t/none" >"$t/out" 2>&1
[ $? = 4 ] || no "an empty folder"
# Records that overlap are work, and work is counted.
"$G" check --law none --limit steps=20000 tests/fuzz/seeds/ole/descriptions-overlap.ppt | grep -q 'limit: steps' ||
    no "descriptions that overlap cost no steps"
exit $bad
