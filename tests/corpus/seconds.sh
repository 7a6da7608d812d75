#!/bin/bash
# How long films and sounds last, beside exiftool's Duration, on the samples
# outside the repository.
command -v exiftool >/dev/null || { echo "SKIPPED: no exiftool"; exit 0; }
[ -d "${SHARED:-../shared}/corpus" ] || { echo "SKIPPED: no samples"; exit 0; }
exec python3 tests/corpus/seconds.py "${B:-build/release}/genmark" "${SHARED:-../shared}/corpus"
