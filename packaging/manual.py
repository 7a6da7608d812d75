#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# manual.py - write the commands' section of src/cli/genmark.1 again, from the
# programs' own option tables; the rest of the page is written by hand.
import os, re, subprocess

genmark = os.environ.get("B", "build/release") + "/genmark"
page = "src/cli/genmark.1"


def run(*args):
    return subprocess.run([genmark, *args], capture_output=True, text=True,
                          env={"LANG": "C"}, check=False).stdout.split("\n")


def esc(s):
    return s.replace("\\", "\\\\").replace("-", "\\-")


def sentence(s):
    return esc(s[0].upper() + s[1:].rstrip(".")) + "."


def option(lines, i):
    """One option of the help: its lines, and how many of the help it took."""
    m = re.match(r"^  (?:-(\w), |    )--(\S+)(?: (\S+))?(?:  +(.*))?$", lines[i])
    if not m:
        return [], 1
    letter, name, arg, text = m.groups()
    took = 1 if text else 2
    text = text or lines[i + 1].strip()
    optional = None
    if "[=" in name:
        name, optional = name[:-1].split("[=")
    head = f"\\fB\\-{letter}\\fR, " if letter else ""
    head += f"\\fB\\-\\-{esc(name)}\\fR"
    if optional:
        head += f"[=\\fI{esc(optional)}\\fR]"
    elif arg:
        head += f" \\fI{esc(arg)}\\fR"
    return [".TP", head, sentence(text)], took


def command(name):
    lines = run(name, "--help")
    out = [f'.SS "{esc(lines[0].split(": ", 1)[1])}"', sentence(lines[2])]
    shown, i = [], 3
    while i < len(lines):
        if lines[i] == "Examples:":
            while lines[i + 1].startswith("  "):
                shown.append((lines[i + 1].strip(), lines[i + 2].strip()))
                i += 2
            i += 1
            continue
        made, took = option(lines, i)
        out += made
        i += took
    if shown:
        out += [".PP", "Examples:"]
    for line, says in shown:
        out += [".PP", ".nf", ".RS", esc(line), ".RE", ".fi", ".RS 10", esc(says), ".RE"]
    return out


help_lines = run("--help")
at = help_lines.index("Commands:") + 1
names = []
while help_lines[at].strip():
    names.append(help_lines[at].split()[0])
    at += 1
old = open(page, encoding="utf-8").read()
head, rest = old.split(".SH COMMANDS\n", 1)
tail = rest[rest.index(".SH FACTS"):]
made = "\n".join(l for n in names for l in command(n))
open(page, "w", encoding="utf-8").write(f"{head}.SH COMMANDS\n{made}\n{tail}")
