#!/bin/bash
# archive.sh - many small unmarked files from a warm cache: files a second of
# `check --fast`, one worker and two, with and without a store, beside the floor
# (open, fstat, read, close of the same files) and exiftool -r -j; then judging
# a store again.  FILES and ITEMS set the sizes; FULL=1: 200,000 and 1,000,000.
G=${B:-build/release}/genmark
n=${FILES:-20000} items=${ITEMS:-200000}
[ -n "$FULL" ] && n=200000 items=1000000
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
cat >"$t/floor.c" <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void)
{
    static char path[4096], text[1 << 18];
    struct stat st;
    while (fgets(path, sizeof path, stdin)) {
        int fd;
        path[strcspn(path, "\n")] = 0;
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &st) != 0 || pread(fd, text, (size_t)st.st_size, 0) != st.st_size)
            return 1;
        close(fd);
    }
}
C
${CC:-cc} -O2 -o "$t/floor" "$t/floor.c" || exit 1
# A JPEG and a PNG without marks, a text: what a photograph's thumbnail, an icon
# and a note look like; each file with other bytes at its end or in a comment.
python3 - "$t/many" "$n" <<'P'
import os, struct, sys, zlib
top, n = sys.argv[1], int(sys.argv[2])
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
def png(i):
    rows = b"".join(b"\0" + bytes((x * y + i) % 251 for x in range(32)) for y in range(32))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 0, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
def jpeg(i):
    note = b"no %d" % i
    scan = bytes((k * 7 + i) % 255 for k in range(1200))
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xfe" + struct.pack(">H", len(note) + 2) + note + \
        b"\xff\xdb\0C\0" + bytes([16] * 64) + b"\xff\xc0\0\x0b\x08\0\x20\0\x20\1\1\x11\0" + \
        b"\xff\xda\0\x08\1\1\0\0\x3f\0" + scan + b"\xff\xd9"
for i in range(n):
    if i % 1000 == 0:
        d = "%s/%04d" % (top, i // 1000)
        os.makedirs(d)
    if i % 3 == 0: name, data = "%d.jpg" % i, jpeg(i)
    elif i % 3 == 1: name, data = "%d.png" % i, png(i)
    else: name, data = "%d.txt" % i, b"A walk along the river, number %d. The water was high.\n" % i * 8
    with open("%s/%s" % (d, name), "wb") as f:
        f.write(data)
P
find "$t/many" -type f | sort >"$t/list"
tr '\n' '\0' <"$t/list" | xargs -0 cat >/dev/null
[ "$("$G" check --fast --json "$t/many" | wc -l)" = "$n" ] || { echo "genmark did not answer for $n files: nothing was measured"; exit 1; }
TIMEFORMAT='%R %U %S'
# took NAME N COMMAND...: the better of two rounds by the clock.
took() {
    name=$1 what=$2
    shift 2
    best=
    for _ in 1 2; do
        rm -f "$t/x.db"*
        got=$({ time "$@" >/dev/null 2>"$t/err"; } 2>&1)
        best=$(printf '%s\n%s\n' "$best" "$got" | grep . | sort -n | head -1)
    done
    echo "$best" | awk -v n="$what" -v name="$name" '{ printf "%-38s %9.0f/s  %9.0f/s of processor time\n", name, n / $1, n / ($2 + $3) }'
    echo "$best" | awk -v n="$what" '{ print n / $1, n / ($2 + $3) }' >"$t/last"
}
echo "$n files of $(du -sb "$t/many" | awk -v n="$n" '{ printf "%.0f", $1 / n }') bytes; load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) processors"
floor() { "$t/floor" <"$t/list"; }
fast() { "$G" check --fast --json "$@" "$t/many"; }
# Two programs of a worker each, which share nothing: what the processors give
# at the time, for which two workers can do no more.
pair() { fast -j1 & fast -j1; wait; }
# spent COMMAND...: seconds by the clock and of the processor.
spent() { { time "$@" >/dev/null 2>"$t/err"; } 2>&1 | awk '{ print $1, $2 + $3 }'; }
# What is compared runs in turns, for the machine's speed changes within
# seconds; a ratio is the median of those of the rounds.
for _ in $(seq "${ROUNDS:-15}"); do
    echo "$(spent floor) $(spent fast -j1) $(spent fast -j2) $(spent pair)"
done >"$t/rounds"
awk -v n="$n" '
function median(of,    i, j, k, v) {
    for (i = 1; i <= NR; i++)
        v[i] = of[i]
    for (i = 1; i <= NR; i++)
        for (j = i + 1; j <= NR; j++)
            if (v[j] < v[i]) { k = v[i]; v[i] = v[j]; v[j] = k }
    return v[int((NR + 1) / 2)]
}
function line(name, real, cpu) {
    printf "%-38s %9.0f/s  %9.0f/s of processor time\n", name, n / median(real), n / median(cpu)
}
{
    f[NR] = $1; fc[NR] = $2; one[NR] = $3; onec[NR] = $4; two[NR] = $5; twoc[NR] = $6
    clock[NR] = $3 / $1; cpu[NR] = $4 / $2; gain[NR] = $3 / $5; waste[NR] = $6 / $4
    apart[NR] = 2 * $3 / $7
}
END {
    line("floor", f, fc); line("check --fast --json -j1", one, onec); line("check --fast --json -j2", two, twoc)
    printf "genmark -j1 / floor: %.2f by the clock, %.2f by processor time; medians of %d rounds\n", median(clock), median(cpu), NR
    printf "two workers / one: %.2f; their processor time / that of one: %.2f\n", median(gain), median(waste)
    printf "two programs of a worker each / one: %.2f\n", median(apart)
}' "$t/rounds"
one=$(awk -v n="$n" '{ print n / $3, n / $4 }' "$t/rounds" | sort -n | sed -n "$(((${ROUNDS:-15} + 1) / 2))p")
took "check --fast --db -j2" "$n" "$G" check --fast --db "$t/x.db" -j2 "$t/many"
"$G" check --fast --db "$t/k.db" "$t/many" >/dev/null
took "check --fast --db, all known" "$n" "$G" check --fast --db "$t/k.db" "$t/many"
if command -v exiftool >/dev/null; then
    mkdir "$t/few"
    head -n 600 "$t/list" | xargs cp -t "$t/few"
    took "exiftool -r -j (600 of them)" 600 exiftool -r -j "$t/few"; exif=$(cat "$t/last")
fi
[ -z "$exif" ] || echo "$one $exif" | awk '{ printf "genmark -j1 / exiftool: %.0f by the clock, %.0f by processor time\n", $1 / $3, $2 / $4 }'
# The memory of one and two workers.
for j in 1 2; do
    python3 - $j "$G" check --fast --json --db "$t/x$j.db" -j$j "$t/many" <<'P'
import resource, subprocess, sys
subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL)
print("peak memory, -j%s, with a store: %.0f MB" % (sys.argv[1], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
P
done
# A store of many items, made of this one by copying its rows; 1 % carry marks.
python3 - "$t/k.db" "$items" "$G" "$PWD/corpus/demo" <<'P'
import sqlite3, subprocess, sys
db, want, g, demo = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
subprocess.run([g, "check", "--fast", "--db", db + "m", demo], stdout=subprocess.DEVNULL)
subprocess.run([g, "check", "--fast", "--db", db, "--files-from", "/dev/stdin"], stdout=subprocess.DEVNULL,
               input="\n".join(r[0] for r in sqlite3.connect(db).execute("select path from items order by id limit 990")) +
               "\n" + "\n".join("%s/%s" % (demo, f) for f in ("1-compliant.png", "2-no-notice.png", "3-realistic.jpg") * 3), text=True)
d = sqlite3.connect(db)
cols = [r[1] for r in d.execute("pragma table_info(items)")][2:]
base = d.execute("select max(id), count(*) from items").fetchone()
rows = d.execute("select id from items order by id").fetchall()
k = 1
have = len(rows)
while have < want:
    off = base[0] * k
    d.execute("insert into items select id + %d, path || '~%d', %s from items where id <= %d" % (off, k, ", ".join(cols), base[0]))
    d.execute("insert into judged select item + %d, outcome, facts from judged where item <= %d" % (off, base[0]))
    have += len(rows); k += 1
d.commit()
print("%d items, %d of them with marks, %.0f MB" % (have, d.execute("select count(*) from items where claim <> 'none'").fetchone()[0],
      __import__("os").path.getsize(db) / 1e6))
open(db + ".n", "w").write(str(have))
P
have=$(cat "$t/k.db.n")
took "rejudge --law kr --csv -j2" "$have" "$G" rejudge "$t/k.db" -j2 --as-of 2027-03-01 --csv
took "rejudge --law kr,eu,cn --save -j2" "$have" "$G" rejudge "$t/k.db" -j2 --law kr,eu,cn --save --as-of 2027-03-01 --csv
