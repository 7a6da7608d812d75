#!/bin/bash
# How long films and sounds last: of files that real programs write, beside
# ffprobe; of the samples outside the repository, beside exiftool.
command -v exiftool >/dev/null || { echo "exiftool absent"; exit 77; }
command -v ffprobe >/dev/null || { echo "ffmpeg absent"; exit 77; }
exec python3 tests/corpus/seconds.py "${B:-build/release}/genmark" "${SHARED:-../shared}/corpus"
