#!/bin/bash
# containers.sh - our fields against exiftool's in sound, films and documents.
set -u
B=${B:-build/release}
SHARED=${SHARED:-../shared}
dir=$SHARED/corpus
[ -d "$dir/metadata" ] || { echo "$dir/metadata absent"; exit 77; }
command -v exiftool >/dev/null || { echo "exiftool absent"; exit 77; }
exec python3 tests/corpus/containers.py "$B/loops/fields" "$dir" corpus docs/container-differences.md
