#!/bin/bash
# The daemon: answers, refusals, accidents, reloads, load.
G=${B:-build/release}/genmark
timeout 120 python3 tests/cli/serve.py "$G"
