#!/usr/bin/env python3
"""golden.py - what genmark says of every corpus file, against what a person
wrote beside it.

Beside corpus/FORMAT/NAME.EXT stands NAME.json: a case or a list of cases
  {"why": "one sentence", "args": ["--fact", "role=provider"], "exit": 3,
   "expect": {...}}
`expect` is a part of the output: a map must hold each of its keys, each
element of a list must be met by some element of the output's list, a number or
text must be equal.  {"none": X} says that no element of the list meets X, and
{"count": N} that the list has N elements."""
import json
import os
import subprocess
import sys


def miss(want, got, at):
    """The first place where got does not hold want, or None."""
    if isinstance(want, dict) and isinstance(got, list):
        if "none" in want and any(miss(want["none"], g, at) is None for g in got):
            return f"{at}: {json.dumps(want['none'])} must not be there"
        if "count" in want and len(got) != want["count"]:
            return f"{at}: {len(got)} elements, wanted {want['count']}"
        return None
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return f"{at}: wanted a map, got {json.dumps(got)}"
        for k, v in want.items():
            if k not in got:
                return f"{at}.{k}: not there"
            bad = miss(v, got[k], f"{at}.{k}")
            if bad:
                return bad
        return None
    if isinstance(want, list):
        if not isinstance(got, list):
            return f"{at}: wanted a list, got {json.dumps(got)}"
        for w in want:
            if all(miss(w, g, at) for g in got):
                return f"{at}: none is {json.dumps(w, ensure_ascii=False)}"
        return None
    return None if want == got else f"{at}: {json.dumps(got)}, wanted {json.dumps(want)}"


def cases(path):
    with open(path, encoding="utf-8") as f:
        c = json.load(f)
    return c if isinstance(c, list) else [c]


def main():
    tool = os.path.join(os.environ.get("B", "build/release"), "genmark")
    only = sys.argv[1:]
    bad = good = 0
    lonely = []
    for folder, dirs, names in sorted(os.walk("corpus")):
        dirs.sort()
        parts = folder.split(os.sep)
        if len(parts) < 2 or parts[1] in ("gen", "recipes", "keys"):
            continue
        for name in sorted(names):
            path = os.path.join(folder, name)
            stem = os.path.splitext(path)[0]
            if name.endswith(".json") and os.path.exists(f"corpus/recipes/{stem[7:]}.txt"):
                continue
            if only and not any(o in path for o in only):
                continue
            if not os.path.exists(f"corpus/recipes/{stem[7:]}.txt"):
                continue  # a profile or a manifest
            if not os.path.exists(stem + ".json"):
                lonely.append(path)
                continue
            for c in cases(stem + ".json"):
                if not c.get("why"):
                    print(f"{stem}.json: a case without its why")
                    bad += 1
                    continue
                run = subprocess.run([tool, "check", "--json", *c.get("args", []), path],
                                     capture_output=True, timeout=60)
                try:
                    said = miss(c["expect"], json.loads(run.stdout.split(b"\n")[0]), "")
                except ValueError:
                    said = f"no JSON: {run.stderr.decode(errors='replace')[:200]}"
                if not said and "exit" in c and run.returncode != c["exit"]:
                    said = f"exit {run.returncode}, wanted {c['exit']}"
                if said:
                    print(f"{path} {' '.join(c.get('args', []))}: {said}\n    why: {c['why']}")
                bad += bool(said)
                good += not said
    for path in lonely:
        print(f"{path}: no expectation beside it")
    print(f"{good} cases hold, {bad} do not, {len(lonely)} files without a case")
    return 1 if bad or lonely or not good else 0


sys.exit(main())
