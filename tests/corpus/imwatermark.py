#!/usr/bin/env python3
"""imwatermark.py - our reading of every picture against the peer's: the same
bits in both pixel domains for each payload length, r within 1e-4."""
import json
import os
import subprocess
import sys

folder = os.path.join(os.environ["SHARED"], "corpus/imwatermark")
want = [json.loads(l) for l in open(os.path.join(folder, "expected.jsonl"), encoding="utf-8")]
bits = {
    "sdv2": "".join(f"{b:08b}" for b in b"SDV2"),
    "flux46": f"{0x2AFE879CF52E:046b}",
    "sdxl": f"{0xB3EC907BB19E:048b}",
    "invokeai": "".join(f"{b:08b}" for b in b"InvokeAI"),
    "sdv1": "".join(f"{b:08b}" for b in b"StableDiffusionV1"),
    "test": "".join(f"{b:08b}" for b in b"test"),
}
run = subprocess.run([os.path.join(os.environ["B"], "tools/votes"), ",".join(f"{k}={v}" for k, v in bits.items())]
                     + [os.path.join(folder, w["file"]) for w in want], capture_output=True, text=True, check=True)
bad = tests = 0
for w, line in zip(want, run.stdout.splitlines()):
    got = json.loads(line)
    for method, score in (("dwtDct", "dct"), ("dwtDctSvd", "svd")):
        peer = w.get(method, {})
        for name, e in ({w["payload"]: peer} if "n" in peer else peer).items():
            for domain in ("u8", "f32"):
                if f"peer_{domain}" not in e:
                    continue
                tests += 1
                mine = got.get(f"{score}_{domain}_{name}")
                if mine != e[f"peer_{domain}"]:
                    bad += 1
                    print(f"{w['file']} {method} {name} {domain}: bits differ\n  {mine}\n  {e[f'peer_{domain}']}")
                r, mine = e.get(f"r_{domain}", e.get("r")), got.get(f"r_{score}_{domain}_{name}")
                if (r is None) != (mine is None) or (r is not None and abs(r - mine) > 1e-4):
                    bad += 1
                    print(f"{w['file']} {method} {name} {domain}: r {mine}, the peer has {r}")
print(f"{tests} readings, {bad} differ")
sys.exit(bad > 0 or not tests)
