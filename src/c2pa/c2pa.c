/* SPDX-License-Identifier: Apache-2.0
 * c2pa.c - the credential of one document, step by step.
 *
 * [C2PA] section 15.  Find the store, read it, see which manifests are
 * reached, check the active one, its ingredients, and last the binding to the
 * bytes of the file. */
#include "c2pa/job.h"

/* Blocks that are excluded whole, header and all: the chunk of PNG [C2PA
 * A.3.2], that of RIFF [C2PA A.3.6], and the box of ISO media [C2PA A.5]. */
static bool is_wrapper(struct span name)
{
    return span_eq(name, SPAN("caBX")) || span_eq(name, SPAN("C2PA")) ||
           span_eq(name, SPAN("uuid"));
}

static struct range place_of(const struct doc *d, const struct slot *s)
{
    struct range at = s->at;

    if (s->piece_count) {
        at = s->pieces[0];
        for (uint32_t i = 1; i < s->piece_count; i++)
            at.len += s->pieces[i].len;
    } else if (s->block < d->block_count &&
               is_wrapper(d->blocks[s->block].name)) {
        at = d->blocks[s->block].at;
    }
    return at;
}

/* shared is whether this format has JUMBF for other uses too: then a store is
 * known by its type, elsewhere by its place. */
static bool shared(const struct doc *d)
{
    return d->format && (strcmp(d->format->name, "jpeg") == 0 ||
                         strcmp(d->format->name, "jxl") == 0);
}

/* A box as of a store, though its header may be damaged: length(4) type(4)
 * length(4) type(4) and the type "c2pa". */
static bool has_type(struct span data)
{
    return span_eq(span_cut(data, 16, 4), SPAN("c2pa"));
}

static bool is_store(const struct doc *d, const struct slot *s)
{
    if (shared(d))
        return (s->kind == SLOT_JUMBF || s->kind == SLOT_OTHER) &&
               has_type(s->data);
    return s->kind == SLOT_JUMBF;
}

/* The slots that hold stores.  ISO media may have two: the original one, and
 * what an update appended to it [C2PA A.5.1]; a box of another purpose counts
 * only where there is no store at all. */
struct found {
    const struct slot *store, *update, *odd;
    uint32_t stores, updates;
    bool split;
};

static struct found find_store(const struct doc *d)
{
    struct found f = {0};

    for (uint32_t i = 0; i < d->slot_count; i++) {
        const struct slot *s = &d->slots[i];

        if (!is_store(d, s))
            continue;
        if (span_eq(s->key, SPAN("unknown")) && !s->data.len) {
            f.odd = s;
        } else if (span_eq(s->key, SPAN("update"))) {
            f.update = s;
            f.updates++;
        } else {
            f.split |= span_eq(s->key, SPAN("original"));
            f.store = s;
            f.stores++;
        }
    }
    return f;
}

static bool is_torn_svg(const struct doc *d)
{
    if (!d->format || strcmp(d->format->name, "svg") != 0)
        return false;
    for (uint32_t i = 0; i < d->note_count; i++)
        if (d->notes[i].kind == NOTE_TRUNCATED)
            return true;
    return false;
}

static bool read_stores(struct job *j, const struct found *f)
{
    if (!carrier_check(j))
        return false;
    if (f->stores > 1 || f->updates > 1)
        return job_error(j, "more than one manifest store");
    if (f->update && !f->split)
        return job_error(j, "update store without an original one");
    if (f->split && !f->update)
        return job_error(j, "original store without an update");
    if (is_torn_svg(j->doc)) /* no reader shows any of it */
        return job_error(
            j, "the elements of the picture do not end as they began");
    if (!f->store)
        return job_error(j, "C2PA box without a readable store");
    if (!store_read(j, f->store->data))
        return false;
    return !f->update || store_read(j, f->update->data);
}

static bool validate(struct job *j, const struct found *f)
{
    struct manifest *m;

    if (!crypto_ready())
        return job_error(j, "nothing can be verified: libcrypto is not here");
    if (!read_stores(j, f) || !ingredients_collect(j) ||
        !verify_manifest(j, j->store.active))
        return false;
    m = binding_of(j, j->store.active);
    if (!m || !ingredients_check(j))
        return false;
    return binding_check(j, m) && cawg_check(j) && ingredients_settle(j);
}

/* ---- damaged files ---------------------------------------------------- */

enum {
    STRAY = 64 << 20, /* bytes of a damaged file that are looked through */
    WINDOW = 256 << 10
};

#define HEADER SPAN("jumdc2pa\x00\x11\x00\x10")

static bool has_header(struct span s)
{
    size_t at = 0;

    while (s.len - at >= HEADER.len) {
        const uint8_t *hit =
            memchr(s.ptr + at, 'j', s.len - at - HEADER.len + 1);

        if (!hit)
            return false;
        at = (size_t)(hit - s.ptr);
        if (memcmp(hit, HEADER.ptr, HEADER.len) == 0)
            return true;
        at++;
    }
    return false;
}

static bool is_damaged(const struct doc *d)
{
    if (d->media == MEDIA_DOCUMENT || d->media == MEDIA_PACKAGE ||
        d->media == MEDIA_TEXT || d->media == MEDIA_CODE)
        return false; /* they hold other files, which have stores */
    for (uint32_t i = 0; i < d->note_count; i++)
        if (d->notes[i].kind != NOTE_ODD)
            return true;
    return false;
}

/* is_stray is whether a store stands in a damaged file where no reader came
 * upon it: what cannot be read is not what is not there. */
static bool is_stray(struct job *j)
{
    uint64_t size = num_min(j->src->size, STRAY), at = 0;
    uint8_t *window;

    if (!is_damaged(j->doc))
        return false;
    if (j->src->whole.ptr)
        return has_header(span_cut(j->src->whole, 0, (size_t)size));
    window = job_raw(j, WINDOW);
    while (window && at + HEADER.len <= size && job_alive(j)) {
        size_t n = (size_t)num_min(WINDOW, size - at);

        if (!j->src->read(j->src->ctx, at, window, n)) {
            j->io = true;
            return false;
        }
        if (has_header((struct span){window, n}))
            return true;
        at += n > HEADER.len ? n - HEADER.len + 1 : n;
    }
    return false;
}

/* ---- fragments --------------------------------------------------------- */

static const struct block *top(const struct doc *d, struct span name)
{
    for (uint32_t i = 0; i < d->block_count; i++)
        if (d->blocks[i].up == i && span_eq(d->blocks[i].name, name))
            return &d->blocks[i];
    return NULL;
}

/* take_init turns to the initialization segment that a fragment continues,
 * where one was given and has a store; is false where it does not. */
static bool take_init(struct job *j, const struct c2pa_config *c)
{
    const struct doc *d = j->doc;
    const struct block *box = top(d, SPAN("uuid"));
    struct found f;

    if (!c->init || top(d, SPAN("moov")) || top(d, SPAN("ftyp")) ||
        !(top(d, SPAN("styp")) || top(d, SPAN("moof"))))
        return false;
    f = find_store(c->init);
    if (!f.store && !f.update && !f.odd)
        return false;
    j->piece = d;
    j->piece_src = j->src;
    if (box)
        j->piece_at = box->at;
    j->doc = c->init;
    j->src = c->init_src;
    return true;
}

void c2pa_read(struct c2pa *out, const struct doc *doc,
               const struct source *src, const struct c2pa_config *c)
{
    struct job *j = arena_alloc(c->arena, sizeof(*j));
    struct found f;

    *out = (struct c2pa){.slot = UINT32_MAX};
    if (!j) {
        out->memory = true;
        return;
    }
    *j = (struct job){.arena = c->arena,
                      .lim = c->limits,
                      .trust = c->trust,
                      .doc = doc,
                      .src = src,
                      .now = c->now,
                      .alive = c->alive,
                      .alive_ctx = c->alive_ctx};
    f = find_store(doc);
    if (!f.store && !f.update && !f.odd && take_init(j, c))
        f = find_store(j->doc);
    j->slot = f.store ? f.store : f.update ? f.update : f.odd;
    if (!j->slot) /* one reference is remote, two are none */
        j->slot = carrier_reference(doc, 1);
    if (!j->slot) {
        told_absent(out, j, c->fields, is_stray(j), c->init != NULL);
        out->io = j->io;
        out->stopped = j->stopped;
        out->memory |= j->memory;
        return;
    }
    out->from = j->piece_at;
    if (!j->piece)
        out->slot = (uint32_t)(j->slot - j->doc->slots);
    j->alone = j->doc->format && strcmp(j->doc->format->name, "c2pa") == 0;
    if (!j->alone)
        j->at = place_of(j->doc, j->slot);
    validate(j, &f);
    told_fill(out, j);
    out->memory |= j->memory;
    out->io = j->io;
    out->stopped = j->stopped;
    out->limit = j->limit;
    out->notes = j->notes;
    out->note_count = j->note_count;
}
