#!/bin/bash
# The daemon as those who run it see it: service manager, signals under load,
# files by path and descriptor, a full disk, leaks.
G=${B:-build/release}/genmark
PYTHONDONTWRITEBYTECODE=1 timeout -k 1 $([ "$FULL" = 1 ] && echo 1200 || echo 280) python3 tests/cli/serve_ops.py "$G"
