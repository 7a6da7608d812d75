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


# What the Chinese rules say of them to a platform, after law/world.md: all
# findings but those that pass.
RULES = {
    # 69 pixels of 2048 (3.37 %); both propagator fields empty; the code holds
    "aigc/doubao_black_1x1_1.png": "cn-52-14:warn cn-e-04-rest:warn cn-a6-19-confirmed:info",
    "metadata/pos/doubao/doubao_gray_1x1_1.png": "cn-52-14:warn cn-e-04-rest:warn cn-a6-19-confirmed:info",
    # codes ...210001 and ...220001: spread by another service of the house
    "metadata/pos/jimeng/jimeng_cap_A.png": "cn-e-07:info cn-a6-19-confirmed:info",
    # "Label: AIGC" is none of the three values, so nothing is confirmed
    "aigc/md-minimax-nonconforming-label.md": "cn-e-05:fail cn-e-06:warn cn-a6-19-suspected:info",
    # a signature that no known message fits: unverifiable, and no failure
    "aigc/md-tc260-securitydata-sm2.md": "cn-sd-11:info cn-pc-10:info cn-a6-19-confirmed:info",
    # one code, of a generator, in both fields
    "aigc/md-tencent-front-matter.md": "cn-pc-10:info cn-a6-19-confirmed:info",
    "aigc/md-tencent-trailing-block.md": "cn-pc-10:info cn-a6-19-confirmed:info",
    "aigc/md-uuid-reservedcode.md": "cn-pc-10:info cn-a6-19-confirmed:info",
    "metadata/pos/kling/kling.mdat-truncated.mp4": "cn-e-04-rest:warn cn-pc-10:info cn-a6-19-confirmed:info",
}


def judged(program, path):
    run = subprocess.run([program, "check", "--json", "--law", "cn", "--fact",
                          "role=platform", "--as-of", "2026-11-23", path],
                         stdout=subprocess.PIPE, check=False)
    return {f["rule"] + ":" + f["verdict"] for f in json.loads(run.stdout)["findings"]
            if f["verdict"] != "pass"}


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
    for name, want in RULES.items():
        got = judged(program, os.path.join(corpus, name))
        if got != set(want.split()):
            bad += 1
            print("%s: %s, wanted %s" % (name, " ".join(sorted(got)), want))
    print("%d files judged" % len(RULES))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
