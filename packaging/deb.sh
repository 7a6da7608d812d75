#!/bin/sh
# deb.sh [FOLDER] - for `make deb`: a Debian package of what is built: the
# programs, the library, the manual, the unit of the daemon (not enabled).  B is
# the build, VERSION its version, LOADED the libraries that it loads when it
# wants them.  Writes FOLDER/genmark_VERSION_ARCH.deb, and says so.
set -eu
B=${B:-build/release}
to=${1:-build}
command -v dpkg-deb >/dev/null && command -v dpkg-shlibdeps >/dev/null ||
    { echo "dpkg-dev is missing: apt-get install dpkg-dev" >&2; exit 1; }
arch=$(dpkg --print-architecture)
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
chmod 755 "$t"
root=$t/root
${MAKE:-make} -s install DESTDIR="$root" PREFIX=/usr B="$B" >/dev/null
strip --strip-unneeded "$root/usr/bin/genmark" "$root/usr/lib/libgenmark.so.0"
strip --strip-debug "$root/usr/lib/libgenmark.a"
gzip -9n "$root"/usr/share/man/man*/*
install -Dm 644 packaging/genmark.service "$root/lib/systemd/system/genmark.service"
install -Dm 644 LICENSE "$root/usr/share/doc/genmark/copyright"
gzip -9nc CHANGELOG.md >"$t/changelog.gz"
install -Dm 644 "$t/changelog.gz" "$root/usr/share/doc/genmark/changelog.gz"

# What it links, by name and version; dpkg-shlibdeps wants a source tree.
mkdir -p "$t/debian" "$root/DEBIAN"
printf 'Source: genmark\n' >"$t/debian/control"
depends=$(cd "$t" && dpkg-shlibdeps -O --ignore-missing-info -l"$root/usr/lib" \
    root/usr/bin/genmark root/usr/lib/libgenmark.so.0 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
# owners SONAME... lists the packages of libraries that are loaded, not linked.
owners() {
    for so in "$@"; do
        dpkg -S "*/$so" 2>/dev/null | head -n 1 | cut -d: -f1
    done | sort -u | sed ':a; N; $!ba; s/\n/, /g'
}
recommends=$(owners $(grep -o '"[^"]*"' build/gen/decoders | tr -d '"'))
depends="$depends, $(owners ${LOADED:?})"
[ -n "$depends" ] || { echo "dpkg-shlibdeps told no dependencies" >&2; exit 1; }
cat >"$root/DEBIAN/control" <<C
Package: genmark
Version: $VERSION
Architecture: $arch
Maintainer: genmark maintainers <maintainers@genmark.invalid>
Section: utils
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $depends
${recommends:+Recommends: $recommends
}Suggests: tesseract-ocr
Description: finds the marks of AI generation and judges them against law
 Metadata, Content Credentials, labels, watermarks and sentences that say that
 AI made a file, each with its place in it, judged against disclosure law: Korea,
 China, the EU, US states, India and others. Library, command line and daemon;
 nothing leaves the machine.
C
printf 'activate-noawait ldconfig\n' >"$root/DEBIAN/triggers"
mkdir -p "$to"
out=$to/genmark_${VERSION}_$arch.deb
dpkg-deb --root-owner-group -Zxz --build "$root" "$out" >/dev/null
echo "$out"
