// SPDX-License-Identifier: Apache-2.0
// serve_page.js - the page as a person uses it: node serve_page.js URL SHOTS
"use strict";
const { chromium } = require(process.env.PLAYWRIGHT);
const [url, shots] = process.argv.slice(2);
const fs = require("fs");
const wrong = [];
const want = (what, got, wanted) => {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) wrong.push(`${what}: ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
};

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1000 }, locale: "en-US" });
  page.setDefaultTimeout(8000);
  page.on("console", m => { if (["error", "warning"].includes(m.type())) wrong.push("console: " + m.text()); });
  page.on("pageerror", e => wrong.push("error: " + e.message));
  page.on("request", r => { if (!r.url().startsWith(url) && !r.url().startsWith("blob:" + url)) wrong.push("request to " + r.url()); });
  const verdict = law => page.locator(`article li[data-law=${law}]`).first().getAttribute("data-verdict");

  await page.goto(url);
  await page.waitForSelector("#laws input");
  want("English by the browser's language", await page.locator("html").getAttribute("lang"), "en");
  const bytes = fs.readFileSync("corpus/png/good-c2pa-history.png").toString("base64");
  await page.evaluate(b64 => { // a real drop event, as from a folder's window
    const data = new DataTransfer(), raw = Uint8Array.from(atob(b64), c => c.charCodeAt(0));
    data.items.add(new File([raw], "history.png", { type: "image/png" }));
    document.querySelector("#drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, bytes);
  await page.waitForSelector("article li[data-law=kr]");
  want("undecided at first", await verdict("kr"), "unknown");
  want("its picture is shown", await page.locator("article .thumb img").evaluate(i => i.naturalWidth > 0), true);
  want("the history is a tree", await page.locator("article .tree ul li").count() > 0, true);
  want("marks have their place", /bytes 41/.test(await page.locator("article table").innerText()), true);
  await page.screenshot({ path: shots + "/1-dropped.png", fullPage: true });

  const tell = (fact, value) => page.locator(`article [data-fact="${fact}"][data-value="${value}"]`).first().press("Enter");
  await tell("role", "provider");
  await page.waitForSelector('[data-fact="role"][data-value="provider"][aria-pressed=true]');
  for (const [fact, value] of [["delivery", "exported"], ["realistic", "no"], ["visible", "no"], ["notice", "no"]]) {
    if (!await page.locator(`[data-fact="${fact}"][data-value="${value}"]`).count()) continue;
    await tell(fact, value);
    await page.waitForSelector(`[data-fact="${fact}"][data-value="${value}"][aria-pressed=true]`);
  }
  await page.waitForSelector("article li[data-law=kr][data-verdict=fail]");
  want("the answers make it fail", await verdict("kr"), "fail");
  want("it says what to do", await page.locator(".finding.fail .fix").count() > 0, true);
  await page.screenshot({ path: shots + "/2-answered.png", fullPage: true });
  await tell("notice", "yes");
  await page.waitForSelector("article li[data-law=kr]:not([data-verdict=fail])");

  await page.click("#ko");
  await page.waitForFunction(() => /판정|충족|해당/.test(document.querySelector("article .verdicts").innerText) &&
    /[가-힣]/.test((document.querySelector(".finding .say") || {}).innerText || ""));
  want("Korean", await page.locator("html").getAttribute("lang"), "ko");
  await page.check("#laws input[value=eu]");
  await page.waitForSelector("article li[data-law=eu]");
  await page.screenshot({ path: shots + "/3-korean.png", fullPage: true });

  await page.click("#typed summary");
  await page.fill("#text", "이 글은 AI가 작성했습니다. <img src=x onerror=alert(1)>");
  await page.click("#judge");
  await page.waitForFunction(() => document.querySelectorAll("article li[data-law=kr]").length === 2);
  want("text is only text", await page.locator("article img[src=x]").count(), 0);
  want("every button has a name", await page.locator("button").evaluateAll(l => l.filter(b => !b.innerText.trim()).length), 0);
  await page.setViewportSize({ width: 390, height: 844 });
  want("it fits a telephone", await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.screenshot({ path: shots + "/4-telephone.png" });
  await browser.close();
  wrong.forEach(w => console.log(w));
  process.exit(wrong.length ? 1 : 0);
})().catch(e => { console.log(String(e)); wrong.forEach(w => console.log(w)); process.exit(1); });
