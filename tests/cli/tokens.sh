#!/bin/bash
# tokens.sh - check --token-ids: a marked text, the wrong key, no list, no scheme.
set -u
B=${B:-build/release}
tool=$B/genmark
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
bad=0
expect() {
    [ "$2" = "$3" ] || { echo "$1: $2, wanted $3"; bad=1; }
}
claim() {
    "$tool" check --json --law none "$@" | python3 -c 'import json, sys; print(json.load(sys.stdin)["origin"]["claim"])'
}
yes 0 | head -n 200 | tr '\n' ' ' >"$dir/zeros"
yes 1 | head -n 200 | tr '\n' ' ' >"$dir/ones"
# Unigram's green list is one for all: exactly one of two tokens is in it.
set -- --scheme unigram --key 7 --token-set vocab=2
expect "one of two tokens is green" "$(printf '%s\n' "$(claim --token-ids "$dir/zeros" "$@")" "$(claim --token-ids "$dir/ones" "$@")" | sort | tr '\n' ' ')" "generated none "
printf 'ids: 1, 2' >"$dir/words"
"$tool" check --law none --token-ids "$dir/words" --scheme kgw >/dev/null 2>&1
expect "words are no ids" $? 5
printf '1 2 60000' >"$dir/beyond"
"$tool" check --law none --token-ids "$dir/beyond" --scheme kgw >/dev/null 2>&1
expect "an id beyond the vocabulary" $? 5
"$tool" check --token-ids "$dir/zeros" --scheme kgx >/dev/null 2>&1
expect "no such scheme" $? 2
"$tool" check --token-ids "$dir/zeros" --scheme kgw --token-set gamma=2 >/dev/null 2>&1
expect "no such share" $? 2
exit $bad
