"use strict";
/* An answer as elements.  Text from a file is only ever set as text. */
const $ = id => document.getElementById(id);
const ORDER = ["fail", "unknown", "warn", "pass", "info", "not-applicable"], OPEN = ORDER.slice(0, 3);
const GLYPH = { fail: "✕", unknown: "?", warn: "!", pass: "✓", info: "i", "not-applicable": "–" };
/* What is true of a service is told once; the rest is told of each file. */
const SHARED = new Set(["role", "delivery", "notice", "ui-mark", "prior-notice", "audience", "internal-only", "on-market-since", "election-date"]);
const UNSEEN = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u{e0000}-\u{e01ef}]+/gu;

const say = (key, ...args) => args.reduce((s, a, i) => s.replace(`{${i}}`, () => a), WORDS[state.lang][key]);
const word = (group, key) => (WORDS[state.lang][group] || {})[key] || key;
const number = n => n.toLocaleString(state.lang);

function el(tag, props, ...kids) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props || {}))
    if (k === "class") e.className = v; else if (k === "style") Object.assign(e.style, v); else if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (v !== null && v !== undefined && v !== false) e.setAttribute(k, v);
  e.append(...kids.flat().filter(k => k !== null && k !== undefined && k !== ""));
  return e;
}

const icon = v => el("span", { class: "icon " + v, "aria-hidden": "true" }, GLYPH[v]);
const fold = (key, label, ...kids) => el("details", { "data-key": key }, el("summary", {}, label), ...kids);
const numeral = i => el("span", { class: "numeral" }, String(i + 1));

/* ---- the file itself ------------------------------------------------------ */

const measure = (m, name) => ((m.attrs || []).find(x => x.name === name) || {}).value;
const boxed = m => m.place.slot === "pixels" && ["x", "y", "width", "height"].every(k => typeof measure(m, k) === "number");
const spanned = (m, a) => m.place.len > 0 && m.place.slot !== "pixels" && m.place.off + m.place.len <= a.item.size;

function drawPicture(it, a) {
  const frame = el("div", { class: "frame" }), img = el("img", { src: it.url, alt: it.name });
  frame.append(img);
  img.addEventListener("error", () => frame.replaceWith(drawTile(it)));
  img.addEventListener("load", () => {
    const w = img.naturalWidth, h = img.naturalHeight, percent = (x, of) => (100 * x / of) + "%";
    if (w < 160) frame.classList.add("tiny");
    a.marks.forEach((m, i) => {
      if (boxed(m)) frame.append(el("span", { class: "spot", style: { left: percent(measure(m, "x"), w), top: percent(measure(m, "y"), h), width: percent(measure(m, "width"), w), height: percent(measure(m, "height"), h) } }, numeral(i)));
      else if (m.place.slot === "pixels") frame.append(el("span", { class: "spot all" }, numeral(i)));
    });
  });
  return frame;
}

function drawTile(it) {
  return el("div", { class: "tile" }, el("b", {}, (it.name.includes(".") ? it.name.split(".").pop() : "").toUpperCase().slice(0, 6)), say("noPreview"));
}

/* What nobody sees is shown as a dot, with what it is in its title. */
function unseen(text) {
  const out = [];
  let at = 0;
  for (const m of text.matchAll(UNSEEN)) {
    out.push(text.slice(at, m.index), el("span", { class: "unseen", title: say("hiddenHere") }, "·"));
    at = m.index + m[0].length;
  }
  return [...out, text.slice(at)];
}

function drawText(it, a) {
  const ways = new TextDecoder("utf-8", { fatal: true }), pre = el("pre", { tabindex: "0", role: "region", "aria-label": it.name });
  const marks = a.marks.map((m, i) => [m, i]).filter(([m]) => spanned(m, a) && m.place.len < a.item.size * .9 && m.place.len < 4000 && !m.place.path.includes("!/"))
    .sort((x, y) => x[0].place.off - y[0].place.off);
  const short = (s, first, last) => s.length <= 900 ? s : first ? "… " + s.slice(-400) : last ? s.slice(0, 400) + " …" : s.slice(0, 400) + " … " + s.slice(-400);
  let at = 0, cut = false;
  try {
    const piece = (from, to) => ways.decode(it.bytes.subarray(from, to));
    for (const [m, i] of marks) {
      if (m.place.off < at) continue;
      pre.append(...unseen(short(piece(at, m.place.off), at === 0, false)));
      pre.append(el("mark", {}, numeral(i), "\u2060", ...unseen(piece(m.place.off, m.place.off + m.place.len))));
      at = m.place.off + m.place.len;
    }
    const rest = piece(at, it.bytes.length);
    cut = rest.length > 900;
    pre.append(...unseen(short(rest, false, true)));
  } catch (e) {
    return drawTile(it); /* not UTF-8: places in it would be wrong */
  }
  return [pre, cut ? el("p", { class: "soft small" }, say("cut")) : ""];
}

function drawPreview(it, a) {
  const type = it.file.type;
  if (it.url && type.startsWith("image/")) return drawPicture(it, a);
  if (it.url && type.startsWith("video/")) return el("div", { class: "frame" }, el("video", { src: it.url, controls: "", "aria-label": it.name }));
  if (it.url && type.startsWith("audio/")) return el("div", { class: "frame" }, el("audio", { src: it.url, controls: "", "aria-label": it.name }));
  return it.bytes ? drawText(it, a) : drawTile(it);
}

/* The file from end to end, with its marks. */
function drawMap(a) {
  const list = a.marks.map((m, i) => [m, i]).filter(([m]) => spanned(m, a));
  if (!list.length) return "";
  const percent = x => 100 * x / a.item.size;
  const near = i => list.filter(([m, j]) => j < i && Math.abs(percent(m.place.off) - percent(a.marks[i].place.off)) < 7).length; /* numerals side by side */
  const alt = say("mapAlt", number(a.item.size), list.map(([m, i]) => say("mapOne", i + 1, Math.round(percent(m.place.off)))).join(", "));
  return el("div", {}, el("h3", {}, say("map")), el("div", { class: "map", role: "img", "aria-label": alt },
    list.map(([m, i]) => el("span", { class: "segment", style: { left: Math.min(percent(m.place.off), 97) + "%", width: Math.max(percent(m.place.len), .8) + "%" } }, el("span", { class: "at", style: { left: 24 * near(i) + "px" } }, numeral(i))))));
}

function drawData(a) {
  const rows = [["format", a.item.format || say("noFormat")], ["size", say("kilo", number(a.item.size))], ["tool", a.origin.generator], ["hash", a.item.sha256]];
  return el("dl", { class: "data" }, rows.filter(r => r[1]).map(([k, v]) => el("div", {}, el("dt", {}, say(k)), el("dd", {}, k === "hash" ? el("code", {}, v) : v))));
}

/* ---- marks ---------------------------------------------------------------- */

function drawPlace(m) {
  const p = m.place;
  if (boxed(m)) return [el("code", {}, "pixels"), el("span", { class: "soft small" }, `${measure(m, "x")}, ${measure(m, "y")} · ${measure(m, "width")} × ${measure(m, "height")}`)];
  if (p.slot === "pixels") return [el("span", {}, say("whole"))];
  return [el("code", {}, p.path.includes("!") ? p.path.slice(p.path.indexOf("!") + 1) : p.slot || p.path), p.len ? el("span", { class: "soft small" }, say("bytes", number(p.off), number(p.off + p.len))) : ""];
}

function drawMarks(a) {
  const cell = (key, ...kids) => el("td", { "data-label": say(key) }, el("div", {}, ...kids));
  const rows = a.marks.map((m, i) => el("tr", {},
    el("th", { scope: "row", "aria-label": say("markNo", i + 1) }, numeral(i)),
    cell("what", el("b", {}, word("kind", m.kind)), el("code", {}, m.name)),
    cell("says", ["none", "near-miss"].includes(m.claim) ? "" : el("b", {}, word("claimShort", m.claim)), m.value === null ? el("em", {}, say("withheld")) : el("span", { class: "value" }, m.name === "credential" ? word("state", m.value) : String(m.value))),
    cell("sure", el("b", { class: "proof " + m.proof }, word("proof", m.proof)), el("span", { class: "soft small" }, `${m.sure} % · ${word("proofHelp", m.proof)}`)),
    cell("where", ...drawPlace(m))));
  if (!rows.length) return el("p", { class: "soft" }, say("noMarks"));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("marks") }, el("table", { class: "marks" },
    el("thead", {}, el("tr", {}, el("td", {}), ["what", "says", "sure", "where"].map(k => el("th", { scope: "col" }, say(k))))), el("tbody", {}, rows)));
}

/* ---- the history ---------------------------------------------------------- */

function drawAction(x) {
  const code = x.action.replace(/^c2pa\./, ""), from = (x.source_type || "").split("/").pop();
  return el("li", {}, word("action", code), from ? el("span", {}, ": ", el("b", {}, word("source", from))) : "", x.agent ? ` · ${x.agent}` : "", x.when ? ` · ${x.when}` : "", " ", el("code", {}, x.action));
}

function drawManifest(c, m, seen) {
  const s = m.signer, who = s ? s.o || s.cn : null;
  const kids = m.ingredients.map(i => {
    const inner = i.manifest && !seen.has(i.manifest) && c.manifests.find(x => x.label === i.manifest);
    if (inner) { seen.add(inner.label); return drawManifest(c, inner, seen); }
    return el("li", {}, el("div", { class: "node" }, el("b", {}, i.title || i.format || say("ingredient")), " ", el("span", { class: "soft" }, word("relation", i.relationship || ""))));
  });
  return el("li", {}, el("div", { class: "node" }, el("b", {}, m.title || m.label), m.active ? el("span", { class: "tag" }, say("active")) : "",
    el("p", { class: "soft small" }, [m.generator && say("byTool", m.generator), who ? say("signedBy", who) : say("unsigned"), s && s.time && say("signedAt", s.time)].filter(Boolean).join(" · ")),
    m.actions.length ? el("ul", { class: "acts" }, m.actions.map(drawAction)) : ""),
    kids.length ? el("ul", {}, kids) : "");
}

function drawHistory(a) {
  const c = a.c2pa, word_of = { trusted: "pass", valid: "warn", invalid: "fail", error: "unknown", remote: "unknown" }[c.state];
  if (c.state === "none") return "";
  const top = c.manifests.filter(m => m.active), seen = new Set(top.map(m => m.label));
  return el("section", { class: "block" }, el("h3", {}, say("history")), el("p", {}, icon(word_of), " ", el("b", {}, word("state", c.state)), " ", c.failure.map(f => el("code", {}, f + " "))),
    el("ul", { class: "tree" }, top.map(m => drawManifest(c, m, seen))));
}

/* ---- the laws ------------------------------------------------------------- */

/* What a rule says, where a fact of the command line becomes a button. */
function advice(it, text) {
  return text.split(/(--fact [a-z-]+=[a-z-]+|`[^`]+`)/).map(part => {
    const f = /^--fact ([a-z-]+)=([a-z-]+)$/.exec(part);
    if (f) return el("button", { type: "button", class: "tell", "data-tell": f[1], onclick: () => answer(it, f[1], f[2]) }, `${word("factName", f[1])}: ${word("value", f[2])}`);
    return part.startsWith("`") && part.endsWith("`") && part.length > 2 ? el("code", {}, part.slice(1, -1)) : part;
  });
}

function drawFinding(it, f) {
  const todo = f.fix && OPEN.includes(f.verdict);
  return el("div", { class: "finding " + f.verdict }, icon(f.verdict), el("div", {},
    el("p", { class: "say" }, el("span", { class: "verdict" }, word("v", f.verdict)), " ", ...advice(it, f.say)),
    f.verdict === "unknown" && f.why && !f.ask.length ? el("p", { class: "soft small" }, say("why") + ": " + f.why) : "",
    todo ? el("p", { class: "fix" }, el("b", {}, say("doIt")), " ", ...advice(it, f.fix)) : "",
    el("p", { class: "soft small" }, `${say("cite")}: ${f.cite} `, el("code", {}, f.rule))));
}

function summary(list) {
  const parts = ORDER.slice(0, 4).map(v => [v, list.filter(f => f.verdict === v).length]).filter(x => x[1]);
  return parts.length ? parts.map(([v, n]) => word("sum", v).replace("{0}", n)).join(" · ") : say("nothing");
}

function drawLaw(it, a, law, verdict) {
  const list = a.findings.filter(f => f.law === law).sort((x, y) => ORDER.indexOf(x.verdict) - ORDER.indexOf(y.verdict));
  const first = list.filter(f => OPEN.includes(f.verdict)), rest = list.filter(f => !OPEN.includes(f.verdict));
  return el("section", { class: "law " + verdict, "aria-label": word("lawOf", law) },
    el("div", { class: "head" }, icon(verdict), el("div", {}, el("h4", {}, word("lawOf", law)), el("p", { class: "soft small" }, summary(list))), el("b", { class: "verdict" }, word("v", verdict))),
    first.map(f => drawFinding(it, f)),
    rest.length ? fold("rest-" + law, rest.length === 1 ? say("other1") : say("others", rest.length), rest.map(f => drawFinding(it, f))) : "");
}

function drawQuestion(it, f) {
  const told = factsOf(it)[f.name] || "", id = `${it.id}-${f.name}`;
  const legend = el("legend", {}, word("ask", f.name) === f.name ? f.what[state.lang] : word("ask", f.name), SHARED.has(f.name) && state.items.length > 1 ? el("span", { class: "tag" }, say("everyFile")) : "");
  if (f.values === "date")
    return el("fieldset", { class: "question" }, legend, el("input", { type: "date", value: told, "data-fact": f.name, "data-value": "", "aria-label": word("ask", f.name), onchange: e => answer(it, f.name, e.target.value) }));
  return el("fieldset", { class: "question" }, legend, el("div", { class: "choices" }, [...f.values.split(" "), ""].map(v => {
    const input = el("input", { type: "radio", name: id, "data-fact": f.name, "data-value": v, onchange: () => answer(it, f.name, v) });
    input.checked = told === v;
    return el("label", { class: v ? "" : "none" }, input, el("span", {}, v ? word("value", v) : say("clear")));
  })));
}

function drawQuestions(it, a) {
  const asked = new Set(a.findings.flatMap(f => f.ask)), told = factsOf(it);
  if (a.origin.claim === "none") asked.add("origin"); /* who knows better than the file may say so */
  const list = state.all.filter(f => (asked.has(f.name) || f.name in told) && (f.values === "date" || (/^[a-z -]+$/.test(f.values) && f.values.includes(" "))));
  return list.length ? el("section", { class: "block questions", "aria-label": say("questions") }, el("h3", {}, say("questions")), el("p", { class: "soft small" }, say("questionsSub")), list.map(f => drawQuestion(it, f))) : "";
}

/* ---- one file, and all ---------------------------------------------------- */

function drawButtons(it) {
  return el("div", { class: "actions" }, it.answer && !it.answer.status ? el("button", { type: "button", class: "quiet", onclick: () => save(it) }, say("save")) : "",
    el("button", { type: "button", class: "quiet", "data-remove": "", onclick: () => remove(it) }, say("remove")));
}

function drawFailed(it, a) {
  return [el("div", { class: "title" }, el("div", {}, el("h2", { id: it.id + "-h" }, it.name), el("p", { class: "claim" }, icon("unknown"), " ", say("failed"))), drawButtons(it)),
    el("p", {}, word("fault", a.error.kind), " ", say("failedSub")), el("p", { class: "soft small" }, el("code", {}, [a.error.kind, a.error.limit, a.error.message].filter(Boolean).join(" · "))),
    el("button", { type: "button", onclick: () => check(it) }, say("again")),
    a.findings && a.marks.length ? [el("h3", {}, say("marks")), drawMarks(a)] : ""];
}

const broken = a => ["invalid", "error"].includes(a.c2pa.state);

function drawAnswer(it, a) {
  const o = a.origin, off = a.coverage.filter(c => !c.ran);
  return [el("div", { class: "title" }, el("div", {}, el("h2", { id: it.id + "-h" }, it.name), el("p", { class: "claim" }, word("claim", o.claim)),
      [o.claim === "none" && say("absence"), o.basis === "trace" && say("trace"), o.conflict && say("conflict"), broken(a) && say("broken")].filter(Boolean).map(x => el("p", { class: "soft caveat" }, x)),
      el("ul", { class: "verdicts" }, Object.entries(a.verdict).map(([l, v]) => el("li", { "data-law": l, "data-verdict": v, class: v }, icon(v), `${word("law", l)} `, el("b", {}, word("v", v)))))), drawButtons(it)),
    el("div", { class: "columns" }, el("aside", { class: "evidence", "aria-label": it.name }, drawPreview(it, a), drawMap(a), drawData(a)),
      el("div", { class: "judgement" }, drawQuestions(it, a), Object.keys(a.verdict).length ? el("section", { class: "block" }, el("h3", {}, say("verdicts")), Object.entries(a.verdict).map(([l, v]) => drawLaw(it, a, l, v))) : "")),
    el("section", { class: "block" }, el("h3", {}, say("marks")), drawMarks(a)), drawHistory(a),
    off.length ? fold("off", say("notRun", off.length), el("p", { class: "soft" }, say("notRunSub")), el("ul", { class: "plain" }, off.map(c => el("li", {}, el("code", {}, c.finder), " ", el("span", { class: "soft" }, c.why || ""))))) : ""];
}

function drawArticle(it) {
  const a = it.answer, box = el("article", { id: it.id, "data-name": it.name, "aria-labelledby": it.id + "-h", "aria-busy": it.busy ? "true" : "false" });
  if (!a) box.append(el("div", { class: "title" }, el("div", {}, el("h2", { id: it.id + "-h" }, it.name), el("p", { class: "soft" }, el("span", { class: "wheel", "aria-hidden": "true" }), " ", say("reading", it.name)))));
  else if (a.error) { box.classList.add("error"); box.append(...drawFailed(it, a).flat()); }
  else box.append(...drawAnswer(it, a).filter(Boolean));
  return box;
}

function drawOverview() {
  const box = $("overview"), laws = state.laws;
  box.hidden = state.items.length < 2;
  const rows = state.items.map(it => { const a = it.answer, fine = a && !a.error; return el("tr", {}, el("th", { scope: "row" }, el("a", { href: "#" + it.id }, it.name)),
    el("td", {}, !a ? say("reading", "") : fine ? word("claimShort", a.origin.claim) : say("failed")),
    laws.map(l => { const v = fine ? a.verdict[l] : null; return el("td", { class: v || "" }, v ? [icon(v), " ", word("v", v)] : ""); })); });
  box.replaceChildren(el("div", { class: "title" }, el("h2", {}, say("overview", state.items.length)), el("div", { class: "actions" }, el("button", { type: "button", class: "quiet", onclick: () => print() }, say("print")),
    el("button", { type: "button", class: "quiet", onclick: () => [...state.items].forEach(remove) }, say("removeAll")))),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("overview", state.items.length) }, el("table", {}, el("thead", {}, el("tr", {}, ["file", "saysCol"].map(k => el("th", { scope: "col" }, say(k))), laws.map(l => el("th", { scope: "col" }, word("law", l))))), el("tbody", {}, rows))));
}
