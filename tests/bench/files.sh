#!/bin/bash
# files.sh - files per second of `check --fast --json` and of `exiftool -j -r`
# on the same folder, one after the other, and what was read of each file.
# FOLDER: of your own; else the shared samples, or the corpus.
G=${B:-build/release}/genmark
folder=${FOLDER:-$SHARED/corpus/metadata}
[ -d "$folder" ] || folder=corpus
command -v exiftool >/dev/null || { echo "exiftool absent (apt: libimage-exiftool-perl)"; exit 77; }
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
files=$(find "$folder" -type f | wc -l)
# cpu COMMAND...: seconds of processor time it took, and of the clock.
cpu() {
    TIMEFORMAT='%U %S %R'
    { time "$@" >"$t/out" 2>/dev/null; } 2>&1 | awk '{print $1 + $2, $3}'
}
find "$folder" -type f -exec cat {} + >/dev/null # both from the page cache
read -r ex_cpu ex_real < <(cpu exiftool -j -r "$folder")
# Several rounds, so that the clock can tell them; their mean.
all() { for _ in 1 2 3 4 5 6 7 8 9 10; do "$G" check --fast --json "$@" "$folder"; done; }
read -r gm_cpu gm_real < <(cpu all)
read -r one_cpu one_real < <(cpu all -j1)
"$G" check --fast --json --stats "$folder" >"$t/genmark"
read=$(grep -o '"bytes_read":[0-9]*' "$t/genmark" | cut -d: -f2 | awk '{s+=$1} END {printf "%.0f", s}')
size=$(find "$folder" -type f -printf '%s\n' | awk '{s+=$1} END {printf "%.0f", s}')
awk -v n="$files" -v ec="$ex_cpu" -v er="$ex_real" -v gc="$gm_cpu" -v gr="$gm_real" -v oc="$one_cpu" \
    -v or="$one_real" -v read="$read" -v size="$size" -v folder="$(basename "$folder")" '
function line(name, real, cpu, rounds) {
    printf "%-34s %8.0f files/s  %7.2fx   by processor time %8.0f files/s  %7.2fx\n", name,
        n * rounds / real, (n * rounds / real) / (n / er), n * rounds / cpu, (n * rounds / cpu) / (n / ec)
}
BEGIN {
    printf "%d files in %s, from the page cache\n", n, folder
    line("exiftool -j -r", er, ec, 1)
    line("genmark check --fast --json", gr, gc, 10)
    line("genmark check --fast --json -j1", or, oc, 10)
    printf "genmark read %.0f bytes a file, of %.0f (%.1f %%)\n", read / n, size / n, 100 * read / size
}'
