/* SPDX-License-Identifier: Apache-2.0
 * samples.c - subtitles in the box files: where the samples of a track are, and
 * what text they hold.
 *
 * [BMFF] ISO/IEC 14496-12:2022, 8.7: stsz is the size of each sample, stco and
 * co64 the place of each chunk of them, stsc how many samples the chunks from
 * one on hold.  [TTXT] 3GPP TS 26.245, 5.17: tx3g, a length and text; as in
 * [QTFF] text.  [SUB] ISO/IEC 14496-30:2018: wvtt, boxes vttc with payl, where
 * cues overlap one that stands in several samples is in each, with one vsid;
 * stpp, an XML document a sample. */
#include "formats/bmff.h"

#include "formats/cues.h"

enum {
    STANDING = 16 /* cues of one sample whose number is remembered */
};

/* Kinds of samples, by the type of their description. */
static const struct kind {
    char type[5];
    uint8_t empty; /* such a sample, or a smaller one, says nothing */
    enum cues_as as;
} kinds[] = {{"tx3g", 2, CUES_TAGGED},
             {"text", 2, CUES_TAGGED},
             {"wvtt", 8, CUES_TAGGED},
             {"stpp", 0, CUES_TTML}};

/* Numbers of the cues that stand in a sample. */
struct standing {
    uint32_t ids[STANDING];
    unsigned count;
};

/* The tables of a track, read. */
struct table {
    struct reader sizes, chunks, runs;
    unsigned wide;        /* bytes of a chunk's place */
    uint32_t size;        /* of every sample; 0: in `sizes` */
    uint32_t count;       /* samples */
    uint32_t next, each;  /* the chunk where the next run begins; samples of
                             each chunk before it */
    uint32_t each_next;   /* and from there on */
    struct standing last; /* in the sample that was read last */
};

static struct reader full(struct walk *w, const struct box *b)
{
    struct reader r = walk_read(w, b->body.off, b->body.len);

    read_u32be(&r); /* version and flags */
    return r;
}

/* run reads where the next run of chunks begins; past the last, never. */
static void run(struct table *t)
{
    t->each = t->each_next;
    t->next = UINT32_MAX;
    if (reader_left(&t->runs) < 12)
        return;
    t->next = read_u32be(&t->runs);
    t->each_next = read_u32be(&t->runs);
    read_u32be(&t->runs); /* which description */
}

static struct table tables(struct walk *w, const struct bmff_table *b)
{
    struct table t = {.wide = b->co64.at.len ? 8 : 4};

    t.sizes = full(w, &b->stsz);
    t.size = read_u32be(&t.sizes);
    t.count = read_u32be(&t.sizes);
    if (!t.size) /* what the box has no room for is not there */
        t.count = (uint32_t)num_min(t.count, reader_left(&t.sizes) / 4);
    t.runs = full(w, &b->stsc);
    read_u32be(&t.runs);
    t.chunks = full(w, t.wide == 8 ? &b->co64 : &b->stco);
    read_u32be(&t.chunks);
    run(&t);
    return t;
}

/* stands is whether a cue of this number stood in the sample before, too. */
static bool stands(const struct standing *before, struct standing *now,
                   uint32_t id)
{
    if (now->count < STANDING)
        now->ids[now->count++] = id;
    for (unsigned i = 0; i < before->count; i++)
        if (before->ids[i] == id)
            return true;
    return false;
}

/* boxed puts the text of the cues in a sample of wvtt that begin in it. */
static void boxed(struct cues *c, struct range at, struct standing *last)
{
    uint64_t off = at.off, end = at.off + at.len;
    struct standing now = {.count = 0};
    bool again = false;
    struct box b;

    while (bmff_box(c->w, off, end, &b)) {
        off = b.at.off + b.at.len;
        if (bmff_is(b.type, "vttc")) { /* what it holds comes next */
            off = b.body.off;
            again = false;
        } else if (bmff_is(b.type, "vsid")) {
            struct reader r = walk_read(c->w, b.body.off, b.body.len);
            uint32_t id = read_u32be(&r);

            again = reader_ok(&r) && stands(last, &now, id);
        } else if (bmff_is(b.type, "payl") && !again) {
            cues_put(c, b.body.off, cues_read(c, b.body));
        }
    }
    *last = now;
}

static void sample(struct cues *c, const struct kind *k, struct table *t,
                   struct range at)
{
    struct reader r;
    struct span s;
    size_t len;

    if (at.len <= k->empty)
        return;
    if (bmff_is(SPAN("wvtt"), k->type)) {
        boxed(c, at, &t->last);
        return;
    }
    s = cues_read(c, at);
    if (k->as == CUES_TTML) {
        cues_put(c, at.off, s);
        cues_end(c, k->as, 0);
        return;
    }
    r = reader_over(s);
    len = read_u16be(&r);
    cues_put(c, at.off + 2, read_span(&r, num_min(len, reader_left(&r))));
}

/* passed is how many samples from the nth on, of `left` in their chunk, are of
 * one size and not wanted, so that they need not be counted one by one. */
static uint32_t passed(const struct cues *c, const struct table *t, uint64_t n,
                       uint32_t left)
{
    return t->size && n >= c->head && n < c->tail
               ? (uint32_t)num_min(c->tail - n, left)
               : 0;
}

/* visit looks at each sample in turn, and reads those that are wanted. */
static void visit(struct cues *c, const struct kind *k, struct table *t)
{
    uint64_t n = 0;

    for (uint32_t chunk = 1; n < t->count; chunk++) {
        uint64_t off = read_be(&t->chunks, t->wide), end;

        if (!reader_ok(&t->chunks) || !walk_step(c->w, 1))
            return;
        if (chunk >= t->next)
            run(t);
        end = num_min(n + t->each, t->count);
        while (n < end && walk_step(c->w, 1)) {
            uint32_t skip = passed(c, t, n, (uint32_t)(end - n)), len;

            n += skip;
            off += (uint64_t)skip * t->size;
            if (n == end)
                break;
            len = t->size ? t->size : read_u32be(&t->sizes);
            if (cues_wanted(c, n++))
                sample(c, k, t, (struct range){off, len});
            off += len;
        }
    }
}

bool bmff_subtitles(struct walk *w, struct bmff *b, const struct bmff_table *t,
                    uint32_t block)
{
    /* version and flags, count, then size(4) type(4) of the first */
    struct span type = walk_view(w, t->stsd.body.off + 12, 4);
    const struct kind *k = NULL;
    struct table table;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (t->stsd.body.len >= 16 && bmff_is(type, kinds[i].type))
            k = &kinds[i];
    if (!k) {
        walk_partial(w, "subtitles of an unknown kind");
        return true;
    }
    if (!b->cues) {
        b->cues = walk_alloc(w, sizeof(*b->cues));
        if (!b->cues)
            return true;
        cues_init(b->cues, w);
    }
    table = tables(w, t);
    if (!table.count)
        return false;
    cues_begin(b->cues, table.count);
    visit(b->cues, k, &table);
    cues_end(b->cues, k->as, block);
    return true;
}
