#!/bin/bash
# The daemon's page in a real browser: drop, read, answer, change language, by
# mouse and keyboard; no console error and no outside request.  SHOTS: where
# screenshots go.
G=${B:-build/release}/genmark
c=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
[ -n "$c" ] || { echo "chromium absent: the page was not tried"; exit 77; }
PYTHONDONTWRITEBYTECODE=1 CHROMIUM=$c timeout -k 1 120 python3 tests/cli/serve_page.py "$G"
