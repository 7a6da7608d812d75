/* SPDX-License-Identifier: Apache-2.0
 * merkle.c - trees of hashes over media data.
 *
 * [C2PA] sections 18.6.2 and A.5.4.  Media data is cut into leaves: blocks of a
 * fixed size, of listed sizes, a whole `mdat`, a fragment, or, where leaves
 * have proofs and nothing is said of sizes, a chunk of a track.  A parent is
 * the hash of its two children; an odd last node moves up as it is.  The
 * assertion holds one row of the tree; where that is not the leaves, or the one
 * root, each leaf brings its proof along in a `uuid` box of purpose "merkle".
 */
#include "c2pa/timed.h"

enum {
    LEAF_BYTES = 32 << 20, /* memory for the leaves of one map */
    MDAT_HEAD = 16         /* what of an mdat the file's hash covers */
};

/* A box of purpose "merkle". */
struct proof {
    uint64_t unique, local, location;
    const struct cbor *hashes; /* list, or NULL */
};

struct proofs {
    struct proof *list;
    uint32_t count;
};

/* One map of the assertion. */
struct map {
    uint64_t unique, local, count;
    enum digest digest;
    const struct cbor *hashes;
    const struct cbor *init;
    uint64_t fixed;
    bool has_fixed;
    const struct cbor *sizes;
};

struct leaves {
    uint8_t *bytes;
    uint64_t count, cap;
    size_t size; /* of one */
};

static const char *const too_many = "more leaves than are checked";

#define C2PA_UUID \
    SPAN("\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81")

/* ---- reading ------------------------------------------------------------ */

static const char *read_map(struct film *x, const struct cbor *c, struct map *m)
{
    struct span alg = cbor_text(cbor_get(c, SPAN("alg")));

    *m = (struct map){.hashes = cbor_get(c, SPAN("hashes")),
                      .init = cbor_get(c, SPAN("initHash")),
                      .sizes = cbor_get(c, SPAN("variableBlockSizes"))};
    if (!alg.len)
        alg = cbor_text(cbor_get(x->assertion, SPAN("alg")));
    m->digest = digest_named(alg);
    m->has_fixed = cbor_uint(cbor_get(c, SPAN("fixedBlockSize")), &m->fixed);
    if (cbor_is(m->init, CBOR_NULL))
        m->init = NULL;
    if (!cbor_is(m->sizes, CBOR_LIST))
        m->sizes = NULL;
    if (!cbor_uint(cbor_get(c, SPAN("uniqueId")), &m->unique) ||
        !cbor_uint(cbor_get(c, SPAN("localId")), &m->local) ||
        !cbor_uint(cbor_get(c, SPAN("count")), &m->count) ||
        !cbor_is(m->hashes, CBOR_LIST)) {
        job_error(x->j, "a Merkle map cannot be read");
        return "a Merkle map cannot be read";
    }
    if (m->digest == DIGEST_NONE)
        return "a Merkle map without algorithm";
    if (m->has_fixed && m->sizes)
        return "MerkleMap block type must be either fixed or variable";
    if (m->has_fixed && m->fixed < 2)
        return "fixed block size must be a positive integer";
    return NULL;
}

/* read_proof takes a uuid box apart: id(16) version(1) flags(3) "merkle" NUL,
 * and then CBOR up to zeros. */
static bool read_proof(struct film *x, const struct block *b, struct proof *p)
{
    struct span all;
    struct reader r;
    const struct cbor *c;

    if (b->at.len > x->j->lim->view_bytes)
        return false;
    all = source_view(x->j->src, x->j->arena, b->at.off, (size_t)b->at.len);
    r = reader_over(all);
    if (read_u32be(&r) == 1)
        return false; /* a long header: readers in use do not take it */
    read_u32be(&r);
    if (!span_eq(read_span(&r, 16), C2PA_UUID))
        return false;
    read_u32be(&r);
    if (!span_eq(read_until(&r, 0), SPAN("merkle")))
        return false;
    if (cbor_read(&c, x->j->arena, read_rest(&r), x->j->lim) > CBOR_TRAILING)
        return false;
    *p = (struct proof){.hashes = cbor_get(c, SPAN("hashes"))};
    if (!cbor_is(p->hashes, CBOR_LIST))
        p->hashes = NULL;
    return cbor_uint(cbor_get(c, SPAN("uniqueId")), &p->unique) &&
           cbor_uint(cbor_get(c, SPAN("localId")), &p->local) &&
           cbor_uint(cbor_get(c, SPAN("location")), &p->location);
}

static bool read_proofs(struct film *x, struct proofs *p)
{
    const struct doc *d = x->j->doc;
    uint32_t n = 0;

    for (uint32_t i = 0; i < d->block_count; i++)
        n += span_eq(d->blocks[i].name, SPAN("uuid"));
    p->count = 0;
    p->list = job_alloc(x->j, n * sizeof(*p->list));
    if (!p->list)
        return false;
    for (uint32_t i = 0; i < d->block_count && job_alive(x->j); i++)
        if (d->blocks[i].up == i && span_eq(d->blocks[i].name, SPAN("uuid")) &&
            read_proof(x, &d->blocks[i], &p->list[p->count]))
            p->count++;
    return true;
}

/* ---- leaves and rows ---------------------------------------------------- */

static bool leaves_start(struct film *x, const struct map *m, uint64_t count,
                         struct leaves *l)
{
    uint64_t bytes;

    *l = (struct leaves){.size = digest_size(m->digest)};
    if (!num_mul(count, l->size, &bytes) || bytes > LEAF_BYTES)
        return false;
    l->cap = count;
    l->bytes = job_alloc(x->j, (size_t)bytes);
    return l->bytes != NULL;
}

static bool leaf_add(struct leaves *l, const struct hash *h)
{
    if (h->len != l->size || l->count == l->cap)
        return false;
    memcpy(l->bytes + l->count++ * l->size, h->bytes, l->size);
    return true;
}

static bool leaf_of_range(struct film *x, const struct map *m, struct leaves *l,
                          struct range at)
{
    struct hasher *h = hasher_new(m->digest);
    bool ok = h && job_hash(x->j, h, at.off, at.len);
    struct hash got = hasher_end(h);

    return ok && leaf_add(l, &got);
}

static struct hash pair(enum digest d, struct span a, struct span b)
{
    struct hasher *h = hasher_new(d);

    hasher_put(h, a);
    hasher_put(h, b);
    return hasher_end(h);
}

/* reduce makes the next row in place. */
static bool reduce(const struct map *m, struct leaves *l)
{
    uint64_t n = 0;

    for (uint64_t i = 0; i < l->count; i += 2) {
        uint8_t *a = l->bytes + i * l->size, *to = l->bytes + n * l->size;

        if (i + 1 < l->count) {
            struct hash h = pair(m->digest, (struct span){a, l->size},
                                 (struct span){a + l->size, l->size});

            if (h.len != l->size)
                return false;
            memcpy(to, h.bytes, l->size);
        } else {
            memmove(to, a, l->size);
        }
        n++;
    }
    l->count = n;
    return true;
}

static struct span hash_at(const struct cbor *list, uint64_t n)
{
    const struct cbor *c = list ? list->child : NULL;

    while (c && n-- > 0)
        c = c->next;
    return cbor_bytes(c);
}

/* row_holds compares the leaves, or the root above them, with the map. */
static const char *row_holds(const struct map *m, struct leaves *l)
{
    const struct cbor *c = m->hashes->child;

    if (m->hashes->count == 1)
        while (l->count > 1)
            if (!reduce(m, l))
                return "hashing failed";
    if (m->hashes->count != l->count)
        return "a row of the Merkle tree that needs proofs";
    for (uint64_t i = 0; i < l->count; i++, c = c->next)
        if (!span_eq(cbor_bytes(c),
                     (struct span){l->bytes + i * l->size, l->size}))
            return "chunk hash did not match";
    return NULL;
}

/* proof_holds goes from one leaf up to the row that the map has. */
static bool proof_holds(const struct map *m, const struct proof *p,
                        struct span leaf)
{
    const struct cbor *next = p->hashes ? p->hashes->child : NULL;
    uint64_t row = m->count, at = p->location;
    struct hash h = {{0}, leaf.len};

    if (at >= row || leaf.len > DIGEST_MAX)
        return false;
    memcpy(h.bytes, leaf.ptr, leaf.len);
    while (row != m->hashes->count) {
        struct span own = {h.bytes, h.len};

        if (row < 2 || row < m->hashes->count)
            return false;
        if (at % 2 || at + 1 < row) {
            if (!next)
                return false;
            h = at % 2 ? pair(m->digest, cbor_bytes(next), own)
                       : pair(m->digest, own, cbor_bytes(next));
            next = next->next;
        }
        at /= 2;
        row = row / 2 + row % 2;
    }
    return hash_is(&h, hash_at(m->hashes, at));
}

/* with_proofs checks every leaf by the proof of its own. */
static const char *with_proofs(struct film *x, const struct map *m,
                               const struct leaves *l, const struct proof *p)
{
    for (uint64_t i = 0; i < l->count; i++) {
        x->steps += m->hashes->count / 16 + 1;
        if (x->steps > x->j->lim->steps || !job_alive(x->j))
            return too_many;
        if (p[i].location != i ||
            !proof_holds(m, &p[i],
                         (struct span){l->bytes + i * l->size, l->size}))
            return "chunk hash did not match";
    }
    return NULL;
}

/* ---- one mdat ----------------------------------------------------------- */

static const char *cut_sizes(struct film *x, const struct map *m,
                             struct leaves *l, struct range at)
{
    uint64_t sum = 0, n;

    for (const struct cbor *c = m->sizes->child; c; c = c->next)
        if (!cbor_uint(c, &n) || !num_add(sum, n, &sum))
            return "variable block sizes cannot be read";
    if (sum != at.len)
        return "variable block sizes do not match the mdat";
    if (!leaves_start(x, m, m->sizes->count, l))
        return too_many;
    for (const struct cbor *c = m->sizes->child; c; c = c->next) {
        if (!leaf_of_range(x, m, l, (struct range){at.off, c->number}))
            return "hashing failed";
        at.off += c->number;
    }
    return NULL;
}

static const char *cut_fixed(struct film *x, const struct map *m,
                             struct leaves *l, struct range at)
{
    uint64_t step = m->has_fixed ? m->fixed : at.len;
    uint64_t n = step ? at.len / step + (at.len % step != 0) : 0;

    if (!leaves_start(x, m, n, l))
        return too_many;
    while (at.len && job_alive(x->j)) {
        uint64_t take = num_min(step, at.len);

        if (!leaf_of_range(x, m, l, (struct range){at.off, take}))
            return "hashing failed";
        at.off += take;
        at.len -= take;
    }
    return NULL;
}

static const char *check_leaves(struct film *x, const struct map *m,
                                struct leaves *l, struct proofs *p)
{
    const char *why;

    if (l->count != m->count)
        return "number of leaves does not match the Merkle map";
    if (!p->count)
        return row_holds(m, l);
    if (p->count < l->count)
        return "fewer proofs than leaves";
    why = with_proofs(x, m, l, p->list);
    p->list += l->count;
    p->count -= (uint32_t)l->count;
    return why;
}

static const char *check_mdat(struct film *x, const struct map *m,
                              const struct block *b, struct proofs *p)
{
    struct range at = {b->at.off + MDAT_HEAD, 0};
    struct leaves l;
    const char *why;

    if (b->at.len > MDAT_HEAD)
        at.len = b->at.len - MDAT_HEAD;
    if (m->init)
        return "inithash must not be present for non-fragmented media";
    why = m->sizes ? cut_sizes(x, m, &l, at) : cut_fixed(x, m, &l, at);
    return why ? why : check_leaves(x, m, &l, p);
}

/* ---- the chunks of a track ---------------------------------------------- */

/* is_timed is whether the leaves of a map are chunks: the sizes of leaves are
 * not said, each has a proof, and there is a film to take the chunks from. */
static bool is_timed(const struct film *x, const struct map *m,
                     const struct proofs *p)
{
    return !m->has_fixed && !m->sizes && p->count &&
           film_at(x, SPAN("moov"), 0) != NULL;
}

static const char *check_track(struct film *x, const struct map *m,
                               struct proofs *p)
{
    struct timed t;
    struct leaves l;
    struct range at;

    if (!timed_open(x, m->local, &t))
        return "no track of that number, or none that can be read";
    if (m->count > t.samples || !leaves_start(x, m, m->count, &l))
        return "number of leaves does not match the Merkle map";
    while (timed_next(&t, &at) && job_alive(x->j)) {
        if (!num_fits(at.off, at.len, x->j->src->size))
            return "a sample passes the end of the file";
        if (l.count == l.cap)
            continue; /* chunks that no leaf is of */
        if (!leaf_of_range(x, m, &l, at))
            return "hashing failed";
        num_add(x->in_leaves, at.len, &x->in_leaves);
    }
    if (t.broken)
        return "the sample tables of the track do not fit each other";
    x->timed = true;
    return check_leaves(x, m, &l, p);
}

/* ---- fragments in one file ---------------------------------------------- */

static const char *check_fragments(struct film *x, const struct map *m,
                                   const struct proofs *p)
{
    const struct block *b = film_at(x, SPAN("moof"), 0);
    struct hash h = film_hash(x, m->digest, 0, b->at.off);
    uint64_t n = 0;

    if (!m->init || !hash_is(&h, cbor_bytes(m->init)))
        return "init hash does not match";
    if (p->count != m->count)
        return "number of fragments does not match the Merkle map";
    while (b && n < m->count) {
        const struct block *next = film_at(x, SPAN("moof"), (uint32_t)n + 1);

        x->steps += x->j->doc->block_count;
        if (x->steps > x->j->lim->steps)
            return too_many;
        h = film_hash(x, m->digest, b->at.off,
                      next ? next->at.off : x->j->src->size);
        if (!h.len ||
            !proof_holds(m, &p->list[n], (struct span){h.bytes, h.len}))
            return "fragment hash did not match";
        b = next;
        n++;
    }
    return b || n != m->count
               ? "number of fragments does not match the Merkle map"
               : NULL;
}

/* ---- a fragment in a file of its own ------------------------------------ */

static void turn(struct film *x)
{
    x->j->doc = x->doc;
    x->j->src = x->src;
}

static bool find_map(struct film *x, const struct cbor *maps,
                     const struct proof *p, struct map *m, const char **why)
{
    for (const struct cbor *c = maps->child; c; c = c->next) {
        *why = read_map(x, c, m);
        if (!*why && m->unique == p->unique && m->local == p->local)
            return true;
    }
    *why = "no Merkle map for the fragment";
    return false;
}

const char *merkle_piece(struct film *x, struct film *piece,
                         const struct cbor *maps, bool *malformed)
{
    struct proofs p;
    struct map m;
    struct hash h;
    const char *why;
    bool read;

    turn(piece);
    read = read_proofs(piece, &p);
    turn(x);
    if (!read)
        return "no memory";
    if (!p.count)
        return "a fragment without a Merkle box";
    for (uint32_t i = 0; i < p.count; i++) {
        if (!find_map(x, maps, &p.list[i], &m, &why))
            return why;
        if (!m.init) {
            *malformed = true;
            return "a Merkle map of fragments without initHash";
        }
        h = film_hash(x, m.digest, 0, x->src->size);
        if (!hash_is(&h, cbor_bytes(m.init)))
            return "init hash does not match";
        turn(piece);
        h = film_hash(piece, m.digest, 0, piece->src->size);
        turn(x);
        if (!h.len ||
            !proof_holds(&m, &p.list[i], (struct span){h.bytes, h.len}))
            return "fragment hash did not match";
    }
    return NULL;
}

static uint32_t mdats(const struct film *x)
{
    const struct doc *d = x->j->doc;
    uint32_t n = 0;

    for (uint32_t i = 0; i < d->block_count; i++)
        n += d->blocks[i].up == i && span_eq(d->blocks[i].name, SPAN("mdat"));
    return n;
}

const char *merkle_check(struct film *x, const struct cbor *maps)
{
    bool fragments = film_at(x, SPAN("moof"), 0) != NULL;
    struct proofs p;
    uint32_t n = 0;

    if (!read_proofs(x, &p))
        return "no memory";
    for (const struct cbor *c = maps->child; c; c = c->next) {
        struct map m;
        const char *why = read_map(x, c, &m);

        if (!why && m.init && !fragments)
            why = "inithash must not be present for non-fragmented media";
        if (why)
            return why;
    }
    for (const struct cbor *c = maps->child; c; c = c->next, n++) {
        struct map m;
        const char *why = read_map(x, c, &m);

        if (!why && fragments)
            why = check_fragments(x, &m, &p);
        else if (!why && is_timed(x, &m, &p))
            why = check_track(x, &m, &p);
        else if (!why && mdats(x) != maps->count)
            why = "number of MerkleMaps does not match number of mdat boxes";
        else if (!why)
            why = check_mdat(x, &m, film_at(x, SPAN("mdat"), n), &p);
        if (why)
            return why;
    }
    return fragments || maps->count || !mdats(x)
               ? NULL
               : "number of MerkleMaps does not match number of mdat boxes";
}
