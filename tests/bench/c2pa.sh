#!/bin/bash
# c2pa.sh - validation beside the reference's WASM build (npm), file by file in
# one run, both without anchors (the peer would read them anew for each file); and a large signed file beside `openssl dgst -sha256`.
B=${B:-build/release}
[ -d "$SHARED/corpus/c2pa" ] || { echo "the C2PA corpus is absent"; exit 77; }
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT

# A film of GB gigabytes, signed by the corpus's authority and bound by a hash
# over all of them: it must be trusted. Both from the page cache.
big() {
    bytes=$((${GB:-1} << 30))
    bash corpus/make.sh --tool
    cat >"$t/big.txt" <<END
file mp4 box ftyp { "isom" u32 512 "isommp42" }
box uuid { xd8fec3d61b0e483c92975828877ec481 zero 4 "manifest\\0" u64 0 credential 0 0 {
  bmff agent "Sora" action c2pa.created trainedAlgorithmicMedia
} }
box moov { fullbox mvhd 0 0 { zero 96 } }
u32 1 "mdat" u64 $((bytes + 16)) tail $bytes
END
    "$B/gen" "$t/big.txt" "$t/big"
    cat "$t/big.mp4" >/dev/null
    TIMEFORMAT=%R
    for _ in 1 2 3; do
        { time openssl dgst -sha256 "$t/big.mp4" >/dev/null; } 2>>"$t/dgst"
        { time "$B/genmark" check --json --law none --fast --as-of 2026-11-23 --trust corpus/keys/authority.pem "$t/big.mp4" >"$t/said"; } 2>>"$t/own"
        grep -q '"state": *"trusted"' "$t/said" || { echo "the ${GB:-1} GB film is not trusted"; cat "$t/said"; exit 1; }
    done
    own=$(sort -n "$t/own" | head -n 1)
    dgst=$(sort -n "$t/dgst" | head -n 1)
    awk -v a="$own" -v b="$dgst" -v g="${GB:-1}" 'BEGIN {printf "a trusted film of %d GB: genmark %.2f s (%.0f MB/s), openssl dgst %.2f s: %.2f of its time\n", g, a, g * 1024 / a, b, a / b}'
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
least() { awk -F'\t' -v n="$n" '{i = (NR - 1) % n; if (NR <= n || $1 < m[i]) m[i] = $1; if (NR <= n || $5 < h[i]) h[i] = $5; s[i] = $2; v[i] = $3; p[i] = $4} END {for (i = 0; i < n; i++) print m[i] "\t" s[i] "\t" v[i] "\t" p[i] "\t" h[i]}' "$1"; }
least "$t/ours" >"$t/a"
least "$t/peer" >"$t/b"
paste "$t/a" "$t/b" | awk -F'\t' '$3 >= 3 {printf "%.2f\t%.2f\t%.1f\t%.0f\t%.1f\t%s\n", $1, $6, $6 / $1, $2 / $1 / 1e3, $6 / $5, $4}' | sort -t"$(printf '\t')" -k3 -n >"$t/rows"
echo "signed JPEGs: genmark ms, peer ms, times as fast, MB/s, times as fast if there were but the hash"
awk -F'\t' '{n = split($6, p, "/"); printf "%8s %8s %7s %7s %7s  %s\n", $1, $2, $3, $4, $5, p[n]; a += $1; b += $2; r[NR] = $3; slow += $3 < 20; bound += $5 < 20} END {printf "%d files: median %.1f times as fast, least %.1f; %d under 20 times, %d of which the hash alone holds there; all together %.1f ms against %.1f ms: %.1f times\n", NR, r[int((NR + 1) / 2)], r[1], slow, bound, a, b, b / a}' "$t/rows"
