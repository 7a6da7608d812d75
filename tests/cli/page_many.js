// SPDX-License-Identifier: Apache-2.0
// page_many.js - a report of very many files, as a reader uses it:
// node page_many.js PAGE ROWS SHOTS
"use strict";
const { chromium } = require(process.env.PLAYWRIGHT);
const [file, rows, shots] = process.argv.slice(2);
const wrong = [];
const want = (what, got, wanted) => {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) wrong.push(`${what}: ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
};
const said = n => Number(n).toLocaleString("en");

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "en-US" });
  page.setDefaultTimeout(60000);
  page.on("console", m => { if (["error", "warning"].includes(m.type())) wrong.push("console: " + m.text()); });
  page.on("pageerror", e => wrong.push("error: " + e.message));
  page.on("request", r => { if (!r.url().startsWith("file://")) wrong.push("request to " + r.url()); });
  const took = {};
  const timed = async (name, what) => { const t = Date.now(); await what(); took[name] = Date.now() - t; };
  const count = () => page.locator("#count").innerText();
  const until = text => page.waitForFunction(t => document.querySelector("#count").textContent.startsWith(t + " / "), text);
  const first = () => page.locator("#list > tbody").first();

  await timed("load", async () => { await page.goto("file://" + file, { timeout: 120000 }); await until(said(rows)); });
  want("all are counted", await count(), said(rows) + " / " + said(rows));
  want("a page of rows only", await page.locator("#list > tbody").count(), 250);
  await page.screenshot({ path: shots + "/1-light.png" });
  await timed("last", async () => { await page.click("#last"); await page.waitForFunction(() => document.querySelector("#on").disabled); });
  want("the last page ends at the last", (await page.locator("#where").innerText()).endsWith(said(rows)), true);
  await page.click("#back");
  await page.locator("#first").press("Enter"); // by keyboard
  want("the first page", await page.locator("#where").innerText(), "1 – 250");

  // One in ten has marks, and was filed under its number.
  await timed("filter", async () => { await page.fill("#find", "m" + (rows - 10) + ".png"); await until("1"); });
  want("the row that was asked for", await first().locator("summary").innerText(), `d/m${rows - 10}.png`);
  await first().locator("summary").press("Enter");
  await page.waitForSelector("#list tr.more");
  want("its details", /trainedAlgorithmicMedia/.test(await first().innerText()), true);
  want("and its place", /\d+ \+ \d+/.test(await first().innerText()), true);
  await page.screenshot({ path: shots + "/2-found.png" });
  await timed("details", async () => { await page.fill("#find", "trainedalgorithmicmedia"); await until(said(rows / 10)); });
  await page.fill("#find", "");
  await until(said(rows));
  await timed("claim", async () => { await page.selectOption("#claim", { label: "AI-generated" }); await until(said(rows / 10)); });
  await timed("sort", async () => {
    await page.click("[data-key=p]"); await page.click("[data-key=p]");
    await page.waitForFunction(() => document.querySelector("th[aria-sort=descending]"));
  });
  const paths = await page.locator("#list summary").allInnerTexts();
  const falling = rows < 20000 ? new Intl.Collator(undefined, { numeric: true }).compare : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  want("from the last path down", paths.every((p, i) => !i || falling(paths[i - 1], p) >= 0), true);
  await page.selectOption("#claim", "");
  await page.click("[data-only=unknown]");
  await page.waitForFunction(() => document.querySelector("[data-only=unknown][aria-pressed=true]"));
  await page.click("#theme");
  await page.screenshot({ path: shots + "/3-dark.png", fullPage: false });
  want("every button has a name", await page.locator("button").evaluateAll(l => l.filter(b => !b.innerText.trim()).length), 0);
  const heap = await page.evaluate(() => performance.memory && performance.memory.usedJSHeapSize);
  await browser.close();
  console.log(`${said(rows)} rows: ` + Object.entries(took).map(([k, v]) => `${k} ${v} ms`).join(", ") + `; heap ${Math.round(heap / 1e6)} MB`);
  wrong.forEach(w => console.log(w));
  process.exit(wrong.length ? 1 : 0);
})().catch(e => { console.log(String(e)); wrong.forEach(w => console.log(w)); process.exit(1); });
