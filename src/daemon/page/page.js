"use strict";
/* The page: a file goes to /v1/check with the facts told, its answer is drawn. */
const state = { lang: (localStorage.getItem("lang") || navigator.language || "ko").startsWith("ko") ? "ko" : "en",
  laws: ["kr"], names: [], all: [], facts: {}, items: [], count: 0 };
const factsOf = it => ({ ...state.facts, ...it.facts });

/* draw puts an article in place of its last; what was open stays open, and the
 * focus stays where it was. */
function draw(it) {
  const box = drawArticle(it), old = it.box, at = document.activeElement;
  if (old) {
    for (const d of old.querySelectorAll("details[open][data-key]")) { const same = box.querySelector(`details[data-key="${d.dataset.key}"]`); if (same) same.open = true; }
    const key = old.contains(at) && at.dataset.fact ? `[data-fact="${at.dataset.fact}"][data-value="${at.dataset.value}"]` : null;
    const told = old.contains(at) && at.dataset.tell ? `[data-fact="${at.dataset.tell}"]:checked` : null;
    old.replaceWith(box);
    const next = (key || told) && box.querySelector(key || told);
    if (next) next.focus({ preventScroll: true });
  } else {
    $("results").prepend(box);
  }
  it.box = box;
  drawOverview();
}

async function ask(it) {
  const q = new URLSearchParams({ law: state.laws.join(",") || "none", lang: state.lang, name: it.name, hash: "1" });
  for (const [k, v] of Object.entries(factsOf(it))) q.append("fact", `${k}=${v}`);
  let got;
  for (let tries = 0; tries < 5; tries++) {
    try {
      const r = await fetch("/v1/check?" + q, { method: "POST", body: it.file, headers: { "Content-Type": "application/octet-stream" } });
      got = await r.json();
      if (r.status !== 503) return got;
    } catch (e) { got = { error: { kind: "io", limit: null, message: String(e.message || e) }, status: 0 }; }
    await new Promise(done => setTimeout(done, 700));
  }
  return got;
}

async function check(it) {
  const turn = it.turn = (it.turn || 0) + 1;
  it.busy = true;
  if (it.box) it.box.setAttribute("aria-busy", "true");
  $("status").textContent = say("reading", it.name);
  const got = await ask(it);
  if (turn !== it.turn || !state.items.includes(it)) return;
  it.busy = false;
  it.answer = got;
  if (!got.error && ["text", "code"].includes(got.item.media) && it.file.size < 400000 && !it.bytes) it.bytes = new Uint8Array(await it.file.arrayBuffer());
  draw(it);
  if (got.tool) $("about").textContent = say("about", got.tool.packs.slice(0, 19), got.tool.as_of, got.tool.version);
  const v = got.error ? say("failed") : Object.entries(got.verdict).map(([l, x]) => `${word("law", l)} ${word("v", x)}`).join(", ") || word("claim", got.origin.claim);
  $("status").textContent = say("done", it.name, v);
}

/* answer takes a fact: of the service, for all files; of a file, for that. */
function answer(it, name, value) {
  const to = SHARED.has(name) ? state.facts : it.facts;
  if (value) to[name] = value; else delete to[name];
  (to === state.facts ? state.items : [it]).forEach(check);
}

function add(files) {
  for (const file of files) {
    const shown = /^(image|video|audio)\//.test(file.type);
    const it = { id: "item" + ++state.count, name: file.name, file, facts: {}, url: shown ? URL.createObjectURL(file) : null };
    state.items.unshift(it);
    draw(it);
    check(it);
  }
}

function remove(it) {
  state.items = state.items.filter(x => x !== it);
  it.box.remove();
  if (it.url) URL.revokeObjectURL(it.url);
  drawOverview();
  $("status").textContent = say("removed", it.name);
  $("results").focus({ preventScroll: true });
}

function save(it) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(it.answer, null, 1) + "\n"], { type: "application/json" }));
  el("a", { href: url, download: it.name + ".genmark.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function drawLaws() {
  const box = $("laws");
  box.querySelectorAll("label").forEach(e => e.remove());
  for (const l of state.names) {
    const input = el("input", { type: "checkbox", value: l, onchange: e => {
      state.laws = state.names.filter(x => x === l ? e.target.checked : state.laws.includes(x));
      state.items.forEach(check);
    } });
    input.checked = state.laws.includes(l);
    box.append(el("label", { class: "chip" }, input, el("span", {}, word("law", l))));
  }
}

function speak(lang) {
  state.lang = lang;
  localStorage.setItem("lang", lang);
  document.documentElement.lang = lang;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = say(e.dataset.t);
  for (const l of ["ko", "en"]) $(l).setAttribute("aria-pressed", String(l === lang));
  $("results").setAttribute("aria-label", say("results"));
  document.title = "genmark – " + say("tagline");
  $("status").textContent = "";
  drawLaws();
  drawOverview();
  state.items.forEach(check);
}

let inside = 0;
addEventListener("dragenter", e => { e.preventDefault(); inside++; $("drop").classList.add("over"); });
addEventListener("dragover", e => e.preventDefault());
addEventListener("dragleave", () => { if (--inside <= 0) { inside = 0; $("drop").classList.remove("over"); } });
addEventListener("drop", e => { e.preventDefault(); inside = 0; $("drop").classList.remove("over"); add(e.dataTransfer.files); });
$("files").addEventListener("change", e => { add([...e.target.files]); e.target.value = ""; });
$("judge").addEventListener("click", () => { if ($("text").value.trim()) add([new File([$("text").value], say("pasted"), { type: "text/plain" })]); else $("text").focus(); });
$("example").addEventListener("click", () => { $("text").value = say("exampleText"); $("judge").focus(); });
$("ko").addEventListener("click", () => speak("ko"));
$("en").addEventListener("click", () => speak("en"));
speak(state.lang);
fetch("/v1/laws").then(r => r.json()).then(j => {
  state.names = j.laws.map(x => x.law);
  state.all = j.facts;
  drawLaws();
  state.items.forEach(it => it.answer && draw(it));
}).catch(() => { $("status").textContent = word("fault", "io"); });
