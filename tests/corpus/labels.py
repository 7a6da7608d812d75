#!/usr/bin/env python3
"""labels.py - see labels.sh.  FULL=1: every file; otherwise five of them."""
import json
import os
import subprocess
import sys

root = os.path.join(os.environ["SHARED"], "corpus")
tool = os.path.join(os.environ["B"], "genmark")
with open(os.path.join(root, "visible/ocr/expected.jsonl"), encoding="utf-8") as f:
    want = [json.loads(l) for l in f]
if not os.environ.get("FULL"):
    want = [w for w in want if w["height_pct"] == 5][::3]
clean = sorted(os.listdir(os.path.join(root, "imwatermark/control")))[:: 1 if os.environ.get("FULL") else 6]
paths = [os.path.join(root, "visible/ocr", w["file"]) for w in want] + [
    os.path.join(root, "imwatermark/control", c) for c in clean]
run = subprocess.run([tool, "check", "--deep", "--json", "--law", "none", *paths], capture_output=True, text=True)
found = wrong = alarms = 0
for i, line in enumerate(run.stdout.splitlines()):
    marks = [m for m in json.loads(line)["marks"] if m["finder"] == "vendor-mark"]
    if i >= len(want):
        alarms += bool(marks)
        if marks:
            print(f"{paths[i]}: false alarm {marks[0]['value']}")
    elif marks:
        found += 1
        # the last word of a label is part of longer ones
        if not set(marks[0]["value"]) <= set(want[i]["text"]):
            wrong += 1
            print(f"{want[i]['file']}: {marks[0]['value']}, where {want[i]['text']} stands")
print(f"{found} of {len(want)} labels found, {wrong} of them as other words; {alarms} alarms on {len(clean)} clean pictures")
sys.exit(alarms > 0 or wrong > 0 or found * 2 < len(want))
