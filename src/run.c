/* SPDX-License-Identifier: Apache-2.0
 * run.c - one scan: source, document, fields, credential, marks, findings.
 *
 * A file may hold other files (parts).  They wait in a list and are run one
 * after another, each with its depth, so that nesting is never recursion; what
 * they yield joins the item of the outermost file, under a longer path. */
#include "run.h"

#include "base/str.h"
#include "base/utf.h"
#include "digest.h"
#include "marks/mark.h"
#include "marks/origin.h"
#include "marks/pairs.h"
#include "meta/created.h"
#include "redact.h"
#include "tree.h"

/* A file that waits: the input itself, or a part of one. */
struct part {
    struct source src;
    struct span path; /* "outer.zip!inner/a.png"; "book.epub#chapter" of what
                         is the document itself */
    uint64_t base;    /* where it begins in the input; of unpacked parts that
                         of their packed bytes */
    bool unpacked;    /* offsets inside it are not offsets of the input */
    uint64_t depth;
    const struct part *outer; /* whose bytes it reads */
    struct part *next;        /* that waits behind it */
};

struct run {
    gm_worker *w;
    const gm_input *in;
    struct arena *arena;
    struct part *last; /* of those that wait */
    uint64_t part_count;
    gm_mark *marks;
    size_t mark_count, mark_cap;
    gm_note *notes;
    size_t note_count, note_cap;
    bool failed; /* for want of memory */
    bool parts_cut;
};

static bool read_input(void *ctx, uint64_t off, void *to, size_t len)
{
    const gm_input *in = ctx;

    return in->read(in->ctx, off, to, len) == 0;
}

static bool read_part(void *ctx, uint64_t off, void *to, size_t len)
{
    const struct part *p = ctx;
    const struct source *s = &p->outer->src;
    uint64_t at = p->base - p->outer->base + off;

    if (!s->whole.ptr)
        return s->read(s->ctx, at, to, len);
    if (!num_fits(at, len, s->whole.len))
        return false;
    memcpy(to, s->whole.ptr + at, len);
    return true;
}

/* name makes a string of a span as it is, with a NUL behind it. */
static gm_str name(struct run *r, struct span s)
{
    char *to = arena_raw(r->arena, s.len + 1);

    if (!to) {
        r->failed = true;
        return (gm_str){"", 0};
    }
    if (s.len)
        memcpy(to, s.ptr, s.len);
    to[s.len] = 0;
    return (gm_str){to, s.len};
}

/* text is name in UTF-8. */
static gm_str text(struct run *r, struct span s)
{
    return name(r, utf8_repair(r->arena, s));
}

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, s ? strlen(s) : 0};
}

/* join is a path: outer, the sign between, inner.  What a file calls its parts
 * is made UTF-8; what the caller calls the file stays what it is. */
static struct span join(struct run *r, struct span a, const char *sign,
                        struct span b)
{
    size_t n = strlen(sign);
    uint8_t *to;

    b = utf8_repair(r->arena, b);
    to = arena_alloc(r->arena, a.len + n + b.len + 1);
    if (!to) {
        r->failed = true;
        return a;
    }
    if (a.len)
        memcpy(to, a.ptr, a.len);
    memcpy(to + a.len, sign, n);
    if (b.len)
        memcpy(to + a.len + n, b.ptr, b.len);
    return (struct span){to, a.len + n + b.len};
}

static gm_place place_of(struct run *r, const struct part *p,
                         const struct doc *d, const struct mark *m)
{
    gm_place at = {0};
    struct span path = p->path, key;
    const struct slot *s;

    if (m->slot >= d->slot_count) {
        at.path = name(r, path);
        at.slot = str_of(
            m->form == GM_SEEN || m->kind == GM_WATERMARK ? "pixels" : "");
    } else {
        s = &d->slots[m->slot];
        key = m->where.len ? m->where : s->key;
        path = join(r, path, "!",
                    s->space.len ? s->space : span_of(tree_slot_name(s->kind)));
        if (key.len)
            path = join(r, join(r, path, "[", key), "]", (struct span){0});
        at.slot = str_of(tree_slot_name(s->kind));
        at.path = name(r, path);
        at.off = s->at.off;
        at.len = s->at.len;
    }
    if (m->at.len) {
        at.off = m->at.off;
        at.len = m->at.len;
    }
    if (p->unpacked)
        at.len = at.off = 0;
    at.off += p->base;
    return at;
}

/* grown is a list with room for n more: the same, or a copy in twice as much,
 * so that a thousand parts do not cost a thousand copies.  NULL without
 * memory. */
static void *grown(struct run *r, void *list, size_t count, size_t *cap,
                   size_t n, size_t each)
{
    size_t want = count + n;
    void *to;

    if (want <= *cap)
        return list;
    if (want < 2 * *cap)
        want = 2 * *cap;
    to = arena_alloc(r->arena, want * each);
    if (!to) {
        r->failed = true;
        return NULL;
    }
    if (count)
        memcpy(to, list, count * each);
    *cap = want;
    return to;
}

static void keep_marks(struct run *r, const struct part *p, const struct doc *d,
                       const struct marks *found)
{
    gm_mark *all;

    if (!found->count)
        return;
    all = grown(r, r->marks, r->mark_count, &r->mark_cap, found->count,
                sizeof(*all));
    if (!all)
        return;
    r->marks = all;
    for (uint32_t i = 0; i < found->count; i++) {
        const struct mark *m = &found->list[i];
        gm_attr *attrs =
            arena_alloc(r->arena, m->attr_count * sizeof(*attrs) + 1);

        if (!attrs) {
            r->failed = true;
            return;
        }
        for (uint32_t k = 0; k < m->attr_count; k++)
            attrs[k] =
                (gm_attr){text(r, m->attrs[k].name), text(r, m->attrs[k].value),
                          m->attrs[k].number, m->attrs[k].numeric};
        all[r->mark_count + i] = (gm_mark){str_of(m->by->name),
                                           m->kind,
                                           text(r, m->name),
                                           text(r, m->value),
                                           m->claim,
                                           m->makes,
                                           m->proof,
                                           m->form,
                                           text(r, m->generator),
                                           text(r, m->cls),
                                           m->sure,
                                           place_of(r, p, d, m),
                                           attrs,
                                           m->attr_count};
    }
    r->mark_count += found->count;
}

static void keep_notes(struct run *r, const struct part *p,
                       const struct note *list, uint32_t count)
{
    gm_note *all;

    if (!count)
        return;
    all = grown(r, r->notes, r->note_count, &r->note_cap, count, sizeof(*all));
    if (!all)
        return;
    r->notes = all;
    for (uint32_t i = 0; i < count; i++)
        all[r->note_count + i] = (gm_note){
            str_of(list[i].what), p->base + (p->unpacked ? 0 : list[i].off),
            p->depth ? name(r, p->path) : str_of("")};
    r->note_count += count;
}

/* part_new puts an empty part behind all that wait. */
static struct part *part_new(struct run *r)
{
    struct part *n = arena_alloc(r->arena, sizeof(*n));

    if (!n) {
        r->failed = true;
        return NULL;
    }
    if (r->last)
        r->last->next = n;
    r->last = n;
    r->part_count++;
    return n;
}

/* queue lets the parts of a document wait, within depth and parts. */
static void queue(struct run *r, const struct part *p, const struct doc *d)
{
    const struct limits *lim = &r->w->engine->limits;

    for (uint32_t i = 0; i < d->slot_count; i++) {
        const struct slot *s = &d->slots[i];
        struct part *n;

        if (s->kind != SLOT_PART)
            continue;
        if (r->part_count > lim->parts || p->depth + 1 >= lim->depth) {
            r->parts_cut = true;
            return;
        }
        n = part_new(r);
        if (!n)
            return;
        *n = (struct part){
            .path = join(r, p->path, s->flags & SLOT_BODY ? "#" : "!", s->key),
            .base = p->base + (p->unpacked ? 0 : s->at.off),
            .unpacked = p->unpacked || s->data.ptr,
            .depth = p->depth + 1,
            .outer = p};
        n->src = source_of(s->data);
        if (!s->data.ptr && p->src.whole.ptr)
            n->src = source_of(
                span_cut(p->src.whole, (size_t)s->at.off, (size_t)s->at.len));
        else if (!s->data.ptr)
            n->src =
                (struct source){.size = s->at.len, .read = read_part, .ctx = n};
    }
}

/* worse folds the coverage of a part into that of the whole: what did not run
 * anywhere did not run. */
static void worse(gm_item *item, const struct marks *found)
{
    gm_coverage *all = (gm_coverage *)(uintptr_t)item->coverage;

    if (!all) {
        item->coverage = found->coverage;
        item->coverage_count = found->coverage_count;
        return;
    }
    for (uint32_t i = 0; i < found->coverage_count; i++)
        if (all[i].ran && !found->coverage[i].ran)
            all[i] = found->coverage[i];
}

/* uncover marks every finder as cut short, for a reason that came before it:
 * a walk that stopped at a limit may have hidden anything. */
static void uncover(gm_item *item, const char *why)
{
    gm_coverage *all = (gm_coverage *)(uintptr_t)item->coverage;

    for (size_t i = 0; i < item->coverage_count; i++)
        if (all[i].ran)
            all[i] = (gm_coverage){all[i].finder, 0, str_of(why)};
}

static void fault(gm_item *item, gm_fault kind, const char *limit,
                  const char *message)
{
    if (item->error.kind == GM_FAULT_NONE)
        item->error = (gm_error){kind, str_of(limit), str_of(message)};
}

/* Damage and limits of a stage, as the item tells them. */
static bool is_limit(const char *name)
{
#define X(limit, dflt, what)       \
    if (strcmp(name, #limit) == 0) \
        return true;
    LIMITS(X)
#undef X
    return false;
}

/* A stage also names what else kept it from looking: "encrypted" is an answer
 * of its own, damage is a note already; neither is a limit. */
static void settle(gm_item *item, const char *limit, bool memory, bool io)
{
    if (memory)
        limit = "arena_bytes";
    if (limit)
        uncover(item, limit);
    if (limit && is_limit(limit))
        fault(item, GM_FAULT_LIMIT, limit,
              "a limit was reached: what lies behind it was not looked at");
    else if (limit && strcmp(limit, "encrypted") == 0)
        fault(item, GM_FAULT_UNSUPPORTED, NULL,
              "encrypted: what it holds was not looked at");
    if (io) {
        uncover(item, "the input could not be read");
        fault(item, GM_FAULT_IO, NULL, "the input could not be read");
    }
}

/* source_in is where the bytes of an input come from. */
static struct source source_in(const gm_input *in)
{
    if (in->data || !in->length)
        return source_of((struct span){in->data, (size_t)in->length});
    return (struct source){
        .size = in->length, .read = read_input, .ctx = (void *)(uintptr_t)in};
}

/* read_init walks the initialization segment of a fragment; false where it was
 * stopped. */
static bool read_init(struct run *r, struct c2pa_config *c, gm_item *item)
{
    struct walk_config wc = {r->arena, &r->w->engine->limits,
                             span_of(r->in->init->name), r->in->alive,
                             r->in->alive_ctx};
    struct doc *doc = arena_alloc(r->arena, sizeof(*doc));
    struct source *src = arena_alloc(r->arena, sizeof(*src));

    if (!doc || !src) {
        settle(item, NULL, true, false);
        return true;
    }
    *src = source_in(r->in->init);
    walk_run(doc, src, &wc);
    item->bytes_read += doc->bytes_read;
    settle(item, doc->limit, doc->memory, doc->io);
    c->init = doc;
    c->init_src = src;
    return !doc->stopped;
}

/* tell fills what an item says of its file as a whole. */
static void tell(struct run *r, const struct hunt_config *of,
                 const struct marks *found)
{
    gm_item *item = &r->w->item;
    const struct doc *doc = of->doc;
    char day[CREATED_MOST];

    item->thumbnail =
        (gm_str){(const char *)found->thumbnail.ptr, found->thumbnail.len};
    item->format = str_of(doc->format ? doc->format->name : "");
    item->mime = str_of(doc->mime);
    item->media = (gm_media)doc->media;
    item->credential = of->c2pa->told;
    created_of(of->fields, day);
    item->created = text(r, span_of(day));
    item->seconds = doc->seconds;
    if (r->in->want & GM_WANT_TREE)
        r->failed |= !tree_fill(item, doc, of->fields, r->arena);
    if (!doc->format && !doc->io && !doc->limit)
        fault(item, GM_FAULT_UNSUPPORTED, NULL,
              of->src->size ? "not a format that genmark reads"
                            : "the input is empty");
}

/* one runs the stages over one file. */
static gm_status one(struct run *r, struct part *p)
{
    const gm_engine *e = r->w->engine;
    gm_item *item = &r->w->item;
    struct walk_config wc = {r->arena, &e->limits, p->path, r->in->alive,
                             r->in->alive_ctx};
    struct doc *doc = arena_alloc(r->arena, sizeof(*doc));
    struct fields *fields = arena_alloc(r->arena, sizeof(*fields));
    struct c2pa *c2pa = arena_alloc(r->arena, sizeof(*c2pa));
    struct c2pa_config cc = {.arena = r->arena,
                             .limits = &e->limits,
                             .trust = e->trust,
                             .fields = fields,
                             .alive = r->in->alive,
                             .alive_ctx = r->in->alive_ctx};
    struct hunt_config hc = {.doc = doc,
                             .src = &p->src,
                             .fields = fields,
                             .c2pa = c2pa,
                             .walk = &wc,
                             .effort = r->in->effort,
                             .bits = r->in->watermark_bits,
                             .in = r->in,
                             .tools = &e->tools,
                             .roll = e->roll};
    struct marks found;

    if (!doc || !fields || !c2pa)
        return GM_NO_MEMORY;
    walk_run(doc, &p->src, &wc);
    item->bytes_read += doc->bytes_read;
    if (doc->stopped)
        return GM_STOPPED;
    fields_read(fields, doc, r->arena, &e->limits);
    law_clock(r->in->as_of, &cc.now);
    if (r->in->init && p->depth == 0 && !read_init(r, &cc, item))
        return GM_STOPPED;
    c2pa_read(c2pa, doc, &p->src, &cc);
    if (c2pa->stopped)
        return GM_STOPPED;
    marks_find(&found, &hc);
    if (found.stopped)
        return GM_STOPPED;
    keep_marks(r, p, doc, &found);
    keep_notes(r, p, doc->notes, doc->note_count);
    keep_notes(r, p, fields->notes, fields->note_count);
    keep_notes(r, p, c2pa->notes, c2pa->note_count);
    worse(item, &found);
    settle(item, doc->limit, doc->memory, doc->io);
    settle(item, fields->limit, fields->memory, false);
    settle(item, c2pa->limit, c2pa->memory, c2pa->io);
    settle(item, found.limit, found.memory, false);
    if (p->depth == 0)
        tell(r, &hc, &found);
    queue(r, p, doc);
    return r->failed ? GM_NO_MEMORY : GM_OK;
}

gm_status run_end(gm_worker *w, const gm_input *in)
{
    const struct judge_config jc = {
        &w->arena, in->facts, in->fact_count,
        in->laws,  in->as_of, w->item.pairs ? in->before : NULL,
        w->recall};

    if ((!in->laws || strcmp(in->laws, "none") != 0) &&
        !law_judge(w->engine->law, &w->item, &jc))
        return GM_NO_MEMORY;
    if ((in->want & GM_REDACT) && !redact_item(&w->item, &w->arena)) {
        w->item.mark_count = w->item.slot_count = w->item.field_count = 0;
        w->item.credential.manifest_count = 0;
        return GM_NO_MEMORY;
    }
    return GM_OK;
}

void run_begin(gm_worker *w, const gm_input *in)
{
    struct run r = {.arena = &w->arena};

    arena_clear(&w->arena);
    w->item = (gm_item){.size = sizeof(w->item), .length = in->length};
    w->item.path = name(&r, span_of(in->name));
    w->item.as_of = text(&r, span_of(in->as_of));
}

/* digest fills sha256 where it was asked for. */
static gm_status digest(struct run *r, const struct source *src)
{
    gm_item *item = &r->w->item;

    if (!(r->in->want & GM_WANT_HASH))
        return GM_OK;
    switch (digest_input(src, r->arena, r->in, r->w->engine->limits.hash_bytes,
                         &item->sha256)) {
    case DIGEST_DONE: break;
    case DIGEST_STOPPED: return GM_STOPPED;
    case DIGEST_UNREAD:
        fault(item, GM_FAULT_IO, NULL, "the input could not be read");
        break;
    case DIGEST_CUT:
        fault(item, GM_FAULT_LIMIT, "hash_bytes",
              "a limit was reached: the input was not hashed");
        break;
    }
    return GM_OK;
}

gm_status run_scan(gm_worker *w, const gm_input *in)
{
    gm_item *item = &w->item;
    gm_status s = GM_OK;
    struct run r = {.w = w, .in = in, .arena = &w->arena};
    struct part *first;

    if (in->token_count)
        return run_tokens(w, in);
    run_begin(w, in);
    first = part_new(&r);
    if (!first) {
        settle(item, NULL, true, false);
        return GM_OK;
    }
    *first = (struct part){.path = span_of(in->name), .src = source_in(in)};
    for (struct part *p = first; p && s == GM_OK; p = p->next)
        s = one(&r, p);
    if (s == GM_STOPPED || digest(&r, &first->src) != GM_OK)
        return GM_STOPPED;
    if (s == GM_NO_MEMORY) /* of the scan: its budget is a limit like others */
        settle(item, NULL, true, false);
    if (r.parts_cut)
        settle(item, "parts", false, false);
    item->marks = r.marks;
    item->mark_count = r.mark_count;
    item->notes = r.notes;
    item->note_count = r.note_count;
    if (!origin_of(item, r.arena))
        settle(item, NULL, true, false);
    if (run_end(w, in) != GM_OK)
        settle(item, NULL, true, false);
    return GM_OK;
}

gm_status run_judge(gm_worker *w, const gm_item *stored, const gm_input *how)
{
    gm_str as_of;

    run_begin(w, how);
    as_of = w->item.as_of;
    w->item = *stored;
    w->item.as_of = as_of;
    w->item.findings = NULL;
    w->item.verdicts = NULL;
    w->item.finding_count = w->item.verdict_count = 0;
    if (!origin_of(&w->item, &w->arena) ||
        (how->before && !pairs_of(&w->arena, how->before, &w->item)))
        return GM_NO_MEMORY;
    return run_end(w, how);
}

gm_status run_error(gm_worker *w, const gm_input *in, const gm_error *error)
{
    struct run r = {.arena = &w->arena};

    run_begin(w, in);
    w->item.error = *error;
    w->item.error.message = text(&r, str_span(error->message));
    return run_end(w, in); /* unknown, and why */
}
