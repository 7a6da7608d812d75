/* SPDX-License-Identifier: Apache-2.0
 * choose.c - a scan: over one buffer, and over the pieces of a long one. */
#include "scan/set.h"

enum {
    PART = 1 << 17
};

/* Between the kernels and the caller: caps, and where the text lies. */
struct report {
    struct sink sink; /* first, so that a sink is its report */
    struct scan *scan;
    uint64_t base; /* offset of the text's first byte in the whole */
    size_t after;  /* a match must end behind this byte of the text */
    size_t before; /* and begin before this one */
};

static bool report_match(struct sink *to, uint32_t needle, size_t end)
{
    struct report *r = (struct report *)to;
    struct scan *s = r->scan;
    const struct needle *n = &s->set->needles[needle];

    if (end <= r->after || end - n->len >= r->before)
        return true;
    if (n->most && s->seen) {
        if (s->seen[needle] >= n->most) {
            s->dropped++;
            return true;
        }
        s->seen[needle]++;
    }
    s->stopped = !s->hit(s->ctx, needle, r->base + end);
    return !s->stopped;
}

/* look goes over the text, where there are two filters in stretches small
 * enough that the second still finds them in the cache. */
static void look(struct scan *s, struct report *r, struct span text)
{
    const struct scan_set *set = s->set;
    const struct kernel *k = set_sieve(set);
    struct stretch part = {.text = text};

    if (!k) {
        part.to = text.len;
        if (!s->stopped && text.len)
            automaton_run(set->automaton, part, &r->sink);
        return;
    }
    while (!s->stopped && part.from < text.len) {
        part.to = text.len;
        if (set->filters[0] && set->filters[1] && part.to - part.from > PART)
            part.to = part.from + PART;
        for (int i = 0; i < 2 && !s->stopped; i++) {
            if (set->filters[i])
                filter_run(set->filters[i], k, part, &r->sink);
        }
        part.from = part.to;
    }
}

bool scan_run(struct scan *s, struct span text)
{
    struct report r = {.sink = {report_match}, .scan = s, .before = text.len};

    look(s, &r, text);
    return !s->stopped;
}

/* keep_tail holds the last bytes of what was fed, one less than the longest
 * needle: what a match that ends in the next piece may begin with. */
static void keep_tail(struct scan *s, struct span piece)
{
    size_t want = s->set->longest ? s->set->longest - 1 : 0;

    if (piece.len >= want) {
        s->held = 0;
    } else if (s->held > want - piece.len) {
        size_t drop = s->held - (want - piece.len);

        memmove(s->tail, s->tail + drop, s->held - drop);
        s->held -= drop;
    }
    if (piece.len < want)
        want = piece.len;
    if (want)
        memcpy(s->tail + s->held, piece.ptr + piece.len - want, want);
    s->held += want;
    s->fed += piece.len;
}

bool scan_feed(struct scan *s, struct span piece)
{
    struct report r = {.sink = {report_match}, .scan = s, .base = s->fed};
    uint8_t seam[2 * SCAN_LONGEST];
    size_t head = s->set->longest;

    if (head > piece.len)
        head = piece.len;
    if (s->held && head) {
        memcpy(seam, s->tail, s->held);
        memcpy(seam + s->held, piece.ptr, head);
        r.base = s->fed - s->held;
        r.after = r.before = s->held;
        look(s, &r, (struct span){seam, s->held + head});
    }
    r.base = s->fed;
    r.after = 0;
    r.before = piece.len;
    look(s, &r, piece);
    keep_tail(s, piece);
    return !s->stopped;
}
