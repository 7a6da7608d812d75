# SPDX-License-Identifier: Apache-2.0
# serve_wire.py - the daemon by its sockets: clients that are slow, odd, half
# closed or gone.
import json, os, socket, struct, tempfile, time
from daemon import Server, cpu, done, file, genmark, want

POST = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
picture = file("corpus/png/good-c2pa-history.png")


def post(body):
    return POST % len(body) + body


def talk(s, text, half=False):
    """All that comes back until the other side closes; b"..." and then
    "(open)" where it does not."""
    with s.dial(4) as c:
        c.sendall(text)
        if half:
            c.shutdown(socket.SHUT_WR)
        got = b""
        try:
            while True:
                more = c.recv(65536)
                if not more:
                    return got
                got += more
        except TimeoutError:
            return got + b"(open)"


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


with tempfile.TemporaryDirectory() as folder:
    for at in [None, folder + "/sock"]:
        s = Server("--no-trust", "-j", "2", "--deadline", "2", at=at)
        half_closed(s)
        gone(s)
        s.stop()
done()
