#!/bin/bash
# An interrupt ends a run between two items: the reports are whole as far as
# they go, and the exit code does not say that all was well.
G=${B:-build/release}/genmark
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
mkdir "$t/in"
cp corpus/demo/8-holiday.jpg "$t/in"
# A list without an end, so that the run is surely interrupted.
yes "$t/in/8-holiday.jpg" | head -c 200000000 >"$t/list"
LANG=C "$G" check --law none --fast --json="$t/a.jsonl" --html "$t/a.html" --sarif="$t/a.sarif" --files-from "$t/list" \
    >/dev/null 2>"$t/err" &
pid=$!
for _ in $(seq 100); do
    [ "$(stat -c %s "$t/a.jsonl" 2>/dev/null || echo 0)" -gt 100000 ] && break
    sleep 0.1
done
kill -TERM $pid
wait $pid
rc=$?
[ $rc = 5 ] || { echo "exit $rc"; exit 1; }
grep -q 'stopped after' "$t/err" || { cat "$t/err"; exit 1; }
n=$(sed -n 's/.*stopped after \([0-9]*\) .*/\1/p' "$t/err")
[ "$(wc -l <"$t/a.jsonl")" = "$n" ] || { echo "$(wc -l <"$t/a.jsonl") lines, $n items"; exit 1; }
tail -n 1 "$t/a.html" | grep -q '</html>' || { echo "the page has no end"; exit 1; }
python3 -c 'import json,sys; json.load(open(sys.argv[1])); [json.loads(l) for l in open(sys.argv[2])]' "$t/a.sarif" "$t/a.jsonl"
