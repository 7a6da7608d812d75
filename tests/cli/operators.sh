#!/bin/bash
# What operators in each country would ask, and what they must be told.
command -v python3 >/dev/null || { echo "SKIPPED: no python3"; exit 0; }
exec python3 tests/cli/operators.py "${B:-build/release}/genmark"
