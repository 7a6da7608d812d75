#!/bin/bash
# What /v1/openapi.json says, by what the daemon does; display and preserve by
# the marks beside them.
G=${B:-build/release}/genmark
PYTHONDONTWRITEBYTECODE=1 timeout -k 1 150 python3 tests/cli/serve_api.py "$G"
