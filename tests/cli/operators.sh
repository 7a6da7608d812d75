#!/bin/bash
# What operators in each country would ask, and what they must be told.
command -v python3 >/dev/null || { echo "python3 absent"; exit 77; }
exec python3 tests/cli/operators.py "${B:-build/release}/genmark"
