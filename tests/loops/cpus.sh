#!/bin/sh
# cpus.sh - the scanner's unit test on processors that this machine is not: the
# NEON, SSSE3 and AVX2 sieves, and none, under qemu's user mode; and that of the
# UTF-8 check, whose sources need nothing else.  Wants qemu-user-static,
# gcc-aarch64-linux-gnu and libc6-dev-arm64-cross.  qemu knows no AVX-512: that
# sieve is built with the instructions that tests/cross/vbmi has in their place.
B=${B:-build/release}
out=$B/cross
ran=0 missing=
mkdir -p "$out"

# build COMPILER SUFFIX
build() {
    flags="-std=c11 -O2 -D_POSIX_C_SOURCE=200809L -static -Itests/cross -Isrc -I."
    "$1" $flags -o "$out/test_scan_$2" tests/unit/test_scan.c src/scan/*.c \
        src/base/cpu.c &&
        "$1" $flags -o "$out/test_utf8_$2" tests/unit/test_utf8_sure.c \
            src/base/utf8_sure.c src/base/cpu.c
}

# try SUFFIX KERNEL QEMU...: the tests pass, the first by that sieve.
try() {
    suffix=$1 kernel=$2
    shift 2
    if ! said=$("$@" "$out/test_scan_$suffix" 2>&1 &&
        "$@" "$out/test_utf8_$suffix" 2>&1); then
        echo "$said" | tail -n 5
        echo "FAILED under $*"
        exit 1
    fi
    if ! echo "$said" | grep -q "^best kernel $kernel\$"; then
        echo "$said" | grep '^best'
        echo "not by $kernel under $*"
        exit 1
    fi
    echo "$kernel: $*"
    ran=$((ran + 1))
}

if command -v qemu-aarch64-static >/dev/null && command -v aarch64-linux-gnu-gcc >/dev/null; then
    build aarch64-linux-gnu-gcc arm64 || exit 1
    try arm64 neon qemu-aarch64-static
else
    missing="$missing qemu-aarch64-static or aarch64-linux-gnu-gcc"
fi
if command -v qemu-x86_64-static >/dev/null && [ "$(uname -m)" = x86_64 ]; then
    build gcc x86 || exit 1
    try x86 plain qemu-x86_64-static -cpu qemu64
    try x86 ssse3 qemu-x86_64-static -cpu Nehalem
    try x86 avx2 qemu-x86_64-static -cpu max
else
    missing="$missing qemu-x86_64-static"
fi
if [ "$(uname -m)" = x86_64 ]; then
    sed 's/avx512f,[a-z0-9,]*/ssse3/' src/scan/vector_vbmi.c \
        >"$out/vector_vbmi.c"
    # shellcheck disable=SC2046 # names without spaces
    gcc -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -Itests/cross/vbmi -Itests/cross \
        -Isrc -I. -o "$out/test_scan_vbmi" tests/unit/test_scan.c \
        "$out/vector_vbmi.c" tests/cross/vbmi/cpu.c \
        $(ls src/scan/*.c | grep -v vector_vbmi) || exit 1
    if ! said=$("$out/test_scan_vbmi" 2>&1); then
        echo "$said" | tail -n 5
        exit 1
    fi
    echo "$said" | grep -q '^best kernel avx512$' || exit 1
    echo "avx512: tests/cross/vbmi"
fi
[ -z "$missing" ] && exit 0
echo "absent:$missing ($ran of 4 ran)"
exit 77
