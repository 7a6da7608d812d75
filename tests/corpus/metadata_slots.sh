#!/bin/bash
# metadata_slots.sh - our fields against exiftool's over the shared pictures.
set -u
B=${B:-build/release}
SHARED=${SHARED:-../shared}
dir=$SHARED/corpus/metadata
[ -d "$dir" ] || { echo "$dir absent"; exit 77; }
command -v exiftool >/dev/null || { echo "exiftool absent"; exit 77; }
exec python3 tests/corpus/metadata_slots.py "$B/loops/fields" "$dir" corpus docs/exiftool-differences.md
