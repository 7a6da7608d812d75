# SPDX-License-Identifier: Apache-2.0
# metadata_slots.py FIELDS DIR OWN DIFFERENCES
#
# Runs our lister and exiftool over every picture below DIR, and
# the raw pictures and EPS of OWN (the corpus made from recipes), and compares the
# values of the tags that finders look at, in both directions: a value that
# only one side has is a difference.  Each must be listed with a reason in
# DIFFERENCES, and each listed one must still occur.
import fnmatch, json, os, re, subprocess, sys

XMP = {
    "XMP-iptcExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "XMP-photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "XMP-xmp": "http://ns.adobe.com/xap/1.0/",
    "XMP-dc": "http://purl.org/dc/elements/1.1/",
    "XMP-exif": "http://ns.adobe.com/exif/1.0/",
    "XMP-tiff": "http://ns.adobe.com/tiff/1.0/",
}
XMP_TAGS = {
    "XMP-iptcExt": ["DigitalSourceType", "DigitalSourceFileType",
                    "AISystemUsed", "AIPromptInformation"],
    "XMP-photoshop": ["Credit", "Headline", "Source"],
    "XMP-xmp": ["CreatorTool"],
    "XMP-dc": ["Creator", "Description", "Title", "Rights", "Subject"],
    "XMP-exif": ["UserComment"],
    "XMP-tiff": ["Software", "Make", "Model", "Artist"],
}
EXIF_TAGS = ["Software", "Artist", "ImageDescription", "Make", "Model",
             "Copyright", "UserComment", "XPComment", "XPTitle"]
IPTC_TAGS = {"By-line": "2:80", "Caption-Abstract": "2:120",
             "Credit": "2:110", "Source": "2:115", "ObjectName": "2:5",
             "Headline": "2:105", "Keywords": "2:25",
             "CopyrightNotice": "2:116", "OriginatingProgram": "2:65",
             "SpecialInstructions": "2:40", "Writer-Editor": "2:122"}
IFD = {"IFD0": "IFD0", "ExifIFD": "Exif"}
NOT_TEXT = re.compile("date|time", re.I)  # exiftool writes them its own way


def plain(v):
    """What a value is without what the two sides write differently: blanks,
    and what stands for bytes that are no character."""
    if isinstance(v, bool):
        v = str(v).lower()
    s = re.sub(r"[\s\x00-\x1f]+", " ", str(v)).strip()
    return re.sub(r"[^\x21-\x7e]+|\?", "", s)


def unescape(s):
    out = re.sub(rb"\\(n|\\|x[0-9a-f]{2})",
                 lambda m: b"\n" if m[1] == b"n" else b"\\" if m[1] == b"\\"
                 else bytes([int(m[1][1:], 16)]), s)
    return out.decode("utf-8", "replace")


def ours(lister, files):
    """{file: {tag: set of values}}, tags named as exiftool names them."""
    xmp = {(XMP[g], t.lower()): g + ":" + t for g in XMP_TAGS
           for t in XMP_TAGS[g]}
    iptc = {v: "IPTC:" + k for k, v in IPTC_TAGS.items()}
    ifd = {v: k for k, v in IFD.items()}
    out, now, text = {}, None, subprocess.run(
        [lister] + files, stdout=subprocess.PIPE, check=True).stdout
    for line in text.split(b"\n"):
        cols = line.split(b"\t")
        if cols[0] == b"FILE":
            now = out.setdefault(cols[1].decode(), {})
        if cols[0] != b"field":
            continue
        space, ns, name = (unescape(c) for c in cols[1:4])
        value, tag = unescape(cols[6]), None
        if space == "xmp":
            tag = xmp.get((ns, name.lower()))
        elif space == "exif" and ns in ifd and name in EXIF_TAGS:
            tag = ifd[ns] + ":" + name
        elif space == "iptc":
            tag = iptc.get(name)
        elif space == "comment":
            tag = "File:Comment"
        elif space == "pair" and ns in ("tEXt", "zTXt", "iTXt") \
                and not NOT_TEXT.search(name):
            tag = "PNG:" + re.sub("[^a-z0-9]", "", name.lower())
        if tag and plain(value):
            now.setdefault(tag, set()).add(plain(value))
    return out


def theirs(files, names):
    """The same from exiftool; names: the PNG keys that we know of."""
    run = subprocess.run(["exiftool", "-j", "-G1:4", "-a", "-@", "-"],
                         input="\n".join(files).encode(),
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out, types = {}, {}
    for item in json.loads(run.stdout.decode("utf-8", "replace"),
                           parse_float=str, parse_int=str):
        f = item["SourceFile"]
        now = out.setdefault(f, {})
        for key, value in item.items():
            parts = key.split(":")
            group = re.sub(r"^IPTC\d+$", "IPTC", parts[0])
            name = parts[-1]
            if key.endswith(":FileType"):
                types[f] = value
            name = name.split("-")[0] if group in XMP else name
            tag = None
            if group in XMP_TAGS and name in XMP_TAGS[group]:
                tag = group + ":" + name
            elif group in IFD and name in EXIF_TAGS:
                tag = group + ":" + name
            elif group == "IPTC" and name in IPTC_TAGS:
                tag = "IPTC:" + name
            elif key == "File:Comment" or \
                    (group in ("File", "GIF") and name == "Comment"):
                tag = "File:Comment"
            elif group == "PNG":
                # "Title", or "Title-ja" of an iTXt chunk with a language
                for n in (name, name.rsplit("-", 1)[0]):
                    low = "PNG:" + re.sub("[^a-z0-9]", "", n.lower())
                    tag = tag or (low if low in names.get(f, ()) else None)
            for v in value if isinstance(value, list) else [value]:
                if tag and plain(v):
                    now.setdefault(tag, set()).add(plain(v))
    return out, types


def listed(path):
    """The differences of the page: | `file` | `tag` | reason |"""
    out = {}
    for line in open(path, encoding="utf-8"):
        m = re.match(r"\| `([^`]+)` \| `([^`]+)` \| (.+) \|$", line)
        if m:
            out[m[1], m[2]] = m[3]
    return out


def main():
    lister, top, own, page = sys.argv[1:5]
    files = sorted(
        os.path.join(d, f) for d, _, fs in os.walk(top) for f in fs
        if f.lower().rsplit(".", 1)[-1] in
        ("png", "jpg", "jpeg", "webp", "jpe", "gif", "tif", "tiff", "dng",
         "svg"))
    files += sorted(
        os.path.join(d, f) for d, _, fs in os.walk(own) for f in fs
        if f.rsplit(".", 1)[-1] in
        ("cr2", "cr3", "nef", "orf", "rw2", "raf", "eps"))
    mine = ours(lister, files)
    their, types = theirs(files, mine)
    known, seen = listed(page), set()
    bad = values = compared = differ = 0
    for f in files:
        if types.get(f) not in ("PNG", "APNG", "JPEG", "WEBP", "GIF", "TIFF",
                                "Extended WEBP", "DNG", "SVG", "CR2", "CR3", "CRX",
                                "NEF", "ORF", "RAW", "RW2", "RAF", "EPS"):
            continue
        compared += 1
        a, b = mine.get(f, {}), their.get(f, {})
        for tag in sorted(set(a) | set(b)):
            x, y = a.get(tag, set()), b.get(tag, set())
            values += len(x | y)
            if x == y:
                continue
            name = (os.path.relpath(f, top if f.startswith(top) else
                                    os.path.dirname(own)), tag)
            differ += 1
            row = [k for k in known if fnmatch.fnmatchcase(name[0], k[0])
                   and fnmatch.fnmatchcase(name[1], k[1])]
            seen.update(row)
            if row:
                continue
            bad += 1
            print(f"{name[0]} {tag}")
            for v in sorted(x - y):
                print("    only ours:", v[:150])
            for v in sorted(y - x):
                print("    only exiftool's:", v[:150])
    for name in sorted(set(known) - seen):
        bad += 1
        print("listed and no more:", *name)
    print(f"{compared} pictures, {values} values, {differ} tags differ, "
          f"{bad} without a listed reason")
    sys.exit(bad > 0)


main()
