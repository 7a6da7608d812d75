#!/bin/bash
# Mail: a message is an item, what is attached to it are items beside it, and a
# mailbox is its messages.  The mails are made by Python's email and mailbox.
G=$PWD/${B:-build/release}/genmark
d=$PWD/corpus/demo
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
cd "$t" || exit 1
python3 - "$G" "$d" <<'P'
import json, mailbox, subprocess, sys, zipfile
from email.message import EmailMessage
from email.mime.text import MIMEText
tool, demo = sys.argv[1:]
marked = open(demo + "/1-compliant.png", "rb").read()
plain = open(demo + "/8-holiday.jpg", "rb").read()
text = "Ärger = Größe: ein langer Satz, der nicht in eine Zeile passt, sondern weiter und weiter geht, bis sie umgebrochen wird.\nFrom here\n"

def message(n=0):
    m = EmailMessage()
    m["From"], m["To"], m["Subject"] = "a@example.org", "b@example.org", "Pictures %d" % n
    m.set_content("Two pictures are attached.\nFrom me.\n")
    m.add_alternative("<p>Two pictures are attached.</p>", subtype="html")
    return m
m = message()
m.add_attachment(marked, maintype="image", subtype="png", filename="made.png")
m.add_attachment(plain, maintype="image", subtype="jpeg", filename="ein Bild äöü.jpg")
m.add_attachment(text, subtype="plain", cte="quoted-printable", filename="note.txt")
inner = message(1)
inner.add_attachment(marked, maintype="image", subtype="png", filename="inner.png")
m.add_attachment(inner)
open("a.eml", "wb").write(m.as_bytes())
open("crlf.eml", "wb").write(m.as_bytes().replace(b"\n", b"\r\n"))
open("alone.eml", "wb").write(MIMEText("no attachment").as_bytes())
open("cut.eml", "wb").write(m.as_bytes()[:6000])
open("empty.eml", "wb").write(b"")
box = mailbox.mbox("box.mbox", create=True)
for i in range(5):
    n = message(i)
    if i % 2:
        n.add_attachment(marked, maintype="image", subtype="png", filename="p%d.png" % i)
    box.add(n)
box.flush()
with zipfile.ZipFile("z.zip", "w") as z:
    z.write("a.eml"); z.write("empty.eml"); z.write("box.mbox"); z.writestr("after.txt", "A walk along the river.\n")

def check(*args, code=(0, 3)):
    r = subprocess.run([tool, "check", "--law", "none", "--hash", "--json", *args], capture_output=True, text=True)
    assert r.returncode in code, (args, r.returncode, r.stderr)
    return {i["item"]["path"]: i for i in map(json.loads, r.stdout.splitlines())}

import hashlib
sha = lambda b: hashlib.sha256(b).hexdigest()
for f in ("a.eml", "crlf.eml"):
    got = check(f)
    assert list(got) == [f, f + "!made.png", f + "!ein Bild äöü.jpg", f + "!note.txt", f + "!part-4.eml", f + "!part-4.eml!inner.png"], list(got)
    assert got[f]["item"]["format"] == "mail" and got[f]["item"]["sha256"] == sha(open(f, "rb").read())
    for name, bytes_ in (("made.png", marked), ("ein Bild äöü.jpg", plain)):
        assert got[f + "!" + name]["item"]["sha256"] == sha(bytes_), name
    assert got[f + "!note.txt"]["item"]["sha256"] in (sha(text.encode()), sha(text.replace("\n", "\r\n").encode())) or \
        got[f + "!note.txt"]["item"]["size"] - len(text.encode()) in range(0, 5), got[f + "!note.txt"]["item"]
    assert got[f + "!part-4.eml!inner.png"]["origin"]["claim"] == "generated"
    assert got[f + "!ein Bild äöü.jpg"]["origin"]["claim"] == "none"
assert list(check("alone.eml")) == ["alone.eml"]
got = check("box.mbox")
want = [p for i in range(5) for p in (["box.mbox!%d.eml" % (i + 1)] + (["box.mbox!%d.eml!p%d.png" % (i + 1, i)] if i % 2 else []))]
assert list(got) == want, list(got)
assert all(got[p]["item"]["format"] == "mail" for p in got if p.endswith("eml"))
assert all(got[p]["item"]["sha256"] == sha(marked) for p in got if p.endswith("png"))
got = check("z.zip", code=(5,))  # the empty mail is an input without a byte
assert "z.zip!a.eml!made.png" in got and "z.zip!box.mbox!4.eml!p3.png" in got and "z.zip!after.txt" in got, list(got)
assert got["z.zip!a.eml"]["item"]["sha256"] == sha(open("a.eml", "rb").read())
# A mail that breaks off: what is there is looked at, the rest is said to be missing.
r = subprocess.run([tool, "check", "--law", "none", "--json", "cut.eml"], capture_output=True, text=True)
assert r.returncode == 5 and "breaks off" in r.stdout, r.stdout[-400:]
# The tree of a mail goes on with the files attached to it, and is whole.
r = subprocess.run([tool, "show", "a.eml"], capture_output=True, text=True)
assert r.returncode == 0 and "a.eml!made.png" in r.stdout and "limit" not in r.stdout, (r.returncode, r.stdout[-400:])
# A store knows them again.
subprocess.run([tool, "check", "--law", "none", "--db", "s.db", "a.eml", "box.mbox", "z.zip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
one = subprocess.run([tool, "check", "--law", "none", "--db", "s.db", "--json", "a.eml", "box.mbox", "z.zip"], capture_output=True, text=True).stdout
two = subprocess.run([tool, "check", "--law", "none", "--json", "a.eml", "box.mbox", "z.zip"], capture_output=True, text=True).stdout
assert one == two and len(one.splitlines()) == len(set(json.loads(l)["item"]["path"] for l in one.splitlines()))
# Hostile: never more items than boundaries, no crash, an end.
B = b"--x"
hostile = {
    "deep": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(40)),
    "unnamed": b"Content-Type: multipart/mixed\n\n--\n\n--\n",
    "last": b"Content-Type: multipart/mixed; boundary=x\n\n--x--\n--x\nContent-Type: image/png\n\nabc\n",
    "long": b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png; name=" + b"n" * 100000 + b"\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 50000 + b"\n--x--\n",
    "percent": b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Disposition: attachment; filename*=utf-8''%\n\nabc\n--x\nContent-Disposition: attachment; filename*=utf-8''%00%zz%2\n\nabc\n--x--\n",
    "quote": b"Content-Type: multipart/mixed; boundary=\"x\n\n--x\nContent-Type: image/png; name=\"\\\n\n=\n=3\n=3D=\n--x--",
    "nothing": b"\n", "colon": b":\n:\n\n", "nul": b"Content-Type: multipart/mixed; boundary=x\n\n--x\0\n\0\n--x\n\n\n--x--\n",
}
for name, data in hostile.items():
    for cut in sorted({len(data)} | set(range(0, min(len(data), 300), 7))):
        open("h.eml", "wb").write(data[:cut]); open("h.mbox", "wb").write(b"From a\n" + data[:cut] + b"\nFrom b\n\n")
        for f in ("h.eml", "h.mbox"):
            r = subprocess.run([tool, "check", "--law", "none", "--json", f], capture_output=True, text=True, timeout=20)
            assert r.returncode in (0, 3, 5) and r.stdout.count("\n") <= 6, (name, cut, r.returncode, r.stdout[:300], r.stderr[:500])
            [json.loads(l) for l in r.stdout.splitlines()]
P
