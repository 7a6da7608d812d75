# SPDX-License-Identifier: Apache-2.0
# serve_load.py - the daemon under load, bounded: `serve_load.py GENMARK`, with
# FULL=1 at full size.  Files of 150 kB over 64 connections, hostile ones in
# between, workers killed, rules loaded again; then everything is counted.
import http.client, json, os, signal, socket, subprocess, tempfile, threading, time
from daemon import Server, children, cpu, done, file, genmark, size_of, want

FULL = os.environ.get("FULL") == "1"
GOOD, CONNECTIONS = (2000 if FULL else 300), 64
BAD, ROUNDS, PHOTOS = GOOD // 10, (5 if FULL else 3), (2000 if FULL else 90)


def signed(size):
    """A signed picture, with bytes behind its end that make it that large."""
    return file("corpus/png/good-c2pa-history.png") + bytes(size - 3588)


def load(s, jobs, during=None):
    """All jobs (name, body) over the connections: a list of (name, status,
    answer), 503 tried again, and the times of the rest."""
    todo, lock, got, times, retries = list(jobs), threading.Lock(), [], [], [0]

    def run():
        c = None
        while True:
            with lock:
                if not todo:
                    return
                name, body = todo.pop()
            for _ in range(200):
                began = time.perf_counter()
                try:
                    c = c or http.client.HTTPConnection("127.0.0.1", s.port, timeout=90)
                    c.request("POST", "/v1/check?law=kr", body, {"Content-Type": "application/octet-stream"})
                    r = c.getresponse()
                    status, text = r.status, r.read()
                except OSError:
                    c, status, text = None, 0, b"{}"
                if status not in (0, 503):
                    break
                retries[0] += 1
                time.sleep(0.05)
            with lock:
                got.append((name, status, text))
                times.append(time.perf_counter() - began)
    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    [t.start() for t in threads]
    if during:
        during()
    [t.join() for t in threads]
    return got, sorted(times), retries[0]


def core(text):
    """What an answer says, but for the name of the file."""
    item = json.loads(text)
    marks = [[m["name"], m["value"], m["claim"], m["proof"], m["place"]["off"]] for m in item["marks"]]
    return json.dumps([marks, item["c2pa"]["state"], item["verdict"]])


def by_check(body, count):
    """What `check` says of a file, and its processor time for that many."""
    with tempfile.TemporaryDirectory() as t:
        open(f"{t}/x", "wb").write(body)
        open(f"{t}/list", "w").write("\n".join([f"{t}/x"] * count))
        r0 = os.times()
        out = subprocess.run([genmark, "check", "-j", "1", "--json", "--no-trust", "--files-from", f"{t}/list"],
                             capture_output=True).stdout
        r1 = os.times()
    return out.split(b"\n")[0], r1.children_user + r1.children_system - r0.children_user - r0.children_system


def compared(s, what, body, total):
    """The processor time of a request, by that of `check` over as many files,
    in turns, of which the middle one counts; every answer must be check's."""
    load(s, [("good", body)] * 20)
    family, rounds, all_times, answers, again = lambda: [s.p.pid] + children(s.p.pid), [], [], set(), 0
    for _ in range(ROUNDS):
        start = cpu(family())
        got, times, retries = load(s, [("good", body)] * (total // ROUNDS))
        spent = cpu(family()) - start
        right, own = by_check(body, total // ROUNDS)
        rounds.append((spent / own, spent * ROUNDS / total * 1000, own * ROUNDS / total * 1000))
        all_times += times
        answers |= {(x[1], core(x[2])) for x in got}
        again += retries
    times, (ratio, spent, own) = sorted(all_times), sorted(rounds)[ROUNDS // 2]
    want(f"{what}: none lost, none wrong", [len(times), answers], [total, {(200, core(right))}])
    print(f"{total} requests of {len(body)} bytes ({what}), {CONNECTIONS} connections: p50 {times[total // 2] * 1000:.1f} ms, "
          f"p99 {times[total * 99 // 100] * 1000:.1f} ms, {again} tried again; CPU a request {spent:.2f} ms, "
          f"of check {own:.2f} ms: {ratio:.2f} times ({', '.join(f'{r[0]:.2f}' for r in sorted(rounds))})")
    want(f"{what}: CPU of a request within 1.6 of check's (2.2 in a short run)", ratio < (1.6 if FULL else 2.2), True)


s = Server("--no-trust", "--no-cache", "-j", "2", "--deadline", "60", "--quiet")
good = signed(150000)
compared(s, "a signed PNG, small in pixels", good, GOOD)
photo = os.environ.get("SHARED", "") + "/corpus/c2pa/contentauth__c2pa-rs/sdk/tests/fixtures/CA.jpg"
jpegs = os.path.exists(photo)
if jpegs:
    compared(s, "a signed JPEG", file(photo), PHOTOS)
before = size_of(s.p.pid)

hostile = [file("corpus/png/huge-inflate.png"), b"GENMARK-TEST-CRASH", good[:1700], b"GENMARK-TEST-CRASH 2"]
jobs = [("good", good)] * GOOD
for i in range(BAD):
    jobs.insert(i * 11 + 3, (f"bad{i % 4}", hostile[i % 4]))


def trouble():
    time.sleep(0.1)
    s.p.send_signal(signal.SIGHUP)


got, times, retries = load(s, jobs, trouble)
counts = {}
for name, status, _ in got:
    counts[name, status] = counts.get((name, status), 0) + 1
print("with hostile files and a reload:", {f"{n} {c}": k for (n, c), k in sorted(counts.items())}, f"{retries} tried again")
want("every good one", counts.get(("good", 200)), GOOD)
want("crashes are told", [counts.get((f"bad{i}", 500)) for i in (1, 3)], [BAD // 4 + (i < BAD % 4) for i in (1, 3)])
want("counted alike", s.metric('requests_total{path="/v1/check",code="200"}'),
     20 + GOOD + jpegs * (20 + PHOTOS) + GOOD + sum(k for (n, c), k in counts.items() if n != "good" and c == 200))
s.wait("reloaded", lambda: s.ready()["edition"] == 2)
os.kill(children(s.p.pid)[-1], signal.SIGKILL)
s.wait("a killed worker is replaced", lambda: s.ready()["workers"] == 2)
after = size_of(s.p.pid)
print(f"front: {before[0]} descriptors, {before[1]} kB before; {after[0]}, {after[1]} kB after")
want("no descriptor leaks", after[0] <= before[0] + 2, True)
want("memory is flat", after[1] < before[1] + 24000, True)

slow = socket.create_connection(("127.0.0.1", s.port))
slow.sendall(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx")
want("a slow one stops nobody", s.check("", b"hello")[0], 200)
slow.close()
s.stop()

with tempfile.NamedTemporaryFile("w", suffix=".rules") as pack:
    pack.write(open("src/law/packs/iptc.rules").read())
    pack.flush()
    s = Server("--no-trust", "-j", "1", "--pack", pack.name)
    pack.write("[rule broken\nnonsense\n")
    pack.flush()
    s.p.send_signal(signal.SIGHUP)
    s.wait("a bad pack is told", lambda: s.ready()["reload_failures"] == 1)
    want("the old rules stay", [s.ready()["edition"], s.check("", b"hello")[0]], [1, 200])
    want("it says why", any("old rules stay" in e.get("event", "") and e.get("detail") for e in s.events()), True)
    s.stop()
s = Server("--no-trust", "--public", "--host", "check.example")
want("a name it goes by", s.ask("/livez", headers={"Host": "check.example"})[0], 200)
text = s.ask("/v1/check?redact=0", file("corpus/png/good-a1111-parameters.png"))[1]
want("public mode redacts prompts", [b'"withheld":true' in text, b"cat" in text], [True, False])
item = json.loads(s.ask("/v1/check?redact=0", file("corpus/png/good-c2pa-history.png"))[1])
want("and titles", [m["title"] for m in item["c2pa"]["manifests"]], [None, None])
want("an organization that signed is named", item["display"]["signature"]["signer"], "Genmark Test")
want("no files by name", s.ask("/v1/path?path=/etc/passwd", b"")[0], 404)
s.stop()
done()
