#!/bin/bash
# store: results kept in a file; a run that is killed and resumed leaves the
# same store as one undisturbed; reports, judgements and shards come out of it.
# 20,000 files, two archives of 5,000 members, 4 kills; with FULL=1 200,000,
# 50,000 and 10.
. tests/begin.sh
c=$PWD/corpus
want() {
    code=$1
    shift
    "$G" "$@" >"$t/out" 2>"$t/err"
    rc=$?
    [ $rc = "$code" ] || { no "exit $rc, wanted $code: $*"; head -3 "$t/err"; }
}
# dump STORE: everything in it that does not depend on when or how often it
# was written, in an order of its own.
cat >"$t/dump.py" <<'P'
import sqlite3, sys
d = sqlite3.connect(sys.argv[1])
assert d.execute("pragma integrity_check").fetchone() == ("ok",)
for q in ("select path, member, seq, device, inode, size, mtime, ctime, format, media, sha256, claim, basis, generator,"
          " c2pa, fault, fault_limit, fault_text, hex(evidence), hex(c.bytes), hex(o.bytes), hex(f.bytes) from items"
          " join judged on judged.item = items.id join shared c on c.id = coverage join shared o on o.id = outcome"
          " join shared f on f.id = judged.facts order by path, member",
          "select path, member, m.* from marks m join items on items.id = m.item order by path, member, n",
          "select path, member, m.* from notes m join items on items.id = m.item order by path, member, n",
          "select path, law, verdict from verdict_of order by 1, 2"):
    for row in d.execute(q):
        row = list(row)
        if " m.* " in q:
            del row[2]  # the item's id
        print(row)
assert d.execute("select count(*) from marks where item not in (select id from items)").fetchone() == (0,)
assert d.execute("select count(*) from judged where item not in (select id from items)").fetchone() == (0,)
P
dump() { python3 "$t/dump.py" "$1"; }

# What the store holds is what the run said.
"$G" check --json "$c" >"$t/plain"
want 5 check --db "$t/a.db" --json "$c"
cmp "$t/out" "$t/plain" || no "--db changes the output"
for k in json csv sarif junit premis html; do
    "$G" check --$k="$t/direct" "$c" >/dev/null
    want 0 report "$t/a.db" --$k="$t/stored"
    cmp "$t/direct" "$t/stored" || no "report --$k differs from that of the run"
done
[ "$(python3 -c 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("select count(*) from items").fetchone()[0])' "$t/a.db")" \
    = "$(wc -l <"$t/plain")" ] || no "not every item is in the store"

# Judged again is judged like new.
facts="--law kr,eu,cn --fact role=provider --fact delivery=exported --as-of 2026-12-24"
"$G" check $facts --json "$c" >"$t/other"
cmp -s "$t/plain" "$t/other" && no "the other facts change nothing"
want 1 rejudge "$t/a.db" $facts --json
cmp "$t/out" "$t/other" || no "rejudge differs from check"
want 0 report "$t/a.db" --json
cmp "$t/out" "$t/plain" || no "rejudge changed the store unasked"
want 1 rejudge "$t/a.db" $facts --json --save
want 0 report "$t/a.db" --json
cmp "$t/out" "$t/other" || no "rejudge --save did not keep its answer"
want 1 rejudge "$t/a.db" --law kr,eu,cn --as-of 2026-12-24 --json
cmp "$t/out" "$t/other" || no "facts of then are forgotten"

# What is known is not read again; what has changed is; what is gone is gone.
cp -r "$c/demo" "$t/d"
"$G" check --db "$t/b.db" --json "$t/d" >"$t/one"
n=$("$G" check --db "$t/b.db" --progress=json "$t/d" 2>&1 >/dev/null | tail -1 | grep -o '"bytes":[0-9]*')
[ "$n" = '"bytes":0' ] || no "known files were read: $n"
n=$("$G" check --db "$t/b.db" --rehash --progress=json "$t/d" 2>&1 >/dev/null | tail -1 | grep -o '"bytes":[0-9]*')
[ "$n" != '"bytes":0' ] || no "--rehash read nothing"
rm "$t/d/facts.csv"
sleep 0.01
cp "$t/d/8-holiday.jpg" "$t/d/1-compliant.png"
"$G" check --json "$t/d" >"$t/plain"
"$G" check --db "$t/b.db" --json "$t/d" | cmp - "$t/plain" || no "a changed folder is not seen anew"
"$G" report "$t/b.db" --json | sort | cmp - <(sort "$t/plain") || no "the store holds what is gone"
want 2 check --db "$t/b.db" --resume --fast "$t/d"
want 2 check --db "$t/b.db" --resume --rehash "$t/d"
want 2 check --resume "$t/d"
# A later run that broke off: a report has what that run has come to, and says how many.
cp "$t/b.db" "$t/later.db"
python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.executescript("update words set value = value + 1 where key = \"run\"; update words set value = \"broken off\" where key = \"state\"; update items set run = run + 1 where id in (select id from items order by id limit 2)")' "$t/later.db"
want 0 report "$t/later.db" --csv
[ "$(wc -l <"$t/out")" = 3 ] && grep -q "only the 2 items" "$t/err" || no "a report of a run that broke off: $(cat "$t/err")"
# A mistake on the command line leaves no empty store behind.
for words in "--as-of yesterday" "--law atlantis" "--pack none" "--limit x=1" "--bag none" "--baseline none" "--fixity" "--resume --as-of x"; do
    # shellcheck disable=SC2086
    want 2 check --db "$t/fresh.db" $words "$t/d"
    ls "$t"/fresh.db* 2>/dev/null && no "$words leaves a store"
done
want 2 report "$t/none.db"
# What was not read to its end is known by nothing that lasts: it is read again,
# in the same run, too.
head -c 60000000 /dev/urandom | cat "$c/demo/1-compliant.png" - >"$t/long.png"
printf 'A walk along the river.\n%.0s' $(seq 400000) >"$t/long.txt"
for how in "" --resume; do
    "$G" check --db "$t/late.db" --timeout 0.000001 --json "$t/long.txt" "$t/long.png" >"$t/one"
    grep -q '"kind":"timeout"' "$t/one" || no "nothing was late"
    "$G" check --db "$t/late.db" $how --json "$t/long.txt" "$t/long.png" >"$t/two"
    grep -q '"kind":"timeout"' "$t/two" && no "late once, late for ever ($how)"
    "$G" report "$t/late.db" --json | cmp - "$t/two" || no "the store keeps that it was late ($how)"
    rm "$t"/late.db*
done
# What changes what is found makes a file new: redaction, networks, tokenizers.
way() { "$G" check --law none --db "$t/way.db" "$@" "$c/demo/8-holiday.jpg" >/dev/null 2>&1
    python3 -c 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("select value from words where key = \"how\"").fetchone()[0])' "$t/way.db"; }
echo one >"$t/net1"
echo another >"$t/net2"
echo '{"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}' >"$t/words1"
echo '{"model":{"type":"BPE","vocab":{"b":0},"merges":[]}}' >"$t/words2"
{ way; way --redact; way --network rivagan="$t/net1"; way --network rivagan="$t/net2"; way --network trustmark="$t/net1"
    way --scheme kgw --key 1; way --scheme kgw --key 1 --tokenizer "$t/words1"; way --scheme kgw --key 1 --tokenizer "$t/words2"
} >"$t/ways"
[ "$(sort -u "$t/ways" | wc -l)" = 8 ] || no "ways of looking that a store takes for one: $(uniq -c "$t/ways")"
[ "$(way)" = "$(head -1 "$t/ways")" ] || no "the same way is not the same"
# Redacted, the store holds no prompt; not redacted, the file is read anew.
"$G" check --law none --redact --db "$t/red.db" "$c/png/good-a1111-parameters.png" >/dev/null
"$G" report "$t/red.db" --json | grep -q 'Steps: 20' && no "--redact leaves the prompt in the store"
"$G" check --law none --db "$t/red.db" --json "$c/png/good-a1111-parameters.png" | grep -q 'Steps: 20' || no "a prompt is lost for good"
# A store of the tables before, and of some to come.
cp "$t/b.db" "$t/old.db"
python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.executescript("alter table items drop column created; update words set value = 1 where key = \"schema\"")' "$t/old.db"
want 0 report "$t/old.db" --json
sort "$t/out" | cmp - <(sort "$t/plain") || no "a store of schema 1 is not read"
"$G" check --db "$t/old.db" --json "$t/d" | cmp - "$t/plain" || no "a store of schema 1 is not written"
python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("select created from items").fetchone(); d.execute("update words set value = 9 where key = \"schema\""); d.commit()' "$t/old.db" || no "schema 1 was not brought up"
want 2 report "$t/old.db"; grep -q 'newer genmark' "$t/err" || no "a newer store is not told as such"
echo "no store" >"$t/text"
want 2 report "$t/text"
want 2 check --db "$t/text" "$t/d"

# Copies share one scan: everything is said of each as if it had been scanned,
# with its own places, facts and path; copies in archives and by links too.
mkdir "$t/twins"
cp -r "$c" "$t/twins/a"
cp -r "$c" "$t/twins/b"
ln "$t/twins/a/demo/1-compliant.png" "$t/twins/link.png"
cp "$c/demo/1-compliant.png" "$t/twins/other.txt"
(cd "$c/demo" && python3 -m zipfile -c "$t/twins/c.zip" ./*.png)
head -c 700000 /dev/zero | cat "$c/demo/1-compliant.png" - | tee "$t/twins/large1.png" "$t/twins/large2.png" >"$t/twins/large.mp4"
printf 'path,role\n%s,provider\n' "$t/twins/b/demo/1-compliant.png" >"$t/roles.csv"
"$G" check --facts "$t/roles.csv" --json "$t/twins" >"$t/apart" 2>/dev/null
"$G" check --facts "$t/roles.csv" --db "$t/twins.db" -j2 --progress=json --json "$t/twins" >"$t/out" 2>"$t/err"
cmp "$t/out" "$t/apart" || no "copies that share a scan are told otherwise"
"$G" report "$t/twins.db" --json | cmp - "$t/apart" || no "copies that share a scan are stored otherwise"
"$G" check --html "$t/apart.html" "$t/twins/link.png" "$t/twins/large1.png" "$t/twins/large2.png" >/dev/null
"$G" check -j1 --db "$t/few.db" --html "$t/few.html" "$t/twins/link.png" "$t/twins/large1.png" "$t/twins/large2.png" >/dev/null
cmp "$t/apart.html" "$t/few.html" || no "a page of copies lacks pictures"
copies=$(tail -1 "$t/err" | grep -o '"copies":[0-9]*' | cut -d: -f2)
files=$(find "$c" -type f -size +0 | wc -l)
[ "$copies" -gt $((files * 9 / 10)) ] || no "only $copies of more than $files copies shared a scan"
# Shards: complete, or what is missing is told.
for i in 1 2 3; do "$G" check --shard $i/3 --db "$t/p$i.db" "$c" >/dev/null; done
want 0 merge --db "$t/all.db" "$t"/p?.db
"$G" check --json "$c" | sort >"$t/sorted"
"$G" report "$t/all.db" --json | sort | cmp - "$t/sorted" || no "the merged store is not the whole"
want 1 merge "$t/p1.db" "$t/p3.db"; grep -q 'gap: shard 2 of 3' "$t/err" || no "no gap"
want 1 merge "$t/p1.db" "$t/p2.db" "$t/p2.db" "$t/p3.db"; grep -q 'overlap' "$t/err" || no "no overlap"
"$G" check --shard 3/3 --db "$t/q3.db" "$c/demo" >/dev/null
want 1 merge "$t/p1.db" "$t/p2.db" "$t/q3.db"; grep -q 'not of one run' "$t/err" || no "another list is not seen"
python3 -c 'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("delete from items where id = 5"); d.commit()' "$t/p2.db"
want 1 merge "$t"/p?.db; grep -q 'gap: .*p2' "$t/err" || no "a lost item is not seen"
SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_COUNT=3 "$G" check --shard auto --json "$c" >"$t/auto"
"$G" check --shard 3/3 --json "$c" | cmp - "$t/auto" || no "the task of a Slurm array is not its shard"
JOB_COMPLETION_INDEX=0 "$G" check --shard auto/3 --json "$c" >"$t/auto"
"$G" check --shard 1/3 --json "$c" | cmp - "$t/auto" || no "the index of a job is not its shard"
want 2 check --shard 4/3 "$c"
want 2 check --shard auto "$c"

# A run that is killed, again and again, and one that is not.
n=20000 kills=4
[ -n "$FULL" ] && n=200000 kills=10
python3 - "$t/many" "$n" "$c" <<'P'
import os, sys
top, n, c = sys.argv[1], int(sys.argv[2]), sys.argv[3]
marked = open(c + "/demo/1-compliant.png", "rb").read()
plain = open(c + "/demo/8-holiday.jpg", "rb").read()[:400]
for i in range(n):
    if i % 500 == 0:
        d = "%s/%04d" % (top, i // 500)
        os.makedirs(d)
    if i % 50 == 7:
        name, text = "m%d.png" % i, marked
    elif i % 50 == 9:
        name, text = "b%d.jpg" % i, plain
    else:
        name, text = "t%d.txt" % i, b"A walk along the river, number %d.\n" % i
    with open("%s/%s" % (d, name), "wb") as f:
        f.write(text)
# Archives, whose members are checked in place.
import io, tarfile, zipfile
packed = top + "-packed"
os.makedirs(packed)
with zipfile.ZipFile(packed + "/a.zip", "w", zipfile.ZIP_DEFLATED) as z, tarfile.open(packed + "/b.tar.gz", "w:gz", compresslevel=1) as g:
    for i in range(n // 4):
        text = marked if i % 50 == 7 else b"A walk along the river, number %d.\n" % i
        z.writestr("%d/m%d.png" % (i // 500, i), text)
        info = tarfile.TarInfo("%d/m%d.png" % (i // 500, i))
        info.size = len(text)
        g.addfile(info, io.BytesIO(text))
P
began=$(date +%s%N)
"$G" check --fast --db "$t/calm.db" "$t/many" "$t/many-packed" >/dev/null
took=$((($(date +%s%N) - began) / 1000000))
dump "$t/calm.db" >"$t/calm"
[ "$(grep -c '^\[.*many/' "$t/calm")" -ge "$n" ] || no "the store lacks files"
[ "$(grep -c 'many-packed/[ab].*!' "$t/calm")" -ge $((n / 2)) ] || no "the store lacks members"
RANDOM=${SEED:-11}
killed=0
for _ in $(seq $kills); do
    "$G" check --fast --db "$t/rough.db" --resume "$t/many" "$t/many-packed" >/dev/null 2>&1 &
    pid=$!
    # Spread over the run: each resumed one goes on where that before was killed.
    sleep "$(awk -v t=$took -v r=$RANDOM -v k=$kills -v i=$((i += 1)) 'BEGIN { printf "%.3f", t / 1000 * (0.45 * i + 0.45 * r / 32768) / k }')"
    kill -9 $pid 2>/dev/null && killed=$((killed + 1))
    wait $pid 2>/dev/null
    [ -f "$t/rough.db" ] && rows="$rows $(python3 -c 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("select count(*) from items").fetchone()[0])' "$t/rough.db" 2>/dev/null)"
done
"$G" check --fast --db "$t/rough.db" --resume "$t/many" "$t/many-packed" >/dev/null
dump "$t/rough.db" >"$t/rough"
cmp "$t/calm" "$t/rough" || no "killed $killed times and resumed, the store is another"
echo "$n files in ${took} ms; killed $killed times with these many items in the store:$rows"

# A signal ends it cleanly and says how to go on.
"$G" check --fast --db "$t/int.db" "$t/many" "$t/many-packed" >/dev/null 2>"$t/err" &
pid=$!
sleep "$(awk -v t=$took 'BEGIN { printf "%.3f", t / 3000 }')"
kill -TERM $pid # shells let background jobs ignore INT
wait $pid
[ $? = 5 ] || no "an interrupted run does not end with 5"
grep -q -- '--resume' "$t/err" || no "an interrupted run does not say how to go on"
"$G" check --fast --db "$t/int.db" --resume "$t/many" "$t/many-packed" >/dev/null
dump "$t/int.db" | cmp - "$t/calm" || no "interrupted and resumed, the store is another"

# A sample is as large as asked for, the same for the same seed, and its
# interval holds the share of the whole (2 % say AI made them), as often as an
# interval of 95 % does: of 20 seeds at least 16 times (else by chance: 1 in 400).
"$G" check --fast --sample 10% --json "$t/many" >"$t/s1" 2>"$t/err"
"$G" check --fast --sample 10% --json "$t/many" 2>/dev/null | cmp - "$t/s1" || no "a sample is not the same twice"
"$G" check --fast --sample 10% --seed 2 --json "$t/many" 2>/dev/null | cmp -s - "$t/s1" && no "another seed, the same sample"
awk -v got="$(wc -l <"$t/s1")" -v n=$n 'BEGIN { exit !(got > n * 0.09 && got < n * 0.11) }' || no "a sample of $(wc -l <"$t/s1")"
held=0
for seed in $(seq 20); do
    "$G" check --fast --law none --sample 10% --seed $seed --json "$t/many" 2>&1 >/dev/null | grep 'say AI' |
        sed 's/.*interval \([0-9.]*\) to \([0-9.]*\).*/\1 \2/' | awk '{ exit !($1 <= 2 && 2 <= $2 && $2 - $1 < 1.5) }' && held=$((held + 1))
done
[ $held -ge 16 ] || no "the interval held the share for $held seeds of 20"
exit $bad
