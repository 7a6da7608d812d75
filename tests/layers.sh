#!/bin/sh
# layers.sh - every #include points down: a folder may include itself and the
# folders before it in this list, and nothing else.  "." is src/ itself; any
# file may include genmark.h, which includes nothing of ours.  The programs see
# the library through genmark.h alone.
order="base scan formats pixel meta c2pa token marks law report . tool cli daemon worker"

grep -H '^ *# *include "' $(find src formats -name '*.[ch]') |
awk -v order="$order" '
BEGIN { n = split(order, o, " "); for (i = 1; i <= n; i++) rank[o[i]] = i }
{
    file = $0; sub(/:.*/, "", file)
    from = file; sub(/^src\//, "", from)
    if (!sub(/\/.*/, "", from)) from = "."
    inc = $0; sub(/^[^"]*"/, "", inc); sub(/".*/, "", inc)
    if (inc == "genmark.h") next
    to = inc
    if (!sub(/\/.*/, "", to)) to = "."
    ok = to == from || (rank[to] > 0 && rank[to] < rank[from])
    if (rank[from] > rank["."] && to != from && to != "tool") ok = 0
    if (!ok) { printf "%s: \"%s\" is not below it\n", file, inc; bad = 1 }
}
END { exit bad }'
