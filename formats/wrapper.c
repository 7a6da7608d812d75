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

#define OPENING SPAN("\xEF\xBB\xBF\xF3\xA0\x84\xB3") /* and a C */

/* is_magic is whether the selectors at `from` begin with the magic. */
static bool is_magic(struct span text, size_t from)
{
    static const char magic[] = "C2PATXT"; /* and its NUL */
    bool bad = false;

    for (size_t i = 0; i < MAGIC; i++)
        if (from >= text.len ||
            byte_of(utf8_next(text, &from, &bad)) != magic[i])
            return false;
    return true;
}

bool wrapper_next(struct span text, size_t *at, size_t *end)
{
    while (text.len - *at >= OPENING.len) {
        const uint8_t *hit = memchr(text.ptr + *at, 0xEF, text.len - *at);
        size_t next;
        bool bad = false;

        if (!hit)
            return false;
        *at = (size_t)(hit - text.ptr);
        if (!span_eq(span_cut(text, *at, OPENING.len), OPENING) ||
            !is_magic(text, *at + 3)) {
            ++*at;
            continue;
        }
        next = *end = *at + 3;
        while (next < text.len && byte_of(utf8_next(text, &next, &bad)) >= 0)
            *end = next;
        return true;
    }
    return false;
}

/* run_bytes reads the selectors of [from, end). */
static struct span run_bytes(const struct prose *p, size_t from, size_t end)
{
    struct span run = span_cut(p->text, from, end - from);
    uint8_t *to = walk_alloc(p->w, run.len / 3 + 1);
    size_t n = 0, at = 0;
    bool bad = false;

    while (to && at < run.len && n <= run.len / 3)
        to[n++] = (uint8_t)byte_of(utf8_next(run, &at, &bad));
    return (struct span){to, n};
}

static void wrapper(const struct prose *p, size_t mark, size_t end)
{
    struct slot s = {.kind = SLOT_JUMBF,
                     .flags = SLOT_DERIVED,
                     .key = SPAN("text-wrapper"),
                     .block = p->block};
    struct span bytes = run_bytes(p, mark + 3, end);
    struct reader r = reader_over(bytes);
    uint8_t version;
    uint32_t len;

    if (!bytes.ptr)
        return;
    read_span(&r, MAGIC);
    version = read_u8(&r);
    len = read_u32be(&r);
    s.at = prose_at(p, mark, end - mark);
    s.data = read_span(&r, len);
    if (!reader_ok(&r) || version != VERSION) {
        s.flags |= SLOT_CUT;
        s.data = span_cut(bytes, HEAD, bytes.len > HEAD ? bytes.len - HEAD : 0);
        walk_note(p->w, NOTE_BROKEN, s.at.off, "a text wrapper is damaged");
    }
    walk_slot(p->w, s);
}

void wrapper_take(const struct prose *p)
{
    size_t at = 0, end;

    for (unsigned i = 0; i < WRAPPERS && wrapper_next(p->text, &at, &end);
         i++) {
        wrapper(p, at, end);
        at = end;
    }
}
