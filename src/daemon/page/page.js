"use strict";
/* The page: a file goes to /v1/check with the facts told, its answer is drawn.
 * Text from a file is only ever set as text. */
const $ = id => document.getElementById(id);
const state = { lang: (localStorage.getItem("lang") || navigator.language || "ko").startsWith("ko") ? "ko" : "en",
  laws: ["kr"], all: [], facts: {}, items: [] };
const order = ["fail", "unknown", "warn", "pass", "info", "not-applicable"];
const say = (key, ...args) => args.reduce((s, a, i) => s.replace(`{${i}}`, () => a), WORDS[state.lang][key]);
const word = (group, key) => (WORDS[state.lang][group] || {})[key] || key;

function el(tag, props, ...kids) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props || {}))
    if (k === "class") e.className = v; else if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (v !== null && v !== undefined && v !== false) e.setAttribute(k, v);
  e.append(...kids.filter(k => k !== null && k !== undefined && k !== ""));
  return e;
}

function badge(verdict, label) {
  return el("span", { class: "badge " + verdict }, label ? label + " " : "", word("v", verdict));
}

function drawMarks(a) {
  const rows = a.marks.map(m => el("tr", {},
    el("td", {}, word("kind", m.kind), el("br"), el("code", {}, m.name)),
    el("td", {}, m.value === null ? el("em", {}, say("withheld")) : String(m.value)),
    el("td", {}, `${m.sure}% · `, word("proof", m.proof)),
    el("td", {}, el("code", {}, m.place.path), m.place.len ? el("br") : "",
      m.place.len ? el("span", { class: "soft" }, say("bytes", m.place.off, m.place.off + m.place.len)) : "")));
  if (!rows.length) return el("p", { class: "soft" }, say("noMarks"));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("marks") }, el("table", {},
    el("thead", {}, el("tr", {}, ...["what", "says", "sure", "where"].map(k => el("th", { scope: "col" }, say(k))))),
    el("tbody", {}, ...rows)));
}

function drawManifest(c, m, seen) {
  const who = m.signer ? m.signer.o || m.signer.cn : null;
  const kids = m.ingredients.map(i => {
    const inner = i.manifest && !seen.has(i.manifest) && c.manifests.find(x => x.label === i.manifest);
    if (inner) { seen.add(inner.label); return drawManifest(c, inner, seen); }
    return el("li", {}, el("b", {}, i.title || i.format || say("ingredient")), " ", el("span", { class: "soft" }, i.relationship || ""));
  });
  return el("li", {}, el("b", {}, m.title || m.label), m.active ? el("span", { class: "soft" }, " · " + say("active")) : "",
    el("div", { class: "soft" }, [m.generator && say("byTool", m.generator), who && say("signedBy", who)].filter(Boolean).join(" · ")),
    ...m.actions.map(x => el("div", {}, el("code", {}, [x.action, (x.source_type || "").split("/").pop(), x.agent, x.when].filter(Boolean).join(" · ")))),
    kids.length ? el("ul", {}, ...kids) : "");
}

function drawHistory(a) {
  const c = a.c2pa;
  if (c.state === "none") return "";
  const top = c.manifests.filter(m => m.active), seen = new Set(top.map(m => m.label));
  return el("div", {}, el("h3", {}, say("history")), el("p", {}, el("b", {}, word("state", c.state))),
    c.failure.length ? el("p", {}, el("code", {}, c.failure.join(" · "))) : "",
    el("ul", { class: "tree" }, ...top.map(m => drawManifest(c, m, seen))));
}

function drawFinding(f) {
  const todo = f.fix && ["fail", "warn", "unknown"].includes(f.verdict);
  return el("div", { class: "finding " + f.verdict },
    el("p", { class: "word" }, `${word("law", f.law)} · ${word("v", f.verdict)}`),
    el("p", { class: "say" }, f.say), el("p", { class: "cite" }, `${say("cite")}: ${f.cite} `, el("code", {}, f.rule)),
    todo ? el("p", { class: "fix" }, el("b", {}, say("doIt") + ": "), f.fix) : "");
}

function drawFindings(a) {
  const open = ["fail", "unknown", "warn"];
  const list = [...a.findings].sort((x, y) => order.indexOf(x.verdict) - order.indexOf(y.verdict));
  const first = list.filter(f => open.includes(f.verdict)), rest = list.filter(f => !open.includes(f.verdict));
  return el("div", {}, el("h3", {}, say("verdicts")), ...first.map(drawFinding),
    rest.length ? el("details", { open: first.length ? null : "" }, el("summary", {}, say("others", rest.length)), ...rest.map(drawFinding)) : "");
}

function drawQuestions(a) {
  const asked = new Set(a.findings.flatMap(f => f.ask));
  const list = state.all.filter(f => (asked.has(f.name) || f.name in state.facts) && /^[a-z -]+$/.test(f.values) &&
    f.values !== "date" && f.values.includes(" "));
  if (!list.length) return "";
  return el("section", { class: "questions" }, el("h3", {}, say("questions")), el("p", { class: "soft" }, say("questionsSub")),
    ...list.map(f => el("div", { class: "question", role: "group", "aria-label": f.what[state.lang] },
      el("span", {}, f.what[state.lang]), el("span", { class: "choices" },
        ...[...f.values.split(" "), ""].map(v => el("button", { type: "button", "data-fact": f.name, "data-value": v,
          "aria-pressed": String((state.facts[f.name] || "") === v),
          onclick: () => answer(f.name, v) }, v ? word("value", v) : say("clear")))))));
}

function drawThumb(it) {
  const type = it.file.type;
  if (it.url && type.startsWith("image/")) return el("div", { class: "thumb" }, el("img", { src: it.url, alt: it.name }));
  if (it.url && type.startsWith("video/")) return el("div", { class: "thumb" }, el("video", { src: it.url, controls: "" }));
  return el("div", { class: "thumb" }, (it.name.split(".").pop() || "").toUpperCase().slice(0, 6) || say("noPreview"));
}

function draw(it) {
  const a = it.answer, box = el("article", { "data-name": it.name, "aria-label": it.name });
  if (!a || a.error) {
    box.classList.add("error");
    box.append(el("h2", {}, it.name), el("p", { class: "claim fail" }, a ? say("failed") : say("reading", it.name)));
    if (a) box.append(el("p", {}, say("failedSub")), el("p", {}, el("code", {}, `${a.error.kind}: ${a.error.message}`)),
      el("button", { type: "button", onclick: () => check(it) }, say("again")));
  } else {
    const o = a.origin, off = a.coverage.filter(c => !c.ran);
    box.append(el("div", { class: "top" }, drawThumb(it), el("div", {}, el("h2", {}, it.name),
      el("p", { class: "claim" }, word("claim", o.claim)),
      el("p", { class: "soft" }, [o.generator && say("gen", o.generator), o.basis === "trace" && say("trace"), o.conflict && say("conflict"),
        `${a.item.format || "?"} · ${a.item.size.toLocaleString()} B`].filter(Boolean).join(" · ")),
      el("ul", { class: "verdicts" }, ...Object.entries(a.verdict).map(([l, v]) => el("li", { "data-law": l, "data-verdict": v }, badge(v, word("law", l))))))),
      drawQuestions(a), drawFindings(a), el("h3", {}, say("marks")), drawMarks(a), drawHistory(a) || "",
      off.length ? el("details", {}, el("summary", {}, say("notRun", off.length)), el("p", { class: "soft" }, say("notRunSub")),
        ...off.map(c => el("div", {}, el("code", {}, `${c.finder}: ${c.why || ""}`)))) : "");
    $("about").textContent = say("about", a.tool.packs.slice(0, 19), a.tool.as_of, a.tool.version);
  }
  const at = document.activeElement && document.activeElement.dataset ? { ...document.activeElement.dataset } : {};
  const had = it.box && it.box.contains(document.activeElement);
  if (it.box) it.box.replaceWith(box); else $("results").prepend(box);
  it.box = box;
  if (had && at.fact) { const b = box.querySelector(`[data-fact="${at.fact}"][data-value="${at.value}"]`); if (b) b.focus(); }
}

async function check(it) {
  const turn = it.turn = (it.turn || 0) + 1;
  const q = new URLSearchParams({ law: state.laws.join(",") || "none", lang: state.lang, name: it.name });
  for (const [k, v] of Object.entries(state.facts)) q.append("fact", `${k}=${v}`);
  $("status").textContent = say("reading", it.name);
  let answer;
  for (let tries = 0; tries < 5; tries++) {
    try {
      const r = await fetch("/v1/check?" + q, { method: "POST", body: it.file, headers: { "Content-Type": "application/octet-stream" } });
      answer = await r.json();
      if (r.status !== 503) break;
    } catch (e) { answer = { error: { kind: "io", message: String(e.message || e) } }; }
    await new Promise(done => setTimeout(done, 700));
  }
  if (turn !== it.turn) return;
  it.answer = answer;
  draw(it);
  const v = answer.verdict ? Object.entries(answer.verdict).map(([l, x]) => `${word("law", l)} ${word("v", x)}`).join(", ") : say("failed");
  $("status").textContent = say("done", it.name, v);
}

function answer(name, value) {
  if (value) state.facts[name] = value; else delete state.facts[name];
  state.items.forEach(check);
}

function add(files) {
  for (const file of files) {
    const it = { name: file.name, file, url: /^(image|video)\//.test(file.type) ? URL.createObjectURL(file) : null };
    state.items.push(it);
    draw(it);
    check(it);
  }
}

function speak(lang) {
  state.lang = lang;
  localStorage.setItem("lang", lang);
  document.documentElement.lang = lang;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = say(e.dataset.t);
  for (const l of ["ko", "en"]) $(l).setAttribute("aria-pressed", String(l === lang));
  $("results").setAttribute("aria-label", say("results"));
  document.title = "genmark – " + say("tagline").trim();
  drawLaws();
  state.items.forEach(check);
}

function drawLaws() {
  const box = $("laws");
  box.querySelectorAll("label").forEach(e => e.remove());
  for (const l of state.names || []) {
    const input = el("input", { type: "checkbox", value: l, onchange: e => {
      state.laws = state.names.filter(x => x === l ? e.target.checked : state.laws.includes(x));
      state.items.forEach(check);
    } });
    input.checked = state.laws.includes(l);
    box.append(el("label", {}, input, " " + word("law", l)));
  }
}

addEventListener("dragover", e => { e.preventDefault(); $("drop").classList.add("over"); });
addEventListener("dragleave", e => { if (!e.relatedTarget) $("drop").classList.remove("over"); });
addEventListener("drop", e => { e.preventDefault(); $("drop").classList.remove("over"); add(e.dataTransfer.files); });
$("files").addEventListener("change", e => { add(e.target.files); e.target.value = ""; });
$("judge").addEventListener("click", () => { if ($("text").value) add([new File([$("text").value], say("pasted"), { type: "text/plain" })]); });
$("ko").addEventListener("click", () => speak("ko"));
$("en").addEventListener("click", () => speak("en"));
speak(state.lang);
fetch("/v1/laws").then(r => r.json()).then(j => {
  state.names = j.laws.map(x => x.law);
  state.all = j.facts;
  drawLaws();
  state.items.forEach(it => it.answer && draw(it));
});
