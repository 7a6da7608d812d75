# SPDX-License-Identifier: Apache-2.0
# daemon.py - a daemon to test: start it, ask it, read its log and counts, stop
# it.  Every wait is bounded.
import atexit, fcntl, http.client, json, os, re, signal, socket, subprocess, sys, tempfile, time

genmark = sys.argv[1]
bad = 0


def want(what, got, expected):
    global bad
    if got != expected:
        print(f"{what}: {got!r}, wanted {expected!r}")
        bad += 1


def done():
    sys.exit(bad != 0)


def file(path):
    return open(path, "rb").read()


def inherit(*fds):
    """For Popen(close_fds=False, preexec_fn=...): the child has them from 3
    on.  Descriptors 3 and up are taken in the parent, so that nothing of
    Popen's own is there."""
    def move():
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 20) for fd in fds]
        for at, fd in enumerate(high):
            os.dup2(fd, 3 + at)
    return {"close_fds": False, "preexec_fn": move}


def children(pid):
    """All processes below it: the nursery first, then workers."""
    out = []
    for c in open(f"/proc/{pid}/task/{pid}/children").read().split():
        out += [int(c)] + children(int(c))
    return out


def cpu(pids):
    """Seconds of processor time, by the scheduler's own count; of children
    that ended, by their parent's."""
    ns = ticks = 0
    for pid in pids:
        try:
            ns += int(open(f"/proc/{pid}/schedstat").read().split()[0])
            ticks += sum(map(int, open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[13:15]))
        except OSError:
            pass
    return ns / 1e9 + ticks / os.sysconf("SC_CLK_TCK")


def size_of(pid):
    """Open descriptors, and kB resident."""
    fds = len(os.listdir(f"/proc/{pid}/fd"))
    rss = next(int(x.split()[1]) for x in open(f"/proc/{pid}/status") if x.startswith("VmRSS"))
    return fds, rss


class Server:
    """A daemon on a port of its own choice, or with at= on a UNIX socket."""

    def __init__(self, *args, at=None, log=None, within=[], **env):
        self.at, self.port = at, 0
        self.log = log or tempfile.NamedTemporaryFile("r", suffix=".log")
        where = ["--socket", at] if at else ["--listen", "127.0.0.1:0"]
        self.p = subprocess.Popen(
            [*within, genmark, "serve", *where, "--log", self.log.name, *args],
            env={**os.environ, "LANG": "C", "GENMARK_TEST_HOOKS": "1",
                 "XDG_CONFIG_HOME": "/nonexistent",
                 # A sanitizer keeps what was freed; not so much here, where memory is measured.
                 "ASAN_OPTIONS": "quarantine_size_mb=1:malloc_context_size=10", **env},
            stderr=subprocess.PIPE, text=True)
        atexit.register(self.p.kill)
        end = time.time() + 20
        while time.time() < end and self.p.poll() is None:
            m = re.search(r'"listening".*?(?:127\.0\.0\.1:(\d+)/)?"}', open(self.log.name).read())
            if m:
                self.port = int(m.group(1) or 0)
                return
            time.sleep(0.02)
        print("the daemon did not start:", self.p.stderr.read())
        sys.exit(1)

    def dial(self, seconds=8):
        """A connection, as it is."""
        if not self.at:
            return socket.create_connection(("127.0.0.1", self.port), seconds)
        c = socket.socket(socket.AF_UNIX)
        c.settimeout(seconds)
        c.connect(self.at)
        return c

    def ask(self, path, body=None, headers={}, method=None):
        c = http.client.HTTPConnection("localhost", self.port, timeout=8)
        c.sock = self.dial()
        if self.port and "Host" not in headers:
            headers = {**headers, "Host": f"127.0.0.1:{self.port}"}
        try:
            c.request(method or ("GET" if body is None else "POST"), path, body, headers)
        except BrokenPipeError:
            pass  # refused before all of it was sent; the answer is there
        r = c.getresponse()
        text = r.read()
        c.close()
        return r.status, text, r.headers

    def head(self, line):
        """The status after a head alone."""
        with self.dial() as c:
            c.sendall(f"POST /v1/check HTTP/1.1\r\nHost: localhost\r\n{line}\r\n\r\n".encode())
            return int(c.recv(4096).split()[1])

    def check(self, path, body, headers={}):
        status, text, _ = self.ask("/v1/check" + path, body, headers)
        return status, json.loads(text)

    def events(self):
        return [json.loads(line) for line in open(self.log.name)]

    def metric(self, name):
        text = self.ask("/metrics")[1].decode()
        m = re.search("^genmark_" + re.escape(name) + r" (\S+)$", text, re.M)
        return float(m.group(1)) if m else None

    def wait(self, what, test, seconds=10):
        end = time.time() + seconds
        while time.time() < end:
            if test():
                return
            time.sleep(0.05)
        want(what, False, True)

    def ready(self):
        return json.loads(self.ask("/readyz")[1])

    def stop(self):
        self.p.send_signal(signal.SIGTERM)
        try:
            code = self.p.wait(20)
            want("exit code after SIGTERM", code, 0)
            if code and self.p.stderr:
                print(self.p.stderr.read()[:4000])
        except subprocess.TimeoutExpired:
            self.p.kill()
            want("SIGTERM ends it", False, True)
