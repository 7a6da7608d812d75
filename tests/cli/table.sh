#!/bin/bash
# The table of many items: on a terminal a line for each, no wider than it, with
# the end of a long path; elsewhere lines are whole.
. tests/begin.sh
PYTHONPATH=tests/cli python3 - "$G" "$t" "$PWD/corpus/demo" <<'P' || bad=1
import os, re, shutil, subprocess, sys, unicodedata
import terminal
tool, top, demo = sys.argv[1:]
deep = "folder of a long name/" * 3
os.makedirs(os.path.join(top, "d", deep))
long = ["%s%s-%d.png" % (deep, stem, i) for i, stem in enumerate(("plain", "한국어로 된 이름", "cafe\u0301"))]
for name in long:
    shutil.copy(demo + "/2-no-notice.png", os.path.join(top, "d", name))
shutil.copy(demo + "/2-no-notice.png", top + "/d/a.png")
shutil.copy(demo + "/2-no-notice.png", os.fsencode(top) + b"/d/b\xff.png")
os.mkfifo(top + "/d/pipe.png")

def run(columns, lang, *args):
    """The lines that a terminal shows; 0: that a pipe takes."""
    env = dict(os.environ, LC_ALL=lang, TERM="xterm")
    call = [tool, "check", "--fact", "role=provider", "--fact", "delivery=exported", "--fact", "realistic=yes", "--fact", "visible=no", *args, "."]
    if not columns:
        return subprocess.run(call, cwd=top + "/d", env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().splitlines()
    text, code = terminal.shown(columns, call, cwd=top + "/d", env=env)
    assert code == 1, (columns, lang, code, text)
    return [re.sub("\x1b\\[[0-9;]*[mK]", "", l) for l in text.decode().splitlines()]

def wide(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)

for lang in ("C", "ko_KR.UTF-8"):
    whole = run(0, lang)
    assert all(any(name in l for l in whole) for name in long), whole
    assert any("kr-31-3-visible" in l for l in whole)
    for laws in ((), ("--law", "kr,cn,eu,us-ca")):
        for columns in (40, 60, 80, 99, 120, 200):
            lines = run(columns, lang, *laws)
            # one line an item: the sum begins behind an empty one
            rows = lines[:lines.index("")]
            assert len(rows) == len(whole[:whole.index("")]), (columns, lines)
            assert all(wide(l) <= columns for l in rows), (columns, [(wide(l), l) for l in rows if wide(l) > columns])
            if columns >= 60:
                for end in ("-0.png", "이름-1.png", "-2.png"):
                    assert any(("\u2026" in l or columns > 99) and end in l for l in rows), (columns, end, rows)
            assert any("a.png" in l and "\u2026" not in l for l in rows) or columns < 80 or laws, rows
            if columns == 80 and not laws:
                assert all("kr-31-" in l or "pipe" in l for l in rows), rows
P
exit $bad
