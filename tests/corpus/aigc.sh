#!/bin/bash
# aigc.sh - real records of GB 45438 in pictures and Markdown, against what a
# person reads in them.
B=${B:-build/release}
SHARED=${SHARED:-../shared}
[ -f "$SHARED/corpus/aigc/SOURCES.txt" ] || { echo "corpus/aigc absent"; exit 77; }
command -v python3 >/dev/null || { echo "python3 absent"; exit 77; }
exec python3 "$(dirname "$0")/aigc.py" "$B/genmark" "$SHARED/corpus"
