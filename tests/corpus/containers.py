# SPDX-License-Identifier: Apache-2.0
# containers.py FIELDS DIR OWN DIFFERENCES
#
# Runs our lister and exiftool over the sound, films and documents below DIR
# and OWN, the corpus made from recipes, and compares texts in both directions: each value of exiftool's groups for
# these containers must be one of our fields of the same file, and each of our
# fields from these containers one of its values.  exiftool renames and
# renders what it knows, so values are compared and not names; numbers, dates
# and words for numbers are left out on both sides.  What differs must be
# listed with a reason in DIFFERENCES, and each listed one must still occur.
import fnmatch, json, os, re, subprocess, sys

ENDINGS = ("mp4", "mov", "m4a", "pdf", "docx", "xlsx", "pptx", "mp3", "wav",
           "ogg", "opus", "flac", "mkv", "webm", "avi", "aiff", "aif", "aifc",
           "ape", "wv", "mpc", "wma", "wmv", "asf", "flv", "doc", "xls", "ppt",
           "crw", "x3f")
GROUPS = re.compile(r"^(ItemList|Keys|UserData|ID3v\d.*|Vorbis|RIFF|Matroska|"
                    r"PDF|XML|iTunes|FlashPix|APE|AIFF|ASF|Flash|CanonRaw|"
                    r"SigmaRaw)$")
SPACES = ("ilst", "udta", "id3", "id3v1", "vorbis", "info", "riff", "bext",
          "matroska", "pdf", "ooxml-core", "ooxml-app", "ooxml-custom", "ole",
          "ape", "aiff", "asf", "onMetaData", "ciff", "x3f")
# What exiftool says of structure and not by quoting a text of the file.
STRUCTURE = {
    "RIFF": {"Encoding", "AudioCodec", "VideoCodec", "StreamType", "Quality",
             "MaxDataRate", "SampleSize", "MakerNotes"},
    "ID3v1": {"Genre"},
    "XML": {"DocSecurity", "TotalEditTime"},
    "PDF": {"Linearized", "PageLayout", "PageMode", "TaggedPDF", "Encryption",
            "UserAccess", "Language"},
    "Matroska": {"DocType"},
    "SigmaRaw": {"MarkBits", "ImageUniqueID"},
    "ASF": {"ErrorCorrectionType", "StreamType", "AudioCodecName"},
    "FlashPix": {"CodePage", "System", "Identification", "DocFlags",
                 "LanguageCode", "CompObjUserType", "TotalEditTime"},
}


def plain(v):
    s = re.sub(r"[\s\x00-\x1f]+", " ", str(v)).strip()
    return re.sub(r"[^\x21-\x7e]+|\?|,", "", s)


def telling(v):
    """Whether a value is a text that only its writer can have chosen."""
    return len(v) >= 4 and not re.fullmatch(
        r"(D:)?[-+\d.,:/TZ'() ]*(s|kbps|Hz|MB|kB)?|true|false", v, re.I)


def unescape(s):
    out = re.sub(rb"\\(n|\\|x[0-9a-f]{2})",
                 lambda m: b"\n" if m[1] == b"n" else b"\\" if m[1] == b"\\"
                 else bytes([int(m[1][1:], 16)]), s)
    return out.decode("utf-8", "replace")


def ours(lister, files):
    out, now = {}, None
    run = subprocess.run([lister] + files, stdout=subprocess.PIPE, check=True)
    for line in run.stdout.split(b"\n"):
        cols = line.split(b"\t")
        if cols[0] == b"FILE":
            now = out.setdefault(cols[1].decode(), {})
        if cols[0] != b"field" or cols[1] != b"pair":
            continue
        space, name = unescape(cols[2]), unescape(cols[3])
        value = plain(unescape(cols[6]))
        if space in SPACES and telling(value):
            now.setdefault(value, space + ":" + name)
    return out


def theirs(files):
    run = subprocess.run(["exiftool", "-j", "-G1:4", "-a", "-b", "-@", "-"],
                         input="\n".join(files).encode(),
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = {}
    for item in json.loads(run.stdout.decode("utf-8", "replace"),
                           parse_float=str, parse_int=str):
        now = out.setdefault(item["SourceFile"], {})
        for key, value in item.items():
            group, name = key.split(":")[0], key.split(":")[-1]
            if group == "XMP-dc" and "ZIP:ZipFileName" in item:
                group = "XML"  # core properties
            if not GROUPS.match(group) or name in STRUCTURE.get(group, ()):
                continue
            for v in value if isinstance(value, list) else [value]:
                if name == "UserDefinedText":  # "(its key) text"
                    v = re.sub(r"^\([^)]*\) ", "", v)
                if isinstance(v, str) and not v.startswith("base64:") and \
                        telling(plain(v)):
                    now.setdefault(plain(v), group + ":" + name)
    return out


def listed(path):
    out = set()
    for line in open(path, encoding="utf-8"):
        m = re.match(r"\| `([^`]+)` \| `([^`]+)` \| (.+) \|$", line)
        if m:
            out.add((m[1], m[2]))
    return out


def main():
    lister, top, own, page = sys.argv[1:5]
    files = sorted(os.path.join(d, f)
                   for part in (os.path.join(top, "metadata"),
                                os.path.join(top, "c2pa"), own)
                   for d, _, fs in os.walk(part)
                   for f in fs if f.lower().rsplit(".", 1)[-1] in ENDINGS)
    a, b = ours(lister, files), theirs(files)
    known, seen = listed(page), set()
    bad = same = 0
    for f in files:
        x, y = a.get(f, {}), b.get(f, {})
        same += len(set(x) & set(y))
        for who, left, right in (("ours", x, y), ("exiftool's", y, x)):
            for v in sorted(set(left) - set(right)):
                name = (os.path.relpath(f, top if f.startswith(top) else
                                        os.path.dirname(own)), left[v])
                row = [k for k in known if fnmatch.fnmatchcase(name[0], k[0])
                       and fnmatch.fnmatchcase(name[1], k[1])]
                seen.update(row)
                if not row:
                    bad += 1
                    print(f"{name[0]} {name[1]} only {who}: {v[:100]}")
    for name in sorted(known - seen):
        bad += 1
        print("listed and no more:", *name)
    print(f"{len(files)} files, {same} texts the same on both sides, "
          f"{bad} differences without a listed reason")
    sys.exit(bad > 0 or same == 0)


main()
