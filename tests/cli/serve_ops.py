# SPDX-License-Identifier: Apache-2.0
# serve_ops.py - the daemon as those who run it see it: the service manager,
# signals under load, files by path and by descriptor, a full disk, and what is
# left after many requests.  FULL=1: 20,000 of them.
import http.client, json, os, re, signal, socket, struct, subprocess, tempfile, threading, time
from daemon import Server, atexit, children, cpu, done, fcntl, file, genmark, inherit, size_of, want

FULL = os.environ.get("FULL") == "1"
picture = file("corpus/png/good-c2pa-history.png")
folder = tempfile.TemporaryDirectory()


def verdict(text):
    item = json.loads(text)
    return item["error"]["kind"] if item["error"] else [item["origin"]["claim"], item["c2pa"]["state"]]


def path_in(name, body=None):
    path = os.path.join(folder.name, name)
    if body is not None:
        open(path, "wb").write(body)
    return path


# ---- the service manager ----------------------------------------------------

class Manager:
    """What systemd is to a service: sockets at 3, a socket for its words."""

    def __init__(self, *args):
        self.words = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.words.bind(path_in("notify"))
        self.words.settimeout(20)
        tcp, unix = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)
        unix.bind(path_in("activated"))
        unix.listen()
        self.port = tcp.getsockname()[1]
        self.p = subprocess.Popen(
            ["/bin/sh", "-c", 'LISTEN_PID=$$ LISTEN_FDS=2 WATCHDOG_USEC=400000 exec "$@"', "sh", genmark, "serve", "--no-trust", "-j", "1", *args],
            env={**os.environ, "NOTIFY_SOCKET": path_in("notify")}, stderr=subprocess.DEVNULL,
            **inherit(tcp.fileno(), unix.fileno()))
        atexit.register(self.p.kill)
        self.heard = []

    def hear(self, word):
        """Waits for a word of the service; what came before is kept."""
        end = time.time() + 20
        while time.time() < end:
            self.heard.append(self.words.recv(200).decode())
            if self.heard[-1].startswith(word):
                return True
        return False


def managed():
    m = Manager()
    c = http.client.HTTPConnection("127.0.0.1", m.port, timeout=20)
    c.request("GET", "/livez")  # it may come before the service is ready
    want("ready is told", m.hear("READY=1"), True)
    want("a socket of the manager's answers", c.getresponse().status, 200)
    u = socket.socket(socket.AF_UNIX)
    u.connect(path_in("activated"))
    u.sendall(b"GET /livez HTTP/1.1\r\n\r\n")
    want("and its UNIX socket", u.recv(15), b"HTTP/1.1 200 OK")
    want("the watchdog is fed", [m.hear("WATCHDOG=1"), m.hear("WATCHDOG=1")], [True, True])
    m.p.send_signal(signal.SIGHUP)
    want("a reload is told", [m.hear("RELOADING=1\nMONOTONIC_USEC="), m.hear("READY=1")], [True, True])
    m.p.send_signal(signal.SIGTERM)
    want("the end is told", m.hear("STOPPING=1"), True)
    want("and comes", m.p.wait(20), 0)


def one_after_another():
    """A name that is served is not taken; one that is given up is, and whoever
    gave it up does not remove it under its heir."""
    first = Server("--no-trust", "-j", "1", "--drain", "8", "--deadline", "8", at=path_in("place"))
    p = subprocess.run([genmark, "serve", "--no-trust", "-j", "1", "--socket", path_in("place")], capture_output=True, timeout=30, text=True)
    want("a second one says so", [p.returncode, "in use" in p.stderr], [2, True])
    want("and the first still serves", first.check("", b"hello")[0], 200)
    c = first.dial()
    c.sendall(b"POST /v1/check?deadline=3 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n\r\nGENMARK-TEST-HANG")
    first.wait("it has work", lambda: first.ready()["running"] == 1)
    first.p.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    second = Server("--no-trust", "-j", "1", at=path_in("place"))
    want("the first ends its work", c.recv(12), b"HTTP/1.1 504")
    want("and itself", first.p.wait(20), 0)
    want("its heir serves on", second.check("", b"hello")[0], 200)
    second.stop()
    want("the name is gone at last", os.path.exists(path_in("place")), False)


# ---- files by path and by descriptor ----------------------------------------

def by_path():
    """Below the folder, and by no way out of it."""
    root = path_in("root")
    os.makedirs(root + "/sub")
    open(root + "/a.png", "wb").write(picture)
    secret = path_in("secret.png", picture)
    os.symlink("../a.png", root + "/sub/inside.png")
    os.symlink("../secret.png", root + "/out.png")
    os.symlink(secret, root + "/absolute.png")
    os.symlink("..", root + "/up")
    os.symlink("/proc/self/root", root + "/magic")
    os.symlink("loop", root + "/loop")
    os.mkfifo(root + "/fifo")
    os.makedirs(root + "-beside")
    open(root + "-beside/a.png", "wb").write(picture)
    s = Server("--no-trust", "-j", "2", "--root", root)

    def ask(path):
        code, text, _ = s.ask("/v1/path?law=kr&path=" + path, b"")
        return [code, verdict(text)]
    good, none = [200, ["generated", "valid"]], [404, "request"]
    for path, expected in [("/a.png", good), ("/sub/inside.png", good), ("/sub/../a.png", good), ("//a.png", none),
                           ("/out.png", none), ("/absolute.png", none), ("/up/secret.png", none), ("/../secret.png", none),
                           ("/sub/../../secret.png", none), ("/magic" + secret, none), ("/loop", none), ("/fifo", none), ("/sub", none),
                           ("/", none), ("", none), ("/nothing", none), ("-beside/a.png", none), ("/a.png%00.txt", [400, "request"])]:
        want(f"path root{path}", ask(root + path), expected)
    want("outside", [ask(secret), ask("a.png"), ask("/etc/passwd")], [none] * 3)
    want("no path", s.ask("/v1/path", b"")[0], 400)
    want("a file in the body", s.ask("/v1/path?path=" + root + "/a.png", b"hello")[0], 400)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    want("path in a form", verdict(s.ask("/v1/path", b"law=kr&path=" + root.encode() + b"/a.png", form)[1]), good[1])
    want("passing needs a UNIX socket", s.ask("/v1/fd", b"")[0], 404)
    race(s, root, ask)
    s.stop()


def race(s, root, ask):
    """A name that changes all the time between a file inside and a link to one
    outside: never is the one outside read."""
    open(root + "/inner.txt", "wb").write(b"This picture was made with AI.")
    os.symlink("../secret.png", root + "/link")
    stop = threading.Event()

    def swap():
        while not stop.is_set():
            for name in ("inner.txt", "link"):
                temp = root + "/temp"
                os.link(root + "/" + name, temp, follow_symlinks=False)
                os.rename(temp, root + "/swapped")
    t = threading.Thread(target=swap)
    t.start()
    seen = set()
    for _ in range(150):
        code, what = ask(root + "/swapped")
        seen.add((code, str(what)))
    stop.set()
    t.join()
    want("a race leads nowhere", seen - {(404, "request"), (200, "['notice', 'none']"), (200, "['generated', 'none']")}, set())


def passed():
    """A descriptor beside the first byte; what it is not open for is refused."""
    s = Server("--no-trust", "-j", "2", at=path_in("sock"))
    s.wait("two workers", lambda: s.ready()["workers"] == 2)
    before = len(os.listdir(f"/proc/{s.p.pid}/fd"))

    def give(fds, query="law=kr"):
        with s.dial() as c:
            text = f"POST /v1/fd?{query} HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
            socket.send_fds(c, [text], fds) if fds else c.sendall(text)
            got = b""
            while True:
                more = c.recv(65536)
                if not more:
                    break
                got += more
        for fd in fds:
            os.close(fd)
        return [int(got.split()[1]), verdict(got.split(b"\r\n\r\n", 1)[1])]
    good, bad = [200, ["generated", "valid"]], [400, "request"]
    path = path_in("fd.png", picture)
    sealed = os.memfd_create("x", os.MFD_ALLOW_SEALING)
    os.write(sealed, picture)
    loose = os.memfd_create("x")
    os.write(loose, picture)
    fcntl.fcntl(sealed, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_WRITE)
    r, w = os.pipe()
    os.close(w)
    for what, fd, expected in [("a file", os.open(path, os.O_RDONLY), good), ("sealed memory", sealed, good), ("memory", loose, good),
                               ("for writing only", os.open(path, os.O_WRONLY), bad), ("a place only", os.open(path, os.O_PATH), bad),
                               ("a folder", os.open(folder.name, os.O_RDONLY), bad), ("a pipe", r, bad),
                               ("a device", os.open("/dev/zero", os.O_RDONLY), bad),
                               ("an empty file", os.memfd_create("x"), [415, "unsupported"])]:
        want(f"passed: {what}", give([fd]), expected)
    want("two are one too many, and the first counts", give([os.open(path, os.O_RDONLY), os.open("/dev/null", os.O_RDONLY)]), good)
    want("none", give([]), bad)
    want("a wrong law", give([os.open(path, os.O_RDONLY)], "law=xx"), bad)
    with s.dial() as c:  # one to a request that has no use for it
        socket.send_fds(c, [b"GET /livez HTTP/1.1\r\n\r\n"], [0])
        want("passed for nothing", c.recv(15), b"HTTP/1.1 200 OK")
    silent = s.dial()
    s.wait("no descriptor is left", lambda: len(os.listdir(f"/proc/{s.p.pid}/fd")) <= before + 1, 3)
    silent.close()
    s.stop()
    want("the socket's name is gone", os.path.exists(path_in("sock")), False)


# ---- a full disk ------------------------------------------------------------

def full_disk():
    """A log that cannot be written costs lines, which are counted; a bad one at
    the start is told."""
    path_in("start.log", b"")
    log = open(path_in("start.log"))
    os.truncate(path_in("start.log"), 0)
    s = Server("--no-trust", "-j", "1", log=log)
    s.stop()
    p = subprocess.Popen([genmark, "serve", "--no-trust", "-j", "1", "--socket", path_in("full"), "--log", "/dev/full"],
                         stderr=subprocess.PIPE, text=True)
    atexit.register(p.kill)
    end = time.time() + 20
    while not os.path.exists(path_in("full")) and time.time() < end:
        time.sleep(0.05)
    s.at, s.port, s.p = path_in("full"), 0, p
    want("answers without a log", [s.check("", b"hello")[0] for _ in range(20)], [200] * 20)
    want("lines that are lost are counted", s.metric("log_lines_lost_total") >= 20, True)
    s.stop()


# ---- full, large, kept ------------------------------------------------------

def crowded():
    """What there is no room for is told before its body is read; large files
    leave a worker to small ones; a file that takes all memory costs itself."""
    s = Server("--no-trust", "-j", "2", "--queue", "3", "--deadline", "3", "--max-memory", "4", "--no-cache")
    s.wait("two workers", lambda: s.ready()["workers"] == 2)
    head = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
    hang, large = b"GENMARK-TEST-HANG", b"GENMARK-TEST-HANG" + bytes(1 << 20)
    lines = [s.dial(10) for _ in range(3)]
    for c in lines[:2]:
        c.sendall(head % len(large) + large)
    s.wait("one large file runs, one waits", lambda: (s.ready()["running"], s.ready()["waiting"]) == (1, 1))
    began = time.time()
    want("a small one passes them", [s.check("", b"hello")[0], time.time() - began < 1], [200, True])
    for c in lines:
        c.close()
    s.wait("all is over", lambda: (s.ready()["running"], s.ready()["waiting"], s.ready()["workers"]) == (0, 0, 2))
    lines = [s.dial(10) for _ in range(5)]
    for c in lines:
        c.sendall(head % len(hang) + hang)
    s.wait("the queue is full", lambda: s.ready()["waiting"] == 3)
    with s.dial() as c:
        c.sendall(head % 100000)  # and not a byte of the body
        got = c.recv(4096)
        want("told before the body", [got[:12], b"Retry-After: 1" in got, b'"busy"' in got], [b"HTTP/1.1 503", True, True])
    want("it is counted", s.metric("shed_total") >= 1, True)
    got = [c.recv(4096)[:12] for c in lines]
    want("each that waited is told", set(got) - {b"HTTP/1.1 504", b"HTTP/1.1 503"}, set())
    s.wait("all is over again", lambda: (s.ready()["running"], s.ready()["workers"]) == (0, 2))
    for c in lines:
        c.close()
    lines = [s.dial(10) for _ in range(4)]
    for c in lines:
        c.sendall(head % (2 << 20) + bytes((2 << 20) - 1))  # all but the last byte
    s.wait("uploads hold what they may", lambda: s.metric("body_bytes_held") > 3 << 20)
    code, text, _ = s.ask("/v1/check", bytes(1 << 20))
    want("no memory for more", [code, json.loads(text)["error"]["kind"]], [503, "busy"])
    for c in lines:
        c.close()
    s.wait("they are let go", lambda: s.metric("body_bytes_held") == 0)
    want("and there is room", s.check("", picture + bytes(1 << 20))[0], 200)
    # What is loaded when it is wanted is there before the sandbox closes.
    text = s.ask("/v1/check?name=a.jpg", b"\xff\xd8\xff\xe1\0\x12Exif\0\0II*\0\x08\0\0\0\x01\0\xff\xd9")[1]
    want("odd EXIF, read twice", ["EXIF" in str(text), "libexif is not here" in str(text)], [True, False])
    try:
        maps = open(f"/proc/{children(s.p.pid)[-1]}/maps").read()
        want("loaded", [x for x in ("libcrypto", "libexif", "libdeflate", "libbrotlidec", "libpng", "libjpeg", "libwebp") if x not in maps], [])
    except PermissionError:
        pass
    if s.ready()["sandbox"]["level"] == "strict":  # not so with a sanitizer, nor has its memory an end
        started = s.metric('worker_events_total{event="started"}')
        code, text, _ = s.ask("/v1/check?name=a.txt", b"GENMARK-TEST-MEMORY made with AI. " * 28000)
        item = json.loads(text)
        want("no memory", [code in (422, 500), item["error"]["kind"], set(item.get("verdict", {}).values()) <= {"unknown"}], [True, "limit", True])
        s.wait("its worker is replaced", lambda: s.metric('worker_events_total{event="started"}') == started + 1)
        want("no way out of the sandbox", s.check("", b"GENMARK-TEST-ESCAPE")[0], 200)
    s.stop()


def few_descriptors():
    """Where descriptors or connections are few, clients wait; nothing spins, and
    all goes on when there are some again."""
    few = ["/bin/sh", "-c", 'ulimit -n 40; exec "$@"', "sh"]
    for at, most, within in [(None, "512", few), (path_in("few"), "512", few), (None, "20", []), (path_in("twenty"), "20", [])]:
        s = Server("--no-trust", "-j", "1", "--connections", most, at=at, within=within)
        lines = [s.dial() for _ in range(60)]
        for c in lines[:50]:
            c.sendall(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
        time.sleep(0.5)
        before = cpu([s.p.pid])
        time.sleep(1)
        want("it waits without work", cpu([s.p.pid]) - before < 0.3, True)
        for c in lines:
            c.close()
        s.wait("and goes on", lambda: s.metric("connections") == 1)
        want("as before", s.check("", b"hello")[0], 200)
        s.stop()


def kept():
    """An answer is kept by all that decides it, and no fault is."""
    s = Server("--no-trust", "-j", "1")

    def hits(path, body=picture):
        before, code = s.metric("cache_hits_total"), s.ask("/v1/check" + path, body)[0]
        return [code, s.metric("cache_hits_total") - before]
    want("at first", hits("?law=kr"), [200, 0])
    want("the same again", hits("?law=kr"), [200, 1])
    for path in ["?law=cn", "?law=kr&role=provider", "?law=kr&role=user", "?law=kr&lang=ko", "?law=kr&effort=fast", "?law=kr&name=x", "?law=kr&as-of=2026-01-22",
                 "?law=kr&redact=1", "?law=kr&hash=1"]:
        want("another " + path, [hits(path), hits(path)], [[200, 0], [200, 1]])
    want("other bytes", hits("?law=kr", picture[:-1]), [200, 0])
    want("a crash", [hits("", b"GENMARK-TEST-CRASH"), hits("", b"GENMARK-TEST-CRASH")], [[500, 0]] * 2)
    s.p.send_signal(signal.SIGHUP)
    s.wait("reloaded", lambda: s.ready()["edition"] == 2)
    want("other rules", hits("?law=kr"), [200, 0])
    s.stop()


# ---- signals under load -----------------------------------------------------

class Load:
    """Clients that go on asking until told to stop; what they got."""

    def __init__(self, s, clients=16, body=picture, retry=True):
        self.s, self.body, self.retry = s, body, retry
        self.on, self.got, self.lock = True, [], threading.Lock()
        self.threads = [threading.Thread(target=self.run) for _ in range(clients)]
        [t.start() for t in self.threads]

    def run(self):
        while self.on:
            try:
                code, text, head = self.s.ask("/v1/check?law=kr", self.body)
                if code == 503:
                    want("503 says when", head["Retry-After"], "1")
                got = (code, str(verdict(text)))
            except (OSError, http.client.HTTPException) as e:
                got = (0, "refused" if isinstance(e, ConnectionRefusedError) else "lost")
            with self.lock:
                self.got.append(got)

    def stop(self):
        self.on = False
        [t.join() for t in self.threads]
        counts = {}
        for g in self.got:
            counts[g] = counts.get(g, 0) + 1
        return counts


GOOD = (200, "['generated', 'valid']")


def reloads():
    s = Server("--no-trust", "--no-cache", "-j", "2", "--quiet")
    load = Load(s)
    for edition in range(2, 6):
        s.p.send_signal(signal.SIGHUP)
        s.wait("reloaded", lambda: s.ready()["edition"] == edition)
    got = load.stop()
    want("SIGHUP under load loses nothing", set(got), {GOOD})
    s.wait("old workers are gone", lambda: len(children(s.p.pid)) == 3)
    s.stop()


def killed():
    """kill -9 of a worker costs the request that it had, and no other."""
    s = Server("--no-trust", "--no-cache", "-j", "2", "--quiet")
    load = Load(s)
    kills = 0
    for _ in range(10):
        workers = children(s.p.pid)[1:]
        if workers:
            os.kill(workers[-1], signal.SIGKILL)
            kills += 1
        time.sleep(0.1)
    got = load.stop()
    want("only those that a dead worker had", set(got) - {GOOD, (500, "crash")}, set())
    want("at most one each", got.get((500, "crash"), 0) <= kills, True)
    s.wait("all are back", lambda: s.ready()["workers"] == 2)
    load = Load(s, 4)
    os.kill(children(s.p.pid)[0], signal.SIGKILL)  # the nursery, and its workers with it
    s.wait("the rules are built again", lambda: s.ask("/readyz")[0] == 200 and s.ready()["edition"] == 2)
    got = load.stop()
    want("a dead nursery", set(got) - {GOOD, (500, "crash"), (503, "busy"), (503, "timeout")}, set())
    want("the log tells both", {e.get("event") for e in s.events()} >= {"worker died", "nursery died"}, True)
    s.stop()


def terminated():
    """SIGTERM: what was begun is ended, and nobody gets half an answer."""
    s = Server("--no-trust", "--no-cache", "-j", "2", "--quiet")
    load = Load(s)
    time.sleep(0.3)
    began = time.time()
    s.stop()
    want("in time", time.time() - began < 10, True)
    time.sleep(0.1)
    got = load.stop()
    want("SIGTERM under load", set(got) - {GOOD, (503, "busy"), (0, "refused")}, set())
    want("there was load", got.get(GOOD, 0) > 20, True)
    s = Server("--no-trust", "-j", "1", "--deadline", "30", "--drain", "1")
    c = s.dial(10)
    c.sendall(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n\r\nGENMARK-TEST-HANG")
    s.wait("it hangs", lambda: s.ready()["running"] == 1)
    s.stop()
    want("one that never ends is told", c.recv(12), b"HTTP/1.1 503")
    c.close()


# ---- nothing is left --------------------------------------------------------

def many():
    """Requests of every kind, and then: the counts agree with the client's, and
    neither descriptors nor memory are left with the front or the nursery."""
    total = 20000 if FULL else 2000
    s = Server("--no-trust", "-j", "2", "--cache", "64", "--recycle", "500", "--quiet", "--deadline", "2")
    multipart = (b'--B7B7\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + picture + b"\r\n--B7B7--\r\n",
                 {"Content-Type": "multipart/form-data; boundary=B7B7"})
    kinds = [lambda i: (picture + b"%d" % i, {}), lambda i: (picture, {}), lambda i: multipart,
             lambda i: (iter([b"made with ", b"AI"]), {}), lambda i: (multipart[0][:-30], multipart[1]),
             lambda i: (bytes(range(128, 256)), {}), lambda i: (b"hello", {"Host": "evil.example"}),
             lambda i: (picture[:1000] + b"%d" % i, {}), lambda i: (bytes((1 << 20) + 99), {})]
    counts, lock = {}, threading.Lock()

    def run(base, count):
        for i in range(base, base + count):
            if i % 50 == 49:  # one that goes away in the middle
                c = s.dial()
                c.sendall(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n" + picture)
                c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                c.close()
                continue
            if i % 50 == 24:  # one that has said all, and waits
                with s.dial() as c:
                    c.sendall(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(picture) + picture)
                    c.shutdown(socket.SHUT_WR)
                    code = int(c.recv(12).split()[1])
                with lock:
                    counts[code] = counts.get(code, 0) + 1
                continue
            if i % 100 == 50:
                body, head = b"GENMARK-TEST-CRASH", {}
            else:
                body, head = kinds[i % len(kinds)](i)
            code = s.ask("/v1/check", body, head)[0]
            with lock:
                counts[code] = counts.get(code, 0) + 1

    def round(base, count):
        threads = [threading.Thread(target=run, args=(base + k * count // 8, count // 8)) for k in range(8)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        s.wait("all workers are back", lambda: s.ready()["workers"] == 2 and s.ready()["running"] == 0)
        s.wait("all connections are closed", lambda: s.metric("connections") == 1)
        time.sleep(0.3)  # the last connection's end may be on its way
        return [size_of(pid) for pid in [s.p.pid, children(s.p.pid)[0]]]
    before = round(0, total // 4)
    after = round(total // 4, total - total // 4)
    want("counts agree", {code: s.metric(f'requests_total{{path="/v1/check",code="{code}"}}') for code in counts}, counts)
    want("and there are no others", len(re.findall("^genmark_requests_total.*v1/check", s.ask("/metrics")[1].decode(), re.M)), len(counts))
    want("kinds of answers", sorted(counts), [200, 400, 403, 415, 500])
    want("descriptors", [a[0] for a in after], [b[0] for b in before])
    want(f"memory is flat ({before}, {after})", all(a[1] < b[1] + 3000 for a, b in zip(after, before)), True)
    print(f"{total} requests: {dict(sorted(counts.items()))}; front {before[0]} then {after[0]}, nursery {before[1]} then {after[1]}"
          " (descriptors, kB resident)")
    s.stop()


with folder:
    for part in [managed, one_after_another, by_path, passed, full_disk, crowded, few_descriptors, kept, reloads, killed, terminated, many]:
        part()
done()
