#!/bin/bash
# make.sh - every file of the corpus from its recipe.  With CHECK=1 nothing is
# written: it fails where a committed file is not what its recipe makes; with
# --tool only the generator is made.
set -eu
cd "$(dirname "$0")/.."
B=${B:-build/release}
mkdir -p "$B"
# Tests run at once, and some make the generator: each puts a whole one in place.
${CC:-cc} -std=c11 -O1 -Wall -Wextra -o "$B/gen.$$" corpus/gen/*.c -lm -lcrypto
mv -f "$B/gen.$$" "$B/gen"
to=corpus
[ "${1:-}" != --tool ] || exit 0
"$B/gen" --authority >"$B/authority.pem"
if [ "${CHECK:-}" ]; then
    to=$(mktemp -d)
    trap 'rm -rf "$to"' EXIT
fi
bad=0 count=0
if [ "${CHECK:-}" ]; then
    cmp "$B/authority.pem" corpus/keys/authority.pem || bad=1
else
    mkdir -p corpus/keys
    cp "$B/authority.pem" corpus/keys/authority.pem
fi
for r in $(find corpus/recipes -name '*.txt' | sort); do
    name=${r#corpus/recipes/}
    name=${name%.txt}
    mkdir -p "$to/$(dirname "$name")"
    "$B/gen" "$r" "$to/$name" || bad=1
    count=$((count + 1))
    if [ "${CHECK:-}" ]; then
        made=$(ls "$to/$name".* | grep -v '\.json$')
        cmp -s "$made" "corpus/${made#"$to"/}" || {
            echo "corpus/${made#"$to"/} is not what $r makes: run make corpus"
            bad=1
        }
    fi
done
echo "$count recipes"
exit $bad
