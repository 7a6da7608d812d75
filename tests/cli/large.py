# SPDX-License-Identifier: Apache-2.0
# large.py GENMARK
#
# Files of 1 GB (TIFF: 200 MB) of each kind whose media are most of the file,
# sparse on disk, with a label behind the media where the format lets it stand
# there.  The label must be found, and less than 1 % of the file be read.
import json, os, struct, subprocess, sys, tempfile

GB = 1 << 30
LABEL = (b'{"Label":"1","ContentProducer":"001191110102MACQD9K64010000",'
         b'"ProduceID":"p1","ReservedCode1":"","ContentPropagator":"",'
         b'"PropagateID":"","ReservedCode2":""}')


def be32(n):
    return struct.pack(">I", n)


def le32(n):
    return struct.pack("<I", n)


def even(b):
    return b + b"\0" * (len(b) & 1)


def riff(kind, first, media, last):
    """Chunks, one of them GB long without bytes, and more chunks."""
    size = 4 + len(first) + 8 + GB + len(last)
    return [b"RIFF" + le32(size) + kind + first + media, GB, last]


def wav():
    fmt = b"fmt " + le32(16) + struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    return riff(b"WAVE", fmt, b"data" + le32(GB),
                even(b"AIGC" + le32(len(LABEL)) + LABEL))


def avi():
    info = even(b"INFOAIGC" + le32(len(LABEL)) + LABEL)
    return riff(b"AVI ", b"", b"LIST" + le32(GB + 4) + b"movi",
                b"LIST" + le32(len(info)) + info)


def aiff():
    note = b"made with suno; id=x"
    last = b"ANNO" + be32(len(note)) + note
    return [b"FORM" + be32(4 + 8 + GB + len(last)) + b"AIFF" + b"SSND" +
            be32(GB), GB, last]


def vint(n):
    return struct.pack(">Q", n | 1 << 56)


def element(name, body):
    return bytes.fromhex(name) + vint(len(body)) + body


def mkv():
    clusters, each = 200, GB // 200
    tags = element("1254C367", element("7373", element("67C8", element(
        "45A3", b"AIGC") + element("4487", LABEL))))
    head = element("1A45DFA3", element("4282", b"matroska"))
    size = clusters * (12 + each) + len(tags)
    out = [head + bytes.fromhex("18538067") + vint(size)]
    for _ in range(clusters):
        out += [bytes.fromhex("1F43B675") + vint(each), each]
    return out + [tags]


def flv():
    name = b"\x02" + struct.pack(">H", 10) + b"onMetaData"
    value = (b"\x08" + be32(1) + struct.pack(">H", 4) + b"AIGC" + b"\x02" +
             struct.pack(">H", len(LABEL)) + LABEL + b"\0\0\x09")
    body = name + value
    out = [b"FLV\1\5" + be32(9) + be32(0) + b"\x12" + be32(len(body))[1:] +
           b"\0" * 7 + body + be32(11 + len(body))]
    each = 1 << 22
    for _ in range(GB // each):
        out += [b"\x09" + be32(each)[1:] + b"\0" * 7, each, be32(11 + each)]
    return out


def pdf():
    first = b"%PDF-1.4\n"
    objs = [b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
            b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n",
            b"3 0 obj\n<</AIGC(" + LABEL + b")>>\nendobj\n"]
    offs, head = [], first
    for o in objs:
        offs.append(len(head))
        head += o
    offs.append(len(head))
    head += b"4 0 obj\n<</Length %d>>\nstream\n" % GB
    tail = b"\nendstream\nendobj\n"
    table = len(head) + GB + len(tail)
    tail += b"xref\n0 5\n0000000000 65535 f \n"
    tail += b"".join(b"%010d 00000 n \n" % o for o in offs)
    tail += (b"trailer\n<</Size 5/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n"
             b"%%%%EOF\n" % table)
    return [head, GB, tail]


def mp3():
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413
    value = b"AIGC\0" + LABEL
    item = le32(len(LABEL)) + le32(0) + value
    tag = b"APETAGEX" + le32(2000) + le32(32 + len(item)) + le32(1) + \
        le32(0) + b"\0" * 8
    return [frame * 4, GB, item + tag]


def flac():
    note = b"AIGC=" + LABEL
    block = le32(0) + le32(1) + le32(len(note)) + note
    return [b"fLaC\0\0\0\x22" + b"\x10\0\x10\0" + b"\0" * 6 +
            bytes.fromhex("0ac440f0") + b"\0" * 20 + b"\x84" +
            be32(len(block))[1:] + block + b"\xff\xf8", GB]


def asf():
    def wide(s):
        return (s + b"\0").decode().encode("utf-16le")
    name, value = wide(b"AIGC"), wide(LABEL)
    body = struct.pack("<HH", 1, len(name)) + name + \
        struct.pack("<HH", 0, len(value)) + value
    inner = bytes.fromhex("40A4D0D207E3D21197F000A0C95EA850") + \
        struct.pack("<Q", 24 + len(body)) + body
    return [bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C") +
            struct.pack("<QIBB", 30 + len(inner), 1, 1, 2) + inner +
            bytes.fromhex("3626B2758E66CF11A6D900AA0062CE6C") +
            struct.pack("<Q", 24 + GB), GB]


def mp4(tracks=b""):
    value = be32(16 + len(LABEL)) + b"data" + be32(1) + be32(0) + LABEL

    def box(name, body):
        return be32(8 + len(body)) + name + body
    keys = box(b"keys", be32(0) + be32(1) + be32(12) + b"mdtaAIGC")
    ilst = box(b"ilst", be32(8 + len(value)) + be32(1) + value)
    hdlr = box(b"hdlr", be32(0) * 2 + b"mdta" + b"\0" * 13)
    moov = box(b"moov", tracks + box(b"udta", box(b"meta", be32(0) + hdlr +
                                                  keys + ilst)))
    return [box(b"ftyp", b"isom" + be32(0)) + be32(1) + b"mdat" +
            struct.pack(">Q", 16 + GB), GB, moov]


def subtitled():
    """The same with three thousand lines of subtitles all over it."""
    def box(name, body):
        return be32(8 + len(body)) + name + body
    count = 3000
    stbl = box(b"stsd", be32(0) + be32(1) + box(b"tx3g", b"\0" * 38)) + \
        box(b"stsz", be32(0) + be32(40) + be32(count)) + \
        box(b"stsc", be32(0) + be32(1) + be32(1) + be32(1) + be32(1)) + \
        box(b"stco", be32(0) + be32(count) + b"".join(
            be32(100 + GB // count * i) for i in range(count)))
    hdlr = box(b"hdlr", be32(0) * 2 + b"sbtl" + b"\0" * 13)
    return mp4(box(b"trak", box(b"mdia", hdlr + box(b"minf",
                                                    box(b"stbl", stbl)))))


def tiff():
    size = 200 << 20
    make = b"Ideogram AI\0"
    at = 8 + size
    ifd = struct.pack("<H", 3) + \
        struct.pack("<HHII", 271, 2, len(make), at + 42) + \
        struct.pack("<HHII", 273, 4, 1, 8) + \
        struct.pack("<HHII", 279, 4, 1, size) + le32(0) + make
    return [b"II*\0" + le32(at), size, ifd]


def main():
    bad = 0
    with tempfile.TemporaryDirectory() as d:
        kinds = (mp4, subtitled, mkv, avi, wav, aiff, asf, flv, mp3, flac, pdf, tiff)
        for make in kinds:
            path = os.path.join(d, "f." + make.__name__)
            with open(path, "wb") as f:
                for part in make():
                    if isinstance(part, int):
                        f.seek(part, 1)
                    else:
                        f.write(part)
                f.truncate(max(f.tell(), os.path.getsize(path)))
            size = os.path.getsize(path)
            run = subprocess.run([sys.argv[1], "check", "--law", "none",
                                  "--json", "--stats", path],
                                 stdout=subprocess.PIPE, timeout=60)
            item = json.loads(run.stdout)
            read = item["stats"]["bytes_read"]
            ok = item["origin"]["claim"] == "generated" and \
                read < size / 100 and not item["error"]
            bad += not ok
            print(f"{'ok ' if ok else 'BAD'} {item['item']['format']:9} "
                  f"{size:>11,} bytes, {read:>9,} read "
                  f"({100 * read / size:.4f} %), {item['origin']['claim']}")
            os.remove(path)
    sys.exit(bad > 0)


main()
