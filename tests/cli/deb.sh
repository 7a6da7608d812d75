#!/bin/bash
# make deb: a package that dpkg takes, with all in place and its libraries named.
b=${B:-build/release}
case $b in build/release) ;; *) echo "only for the release build"; exit 77 ;; esac
command -v dpkg-shlibdeps >/dev/null || { echo "dpkg-dev is absent"; exit 77; }
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
set -e
deb=$(make -s deb DEB="$t" | tail -n 1)
dpkg-deb --info "$deb" >"$t/info"
grep -q '^ Depends: .*libsqlite3-0.*' "$t/info" || { cat "$t/info"; exit 1; }
grep -q 'libpng16' "$t/info"
grep -q '^ Depends: .*libarchive13' "$t/info"
dpkg-deb -x "$deb" "$t/root"
for f in usr/bin/genmark usr/lib/libgenmark.so.0 usr/include/genmark.h usr/share/man/man1/genmark.1.gz \
    usr/share/man/man8/genmark-serve.8.gz lib/systemd/system/genmark.service usr/share/doc/genmark/copyright; do
    [ -s "$t/root/$f" ] || { echo "no $f"; exit 1; }
done
"$t/root/usr/bin/genmark" selftest >/dev/null
# dpkg itself agrees, into a folder of its own, with its own database.
mkdir -p "$t/other" "$t/db/updates" "$t/db/info" && : >"$t/db/status"
dpkg --root="$t/other" --admindir="$t/db" --force-depends --force-not-root --no-triggers --force-script-chrootless -i "$deb" >"$t/log" 2>&1 ||
    { tail -n 5 "$t/log"; exit 1; }
[ -x "$t/other/usr/bin/genmark" ]
