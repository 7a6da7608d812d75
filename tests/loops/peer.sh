#!/bin/sh
# peer.sh - count and hash of all matches, ours by every kernel and Vectorscan's,
# on every class of input of bench_scan, the hard ones too.  Wants
# libvectorscan-dev (or libhyperscan-dev).
B=${B:-build/release}
if ! pkg-config --exists libhs; then
    echo "absent: libvectorscan-dev"
    exit 77
fi
make -s MODE="$(basename "$B")" "$B/bench/bench_scan" || exit 1
"$B/bench/bench_scan" --check
