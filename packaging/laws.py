#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""laws.py - docs/laws.md, made from the rule packs.

Run it from the top folder after a pack has changed; --check compares only."""
import glob
import re
import sys

ORDER = "kr cn eu us-ca us-ny us-ut-wa in vn kz iptc".split()
HEAD = """# The rules

Made from `src/law/packs/*.rules` by `packaging/laws.py`; do not edit. How they
are evaluated stands in [law.md](law.md). This is no legal advice.
"""


def stanzas(path):
    one = None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip()
        if line.startswith("["):
            if one:
                yield one
            one = (line.strip("[]").split(), [])
        elif not line or line.startswith("#") or not one:
            continue
        elif line.startswith(" "):
            one[1][-1][1] += " " + line.strip()
        else:
            one[1].append(line.split(None, 1))
    if one:
        yield one


def rule(name, lines):
    first = dict(reversed([(k, v) for k, v in lines]))
    dates = first.get("from", "") + (" to " + first["to"] if "to" in first else "")
    out = [f"\n### `{name}`\n", first["say.ko"], "", first["say.en"], ""]
    if "fix.ko" in first:
        out += ["- 조치: " + first["fix.ko"], "- To mend: " + first["fix.en"]]
    out.append(f"- {first['cite']} ({first['basis']}; {first.get('severity', 'error')}"
               + (f"; from {dates}" if dates else "") + ")")
    out += [f"- {k}: `{v}`" for k, v in lines if k in ("when", "need", "else", "unless")]
    out += [f"- {k}: {v.split(' -- ', 1)[1]}" for k, v in lines
            if k in ("pass", "fail", "warn", "info", "unknown") and " -- " in v]
    return "\n".join(out)


def page():
    out = [HEAD]
    found = {re.sub(r".*/|\.rules", "", p): p for p in glob.glob("src/law/packs/*.rules")}
    for law in sorted(found, key=ORDER.index):
        for (kind, name), lines in stanzas(found[law]):
            if kind == "law":
                first = dict(map(tuple, lines))
                out.append(f"\n## {name}: {first['title.en']}\n\n{first['title.ko']}. "
                           f"Sources last looked at {first['checked']}.")
            else:
                out.append(rule(name, lines))
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    text = page()
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if text == open("docs/laws.md", encoding="utf-8").read()
                 else "docs/laws.md is not what the packs say: run packaging/laws.py")
    open("docs/laws.md", "w", encoding="utf-8").write(text)
