/* SPDX-License-Identifier: Apache-2.0
 * part.c - counting letters, until it is known where a start ends and an end
 * begins: once for a text, whatever is asked of it. */
#include "marks/part.h"

enum {
    EDGE = 64, /* letters that are still the start, or already the end */
    LINE = 400 /* and those of a first line that may be one still */
};

static bool is_title(const struct slot *s)
{
    return span_eq(s->key, SPAN("title"));
}

static bool is_hidden(const struct slot *s)
{
    return s->kind != SLOT_TEXT || (s->flags & (SLOT_HIDDEN | SLOT_QUOTED));
}

static bool is_running(const struct slot *s)
{
    return !is_hidden(s) && !is_title(s);
}

static bool is_letter(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           c >= 0xC0;
}

static uint64_t letters(struct span s)
{
    uint64_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += is_letter(s.ptr[i]);
    return n;
}

static bool is_before(struct stand a, struct stand b)
{
    return a.slot < b.slot || (a.slot == b.slot && a.off < b.off);
}

/* find_start is where EDGE letters have passed, and with them a line, or LINE
 * letters. */
static void find_start(struct parts *p)
{
    uint64_t n = 0;
    bool lined = false;

    p->start = (struct stand){UINT32_MAX, 0};
    for (uint32_t k = 0; k < p->doc->slot_count; k++) {
        const struct slot *s = &p->doc->slots[k];

        if (!is_running(s))
            continue;
        for (size_t i = 0;; i++) {
            if (n >= EDGE && (lined || n >= LINE)) {
                p->start = (struct stand){k, i};
                return;
            }
            if (i == s->data.len)
                break;
            n += is_letter(s->data.ptr[i]);
            lined |= s->data.ptr[i] == '\n' && n > 0;
        }
        lined |= n > 0;
    }
}

/* find_end is behind the letter with which the last EDGE letters begin. */
static void find_end(struct parts *p)
{
    uint64_t n = 0;

    for (uint32_t k = p->doc->slot_count; k-- > 0;) {
        const struct slot *s = &p->doc->slots[k];

        if (!is_running(s))
            continue;
        p->cut |= (s->flags & SLOT_CUT) != 0;
        for (size_t i = s->data.len; i > 0 && n < EDGE; i--) {
            n += is_letter(s->data.ptr[i - 1]);
            if (n == EDGE)
                p->end = (struct stand){k, i};
        }
    }
}

const char *part_of(struct parts *p, uint32_t slot, size_t off, size_t end)
{
    const struct slot *s = &p->doc->slots[slot];

    if (is_hidden(s) || end > s->data.len || off > end)
        return NULL;
    if (is_title(s))
        return letters(span_cut(s->data, 0, off)) < EDGE ? "title" : "middle";
    if (!p->found) {
        p->found = true;
        find_start(p);
        find_end(p);
    }
    if ((p->doc->media == MEDIA_DOCUMENT && (s->flags & SLOT_START)) ||
        is_before((struct stand){slot, off}, p->start))
        return "start";
    return p->cut || is_before((struct stand){slot, end}, p->end) ? "middle"
                                                                  : "end";
}
