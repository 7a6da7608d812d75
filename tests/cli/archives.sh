#!/bin/bash
# archives: members are items of their own, in every kind of archive, and the
# same as the files are; broken ones, bombs and encrypted ones are told.
. tests/begin.sh
c=$PWD/corpus
cat >"$t/make.py" <<'P'
import bz2, gzip, io, os, sys, tarfile, zipfile
c, t = sys.argv[1:]
names = ["1-compliant.png", "3-realistic.jpg", "5-disclosed.txt", "8-holiday.jpg"]
files = {n: open(c + "/demo/" + n, "rb").read() for n in names}
os.makedirs(t + "/files")
for n in names:
    open(t + "/files/" + n, "wb").write(files[n])
with zipfile.ZipFile(t + "/a.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for n in names:
        z.writestr("in/" + n, files[n])
for kind, mode in (("tar", "w"), ("tar.gz", "w:gz"), ("tar.xz", "w:xz"), ("tar.bz2", "w:bz2")):
    with tarfile.open(t + "/a." + kind, mode) as z:
        d = tarfile.TarInfo("in"); d.type = tarfile.DIRTYPE
        z.addfile(d)
        for n in names:
            i = tarfile.TarInfo("in/" + n); i.size = len(files[n])
            z.addfile(i, io.BytesIO(files[n]))
with open(t + "/a.warc", "wb") as w:
    for n in names:
        w.write(b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: file://in/%s\r\n"
                b"WARC-Date: 2026-11-23T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:%032x>\r\n"
                b"Content-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n"
                % (n.encode(), names.index(n), len(files[n])) + files[n] + b"\r\n\r\n")
with zipfile.ZipFile(t + "/nested.zip", "w") as z:
    z.write(t + "/a.tar.gz", "deep/a.tar.gz")
    z.writestr("top.txt", "A walk along the river.\n")
with tarfile.open(t + "/cut.tar.gz", "w:gz") as z:
    for k in range(40):
        i = tarfile.TarInfo("%d.bin" % k); i.size = 20000
        z.addfile(i, io.BytesIO(os.urandom(20000)))
os.truncate(t + "/cut.tar.gz", os.path.getsize(t + "/cut.tar.gz") * 2 // 3)
with zipfile.ZipFile(t + "/bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("zeros", bytes(300 << 20))
inner = open(t + "/a.zip", "rb").read()
for _ in range(8):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w") as z:
        z.writestr("n.zip", inner)
    inner = b.getvalue()
open(t + "/deep.zip", "wb").write(inner)
with zipfile.ZipFile(t + "/twice.zip", "w") as z:
    for text in ("one\n", "two\n"):
        z.writestr("same.txt", text)
# A name in UTF-8 (bit 11 [APPNOTE 4.4.4]), one in the bytes of another charset.
with zipfile.ZipFile(t + "/names.zip", "w") as z:
    z.writestr("사진/그림 하나.txt", "A walk along the river.\n")
    z.writestr("XXXX.txt", "A walk along the river.\n")
b = open(t + "/names.zip", "rb").read().replace(b"XXXX.txt", "한글.txt".encode("cp949"))
open(t + "/names.zip", "wb").write(b)
with zipfile.ZipFile(t + "/many.zip", "w") as z:
    for i in range(50000 if os.environ.get("FULL") else 5000):
        z.writestr("%d.txt" % i, "A walk, number %d.\n" % i)
open(t + "/none.zip", "wb").write(b"not an archive at all\n")
with zipfile.ZipFile(t + "/empty.zip", "w"):
    pass
P
python3 -W ignore "$t/make.py" "$c" "$t"
command -v zstd >/dev/null && zstd -q "$t/a.tar" -o "$t/a.tar.zst"
# 7z by libarchive's own bsdtar, where there is one.
command -v bsdtar >/dev/null && (cd "$t" && mkdir in && cp files/* in && bsdtar --format 7zip -cf a.7z in/*)

# Every member is judged as its file is: all but path, offsets and reading.
cat >"$t/same.py" <<'P'
import json, sys
def items(path):
    out = {}
    for line in open(path):
        d = json.loads(line)
        name = d["item"].pop("path").split("/")[-1]
        for m in d["marks"]:
            m["place"].pop("path")
        out[name] = d
    return out
a, b = items(sys.argv[1]), items(sys.argv[2])
assert a.keys() == b.keys(), (a.keys(), b.keys())
for n in a:
    assert a[n] == b[n], n
P
"$G" check --json "$t/files" >"$t/plain"
kinds=0
for a in "$t"/a.*; do
    "$G" check --json "$a" >"$t/out"
    python3 "$t/same.py" "$t/plain" "$t/out" || no "$(basename "$a"): its members are judged otherwise than the files"
    kinds=$((kinds + 1))
done
grep -q 'a.zip!in/1-compliant.png' <("$G" check "$t/a.zip") || no "the path of a member"
"$G" check --json "$t/nested.zip" >"$t/out"
[ "$(wc -l <"$t/out")" = 5 ] || no "$(wc -l <"$t/out") items in nested.zip, not 5"
grep -q '"path":"[^"]*nested.zip!deep/a.tar.gz!in/1-compliant.png"' "$t/out" || no "the path of a nested member"

# told ARCHIVE CODE PATTERN [OPTION]...: the output has it, and the exit code.
told() {
    a=$1 code=$2 pattern=$3
    shift 3
    timeout 60 "$G" check --fast --json "$@" "$t/$a" >"$t/out"
    rc=$?
    [ $rc = "$code" ] || no "$a $*: exit $rc, wanted $code"
    grep -q "$pattern" "$t/out" || { no "$a $*: nothing says $pattern"; head -c 600 "$t/out"; }
}
told cut.tar.gz 5 '"path":"[^"]*cut.tar.gz".*"error":{"kind":"io".*damaged\|could not be unpacked'
told bomb.zip 5 '"limit":"archive_ratio"'
told bomb.zip 5 '"limit":"member_bytes"' --limit archive_ratio=100000 --limit member_bytes=1M
told deep.zip 5 '"limit":"archive_depth"'
told many.zip 5 '"limit":"members"' --limit members=100
[ "$(wc -l <"$t/out")" = 101 ] || no "members=100 lets $(wc -l <"$t/out") items through"
told none.zip 0 'none.zip'
told empty.zip 0 'empty.zip'
told twice.zip 0 'same.txt'
[ "$(wc -l <"$t/out")" = 2 ] || no "two members of one name are not two items"
if command -v zip >/dev/null; then
    (cd "$t/files" && zip -q -P secret ../locked.zip ./*.png)
    told locked.zip 5 'encrypted'
fi

# Names are what the archive says, in any locale.
for l in C POSIX C.UTF-8 ko_KR.UTF-8; do
    LC_ALL=$l "$G" check --law none --json "$t/names.zip" >"$t/out"
    python3 -c 'import json,sys; p = [json.loads(l)["item"]["path"].split("!")[1] for l in open(sys.argv[1], encoding="utf-8")]
assert p[0] == "사진/그림 하나.txt" and p[1].endswith(".txt") and len(p) == 2, p' "$t/out" || no "names in the locale $l"
done

# Of a package that the library reads, many parts are as well found as few.
python3 - "$t/parts.cbz" <<'P'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for i in range(900):
        z.writestr("p%d.txt" % i, "\n\n".join("This article number %d was generated by AI." % k for k in range(4)))
P
"$G" check --law none --json "$t/parts.cbz" >"$t/out"
python3 -c 'import json,sys; i = json.load(open(sys.argv[1])); assert i["error"] is None and len(i["marks"]) == 3600, (i["error"], len(i["marks"]))' "$t/out" || no "900 parts of 4 marks"

# The memory does not grow with the bomb, nor with the members.
peak() { python3 - "$@" <<'P'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
P
}
for a in bomb many; do
    mb=$(peak "$G" check -j2 --fast --json --limit archive_ratio=100000 "$t/$a.zip")
    echo "$a.zip: peak $mb MB"
    case ${B:-} in *asan | *tsan) continue ;; esac # which keep memory of their own
    [ "$mb" -le 96 ] || no "$a.zip takes $mb MB"
done
# Nor with archives whose own archives cannot be unpacked.
mkdir "$t/broken"
python3 - "$t" <<'P'
import io, os, sys, zipfile
t = sys.argv[1]
b = io.BytesIO()
with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.txt", "A walk along the river.\n")
    z.writestr("inner.zip", os.urandom(60000).hex())
b = bytearray(b.getvalue())
b[60000:60600] = b"\xff" * 600  # in the packed bytes: no code is so long
for i in range(1200):
    open("%s/broken/%d.zip" % (t, i), "wb").write(b)
P
mb=$(peak "$G" check -j1 --law none --json "$t/broken")
"$G" check -j1 --law none --json "$t/broken/1.zip" | grep -q 'an archive in it could not be opened' || no "the inner archive is not broken"
case ${B:-} in *asan | *tsan) ;; *) [ "$mb" -le 64 ] || no "1200 broken archives take $mb MB" ;; esac

# In a store: members are known again, and a killed run is made whole.
"$G" check --fast --db "$t/a.db" "$t/many.zip" "$t/nested.zip" "$t/twice.zip" >"$t/one"
"$G" check --fast --db "$t/a.db" --resume "$t/many.zip" "$t/nested.zip" "$t/twice.zip" >"$t/two"
cmp "$t/one" "$t/two" || no "resumed, the members differ"
for s in 0.02 0.05 0.1; do
    "$G" check --fast --db "$t/b.db" --resume "$t/many.zip" "$t/nested.zip" "$t/twice.zip" >/dev/null 2>&1 &
    pid=$!
    sleep $s
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
done
"$G" check --fast --db "$t/b.db" --resume "$t/many.zip" "$t/nested.zip" "$t/twice.zip" >/dev/null
for d in a b; do "$G" report "$t/$d.db" --json | sort >"$t/$d.json"; done
cmp "$t/a.json" "$t/b.json" || no "killed and resumed, the members differ"
echo "$kinds kinds of archives"
exit $bad
