/* SPDX-License-Identifier: Apache-2.0
 * hash_bmff.c - c2pa.hash.bmff: a hash over an ISO base media file.
 *
 * [C2PA] sections 18.6 and A.5; [BMFF] ISO/IEC 14496-12.  What is left out of
 * it exclude.c finds.  From version 2 of the assertion on each box at the top
 * that is hashed begins with its own offset in eight bytes, so that no box can
 * be moved. */
#include "c2pa/exclude.h"

bool film_spend(struct film *x, uint64_t n)
{
    x->steps += n;
    if (x->steps > x->j->lim->steps)
        return job_limit(x->j, "steps");
    return job_alive(x->j);
}

struct span film_bytes(struct film *x, uint64_t off, uint64_t len)
{
    if (!num_fits(off, len, x->j->src->size) || !film_spend(x, len / 64 + 1))
        return (struct span){0};
    return source_view(x->j->src, x->j->arena, off, (size_t)len);
}

/* ---- hashing ------------------------------------------------------------ */

/* feed hashes [from, to) without what is excluded. */
static bool feed(struct film *x, struct hasher *h, uint64_t from, uint64_t to,
                 uint32_t *next)
{
    while (from < to) {
        uint64_t stop = to;

        while (*next < x->out_count &&
               x->out[*next].off + x->out[*next].len <= from)
            ++*next;
        if (*next < x->out_count) {
            const struct range *r = &x->out[*next];

            if (r->off <= from) {
                from = r->off + r->len;
                continue;
            }
            if (r->off < stop)
                stop = r->off;
        }
        if (!job_hash(x->j, h, from, stop - from))
            return false;
        from = stop;
    }
    return true;
}

/* one_left is whether of the bytes at a box's start just one is hashed: the
 * validators in use take that for another offset. */
static bool one_left(const struct film *x, uint64_t at, uint64_t to)
{
    uint32_t low = 0, high = x->out_count;

    while (low < high) { /* the first range that ends behind `at` */
        uint32_t mid = low + (high - low) / 2;

        if (x->out[mid].off + x->out[mid].len <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low < x->out_count ? x->out[low].off == at + 1 : to == at + 1;
}

struct hash film_hash(struct film *x, enum digest d, uint64_t from, uint64_t to)
{
    const struct doc *doc = x->j->doc;
    struct hasher *h = hasher_new(d);
    uint32_t next = 0;
    uint64_t at = from;
    bool ok = h != NULL;
    struct hash out;

    for (uint32_t i = 0; ok && i < doc->block_count; i++) {
        const struct block *b = &doc->blocks[i];
        uint8_t mark[8];

        if (b->up != i || b->at.off < from || b->at.off >= to)
            continue;
        ok = at >= b->at.off || feed(x, h, at, b->at.off, &next);
        at = b->at.off;
        for (unsigned k = 0; k < 8; k++)
            mark[k] = (uint8_t)(b->at.off >> (56 - 8 * k));
        if (x->offsets && !x->whole[i]) {
            hasher_put(h, (struct span){mark, 8});
            if (one_left(x, at, to)) { /* and is taken for a mark */
                hasher_put(h, (struct span){mark, 8});
                at++;
            }
        }
    }
    ok = ok && feed(x, h, at, to, &next);
    out = hasher_end(h);
    if (!ok)
        out.len = 0;
    return out;
}

const struct block *film_at(const struct film *x, struct span name, uint32_t n)
{
    const struct doc *d = x->j->doc;

    for (uint32_t i = 0; i < d->block_count; i++)
        if (d->blocks[i].up == i && span_eq(d->blocks[i].name, name) &&
            n-- == 0)
            return &d->blocks[i];
    return NULL;
}

/* ---- files that are no such media --------------------------------------- */

/* is_cut is whether a box says it is longer than what holds it. */
static bool is_cut(struct film *x, const struct block *b)
{
    struct reader r = reader_over(film_bytes(x, b->at.off, 8));
    uint64_t size = read_u32be(&r);

    if (size == 1) {
        r = reader_over(film_bytes(x, b->at.off + 8, 8));
        size = read_u64be(&r);
    }
    return reader_ok(&r) && size > b->at.len;
}

/* sound is whether the boxes of the file fit into each other; only media data
 * may be cut short. */
static bool sound(struct film *x)
{
    const struct doc *d = x->j->doc;

    if (d->limit)
        return job_error(x->j, "the file's boxes were not all looked at");
    for (uint32_t i = 0; i < d->block_count; i++) {
        const struct block *b = &d->blocks[i], *up = &d->blocks[b->up];
        uint64_t end = b->up == i ? x->j->src->size : up->at.off + up->at.len;

        if (b->at.off + b->at.len == end && b->at.len >= 8 &&
            !span_eq(b->name, SPAN("mdat")) && is_cut(x, b))
            return job_error(x->j, "a box passes the end of what holds it");
    }
    return true;
}

/* ---- notes of our own --------------------------------------------------- */

/* harmless is whether a box holds nothing that is shown or played. */
static bool harmless(struct span name)
{
    return span_eq(name, SPAN("uuid")) || span_eq(name, SPAN("ftyp")) ||
           span_eq(name, SPAN("styp")) || span_eq(name, SPAN("mfra")) ||
           span_eq(name, SPAN("free")) || span_eq(name, SPAN("skip")) ||
           span_eq(name, SPAN("wide"));
}

/* media_bytes is how much the `mdat` boxes hold that the file's hash leaves
 * out, at least. */
static uint64_t media_bytes(const struct film *x, bool file)
{
    const struct doc *d = x->j->doc;
    uint64_t sum = 0;

    for (uint32_t i = 0; i < d->block_count; i++)
        if (d->blocks[i].up == i && (!file || x->whole[i]) &&
            span_eq(d->blocks[i].name, SPAN("mdat")) &&
            d->blocks[i].at.len > 16)
            sum += d->blocks[i].at.len - 16;
    return sum;
}

static void tell_gaps(struct film *x, bool file, bool merkle)
{
    const struct doc *d = x->j->doc;

    if (!file && !merkle) {
        x->j->partly = true;
        job_note(x->j, x->j->at.off,
                 "asset not bound: the BMFF hash holds no hash");
    } else if (!file) {
        x->j->partly = true;
        job_note(x->j, x->j->at.off,
                 "asset only partly bound: no hash over the file's tables");
    }
    if (x->timed && x->in_leaves < media_bytes(x, file)) {
        x->j->partly = true;
        job_note(x->j, x->j->at.off,
                 "asset only partly bound: media data that no leaf is of");
    }
    for (uint32_t i = 0; i < d->block_count; i++) {
        const struct block *b = &d->blocks[i];

        if (!x->whole[i] || harmless(b->name) ||
            (merkle && span_eq(b->name, SPAN("mdat"))))
            continue;
        x->j->partly = true;
        job_note(x->j, b->at.off,
                 "asset only partly bound: a box is left out of the hash");
        break;
    }
}

/* check_piece checks a fragment against the initialization segment, which is
 * the job's file by now [C2PA 18.6.6]. */
static bool check_piece(struct film *x, struct span uri)
{
    struct job *j = x->j;
    struct film piece = *x;
    const struct cbor *want = cbor_get(x->assertion, SPAN("hash"));
    const struct cbor *maps = cbor_get(x->assertion, SPAN("merkle"));
    const char *why = NULL;
    bool malformed = false, ok;

    piece.doc = j->doc = j->piece;
    piece.src = j->src = j->piece_src;
    piece.out = NULL;
    piece.out_count = piece.out_cap = 0;
    ok = sound(&piece) && film_exclude(&piece);
    j->doc = x->doc;
    j->src = x->src;
    if (!ok)
        return false;
    if (x->astray || piece.astray)
        why = "an exclusion looks past the end of the file";
    else if (want && want->kind != CBOR_NULL)
        why = "a hash over the file where fragments are bound";
    else if (!cbor_is(maps, CBOR_LIST))
        why = "fragments without a Merkle map";
    else
        why = merkle_piece(x, &piece, maps, &malformed);
    if (j->error || j->memory || j->stopped)
        return false;
    job_log(j,
            !why        ? ST_BMFF_MATCH
            : malformed ? ST_BMFF_MALFORMED
                        : ST_BMFF_MISMATCH,
            uri, why);
    j->bound = !why;
    return true;
}

bool hash_bmff_check(struct job *j, struct manifest *m, struct assertion *a)
{
    const struct cbor *c = assertion_cbor(j, a);
    struct span uri = job_assertion_uri(j, m, a->label);
    const struct cbor *want = cbor_get(c, SPAN("hash"));
    const struct cbor *maps = cbor_get(c, SPAN("merkle"));
    struct span alg = cbor_text(cbor_get(c, SPAN("alg")));
    struct film x = {.j = j,
                     .doc = j->doc,
                     .src = j->src,
                     .m = m,
                     .assertion = c,
                     .offsets = !span_eq(a->base, SPAN("c2pa.hash.bmff"))};
    const char *why = NULL;
    struct hash h;

    if (span_has(a->base, SPAN(".v")) &&
        !span_eq(a->base, SPAN("c2pa.hash.bmff.v2")) &&
        !span_eq(a->base, SPAN("c2pa.hash.bmff.v3")))
        return job_error(j, "BMFF hash of a version too new");
    if (!sound(&x) || !film_exclude(&x))
        return false;
    if (x.extra)
        job_log(j, ST_BMFF_EXTRA, uri, NULL);
    if (x.malformed) {
        job_log(j, ST_BMFF_MALFORMED, uri, NULL);
        return true;
    }
    if (j->piece)
        return check_piece(&x, uri);
    if (cbor_is(cbor_get(c, SPAN("url")), CBOR_TEXT))
        why = "remote hashes are not read";
    if (x.astray)
        why = "an exclusion looks past the end of the file";
    if (want && want->kind != CBOR_NULL && !why) {
        h = film_hash(&x, digest_named(alg.len ? alg : m->claim.alg), 0,
                      j->src->size);
        if (!hash_is(&h, want->text))
            why = "BMFF file level hash mismatch";
    }
    if (cbor_is(maps, CBOR_LIST) && !why)
        why = merkle_check(&x, maps);
    if (j->error || j->memory || j->stopped)
        return false;
    job_log(j, why ? ST_BMFF_MISMATCH : ST_BMFF_MATCH, uri, why);
    if (why)
        return true;
    j->bound = cbor_is(want, CBOR_BYTES) || cbor_is(maps, CBOR_LIST);
    tell_gaps(&x, cbor_is(want, CBOR_BYTES),
              cbor_is(maps, CBOR_LIST) && maps->count);
    return true;
}
