#!/bin/bash
# The manual page has every option of every command, with its argument, and
# no other; and it is clean for man.
. tests/begin.sh
page=src/cli/genmark.1
commands=$(LANG=C "$G" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
[ -n "$commands" ] || { echo "no commands"; exit 1; }
for c in $commands; do
    "$G" "$c" --options | sed 's/ *$//; s/^[a-z]* //' | sort >"$t/a" || bad=1
    sed -n "/^\.SS \"genmark $c[ \"]/,/^\.S[SH] /p" $page | grep '^\(\\fB\\-[a-zA-Z]\\fR, \)\?\\fB\\-\\-' |
        sed 's/^\\fB\\-[a-zA-Z]\\fR, //; s/\\f[BIR]//g; s/\\-/-/g; s/\[=\(.*\)\]/ [\1]/' | sort >"$t/b"
    [ -s "$t/a" ] || { echo "$c has no options"; bad=1; }
    diff "$t/a" "$t/b" || { echo "$c: the table (<) and the manual (>) differ"; bad=1; }
done
if command -v groff >/dev/null; then
    groff -man -Tutf8 -ww -z $page 2>&1 | grep . && bad=1
fi
exit $bad
