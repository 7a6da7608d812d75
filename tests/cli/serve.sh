#!/bin/bash
# The daemon: answers, refusals, accidents, reloads, load.
G=${B:-build/release}/genmark
PYTHONDONTWRITEBYTECODE=1 timeout -k 1 100 python3 tests/cli/serve.py "$G"
