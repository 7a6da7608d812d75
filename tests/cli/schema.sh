#!/bin/bash
# What check and show write is valid by docs/genmark-1.schema.json, for every
# file of the corpus and for inputs that cannot be read.
G=${B:-build/release}/genmark
python3 -c 'import jsonschema' 2>/dev/null || { echo "python3-jsonschema absent"; exit 77; }
set -e
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
: >"$t/empty"
mkfifo "$t/pipe"
printf '\x89PNG\r\n\x1a\nrubbish' >"$t/broken.png"
run() {
    rc=0
    "$G" "$@" >>"$t/out.jsonl" || rc=$?
    [ $rc != 2 ] && [ $rc -lt 6 ]
}
run check --json --stats --hash --facts corpus/demo/facts.csv corpus "$t/empty" "$t/pipe" "$t/broken.png" "$t/none"
run check --json --redact --law none corpus
run check --json --limit arena_bytes=8K corpus/demo
run show --json corpus
[ -z "$SHARED" ] || [ ! -d "$SHARED/corpus" ] ||
    run check --json "$SHARED/corpus/c2pa" "$SHARED/corpus/metadata"
# What diff writes is valid by docs/genmark-diff-1.schema.json: every picture of
# the corpus beside its plain neighbours, in both directions.
for f in corpus/png/*.png corpus/demo/*.png corpus/html/*.html; do
    for o in corpus/png/good-plain.png corpus/png/good-aigc-record.png corpus/png/good-c2pa-generated.png; do
        for p in "$f $o" "$o $f"; do
            rc=0
            "$G" diff --json --fast --fact role=platform --as-of 2027-03-01 $p >>"$t/diff.jsonl" 2>/dev/null || rc=$?
            [ $rc != 2 ] && [ $rc -lt 6 ]
        done
    done
done
"$G" diff --json --redact --law none corpus/demo/1-compliant.png corpus/demo/8-holiday.jpg >>"$t/diff.jsonl" || true
python3 - "$t/diff.jsonl" <<'EOF'
import json, sys, jsonschema
one, other = (json.load(open("docs/genmark%s-1.schema.json" % x)) for x in ("-diff", ""))
jsonschema.Draft202012Validator.check_schema(one)
one["$defs"]["finding"] = other["$defs"]["finding"]
one["$defs"].update({k: v for k, v in other["$defs"].items() if k not in one["$defs"]})
one["properties"]["findings"]["items"] = {"$ref": "#/$defs/finding"}
v = jsonschema.Draft202012Validator(one)
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
bad = [(d["before"], d["after"], e.message[:200]) for d in lines for e in v.iter_errors(d)]
for d in lines:
    n = len(d["marks"])
    assert sum(d["counts"].values()) == n and all(m < n for f in d["findings"] for m in f["marks"]), d
assert len(lines) > 100 and any(d["findings"] for d in lines)
lines[0]["c2pa"]["outcome"] = "perhaps"
assert list(v.iter_errors(lines[0]))
print(*bad[:10], sep="\n")
print("%d comparisons, %d violations" % (len(lines), len(bad)))
sys.exit(bool(bad))
EOF
python3 - "$t/out.jsonl" <<'EOF'
import json, sys, jsonschema
schema = json.load(open("docs/genmark-1.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
v = jsonschema.Draft202012Validator(schema)
n = bad = 0
def pairs(list):
    keys = [k for k, _ in list]
    assert len(keys) == len(set(keys)), "a key stands twice: %s" % keys
    return dict(list)
for line in open(sys.argv[1], encoding="utf-8"):
    item = json.loads(line, object_pairs_hook=pairs)
    n += 1
    for e in v.iter_errors(item):
        bad += 1
        if bad < 20:
            print(item["item"]["path"], "/".join(map(str, e.absolute_path)), e.message[:200])
assert n > 50, n
# The schema must be able to fail.
item["origin"]["claim"] = "perhaps"
assert list(v.iter_errors(item))
print("%d items valid" % n if not bad else "%d violations" % bad)
sys.exit(bad != 0)
EOF
