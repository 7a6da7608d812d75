#!/bin/bash
# static.sh - `make STATIC=1`: a program that holds its libraries links nothing
# but the C library, and says what the other does.
B=${B:-build/release}
case $B in */release) ;; *) echo "only for the release build"; exit 77 ;; esac
t=$B/static-test
bad=0
rm -rf "$t"
trap 'rm -rf "$t"' EXIT
# The same objects under another name, so that nothing but the link is new.
mkdir "$t" && cp -al "$B"/src "$B"/libgenmark.a "$t" || exit 1
make -s B="$t" STATIC=1 -o "$t/libgenmark.a" "$t/genmark" >"$t/log" 2>&1
if grep -q 'cannot find -l' "$t/log"; then
    echo "SKIPPED: some library has no archive here"
    exit 77
fi
[ -x "$t/genmark" ] || { tail -3 "$t/log"; exit 1; }
objdump -p "$t/genmark" | awk '$1 == "NEEDED" {print $2}' >"$t/needed"
grep -vE '^lib[cm]\.so|^ld-linux' "$t/needed" && { echo "the libraries above are still linked"; bad=1; }
grep -q '^libc\.so' "$t/needed" || { echo "what is linked was not told"; bad=1; }
"$B/genmark" check --json corpus >"$t/one"
"$t/genmark" check --json corpus >"$t/other"
[ -s "$t/one" ] || { echo "nothing was checked"; bad=1; }
cmp "$t/one" "$t/other" || bad=1
echo "$(wc -l <"$t/one") files by both, $(wc -l <"$t/needed") libraries linked"
exit $bad
