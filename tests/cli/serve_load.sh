#!/bin/bash
# The daemon under load; FULL=1: 2,000 files of 150 kB, 200 hostile ones.
# alone
G=${B:-build/release}/genmark
PYTHONDONTWRITEBYTECODE=1 timeout -k 1 $([ "$FULL" = 1 ] && echo 1200 || echo 300) python3 tests/cli/serve_load.py "$G"
