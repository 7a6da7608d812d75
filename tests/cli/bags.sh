#!/bin/bash
# BagIt bags [RFC 8493]: what the manifests name and what is there.  The bags
# are made here by the words of the RFC, their checksums by coreutils.
. tests/begin.sh
want() {
    code=$1
    shift
    "$G" check --law none "$@" >"$t/out" 2>"$t/err"
    rc=$?
    [ $rc = "$code" ] || { no "exit $rc, wanted $code: $*"; head -5 "$t/err"; }
}
said() { grep -q -- "$1" "$t/err" || { no "not said: $1"; cat "$t/err"; }; }
# bag DIR ALGORITHM...: makes one of what is in DIR/data.
bag() {
    d=$1
    shift
    printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >"$d/bagit.txt"
    for a; do
        (cd "$d" && find data -type f -print0 | LC_ALL=C sort -z | while IFS= read -r -d '' f; do
            sum=$(${a}sum <"$f") && name=${f//%/%25} && name=${name//$'\n'/%0A} && printf '%s  %s\n' "${sum%% *}" "$name"
        done >"manifest-$a.txt")
    done
    (cd "$d" && sha256sum bagit.txt manifest-*.txt >tagmanifest-sha256.txt)
}
b=$t/bag
mkdir -p "$b/data/sub"
cp corpus/demo/1-compliant.png "$b/data/sub/mark.png"
cp corpus/demo/8-holiday.jpg "$b/data/holiday.jpg"
echo "100 %" >"$b/data/100%.txt"
echo "two lines" >"$b/data/"$'two\nlines.txt'
tar cf "$t/x.tar" -C corpus/demo 1-compliant.png 2-no-notice.png
cp "$t/x.tar" "$b/data/x.tar"
bag "$b" md5 sha1 sha256 sha512

want 0 --json --bag "$b"
said 'name 5 files: all are there'
grep -q 'sub/mark.png.*"claim":"generated"' "$t/out" || no "the payload was not looked at"
grep -q '"path":"[^"]*manifest' "$t/out" && no "tag files are items"
want 0 --bag "$b" --fixity; said 'each with its checksum'
want 0 --bag "$b/" --fixity -j1; said 'each with its checksum'

# A byte that changed: found by --fixity alone.
printf 'X' | dd of="$b/data/holiday.jpg" bs=1 seek=2000 conv=notrunc status=none
want 0 --bag "$b"
want 5 --json --bag "$b" --fixity
said '1 with another checksum'
grep 'holiday.jpg' "$t/out" | grep -q '"error":{"kind":"io","limit":null,"message":"its checksum' || no "the item does not tell"
cp corpus/demo/8-holiday.jpg "$b/data/holiday.jpg"
# In an archive too, whose members are items.
printf 'X' | dd of="$b/data/x.tar" bs=1 seek=700 conv=notrunc status=none
want 5 --json --bag "$b" --fixity; said '1 with another checksum'
grep -q '"path":"[^"]*x.tar","[^}]*}.*its checksum' "$t/out" || no "the archive does not tell"
grep -q 'x.tar!' "$t/out" || no "its members were not looked at"
cp "$t/x.tar" "$b/data/x.tar"

# Missing, and too many.
mv "$b/data/sub/mark.png" "$t/mark.png"
want 5 --json --bag "$b"; said '1 missing'
grep 'sub/mark.png' "$t/out" | grep -q 'named in the bag.s manifest, but not in the bag' || no "what is missing is no item"
echo "http://example.org/m.png 12849 data/sub/mark.png" >"$b/fetch.txt"
want 5 --json --bag "$b"
grep 'sub/mark.png' "$t/out" | grep -q 'to be fetched' || no "fetch.txt is not read"
rm "$b/fetch.txt"
mv "$t/mark.png" "$b/data/sub/mark.png"
echo more >"$b/data/sub/more.txt"
want 5 --json --bag "$b"; said '1 in the bag unnamed'
grep 'more.txt' "$t/out" | grep -q 'manifests do not name it' || no "what is too many has no note"
rm "$b/data/sub/more.txt"
# A manifest that was changed is told by the manifest of the tag files.
cp "$b/manifest-md5.txt" "$t/md5"
echo >>"$b/manifest-md5.txt"
want 0 --bag "$b"
want 5 --bag "$b" --fixity; said 'manifest-md5.txt: its checksum'
# One manifest lacks a file.
grep -v mark.png "$t/md5" >"$b/manifest-md5.txt"
want 5 --bag "$b"; said '1 not named once'
cp "$t/md5" "$b/manifest-md5.txt"

# What bag-info.txt says of the payload: its bytes and files by du and find.
sum=$(find "$b/data" -type f -printf '%s\n' | awk '{ n += $1 } END { printf "%d.%d", n, NR }')
for line in "Payload-Oxum: $sum" "payload-oxum:	$sum " $'Contact-Name: A\n B\r\nPayload-Oxum: '"$sum"$'\r'; do
    printf '%s\n' "$line" >"$b/bag-info.txt"
    want 0 --bag "$b"; said 'name 5 files: all are there'
    want 0 --bag "$b" --fixity -j1
done
echo "Payload-Oxum: 1${sum}" >"$b/bag-info.txt"
want 5 --bag "$b"; said "Payload-Oxum says 1${sum%.*} bytes in 5 files; there are ${sum%.*} in 5"
want 5 --lang ko --bag "$b"; said '실제로는'
echo "Payload-Oxum: ${sum}0" >"$b/bag-info.txt"
want 5 --bag "$b"; said "bytes in 50 files"
mv "$b/data/sub/mark.png" "$t/mark.png"
echo "Payload-Oxum: $sum" >"$b/bag-info.txt"
want 5 --bag "$b"; said 'in 5 files; there are'; said '1 missing'
mv "$t/mark.png" "$b/data/sub/mark.png"
for odd in 5 5. .5 a.b 1.2.3 '1 .2' -1.2 18446744073709551616.1 $'1.1\nPayload-Oxum: 1.1'; do
    echo "Payload-Oxum: $odd" >"$b/bag-info.txt"
    want 5 --bag "$b"; said 'not one of BYTES.FILES'
done
rm "$b/bag-info.txt"

# A tag file that is the folder itself.
cp "$b/tagmanifest-sha256.txt" "$t/tags"
echo "00  ./" >>"$b/tagmanifest-sha256.txt"
want 5 --bag "$b" --fixity; said 'tagmanifest-sha256.txt: a path leads out'
cp "$t/tags" "$b/tagmanifest-sha256.txt"

# With a store: known files are not read again, and what was wrong stays so.
want 0 --db "$t/a.db" --bag "$b" --fixity
want 0 --db "$t/a.db" --bag "$b" --fixity --progress=json
tail -1 "$t/err" | grep -q '"bytes":0' || tail -2 "$t/err" | grep -q '"bytes":0' || no "known files were read"
# Shards: each file, also a missing one, is of one shard.
rm "$b/data/holiday.jpg"
for i in 1 2 3; do "$G" check --law none --shard $i/3 --json --bag "$b" 2>/dev/null; done | grep -o '"path":"[^"]*"' | sort >"$t/shards"
"$G" check --law none --json --bag "$b" 2>/dev/null | grep -o '"path":"[^"]*"' | sort | cmp - "$t/shards" || no "shards of a bag are not the whole"

# What is no bag, or a hostile one.
want 2 --bag "$t/none"; said 'no such file'
mkdir "$t/empty"; want 2 --bag "$t/empty"; said 'bagit.txt'
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >"$t/empty/bagit.txt"
want 2 --bag "$t/empty"; said 'no bag: it has no manifest'
for path in ../../etc/passwd data/../../x /etc/passwd data//x data/ bagit.txt; do
    echo "00  $path" >"$t/empty/manifest-md5.txt"
    want 2 --bag "$t/empty"; said 'leads out of the payload'
done
echo "00" >"$t/empty/manifest-md5.txt"; want 2 --bag "$t/empty"; said 'not a checksum and a path'
printf '00  data/a\0b\n' >"$t/empty/manifest-md5.txt"; want 2 --bag "$t/empty"; said 'no text'
: >"$t/empty/manifest-md5.txt"; mkdir "$t/empty/data"; want 4 --bag "$t/empty"
rm "$t/empty/manifest-md5.txt"; echo "00  data/a" >"$t/empty/manifest-sha3256.txt"; echo a >"$t/empty/data/a"
want 0 --bag "$t/empty" --fixity; said 'sha3256.txt: checksums of this kind are not known'
printf 'BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1\n' >"$t/empty/bagit.txt"
want 2 --bag "$t/empty"; said 'UTF-8'
want 2 --fixity "$b"; said '--bag'
exit $bad
