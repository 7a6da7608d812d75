#!/bin/bash
# abi.sh - the shared library shows the names of tests/abi.txt and no others;
# the header compiles as C11 and C++11, and the archive hides our short names.
set -u
B=${B:-build/release}
bad=0
nm -D --defined-only "$B/libgenmark.so" | awk '$2 == "T" {print $3}' | sed 's/@.*//' | LC_ALL=C sort >"$B/abi.txt"
diff tests/abi.txt "$B/abi.txt" || { echo "the library's names changed: review, then copy $B/abi.txt to tests/abi.txt"; bad=1; }
nm -g --defined-only "$B/libgenmark.a" 2>/dev/null | awk 'NF == 3 && $2 == "T" {print $3}' | grep -vE '^(gm_|__|_)' | head -n 3 | grep . && { echo "the archive shows names that are not gm_*"; bad=1; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/use.c" <<'C'
#include "genmark.h"
int main(void)
{
    gm_config config = GM_CONFIG_INIT;
    gm_input input = GM_INPUT_INIT;
    gm_report_config report = GM_REPORT_CONFIG_INIT;
    return (int)(config.size + input.size + report.size) == 0;
}
C
cp "$dir/use.c" "$dir/use.cc"
${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -Isrc -fsyntax-only "$dir/use.c" || bad=1
if command -v g++ >/dev/null; then
    g++ -std=c++11 -Wall -Wextra -Wpedantic -Werror -Isrc -fsyntax-only "$dir/use.cc" || bad=1
fi
exit $bad
