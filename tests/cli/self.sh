#!/bin/bash
# selftest passes; doctor tells a missing and a present trust list apart.
. tests/begin.sh
export XDG_CONFIG_HOME=$t LANG=C.UTF-8
"$G" selftest >"$t/out" || { cat "$t/out"; bad=1; }
[ "$(grep -c '^ok ' "$t/out")" -ge 5 ] || bad=1
# None is built in: an installation without one is as it comes, and not amiss.
# Nor is a locale of another charset, for what is written is UTF-8 anyway.
for lang in C.UTF-8 C; do
    LANG=$lang "$G" doctor >"$t/out" || no "doctor finds something amiss: $(grep ^look "$t/out")"
    [ -d /etc/genmark/trust ] || grep -q '^note *no trust list' "$t/out" || { cat "$t/out"; bad=1; }
done
grep -q '^note *the locale' "$t/out" || no "doctor does not tell the charset"
(ulimit -n 16; "$G" doctor >"$t/out") && no "doctor is content with 16 files"
grep -q '^look *16 files' "$t/out" || { cat "$t/out"; bad=1; }
grep -q '^ok *packs' "$t/out" || { cat "$t/out"; bad=1; }
"$G" doctor --pack "$t/none" >"$t/out" 2>&1 && { echo "a missing pack is fine with doctor"; bad=1; }
exit $bad
