# SPDX-License-Identifier: Apache-2.0
# serve_api.py - the description at /v1/openapi.json, by the program's answers:
# every path and parameter exists, every status that occurs is described, and
# every body fits its schema.
import glob, json, os, re, subprocess, sys, tempfile
from daemon import Server, done, file, genmark, want
try:
    import jsonschema
except ImportError:
    print("python3-jsonschema absent: the description was not compared")
    sys.exit(77)

at = tempfile.TemporaryDirectory()
s = Server("--no-trust", "-j", "2", "--max-body", "1", "--root", os.getcwd(), at=at.name + "/sock")
api = json.loads(s.ask("/v1/openapi.json")[1])
item_schema = json.load(open("docs/genmark-1.schema.json"))


def resolved(x):
    """x without references; schemas here are not recursive."""
    if isinstance(x, list):
        return [resolved(y) for y in x]
    if not isinstance(x, dict):
        return x
    if "$ref" in x:
        y = api
        for part in x["$ref"][2:].split("/"):
            y = y[part]
        return resolved(y)
    return {k: resolved(v) for k, v in x.items()}


def misfit(body, schema):
    """What does not fit, or None."""
    if id(schema) not in validators:
        validators[id(schema)] = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)(schema)
    error = next(validators[id(schema)].iter_errors(body), None)
    return error and error.message[:300]


paths = resolved(api["paths"])
seen, validators = set(), {}


def compare(what, path, got):
    """One answer by its description; the item within by its own schema."""
    code, text, head = got
    method = "post" if "post" in paths[path] else "get"
    told = paths[path][method]["responses"].get(str(code))
    kind = (head["Content-Type"] or "").split(";")[0]
    seen.add((path, code))
    if not told or kind not in told["content"]:
        want(f"{what}: {code} {kind} is described", sorted(paths[path][method]["responses"]), str(code))
        return None
    if not kind.endswith("json"):
        return text
    body = json.loads(text)
    wrong = misfit(body, told["content"][kind]["schema"])
    if kind == "application/json" and "marks" in body:
        inner = {k: v for k, v in body.items() if k not in ("display", "preserve")}
        wrong = wrong or misfit(inner, item_schema)
    want(f"{what}: {code} fits its schema", wrong, None)
    if kind == "application/problem+json":
        want(f"{what}: the status within", [body["status"], body["detail"]], [code, body["error"]["message"]])
    elif code not in (200, 503):
        want(f"{what}: it says why, and clears nothing", [body["error"] is not None, "pass" in body["verdict"].values(),
             body["marks"] or set(body["verdict"].values()) <= {"unknown"}], [True, False, body["marks"] or True])
    return body


def carries(m):
    """Whether losing this mark loses a statement of origin, or a reservation."""
    return m["kind"] in ("rights", "c2pa") or m["claim"] not in ("none", "near-miss")


def beside(name, body):
    """display and preserve, by the marks of the same answer."""
    d, p, marks = body["display"], body["preserve"], [m for m in body["marks"] if carries(m)]
    machine = [m for m in marks if m["form"] == "machine"]
    want(f"{name}: provenance", d["provenance"],
         body["c2pa"]["state"] != "none" or any(m["kind"] != "rights" for m in machine))
    want(f"{name}: label", d["label"], any(m["form"] != "machine" and m["claim"] == "notice" for m in body["marks"]))
    want(f"{name}: claim", [d["claim"], d["basis"], d["conflict"], d["generator"]],
         [body["origin"][k] for k in ("claim", "basis", "conflict", "generator")])
    signer = body["c2pa"].get("signer") or {}
    want(f"{name}: signature", [d["signature"]["state"], d["signature"]["signer"]],
         [body["c2pa"]["state"], signer.get("o") or signer.get("cn")])
    places = {(m["place"]["path"], m["place"]["off"]) for m in marks}
    want(f"{name}: places", {(x["path"], x["off"]) for x in p["places"]}, set(list(places)[:64]) if len(places) <= 64 else
         {(x["path"], x["off"]) for x in p["places"]} & places)
    writing = body["item"]["media"] in ("text", "code")
    inside = [m for m in marks if m["kind"] in ("watermark", "visible") or m["form"] in ("visible", "audible")]
    read = [m for m in marks if m not in inside and (m["form"] == "text" or m["place"]["slot"] == "text")]
    want(f"{name}: kept", [p["metadata"], p["text"], p["pixels"]],
         [len(marks) > len(inside) + len(read), bool(read) or bool(inside) and writing, bool(inside) and not writing])
    for x in p["places"]:
        want(f"{name}: a place's mark", body["marks"][x["mark"]]["place"]["off"], x["off"])


for path in ["/v1/laws", "/v1/rules", "/v1/openapi.json", "/livez", "/readyz", "/metrics"]:
    compare(path, path, s.ask(path))
    compare(path + " from elsewhere", path, s.ask(path, headers={"Origin": "http://evil.example"}))
count = 0
names = [name[:-5] + os.path.splitext(other)[1] for name in sorted(glob.glob("corpus/*/*.json"))
         for other in glob.glob(glob.escape(name[:-5]) + ".*") if not other.endswith(".json")]
for name in names:
    if os.path.getsize(name) > 200000:
        continue
    count += 1
    body = compare(name, "/v1/check", s.ask(f"/v1/check?law=kr,us-ca&name={os.path.basename(name)}", file(name)))
    if body and "display" in body:
        beside(name, body)
picture = file("corpus/png/good-c2pa-history.png")
values = {"law": "kr,eu", "fact": "role=provider", "as-of": "2026-11-23", "name": "a.png", "lang": "ko", "effort": "fast",
          "redact": "1", "hash": "1", "deadline": "5", "Genmark-Law": "cn", "Genmark-Fact": "role=provider; notice=yes", "Genmark-Name": "b.png"}
for p in paths["/v1/check"]["post"]["parameters"]:
    query, head = ("?%s=%s" % (p["name"], values[p["name"]]), {}) if p["in"] == "query" else ("", {p["name"]: values[p["name"]]})
    want(f"parameter {p['name']}", compare(p["name"], "/v1/check", s.ask("/v1/check" + query, picture, head))["error"], None)
for what, got in {
        "bad parameter": s.ask("/v1/check?x=1", b"hello"), "foreign": s.ask("/v1/check", b"x", {"Origin": "null"}),
        "method": s.ask("/v1/check", b"x", method="PUT"), "large": s.ask("/v1/check", bytes(2 << 20)),
        "encoded": s.ask("/v1/check", b"x", {"Content-Encoding": "br"}), "expectation": s.ask("/v1/check", b"x", {"Expect": "x"}),
        "format": s.ask("/v1/check", bytes(range(128, 256))), "crash": s.ask("/v1/check", b"GENMARK-TEST-CRASH"),
        "coding": s.ask("/v1/check", b"x", {"Transfer-Encoding": "gzip"}), "hang": s.ask("/v1/check?deadline=1", b"GENMARK-TEST-HANG")}.items():
    compare(what, "/v1/check", got)
for name, expected in [("/corpus/png/good-c2pa-history.png", 200), ("/corpus/nothing", 404)]:
    got = s.ask("/v1/path?path=" + os.getcwd() + name, b"")
    compare("path", "/v1/path", got)
    want("path", got[0], expected)
compare("no descriptor", "/v1/fd", s.ask("/v1/fd", b""))
want("statuses that occurred", {c for p, c in seen if p == "/v1/check"} >= {200, 400, 403, 405, 413, 415, 417, 500, 501, 504}, True)
s.stop()
s = Server("--no-trust", "-j", "1", "--limit", "blocks=3")
compare("a limit", "/v1/check", s.ask("/v1/check", picture))
s.stop()
print(f"{count} files of the corpus, {len(seen)} kinds of answers")
done()
