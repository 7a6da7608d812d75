"""decoders.py - see decoders.sh.  GIF and TIFF are written here, from their
specifications; HEIF, AVIF and JPEG XL by heif-enc and cjxl, where they are."""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

tool = os.path.join(os.environ.get("B", "build/release"), "genmark")
to = tempfile.mkdtemp()
bad = good = skipped = 0
has = {}
for line in subprocess.run([tool, "formats", "--json"], capture_output=True, text=True).stdout.splitlines():
    f = json.loads(line)
    has[f["format"]] = f["pixels"]


def png(name):
    """Width, height, channels and rows of one of our own PNGs: no filters."""
    with open(f"corpus/pixels/{name}.png", "rb") as f:
        data = f.read()
    at, packed, head = 8, b"", None
    while at < len(data):
        n, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + n]
        if kind == b"IHDR":
            head = body
        if kind == b"IDAT":
            packed += body
        at += 12 + n
    width, height, _, colour = struct.unpack(">IIBB", head[:10])
    channels = 4 if colour == 6 else 3
    raw = zlib.decompress(packed)
    step = width * channels
    return width, height, channels, [raw[y * (step + 1) + 1:(y + 1) * (step + 1)] for y in range(height)]


def tiff(name, picture, order="<", bits=8, planar=1, packing=1, alpha=2, lie=None):
    """[TIFF 6.0] one strip (one a plane), with an extra sample of the kind `alpha`."""
    width, height, channels, rows = picture
    raw = b"".join(rows)
    if bits == 16:
        raw = b"".join(struct.pack(order + "H", v * 257) for v in raw)
    size = bits // 8
    planes = [raw] if planar == 1 else [
        b"".join(raw[i + c * size:i + c * size + size] for i in range(0, len(raw), channels * size)) for c in range(channels)]
    if packing == 8:
        planes = [zlib.compress(p) for p in planes]
    data, offsets = b"", []
    for p in planes:
        offsets.append(8 + len(data))
        data += p
    data += b"\0" * (len(data) % 2)
    entries, extra = [], b""
    base = 8 + len(data)

    def put(tag, kind, values):
        nonlocal extra
        form = {3: "H", 4: "I"}[kind]
        body = b"".join(struct.pack(order + form, v) for v in values)
        if len(body) > 4:
            entries.append((tag, kind, len(values), struct.pack(order + "I", base + len(extra))))
            extra += body
        else:
            entries.append((tag, kind, len(values), body.ljust(4, b"\0")))

    w, h = lie or (width, height)
    put(256, 4, [w])
    put(257, 4, [h])
    put(258, 3, [bits] * channels)
    put(259, 3, [packing])
    put(262, 3, [2])
    put(273, 4, offsets)
    put(277, 3, [channels])
    put(278, 4, [h])
    put(279, 4, [len(p) for p in planes])
    put(284, 3, [planar])
    if channels == 4:
        put(338, 3, [alpha])
    directory = struct.pack(order + "H", len(entries))
    for tag, kind, count, value in entries:
        directory += struct.pack(order + "HHI", tag, kind, count) + value
    directory += struct.pack(order + "I", 0)
    out = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", base + len(extra)) + data + extra + directory
    return save(name, out)


def gif(name, picture, interlaced=False, screen=None, clear=None):
    """[GIF89a] 256 greys, nine-bit codes with a clear code before they grow."""
    width, height, channels, rows = picture
    order = list(range(height))
    if interlaced:
        order = [*range(0, height, 8), *range(4, height, 8), *range(2, height, 4), *range(1, height, 2)]
    bits, n, out = 0, 0, bytearray()
    codes = []
    count = 254
    for y in order:
        for x in range(width):
            if count == 254:
                codes.append(256)
                count = 0
            codes.append(rows[y][x * channels + 1])
            count += 1
    for code in [*codes, 257]:
        bits |= code << n
        n += 9
        while n >= 8:
            out.append(bits & 255)
            bits >>= 8
            n -= 8
    out.append(bits & 255)
    w, h = screen or (width, height)
    data = b"GIF89a" + struct.pack("<HHBBB", w, h, 0xF7, 0, 0) + b"".join(bytes([i, i, i]) for i in range(256))
    if clear is not None:
        data += b"\x21\xF9\x04\x01\0\0" + bytes([clear]) + b"\0"
    data += b"," + struct.pack("<HHHHB", 0, 0, width, height, 0x40 if interlaced else 0) + b"\x08"
    for i in range(0, len(out), 255):
        piece = out[i:i + 255]
        data += bytes([len(piece)]) + piece
    return save(name, data + b"\0;")


def save(name, data):
    path = os.path.join(to, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def peer(name, *command):
    """A file made by a program, or None where the program is not here."""
    global skipped
    path = os.path.join(to, name)
    if not shutil.which(command[0]):
        skipped += 1
        return None
    run = subprocess.run([c.replace("OUT", path) for c in command], capture_output=True)
    if run.returncode or not os.path.exists(path):
        skipped += 1
        return None
    return path


def check(path, *args):
    run = subprocess.run([tool, "check", "--json", "--law", "none", *args, path], capture_output=True, text=True, timeout=120)
    return json.loads(run.stdout)


def expect(ok, what):
    global bad, good
    good += bool(ok)
    bad += not ok
    if not ok:
        print(what)


def finds(path, finder, value=None):
    global skipped
    if path is None:
        return
    form = {"tif": "tiff"}.get(path.rsplit(".", 1)[1], path.rsplit(".", 1)[1])
    if not has.get(form):
        skipped += 1
        return
    got = check(path)
    found = [m for m in got["marks"] if m["finder"] == finder and (value is None or value in m["value"])]
    why = [c["why"] for c in got["coverage"] if c["finder"] == finder]
    expect(found, f"{os.path.basename(path)}: no {finder}; {why}")


def stops(path, *words):
    """No mark, and a reason with one of the words; not a crash, not silence."""
    global skipped
    if path is None:
        return
    form = {"tif": "tiff"}.get(path.rsplit(".", 1)[1], path.rsplit(".", 1)[1])
    if not has.get(form):
        skipped += 1
        return
    got = check(path)
    line = [c for c in got["coverage"] if c["finder"] == "dwt-dct"][0]
    expect(not line["ran"] and any(w in (line["why"] or "") for w in words), f"{os.path.basename(path)}: {line}")


star, words, alpha, rgb = png("good-star"), png("good-words"), png("good-stealth-alpha"), png("good-stealth-rgb")

# the last bits arrive as they are, whatever the layout
text = [m["value"] for m in check("corpus/pixels/good-stealth-alpha.png")["marks"] if m["finder"] == "stealth"][0]
for name, options in {"plain": {}, "motorola": {"order": ">"}, "planes": {"planar": 2}, "deflate": {"packing": 8},
                      "joined": {"alpha": 1}}.items():
    finds(tiff(f"alpha-{name}.tif", alpha, **options), "stealth", text)
finds(tiff("rgb.tif", rgb), "stealth")
finds(tiff("deep.tif", star, bits=16), "gemini-sparkle")
finds(tiff("deep-motorola.tif", star, bits=16, order=">"), "gemini-sparkle")
finds(tiff("words.tif", words), "vendor-mark")
finds(gif("star.gif", star), "gemini-sparkle")
finds(gif("interlaced.gif", star, interlaced=True), "gemini-sparkle")
finds(gif("clear.gif", words, clear=3), "vendor-mark")
finds(peer("rgb.jxl", "cjxl", "-d", "0", "corpus/pixels/good-stealth-rgb.png", "OUT"), "stealth")
finds(peer("alpha.jxl", "cjxl", "-d", "0", "corpus/pixels/good-stealth-alpha.png", "OUT"), "stealth")
finds(peer("star.jxl", "cjxl", "-d", "1", "corpus/pixels/good-star.png", "OUT"), "gemini-sparkle")
finds(peer("star.heif", "heif-enc", "-q", "90", "corpus/pixels/good-star.png", "-o", "OUT"), "gemini-sparkle")
finds(peer("words.avif", "heif-enc", "-A", "-q", "80", "corpus/pixels/good-words.png", "-o", "OUT"), "vendor-mark")

# bombs: sides that no memory holds, and files that end too early
stops(tiff("bomb.tif", star, lie=(60000, 60000)), "limit pixels", "not decoded")
stops(gif("bomb.gif", star, screen=(60000, 60000)), "limit pixels")
for name in ("star.gif", "alpha-deflate.tif", "star.jxl", "star.heif", "words.avif"):
    path = os.path.join(to, name)
    if not os.path.exists(path):
        continue
    with open(path, "rb") as f:
        whole = f.read()
    kind = name.rsplit(".", 1)[1]
    for eighth in range(1, 8):
        cut = save(f"cut-{eighth}.{kind}", whole[:len(whole) * eighth // 8])
        got = check(cut)
        expect(got["error"] is None or got["error"]["kind"] != "crash", f"{name} cut at {eighth}/8: {got['error']}")
        expect(not [m for m in got["marks"] if m["kind"] == "watermark"], f"{name} cut at {eighth}/8 has a mark")
    if kind in ("heif", "avif"):
        at = whole.find(b"ispe")
        stops(save(f"bomb.{kind}", whole[:at + 8] + struct.pack(">II", 60000, 60000) + whole[at + 16:]), "limit pixels", "damaged")

shutil.rmtree(to)
print(f"{good} hold, {bad} do not, {skipped} skipped")
sys.exit(1 if bad else 0 if good else 77)
