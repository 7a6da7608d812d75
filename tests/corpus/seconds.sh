#!/bin/bash
# How long films and sounds last, beside exiftool's Duration, on the samples
# outside the repository.
command -v exiftool >/dev/null || { echo "exiftool absent"; exit 77; }
[ -d "${SHARED:-../shared}/corpus" ] || { echo "the samples are absent"; exit 77; }
exec python3 tests/corpus/seconds.py "${B:-build/release}/genmark" "${SHARED:-../shared}/corpus"
