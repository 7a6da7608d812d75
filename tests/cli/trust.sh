#!/bin/bash
# trust add, list and check: what is installed is read, what is no list is
# refused, and what has ended is told.
. tests/begin.sh
command -v openssl >/dev/null || { echo "openssl absent"; exit 77; }
export XDG_CONFIG_HOME=$t/config LANG=C
cd "$t" || exit 1
openssl req -x509 -newkey ed25519 -nodes -keyout key.pem -out root.pem -days 20 -subj '/CN=Test root/O=Tests' 2>/dev/null ||
    { echo "openssl makes no certificate"; exit 1; }
cert=$(openssl x509 -in root.pem -outform DER | base64 -w0)
etsi() {
    cat <<EOF
{"LoTE":{"ListAndSchemeInformation":{"LoTESequenceNumber":$1,"SchemeName":[{"lang":"en","value":"Test list"}],
"ListIssueDateTime":"2026-01-01T00:00:00Z","NextUpdate":"2027-06-01T00:00:00Z"},"TrustedEntitiesList":[{"TrustedEntityInformation":{},
"TrustedEntityServices":[{"ServiceInformation":{"ServiceStatus":"https://c2pa.org/trusted",
"ServiceDigitalIdentity":{"X509Certificates":[{"val":"$cert"}]}}}]}]}}
EOF
}
etsi 7 >list.json
"$G" trust list >out 2>&1; [ $? = 4 ] || no "an empty folder lists something"
"$G" trust add list.json >/dev/null || no "add of a list"
"$G" trust add --for tsa root.pem >/dev/null || no "add of a PEM"
[ -f config/genmark/trust/signers/list.json ] && [ -f config/genmark/trust/tsa/root.pem ] || no "not where it belongs"
"$G" trust list >out || no "list"
grep -q 'Test list; number 7' out && grep -q '1 anchors' out || no "list says too little: $(cat out)"
"$G" trust check >out; [ $? = 0 ] || no "check of fresh lists"
grep -q 'Test root, Tests: ends on' out || no "an end in 20 days is not told: $(cat out)"
"$G" trust check --as-of 2028-01-01 >out; [ $? = 1 ] || no "check of stale lists"
grep -q 'ended on 2027-06-01' out && grep -q 'Test root' out || no "what ended is not told: $(cat out)"
etsi 6 >list.json
"$G" trust add list.json >/dev/null 2>&1; [ $? = 1 ] || no "an older list is taken"
"$G" trust add --force list.json >/dev/null || no "--force"
echo rubbish >list.json
"$G" trust add list.json >/dev/null 2>&1; [ $? = 2 ] || no "rubbish is taken"
"$G" trust list | grep -q 'number 6' || no "the list was lost"
echo rubbish >config/genmark/trust/signers/broken.pem
"$G" check --law none key.pem >/dev/null 2>err; [ $? = 2 ] && grep -q broken.pem err || no "a broken installed list goes unnoticed"
"$G" check --law none --no-trust key.pem >/dev/null 2>&1; [ $? != 2 ] || no "--no-trust"
exit $bad
