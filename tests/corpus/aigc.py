# SPDX-License-Identifier: Apache-2.0
"""Records of GB 45438 in real files: the seven fields as an independent JSON
or line reader sees them here, the answer as the label says it, and the checks
as world.md tells them of these very files."""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

KEYS = ["Label", "ContentProducer", "ProduceID", "ReservedCode1",
        "ContentPropagator", "PropagateID", "ReservedCode2"]
TC260 = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"

# What the records keep to and what they break, by hand.
CHECKS = {
    "doubao_black_1x1_1.png": {
        "claim": "generated", "basis": "declared", "generator": "doubao",
        "record": "bare", "uscc": "ok", "propagated": "no",
        "first-write": "no", "service": "1"},
    "doubao_black_1x1_1.xmp": {
        "claim": "generated", "basis": "declared", "generator": "doubao",
        "record": "bare"},
    "jimeng_cap_A.xmp": {
        "claim": "generated", "basis": "declared", "generator": "jimeng",
        "record": "bare", "uscc": "ok"},
    "md-minimax-nonconforming-label.md": {
        "basis": "trace", "generator": "minimax", "record": "yaml",
        "label-valid": "no", "characters": "other", "producer-code": "name",
        "first-write": "yes"},
    "md-tc260-securitydata-sm2.md": {
        "claim": "generated", "basis": "declared", "record": "yaml",
        "security1": "security-data", "security2": "security-data",
        "uscc": "ok"},
    "md-tencent-front-matter.md": {
        "claim": "generated", "basis": "declared", "generator": "tencent",
        "record": "yaml", "uscc": "ok", "security1": "opaque"},
    "md-tencent-trailing-block.md": {
        "claim": "generated", "basis": "declared", "generator": "tencent",
        "record": "yaml", "records": 1},
    "md-uuid-reservedcode.md": {
        "claim": "generated", "basis": "declared", "record": "yaml",
        "uscc": "ok", "first-write": "yes"},
}


def told(path):
    """The record that stands in a file, read without genmark."""
    data = open(path, "rb").read()
    if path.endswith(".md"):
        lines = re.findall(r"^\s+(\w+): *(.*)$", data.decode(), re.M)
        return {k: v.strip().strip("'\"") if not v.startswith("'")
                else v.strip()[1:-1] for k, v in lines if k in KEYS}
    at = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", at) + len(b"</x:xmpmeta>")
    node = tree.fromstring(data[at:end]).find(".//" + TC260)
    return json.loads(node.text)


def attributes(item):
    marks = [m for m in item["marks"] if m["kind"] == "aigc"]
    if len(marks) != 1:
        return None
    return {a["name"]: a["value"] for a in marks[0]["attrs"]}


def main(program, corpus):
    folder = os.path.join(corpus, "aigc")
    bad = 0
    for name, want in sorted(CHECKS.items()):
        path = os.path.join(folder, name)
        run = subprocess.run([program, "check", "--json", "--law", "none",
                              "--fast", path], stdout=subprocess.PIPE,
                             check=False)
        item = json.loads(run.stdout)
        got = attributes(item)
        faults = [] if got else ["not exactly one record"]
        got = dict(got or {})
        for key, value in told(path).items():
            if got.get(key) != value:
                faults.append("%s is %r, not %r" % (key, got.get(key), value))
        got.update(item["origin"])
        for key, value in want.items():
            if got.get(key) != value and str(got.get(key)) != str(value):
                faults.append("%s is %r, not %r" % (key, got.get(key), value))
        print("%-36s %s" % (name, "; ".join(faults) or "ok"))
        bad += bool(faults)
    print("%d of %d records as they stand" % (len(CHECKS) - bad, len(CHECKS)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
