/* SPDX-License-Identifier: Apache-2.0
 * armour.c - blocks between -----BEGIN and -----END C2PA MANIFEST-----.
 *
 * [C2PA 2.4, A.9] A comment of source code, Markdown, YAML or the like:
 *   # -----BEGIN C2PA MANIFEST----- REFERENCE -----END C2PA MANIFEST-----
 * or on three lines.  The reference is one URI; data:application/c2pa;base64,
 * is the store itself.  The block is its lines whole, with the line's end; of
 * one that ends the file also the line's end before it.  Beside the delimiters
 * only comment signs may stand, or words could hide from the hash. */
#include "formats/armour.h"

#include "base/base64.h"

#define BEGIN  SPAN("-----BEGIN C2PA MANIFEST-----")
#define END    SPAN("-----END C2PA MANIFEST-----")
#define INLINE SPAN("data:application/c2pa;base64,")

enum {
    BLOCKS = 16, /* in one text; one is all that is allowed */
    SIGNS = 16   /* bytes of a comment's opening or closing */
};

struct armour {
    size_t from, end;   /* the block, lines whole */
    struct span prefix; /* before BEGIN on its line */
    struct span body;   /* between the delimiters */
    bool open;          /* no END */
    bool ragged;        /* more than comment signs behind END */
};

void armour_store(const struct prose *p, struct span key, struct span base64,
                  size_t from, size_t end)
{
    struct slot s = {.kind = SLOT_JUMBF,
                     .flags = SLOT_DERIVED,
                     .key = key,
                     .at = prose_at(p, from, end - from),
                     .block = p->block};

    if (!base64_decode(walk_arena(p->w), base64, BASE64_LAX, &s.data) ||
        !s.data.len) {
        s.data = (struct span){0};
        s.flags |= SLOT_CUT;
        s.space = SPAN("malformed");
        walk_note(p->w, NOTE_BROKEN, s.at.off,
                  "a manifest store in text is not base64");
    }
    walk_slot(p->w, s);
}

void armour_reference(const struct prose *p, struct span key, struct span uri,
                      size_t from, size_t end)
{
    walk_slot(p->w, (struct slot){.kind = SLOT_OTHER,
                                  .space = key,
                                  .key = SPAN("c2pa-reference"),
                                  .data = uri,
                                  .at = prose_at(p, from, end - from),
                                  .block = p->block});
}

static void broken(const struct prose *p, const struct armour *a,
                   struct span why)
{
    struct slot s = {.kind = SLOT_JUMBF,
                     .flags = SLOT_DERIVED | SLOT_CUT,
                     .space = why,
                     .key = SPAN("structured-text"),
                     .at = prose_at(p, a->from, a->end - a->from),
                     .block = p->block};

    walk_note(p->w, NOTE_BROKEN, s.at.off, "a manifest block is damaged");
    walk_slot(p->w, s);
}

/* is_signs is whether s may be the opening or closing of a comment. */
static bool is_signs(struct span s)
{
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.ptr[i];

        if ((c >= '0' && c <= '9') ||
            ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80 || c == '`' ||
            c == '"' || c == '\'')
            return false;
    }
    return s.len <= SIGNS;
}

/* line_from is where the line that holds `at` begins, or SIGNS + 1 before. */
static size_t line_from(struct span s, size_t at)
{
    size_t n = 0;

    while (at > 0 && s.ptr[at - 1] != '\n' && n++ <= SIGNS)
        at--;
    return at;
}

/* next finds the next block from *at on, and moves behind it. */
static bool next(struct span s, size_t *at, struct armour *a)
{
    size_t begin = span_find(s, *at, BEGIN), end, last;
    const uint8_t *nl;

    if (begin == s.len)
        return false;
    a->from = line_from(s, begin);
    a->prefix = span_cut(s, a->from, begin - a->from);
    begin += BEGIN.len;
    end = span_find(s, begin, END);
    a->open = end == s.len;
    a->body = span_cut(s, begin, end - begin);
    last = a->open ? begin : end + END.len;
    nl = memchr(s.ptr + last, '\n', s.len - last);
    a->end = nl ? (size_t)(nl - s.ptr) + 1 : s.len;
    a->ragged = !is_signs(span_trim(span_cut(s, last, a->end - last)));
    if (a->end == s.len && a->from > 0 && !a->open) {
        a->from--;
        if (a->from > 0 && s.ptr[a->from - 1] == '\r')
            a->from--;
    }
    *at = last;
    return true;
}

/* reference is the one line between the delimiters, without the comment signs
 * around it; false where there is more than that. */
static bool reference(const struct armour *a, struct span *to)
{
    struct span b = a->body, signs = span_trim(a->prefix);
    const uint8_t *nl = b.len ? memchr(b.ptr, '\n', b.len) : NULL;
    size_t at, end = b.len;

    if (!nl) {
        *to = span_trim(b);
        return true;
    }
    at = (size_t)(nl - b.ptr) + 1;
    if (span_trim(span_cut(b, 0, at)).len)
        return false;
    while (end > at && b.ptr[end - 1] != '\n')
        end--;
    if (!is_signs(span_cut(b, end, b.len - end)))
        return false;
    b = span_trim(span_cut(b, at, end - at));
    if (b.len && memchr(b.ptr, '\n', b.len))
        return false;
    if (signs.len && span_starts(b, signs))
        b = span_trim(span_cut(b, signs.len, b.len - signs.len));
    *to = b;
    return true;
}

/* scheme_len is how long the scheme of a URI is [RFC 3986, 3.1]; 0 where it is
 * none, or has white space in it. */
static size_t scheme_len(struct span s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ')
            return 0;
    while (n < s.len && ((s.ptr[n] | 0x20) >= 'a' && (s.ptr[n] | 0x20) <= 'z'))
        n++;
    return n < s.len && s.ptr[n] == ':' ? n : 0;
}

static void block(const struct prose *p, const struct armour *a)
{
    const struct span key = SPAN("structured-text");
    struct span uri;

    if (a->open)
        broken(p, a, SPAN("open"));
    else if (a->ragged || !reference(a, &uri))
        broken(p, a, SPAN("malformed"));
    else if (!uri.len)
        broken(p, a, SPAN("empty"));
    else if (span_starts(uri, INLINE))
        armour_store(p, key, span_cut(uri, INLINE.len, uri.len - INLINE.len),
                     a->from, a->end);
    else if (!scheme_len(uri) || span_starts(uri, SPAN("data:")))
        broken(p, a, SPAN("malformed"));
    else if (span_starts(uri, SPAN("https:")) ||
             span_starts(uri, SPAN("http:")))
        armour_reference(p, key, uri, a->from, a->end);
    else
        broken(p, a, SPAN("unresolved"));
}

void armour_take(const struct prose *p)
{
    struct armour a;
    size_t at = 0;

    for (unsigned n = 0; n < BLOCKS && next(p->text, &at, &a);) {
        if (!is_signs(a.prefix))
            continue; /* words about such a block */
        block(p, &a);
        n++;
        if (a.open)
            return;
    }
}
