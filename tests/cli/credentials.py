#!/usr/bin/env python3
"""credentials.py - cases of tests/data/credentials against our verdict.

A case is
    = NAME
    # why, with the paragraph
    want STATE CODE...      failure codes of the active manifest and its
                            ingredients, and +CODE for others that must be there
    note WORDS              of a note of ours that must be there
    peer STATE CODE...      where the reference's build says otherwise
    let NAME WORDS          what $NAME is in the recipe; before the first case,
                            of all cases of the file
    like NAME               the recipe and the words of another case above
    init NAME               this is a fragment, and that case its beginning
    a recipe; without `file`, the words of a credential in a small PNG
In a recipe %N{ ... }% stands N times, with ~ for which time it is, ~~ for the
time before.  No case may take more than two seconds of a processor."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

build, peer = os.environ.get("B", "build/release"), os.environ.get("PEER", "")
NOW = "1795392000"  # 2026-11-23
SECONDS = 2 if "asan" not in build else 20
PNG = ("file png png chunk IHDR { u32 8 u32 8 x0802000000 }\nchunk caBX { credential 8 4 {\n%s\n} }\n"
       "grey-png 8 8\nchunk IEND { }\n")


def cases(path):
    case, all_of_them, usual = None, {}, {}
    for line in open(path, encoding="utf-8"):
        word, _, rest = line.strip().partition(" ")
        if word == "=":
            if case:
                yield case
            case = {"name": rest.strip(), "body": "", "note": [], "let": dict(usual)}
            all_of_them[case["name"]] = case
        elif word == "like":
            case["body"] = all_of_them[rest]["body"]
            case["let"] = dict(all_of_them[rest]["let"])
        elif word == "init":
            case["init"] = rest
        elif word == "let":
            name, _, value = rest.partition(" ")
            (case["let"] if case else usual)[name] = value
        elif word in ("want", "peer"):
            case[word] = rest.split()
        elif word == "note":
            case["note"].append(rest)
        elif case and word != "#":
            case["body"] += line
    if case:
        yield case


def recipe_of(case):
    body = case["body"] if case["body"].lstrip().startswith("file ") else PNG % case["body"]
    for _ in range(4):  # words may use others
        body = re.sub(r"\$(\w+)", lambda m: case["let"].get(m.group(1), ""), body)
    return re.sub(r"%(\d+)\{(.*?)\}%", lambda m: " ".join(m.group(2).replace("~~", str(i - 1)).replace("~", str(i)) for i in range(int(m.group(1)))), body, flags=re.S)


def judged(files, command):
    out = subprocess.run(command, capture_output=True, text=True, input="\n".join(files), check=True)
    return [json.loads(l) for l in out.stdout.splitlines()]


def differs(want, got):
    failures = {w for w in want[1:] if not w.startswith("+")}
    others = {w[1:] for w in want[1:] if w.startswith("+")}
    seen = set(got.get("success", [])) | set(got.get("informational", []))
    return (got["state"] != want[0] or (want[0] != "error" and set(got["failure"]) | set(got.get("deltas", [])) != failures)
            or (want[0] == "error" and not failures <= set(got.get("failure", [])))
            or not others <= seen)


bad = 0
with tempfile.TemporaryDirectory() as folder:
    all_cases, files, paths = [], [], {}
    for path in sorted(glob.glob("tests/data/credentials/*.txt")):
        for case in cases(path):
            body = recipe_of(case)
            recipe = os.path.join(folder, case["name"] + ".recipe")
            open(recipe, "w", encoding="utf-8").write(body)
            made = subprocess.run([build + "/gen", recipe, os.path.join(folder, case["name"])], capture_output=True, text=True)
            ending = body.split()[1]
            if made.returncode:
                print(f"{case['name']}: {made.stderr.strip()}")
                bad += 1
                continue
            all_cases.append(case)
            paths[case["name"]] = os.path.join(folder, f"{case['name']}.{ending}")
            files.append((paths[case["init"]] + "\t" if "init" in case else "") + paths[case["name"]])
    ours = judged(files, [build + "/tools/credential", NOW, "-signers", "corpus/keys/authority.pem", "-"])
    for case, got in zip(all_cases, ours, strict=True):
        lost = [n for n in case["note"] if not any(n in said for said in got["notes"])]
        if got["cpu"] > SECONDS:
            lost.append(f"{got['cpu']} s")
        if differs(case["want"], got) or lost:
            bad += 1
            print(f"{case['name']}: want {' '.join(case['want'])} {lost or ''}\n    ours: {got['state']} {sorted(set(got['failure'] + got['deltas']))} {got['informational']} {got['notes']} {got['limit']}")
    if peer:
        theirs = judged(files, ["node", "tests/tools/credential_peer.mjs", peer, "corpus/keys/authority.pem"])
        for case, got in zip(all_cases, theirs, strict=True):
            want = [w for w in case.get("peer", case["want"]) if not w.startswith("+")]
            if want != ["-"] and differs(want, got):
                bad += 1
                print(f"{case['name']}: of the peer {' '.join(want)} is said\n    peer: {got['state']} {sorted(set(got.get('failure', []) + got.get('deltas', [])))} {got.get('informational')} {got.get('error', '')}")
            if want != ["-"] and "peer" in case and not differs(case["want"], got):
                print(f"{case['name']}: the peer agrees by now")
print(f"{len(all_cases)} cases{', the peer asked' if peer else ''}, {bad} wrong")
sys.exit(bad > 0 or not all_cases)
