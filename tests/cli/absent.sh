#!/bin/bash
# absent.sh - a machine that lacks a library which is loaded when it is wanted:
# what then cannot be done is told, and nothing is judged without it.  The
# program is a copy that asks for names that no library has.
B=${B:-build/release}
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
bad=0
# without LIBRARY COMMAND...: the copy that lacks it; output and errors.
without() {
    local so=$1
    shift
    [ -x "$t/$so" ] || { sed "s/$so\.so\.[0-9]/$so.so.X/g" "$B/genmark" >"$t/$so" && chmod +x "$t/$so"; }
    cmp -s "$t/$so" "$B/genmark" && { echo "$so is not loaded by its name"; bad=1; }
    "$t/$so" "$@" 2>&1
}
# says WHAT TEXT PATTERN...: each pattern is in the text.
says() {
    local what=$1 text=$2
    shift 2
    for p in "$@"; do
        grep -q -- "$p" <<<"$text" || { echo "$what: no $p in: ${text:0:300}"; bad=1; }
    done
}
credential=corpus/font/good-c2pa-font.ttf
says "with all libraries" "$("$B/genmark" check --json $credential)" '"state":"valid"'
says "no libcrypto" "$(without libcrypto check --json $credential)" '"state":"error"' \
    'nothing can be verified: libcrypto is not here' '"failure":\[\]' '"kr":"unknown"'
says "no libcrypto, a hash" "$(without libcrypto check --hash --json README.md)" \
    '"sha256":null' '"kind":"io"'
says "no libcrypto, a store" "$(without libcrypto check --db "$t/db" README.md; echo "rc $?")" \
    'libcrypto is not here' 'rc 2'
[ ! -e "$t/db" ] || { echo "a store was made without hashes"; bad=1; }
says "no libcrypto, own rules" "$(without libcrypto check --pack src/law/packs/kr.rules README.md; echo "rc $?")" \
    'libcrypto is not here' 'rc 2'
says "no libcrypto, a server" "$(without libcrypto serve --socket "$t/s"; echo "rc $?")" \
    'libcrypto is not here' 'rc 2'
seq 1 200 >"$t/ids"
says "no libcrypto, tokens" "$(without libcrypto check --json --token-ids "$t/ids" --scheme kgw --key 15485863 --token-set vocab=50257)" \
    'no hashes: libcrypto is not here'
printf '{"model":{"vocab":{"a":0},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}' >"$t/words.json"
says "no libpcre2" "$(without libpcre2-8 check --json --token-ids README.md --scheme kgw --key 15485863 --tokenizer "$t/words.json")" \
    'libpcre2 is not here'
says "no SQLite" "$(without libsqlite3 check --db "$t/db" README.md; echo "rc $?")" \
    'libsqlite3.* is not installed' 'rc 2'
# EXIF whose directory is cut off: who would read it a second time is not here.
printf '\xFF\xD8\xFF\xE1\0\x12Exif\0\0II*\0\x08\0\0\0\x01\0\xFF\xD9' >"$t/cut.jpg"
says "no libexif" "$(without libexif check --json "$t/cut.jpg")" \
    'passes the end of its stream' 'no second reader looked: libexif is not here'
grep -q 'libexif' <<<"$("$B/genmark" check --json "$t/cut.jpg")" && { echo "libexif is here, and told to be not"; bad=1; }
says "no libbrotlidec" "$(without libbrotlidec check --json corpus/woff/good-metadata-2.woff2)" \
    'libbrotlidec is not here' '"kr":"unknown"'
says "no libdeflate" "$(without libdeflate show corpus/woff/good-metadata.woff)" \
    "$("$B/genmark" show corpus/woff/good-metadata.woff | tail -n 1)"
for kind in png:libpng16 jpeg:libjpeg webp:libwebp; do
    for file in corpus/${kind%:*}/good-*.{png,jpg,webp}; do
        [ -f "$file" ] && break
    done
    says "no ${kind#*:}" "$(without "${kind#*:}" check --json "$file")" \
        'no pixels: the library of the decoder is not here'
done
exit $bad
