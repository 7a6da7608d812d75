/* SPDX-License-Identifier: Apache-2.0
 * part.c - counting letters, once over a text whatever is asked of it. */
#include "marks/part.h"

enum {
    EDGE = 64, /* letters that are still the start, or already the end */
    LINE = 400 /* and those of a first line that may be one still */
};

static bool is_title(const struct slot *s)
{
    return span_eq(s->key, SPAN("title"));
}

static bool is_running(const struct slot *s)
{
    return s->kind == SLOT_TEXT && !(s->flags & (SLOT_HIDDEN | SLOT_QUOTED));
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

/* walk_to moves on to an offset of the slot's text. */
static void walk_to(struct parts *p, struct span text, size_t off)
{
    for (; p->at < off && p->at < text.len; p->at++) {
        uint8_t c = text.ptr[p->at];

        p->passed += is_letter(c);
        p->lined |= c == '\n' && p->before + p->passed > 0;
    }
}

static void count(struct parts *p)
{
    p->counted = true;
    for (uint32_t i = 0; i < p->doc->slot_count; i++) {
        const struct slot *s = &p->doc->slots[i];

        if (!is_running(s) || is_title(s))
            continue;
        p->all += letters(s->data);
        p->cut |= (s->flags & SLOT_CUT) != 0;
    }
}

/* enter begins a slot behind the one at hand. */
static void enter(struct parts *p, uint32_t slot)
{
    for (; p->slot < slot; p->slot++) {
        const struct slot *s = &p->doc->slots[p->slot];

        if (is_running(s) && !is_title(s)) {
            walk_to(p, s->data, s->data.len);
            p->before += p->passed;
            p->lined |= p->before > 0;
        }
        p->at = 0;
        p->passed = 0;
    }
}

const char *part_of(struct parts *p, uint32_t slot, size_t off, size_t end)
{
    const struct slot *s = &p->doc->slots[slot];
    uint64_t before, behind;

    if (!is_running(s) || end > s->data.len || off > end)
        return NULL;
    if (!p->counted)
        count(p);
    enter(p, slot);
    if (is_title(s))
        return letters(span_cut(s->data, 0, off)) < EDGE ? "title" : "middle";
    walk_to(p, s->data, off);
    if (p->doc->media == MEDIA_DOCUMENT && (s->flags & SLOT_START))
        return "start";
    before = p->before + p->passed;
    if (before < EDGE || (!p->lined && before < LINE))
        return "start";
    behind = p->all - before - letters(span_cut(s->data, off, end - off));
    return behind < EDGE && !p->cut ? "end" : "middle";
}
