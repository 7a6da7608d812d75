#!/usr/bin/env python3
"""c2pa.py - our verdict on every file of the corpus against the reference's:
the same state, and the same set of failure codes of the active manifest."""
import json
import os
import subprocess
import sys

shared, build = os.environ["SHARED"], os.environ["B"]
folder, trust = os.path.join(shared, "corpus/c2pa"), os.path.join(shared, "c2pa/trust")
NOW = "1795521600"  # the reference's frozen clock: 2026-11-24T12:00:00Z
SETTINGS = {
    "test": ["-signers", "test_cert_root_bundle.pem"],
    "gen": ["-signers", "gen-roots.pem", "-signers", "test_cert_root_bundle.pem"],
    "real": ["-signers", "C2PA-TRUST-LIST.pem", "-tsa", "C2PA-TSA-TRUST-LIST.pem",
             "-signers", "interim-anchors.pem", "-allowed", "interim-allowed.pem"],
}

def wanted(row):
    if "error" in row:
        e = row["error"]
        if "JumbfNotFound" in e or "UnsupportedType" in e:
            return "none", None
        return ("remote" if "RemoteManifestUrl" in e else "error"), None
    return row["state"].lower(), {c for c in row["failure"] if not c.startswith("cawg.")}


def names(row):
    """The file, behind its initialization segment if it is a fragment."""
    path = os.path.join(folder, row["path"])
    return os.path.join(folder, row["init"].removeprefix("corpus/")) + "\t" + path if "init" in row else path


def kind_of(path):
    with open(path, "rb") as f:
        head = f.read(16)
    for magic, at, name in ((b"\x89PNG", 0, "png"), (b"\xff\xd8", 0, "jpeg"), (b"WEBP", 8, "webp"), (b"jumb", 4, "c2pa"),
                            (b"ftyp", 4, "bmff"), (b"GIF8", 0, "gif"), (b"%PDF", 0, "pdf"), (b"II*\0", 0, "tiff"),
                            (b"MM\0*", 0, "tiff"), (b"ID3", 0, "id3"), (b"PK\3\4", 0, "zip"), (b"WAVE", 8, "wav"),
                            (b"AVI ", 8, "avi"), (b"JXL ", 4, "jxl"), (b"<svg", 0, "svg"), (b"<?xml", 0, "svg")):
        if head[at:at + len(magic)] == magic:
            return name
    return "other"


# The differences that docs/c2pa-differences.md explains.
known = {}
page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/c2pa-differences.md")
if os.path.exists(page):
    for line in open(page, encoding="utf-8"):
        if line.startswith("| `"):
            cells = [c.strip() for c in line.strip().strip("|").split("|")]
            known[cells[0].strip("`")] = cells[1]

rows = [json.loads(l) for l in open(os.path.join(folder, "expected.jsonl"), encoding="utf-8")]
states, codes, total, coded, by_kind, listed, told = 0, 0, 0, 0, {}, 0, 0
for setting, args in SETTINGS.items():
    args = [a if a.startswith("-") else os.path.join(trust, a) for a in args]
    args += ["-usages", os.path.join(trust, "store.cfg")]
    here = [r for r in rows if setting in r["rs"]]
    out = subprocess.run([os.path.join(build, "tools/credential"), NOW, *args, "-"], capture_output=True, text=True,
                         input="\n".join(names(r) for r in here), check=True)
    for r, line in zip(here, out.stdout.splitlines(), strict=True):
        got = json.loads(line)
        kind = kind_of(os.path.join(folder, r["path"]))
        state, failure = wanted(r["rs"][setting])
        total += 1
        tally = by_kind.setdefault(kind, [0, 0])
        tally[0] += 1
        name = os.path.basename(r["path"])
        same = got["state"] == state
        same_codes = failure is None or set(got["failure"]) == failure
        coded += failure is not None
        codes += failure is not None and same_codes
        states += same
        told += failure is not None and all(
            {c for c in r["rs"][setting][k] if not c.startswith("cawg.")} == set(got[k]) for k in ("success", "informational"))
        if same and same_codes:
            continue
        tally[1] += 1
        if not same and name in known:
            listed += 1
        print(f"{setting} {kind} {r['path']}\n    reference: {state} {sorted(failure or [])} {r['rs'][setting].get('error', '')[:100]}"
              f"\n    ours:      {got['state']} {sorted(got['failure'])} {got['notes']} {got['limit']}")
for kind, (n, bad) in sorted(by_kind.items()):
    print(f"  {kind}: {n} verdicts, {bad} differ")
print(f"{total} verdicts: state {states} ({listed} differences listed), failure codes {codes} of {coded}, "
      f"success and informational codes {told} of {coded}")
sys.exit(states + listed != total or min(codes, told) < 0.99 * coded or not total)
