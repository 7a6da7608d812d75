/* SPDX-License-Identifier: Apache-2.0
 * pairs.c - a container's own key = value, and free text, to fields. */
#include "meta/field.h"

#include "base/charset.h"
#include "base/utf.h"

enum {
    KEY = 32 /* longest key that is looked for in a comment */
};

/* The spaces of slots that come out of texts; all others are pairs. */
static enum space space_of(const struct slot *s)
{
    if (s->kind == SLOT_COMMENT || s->kind == SLOT_TAIL)
        return SPACE_COMMENT;
    if (span_eq(s->space, SPAN("front-matter")))
        return SPACE_FRONT;
    if (span_eq(s->space, SPAN("meta")) || span_eq(s->space, SPAN("attr")))
        return SPACE_HTML;
    return SPACE_PAIR;
}

/* is_latin1 is whether what tells no encoding is Latin-1: in PNG's old text
 * chunks it is by the specification, though most writers put UTF-8 there. */
static bool is_latin1(const struct slot *s)
{
    return span_eq(s->space, SPAN("tEXt")) || span_eq(s->space, SPAN("zTXt")) ||
           span_eq(s->space, SPAN("COM"));
}

/* key_len is how long the key is that a comment begins with, 0 where there is
 * none: a word and a zero, or a word, a colon and a blank. */
static size_t key_len(struct span s)
{
    size_t n = 0;

    while (n < s.len && n < KEY &&
           ((s.ptr[n] >= 'a' && s.ptr[n] <= 'z') ||
            (s.ptr[n] >= 'A' && s.ptr[n] <= 'Z') ||
            (s.ptr[n] >= '0' && s.ptr[n] <= '9') || s.ptr[n] == '_' ||
            s.ptr[n] == '-'))
        n++;
    if (n == 0 || n == s.len)
        return 0;
    return s.ptr[n] == 0 || span_starts(span_cut(s, n, s.len - n), SPAN(": "))
               ? n
               : 0;
}

/* comment tells what a picture's comment holds behind a key, as a pair beside
 * the comment itself: some writers have nowhere else to put one. */
static void comment(struct gather *g, const struct slot *s, struct field f)
{
    size_t n = key_len(s->data), skip;

    if (!s->space.len || !n)
        return;
    skip = s->data.ptr[n] ? n + 2 : n + 1;
    f.space = SPACE_PAIR;
    f.name = span_cut(s->data, 0, n);
    f.value = utf8_repair(gather_arena(g),
                          span_cut(s->data, skip, s->data.len - skip));
    if (!(s->flags & SLOT_DERIVED) && s->at.len == s->data.len)
        f.at = (struct range){s->at.off + skip, s->at.len - skip};
    gather_field(g, f);
}

void pairs_read(struct gather *g, const struct slot *s, uint32_t index)
{
    struct field f = {.space = space_of(s),
                      .ns = s->space,
                      .name = s->key,
                      .slot = index,
                      .at = s->at};

    if (s->kind == SLOT_JSON) {
        jsonld_read(g, s, index);
        return;
    }
    f.value = charset_repair(gather_arena(g), s->data,
                             is_latin1(s) ? CHARSET_LATIN1 : CHARSET_UTF8);
    gather_field(g, f);
    if (s->kind == SLOT_COMMENT)
        comment(g, s, f);
}
