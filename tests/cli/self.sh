#!/bin/bash
# selftest passes; doctor tells a missing and a present trust list apart.
. tests/begin.sh
export XDG_CONFIG_HOME=$t LANG=C.UTF-8
"$G" selftest >"$t/out" || { cat "$t/out"; bad=1; }
[ "$(grep -c '^ok ' "$t/out")" -ge 5 ] || bad=1
"$G" doctor >"$t/out"
[ -d /etc/genmark/trust ] || grep -q '^look *no trust list' "$t/out" || { cat "$t/out"; bad=1; }
grep -q '^ok *packs' "$t/out" || { cat "$t/out"; bad=1; }
"$G" doctor --pack "$t/none" >"$t/out" 2>&1 && { echo "a missing pack is fine with doctor"; bad=1; }
exit $bad
