/* SPDX-License-Identifier: Apache-2.0
 * charset.h - text of any usual encoding to UTF-8, and the way back.
 *
 * Finders read UTF-8 and report places in the file, so every text that was
 * recoded, or joined from pieces, carries a map from its own offsets to those
 * of what it was made from. */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include "base/buf.h"

enum charset {
    CHARSET_NONE, /* no text that we can read */
    CHARSET_UTF8,
    CHARSET_UTF16LE,
    CHARSET_UTF16BE,
    CHARSET_UTF32LE,
    CHARSET_UTF32BE,
    CHARSET_CP949, /* and EUC-KR, which it contains */
    CHARSET_GB18030,
    CHARSET_SJIS,
    CHARSET_EUCJP,
    CHARSET_BIG5,
    CHARSET_LATIN1, /* windows-1252; it and all below: a byte a character */
    CHARSET_CP1250, /* Central Europe */
    CHARSET_CP1251, /* Cyrillic */
    CHARSET_CP1253, /* Greek */
    CHARSET_CP1254, /* Turkish */
    CHARSET_CP1255, /* Hebrew */
    CHARSET_CP1256, /* Arabic */
    CHARSET_CP1257, /* Baltic */
    CHARSET_CP1258, /* Vietnamese */
    CHARSET_CP874,  /* Thai */
    CHARSET_CP866,  /* Cyrillic of DOS */
    CHARSET_KOI8R,
    CHARSET_KOI8U,
    CHARSET_LATIN2, /* ISO 8859-2 */
    CHARSET_CYRILLIC,
    CHARSET_GREEK,
    CHARSET_BALTIC, /* ISO 8859-13 */
    CHARSET_MAC     /* Mac OS Roman */
};

/* How the offsets inside a run go on. */
enum text_unit {
    UNIT_SAME,  /* byte for byte */
    UNIT_UTF16, /* a character was 2 or 4 bytes */
    UNIT_UTF32,
    UNIT_BYTE,  /* a character was 1 byte */
    UNIT_MULTI, /* ASCII was 1 byte, any other character 2, but for
                   half-width katakana */
    UNIT_POINT  /* all of it stands for one place: an entity */
};

struct text_run {
    size_t data;   /* where it begins in the text */
    uint64_t file; /* and in what lies under it */
    enum text_unit unit;
};

struct text_map {
    struct span data; /* the text */
    const struct text_run *runs;
    size_t count;
    const struct text_map *under; /* NULL: the file */
};

/* text_map_at is the offset in the file of offset off of the text; m NULL or
 * without runs maps every offset to itself. */
uint64_t text_map_at(const struct text_map *m, size_t off);

/* A list of runs that grows in an arena; a run that only goes on where the
 * last one is costs nothing. */
struct text_runs {
    struct buf buf;
};

void text_runs_init(struct text_runs *r, struct arena *a);
void text_runs_put(struct text_runs *r, struct text_run run);
struct text_map text_runs_map(const struct text_runs *r, struct span data,
                              const struct text_map *under);

/* charset_guess looks at the beginning of a text; cut says that more follows.
 * *mark is the length of its byte-order mark. */
enum charset charset_guess(struct span head, bool cut, size_t *mark);

/* charset_opens is whether the first character of ASCII that is drawn is c, in
 * any encoding that keeps ASCII: a cheap look before a guess. */
bool charset_opens(struct span head, uint8_t c);

/* charset_named is the encoding of a label such as "euc-kr", any case;
 * CHARSET_NONE where it is not known. */
enum charset charset_named(struct span label);

/* charset_page is the encoding of a code page of Windows such as 949, as old
 * documents name theirs; windows-1252 where it is not known. */
enum charset charset_page(uint32_t page);

/* charset_text recodes s, which began at offset off of the file.  Bytes that
 * are no character become one SUB (U+001A) each.  False without memory. */
bool charset_text(struct arena *a, struct span s, enum charset from,
                  uint64_t off, struct text_map *map);

/* charset_repair is s in UTF-8, for short texts that name no encoding: as it
 * is where it is UTF-8, recoded where its bytes tell a code page, and else
 * taken for `otherwise`, UTF-8 with U+FFFD for what is not, or Latin-1.  Empty
 * without memory. */
struct span charset_repair(struct arena *a, struct span s,
                           enum charset otherwise);

#endif
