#!/bin/bash
# Memory does not grow with the number of files or their size: many files, an
# archive of many members, a store, a film of 10 GB, a TIFF of 4 GB (holes).
# 20,000 files; with FULL=1 200,000, and the large ones hashed whole.
G=$PWD/${B:-build/release}/genmark
case $B in *asan* | *tsan*) echo "sanitizers take memory of their own"; exit 77 ;; esac
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
n=20000
[ -n "$FULL" ] && n=200000
python3 - "$G" "$t" $n "$FULL" <<'P'
import io, json, os, resource, struct, subprocess, sys, tarfile
tool, top, n, full = sys.argv[1], sys.argv[2], int(sys.argv[3]), bool(sys.argv[4])
marked = open("corpus/demo/1-compliant.png", "rb").read()
text = lambda i: marked if i % 50 == 7 else b"A walk along the river, number %d.\n" % i
for i in range(n):
    d = "%s/many/%04d" % (top, i // 500)
    if i % 500 == 0:
        os.makedirs(d)
    open("%s/m%d.png" % (d, i), "wb").write(text(i))
with tarfile.open(top + "/many.tar", "w") as g:
    for i in range(n // 4):
        info = tarfile.TarInfo("%d/m%d.png" % (i // 500, i))
        info.size = len(text(i))
        g.addfile(info, io.BytesIO(text(i)))

def hole(path, head, size, tail):
    with open(path, "wb") as f:
        f.write(head)
        f.truncate(size - len(tail))
        f.seek(size - len(tail))
        f.write(tail)

# [ISO 14496-12] ftyp, an mdat with a 64-bit size, a moov at the end.
box = lambda kind, body: struct.pack(">I", 8 + len(body)) + kind + body
ftyp = box(b"ftyp", b"isom\0\0\2\0isommp42")
mvhd = box(b"mvhd", b"\0" * 4 + struct.pack(">IIII", 0, 0, 1000, 1000) + struct.pack(">IH", 0x10000, 0x100) + b"\0" * 10 +
           struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000) + b"\0" * 24 + struct.pack(">I", 2))
moov = box(b"moov", mvhd + box(b"udta", box(b"\xa9too", struct.pack(">HH", 5, 0x55c4) + b"Sora!")))
size = 10 << 30
data = size - len(ftyp) - len(moov)
hole(top + "/film.mp4", ftyp + struct.pack(">I4sQ", 1, b"mdat", data), size, moov)
# [TIFF 6.0] one strip of nearly 4 GB, the directory behind it.
size = (4 << 30) - 4096
tags = [(256, 4, 1, 65000), (257, 4, 1, 66000), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1),
        (278, 4, 1, 66000), (279, 4, 1, size - 200 - 8)]
ifd = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *x) for x in tags) + b"\0" * 4
hole(top + "/plate.tif", struct.pack("<2sHI", b"II", 42, size - len(ifd)), size, ifd)

bad = 0
def run(what, workers, *args, most=None):
    global bad
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    p = subprocess.Popen([tool, "check", "--law", "none", "-j%d" % workers, *args], stdout=open(top + "/out", "wb"), stderr=subprocess.PIPE)
    err = p.stderr.read()
    _, status, used = os.wait4(p.pid, 0)
    rc = os.waitstatus_to_exitcode(status)
    most = most or 64 + 16 * workers
    print("%s: %d MB (%d allowed), %.1f s of processor, exit %d" % (what, used.ru_maxrss // 1024, most, used.ru_utime + used.ru_stime, rc))
    if used.ru_maxrss > most * 1024 or rc not in (0, 3):
        bad = 1
        print(err.decode()[:500])

for j in (1, 2, 4):
    run("%d files, %d workers" % (n, j), j, "--json", top + "/many")
run("%d members" % (n // 4), 2, "--json", top + "/many.tar")
run("with a store", 2, "--db", top + "/a.db", "--json", top + "/many")
run("known to the store", 2, "--db", top + "/a.db", "--json", top + "/many")
run("every report at once", 2, "--json=" + top + "/a.json", "--csv=" + top + "/a.csv", "--sarif=" + top + "/a.sarif", "--junit=" + top + "/a.junit",
    "--premis=" + top + "/a.premis", "--html=" + top + "/a.html", top + "/many")
for f in ("film.mp4", "plate.tif"):
    run(f, 1, "--json", top + "/" + f)
    item = json.loads(open(top + "/out").read())
    if item["error"] or item["item"]["format"] not in ("mp4", "tiff"):
        bad = 1
        print(json.dumps(item)[:300])
    if full:
        run(f + " hashed", 1, "--hash", "--limit", "hash_bytes=16G", "--json", top + "/" + f)
sys.exit(bad)
P
