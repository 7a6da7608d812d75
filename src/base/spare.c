/* SPDX-License-Identifier: Apache-2.0
 * spare.c - an XML document without the long values of its attributes.
 *
 * A parser looks at each byte of a value twice, to know that it is one. Those
 * that are plain [XML 3.1] are told by the machine's widest steps. Up to such a
 * value a tag is followed as the grammar has it: where it is another one, the
 * parser stops before it gets to the value, as it would have done with it. */
#include "base/spare.h"

#include "base/utf.h"

enum {
    LONG = 256
};

struct sparing {
    struct span doc;
    uint8_t *p;
    size_t from, to; /* what is kept next, and where */
    struct spare *is;
};

static size_t past_space(struct span s, size_t at)
{
    while (at < s.len && byte_space(s.ptr[at]))
        at++;
    return at;
}

/* name_end is where a name of ASCII ends; `at` where there is none. */
static size_t name_end(struct span s, size_t at)
{
    size_t i = at;

    for (; i < s.len; i++) {
        uint8_t c = s.ptr[i], letter = (uint8_t)((c | 0x20) - 'a');

        if (letter >= 26 && c != '_' &&
            (i == at || !(c >= '-' && c <= ':' && c != '/')))
            break;
    }
    return i;
}

static bool has(struct span s, uint8_t c)
{
    return memchr(s.ptr, c, s.len) != NULL;
}

/* is_plain is whether a value is told byte for byte: ASCII that prints, and
 * nothing to resolve. */
static bool is_plain(struct span v)
{
    size_t at = utf8_plain(v, 0);

    while (at < v.len && v.ptr[at] >= ' ' && v.ptr[at] < 0x7F)
        at++;
    return at == v.len && !has(v, '&') && !has(v, '<');
}

/* keep copies what stands before `end`. */
static void keep(struct sparing *x, size_t end)
{
    if (x->from != x->to)
        memmove(x->p + x->to, x->p + x->from, end - x->from);
    x->to += end - x->from;
    x->from = end;
}

/* is_spared is whether a value is left out. What was washed in it is told as
 * it is then. */
static bool is_spared(const struct sparing *x, struct span name,
                      struct span value)
{
    size_t off = (size_t)(value.ptr - x->p);

    return value.len >= LONG && !span_starts(name, SPAN("xmlns")) &&
           is_plain(value) && span_eq(value, span_cut(x->doc, off, value.len));
}

/* values takes those of the tag at `at`, before the next one. */
static void values(struct sparing *x, size_t at, size_t next)
{
    struct span s = {x->p, next};
    size_t tag = x->to + (at - x->from), end = name_end(s, at + 1);

    for (size_t index = 0; x->is->count < SPARED; index++) {
        size_t name = past_space(s, end), off = name_end(s, name);
        size_t is = past_space(s, off), open;
        const uint8_t *close;
        struct span value;

        if (name == end || off == name || is == s.len || s.ptr[is] != '=')
            return;
        open = past_space(s, is + 1);
        if (open == s.len || (s.ptr[open] != '"' && s.ptr[open] != '\''))
            return;
        close = memchr(s.ptr + open + 1, s.ptr[open], s.len - open - 1);
        if (!close)
            return;
        open++;
        end = (size_t)(close - s.ptr) + 1;
        value = span_cut(s, open, end - 1 - open);
        if (!is_spared(x, span_cut(s, name, off - name), value))
            continue;
        keep(x, open);
        x->is->list[x->is->count++] = (struct spared){
            tag, x->to, index, span_cut(x->doc, open, value.len)};
        x->from = end - 1;
    }
}

size_t spare(struct span doc, uint8_t *p, size_t len, struct spare *to)
{
    struct sparing x = {.doc = doc, .p = p, .is = to};
    struct span s = {p, len};
    size_t at = span_find(s, 0, SPAN("<")), next;

    to->count = 0;
    for (; len - at > LONG; at = next) {
        /* what is no tag may hold what looks like one */
        if (p[at + 1] == '!' || p[at + 1] == '?')
            break;
        next = span_find(s, at + 1, SPAN("<"));
        if (next - at > LONG)
            values(&x, at, next);
    }
    keep(&x, len);
    return x.to;
}
