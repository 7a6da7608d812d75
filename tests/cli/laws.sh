#!/bin/bash
# Laws: several in one run, dates, packs of the user, and docs/laws.md.
. tests/begin.sh
# verdict LAW ARGS...: the verdict of one law.
verdict() {
    law=$1
    shift
    "$G" check --json "$@" | python3 -c "import sys,json; print(json.loads(sys.stdin.readline())['verdict'].get('$law'))"
}
# is WANTED LAW ARGS...
is() {
    wanted=$1
    shift
    got=$(verdict "$@")
    [ "$got" = "$wanted" ] || { echo "$got, wanted $wanted: $*"; bad=1; }
}
python3 packaging/laws.py --check || bad=1

p=corpus/demo/1-compliant.png
provider="--fact role=provider --fact delivery=exported --fact realistic=no"
# The Act is in force since 2026-01-22.
is not-applicable kr $p $provider --fact notice=no --fact visible=no --as-of 2026-01-21
is fail kr $p $provider --fact notice=no --fact visible=no --as-of 2026-01-22
# A notice that nobody spoke of is asked for.
is unknown kr $p $provider --fact visible=no --as-of 2026-11-23
# Article 50(2) applies since 2026-08-02; old systems have until 2026-12-02.
h="corpus/demo/8-holiday.jpg --fact origin=ai --fact role=provider --law eu"
is not-applicable eu $h --as-of 2026-08-01
is warn eu $h --as-of 2026-08-02
# Kazakhstan wants both layers, of text too.
is fail kz corpus/demo/5-disclosed.txt --law kr,kz --fact role=provider --as-of 2026-11-23
is pass kr corpus/demo/5-disclosed.txt --law kr,kz --fact role=provider --as-of 2026-11-23
# Laws answer in the order they were asked.
order=$("$G" check --json --law kz,kr $p | python3 -c "import sys,json; print(*json.loads(sys.stdin.readline())['verdict'])")
[ "$order" = "kz kr" ] || { echo "order: $order"; bad=1; }
# A pack of the user joins, and a mistake in one is told with its line.
printf '[law zz]\ntitle.en Z\n[rule zz-1]\ncite c\nbasis practice\nsay.en s\nneed machine\n' >"$t/z.rules"
is pass zz $p --pack "$t/z.rules" --law zz
printf '[law zz]\n[rule zz-1]\nneed markine\n' >"$t/z.rules"
"$G" check --pack "$t/z.rules" --law zz $p >"$t/out" 2>&1
[ $? = 2 ] && grep -q "z.rules:3: unknown condition 'markine'" "$t/out" || { echo "a wrong pack:"; head -3 "$t/out"; bad=1; }
# It may name a rule of a law that is not asked for.
printf '[overlay eu-50-2-marking]\nseverity info\n' >"$t/o.rules"
"$G" check --pack "$t/o.rules" --law kr $p >"$t/out" 2>&1
[ $? != 2 ] || { echo "an overlay of another law:"; head -3 "$t/out"; bad=1; }
"$G" check --law kr,xx $p >"$t/out" 2>&1
[ $? = 2 ] && grep -q "no pack has the law 'xx'" "$t/out" || { echo "a wrong law beside a right one is taken"; bad=1; }
"$G" check --law xx $p >"$t/out" 2>&1
[ $? = 2 ] || { echo "a wrong law is taken"; bad=1; }
# A rule is explained in both languages, the user's first, and every condition
# has its phrase: none is shown as the bare word of the grammar.
for l in en ko; do
    "$G" rules --lang $l $("$G" rules --json | python3 -c 'import json,sys; print(*[json.loads(r)["rule"] for r in sys.stdin])') >"$t/all"
    grep -nE '^ .*(- |, or |, 또는 |not: |unless: |제외: |아님: )(told|never|said|machine|trace|perceivable|given|mark|field|measure|count|size|media|format|date|covers|starts|lasts|before|lost|weakened|changed) [a-z]' "$t/all" && { echo "a bare condition"; bad=1; }
done
"$G" rules --lang ko kr-31-2-export >"$t/ko"
for word in '누가' '언제' '기준' '조치' '근거' 'Who' 'When' 'Counts' 'To do' 'Stands in' '2026-01-22부터' 'provider (생성형 AI 서비스를 제공하는 사업자)'; do
    grep -q "  $word\|$word" "$t/ko" || { echo "rules: no $word"; bad=1; }
done
[ "$(grep -n '누가' "$t/ko" | head -1 | cut -d: -f1)" -lt "$(grep -n 'Who' "$t/ko" | head -1 | cut -d: -f1)" ] || { echo "English first"; bad=1; }
"$G" rules cn-a10-21 | grep -q 'genmark diff' || { echo "rules: no diff"; bad=1; }
exit $bad
