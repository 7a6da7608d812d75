#!/bin/sh
# deps.sh [test] - install what building needs and this machine lacks, and with
# `test` what the tests use beside it.  Debian 12; wants root or sudo only where
# something is missing.  What only some tests use may stay missing: they then
# say SKIPPED.
set -eu
need="gcc make pkg-config git ca-certificates python3
libpng-dev libjpeg62-turbo-dev libexif-dev libcmocka-dev libexpat1-dev
libsqlite3-dev libarchive-dev libmicrohttpd-dev libseccomp-dev
libjansson-dev libutf8proc-dev zlib1g-dev libdeflate-dev libbrotli-dev
libssl-dev libwebp-dev libpcre2-dev"
some="libxml2-utils parallel slurmctld slurmd slurm-client munge
libimage-exiftool-perl libarchive-zip-perl python3-jsonschema openssl curl chromium
qemu-user-static gcc-aarch64-linux-gnu libc6-dev-arm64-cross libvectorscan-dev
tesseract-ocr tesseract-ocr-kor tesseract-ocr-chi-sim
imagemagick qpdf mupdf-tools webp libtiff-tools
exiv2 gifsicle flac vorbis-tools opus-tools wavpack ffmpeg sox lame
musepack-tools djvulibre-bin
libgif-dev libtiff-dev libheif-dev libjxl-dev libheif-examples libjxl-tools"

lacking() {
    for p in "$@"; do
        dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' ||
            printf ' %s' "$p"
    done
}

missing=$(lacking $need)
wanted=
[ "${1:-}" = test ] && wanted=$(lacking $some)
[ -z "$missing$wanted" ] && exit 0
sudo=
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null; then
        sudo=sudo
    elif [ -n "$missing" ]; then
        echo "missing:$missing; install them as root, or install sudo" >&2
        exit 1
    else
        echo "not installed, for want of sudo:$wanted; some tests will be SKIPPED"
        exit 0
    fi
fi
echo "installing:$missing$wanted"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update >"$log" 2>&1 || tail -n 3 "$log" >&2
if [ -n "$missing" ] && ! $sudo apt-get install -y --no-install-recommends $missing >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    exit 1
fi
for p in $wanted; do
    $sudo apt-get install -y --no-install-recommends "$p" >"$log" 2>&1 ||
        echo "not to be had: $p; some tests will be SKIPPED"
done
