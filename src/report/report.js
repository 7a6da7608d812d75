"use strict";
(function () {
  const PAGE = 250, MANY = 20000;
  const $ = id => document.getElementById(id);
  const list = $("list"), find = $("find"), claim = $("claim");
  const words = JSON.parse($("words").textContent);
  const buttons = Array.from(document.querySelectorAll("[data-only]"));

  // An item is the line that html_rows.c describes; the first few have their
  // rows already.  Positions in a line: codes, path, generator, format, ...
  const lines = [], made = new Map(), texts = [""];
  for (const b of list.tBodies) {
    made.set(lines.length, b);
    lines.push(b.dataset.r);
  }
  for (const s of document.querySelectorAll("script.rows")) {
    for (const l of s.textContent.split("\n"))
      if (l[0] === ">")
        lines.push(l.slice(1));
      else if (l[0] === "=")
        texts.push(l.slice(1));
    s.remove();
  }
  const raw = s => s.replace(/\\(.)/g, (_, c) => c === "l" ? "<" : c === "n" ? "\n" : c);
  const part = (i, n) => lines[i].split("\t")[n];

  document.body.insertBefore($("sum"), $("bar"));
  $("bar").hidden = false;

  // The claims that occur, in the order of their letters.
  const claims = new Set();
  for (const l of lines)
    claims.add(l[1]);
  for (const c of Array.from(claims).sort())
    if (words.claims[c]) {
      const o = document.createElement("option");
      o.value = c;
      o.textContent = words.claims[c];
      claim.append(o);
    }

  // What a text says, without its markup; made when it is first asked for.
  const said = [];
  const plain = n => said[n] ??= raw(texts[n]).replace(/<[^>]*>/g, " ").toLowerCase();
  const rowText = i => made.has(i) ? (said["r" + i] ??= made.get(i).textContent.toLowerCase()) : "";

  // holds makes a test of whether item i has a word, in its line or in a text.
  function holds(word) {
    const known = [];
    const inText = n => known[n] ??= plain(n).includes(word);
    return i => {
      const l = lines[i];
      if (l.toLowerCase().includes(word))
        return true;
      if (made.has(i))
        return rowText(i).includes(word);
      const b = l.lastIndexOf("\t"), a = l.lastIndexOf("\t", b - 1);
      return inText(+l.slice(a + 1, b)) || inText(+l.slice(b + 1));
    };
  }

  let order = Uint32Array.from(lines, (_, i) => i);
  let shown = order, at = 0, only = "";

  function choose() {
    const tests = find.value.toLowerCase().split(/\s+/).filter(Boolean).map(holds);
    const v = only && Object.keys(words.verdicts).find(k => words.verdicts[k][0] === only);
    shown = order.filter(i => (!v || lines[i][0] === v) && (!claim.value || lines[i][1] === claim.value) &&
                              tests.every(t => t(i)));
    at = 0;
    paint();
  }

  const el = (name, cls, text) => {
    const e = document.createElement(name);
    if (cls)
      e.className = cls;
    if (text !== undefined)
      e.textContent = text;
    return e;
  };

  function pathOf(path) {
    const s = el("summary"), n = path.lastIndexOf("/") + 1;
    if (n)
      s.append(el("span", "dir", path.slice(0, n)));
    s.append(path.slice(n));
    return s;
  }

  // body makes the row of an item that is only a line.  Its details are put in
  // when it is opened.
  function body(i) {
    const f = lines[i].split("\t").map(raw), [, cls, label] = words.verdicts[f[0][0]];
    const b = el("tbody"), row = el("tr", "row"), v = el("td", "v " + cls), p = el("td", "p");
    v.append(el("span", "dot"), label);
    if (f[7]) {
      const laws = el("div", "laws-of");
      for (const l of f[7].trim().split(" ")) {
        const [, c, says] = words.verdicts[l[0]], s = el("span", c, l.slice(1));
        s.title = says;
        laws.append(s, " ");
      }
      v.append(laws);
    }
    const d = el("details", "open"), s = pathOf(f[1]);
    if (f[6])
      s.append(" ", el("span", "err", f[6]));
    d.append(s);
    p.append(d);
    row.append(v, p, el("td", "c", words.claims[f[0][1]] || ""), el("td", "c", f[2]), el("td", "f", f[3]));
    b.append(row);
    d.addEventListener("toggle", () => {
      if (!d.open || b.rows.length > 1)
        return;
      const more = el("tr", "more"), td = el("td"), about = el("p", "soft", Number(f[5]).toLocaleString("en") + words.bytes);
      td.colSpan = 5;
      if (f[4])
        about.append(el("br"), "sha256 ", el("code", "", f[4]));
      td.append(about);
      for (const n of [+f[8], +f[9]])
        if (n)
          td.insertAdjacentHTML("beforeend", raw(texts[n])); // genmark's own markup
        else
          td.append(el("p", "err", words.lacking));
      more.append(td);
      b.append(more);
    });
    return b;
  }

  function paint() {
    for (const b of Array.from(list.tBodies))
      b.remove();
    const end = Math.min(at + PAGE, shown.length);
    for (let k = at; k < end; k++)
      list.append(made.get(shown[k]) || body(shown[k]));
    const n = x => x.toLocaleString("en");
    $("count").textContent = n(shown.length) + " / " + n(lines.length);
    $("pages").hidden = shown.length <= PAGE;
    $("where").textContent = n(shown.length ? at + 1 : 0) + " \u2013 " + n(end);
    $("back").disabled = $("first").disabled = at === 0;
    $("on").disabled = $("last").disabled = end === shown.length;
  }

  function go(to) {
    at = Math.max(0, Math.min(to, Math.floor((shown.length - 1) / PAGE) * PAGE));
    paint();
    list.scrollIntoView();
  }
  $("first").addEventListener("click", () => go(0));
  $("back").addEventListener("click", () => go(at - PAGE));
  $("on").addEventListener("click", () => go(at + PAGE));
  $("last").addEventListener("click", () => go(shown.length));

  for (const b of buttons)
    b.addEventListener("click", () => {
      only = only === b.dataset.only ? "" : b.dataset.only;
      for (const x of buttons)
        x.setAttribute("aria-pressed", String(x.dataset.only === only));
      choose();
    });
  let wait = 0;
  find.addEventListener("input", () => {
    clearTimeout(wait);
    if (lines.length < MANY)
      choose();
    else
      wait = setTimeout(choose, 200);
  });
  claim.addEventListener("change", choose);

  // Very many are ordered by their bytes; fewer as people count: 2 before 10.
  const compare = lines.length < MANY ? new Intl.Collator(undefined, {numeric: true}).compare
    : (a, b) => a < b ? -1 : a > b ? 1 : 0;
  for (const th of list.tHead.rows[0].cells) {
    const button = th.querySelector("button");
    button.addEventListener("click", () => {
      const key = button.dataset.key, n = "oc".indexOf(key), sign = th.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of list.tHead.rows[0].cells)
        other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
      const keys = n >= 0 ? lines.map(l => l[n]) : lines.map((_, i) => part(i, " pgf".indexOf(key)));
      order = Uint32Array.from(order).sort((a, b) => sign * compare(keys[a], keys[b]) || a - b);
      choose();
    });
  }

  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  $("open").addEventListener("click", () => {
    const all = Array.from(list.querySelectorAll("details.open"));
    const some = all.some(d => !d.open);
    for (const d of all)
      d.open = some;
  });
  choose();
})();
