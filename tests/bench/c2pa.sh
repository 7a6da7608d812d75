#!/bin/bash
# c2pa.sh - validation beside the reference's WASM build (npm), file by file in
# one run, both without anchors (the peer would read them anew for each file); and a large signed file beside `openssl dgst -sha256`.
B=${B:-build/release}
[ -d "$SHARED/corpus/c2pa" ] || { echo "the C2PA corpus is absent"; exit 77; }
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT

# A file of GB gigabytes whose data hash is over all of it; the second run of
# each, from the page cache.
big() {
    cp corpus/png/good-c2pa-large.png "$t/big.png"
    truncate -s "${GB:-1}G" "$t/big.png"
    cat "$t/big.png" >/dev/null
    TIMEFORMAT=%R
    for _ in 1 2 3; do
        { time openssl dgst -sha256 "$t/big.png" >/dev/null; } 2>>"$t/dgst"
        { time "$B/genmark" check --law none --fast --as-of 2026-11-23 "$t/big.png" >/dev/null; } 2>>"$t/own"
    done
    own=$(sort -n "$t/own" | head -n 1)
    dgst=$(sort -n "$t/dgst" | head -n 1)
    awk -v a="$own" -v b="$dgst" -v g="${GB:-1}" 'BEGIN {printf "%d GB: genmark %.2f s (%.0f MB/s), openssl dgst %.2f s: %.2f of its time\n", g, a, g * 1024 / a, b, a / b}'
}
big

peer=${PEER:-build/peer/node_modules/@contentauth/c2pa-wasm}
if [ ! -d "$peer" ]; then
    command -v npm >/dev/null && mkdir -p build/peer && npm --prefix build/peer install --no-audit --no-fund @contentauth/c2pa-wasm@0.13.3 >/dev/null 2>&1
fi
[ -d "$peer" ] || { echo "@contentauth/c2pa-wasm absent (npm): no peer"; exit 77; }
mapfile -t files < <(find "$SHARED/corpus/c2pa" -name '*.jp*g' | sort | head -n "${FILES:-60}")
for _ in 1 2; do # twice, in turns: the machine is noisy
    "$B/bench/bench_c2pa" "${files[@]}" >>"$t/ours"
    node tests/bench/c2pa_peer.mjs "$peer" "${files[@]}" >>"$t/peer"
done
n=${#files[@]}
least() { awk -F'\t' -v n="$n" '{i = (NR - 1) % n; if (NR <= n || $1 < m[i]) m[i] = $1; s[i] = $2; v[i] = $3; p[i] = $4} END {for (i = 0; i < n; i++) print m[i] "\t" s[i] "\t" v[i] "\t" p[i]}' "$1"; }
least "$t/ours" >"$t/a"
least "$t/peer" >"$t/b"
paste "$t/a" "$t/b" | awk -F'\t' '$3 >= 3 {printf "%.2f\t%.2f\t%.1f\t%.0f\t%s\n", $1, $5, $5 / $1, $2 / $1 / 1e3, $4}' | sort -t"$(printf '\t')" -k3 -n >"$t/rows"
echo "signed JPEGs: genmark ms, peer ms, times as fast, MB/s"
awk -F'\t' '{n = split($5, p, "/"); printf "%8s %8s %7s %7s  %s\n", $1, $2, $3, $4, p[n]; a += $1; b += $2; r[NR] = $3} END {printf "%d files: median %.1f times as fast, least %.1f; all together %.1f ms against %.1f ms: %.1f times\n", NR, r[int((NR + 1) / 2)], r[1], a, b, b / a}' "$t/rows"
