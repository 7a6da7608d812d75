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
