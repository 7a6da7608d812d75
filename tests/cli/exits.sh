#!/bin/bash
# Exit codes, and that one bad input never ends the batch.
G=${B:-build/release}/genmark
t=$(mktemp -d)
trap 'chmod -R u+rwx "$t"; rm -rf "$t"' EXIT
bad=0
# want CODE ARGS...: genmark check ARGS ends with CODE.
want() {
    code=$1
    shift
    "$G" check "$@" >"$t/out" 2>"$t/err"
    rc=$?
    [ $rc = "$code" ] || { echo "exit $rc, wanted $code: check $*"; head -5 "$t/err"; bad=1; }
}
# has TEXT: the last output (stdout and stderr) holds it.
has() { cat "$t/out" "$t/err" | grep -qF -- "$1" || { echo "no '$1' in:"; head -5 "$t/out" "$t/err"; bad=1; }; }
d=corpus/demo
provider="--fact role=provider --fact delivery=exported"

want 0 $d/1-compliant.png $provider --fact realistic=no --fact notice=yes
want 0 $d/8-holiday.jpg
want 1 $d/2-no-notice.png $provider --fact realistic=no --fact notice=no --fact visible=no
want 3 $d/1-compliant.png
want 1 $d/1-compliant.png --strict
want 0 $d/1-compliant.png --law none
want 4
want 2 --nosuch; has "--nosuch"
want 2 --law atlantis $d/1-compliant.png; has atlantis
want 2 --fact colour=red $d/1-compliant.png; has colour
want 2 --fact notice=perhaps $d/1-compliant.png; has "yes no"
want 2 --as-of yesterday $d/1-compliant.png; has yesterday
# Dates are read as the library reads them: with a zone, and none that no law can have.
want 3 --as-of 2026-11-23T10:00:00+09:00 $d/1-compliant.png
for day in 1899-12-31 9999-12-31 2026-02-29 2026-11-23T25:00:00Z "2026-11-23T10:00:00.$(printf %099d 0)Z"; do
    want 2 --as-of "$day" $d/1-compliant.png; has "such as 2026-11-23"
done
# Today is today where the machine is: these two zones are never of one day.
for TZ in Etc/GMT+12 Etc/GMT-14; do
    export TZ
    day=$(date +%F)
    want 0 --law none --json $d/8-holiday.jpg; has "\"as_of\":\"$day\""
done
unset TZ
want 2 --limit nosuch=1 $d/1-compliant.png; has nosuch
want 2 --pack "$t/nosuch.rules" $d/1-compliant.png; has nosuch.rules
want 2 --trust "$t/nosuch.pem" $d/1-compliant.png; has nosuch.pem
want 2 --fast --deep $d/1-compliant.png
want 2 --json --csv $d/1-compliant.png; has "two reports"

# Inputs that give no answer: a line each, and the rest goes on.
: >"$t/empty"
mkfifo "$t/pipe"
truncate -s 5G "$t/sparse.bin"
head -c 300 /dev/urandom | tr '\0' x >"$t/noise"
mkdir "$t/folder" "$t/void"
ln -s "$t/folder" "$t/folder/loop"
echo plain >"$t/locked"
chmod 0 "$t/locked"
want 5 --law none "$t/empty"; has empty
want 5 --law none "$t/none"; has "no such file"
want 5 --law none "$t/pipe"; has "neither a file"; has "standard input (-)"
want 5 --law none "$t/sparse.bin"; has "not supported"
want 5 --law none "$t/folder"; has "not followed"
want 4 "$t/void"; has empty
[ "$(id -u)" = 0 ] || { want 5 --law none "$t/locked"; has "permission denied"; }
want 5 --law none "$t/empty" "$t/none" "$t/pipe" "$t/sparse.bin" $d/8-holiday.jpg
has 8-holiday.jpg
[ "$(grep -c "$t" "$t/out")" = 4 ] || { echo "not a line each"; bad=1; }
# A failure outweighs what could not be read, which outweighs the unknown.
want 1 --facts $d/facts.csv "$t/none" $d/2-no-notice.png $d/1-compliant.png
want 5 "$t/none" $d/1-compliant.png

# A time-out ends one file; a limit is named.
want 5 --law none --timeout 0.000001 $d/1-compliant.png; has "timed out"
want 5 --law none --limit arena_bytes=8K $d/1-compliant.png; has arena_bytes
exit $bad
