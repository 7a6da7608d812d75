#!/bin/bash
# formats.sh - what README says of formats is what the program says, and every
# list can be had as JSON lines.
set -e
B=${B:-build/release}
B=$B python3 packaging/formats.py --check
for list in "formats" "formats --marks" "formats --limits" "rules" "rules --facts"; do
    "$B/genmark" $list --json | python3 -c '
import json, sys
rows = [json.loads(l) for l in sys.stdin]
assert len(rows) > 5, len(rows)
assert all(len(r) >= 2 for r in rows)'
done
