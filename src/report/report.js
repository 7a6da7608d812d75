"use strict";
(function () {
  const list = document.getElementById("list");
  const items = Array.from(list.tBodies);
  const find = document.getElementById("find");
  const count = document.getElementById("count");
  const claim = document.getElementById("claim");
  const buttons = Array.from(document.querySelectorAll("[data-only]"));
  let only = "";

  document.body.insertBefore(document.getElementById("sum"),
                             document.getElementById("bar"));
  document.getElementById("bar").hidden = false;

  for (const name of new Set(items.map(b => b.dataset.c)).values()) {
    const o = document.createElement("option");
    o.textContent = o.value = name;
    claim.append(o);
  }

  function show() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const b of items) {
      const text = b.text ??= b.textContent.toLowerCase();
      b.hidden = (only && b.dataset.v !== only) ||
                 (claim.value && b.dataset.c !== claim.value) ||
                 !words.every(w => text.includes(w));
      n += !b.hidden;
    }
    count.textContent = n + " / " + items.length;
  }

  for (const b of buttons)
    b.addEventListener("click", () => {
      only = only === b.dataset.only ? "" : b.dataset.only;
      for (const x of buttons)
        x.setAttribute("aria-pressed", String(x.dataset.only === only));
      show();
    });
  find.addEventListener("input", show);
  claim.addEventListener("change", show);

  for (const th of list.tHead.rows[0].cells) {
    const button = th.querySelector("button");
    if (!button)
      continue;
    button.addEventListener("click", () => {
      const key = button.dataset.key;
      const down = th.getAttribute("aria-sort") === "ascending";
      for (const other of list.tHead.rows[0].cells)
        other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = b => b.dataset[key] || "";
      items.sort((a, b) => (down ? -1 : 1) *
                 text(a).localeCompare(text(b), undefined, {numeric: true}));
      list.append(...items);
    });
  }

  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  document.getElementById("open").addEventListener("click", () => {
    const some = items.some(b => !b.hidden && b.querySelector("details.open:not([open])"));
    for (const b of items)
      for (const d of b.querySelectorAll("details.open"))
        if (!b.hidden)
          d.open = some;
  });
  show();
})();
