#!/bin/bash
# metadata.sh - real files with and without generators' metadata, against what
# an independent reader says of each.
B=${B:-build/release}
SHARED=${SHARED:-../shared}
here=$(dirname "$0")
[ -f "$SHARED/corpus/metadata/expected.jsonl" ] || { echo "corpus/metadata absent"; exit 77; }
command -v python3 >/dev/null || { echo "python3 absent"; exit 77; }
exec python3 "$here/metadata.py" "$B/genmark" "$SHARED/corpus/metadata"
