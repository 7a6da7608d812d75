#!/bin/sh
# deps.sh - install what building and testing need and this machine lacks.
# Debian 12; wants root or sudo only where something is missing.
set -eu
need="gcc make pkg-config git ca-certificates python3
libpng-dev libjpeg62-turbo-dev libexif-dev libcmocka-dev libexpat1-dev
libjansson-dev libutf8proc-dev zlib1g-dev libbrotli-dev libssl-dev libwebp-dev libpcre2-dev
python3-jsonschema"
missing=
for p in $need; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $p"
done
[ -z "$missing" ] && exit 0
sudo=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
        echo "missing:$missing; install them as root, or install sudo" >&2
        exit 1
    }
    sudo=sudo
fi
echo "installing:$missing"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if ! { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
