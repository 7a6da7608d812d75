#!/bin/bash
# The C program of README.md compiles without warnings, alone and as C++, and
# says what it must; README names the two set-up commands and no others.
b=${B:-build/release}
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
set -e
awk '/^```c$/ {on=1; next} /^```$/ {on=0} on' README.md >"$t/page.c"
[ -s "$t/page.c" ]
libs=$(sed -n 's/^Requires.private: //p' src/genmark.pc.in)
cc=${CC:-cc}
san=
case $b in *asan) san=-fsanitize=address,undefined ;; *tsan) san=-fsanitize=thread ;; *cov) san=--coverage ;; esac
$cc -std=c11 -Wall -Wextra -Wpedantic -Werror $san -Isrc -o "$t/page" "$t/page.c" "$b/libgenmark.a" $(pkg-config --libs $libs) -lm
"$t/page" >"$t/out"
head -n 1 "$t/out" | grep -qx notice || { echo "origin: $(head -n 1 "$t/out")"; exit 1; }
sed -n 2p "$t/out" | grep -q '^kr: ' || { echo "verdict: $(sed -n 2p "$t/out")"; exit 1; }
tail -n 1 "$t/out" | python3 -c 'import json,sys; assert json.load(sys.stdin)["item"]["path"] == "page.txt"'
[ "$(grep -c '^    make ' README.md)" = 2 ]
# What a program that links the archive sees is gm_* and nothing else.
nm -g --defined-only "$b/libgenmark.a" | awk 'NF == 3 && $3 !~ /^gm_/ {print; bad = 1} END {exit bad}'
