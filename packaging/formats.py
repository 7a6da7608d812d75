#!/usr/bin/env python3
"""formats.py - the table of formats in README.md, from `genmark formats`; with
--check it only tells whether the table is what the program says."""
import json
import os
import subprocess
import sys

tool = os.path.join(os.environ.get("B", "build/release"), "genmark")
rows = [json.loads(l) for l in subprocess.run([tool, "formats", "--json"], capture_output=True, text=True,
                                               check=True).stdout.splitlines()]
# what a build may lack (src/base/plug.h): the table is the same for every build
optional = {"gif", "tiff", "heif", "avif", "jxl"}
table = "| format | media | pixels | verified by |\n|---|---|---|---|\n"
for r in rows:
    table += f"| {r['format']} | {r['media']} | {'optional' if r['format'] in optional else 'yes' if r['pixels'] else ''} | {r['verified']} |\n"
begin, end = "<!-- formats: made by packaging/formats.py -->\n", "<!-- end of formats -->\n"
text = open("README.md", encoding="utf-8").read()
head, rest = text.split(begin)
old, tail = rest.split(end)
if "--check" in sys.argv:
    if old != table:
        print("README.md: the table of formats is old; run packaging/formats.py")
    sys.exit(old != table)
open("README.md", "w", encoding="utf-8").write(head + begin + table + end + tail)
