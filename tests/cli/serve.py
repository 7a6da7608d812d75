# SPDX-License-Identifier: Apache-2.0
# serve.py - the daemon by its answers: `python3 serve.py GENMARK`.
import json, re, subprocess, time
from daemon import Server, done, file, genmark, want


def answers(s):
    """The same answer as check's, and the two objects beside it."""
    name = "corpus/png/good-c2pa-history.png"
    status, got = s.check(f"?law=kr,eu&role=provider&as-of=2026-11-23&name={name}", file(name))
    want("status", status, 200)
    cli = json.loads(subprocess.run(
        [genmark, "check", "--json", "--no-trust", "--law", "kr,eu", "--fact", "role=provider",
         "--as-of", "2026-11-23", name], capture_output=True, env={"LANG": "C"}).stdout)
    display, preserve = got.pop("display"), got.pop("preserve")
    want("JSON of check", got, cli)
    want("display", [display["provenance"], display["generator"], display["signature"]["state"]],
         [True, "openai", "valid"])
    want("preserve", [preserve["metadata"], preserve["places"][0]["off"]], [True, 41])
    h = {"Genmark-Law": "kr", "Genmark-Fact": "role=provider; delivery=in-service", "Genmark-Name": "x.png"}
    want("facts by header", s.check("", file(name), h)[1]["item"]["path"], "x.png")
    b = b"--Boundary7\r\nContent-Disposition: form-data; name=\"law\"\r\n\r\ncn\r\n--Boundary7\r\n" \
        b"Content-Disposition: form-data; name=\"file\"; filename=\"a b.png\"\r\n\r\n" + \
        file("corpus/png/good-aigc-record.png") + b"\r\n--Boundary7--\r\n"
    status, got = s.check("", b, {"Content-Type": "multipart/form-data; boundary=Boundary7"})
    want("multipart", [status, got["item"]["path"], list(got["verdict"])], [200, "a b.png", ["cn"]])
    ko = s.check("?lang=ko", b"made with AI")[1]["findings"][0]["say"]
    want("Korean", bool(re.search("[가-힣]", ko)), True)


def refusals(s):
    """What is asked wrongly is told, and nothing of it looks like a verdict."""
    for path, status in [("?role=bogus", 400), ("?what=1", 400), ("?law=xx", 400),
                         ("?as-of=2026-13-40", 400), ("?lang=fr", 400), ("?fact=role", 400)]:
        got, answer = s.check(path, b"hello")
        want(path, [got, sorted(answer)], [status, ["detail", "error", "request", "status", "title", "type"]])
    want("no body", s.ask("/v1/check", b"")[0], 400)
    want("GET of check", s.ask("/v1/check")[0], 405)
    want("nothing there", s.ask("/nothing")[0], 404)
    want("path is off", s.ask("/v1/path?path=/etc/passwd", b"")[0], 404)
    want("too large, told before the body is sent", s.head("Content-Length: 4194305"), 413)
    want("chunked, too large", s.ask("/v1/check", iter([b"x" * (1 << 20)] * 5))[0], 413)
    want("no format", s.check("", bytes(range(128, 256)) * 9)[0], 415)
    want("foreign Host", s.ask("/livez", headers={"Host": "evil.example"})[0], 403)
    want("foreign Origin", s.ask("/v1/check", b"x", {"Origin": "http://evil.example"})[0], 403)
    want("null Origin", s.ask("/v1/check", b"x", {"Origin": "null"})[0], 403)
    want("other site", s.ask("/v1/check", b"x", {"Sec-Fetch-Site": "cross-site"})[0], 403)
    want("own Origin", s.ask("/v1/check", b"x", {"Origin": f"http://127.0.0.1:{s.port}"})[0], 200)


def accidents(s):
    """A crash, a hang and a bomb cost one request each."""
    got, answer = s.check("", b"GENMARK-TEST-CRASH")
    want("crash", [got, answer["error"]["kind"], "marks" in answer], [500, "crash", False])
    began = time.time()
    got, answer = s.check("?deadline=1", b"GENMARK-TEST-HANG")
    want("hang", [got, answer["error"]["kind"], "marks" in answer], [504, "timeout", False])
    want("in time", time.time() - began < 4, True)
    got, answer = s.check("", file("corpus/png/huge-inflate.png"))
    want("bomb", [got, any(not c["ran"] for c in answer["coverage"])], [200, True])
    s.wait("workers are back", lambda: s.ready()["workers"] == 2)
    want("and work", s.check("", b"hello")[0], 200)


def others(s):
    laws = json.loads(s.ask("/v1/laws")[1])
    want("laws", [laws["laws"][0]["law"], laws["facts"][0]["name"]], ["kr", "role"])
    rules = json.loads(s.ask("/v1/rules")[1])["rules"]
    want("rules", len(rules), sum(x["rules"] for x in laws["laws"]))
    api = json.loads(s.ask("/v1/openapi.json")[1])
    want("openapi", api.get("openapi", "")[:2], "3.")
    want("alive", s.ask("/livez")[0], 200)
    head = s.ask("/")[2]
    want("page", [head["Content-Type"], "default-src 'none'" in head["Content-Security-Policy"]],
         ["text/html; charset=utf-8", True])


s = Server("--max-body", "4", "-j", "2", "--no-trust")
answers(s)
refusals(s)
accidents(s)
others(s)
log = s.events()
want("log lines have an id", all("id" in e or "event" in e for e in log), True)
want("no name in the log", any("history" in json.dumps(e) for e in log), False)
s.stop()
done()
