#!/bin/bash
# The daemon: answers, refusals, accidents, reloads, load.
G=${B:-build/release}/genmark
timeout -k 1 100 python3 tests/cli/serve.py "$G"
