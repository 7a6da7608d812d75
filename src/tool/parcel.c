/* SPDX-License-Identifier: Apache-2.0
 * parcel.c - one function for each struct writes it and reads it, so that the
 * two cannot disagree.
 *
 * Numbers are little-endian base 128 with the high bit for "more"; a string is
 * its length, its bytes and a NUL; a list is its count and its members; a real
 * is the 8 bytes of an IEEE double, lowest first.  Nothing is recursive. */
#include "tool/parcel.h"

#include <stdlib.h>
#include <string.h>

struct wire {
    bool writes, failed;
    /* reading */
    const unsigned char *from;
    size_t left;
    struct opened *to;
    /* writing */
    struct parcel *p;
    size_t used;
};

enum {
    NUMBER = 10,      /* bytes of the longest number */
    EACH_MOST = 1024, /* bytes of the largest struct of a list */
    ROOM = 24,        /* bytes for one of a parcel's */
    FORM = 3,         /* of these bytes; the first number of an evidence */
    UNTIMED = 2,      /* of those before: without seconds, */
    UNDATED = 1       /* and without the day of creation */
};

/* ---- bytes -------------------------------------------------------------- */

static bool room(struct parcel *p, size_t used, size_t n)
{
    size_t want = used + n, cap = p->cap ? p->cap : 1024;
    unsigned char *more;

    if (n > SIZE_MAX / 4 || used > SIZE_MAX / 4)
        return false;
    if (want <= p->cap)
        return true;
    while (cap < want)
        cap *= 2;
    more = realloc(p->bytes, cap);
    if (!more)
        return false;
    p->bytes = more;
    p->cap = cap;
    return true;
}

/* at_room is where n bytes may be written, NULL where there is no memory. */
static inline unsigned char *at_room(struct wire *w, size_t n)
{
    if (w->failed || (n > w->p->cap - w->used && !room(w->p, w->used, n))) {
        w->failed = true;
        return NULL;
    }
    return w->p->bytes + w->used;
}

/* put_u64 writes a number at `to`, and is where it ends. */
static inline unsigned char *put_u64(unsigned char *to, uint64_t x)
{
    for (; x > 127; x >>= 7)
        *to++ = (unsigned char)(x & 127) | 128;
    *to++ = (unsigned char)x;
    return to;
}

static void x_u64(struct wire *w, uint64_t *v)
{
    unsigned char *to;
    uint64_t x = 0;

    if (w->writes) {
        to = at_room(w, NUMBER);
        if (to)
            w->used += (size_t)(put_u64(to, *v) - to);
        return;
    }
    for (size_t n = 0; n < NUMBER; n++) {
        unsigned char c;

        if (!w->left)
            break;
        c = *w->from++;
        w->left--;
        x |= (uint64_t)(c & 127) << (7 * n);
        if (c < 128) {
            *v = x;
            return;
        }
    }
    w->failed = true;
    w->left = 0;
    *v = 0;
}

static void x_size(struct wire *w, size_t *v)
{
    uint64_t x = *v;

    x_u64(w, &x);
    *v = (size_t)x;
}

/* x_small is for enums, flags and counts under 2^31. */
static int x_small(struct wire *w, int v)
{
    uint64_t x = (uint64_t)(unsigned)v;

    x_u64(w, &x);
    if (x > INT32_MAX)
        w->failed = true;
    return (int)(x & INT32_MAX);
}
#define SMALL(w, type, v) ((v) = (type)x_small(w, (int)(v)))

static void put_str(struct wire *w, gm_str s)
{
    unsigned char *to = NULL, *at;

    if (s.len <= SIZE_MAX / 4)
        to = at_room(w, NUMBER + s.len + 1);
    if (!to) {
        w->failed = true;
        return;
    }
    at = put_u64(to, s.len);
    if (s.len)
        memcpy(at, s.ptr, s.len);
    at[s.len] = 0;
    w->used += (size_t)(at - to) + s.len + 1;
}

static void x_str(struct wire *w, gm_str *s)
{
    size_t n = 0;

    if (w->writes) {
        put_str(w, *s);
        return;
    }
    x_size(w, &n);
    *s = (gm_str){"", 0};
    if (n >= w->left || w->from[n] != 0) {
        w->failed = true;
        w->left = 0;
        return;
    }
    *s = (gm_str){(const char *)w->from, n};
    w->from += n + 1;
    w->left -= n + 1;
}

static void x_real(struct wire *w, double *v)
{
    unsigned char *to;
    uint64_t bits;

    memcpy(&bits, v, sizeof(bits));
    if (w->writes) {
        to = at_room(w, 8);
        for (int i = 0; to && i < 8; i++)
            to[i] = (unsigned char)(bits >> (8 * i));
        w->used += to ? 8 : 0;
        return;
    }
    if (w->left < 8) {
        w->failed = true;
        w->left = 0;
        return;
    }
    bits = 0;
    for (int i = 0; i < 8; i++)
        bits |= (uint64_t)w->from[i] << (8 * i);
    w->from += 8;
    w->left -= 8;
    memcpy(v, &bits, sizeof(bits));
}

/* x_list is the room of a list: its own when it is written, and cut from what
 * was opened when it is read.  A member takes at least one byte. */
static void *x_list(struct wire *w, const void *list, size_t *count,
                    size_t each)
{
    struct opened *o = w->to;
    size_t n;
    void *at;

    x_size(w, count);
    if (w->writes)
        return (void *)(uintptr_t)list;
    n = *count;
    if (n > w->left || each > EACH_MOST) {
        w->failed = true;
        w->left = 0;
    }
    if (w->failed)
        n = 0;
    *count = n;
    n = (n * each + 15) & ~(size_t)15;
    if (n > o->room_cap - o->room_used) {
        w->failed = true; /* parcel_open made room for what can be there */
        *count = 0;
        return NULL;
    }
    at = o->room + o->room_used;
    memset(at, 0, n);
    o->room_used += n;
    return at;
}

#define LIST(w, list, count) \
    ((list) = x_list(w, list, &(count), sizeof(*(list))))
#define EACH(type, list, count)                      \
    for (type *it = (type *)(uintptr_t)(list),       \
              *end_of_it = it ? it + (count) : NULL; \
         it != end_of_it && !w->failed; it++)

/* ---- structs ------------------------------------------------------------ */

static void x_numbers(struct wire *w, const uint32_t **list, size_t *count)
{
    *list = x_list(w, *list, count, sizeof(**list));
    EACH(uint32_t, *list, *count)
    {
        uint64_t v = *it;

        x_u64(w, &v);
        if (v > UINT32_MAX)
            w->failed = true;
        if (!w->writes)
            *it = (uint32_t)v;
    }
}

static void x_words(struct wire *w, gm_words *s)
{
    x_str(w, &s->en);
    x_str(w, &s->ko);
}

static void x_mark(struct wire *w, gm_mark *m)
{
    x_str(w, &m->finder);
    SMALL(w, gm_kind, m->kind);
    x_str(w, &m->name);
    x_str(w, &m->value);
    SMALL(w, gm_claim, m->claim);
    SMALL(w, gm_claim, m->makes);
    SMALL(w, gm_proof, m->proof);
    SMALL(w, gm_form, m->form);
    x_str(w, &m->generator);
    x_str(w, &m->cls);
    SMALL(w, unsigned, m->sure);
    x_str(w, &m->place.slot);
    x_str(w, &m->place.path);
    x_u64(w, &m->place.off);
    x_u64(w, &m->place.len);
    LIST(w, m->attrs, m->attr_count);
    EACH(gm_attr, m->attrs, m->attr_count)
    {
        x_str(w, &it->name);
        x_str(w, &it->value);
        x_real(w, &it->number);
        SMALL(w, int, it->numeric);
    }
}

static void x_signer(struct wire *w, gm_signer *s)
{
    x_str(w, &s->cn);
    x_str(w, &s->o);
    x_str(w, &s->alg);
    x_str(w, &s->issuer);
    x_str(w, &s->serial);
    x_str(w, &s->time);
}

static void x_codes(struct wire *w, const gm_code **list, size_t *count)
{
    *list = x_list(w, *list, count, sizeof(**list));
    EACH(gm_code, *list, *count)
    {
        SMALL(w, gm_code_kind, it->kind);
        x_str(w, &it->code);
        x_str(w, &it->uri);
        x_str(w, &it->explanation);
    }
}

static void x_manifest(struct wire *w, gm_manifest *m)
{
    x_str(w, &m->label);
    x_str(w, &m->title);
    x_str(w, &m->format);
    x_str(w, &m->generator);
    SMALL(w, int, m->active);
    x_signer(w, &m->signer);
    LIST(w, m->assertions, m->assertion_count);
    EACH(gm_assertion, m->assertions, m->assertion_count)
    {
        x_str(w, &it->label);
        x_str(w, &it->summary);
    }
    LIST(w, m->actions, m->action_count);
    EACH(gm_action, m->actions, m->action_count)
    {
        x_str(w, &it->action);
        x_str(w, &it->source_type);
        x_str(w, &it->agent);
        x_str(w, &it->when);
    }
    LIST(w, m->ingredients, m->ingredient_count);
    EACH(gm_ingredient, m->ingredients, m->ingredient_count)
    {
        x_str(w, &it->title);
        x_str(w, &it->format);
        x_str(w, &it->relationship);
        x_str(w, &it->manifest);
    }
    x_codes(w, &m->codes, &m->code_count);
}

static void x_credential(struct wire *w, gm_credential *c)
{
    SMALL(w, gm_c2pa_state, c->state);
    if (c->state == GM_C2PA_NONE)
        return;
    x_str(w, &c->active);
    x_str(w, &c->generator);
    x_signer(w, &c->signer);
    x_str(w, &c->remote);
    x_codes(w, &c->codes, &c->code_count);
    x_codes(w, &c->cawg, &c->cawg_count);
    LIST(w, c->manifests, c->manifest_count);
    EACH(gm_manifest, c->manifests, c->manifest_count)
    x_manifest(w, it);
}

static void x_origin(struct wire *w, gm_origin *o)
{
    SMALL(w, gm_claim, o->claim);
    SMALL(w, gm_basis, o->basis);
    SMALL(w, int, o->conflict);
    x_str(w, &o->generator);
    x_numbers(w, &o->marks, &o->mark_count);
}

static void x_evidence(struct wire *w, gm_item *i)
{
    int form = FORM;

    SMALL(w, int, form);
    if (form != FORM && form != UNTIMED && form != UNDATED)
        w->failed = true;
    x_str(w, &i->format);
    x_str(w, &i->mime);
    SMALL(w, gm_media, i->media);
    x_u64(w, &i->length);
    x_u64(w, &i->bytes_read);
    x_str(w, &i->sha256);
    if (form != UNDATED)
        x_str(w, &i->created);
    if (form == FORM)
        x_real(w, &i->seconds);
    x_origin(w, &i->origin);
    LIST(w, i->marks, i->mark_count);
    EACH(gm_mark, i->marks, i->mark_count)
    x_mark(w, it);
    x_credential(w, &i->credential);
    LIST(w, i->notes, i->note_count);
    EACH(gm_note, i->notes, i->note_count)
    {
        x_str(w, &it->what);
        x_u64(w, &it->off);
        x_str(w, &it->part);
    }
    SMALL(w, gm_fault, i->error.kind);
    x_str(w, &i->error.limit);
    x_str(w, &i->error.message);
}

static void x_coverage(struct wire *w, gm_item *i)
{
    LIST(w, i->coverage, i->coverage_count);
    EACH(gm_coverage, i->coverage, i->coverage_count)
    {
        x_str(w, &it->finder);
        SMALL(w, int, it->ran);
        x_str(w, &it->why);
    }
}

static void x_finding(struct wire *w, gm_finding *f)
{
    x_str(w, &f->law);
    x_str(w, &f->rule);
    SMALL(w, gm_verdict, f->verdict);
    SMALL(w, gm_severity, f->severity);
    x_str(w, &f->cite);
    x_str(w, &f->basis);
    x_words(w, &f->say);
    x_words(w, &f->fix);
    x_words(w, &f->why);
    LIST(w, f->ask, f->ask_count);
    EACH(gm_str, f->ask, f->ask_count)
    x_str(w, it);
    x_numbers(w, &f->marks, &f->mark_count);
}

static void x_outcome(struct wire *w, gm_item *i)
{
    x_str(w, &i->as_of);
    x_str(w, &i->packs);
    LIST(w, i->verdicts, i->verdict_count);
    EACH(gm_law_verdict, i->verdicts, i->verdict_count)
    {
        x_str(w, &it->law);
        SMALL(w, gm_verdict, it->verdict);
        x_words(w, &it->title);
    }
    LIST(w, i->findings, i->finding_count);
    EACH(gm_finding, i->findings, i->finding_count)
    x_finding(w, it);
}

static void x_facts(struct wire *w, const gm_fact **list, size_t *count)
{
    *list = x_list(w, *list, count, sizeof(**list));
    EACH(gm_fact, *list, *count)
    {
        gm_str name = {it->name, w->writes ? strlen(it->name) : 0};
        gm_str value = {it->value, w->writes ? strlen(it->value) : 0};

        x_str(w, &name);
        x_str(w, &value);
        if (!w->writes)
            *it = (gm_fact){name.ptr, value.ptr};
    }
}

/* ---- parcels ------------------------------------------------------------ */

void parcel_free(struct parcel *p)
{
    free(p->bytes);
    *p = (struct parcel){0};
}

bool parcel_judged(struct parcel *p, const gm_item *item, const gm_fact *facts,
                   size_t fact_count)
{
    struct wire w = {.writes = true, .p = p, .used = p->at[PART_OUTCOME]};
    gm_item copy = *item;

    x_outcome(&w, &copy);
    p->at[PART_FACTS] = w.used;
    x_facts(&w, &facts, &fact_count);
    p->at[PARTS] = w.used;
    return !w.failed;
}

bool parcel_pack(struct parcel *p, const gm_item *item, const gm_fact *facts,
                 size_t fact_count)
{
    struct wire w = {.writes = true, .p = p};
    gm_item copy = *item;

    p->at[PART_EVIDENCE] = 0;
    x_evidence(&w, &copy);
    p->at[PART_COVERAGE] = w.used;
    x_coverage(&w, &copy);
    p->at[PART_OUTCOME] = w.used;
    return !w.failed && parcel_judged(p, item, facts, fact_count);
}

void parcel_begin(struct parcel *p)
{
    memset(p->at, 0, sizeof(p->at));
}

bool parcel_add(struct parcel *p, enum part which, const void *bytes, size_t n)
{
    if (!room(p, p->at[which], n))
        return false;
    if (n)
        memcpy(p->bytes + p->at[which], bytes, n);
    for (int i = (int)which + 1; i <= PARTS; i++)
        p->at[i] = p->at[which] + n;
    return true;
}

uint64_t parcel_hash(const struct parcel *p)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */

    for (size_t i = p->at[PART_OUTCOME]; i < p->at[PARTS]; i++)
        h = (h ^ p->bytes[i]) * 0x100000001b3u;
    return h ^ p->at[PART_FACTS];
}

/* roomy makes room for whatever lists the parts can hold.  A byte of a parcel
 * begins at most one member of a list, and a larger struct takes more of
 * them: a string, at two bytes for 16, is the densest. */
static bool roomy(struct opened *o, size_t n)
{
    size_t want = n * ROOM + 4096;

    if (n > SIZE_MAX / 128)
        return false;
    if (want > o->room_cap) {
        free(o->room);
        o->room = malloc(want);
        o->room_cap = o->room ? want : 0;
    }
    o->room_used = 0;
    return o->room != NULL;
}

bool parcel_open(const struct parcel *p, unsigned parts_wanted,
                 struct opened *to)
{
    const gm_fact *facts = NULL;
    bool ok = true;

    to->item = (gm_item){.size = sizeof(to->item)};
    to->facts = NULL;
    to->fact_count = 0;
    if (!roomy(to, p->at[PARTS]))
        return false;
    for (int i = 0; i < PARTS; i++) {
        struct wire w = {.from = p->bytes + p->at[i],
                         .left = p->at[i + 1] - p->at[i],
                         .to = to};

        if (!(parts_wanted >> i & 1) || !w.left)
            continue;
        switch ((enum part)i) {
        case PART_EVIDENCE: x_evidence(&w, &to->item); break;
        case PART_COVERAGE: x_coverage(&w, &to->item); break;
        case PART_OUTCOME: x_outcome(&w, &to->item); break;
        case PART_FACTS: x_facts(&w, &facts, &to->fact_count); break;
        case PARTS: break;
        }
        ok &= !w.failed && !w.left;
    }
    to->facts = (gm_fact *)(uintptr_t)facts;
    return ok;
}

void opened_free(struct opened *o)
{
    free(o->room);
    *o = (struct opened){0};
}
