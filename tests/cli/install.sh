#!/bin/bash
# make install into a folder: the README's program builds against the shared
# library by pkg-config, the manual is there, completion works, and uninstall
# leaves nothing.
b=${B:-build/release}
case $b in build/release) ;; *) echo "only for the release build"; exit 77 ;; esac
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
set -e
make -s install DESTDIR="$t/root" PREFIX=/usr >/dev/null
# installed COMMAND...: with what is installed here, and not for a make: it would
# build anew, for other libraries, what tests beside this one run.
installed() { PKG_CONFIG_PATH=$t/root/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$t/root "$@"; }
awk '/^```c$/ {on=1; next} /^```$/ {on=0} on' README.md >"$t/page.c"
${CC:-cc} -std=c11 -Wall -Werror -o "$t/page" "$t/page.c" $(installed pkg-config --cflags --libs genmark)
LD_LIBRARY_PATH=$t/root/usr/lib "$t/page" | head -n 1 | grep -qx notice
printf '#include <genmark.h>\nint main() { gm_input in = GM_INPUT_INIT; return in.size == 0; }\n' >"$t/page.cc"
! command -v c++ >/dev/null || c++ -Wall -Werror -fsyntax-only -I"$t/root/usr/include" "$t/page.cc"
[ -s "$t/root/usr/share/man/man1/genmark.1" ]
# What the shared library shows is gm_* and nothing else.
nm -D --defined-only "$t/root/usr/lib/libgenmark.so.0" | awk '$3 !~ /^(gm_|GENMARK)/ {print; bad = 1} END {exit bad}'
PATH=$t/root/usr/bin:$PATH bash -c '
    . "$1/root/usr/share/bash-completion/completions/genmark"
    COMP_WORDS=(genmark check --js) COMP_CWORD=2; _genmark; [ "${COMPREPLY[*]}" = --json ] || exit 1
    COMP_WORDS=(genmark ru) COMP_CWORD=1; _genmark; [ "${COMPREPLY[*]}" = rules ]' - "$t"
make -s uninstall DESTDIR="$t/root" PREFIX=/usr
# GNU's spelling goes to the same place.
make -s install DESTDIR="$t/root" prefix=/opt/gm >/dev/null
grep -qx prefix=/opt/gm "$t/root/opt/gm/lib/pkgconfig/genmark.pc"
make -s uninstall DESTDIR="$t/root" prefix=/opt/gm
left=$(find "$t/root" -type f -o -type l)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
