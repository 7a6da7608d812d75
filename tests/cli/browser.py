# SPDX-License-Identifier: Apache-2.0
# browser.py - Chromium, driven over its pipe of the DevTools protocol with
# nothing but Python: `Browser(chromium, folder)`.  Every wait is bounded.
import atexit, base64, json, os, select, subprocess, time
from daemon import inherit


class Browser:
    """One page.  What it says on its console, what fails and where it goes is
    kept in .console and .requests."""

    def __init__(self, program, profile, *args):
        down, to = os.pipe()
        back, up = os.pipe()
        self.p = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
             f"--user-data-dir={profile}", "--remote-debugging-pipe", *args, "about:blank"],
            **inherit(down, up), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        atexit.register(self.close)
        os.close(down)
        os.close(up)
        self.to, self.back, self.buffer, self.serial = to, back, b"", 0
        self.console, self.requests, self.session = [], [], None
        pages = [t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        self.session = self.call("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM", "Accessibility"):
            self.call(domain + ".enable")

    def close(self):
        self.p.kill()
        self.p.wait()

    def hear(self, end):
        """One message of the browser's."""
        while b"\0" not in self.buffer:
            left = end - time.time()
            if left <= 0 or not select.select([self.back], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            more = os.read(self.back, 1 << 20)
            if not more:
                raise TimeoutError("the browser is gone")
            self.buffer += more
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def note(self, m):
        what, p = m.get("method"), m.get("params", {})
        if what == "Runtime.consoleAPICalled" and p["type"] in ("error", "warning", "assert"):
            self.console.append(p["type"] + ": " + " ".join(str(a.get("value", a.get("description"))) for a in p["args"]))
        elif what == "Runtime.exceptionThrown":
            self.console.append("exception: " + str(p["exceptionDetails"].get("exception", {}).get("description")))
        elif what == "Log.entryAdded" and p["entry"]["level"] in ("error", "warning"):
            self.console.append("log: " + p["entry"]["text"] + " " + p["entry"].get("url", ""))
        elif what == "Network.requestWillBeSent":
            self.requests.append(p["request"]["url"])

    def call(self, method, seconds=20, **params):
        self.serial += 1
        message = {"id": self.serial, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        end = time.time() + seconds
        while True:
            m = self.hear(end)
            if m.get("id") == self.serial:
                if "error" in m:
                    raise RuntimeError(method + ": " + m["error"]["message"])
                return m["result"]
            self.note(m)

    def run(self, script):
        """The value of an expression in the page."""
        r = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in r:
            raise RuntimeError(script + ": " + str(r["exceptionDetails"].get("exception", {}).get("description")))
        return r["result"].get("value")

    def wait(self, script, seconds=15):
        """Until the expression is true; what it was at last."""
        end = time.time() + seconds
        while True:
            value = self.run(script)
            if value or time.time() > end:
                return value
            time.sleep(0.03)

    def open(self, url, ready):
        self.call("Page.navigate", url=url)
        return self.wait(ready)

    def place(self, selector):
        """The middle of an element, scrolled into sight."""
        return self.run(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
                        "e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getBoundingClientRect();"
                        "return [r.left + r.width / 2, r.top + r.height / 2]; })()")

    def click(self, selector):
        at = self.place(selector)
        if not at:
            raise RuntimeError("nothing at " + selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)

    def drop(self, selector, files):
        """Real files, dragged from outside."""
        at = self.place(selector)
        data = {"items": [], "files": [os.path.abspath(f) for f in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.call("Input.dispatchDragEvent", type=kind, x=at[0], y=at[1], data=data)

    def key(self, name, code=0, text="", modifiers=0):
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, code=name, windowsVirtualKeyCode=code, text=text, modifiers=modifiers)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, code=name, windowsVirtualKeyCode=code, modifiers=modifiers)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def look(self, width, height, dark=False, still=True):
        """The window's size, and the taste of its user."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"}])

    def language(self, tag):
        self.call("Emulation.setLocaleOverride", locale=tag)
        self.call("Network.setUserAgentOverride", userAgent=self.run("navigator.userAgent"), acceptLanguage=tag)

    def picture(self, path, whole=True):
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        open(path, "wb").write(base64.b64decode(shot["data"]))

    def names(self):
        """What a screen reader is told: (role, name) of all that it stops at."""
        out = []
        for n in self.call("Accessibility.getFullAXTree")["nodes"]:
            if not n.get("ignored"):
                out.append((n.get("role", {}).get("value"), n.get("name", {}).get("value", "")))
        return out
