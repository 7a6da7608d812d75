#!/bin/sh
# demo.sh - judge the demo corpus and write build/demo.html.
# Exit codes of genmark say what it found, so they are expected here.
B=${B:-build/release}
set -u

show() {
    echo
    echo "\$ genmark $*"
    "$B/genmark" "$@"
    rc=$?
    [ $rc -le 3 ] || exit $rc
}

cat <<'EOF'
Eight files of a service that makes pictures and texts, with what their maker
knows of each in corpus/demo/facts.csv:

  1-compliant.png      machine-readable mark, and the user was told
  2-no-notice.png      the same mark, but nobody was told
  3-realistic.jpg      could be taken for a photograph; only a hidden mark
  4-forbidden.txt      says "AI 생성 금지": a prohibition is no label
  5-disclosed.txt      a text that says so itself
  6-broken.png         damaged behind the metadata
  7-contradiction.png  one mark says camera, another says model
  8-holiday.jpg        a photograph
EOF
show check --facts corpus/demo/facts.csv --html build/demo.html
echo
echo "One of them at length:"
show check --facts corpus/demo/facts.csv corpus/demo/3-realistic.jpg
cat <<'EOF'

Written: build/demo.html - open it in a browser.
Try:     build/release/genmark show corpus/demo/1-compliant.png
         build/release/genmark check --json corpus/demo/1-compliant.png
         build/release/genmark check YOUR-FILES
EOF
