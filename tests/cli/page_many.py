# SPDX-License-Identifier: Apache-2.0
# page_many.py - a report of very many files, as a reader uses it, by mouse and
# keyboard: `page_many.py GENMARK PAGE ROWS SHOTS`.
import json, os, re, sys, tempfile, time
from browser import Browser
from daemon import done, want

page, rows, shots = sys.argv[2], int(sys.argv[3]), sys.argv[4]
temp = tempfile.TemporaryDirectory()
b = Browser(os.environ["CHROMIUM"], temp.name, "--enable-precise-memory-info")
took = {}


def timed(name, *steps):
    """Does the steps, and waits for the last, which is a condition."""
    began = time.time()
    for step in steps[:-1]:
        step()
    want(name, bool(b.wait(steps[-1], 120)), True)
    took[name] = round((time.time() - began) * 1000)


def counted(n):
    return f"document.querySelector('#count')?.textContent.startsWith('{n:,} / ')"


def fill(text):
    b.run(f"(() => {{ const e = document.querySelector('#find'); e.value = {json.dumps(text)}; e.dispatchEvent(new Event('input', {{bubbles: true}})); }})()")


def choose(label):
    b.run(f"(() => {{ const e = document.querySelector('#claim'), o = [...e.options].find(o => o.label === {json.dumps(label)}) || e.options[0];"
          "e.value = o.value; for (const k of ['input', 'change']) e.dispatchEvent(new Event(k, {bubbles: true})); })()")


def text(selector):
    return b.run(f"document.querySelector({json.dumps(selector)}).innerText")


def enter(selector):
    b.run(f"document.querySelector({json.dumps(selector)}).focus()")
    b.key("Enter", 13, "\r")


b.language("en-US")
b.look(1280, 900)
timed("load", lambda: b.call("Page.navigate", 120, url="file://" + page), counted(rows))
want("all are counted", text("#count"), f"{rows:,} / {rows:,}")
want("a page of rows only", b.run("document.querySelectorAll('#list > tbody').length"), 250)
b.picture(shots + "/1-light.png", False)
timed("last", lambda: b.click("#last"), "document.querySelector('#on').disabled")
want("the last page ends at the last", text("#where").endswith(f"{rows:,}"), True)
b.click("#back")
enter("#first")
want("the first page", b.wait("document.querySelector('#where').innerText === '1 – 250'"), True)

# One in ten has marks, and was filed under its number.
timed("filter", lambda: fill(f"m{rows - 10}.png"), counted(1))
want("the row that was asked for", text("#list > tbody summary"), f"d/m{rows - 10}.png")
enter("#list > tbody summary")
want("its details", b.wait("/trainedAlgorithmicMedia/.test((document.querySelector('#list tr.more') || {}).innerText || '')"), True)
want("and its place", bool(re.search(r"\d+ \+ \d+", text("#list > tbody"))), True)
b.picture(shots + "/2-found.png", False)
timed("details", lambda: fill("trainedalgorithmicmedia"), counted(rows // 10))
fill("")
b.wait(counted(rows))
timed("claim", lambda: choose("AI-generated"), counted(rows // 10))
timed("sort", lambda: b.click("[data-key=p]"), lambda: b.click("[data-key=p]"), "document.querySelector('th[aria-sort=descending]') !== null")
way = "new Intl.Collator(undefined, {numeric: true}).compare" if rows < 20000 else "((a, b) => a < b ? -1 : a > b ? 1 : 0)"
want("from the last path down", b.run("[...document.querySelectorAll('#list summary')].map(e => e.innerText).every((p, i, all) => !i || " + way + "(all[i - 1], p) >= 0)"), True)
choose("")
b.click("[data-only=unknown]")
want("a filter that is pressed", b.wait("document.querySelector('[data-only=unknown][aria-pressed=true]') !== null"), True)
b.click("#theme")
b.picture(shots + "/3-dark.png", False)
want("every button has a name", b.run("[...document.querySelectorAll('button')].filter(e => !e.innerText.trim()).length"), 0)
heap = b.run("performance.memory.usedJSHeapSize")
want("nothing on the console", b.console, [])
want("no request", [r for r in b.requests if not r.startswith("file://")], [])
b.close()
print(f"{rows:,} rows: " + ", ".join(f"{k} {v} ms" for k, v in took.items()) + f"; heap {heap / 1e6:.0f} MB")
done()
