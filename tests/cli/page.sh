#!/bin/bash
# The HTML page in a browser: its script runs without an error or a request,
# the summary stands above the table, filter and sort work.
G=${B:-build/release}/genmark
c=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
[ -n "$c" ] || { echo "chromium absent: the page's script was not run"; exit 77; }
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
"$G" check --lang en --facts corpus/demo/facts.csv --html "$t/a.html" --json="$t/a.jsonl" >/dev/null
[ -s "$t/a.html" ] || exit 1
# A script of the test's own, behind the page's: it does what a reader does.
sed 's|</body>|<script>\
addEventListener("error", e => document.title = "error " + e.message);\
const say = [], rows = () => [...document.querySelectorAll("#list > tbody")].filter(b => !b.hidden);\
say.push(document.querySelector("#sum").compareDocumentPosition(document.querySelector("#bar")) \& 4 ? "above" : "below");\
say.push(rows().length, document.querySelector("#count").textContent);\
document.querySelector("[data-only=fail]").click(); say.push(rows().length);\
document.querySelector("[data-only=fail]").click(); say.push(rows().length);\
const f = document.querySelector("#find"); f.value = "contradiction"; f.dispatchEvent(new Event("input")); say.push(rows().length);\
f.value = ""; f.dispatchEvent(new Event("input"));\
document.querySelector("[data-key=p]").click(); document.querySelector("[data-key=p]").click();\
say.push(rows()[0].querySelector("summary").textContent);\
document.querySelector("#open").click(); say.push(getComputedStyle(rows()[0].querySelector(".more")).display);\
document.querySelector("#theme").click(); say.push(document.documentElement.dataset.theme ? "theme" : "");\
const p = document.createElement("pre"); p.id = "said"; p.textContent = say.join("\|"); document.body.append(p);\
</script></body>|' "$t/a.html" >"$t/b.html"
timeout 60 "$c" --headless=new --no-sandbox --disable-gpu --user-data-dir="$t/profile" --enable-logging=stderr \
    --dump-dom "file://$t/b.html" >"$t/dom" 2>"$t/log" || { echo "the browser failed"; tail -3 "$t/log"; exit 1; }
said=$(sed -n 's|.*<pre id="said">\([^<]*\)</pre>.*|\1|p' "$t/dom")
n=$(wc -l <"$t/a.jsonl")
fails=$(grep -c '"verdict":{"kr":"fail"}' "$t/a.jsonl")
want="above|$n|$n / $n|$fails|$n|1|corpus/demo/8-holiday.jpg|table-row|theme"
[ "$said" = "$want" ] || { echo "said:   $said"; echo "wanted: $want"; exit 1; }
grep -E 'CONSOLE|Refused|net::' "$t/log" && exit 1
# On a telephone nothing stands out of the page, whatever is open; nor where
# nothing was checked.
mkdir "$t/none"
"$G" check --lang en --html "$t/none.html" "$t/none" >/dev/null 2>&1
for l in en ko; do
    "$G" check --lang $l --law kr,eu,cn --facts corpus/demo/facts.csv --fact role=provider --html "$t/$l.html" corpus/demo corpus/c2pa >/dev/null
done
for p in en ko none; do
    sed 's|</body>|<script>document.querySelector("#open").click();\
const p = document.createElement("pre"); p.id = "said"; document.body.append(p);\
p.textContent = innerWidth + " " + document.documentElement.scrollWidth;</script></body>|' "$t/$p.html" >"$t/b.html"
    timeout 60 "$c" --headless=new --no-sandbox --disable-gpu --user-data-dir="$t/profile" --window-size=400,900 --hide-scrollbars \
        --dump-dom "file://$t/b.html" >"$t/dom" 2>"$t/log" || { echo "the browser failed"; tail -3 "$t/log"; exit 1; }
    read -r inner scroll < <(sed -n 's|.*<pre id="said">\([^<]*\)</pre>.*|\1|p' "$t/dom")
    [ "${inner:-0}" -ge 300 ] && [ "$scroll" -le "$inner" ] || { echo "$p: $scroll wide on $inner"; exit 1; }
done
grep -q 'rules - ' "$t/none.html" && { echo "rules without a name"; exit 1; }
exit 0
