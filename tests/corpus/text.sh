#!/bin/bash
# text.sh - texts of others: what real pages and documents are judged to say,
# against the lists beside them; and that no package's documentation on this
# machine is taken for a disclosure.  FULL=1 reads all of that.
B=${B:-build/release}
list=$SHARED/corpus/metadata/expected.jsonl
docs=${DOCS:-/usr/share/doc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -f "$list" ] || [ -d "$docs" ] || { echo "corpus and $docs absent"; exit 77; }
bad=0

# Every HTML and Markdown file of the list, with the claim that it expects.
if [ -f "$list" ]; then
    grep -E '"container":"(html|markdown|text)"' "$list" |
        sed -E 's/.*"file":"([^"]*)".*"class":"([^"]*)".*/\1\t\2/' >"$work/want"
    while IFS=$(printf '\t') read -r file class; do
        "$B/genmark" check --fast --law none --json \
            "$SHARED/corpus/metadata/$file" >"$work/out" 2>/dev/null
        claim=$(sed -E 's/.*"origin":\{"claim":"([^"]*)","basis":"([^"]*)".*/\1 \2/' "$work/out")
        case "$class/$claim" in
        ai-generated/generated\ * | ai-edited/altered\ * | ai-edited/generated\ *) ;;
        ambiguous/*\ trace | ambiguous/none\ none | none/none\ none) ;;
        *) echo "$file: wants $class, got $claim"; bad=1 ;;
        esac
    done <"$work/want"
    echo "$(wc -l <"$work/want") texts of the list"
fi

# No prose of a package is a notice.
if [ -d "$docs" ]; then
    find "$docs" -type f -size -512k \( -name '*.txt' -o -name '*.html' \
        -o -name '*.md' -o -name 'README*' -o -name 'NEWS*' -o -name copyright \) |
        sort | { [ -n "$FULL" ] && cat || head -n 1500; } >"$work/files"
    "$B/genmark" check --fast --law none --json --files-from "$work/files" \
        >"$work/out" 2>/dev/null
    n=$(grep -c '"claim":"notice"' "$work/out")
    words=$(xargs -d '\n' cat <"$work/files" | wc -w)
    echo "$(wc -l <"$work/files") documents, $words words, $n with a notice"
    [ "$n" = 0 ] || { grep '"claim":"notice"' "$work/out" | cut -c1-600; bad=1; }
fi
exit $bad
