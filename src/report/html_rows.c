/* SPDX-License-Identifier: Apache-2.0
 * html_rows.c - which items are rows and which are lines of data.
 *
 * A line of data is of an item, ">" and the fields below with a tab between,
 * or of a text that items refer to by its number (the first is 1), "=" and the
 * text.  "<" is written \l, a backslash \\ and a line's end \n, so that no
 * line ends early and no text ends the element it stands in.
 *
 *     verdict and claim, one letter each   path   generator   format   sha256
 *     size   error   laws   number of its rules   number of its marks
 *
 * A number of 0 says that the text was left out, for the texts of a page are
 * bounded.  Which texts were written before is known for some thousands of
 * them, by their digests: not by a short hash, which a file could be made to
 * meet, so as to be shown with another's verdict. */
#include "report/html_rows.h"

#include "base/crypto.h"
#include "base/str.h"
#include "base/utf.h"
#include "report/html.h"
#include "report/page.h"

#include <stdlib.h>

enum {
    SEEN = 1 << 15, /* texts that are known again */
    KEY = 16,       /* bytes of their digests */
    SHARED = 2,     /* from this piece on */
    SIZES = PIECES * sizeof(uint64_t),
    HEAD = SIZES + (PIECES - SHARED) * KEY
};

struct seen {
    uint8_t key[KEY];
    uint64_t number; /* 0: none */
};

struct rows {
    uint64_t count, texts, bytes, lacking;
    size_t chunk; /* bytes of the element that is open; 0: none is */
    struct seen seen[SEEN];
};

void pieces_begin(gm_report *r, struct pieces *p)
{
    *p = (struct pieces){0};
    r->later.len = 0;
}

void pieces_next(gm_report *r, struct pieces *p)
{
    out_flush(&r->later_out);
    p->at[++p->count] = r->later.len;
}

void rows_str(struct out *o, gm_str s)
{
    struct span t = str_span(s);
    size_t at = 0;

    while (at < t.len) {
        size_t from = at;
        bool bad = false;
        uint32_t c = utf8_next(t, &at, &bad);

        if (c == '<')
            out_text(o, "\\l");
        else if (c == '\\')
            out_text(o, "\\\\");
        else if (c == '\n')
            out_text(o, "\\n");
        else if (bad || !page_safe(c))
            out_text(o, "\xEF\xBF\xBD");
        else
            out_put(o, t.ptr + from, at - from);
    }
}

static void emit_row(gm_report *r, const gm_str piece[PIECES])
{
    struct out *o = &r->out;

    out_text(o, "<tbody data-r=\"");
    html_str(o, piece[0]);
    out_text(o, "\">");
    for (size_t i = 1; i < PIECES; i++)
        out_str(o, piece[i]);
    out_text(o, "</td></tr></tbody>\n");
}

/* line begins one of n bytes in the element that is open, or in a new one. */
static void line(gm_report *r, char kind, size_t n)
{
    struct rows *rows = r->rows;

    if (rows->chunk && rows->chunk + n > ROWS_CHUNK) {
        out_text(&r->out, "</script>\n");
        rows->chunk = 0;
    }
    if (!rows->chunk)
        out_text(&r->out, "<script type=\"text/plain\" class=\"rows\">\n");
    rows->chunk += n + 1;
    out_char(&r->out, kind);
}

/* number_of is that of a text, which is written where it is new. */
static uint64_t number_of(gm_report *r, gm_str text, const uint8_t key[KEY])
{
    struct rows *rows = r->rows;
    struct seen *s = &rows->seen[(key[0] | (unsigned)key[1] << 8) % SEEN];

    if (s->number && memcmp(s->key, key, KEY) == 0)
        return s->number;
    if (rows->bytes + text.len > ROWS_TEXTS)
        return 0;
    rows->bytes += text.len;
    line(r, '=', text.len);
    rows_str(&r->out, text);
    out_char(&r->out, '\n');
    memcpy(s->key, key, KEY);
    return s->number = ++rows->texts;
}

static void emit_line(gm_report *r, const gm_str piece[PIECES],
                      const uint8_t *keys)
{
    uint64_t numbers[PIECES - SHARED];
    bool lacks = false;

    for (size_t i = 0; i < PIECES - SHARED; i++) {
        numbers[i] = number_of(r, piece[SHARED + i], keys + i * KEY);
        lacks |= numbers[i] == 0;
    }
    r->rows->lacking += lacks;
    line(r, '>', piece[0].len);
    out_str(&r->out, piece[0]);
    for (size_t i = 0; i < PIECES - SHARED; i++) {
        out_char(&r->out, '\t');
        out_uint(&r->out, numbers[i]);
    }
    out_char(&r->out, '\n');
}

static void emit(gm_report *r, const uint8_t head[HEAD], const char *bytes)
{
    gm_str piece[PIECES];

    if (!r->rows)
        r->rows = calloc(1, sizeof(*r->rows));
    if (!r->rows) {
        r->later_out.failed = true; /* for want of memory */
        return;
    }
    for (size_t i = 0; i < PIECES; i++) {
        uint64_t n;

        memcpy(&n, head + i * sizeof(n), sizeof(n));
        piece[i] = (gm_str){bytes, (size_t)n};
        bytes += n;
    }
    if (r->rows->count++ < ROWS_STATIC)
        emit_row(r, piece);
    else
        emit_line(r, piece, head + SIZES);
    r->late = r->rows->count >= ROWS_STATIC;
}

void rows_item(gm_report *r, const struct pieces *p)
{
    uint8_t head[HEAD];
    const char *bytes = (const char *)r->later.ptr;

    if (r->later_out.failed || !bytes)
        return;
    for (size_t i = 0; i < PIECES; i++) {
        uint64_t n = p->at[i + 1] - p->at[i];
        struct hash h;

        memcpy(head + i * sizeof(n), &n, sizeof(n));
        if (i < SHARED)
            continue;
        h = hash_of(DIGEST_SHA256,
                    (struct span){r->later.ptr + p->at[i], (size_t)n});
        r->later_out.failed |= !h.len;
        memcpy(head + SIZES + (i - SHARED) * KEY, h.bytes, KEY);
    }
    if (r->part) {
        out_put(&r->out, head, HEAD);
        out_put(&r->out, bytes, p->at[PIECES]);
    } else {
        emit(r, head, bytes);
    }
    r->later.len = 0;
}

void rows_join(gm_report *r, gm_report *part)
{
    const uint8_t *p = part->bytes.ptr, *end = p + part->bytes.len;

    while (p && p < end) {
        uint64_t all = 0;

        for (size_t i = 0; i < PIECES; i++) {
            uint64_t n;

            memcpy(&n, p + i * sizeof(n), sizeof(n));
            all += n;
        }
        emit(r, p, (const char *)p + HEAD);
        p += HEAD + all;
    }
    part->late = r->late;
}

uint64_t rows_end(gm_report *r)
{
    if (r->rows && r->rows->chunk)
        out_text(&r->out, "</script>\n");
    return r->rows ? r->rows->lacking : 0;
}
