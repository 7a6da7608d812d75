/* SPDX-License-Identifier: Apache-2.0
 * wrapper.c - U+FEFF, then a byte in each variation selector.
 *
 * [C2PA 2.3, A.8] Selectors U+FE00..FE0F are the bytes 0 to 15, U+E0100..E01EF
 * those from 16 on.  The bytes are "C2PATXT" and a NUL, a version (1), a length
 * (32 bits, big-endian), a JUMBF store of that length, and padding.  A run
 * without the magic is ordinary text. */
#include "formats/wrapper.h"

#include "base/utf.h"

enum {
    MAGIC = 8,
    HEAD = MAGIC + 1 + 4,
    VERSION = 1,
    WRAPPERS = 16 /* in one text; one is all that is allowed */
};

static int byte_of(uint32_t c)
{
    if (c >= 0xFE00 && c <= 0xFE0F)
        return (int)(c - 0xFE00);
    if (c >= 0xE0100 && c <= 0xE01EF)
        return (int)(c - 0xE0100) + 16;
    return -1;
}

/* run_bytes reads the selectors from `from` on; *end is behind the last. */
static struct span run_bytes(const struct prose *p, size_t from, size_t *end)
{
    uint8_t *to;
    size_t n = 0, at = from;
    bool bad = false;

    *end = from;
    while (at < p->text.len && byte_of(utf8_next(p->text, &at, &bad)) >= 0) {
        *end = at;
        n++;
    }
    to = n > MAGIC ? walk_alloc(p->w, n) : NULL;
    if (!to)
        return (struct span){0};
    at = from;
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)byte_of(utf8_next(p->text, &at, &bad));
    return (struct span){to, n};
}

static void wrapper(const struct prose *p, size_t mark)
{
    struct slot s = {.kind = SLOT_JUMBF,
                     .flags = SLOT_DERIVED,
                     .key = SPAN("text-wrapper"),
                     .block = p->block};
    size_t end;
    struct span bytes = run_bytes(p, mark + 3, &end);
    struct reader r = reader_over(bytes);
    uint8_t version;
    uint32_t len;

    if (!span_eq(read_span(&r, MAGIC), SPAN("C2PATXT\0")))
        return;
    version = read_u8(&r);
    len = read_u32be(&r);
    s.at = prose_at(p, mark, end - mark);
    s.data = read_span(&r, len);
    if (!reader_ok(&r) || version != VERSION) {
        s.data = span_cut(bytes, HEAD, bytes.len > HEAD ? bytes.len - HEAD : 0);
        walk_note(p->w, NOTE_BROKEN, s.at.off, "a text wrapper is damaged");
    }
    walk_slot(p->w, s);
}

void wrapper_take(const struct prose *p)
{
    struct span s = p->text;
    unsigned count = 0;

    for (size_t at = 0; at + 7 <= s.len && count < WRAPPERS;) {
        const uint8_t *hit = memchr(s.ptr + at, 0xEF, s.len - at);

        if (!hit)
            return;
        at = (size_t)(hit - s.ptr);
        if (span_eq(span_cut(s, at, 7), SPAN("\xEF\xBB\xBF\xF3\xA0\x84\xB3"))) {
            wrapper(p, at);
            count++;
        }
        at++;
    }
}
