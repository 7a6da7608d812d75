#!/bin/bash
# What goes wrong around a run is told: what happened, and what to do.  Odd
# files, files that change or vanish, full disks, stores that others hold.
G=$PWD/${B:-build/release}/genmark
d=$PWD/corpus/demo
t=$(mktemp -d)
end() {
    [ -n "$mounted" ] && umount "$t/small"
    rm -rf "$t"
}
trap end EXIT
export LANG=C
unset LC_ALL LC_MESSAGES
bad=0 mounted=
no() { echo "$*"; bad=1; }
want() {
    code=$1
    shift
    timeout 60 "$G" "$@" >"$t/out" 2>"$t/err"
    rc=$?
    [ $rc = "$code" ] || { no "exit $rc, wanted $code: $*"; head -3 "$t/err"; }
}
said() { grep -q -- "$1" "$t/err" || { no "not said: $1"; head -3 "$t/err"; }; }
item() { grep -F -- "$1" "$t/out" | grep -q -- "$2" || { no "$1 does not say: $2"; grep -F -- "$1" "$t/out" | head -2; }; }
cd "$t" || exit 1

# Odd files: each is an item that says why, none is waited for.
mkdir -p tree/deep
cp "$d/1-compliant.png" tree/good.png
ln -s . tree/loop
ln -s loop2 tree/loop2
ln -s nowhere tree/dangling
ln -s good.png tree/link.png
ln -s /dev/zero tree/zero
mkfifo tree/fifo
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("tree/socket")'
: >tree/empty.png
want 5 check --law none --json tree
item tree/good.png '"claim":"generated".*"error":null'
item tree/link.png '"claim":"generated".*"error":null'
item tree/loop\" 'a link to a folder: not followed'
item tree/loop2 'too many symbolic links'
item tree/dangling 'no such file or folder'
item tree/zero 'neither a file nor a folder'
item tree/fifo 'neither a file nor a folder'
item tree/socket 'a socket or a device: not read'
item tree/empty.png 'the input is empty'
[ "$(wc -l <out)" = 9 ] || no "$(wc -l <out) items of 9"
grep -q '"claim":"none".*"verdict":{}' out || no "what was not read has a verdict"

# A file that becomes shorter while it is read, and files that vanish.
head -c 200000 /dev/zero >cut.txt
python3 - "$G" <<'P'
import json, os, subprocess, sys, threading
stop = False
def flip():
    while not stop:
        with open("cut.txt", "r+b") as f:
            f.truncate(10)
            f.truncate(200000)
t = threading.Thread(target=flip)
t.start()
for _ in range(60):
    r = subprocess.run([sys.argv[1], "check", "--law", "none", "--json", "cut.txt"], capture_output=True, text=True)
    e = json.loads(r.stdout)["error"]
    assert r.returncode in (0, 5) and (e is None or e["kind"] in ("io", "unsupported")), (r.returncode, e, r.stderr)
    assert e is None or "could not be read" not in e["message"], e
stop = True
t.join()
for i in range(3000):
    open("v%d.txt" % i, "w").write("A walk along the river.\n")
p = subprocess.Popen([sys.argv[1], "check", "--law", "none", "--json", "-j2", "."], stdout=open("/dev/null", "w"))
for i in range(2999, -1, -1):
    os.unlink("v%d.txt" % i)
assert p.wait() == 5
P
[ $? = 0 ] || no "files that change or vanish"

# Reports that cannot be written.
want 5 check --law none --json=/dev/full "$d"; said '/dev/full: the report could not be written to its end: no room is left'
want 5 check --law none --html /dev/full "$d"; said 'no room is left'
want 2 check --html none/a.html "$d"; said 'none/a.html: no such file or folder'
want 2 check --html tree "$d"; said 'tree: a folder where a file is wanted'

# Stores: held by another, a folder, no store, of a newer program, damaged.
want 0 check --law none --db a.db tree/good.png
exec 9<>a.db
flock 9
want 2 check --law none --db a.db tree/good.png; said 'another run is writing to it: wait'
want 0 report a.db
exec 9>&-
want 2 check --db tree "$d"; said 'tree: the store cannot be written (a folder'
want 2 check --db none/a.db "$d"; said 'cannot be written (no such file or folder): name a file'
echo "this is text, and no store at all" >text.db
want 2 check --db text.db "$d"; said 'no SQLite file'
want 2 report text.db; said 'no SQLite file'
python3 -c 'import sqlite3; d = sqlite3.connect("other.db"); d.execute("create table t(x)"); d.commit()'
want 2 report other.db; said 'no store of genmark'
want 2 check --db other.db tree/good.png; said 'no store of genmark'
# Messages fit what happened: an empty sample, an empty store, no second stdin.
want 4 check --law none --sample 0.000001 tree/good.png; said 'none of the 1 files is in this sample'
mkdir nothing
want 4 check --law none --db nil.db nothing; said 'the folders are empty'
want 4 report nil.db; said 'the store holds no items'
for twice in '- -' '--files-from - -'; do
    # shellcheck disable=SC2086
    echo tree/good.png | want 2 check --law none $twice
    # shellcheck disable=SC2086
    echo tree/good.png | "$G" check --law none $twice 2>&1 >/dev/null | grep -q 'can be read only once' || no "stdin twice: $twice"
done

# Shards: what is missing is told in one line, however many a store says.
for i in 1 4; do
    want 0 check --law none --shard $i/5 --db part$i.db tree/good.png tree/link.png tree/good.png tree/good.png
done
want 1 merge part4.db part1.db; said '^genmark: gap: shards 2 to 3 of 5 are missing'; said '^genmark: gap: shard 5 of 5 is missing'
want 1 merge part4.db part1.db part4.db; said 'overlap: shard 4 is there twice'
for n in 4000000000 18446744073709551615; do
    python3 -c 'import sqlite3, sys; d = sqlite3.connect("part1.db"); d.execute("update words set value = ? where key = ?", (sys.argv[1], "shards")); d.commit()' $n
    want 1 merge part1.db; said "gap: shards 2 to $n of $n are missing"
    [ "$(wc -l <err)" = 1 ] || no "$(wc -l <err) lines on $n shards"
done
head -c 30000 /dev/urandom | dd of=a.db bs=1 seek=5000 conv=notrunc status=none
want 2 check --law none --db a.db tree; said "the store is damaged: begin a new one"
if mkdir small && mount -t tmpfs -o size=300k tmpfs small 2>/dev/null; then
    mounted=1
    want 5 check --law none --db small/a.db "$d/.."; said 'no room is left for the store.*--resume'
    mount -o remount,size=20m small
    want 5 check --law none --db small/a.db --resume "$d/.."
    "$G" check --law none --json "$d/.." | sort >whole
    "$G" report small/a.db --json | sort | cmp - whole || no "a store that ran out of room is not whole after --resume"
    mount -o remount,ro small
    want 2 check --law none --db small/b.db "$d"; said 'the file system is read-only'
    want 0 report small/a.db
fi
# Without /proc the daemon cannot start its second program, and says what it lacks.
if unshare -m mount -t tmpfs none /proc 2>/dev/null; then
    unshare -m sh -c 'mount -t tmpfs none /proc && timeout -k 1 20 "$1" serve --socket "$2" --no-trust' - "$G" "$t/s" >"$t/out" 2>"$t/err" && no "a daemon without workers ends with 0"
    grep -q '"no rules".*/proc/self/exe: no such file' "$t/err" || no "a daemon without /proc: $(cat "$t/err")"
fi
if [ "$(id -u)" != 0 ]; then
    chmod 000 tree/good.png tree/deep
    want 5 check --law none --json tree
    item tree/good.png 'permission denied'
    item tree/deep 'permission denied'
    chmod 755 tree/deep
fi
exit $bad
