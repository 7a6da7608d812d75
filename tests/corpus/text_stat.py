#!/usr/bin/env python3
"""text_stat.py - statistical watermarks against numbers from the peers' own
code: masks and g-values equal, scores and z within 1e-9, p within 1e-6."""
import json
import os
import subprocess
import sys

path = os.path.join(os.environ["SHARED"], "corpus/text_stat/vectors.jsonl")
with open(path, encoding="utf-8") as f:
    lines = f.read()
run = subprocess.run([os.path.join(os.environ["B"], "tools/scores")], input=lines, capture_output=True, text=True,
                     check=True)
bad = good = skipped = 0


def bits(v):
    return v if isinstance(v, str) else "".join(str(int(b)) for b in v)


for text, out in zip(lines.splitlines(), run.stdout.splitlines()):
    want, got = json.loads(text), json.loads(out)
    name = f"{want['scheme']} {want.get('seeding', '')}"
    if not got["tested"]:
        skipped += 1
        continue

    def same(ours, theirs, what, rel=None, off=1e-9):
        global bad, good
        if isinstance(theirs, str) or isinstance(ours, str) or isinstance(theirs, list):
            ok = ours == theirs
        else:
            ok = abs(ours - theirs) <= (rel * abs(theirs) if rel else off)
        good += ok
        bad += not ok
        if not ok:
            print(f"{name}: {what}: {str(ours)[:80]}, the peer has {str(theirs)[:80]}")

    if "green_mask" in want:
        same(got["green"], bits(want["green_mask"]), "mask")
    if isinstance(want.get("green"), str):
        same(got["green"], want["green"], "mask")
    uni = "unique_" if "num_scored_unique" in want else ""
    for key, ours in (("num_scored", "scored"), ("num_green", "sum"), ("num_scored_unique", "unique_scored"),
                      ("num_green_unique", "unique_sum"), ("z", uni + "z"), ("mean", "mean"),
                      ("weighted_mean", "weighted"), ("z_mean", "z"), ("z_weighted", "z_weighted"),
                      ("z_unique", "unique_z"), ("n", "scored")):
        if want.get(key) is not None:
            same(got[ours], want[key], key)
    for key in ("sum", "score"):
        if want.get(key) is not None:
            same(got["sum"], want[key], key)
    for key, ours in (("p", uni + "p"), ("p_mean", "p"), ("p_weighted", "p_weighted")):
        if want.get(key) is not None:
            same(got[ours], want[key], key, rel=1e-6)
    if "unique" in want:
        for key, ours in (("num_scored", "scored"), ("num_green", "sum"), ("z", "z")):
            same(got["unique_" + ours], want["unique"][key], "unique " + key)
        same(got["unique_p"], want["unique"]["p"], "unique p", rel=1e-6)
    if "g_values" in want:
        same(got["g"], want["g_values"], "g-values")
        same(got["mask"], want["context_mask"], "context mask")
        same(got["start"], want["hash_iv"], "hash_iv")
print(f"{good} equal, {bad} differ, {skipped} records are tables without ids")
sys.exit(bad > 0 or not good)
