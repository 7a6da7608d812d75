/* SPDX-License-Identifier: Apache-2.0
 * timed.c - which bytes of a film are the chunks of a track.
 *
 * [BMFF] ISO/IEC 14496-12:2022, 8.3.2 track headers, 8.7.3 sample sizes, 8.7.4
 * samples to chunks, 8.7.5 chunk offsets.  Samples of one chunk follow each
 * other without gaps.  A tree over a track has a chunk for each leaf. */
#include "c2pa/timed.h"

enum {
    FULL = 12,     /* size, type, version and flags of a box */
    LONG_TIMES = 8 /* bytes more before the id, in version 1 of a header */
};

static struct span view(struct film *x, uint64_t off, uint64_t len)
{
    const struct source *s = x->j->src;

    if (!num_fits(off, len, s->size))
        return (struct span){0};
    if (len > x->j->lim->view_bytes) {
        job_limit(x->j, "view_bytes");
        return (struct span){0};
    }
    return source_view(s, x->j->arena, off, (size_t)len);
}

/* below is whether block i stands in block `up`, at whatever depth. */
static bool below(const struct doc *d, uint32_t i, uint32_t up)
{
    while (i != up && d->blocks[i].up != i)
        i = d->blocks[i].up;
    return i == up;
}

/* part is the box of that name in the track, or NULL. */
static const struct block *part(struct film *x, uint32_t track,
                                struct span name)
{
    const struct doc *d = x->j->doc;

    for (uint32_t i = track + 1; i < d->block_count && below(d, i, track); i++)
        if (span_eq(d->blocks[i].name, name))
            return &d->blocks[i];
    return NULL;
}

static bool has_id(struct film *x, const struct block *head, uint64_t id)
{
    struct span all = view(x, head->at.off, num_min(head->at.len, 32));
    struct reader r = reader_over(all);
    unsigned version;

    read_span(&r, 8);
    version = read_u8(&r);
    read_span(&r, 3 + 8 + (version ? LONG_TIMES : 0));
    return read_u32be(&r) == id && reader_ok(&r);
}

/* entries views the list of a box: `before` bytes of its own, a count, and
 * that many entries of `each` bytes. */
static struct span entries(struct film *x, const struct block *b, size_t before,
                           size_t each)
{
    struct span all = b ? view(x, b->at.off, b->at.len) : (struct span){0};
    struct reader r = reader_over(all);
    uint64_t count;

    read_span(&r, FULL + before);
    count = read_u32be(&r);
    if (!reader_ok(&r) || count > reader_left(&r) / each)
        return (struct span){0};
    return read_span(&r, (size_t)count * each);
}

static bool read_sizes(struct film *x, const struct block *b, struct timed *t)
{
    struct span head =
        b ? view(x, b->at.off, num_min(b->at.len, FULL + 8)) : (struct span){0};
    struct reader r = reader_over(head);

    read_span(&r, FULL);
    t->size = read_u32be(&r);
    t->samples = read_u32be(&r);
    if (!reader_ok(&r))
        return false;
    if (t->size == 0)
        t->sizes = entries(x, b, 4, 4);
    return t->samples && (t->size || t->sizes.len);
}

static bool read_tables(struct film *x, uint32_t track, struct timed *t)
{
    const struct block *narrow = part(x, track, SPAN("stco"));
    const struct block *wide = part(x, track, SPAN("co64"));

    *t = (struct timed){.wide = !narrow};
    t->chunks = entries(x, narrow ? narrow : wide, 0, narrow ? 4 : 8);
    t->runs = entries(x, part(x, track, SPAN("stsc")), 0, 12);
    return read_sizes(x, part(x, track, SPAN("stsz")), t) && t->chunks.len &&
           t->runs.len;
}

bool timed_open(struct film *x, uint64_t id, struct timed *t)
{
    const struct doc *d = x->j->doc;
    bool found = false;
    uint32_t at = 0;

    for (uint32_t i = 0; i < d->block_count; i++) {
        const struct block *b = &d->blocks[i];

        if (b->up != i && span_eq(b->name, SPAN("tkhd")) &&
            span_eq(d->blocks[b->up].name, SPAN("trak")) && has_id(x, b, id)) {
            found = true;
            at = b->up;
        }
    }
    return found && read_tables(x, at, t);
}

static uint64_t at_index(struct span list, size_t each, size_t n)
{
    struct reader r = reader_over(span_cut(list, n * each, each));

    return each == 8 ? read_u64be(&r) : read_u32be(&r);
}

/* in_chunk is how many samples the present chunk has; 0 where the runs do not
 * say, for they begin behind it or go back. */
static uint64_t in_chunk(struct timed *t)
{
    size_t count = t->runs.len / 12;
    uint64_t number = (uint64_t)t->chunk + 1;

    while (t->run + 1 < count) {
        uint64_t next = at_index(t->runs, 4, 3 * ((size_t)t->run + 1));

        if (next < at_index(t->runs, 4, 3 * (size_t)t->run))
            return 0;
        if (next > number)
            break;
        t->run++;
    }
    if (at_index(t->runs, 4, 3 * (size_t)t->run) > number)
        return 0;
    return at_index(t->runs, 4, 3 * (size_t)t->run + 1);
}

bool timed_next(struct timed *t, struct range *at)
{
    size_t each = t->wide ? 8 : 4;
    uint64_t n;

    if (t->broken || t->taken == t->samples)
        return false;
    n = in_chunk(t);
    if (!n || t->chunk >= t->chunks.len / each) {
        t->broken = true; /* samples without a chunk */
        return false;
    }
    n = num_min(n, t->samples - t->taken);
    *at = (struct range){at_index(t->chunks, each, t->chunk), 0};
    if (t->size) {
        at->len = n * t->size;
    } else if (n > t->sizes.len / 4 - t->taken) {
        t->broken = true;
        return false;
    } else {
        for (uint64_t i = 0; i < n; i++)
            at->len += at_index(t->sizes, 4, (size_t)(t->taken + i));
    }
    t->taken += n;
    t->chunk++;
    return true;
}
