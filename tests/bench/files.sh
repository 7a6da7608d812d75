#!/bin/bash
# files.sh - files per second of `check --fast --json` and of `exiftool -j -r`
# on the same folder, one after the other, and what was read of each file: of a
# folder, and of the pictures, texts and pages in it.
# FOLDER: of your own; else the shared samples, or the corpus.
G=${B:-build/release}/genmark
all=${FOLDER:-$SHARED/corpus/metadata}
[ -d "$all" ] || all=corpus
command -v exiftool >/dev/null || { echo "exiftool absent (apt: libimage-exiftool-perl)"; exit 77; }
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
# cpu COMMAND...: seconds of processor time it took, and of the clock.
cpu() {
    TIMEFORMAT='%U %S %R'
    { time "$@" >"$t/out" 2>/dev/null; } 2>&1 | awk '{print $1 + $2, $3}'
}
tell='
function median(of, name,    i, j, k, v) {
    for (i = 1; i <= NR; i++)
        v[i] = of[name, i]
    for (i = 1; i <= NR; i++)
        for (j = i + 1; j <= NR; j++)
            if (v[j] < v[i]) { k = v[i]; v[i] = v[j]; v[j] = k }
    return NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
}
function line(name, who) {
    printf "%-34s %8.0f files/s  %7.2fx   by processor time %8.0f files/s  %7.2fx\n", name,
        median(real, who), median(real_x, who), median(cpu, who), median(cpu_x, who)
}
{
    for (k = 0; k < 3; k++) {
        runs = k ? 10 : 1
        cpu[k, NR] = n * runs / $(2 * k + 1)
        real[k, NR] = n * runs / $(2 * k + 2)
        cpu_x[k, NR] = cpu[k, NR] / cpu[0, NR]
        real_x[k, NR] = real[k, NR] / real[0, NR]
    }
}
END {
    printf "%d files in %s, from the page cache; medians of %d rounds\n", n, folder, NR
    line("exiftool -j -r", 0)
    line("genmark check --fast --json", 1)
    line("genmark check --fast --json -j1", 2)
    printf "genmark read %.0f bytes a file, of %.0f (%.1f %%)\n", read / n, size / n, 100 * read / size
}'
# Ten runs, so that the clock can tell them.
ours() { for _ in 1 2 3 4 5 6 7 8 9 10; do "$G" check --fast --json "$@"; done; }
# sum: of the numbers in lines.
sum() { awk '{s += $1} END {printf "%.0f", s}'; }
# measure FOLDER NAME: rounds in which each of them has its turn.
measure() {
    local files read size
    files=$(find "$1" -type f | wc -l)
    find "$1" -type f -exec cat {} + >/dev/null # both from the page cache
    for _ in $(seq "${ROUNDS:-3}"); do
        echo "$(cpu exiftool -j -r "$1") $(cpu ours "$1") $(cpu ours -j1 "$1")"
    done >"$t/rounds"
    "$G" check --fast --json --stats "$1" >"$t/genmark"
    [ "$(wc -l <"$t/genmark")" -ge "$files" ] || { echo "genmark did not answer for $files files: nothing was measured"; exit 1; }
    read=$(grep -o '"bytes_read":[0-9]*' "$t/genmark" | cut -d: -f2 | sum)
    size=$(find "$1" -type f -printf '%s\n' | sum)
    awk -v n="$files" -v read="$read" -v size="$size" -v folder="$2" "$tell" "$t/rounds"
}
measure "$all" "$(basename "$all")"
mkdir "$t/seen"
(cd "$all" && find . -type f -regextype egrep -iregex '.*\.(png|jpe?g|webp|txt|md|html?)' -exec cp --parents -t "$t/seen" {} +)
[ -z "$(ls "$t/seen")" ] || measure "$t/seen" "$(basename "$all"), pictures, texts and pages"
