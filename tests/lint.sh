#!/bin/sh
# lint.sh - the rules of docs/conventions.md that a grep can check.
bad=0
say() { echo "lint: $*"; bad=1; }

ours=$(find src formats -name '*.[ch]')
lib=$(find src formats -name '*.[ch]' | grep -vE '^src/(tool|cli|daemon|worker)/|/phrases/|/bake/|/law/packs/')

# Each third-party header is included by one file.
for h in png.h jpeglib.h expat.h jansson.h utf8proc.h sqlite3.h \
         archive.h microhttpd.h zlib.h libdeflate.h iconv.h seccomp.h gif_lib.h tiffio.h dlfcn.h; do
    n=$(grep -lE "^ *# *include <($h)>" $ours | grep -v '^src/tool/' | wc -l)
    [ "$n" -le 1 ] || say "<$h> is included by $n files"
done
for d in openssl libexif brotli webp libheif jxl; do
    n=$(grep -lE "^ *# *include <$d/" $ours | wc -l)
    [ "$n" -le 1 ] || say "<$d/...> is included by $n files"
done

# Unbounded calls, nowhere.
grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|alloca|strtok|scanf)[[:space:]]*\(' $ours &&
    say "unbounded or unchecked C call"

# The library neither prints, exits, nor looks around.
grep -nE '\b(printf|puts|exit|abort|getenv|setlocale|time|fopen|pthread_create)[[:space:]]*\(' $lib &&
    say "the library prints, exits, or reads what it was not given"

# formats/ knows bytes, not meaning.
grep -niE '\b(law|watermark|generative|ai)\b' formats/*.c | grep -vE '\[[A-Za-z0-9 .-]+\]' &&
    say "formats/ speaks of meaning"

# One idea a file, and a function.  The public header is one by design.
for f in $ours; do
    n=$(wc -l <"$f")
    [ "$n" -le 600 ] || [ "$f" = src/genmark.h ] || say "$f has $n lines"
    head -n 1 "$f" | grep -q 'SPDX\|^/\* The ' || say "$f does not begin with SPDX"
done
if command -v ctags >/dev/null; then
    ctags -f - --fields=+ne --c-kinds=f --languages=C $(echo "$ours" | grep '\.c$') 2>/dev/null |
        awk -F'\t' '{l=e=0; for(i=4;i<=NF;i++){ if($i~/^line:/) l=substr($i,6); if($i~/^end:/) e=substr($i,5)}
                     if (e-l>=60) {print "lint: function of " e-l+1 " lines: " $2 ":" l " " $1; bad=1}} END{exit bad}' || bad=1
fi
exit $bad
