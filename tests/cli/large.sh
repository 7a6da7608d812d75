#!/bin/bash
# large.sh - of large files little is read.
B=${B:-build/release}
command -v python3 >/dev/null || { echo "python3 absent"; exit 77; }
exec python3 tests/cli/large.py "$B/genmark"
