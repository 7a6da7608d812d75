#!/usr/bin/env python3
"""hidden.py - hidden channels in text: every marked file decoded as the corpus
says, and not one mark on a control."""
import json
import os
import subprocess
import sys

folder = os.path.join(os.environ["SHARED"], "corpus/text")
with open(os.path.join(folder, "expected.jsonl"), encoding="utf-8") as f:
    want = [json.loads(line) for line in f]
run = subprocess.run([os.path.join(os.environ["B"], "genmark"), "check", "--json", "--law", "none"]
                     + [os.path.join(folder, w["file"]) for w in want], capture_output=True, text=True)
names = {"stegcloak": "stegcloak", "vercel-stega": "stega", "vercel-stega-legacy": "stega-legacy",
         "unicode-tags": "unicode-tags", "variation-selector-bytes": "variation-selectors",
         "c2pa-text-wrapper": "c2pa-text-wrapper", "c2pa-text-wrapper-corrupt": "c2pa-text-wrapper",
         "zero-width-binary": "zero-width-binary", "nnbsp-suspicion": "narrow-spaces",
         "bidi-controls": "bidi-controls", "homoglyph-mixed-script": "homoglyphs", "invisible-run": "invisible-run"}
bad = good = 0


def payload(mark):
    for a in mark.get("attrs") or []:
        if a["name"] == "hex":
            return bytes.fromhex(a["value"])
    return (mark["value"] or "").encode()


def attr(mark, name):
    return next((a["value"] for a in mark.get("attrs") or [] if a["name"] == name), None)


for w, line in zip(want, run.stdout.splitlines()):
    got = json.loads(line)
    marks = [m for m in got["marks"] if m["finder"] == "hidden-text"]
    if w["kind"] == "control":
        said = f"alarm {[(m['name'], attr(m, 'count')) for m in marks]}" if marks else None
    else:
        hit = [m for m in marks if m["name"] == names[w["kind"]]]
        said = None if hit else f"not found; {[m['name'] for m in marks]}"
        if hit and w["kind"] == "stegcloak":
            mode = {"plain": "plain", "aes": "aes", "aeshmac": "aes-hmac"}[w["mode"]]
            if attr(hit[0], "mode") != mode:
                said = f"mode {attr(hit[0], 'mode')}, wanted {mode}"
            elif mode == "plain" and payload(hit[0])[:150] != w["secret"].encode()[:150]:
                said = f"payload {payload(hit[0])[:60]}"
        elif hit and "json" in w:
            text = payload(hit[0]).decode(errors="replace").split("\0")[0]
            full = json.dumps(w["json"], ensure_ascii=False, separators=(",", ":"))
            if not full.startswith(text[:60]):
                said = f"payload {text[:80]}, wanted {full[:80]}"
        elif hit and "decoded" in w and payload(hit[0]) != w["decoded"].encode():
            said = f"payload {payload(hit[0])}"
        elif hit and "decoded_hex" in w:
            whole = bytes.fromhex(w["decoded_hex"])
            if payload(hit[0]) != whole[:100] and payload(hit[0]) != whole:
                said = f"payload {payload(hit[0]).hex()[:80]}"
    good += said is None
    bad += said is not None
    if said:
        print(f"{w['file']} ({w['kind']}): {said}")
print(f"{good} hold, {bad} do not")
sys.exit(bad > 0 or not good)
