#!/usr/bin/env python3
"""neural.py - packets that TrustMark's own code made and read, and the numbers
of RivaGAN's network with the bits that its own code made of them."""
import json
import os
import subprocess
import sys

root = os.path.join(os.environ["SHARED"], "corpus")
ask, want = [], []
for line in open(os.path.join(root, "trustmark/bch_vectors.jsonl"), encoding="utf-8"):
    v = json.loads(line)
    ask += [f"T {v['received']}", f"E {v['schema']} {v['payload']}"]
    want += [f"{v['peer_version']} {v['peer_payload']} {v['errors']}" if v["peer_valid"] else "-", v["packet"][:96]]
for line in open(os.path.join(root, "rivagan/expected.jsonl"), encoding="utf-8"):
    v = json.loads(line)
    ask.append("R " + " ".join(map(str, v["raw"])))
    want.append(v["peer_bits"])
run = subprocess.run([os.path.join(os.environ["B"], "tools/neural")], input="\n".join(ask) + "\n", capture_output=True,
                     text=True, check=True)
got = run.stdout.splitlines()
bad = abs(len(got) - len(want))
for a, g, w in zip(ask, got, want):
    if g != w:
        bad += 1
        print(f"{a}\n  gives  {g}\n  wanted {w}")
print(f"{len(want)} readings, {bad} differ")
sys.exit(bad > 0 or not want)
