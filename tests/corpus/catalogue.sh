#!/bin/bash
# catalogue.sh - every mark of the catalogue that is known for certain has its
# row of the table or its finder.
B=${B:-build/release}
SHARED=${SHARED:-../shared}
[ -f "$SHARED/metadata/catalogue.md" ] || { echo "metadata/catalogue.md absent"; exit 77; }
command -v python3 >/dev/null || { echo "python3 absent"; exit 77; }
exec python3 "$(dirname "$0")/catalogue.py" "$B/genmark" "$SHARED/metadata"
