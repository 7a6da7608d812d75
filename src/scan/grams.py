#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# grams.py - count bytes and four-byte keys in sample text, and write grams.c.
#
#     grams.py CLASS=FILE[,FILE]... >grams.c
#
# One class a kind of text.  Lines seen before are left out, so that headers
# and menus repeated on every page of a manual do not count as language.
import sys

BITS = 14
SCALE = 20  # level L means about 2^(L - SCALE) of all places
MULTIPLIER = 0x9E3779B1


def key_of(word):
    return word | ((~word & 0x80808080) >> 2)


def unique_lines(names):
    seen, kept = set(), []
    for name in names:
        with open(name, "rb") as f:
            for line in f:
                if line not in seen:
                    seen.add(line)
                    kept.append(line)
    return b"".join(kept)


def grams(text):
    count = {}
    for i in range(len(text) - 3):
        word = text[i : i + 4]
        count[word] = count.get(word, 0) + 1
    slots = [0.0] * (1 << BITS)
    for word, n in count.items():
        key = key_of(int.from_bytes(word, "little"))
        slots[(key * MULTIPLIER & 0xFFFFFFFF) >> (32 - BITS)] += n / len(text)
    return slots


def level(p):
    n = 0
    while n < 15 and p * 2 ** SCALE >= 2 ** (n + 0.5):
        n += 1
    return n


def rows(values, width):
    out = []
    for i in range(0, len(values), width):
        out.append("    " + ", ".join(values[i : i + width]) + ",\n")
    return "".join(out)


def main():
    most = [0.0] * (1 << BITS)
    tables = []
    names = []
    for arg in sys.argv[1:]:
        name, files = arg.split("=")
        text = unique_lines(files.split(","))
        most = [max(a, b) for a, b in zip(most, grams(text))]
        tables.append([text.count(bytes([c])) / len(text) for c in range(256)])
        names.append(name)
    levels = [level(p) for p in most]
    packed = [levels[i] | levels[i + 1] << 4 for i in range(0, len(levels), 2)]
    print("/* SPDX-License-Identifier: Apache-2.0")
    print(" * grams.c - how often bytes and keys occur; written by grams.py from")
    print(" * text in these classes: " + ", ".join(names) + ". */")
    print('#include "scan/grams.h"\n\n/* clang-format off */')
    print("const uint16_t gram_bytes[GRAM_CLASSES][256] = {")
    for t in tables:
        print("{")
        print(rows([str(round(p * 65535)) for p in t], 16), end="")
        print("},")
    print("};\n\nconst uint16_t gram_most[256] = {")
    print(rows([str(round(max(p) * 65535)) for p in zip(*tables)], 16), end="")
    print("};\n\nconst uint8_t gram_levels[GRAM_SLOTS / 2] = {")
    print(rows([str(b) for b in packed], 20), end="")
    print("};\n/* clang-format on */")


main()
