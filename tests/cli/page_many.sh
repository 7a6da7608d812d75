#!/bin/bash
# A report of very many files opens in a browser: pages, filter, sort, details,
# both themes, by mouse and keyboard; no error and no request.  30,000 rows;
# with FULL=1 a million.  SHOTS: where screenshots go.
G=$PWD/${B:-build/release}/genmark
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
[ -n "$CHROMIUM" ] || { echo "chromium absent: the page was not tried"; exit 77; }
c=$PWD/corpus/demo
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
n=30000
[ -n "$FULL" ] && n=1000000
mkdir "$t/d"
python3 - "$t/d" $n "$c" <<'P'
import os, sys
top, n, c = sys.argv[1], int(sys.argv[2]), sys.argv[3]
open(top + "/marked", "wb").write(open(c + "/1-compliant.png", "rb").read())
open(top + "/plain", "wb").write(b"A walk along the river.\n")
# Links spare the disk; a file takes only so many.
for i in range(n):
    which, name = ("marked", "m%d.png") if i % 10 == 0 else ("plain", "t%d.txt")
    if i // 50000:
        which += str(i // 50000)
        if not os.path.exists(top + "/" + which):
            open(top + "/" + which, "wb").write(open(top + "/" + which.rstrip("0123456789"), "rb").read())
    os.link(top + "/" + which, top + "/" + name % i)
for f in os.listdir(top):
    if f.startswith(("marked", "plain")):
        os.unlink(top + "/" + f)
P
(cd "$t" && "$G" check --fast --lang en --html a.html d >/dev/null)
ls -l "$t/a.html" | awk -v n=$n '{ printf "%.1f MB, %.0f bytes a row\n", $5 / 1e6, $5 / n }'
PYTHONDONTWRITEBYTECODE=1 CHROMIUM=$CHROMIUM timeout -k 1 300 python3 tests/cli/page_many.py "$G" "$t/a.html" $n "${SHOTS:-$t}"
