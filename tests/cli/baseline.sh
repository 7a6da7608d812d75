#!/bin/bash
# Baselines: what is known is told, and only what is new decides the exit code.
. tests/begin.sh
d=$PWD/corpus/demo
facts="--fact role=provider --fact delivery=exported --fact realistic=no --fact notice=no --fact visible=no"
want() {
    code=$1
    shift
    "$G" "$@" >"$t/said" 2>"$t/err"
    rc=$?
    [ $rc = "$code" ] || { no "exit $rc, wanted $code: $*"; head -3 "$t/err"; }
}
said() { grep -q -- "$1" "$t/err" || { no "not said: $1"; head -3 "$t/err"; }; }
cd "$t" || exit 1
mkdir work
cp "$d/2-no-notice.png" work/a.png
cp "$d/2-no-notice.png" work/'b,"c"
d.png'
want 1 check $facts --findings=known.csv work
fails=$("$G" check $facts --json work | grep -o '"verdict":"fail","severity"' | wc -l)
[ "$fails" -ge 2 ] && [ "$(python3 -c 'import csv; print(sum(r["verdict"] == "fail" for r in csv.DictReader(open("known.csv", newline=""))))')" = "$fails" ] ||
    no "--findings does not have the $fails failures"
# All is known.
want 0 check $facts --baseline known.csv --json work
said 'findings are known by the baseline; 0 of it'
"$G" check $facts --baseline known.csv --json="$t/a.json" --sarif="$t/a.sarif" --junit="$t/a.junit" --html "$t/a.html" work >/dev/null 2>&1
grep -q '"known":true' a.json && grep -q '"verdict":{"kr":"fail"}' a.json || no "a known failure is no failure any more"
grep -q '"baselineState":"unchanged"' a.sarif || no "SARIF has no baselineState"
grep -q '<failure' a.junit && no "JUnit fails for what is known"
grep -q '<skipped>known: ' a.junit || no "JUnit does not tell what is known"
"$G" check $facts --baseline known.csv work 2>"$t/err" | grep 'work/a.png' | grep -q '(known) kr-31-2-export' || no "the table does not tell what is known"
"$G" check $facts --baseline known.csv work/a.png 2>"$t/err" | grep -q '(known) An output' || no "the text does not tell what is known"
grep -q '(known) ' a.html || no "the page does not tell what is known"
# A file more is new; the same finding of another verdict is new; one less is said.
cp "$d/2-no-notice.png" work/new.png
want 1 check $facts --baseline known.csv work
sed 's/,fail,/,warn,/' known.csv >other.csv
want 1 check $facts --baseline other.csv work/a.png
rm work/new.png work/a.png
want 0 check $facts --baseline known.csv work
grep -q 'baseline; [1-9][0-9]* of it were not found again' "$t/err" || no "what is gone is not told"
# From a store, and judged again.
want 1 check $facts --db a.db --findings work
want 0 report a.db --findings=stored.csv
want 0 rejudge a.db $facts --baseline stored.csv
want 0 report a.db --baseline stored.csv --json; said 'findings are known by the baseline; 0 of it'
"$G" check $facts --baseline stored.csv --json work >"$t/run" 2>/dev/null
cmp -s "$t/said" "$t/run" || no "report does not mark what is known as the run does"
want 0 report a.db --json; grep -q '"known"' "$t/said" && no "known without a baseline"
want 2 report a.db --baseline none.csv --json; said 'none.csv: no such file'
# Two members of one name, one that fails and one that is unknown, and again.
python3 - "$d" <<'P'
import sys, warnings, zipfile
warnings.simplefilter("ignore")
d = sys.argv[1]
with zipfile.ZipFile("twice.zip", "w") as z:
    for n in ("2-no-notice.png", "6-broken.png") * 2:
        z.write(d + "/" + n, "same.png")
P
want 1 check $facts --findings=twice.csv twice.zip
want 0 check $facts --baseline twice.csv twice.zip; said '; 0 of it were not found again'
# JSON lines; lists that are none.
python3 -c 'import csv, json
for r in csv.DictReader(open("stored.csv", newline="")): print(json.dumps(r))' >known.jsonl
want 0 check $facts --baseline known.jsonl work
want 2 check --baseline none.csv work; said 'none.csv: no such file'
printf 'path,rule\na,b\n' >x.csv; want 2 check --baseline x.csv work; said 'wants path, rule and verdict'
printf 'path,rule,verdict\na,b,bad\n' >x.csv; want 2 check --baseline x.csv work; said "not 'bad'"
printf 'path,rule,verdict\n' >x.csv; want 1 check $facts --baseline x.csv work
exit $bad
