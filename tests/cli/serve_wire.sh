#!/bin/bash
# The daemon by its sockets: slow, odd, half-closed and vanished clients.
G=${B:-build/release}/genmark
PYTHONDONTWRITEBYTECODE=1 timeout -k 1 100 python3 tests/cli/serve_wire.py "$G"
