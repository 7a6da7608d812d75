#!/bin/bash
# Progress: JSON lines that parse and end with what the run did; on a terminal
# a line with a bar, rates, what is left and the path, no wider than it.
G=$PWD/${B:-build/release}/genmark
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
PYTHONPATH=tests/cli python3 - "$G" "$t" <<'P'
import json, os, re, subprocess, sys, unicodedata
import terminal
tool, top = sys.argv[1:]
os.makedirs(top + "/d/sub")
n = 1200
stem = "한글 " + "x" * 120
for i in range(n):
    open("%s/d/sub/%s%04d.txt" % (top, stem, i), "w").write("A walk along the river.\n" * 400)
os.link(top + "/d/sub/" + stem + "0000.txt", top + '/d/a "quoted"\n\\name')
n += 1

def lines(*args):
    # One worker that waits for its output to be read, so that a run lasts.
    p = subprocess.Popen([tool, "check", "--law", "none", "-j1", "--progress=json", "--json", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    import threading, time
    def drain():
        for k, _ in enumerate(p.stdout):
            if k % 100 == 0:
                time.sleep(0.25)
    threading.Thread(target=drain, daemon=True).start()
    return [json.loads(l) for l in p.stderr]

said = lines(top + "/d")
last = said[-1]
assert last["done"] and last["items"] == n and last["entries"] == n and last["bytes"] > n * 9000, last
assert len(said) > 1 and not said[0]["done"], said
assert all(a["items"] <= b["items"] and a["ms"] <= b["ms"] for a, b in zip(said, said[1:]))
assert all(s["total"] == n and "path" in s for s in said[1:-1]), said
assert any("한글 x" in s.get("path", "") for s in said) and not any("?" in s.get("path", "") for s in said), said
assert any("left_ms" in s for s in said) or len(said) < 3
open(top + "/list", "w").write("".join("%s/d/sub/%s%04d.txt\n" % (top, stem, i) for i in range(1000)))
assert all(s["total"] == 1000 for s in lines("--files-from", top + "/list")[1:-1])

def progress(columns, lang):
    text, code = terminal.shown(columns, [tool, "check", "--law", "none", "-j1"] + [top + "/d"] * 3, stdout=False,
                                env=dict(os.environ, TERM="xterm", LANG=lang, LC_ALL="", LC_MESSAGES=""))
    assert code == 0, (columns, lang, code, text)
    return [l.decode() for l in text.split(b"\r\x1b[K") if l]
def wide(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.strip("\r\n"))
for columns, lang, word in ((150, "C", "checked"), (80, "C", "checked"), (150, "ko_KR.UTF-8", "개 검사"), (80, "ko_KR.UTF-8", "개 검사"), (40, "ko_KR.UTF-8", "개 검사")):
    told = progress(columns, lang)
    assert any(word in l and ("MB/s" in l or columns < 80) for l in told), told
    assert all(wide(l) < columns for l in told), [l for l in told if wide(l) >= columns]
    assert not any("\n" in l.strip("\r\n") for l in told), "a name breaks the line"
assert any(re.search(r"\[#*\.*\] +\d+%", l) for l in progress(150, "C")), "no bar"
P
