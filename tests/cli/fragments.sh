#!/bin/bash
# A fragment is judged with the initialization segment that --init names.
B=${B:-build/release}
G=$B/genmark
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
bad=0
no() { echo "$*"; bad=1; }
bash corpus/make.sh --tool || exit 1
moov='box moov { fullbox mvhd 0 0 { zero 96 } }'
leaf='u64 0 box styp { "msdh" u32 0 } u64 81 box moof { fullbox mfhd 0 0 { u32 1 } } u64 105 box mdat { "a fragment" }'
cat >"$t/init.txt" <<END
file mp4 box ftyp { "iso6" u32 512 "iso6mp42" } $moov
box uuid { xd8fec3d61b0e483c92975828877ec481 zero 4 "manifest\\0" u64 0 credential 0 0 {
  bare assertion c2pa.actions.v2 { actions [ { action c2pa.created
    digitalSourceType "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" } ] }
  assertion c2pa.hash.bmff.v3 { exclusions [ { xpath /ftyp } { xpath /uuid data [ { offset 8
    value xd8fec3d61b0e483c92975828877ec481 } ] } ] alg sha256
    merkle [ { uniqueId 0 localId 1 count 1 alg sha256 initHash @sum { u64 24 $moov } hashes [ @sum { $leaf } ] } ] }
} }
END
cat >"$t/one.txt" <<'END'
file m4s box styp { "msdh" u32 0 }
box uuid { xd8fec3d61b0e483c92975828877ec481 zero 4 "merkle\0" cbor { uniqueId 0 localId 1 location 0 } }
box moof { fullbox mfhd 0 0 { u32 1 } } box mdat { "a fragment" }
END
for n in init one; do "$B/gen" "$t/$n.txt" "$t/$n" || exit 1; done
check() { "$G" check --law none --as-of 2026-11-23 --trust corpus/keys/authority.pem --json "$@" >"$t/out" 2>"$t/err"; }
said() { grep -q "\"state\": *\"$1\"" "$t/out" || no "$2: $(grep -o '"state":[^,]*' "$t/out")"; }
check --init "$t/init.mp4" "$t/one.m4s"
said trusted "with its beginning"
grep -q '"claim": *"generated"' "$t/out" || no "no mark of generation"
grep -q '"off": *16' "$t/out" || no "the mark does not stand at the Merkle box"
check "$t/one.m4s"
said error "alone"
sed -i 's/a fragment/b fragment/' "$t/one.m4s"
check --init "$t/init.mp4" "$t/one.m4s"
said invalid "changed"
check --init "$t/one.m4s" "$t/one.m4s"
said error "a beginning without a credential"
check --init corpus/png/good-c2pa-large.png "$t/init.mp4"
said invalid "a file with a credential of its own"
check --init "$t/absent" "$t/one.m4s"
[ $? = 2 ] || no "exit code where the beginning cannot be read"
grep -q absent "$t/err" || no "nothing is said of it"
"$G" show --init "$t/init.mp4" "$t/one.m4s" | grep -q 'initialization segment' || no "show"
exit $bad
