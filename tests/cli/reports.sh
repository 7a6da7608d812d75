#!/bin/bash
# Every kind of report in one run, read back by another program.
G=${B:-build/release}/genmark
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
mkdir "$t/in"
cp corpus/demo/*.png corpus/demo/*.jpg corpus/demo/*.txt "$t/in"
cp corpus/demo/2-no-notice.png "$t/in/<img src=x onerror=alert(1)>&\"'.png"
cp corpus/demo/2-no-notice.png "$t/in/a,\"b
c.png"
: >"$t/in/empty"
# A picture that says when it was made [PNG 11.3.3.2, 11.3.3.5].
python3 - "$t/in/dated.png" <<'EOF' || exit 1
import struct, sys, zlib
chunk = lambda k, d: struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d))
open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) +
    chunk(b"tEXt", b"Creation Time\x002024-02-29T10:00:00Z") + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))
EOF
"$G" check -j4 --lang en --fact role=provider --fact delivery=exported --fact realistic=no --fact notice=no --fact visible=no \
    --json="$t/a.jsonl" --csv="$t/a.csv" --sarif="$t/a.sarif" --junit="$t/a.junit" --premis="$t/a.premis" \
    --html "$t/a.html" "$t/in" >"$t/a.txt"
[ $? = 1 ] || { echo "exit code"; exit 1; }
python3 - "$t" "$G" <<'EOF' || exit 1
import csv, json, re, sys, html.parser, xml.etree.ElementTree as ET
t = sys.argv[1]
items = [json.loads(l) for l in open(t + "/a.jsonl", encoding="utf-8")]
by = {i["item"]["path"]: i for i in items}
assert len(items) == 12, len(items)
assert {i["item"]["path"].split("/")[-1]: i["item"]["created"] for i in items if "created" in i["item"]} == {"dated.png": "2024-02-29"}

rows = list(csv.DictReader(open(t + "/a.csv", newline="", encoding="utf-8")))
assert [r["path"] for r in rows] == [i["item"]["path"] for i in items]
for r, i in zip(rows, items):
    assert r["origin"] == i["origin"]["claim"] and r["size"] == str(i["item"]["size"])
    assert r["verdicts"] == ";".join("%s=%s" % v for v in i["verdict"].items())
    assert r["failed"] == ";".join(f["rule"] for f in i["findings"] if f["verdict"] == "fail")
    assert r["error"] == (i["error"] or {"kind": ""})["kind"]
    assert None not in r

run = json.load(open(t + "/a.sarif", encoding="utf-8"))
assert run["version"] == "2.1.0"
results = run["runs"][0]["results"]
want = sum(len([f for f in i["findings"] if f["verdict"] != "not-applicable"]) + (i["error"] is not None) for i in items)
assert len(results) == want, (len(results), want)
fails = [r for r in results if r["level"] == "error"]
assert len(fails) == sum(f["verdict"] == "fail" for i in items for f in i["findings"]) > 0
for r in results:
    assert r["kind"] != "fail" or r["level"] in ("error", "warning")
    assert r["kind"] == "fail" or r["level"] == "none"
    assert re.fullmatch(r"[A-Za-z0-9._~/%:-]+", r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

suites = ET.parse(t + "/a.junit").getroot()
assert len(suites) == len(items)
for s, i in zip(suites, items):
    assert int(s.get("tests")) == len(s.findall("testcase"))
    assert int(s.get("failures")) == len(s.findall("testcase/failure")) == sum(f["verdict"] == "fail" for f in i["findings"])
    assert int(s.get("skipped")) == len(s.findall("testcase/skipped"))
    assert int(s.get("errors")) == len(s.findall("testcase/error")) == (i["error"] is not None)

# What the exit code counts, a build server is shown as a failure.
genmark = sys.argv[2]
import subprocess
for option, more in [(["--strict"], "unknown"), (["--fail-on", "warn"], "warn")]:
    run = subprocess.run([genmark, "check", "--law", "kr,cn,eu", "--as-of", "2026-11-23", "--json=" + t + "/s.jsonl", "--junit", t + "/in"] + option, capture_output=True)
    lines = [json.loads(l) for l in open(t + "/s.jsonl", encoding="utf-8")]
    count = {v: sum(f["verdict"] == v for i in lines for f in i["findings"]) for v in ("fail", more)}
    assert count[more] and run.returncode == 1, (option, count, run)
    shown = ET.fromstring(run.stdout)
    assert len(shown.findall("testsuite/testcase/failure")) == sum(int(s.get("failures")) for s in shown) == sum(count.values()), (option, count)
    assert sum(e.get("message").startswith("unknown: ") for e in shown.iter("failure")) == (count[more] if more == "unknown" else 0)
    assert len(shown.findall("testsuite/testcase/skipped")) == sum(int(s.get("skipped")) for s in shown)

ns = "{http://www.loc.gov/premis/v3}"
p = ET.parse(t + "/a.premis").getroot()
kinds = [e.tag.replace(ns, "") for e in p]
assert kinds == ["object"] * 12 + ["event"] * 12 + ["agent"], kinds

page = open(t + "/a.html", encoding="utf-8").read()
class Check(html.parser.HTMLParser):
    void = {"meta", "input", "br", "path", "rect"}
    def __init__(self):
        super().__init__(); self.open = []; self.rows = 0; self.alerts = 0
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        assert tag not in ("img", "link", "iframe", "base", "object"), tag
        assert "src" not in a and "href" not in a and not any(k.startswith("on") for k in a), (tag, a)
        if tag == "tbody": self.rows += 1
        if tag not in self.void: self.open.append(tag)
    def handle_startendtag(self, tag, attrs): pass
    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-5:])
        self.open.pop()
c = Check(); c.feed(page); c.close()
assert re.search(r"Year of making <span class=.soft.>1 files say it.*?>2024<", page, re.S), "no chart by year"
assert not c.open and c.rows == 12, (c.open, c.rows)
assert "http://" not in re.sub(r"http://cv\.iptc\.org\S*|http://www\.w3\.org\S*", "", page), "an outside address"
text = open(t + "/a.txt", encoding="utf-8").read()
assert "12 items" in text and "\x1b" not in text
EOF

# Thumbnails: for a few files that are named, or where asked; never when names
# and prompts are withheld, nor where no pixels were decoded.
shown() { "$G" check --law none --html "$t/b.html" "$@" >/dev/null; grep -o '<img class="thumb" alt="" src="data:image/jpeg;base64,[A-Za-z0-9+/=]*">' "$t/b.html" | wc -l; }
one=corpus/pixels/good-words.png
[ "$(shown $one corpus/pixels/good-star.png)" = 2 ] || { echo "no thumbnails of two pictures"; exit 1; }
[ "$(shown corpus/pixels)" = 0 ] || { echo "thumbnails of a folder"; exit 1; }
[ "$(shown --thumbnails corpus/pixels)" -ge 8 ] || { echo "no thumbnails of a folder where asked"; exit 1; }
[ "$(shown --redact $one)$(shown --fast $one)" = 00 ] || { echo "a thumbnail that must not be"; exit 1; }
shown $one >/dev/null
python3 - "$t/b.html" <<'EOF' || exit 1
import base64, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
assert "default-src 'none'" in page and "img-src data:;" in page, "the policy"
small = base64.b64decode(re.search(r"base64,([^\"]*)", page).group(1), validate=True)
at = small.index(b"\xff\xc0")
height, width = int.from_bytes(small[at + 5:at + 7], "big"), int.from_bytes(small[at + 7:at + 9], "big")
assert small[:2] == b"\xff\xd8" and small[-2:] == b"\xff\xd9", "no JPEG"
assert (width, height) == (96, 18), (width, height)  # of 512 by 96
EOF
