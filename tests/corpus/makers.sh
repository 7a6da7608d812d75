#!/bin/bash
# makers.sh - files made after what is known of each generator, and files that
# only look so: the claim and the generator that genmark names.
B=${B:-build/release}
command -v python3 >/dev/null || { echo "python3 absent"; exit 77; }
exec python3 "$(dirname "$0")/makers.py" "$B/genmark"
