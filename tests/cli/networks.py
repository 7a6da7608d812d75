"""networks.py RUNTIME - see networks.sh.

[ONNX] onnx.proto: the fields below by their numbers."""
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib

tool = os.path.join(os.environ.get("B", "build/release"), "genmark")
runtime = sys.argv[1]
to = tempfile.mkdtemp()
bad = good = 0


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number, value):
    """A number, or a length and bytes [protobuf encoding]."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, str):
        value = value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def attribute(name, value):
    if isinstance(value, int):
        return field(5, field(1, name) + field(3, value) + field(20, 2))
    return field(5, field(1, name) + b"".join(field(8, v) for v in value) + field(20, 7))


def node(kind, inputs, output, **attributes):
    return field(1, b"".join(field(1, i) for i in inputs) + field(2, output) + field(4, kind) +
                 b"".join(attribute(k, v) for k, v in attributes.items()))


def numbers(name, values):
    return field(5, field(1, len(values)) + field(2, 7) + b"".join(field(7, v) for v in values) + field(8, name))


def tensor(number, name, shape):
    dims = b"".join(field(1, field(1, d)) for d in shape)
    return field(number, field(1, name) + field(2, field(1, field(1, 1) + field(2, dims))))


def network(name, shape, kernel, count):
    """The mean of each square of the first colour, as so many numbers."""
    graph = (node("Slice", ["in", "zero", "one", "one"], "first") +
             node("AveragePool", ["first"], "means", kernel_shape=kernel, strides=kernel) +
             node("Reshape", ["means", "shape"], "out") + field(2, "means") +
             numbers("zero", [0]) + numbers("one", [1]) + numbers("shape", [1, count]) +
             tensor(11, "in", shape) + tensor(12, "out", [1, count]))
    return save(name, field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13)))


def save(name, data):
    path = os.path.join(to, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def png(name, width, height, colour):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    return save(name, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def check(path, *args):
    library = ["--onnxruntime", runtime] if runtime else ["--onnxruntime", "./none.so"]
    run = subprocess.run([tool, "check", "--json", "--law", "none", *library, *args, path], capture_output=True, text=True)
    return json.loads(run.stdout) if run.stdout else {"exit": run.returncode, "said": run.stderr}


def expect(got, want, what):
    global bad, good
    good += got == want
    bad += got != want
    if got != want:
        print(f"{what}: {got}, wanted {want}")


def marks(got, finder):
    return [(m["name"], m["value"]) for m in got["marks"] if m["finder"] == finder]


def why(got, finder):
    return [(c["ran"], c["why"]) for c in got["coverage"] if c["finder"] == finder][0]


# A packet of TrustMark's own code, schema 0, and the same with three bits wrong.
data = "0010111100101101100100001010011010011010"
packet = data + "101010011101111101010110011111001100010001100101011000010000"
wrong = "".join("10"[int(b)] if i in (3, 44, 71) else b for i, b in enumerate(packet))


def grid(bits, left, width, height, random=None):
    """A square of red for each bit, where the network's squares of 25 of 256 are."""
    def colour(x, y):
        u, v = int((x - left) * 256 / width / 25), int(y * 256 / height / 25)
        if not 0 <= u < 10 or not 0 <= v < 10:
            return 128, 128, 128
        return (230 if bits[10 * v + u] == "1" else 20), 128, 128
    return colour


plain = png("plain.png", 300, 200, lambda x, y: (128, 128, 128))
marked = png("marked.png", 320, 240, grid(packet, 0, 320, 240))
if not runtime:
    got = check(marked, "--network", "trustmark=x.onnx")
    expect(why(got, "trustmark"), (False, "not run: no such network was given, or nothing to run it"), "no runtime")
    expect(why(check(marked), "rivagan"), (False, "not run: needs --network"), "not asked for")
    sys.exit(bad > 0)

trustmark = "trustmark=" + network("t.onnx", [1, 3, 256, 256], [25, 25], 100)
middle = "trustmark-p=" + network("p.onnx", [1, 3, 224, 224], [22, 22], 100)
rivagan = "rivagan=" + network("r.onnx", [1, 3, 1, 128, 256], [1, 32, 32], 32)
got = check(marked, "--network", trustmark)
expect(marks(got, "trustmark"), [("TrustMark", data)], "a packet")
expect(got["origin"]["claim"], "none", "it says nothing of AI")
expect(marks(check(png("wrong.png", 256, 256, grid(wrong, 0, 256, 256)), "--network", trustmark), "trustmark"),
       [("TrustMark", data)], "three bits wrong")
expect(marks(check(png("long.png", 640, 256, grid(packet, 192, 256, 256)), "--network", trustmark), "trustmark"),
       [("TrustMark", data)], "the middle square of a long picture")
# of 224 pixels the squares of 22 are those of 25.14 of 256
small = png("p.png", 400, 224, lambda x, y: grid(packet, 0, 256, 256)((x - 88) * 25 / 22, y * 25 / 22))
expect(marks(check(small, "--network", middle), "trustmark"), [("TrustMark", data)], "variant P")
expect(marks(check(marked, "--network", trustmark, "--network", middle), "trustmark"), [("TrustMark", data)], "both networks")
got = check(plain, "--network", trustmark)
expect((marks(got, "trustmark"), why(got, "trustmark")[0]), ([], True), "no packet")
expect(why(check(plain, "--network", rivagan), "trustmark"),
       (False, "not run: no such network was given, or nothing to run it"), "another network")

payload = "01100001011010010110010101101110"
blue = png("blue.png", 256, 128, lambda x, y: (128, 128, 240 if payload[y // 32 * 8 + x // 32] == "1" else 10))
got = check(blue, "--network", rivagan, "--watermark-bits", payload)
expect(marks(got, "rivagan"), [("RivaGAN", "user")], "a payload that is known")
expect(marks(check(blue, "--network", rivagan, "--watermark-bits", payload[::-1]), "rivagan"), [], "another payload")
expect(why(check(blue, "--network", rivagan), "rivagan"),
       (False, "not testable: needs 32 --watermark-bits to compare"), "no payload")
expect(why(check(plain, "--network", rivagan, "--watermark-bits", payload), "rivagan"),
       (False, "the network failed, or is of another kind"), "a size that the network refuses")
expect(why(check(marked, "--network", "trustmark=" + rivagan[8:]), "trustmark"),
       (False, "the network failed, or is of another kind"), "the wrong network")
expect(check(marked, "--network", "trustmark=" + plain).get("exit"), 2, "a file that is no network")
expect(check(marked, "--network", "synthid=x").get("exit"), 2, "a network that nobody knows")
print(f"{good} hold, {bad} do not")
sys.exit(bad > 0)
