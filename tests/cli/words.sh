#!/bin/bash
# Help, languages, colours, redaction.
. tests/begin.sh
d=corpus/demo
unset NO_COLOR CLICOLOR_FORCE

"$G" --help | grep -q 'check' || no "--help does not name check"
"$G" >/dev/null 2>&1; [ $? = 2 ] || no "no command is no usage error"
"$G" chekc 2>&1 | grep -q "mean 'check'" || no "no hint for a slip"
"$G" check --jsn x 2>&1 | grep -q -- '--json' || no "no hint for a slip in an option"
"$G" --lang ko check 2>&1 | grep -q 'after a command' || no "an option before the command is not told as one"
"$G" $d/8-holiday.jpg 2>&1 | grep -q "genmark check $d/8-holiday.jpg" || no "a file without a command is given no hint"
"$G" --version | grep -q '^genmark [0-9]' || no "--version"
for c in formats doctor selftest; do
    "$G" $c picture.png >/dev/null 2>"$t/err"; [ $? = 2 ] || no "$c takes a file"
    grep -q 'options only' "$t/err" || no "$c does not say that it takes options only"
done
for c in check show diff rules formats trust doctor selftest; do
    "$G" $c --help >"$t/en" || no "$c --help fails"
    LANG=ko_KR.UTF-8 "$G" $c --help >"$t/ko"
    grep -q '^Usage: genmark' "$t/en" || no "$c --help has no usage"
    grep -q '^사용법: genmark' "$t/ko" || no "$c --help is not Korean"
    [ "$(wc -l <"$t/en")" = "$(wc -l <"$t/ko")" ] || no "$c --help differs in length by language"
done

# Help goes to what was asked, and messages name it.
[ "$("$G" help check)" = "$("$G" check --help)" ] || no "help check"
[ "$("$G" help)" = "$("$G" --help)" ] || no "help"
"$G" help chekc 2>&1 | grep -q "mean 'check'" || no "help for a slip"
said() { # CODE TEXT ARGS...
    local code=$1 text=$2
    shift 2
    "$G" "$@" >"$t/out" 2>"$t/err"
    local rc=$?
    [ $rc = "$code" ] && grep -q -- "$text" "$t/err" || no "exit $rc of $code, or not said: $text: $(cat "$t/err")"
}
said 4 "no rule has the name 'kr-31-2-exprt'; did you mean kr-31-2-export" rules kr-31-2-exprt
said 4 "no rule has the name 'nothing'" rules kr-31-2-export nothing
grep -q '^kr-31-2-export' "$t/out" || no "a wrong name hides the right one"
said 2 "no pack has the law 'zz'" rules --law zz
said 2 'none.db: no such file' report "$t/none.db"
said 2 'none.db: no such file' merge "$t/none.db"
said 2 'takes two folders' diff --tree $d/1-compliant.png $d
said 5 'none: no such file' diff --tree "$t/none" $d

# Language: by locale, by --lang.
LANG=ko_KR.UTF-8 "$G" check --law none $d/1-compliant.png | grep -q 'AI 생성' || no "the locale gives no Korean"
"$G" check --law none --lang ko $d/1-compliant.png | grep -q 'AI 생성' || no "--lang ko"
LANG=ko_KR.UTF-8 "$G" check --law none --lang en $d/1-compliant.png | grep -q 'AI-generated' || no "--lang en"
"$G" check --help --lang ko | grep -q '^사용법' || no "--help before --lang ko"
"$G" check --nope --lang=ko 2>&1 | grep -q '옵션이 없습니다' || no "an error before --lang=ko"
LANG=ko_KR.UTF-8 "$G" check --lang xx $d/1-compliant.png 2>&1 | grep -q '하나입니다' || no "a bad --lang changes the language"
LANG=ko_KR.UTF-8 "$G" rules --nope -- --lang en 2>&1 | grep -q '옵션이 없습니다' || no "--lang behind -- is taken"
"$G" check --lang xx $d/1-compliant.png >/dev/null 2>&1; [ $? = 2 ] || no "--lang xx is taken"

# Colours: never in a file, on demand otherwise; NO_COLOR wins.
"$G" check --law none $d/1-compliant.png | grep -q $'\e' && no "colours in a pipe"
CLICOLOR_FORCE=1 "$G" check --law none $d/1-compliant.png | grep -q $'\e\[' || no "CLICOLOR_FORCE"
NO_COLOR=1 CLICOLOR_FORCE=1 "$G" check --law none $d/1-compliant.png | grep -q $'\e' && no "NO_COLOR"

# Redaction: the prompt appears nowhere.
p=corpus/png/good-a1111-parameters.png
"$G" check --law none --json $p | grep -q 'Steps: 20' || no "the fixture has no prompt any more"
for f in "" --json --csv --sarif --junit --premis --html=-; do
    "$G" check --redact $f $p | grep -q 'Steps: 20' && no "--redact $f tells the prompt"
done
"$G" show --redact $p | grep -q 'Steps: 20' && no "show --redact tells the prompt"
"$G" show --redact --json $p | grep -q 'Steps: 20' && no "show --redact --json tells the prompt"

# Progress on demand, on stderr only.
"$G" check --law none --json --progress=json $d 2>"$t/err" >/dev/null
python3 -c 'import json,sys; d=[json.loads(l) for l in open(sys.argv[1])]; assert d[-1]["done"] and d[-1]["items"] > 8' "$t/err" || no "--progress=json"
"$G" check --law none $d 2>&1 >/dev/null | grep -q . && no "talk on stderr without need"

# A full disk is told.
if [ -c /dev/full ]; then
    "$G" check --law none --json $d >/dev/full 2>"$t/err"; [ $? = 5 ] || no "a full disk goes unnoticed"
    [ "$(grep -c 'could not be written' "$t/err")" = 1 ] || no "a full disk is not told, or twice"
    # Whatever command printed: a long text fails while it is printed, a short one at the end.
    for words in rules "rules kr-31-2-export" formats "formats --json" --help "help check" --version "show $d/1-compliant.png"; do
        # shellcheck disable=SC2086
        "$G" $words >/dev/full 2>"$t/err"; [ $? = 5 ] || no "$words: a full disk goes unnoticed"
        [ "$(grep -c 'could not be written' "$t/err")" = 1 ] || no "$words: a full disk is not told"
    done
fi
for words in rules formats "rules --facts --json"; do
    # shellcheck disable=SC2086
    [ -z "$("$G" $words 2>&1 >/dev/null | head -n 1)" ] || no "$words: talk"
    # shellcheck disable=SC2086
    { "$G" $words 2>"$t/err"; } | head -n 1 >/dev/null; [ ! -s "$t/err" ] || no "$words: talk for a reader that left"
done
"$G" check --law none --json corpus/png corpus/text | head -n 1 >/dev/null
[ -z "$("$G" check --law none --json corpus/png corpus/text 2>&1 >/dev/null | head -n 1)" ] || no "talk for a reader that left"
exit $bad
