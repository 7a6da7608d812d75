# SPDX-License-Identifier: Apache-2.0
"""item.seconds beside exiftool: equal to a hundredth wherever both tell one,
and nothing told that exiftool does not tell."""
import json
import os
import subprocess
import sys

KINDS = (".mp4", ".mov", ".m4v", ".m4a", ".3gp", ".mkv", ".webm", ".flac")


def lines(program, paths):
    run = subprocess.run([program, "check", "--json", "--law", "none", "--fast"] + paths,
                         stdout=subprocess.PIPE, check=False)
    return {i["path"]: i.get("seconds") for i in
            (json.loads(line)["item"] for line in run.stdout.splitlines())}


def main(program, corpus):
    paths = [os.path.join(top, f) for top, _, files in os.walk(corpus)
             for f in files if f.lower().endswith(KINDS)]
    run = subprocess.run(["exiftool", "-j", "-n", "-Duration"] + paths,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    theirs = {d["SourceFile"]: d.get("Duration") for d in json.loads(run.stdout or "[]")}
    ours, both, bad = lines(program, paths), {}, 0
    for path in paths:
        want, got = theirs.get(path), ours.get(path)
        want = want if isinstance(want, (int, float)) and want > 0 else None
        if want is None and got is None:
            continue
        if want is None or got is None or abs(want - got) > .01:
            print(path, "exiftool:", want, "here:", got)
            bad += 1
        else:
            kind = os.path.splitext(path)[1]
            both[kind] = both.get(kind, 0) + 1
    print("the same:", both, "otherwise:", bad)
    return 1 if bad or not both else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
