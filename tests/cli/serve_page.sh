#!/bin/bash
# The daemon's page in a real browser: drop, read, answer, change language; no
# console error and no outside request.  SHOTS: where screenshots go.
G=${B:-build/release}/genmark
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
[ -n "$CHROMIUM" ] || { echo "chromium absent: the page was not tried"; exit 77; }
command -v npm >/dev/null || { echo "npm absent: the page was not tried"; exit 77; }
npm=build/npm
[ -d $npm/node_modules/playwright-core ] ||
    { mkdir -p $npm && timeout 90 npm install --prefix $npm --no-save --silent playwright-core >/dev/null 2>&1 </dev/null; }
[ -d $npm/node_modules/playwright-core ] || { echo "playwright-core absent: the page was not tried"; exit 77; }
t=$(mktemp -d)
"$G" serve --no-trust --listen 127.0.0.1:0 --log "$t/log" </dev/null >/dev/null 2>&1 &
server=$!
trap 'kill $server; rm -rf "$t"' EXIT
for _ in $(seq 100); do
    url=$(sed -n 's|.*"\(http://[^"]*\)/".*|\1|p' "$t/log" 2>/dev/null | head -1)
    [ -n "$url" ] && break
    sleep 0.1
done
[ -n "$url" ] || { echo "the daemon did not start"; exit 1; }
PLAYWRIGHT=$PWD/$npm/node_modules/playwright-core CHROMIUM=$CHROMIUM \
    timeout -k 1 60 node tests/cli/serve_page.js "$url" "${SHOTS:-$t}"
