# SPDX-License-Identifier: Apache-2.0
# serve_wire.py - the daemon by its sockets: clients that are slow, odd, half
# closed or gone.
import json, os, random, re, socket, struct, tempfile, time
from daemon import Server, cpu, done, file, genmark, want

POST = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
picture = file("corpus/png/good-c2pa-history.png")


def post(body):
    return POST % len(body) + body


def talk(s, text, half=False):
    """All that comes back until the other side closes; b"..." and then
    "(open)" where it does not.  A reset is an end too."""
    got = b""
    with s.dial(4) as c:
        try:
            c.sendall(text)
            if half:
                c.shutdown(socket.SHUT_WR)
            while True:
                more = c.recv(65536)
                if not more:
                    return got
                got += more
        except TimeoutError:
            return got + b"(open)"
        except OSError:
            return got


def half_closed(s):
    """Who has said all may close that half: the answer comes all the same,
    and then the end."""
    for what, text in [("a small file", post(picture)), ("a large file", post(picture + bytes(3 << 20))),
                       ("chunks", POST.replace(b"Content-Length: %d", b"Transfer-Encoding: chunked") +
                        b"5\r\nhello\r\n0\r\n\r\n"), ("no file", b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")]:
        got = talk(s, text, half=True)
        want(f"half closed, {what}", [got[:15], got[-6:]], [b"HTTP/1.1 200 OK", got[-6:].replace(b"(open)", b"")])
    got = talk(s, post(b"hello") * 3, half=True)
    want("half closed, three in a row", [got.count(b"HTTP/1.1 200"), b"(open)" in got], [3, False])
    want("half closed too early", talk(s, post(picture)[:-1], half=True), b"")
    with s.dial() as c:
        c.sendall(post(b"GENMARK-TEST-HANG"))
        c.shutdown(socket.SHUT_WR)
        time.sleep(0.3)
        before = cpu([s.p.pid])
        time.sleep(0.7)
        want("it waits without work", cpu([s.p.pid]) - before < 0.05, True)
        want("and tells in time", c.recv(15), b"HTTP/1.1 504 Ga")


def gone(s):
    """Who is gone costs no worker."""
    before = s.metric('worker_events_total{event="cancelled"}')
    c = s.dial()
    c.sendall(post(b"GENMARK-TEST-HANG"))
    s.wait("a worker has it", lambda: s.ready()["running"] == 1)
    if not s.at:
        c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    c.close()
    s.wait("a client that went away is noticed",
           lambda: s.metric('worker_events_total{event="cancelled"}') == before + 1, 2)
    s.wait("and its worker is free again", lambda: (s.ready()["running"], s.ready()["workers"]) == (0, 2), 3)


HEAD = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\n"


def status(got):
    return int(got.split(b" ", 2)[1]) if got.startswith(b"HTTP/1.1 ") else got


def open_door(got):
    """Whether an answer could be taken for "no marks"."""
    text = got.split(b"\r\n\r\n", 1)[-1].removesuffix(b"(open)")
    if not text.startswith(b"{"):
        return False
    item = json.loads(text)
    return item.get("error") is None or set(item.get("verdict", {}).values()) - {"unknown"} != set()


def framing(s):
    """Who could be read in two ways is read in none."""
    chunked, five = b"Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n"
    chunks = b"\r\n5\r\nhello\r\n0\r\n\r\n"
    for what, head, expected in [
            ("two lengths", five + b"Content-Length: 3\r\n\r\nhello", 400),
            ("the same length twice", five * 2 + b"\r\nhello", 400),
            ("length and chunks", five + chunked + chunks, 400),
            ("another coding", b"Transfer-Encoding: gzip, chunked\r\n" + chunks, 501),
            ("an encoded body", b"Content-Encoding: gzip\r\n" + five + b"\r\nhello", 415),
            ("a negative length", b"Content-Length: -5\r\n\r\nhello", 400),
            ("an endless length", b"Content-Length: " + b"9" * 30 + b"\r\n\r\nhello", 413),
            ("no length", b"\r\nhello", 400),
            ("a chunk of nonsense", chunked + b"\r\nzz\r\nhello\r\n0\r\n\r\n", 400),
            ("an endless chunk", chunked + b"\r\n" + b"f" * 20 + b"\r\nhello\r\n", 413),
            ("two hosts", b"Host: localhost\r\n" + five + b"\r\nhello", 400),
            ("another expectation", b"Expect: cake\r\n" + five + b"\r\nhello", 417),
            ("a head without end", b"X: " + b"a" * 200000 + b"\r\n\r\n", 431)]:
        got = talk(s, HEAD + head, half=True)
        # What is sent behind a refusal may reset the connection under it.
        if got or len(head) < 9999:
            want(what, [status(got), open_door(got)], [expected, False])
    got = talk(s, HEAD + chunked + b"\r\n5;x=y\r\nhello\r\n0\r\nTrailer: x\r\n\r\n", half=True)
    want("chunks with extension and trailer", status(got), 200)
    want("chunks cut off", talk(s, HEAD + chunked + b"\r\n5\r\nhello\r\n", half=True), b"")
    for line, expected in [(b"GET http://evil.example/livez HTTP/1.1", 404), (b"GET /v1/../livez HTTP/1.1", 404),
                           (b"BREW / HTTP/1.1", 405), (b"HEAD /v1/check HTTP/1.1", 405), (b"GET /" + b"a" * 200000 + b" HTTP/1.1", 414),
                           (b"POST /v1/check?law=kr%00,cn HTTP/1.1", 400), (b"PRI * HTTP/2.0", 505)]:
        got = talk(s, line + b"\r\nHost: localhost\r\n\r\n", half=True)
        if got or len(line) < 9999:
            want(line[:40], [status(got), open_door(got)], [expected, False])
    want("no Host", status(talk(s, b"GET /livez HTTP/1.1\r\n\r\n", half=True)), 200 if s.at else 403)
    want("no HTTP", talk(s, b"\x16\x03\x01\x02\x00\x01\r\n\r\n", half=True)[:9] in (b"", b"HTTP/1.1 "), True)


def methods(s):
    for path, allow in [("/v1/check", "POST, OPTIONS"), ("/", "GET, HEAD, OPTIONS"), ("/metrics", "GET, HEAD, OPTIONS")]:
        code, text, head = s.ask(path, method="OPTIONS")
        want(f"OPTIONS {path}", [code, text, head["Allow"]], [204, b"", allow])
    code, text, head = s.ask("/", method="HEAD")
    want("HEAD", [code, text, int(head["Content-Length"])], [200, b"", len(s.ask("/")[1])])
    code, text, head = s.ask("/v1/check", method="PUT", body=b"x")
    want("PUT", [code, head["Allow"], head["Content-Type"], json.loads(text)["status"]],
         [405, "POST, OPTIONS", "application/problem+json", 405])
    with s.dial() as c:
        c.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        want("go on", c.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
        c.sendall(b"hello")
        want("and the answer", c.recv(15), b"HTTP/1.1 200 OK")
        c.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: 999999999999\r\n\r\n")
        got = c.recv(100000)
        while b"HTTP/1.1 " not in got:
            got = c.recv(100000)
        want("no going on where it is too large", got[got.index(b"HTTP/1.1 "):][:12], b"HTTP/1.1 413")


def part(name, data, file=None, head=b""):
    name = b'name="%s"' % name + (b'; filename="%s"' % file if file is not None else b"")
    return b"--B7B7\r\nContent-Disposition: form-data; " + name + b"\r\n" + head + b"\r\n" + data + b"\r\n"


def forms(s):
    """A form that is not whole, or not understood, is no file."""
    end, kind = b"--B7B7--\r\n", b"multipart/form-data; boundary=B7B7"
    whole = part(b"file", picture, b"a.png")
    for what, body, expected, *kind_of in [
            ("a form", whole + end, 200), ("a quoted boundary", whole + end, 200, b'multipart/form-data; boundary="B7B7"'),
            ("a field behind the file", whole + part(b"law", b"cn") + end, 200),
            ("no name of the file", part(b"file", picture, b"") + end, 200),
            ("cut in the file", whole[:-500], 400), ("cut before the end", whole, 400), ("cut in the end", whole + end[:-4], 400),
            ("no part", end, 400), ("two files", whole * 2 + end, 400), ("no boundary", whole + end, 400, b"multipart/form-data"),
            ("another boundary", whole + end, 400, b"multipart/form-data; boundary=C8C8"),
            ("a coded part", part(b"file", b"aGVsbG8=", b"a.txt", b"Content-Transfer-Encoding: base64\r\n") + end, 400),
            ("a field too long", part(b"law", b"k" * 3000) + whole + end, 400),
            ("a law there is not", part(b"law", b"xx") + whole + end, 400),
            ("an empty file", part(b"file", b"", b"a.png") + end, 415)]:
        head = b"Content-Type: " + (kind_of or [kind])[0] + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
        got = talk(s, HEAD + head + body, half=True)
        want(f"form, {what}", [status(got), open_door(got)], [expected, expected == 200])


def mutations(s):
    """Requests with bytes changed, left out and doubled: each has an answer or
    an end, none of them half an answer, and the server lives on."""
    rnd = random.Random(20260122)
    body = part(b"law", b"kr") + part(b"file", picture[:300], b"a.png") + b"--B7B7--\r\n"
    bases = [HEAD + b"Content-Type: multipart/form-data; boundary=B7B7\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
             HEAD + b"Transfer-Encoding: chunked\r\nGenmark-Fact: role=provider; notice=yes\r\n\r\n5\r\nhello\r\n6;x\r\n world\r\n0\r\n\r\n",
             b"POST /v1/check?law=kr,eu&fact=role%3Dprovider&name=a%20b.txt&lang=ko HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"]
    seen = {}
    for n in range(5000 if os.environ.get("FULL") == "1" else 300):
        text = bytearray(bases[n % 3])
        for _ in range(rnd.randint(1, 3)):
            at = rnd.randrange(len(text))
            kind = rnd.randrange(4)
            if kind == 0:
                text[at] ^= 1 << rnd.randrange(8)
            elif kind == 1:
                del text[at:at + rnd.randint(1, 9)]
            elif kind == 2:
                text[at:at] = text[at:at + rnd.randint(1, 40)]
            else:
                text[at:at] = rnd.choice([b"\0", b"\r\n", b"%00", b"--B7B7", b"--B7B7--\r\n", b":", b"\xff" * 9, b"0\r\n\r\n"])
            if not text:
                break
        got = talk(s, bytes(text), half=True)
        head, _, rest = got.partition(b"\r\n\r\n")
        m = re.search(rb"Content-Length: (\d+)", head)
        whole = not got or got.startswith(b"HTTP/1.1 100") or (m and b"(open)" not in got and len(rest) >= int(m.group(1)))
        code = status(got) if got else 0
        seen[code] = seen.get(code, 0) + 1
        if not whole:
            want(f"mutation {n} has a whole answer or none", got[:200], bytes(text)[:200])
    want(f"some pass, some do not {seen}", [seen.get(200, 0) > 5, seen.get(400, 0) > 20, 500 in seen], [True, True, False])
    want("it lives on", [s.check("", b"hello")[0], s.p.poll()], [200, None])


def slow(s):
    """A byte a second: those within the patience are served, the others are
    hung up on, and nobody waits for them."""
    lines, text = [s.dial(12) for _ in range(40)], post(b"hello")
    early = s.dial(12)
    early.sendall(text[:-3])
    began = time.time()
    for i in range(6):
        for c in lines:
            try:
                c.sendall(text[i:i + 1])
            except OSError:
                pass
        if i < 3:
            early.sendall(text[len(text) - 3 + i:len(text) - 2 + i])
        want("a quick one is served at once", s.check("", b"hello")[0], 200)
        time.sleep(1)
    want("one that was slow, but came", early.recv(15), b"HTTP/1.1 200 OK")
    want("no longer than told", time.time() - began < 9, True)
    s.wait("the others are gone", lambda: s.metric("connections") <= 2, 3)
    for c in lines:
        try:
            want("hung up on", c.recv(10), b"")
        except OSError:
            pass
    early.close()


with tempfile.TemporaryDirectory() as folder:
    for at in [None, folder + "/sock"]:
        s = Server("--no-trust", "-j", "2", "--deadline", "2", "--patience", "4", at=at)
        half_closed(s)
        gone(s)
        framing(s)
        methods(s)
        forms(s)
        mutations(s)
        if not at:
            slow(s)
        s.stop()
done()
