#!/bin/bash
# provider.sh - what OpenSSL is told by the system changes no verdict: under a
# configuration that takes its algorithms away, a signed file is still valid.
G=${B:-build/release}/genmark
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
cat >"$t/none.cnf" <<'C'
openssl_conf = start
[start]
providers = which
[which]
null = empty
[empty]
activate = 1
C
if command -v openssl >/dev/null && OPENSSL_CONF=$t/none.cnf openssl dgst -sha256 "$t/none.cnf" >/dev/null 2>&1; then
    echo "openssl hashes under a configuration that should not let it"
    exit 1
fi
for f in "" "$t/none.cnf" "$t/not-there.cnf"; do
    got=$(OPENSSL_CONF=$f "$G" check --json --law none --as-of 2026-06-01 corpus/png/good-c2pa-generated.png)
    grep -q '"state":"valid"' <<<"$got" || { echo "OPENSSL_CONF=$f: $(grep -o '"c2pa".*"failure":[^]]*' <<<"$got")"; exit 1; }
done

# No configuration is read at all: that of a pipe nobody writes to would keep
# the scan waiting.
mkfifo "$t/pipe.cnf"
got=$(OPENSSL_CONF=$t/pipe.cnf timeout 20 "$G" check --json --law none --as-of 2026-06-01 corpus/png/good-c2pa-generated.png)
if [ $? = 124 ] || ! grep -q '"state":"valid"' <<<"$got"; then
    echo "a scan waits for openssl.cnf"
    exit 1
fi
