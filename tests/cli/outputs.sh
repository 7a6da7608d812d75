#!/bin/bash
# What a run writes is no input of it: met in a folder it is left out and
# named, and a report never takes the place of what it is about.
. tests/begin.sh
d=$PWD/corpus/demo
cd "$t" || exit 1
mkdir in
cp "$d/8-holiday.jpg" "$d/1-compliant.png" in
paths() { python3 -c 'import sys,json
for l in sys.stdin: print(json.loads(l)["item"]["path"])' | tr '\n' ' '; }

# Reports and a store in the folder that is checked, made new and there before.
cd in || exit 1
for round in made before; do
    "$G" check --law none --html page.html --csv=rows.csv --db kept.db --json . >../out 2>../err ||
        no "exit $? where outputs were $round"
    [ "$(paths <../out)" = './1-compliant.png ./8-holiday.jpg ' ] || no "$round: $(paths <../out)"
    for f in page.html rows.csv kept.db; do
        grep -q "^genmark: ./$f: this run writes it; it is not checked" ../err || no "$round: $f is not named"
    done
done
"$G" check --law none --json --db kept.db ../in/page.html ../in/rows.csv >../out || no "another run's report"
[ "$(paths <../out)" = '../in/page.html ../in/rows.csv ' ] || no "another run's report is left out"
cd ..

# A file of that name elsewhere is another file; a list may name the report.
mkdir in/deep
cp "$d/5-disclosed.txt" in/deep/page.html
"$G" check --law none --json --html in/page.html in/deep 2>err | paths >out
[ "$(cat out)" = 'in/deep/page.html ' ] || no "a namesake is left out: $(cat out)"
printf '%s\n' in/page.html in/8-holiday.jpg >list
"$G" check --law none --json --html in/page.html --files-from list 2>err | paths >out
[ "$(cat out)" = 'in/8-holiday.jpg ' ] && grep -q 'in/page.html: this run writes it' err || no "a listed report: $(cat out)"

# Nothing is overwritten: named inputs, a second report, the store.
refused() {
    want=$1
    shift
    before=$(sha256sum in/*.jpg in/*.png)
    "$G" "$@" >out 2>err
    rc=$?
    [ $rc = 2 ] || no "exit $rc: $*"
    grep -q -- "$want" err || { no "not said: $want"; cat err; }
    [ "$before" = "$(sha256sum in/*.jpg in/*.png)" ] || no "a file was changed: $*"
    [ "$("$G" report in/a.db --json 2>/dev/null | paths)" = "$d/8-holiday.jpg " ] || no "the store was changed: $*"
}
"$G" check --law none --db in/a.db "$d/8-holiday.jpg" >/dev/null
refused 'in/8-holiday.jpg: .*give the report another name' check --json=in/8-holiday.jpg in/1-compliant.png in/8-holiday.jpg
refused 'in/8-holiday.jpg: .*give the report another name' check --html ./in/8-holiday.jpg in/8-holiday.jpg
refused 'in/a.db: .*give the report another name' check --db in/a.db --html in/a.db "$d"
refused 'in/a.db: .*give the report another name' report in/a.db --csv=in/a.db
refused 'in/a.db: .*give the report another name' rejudge in/a.db --csv=./in/a.db
ln -s in/8-holiday.jpg link.jpg
ln in/a.db hard.db
refused 'link.jpg: .*give the report another name' check --json=link.jpg in/8-holiday.jpg
refused 'hard.db: .*give the report another name' check --db in/a.db --html hard.db "$d"
"$G" check --json=two --csv=./two in >/dev/null 2>err
[ $? = 2 ] && grep -q 'two: .*give the report another name' err || no "two reports in one file: $(cat err)"
"$G" check --law none --json=/dev/null --csv=/dev/null --text=/dev/null in/8-holiday.jpg >out || no "reports to a device"
exit $bad
