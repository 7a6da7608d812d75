/* SPDX-License-Identifier: Apache-2.0
 * label_cn.c - the AIGC record of GB 45438-2025 in whatever carries it.
 *
 * The standard names a field whose name has AIGC in it; the practice guides
 * name XMP (name space of TC260), EXIF UserComment, PNG text, keys of MP4,
 * tags of Matroska, ID3, RIFF and Vorbis, document properties and front matter.
 * Savers add to that: bare JPEG segments, comments, blocks at the end of a
 * text.  So every field that is called so is read, and every free text and
 * private segment that begins like such a record.  [GB], [20252]: aigc.h. */
#include "marks/aigc.h"
#include "marks/mark.h"
#include "marks/security_cn.h"
#include "marks/shape.h"
#include "marks/traits.h"

#include "base/peek.h"

enum {
    POSSIBLE = 60,        /* Label 2: the platform was told, or saw a hint */
    SUSPECTED = 45,       /* Label 3: it only suspects; decides nothing */
    WORDS = 60,           /* a label in words, against the standard */
    RECORD_MAX = 1 << 16, /* bytes of a record in a private segment */
    SERVICE_AT = 22,
    VERIFY_STEPS = 1 << 17, /* what signature checks of one field count for */
    VERIFY_TRIES = 8,
    FIRST = 0x21,
    LAST = 0x7e
};

#define NAMESPACE SPAN("http://www.tc260.org.cn/ns/AIGC/")

/* A record and where it stood. */
struct found {
    struct aigc record;
    const struct field *field; /* or NULL: */
    uint32_t slot;
    struct range at; /* in the file; {0, 0}: the slot's own place */
    bool named;      /* the carrier's name has AIGC in it */
};

static void note(struct hunt *h, uint32_t id, const char *name,
                 const char *value)
{
    hunt_attr(h, id, shape_of(name), shape_of(value));
}

static void yes_no(struct hunt *h, uint32_t id, const char *name, bool yes)
{
    note(h, id, name, yes ? "yes" : "no");
}

/* list writes the names of the keys in `bits`, with commas, behind `head`;
 * empty without memory. */
static struct span list(struct hunt *h, const char *head, unsigned bits)
{
    enum {
        NAMES_MAX = 128
    };
    char *to = arena_alloc(hunt_arena(h), NAMES_MAX);
    size_t n = strlen(head);

    if (!to)
        return (struct span){0};
    memcpy(to, head, n);
    for (unsigned k = 0; k < AIGC_KEYS; k++) {
        const char *name = aigc_key_name(k);
        size_t len = strlen(name);

        if (!(bits & 1U << k) || n + len + 1 > NAMES_MAX)
            continue;
        if (n && to[n - 1] != ':')
            to[n++] = ',';
        memcpy(to + n, name, len);
        n += len;
    }
    return (struct span){(const uint8_t *)to, n};
}

static bool plain(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < FIRST || s.ptr[i] > LAST || s.ptr[i] == '\\')
            return false;
    return true;
}

static void tell_code(struct hunt *h, uint32_t id, bool producer,
                      struct span who)
{
    bool code = aigc_code_ok(who);
    const char *service = "other";

    note(h, id, producer ? "producer-code" : "propagator-code",
         code      ? "code"
         : who.len ? "name"
                   : "none");
    note(h, id, producer ? "uscc" : "propagator-uscc",
         !code                                ? "none"
         : aigc_uscc_ok(span_cut(who, 4, 18)) ? "ok"
                                              : "bad");
    if (!code)
        return;
    if (who.ptr[SERVICE_AT] == '0')
        service = "0";
    else if (who.ptr[SERVICE_AT] == '1')
        service = "1";
    else if (who.ptr[SERVICE_AT] == '2')
        service = "2";
    note(h, id, producer ? "service" : "propagator-service", service);
}

/* A signature costs as much as many bytes of text: it counts as such. */
static void tell_security(struct hunt *h, uint32_t id, bool first,
                          const struct aigc *r)
{
    static const char *const forms[] = {"none", "opaque", "security-data",
                                        "security-data"};
    struct span field = r->value[first ? AIGC_RESERVED1 : AIGC_RESERVED2];
    unsigned tries =
        peek_is_map(shape_trim(field)) && hunt_step(h, VERIFY_STEPS)
            ? VERIFY_TRIES
            : 0;
    enum security s = security_cn(hunt_arena(h), field, r, &tries);

    note(h, id, first ? "security1" : "security2", forms[s]);
    if (s >= SECURITY_DATA)
        note(h, id, first ? "signature1" : "signature2",
             s == SECURITY_VERIFIED ? "verified" : "unverifiable");
}

static bool label_ok(struct span label)
{
    return label.len == 1 && label.ptr[0] >= '1' && label.ptr[0] <= '3';
}

/* tell_checks lists how far the record keeps to the standard: see aigc.h. */
static void tell_checks(struct hunt *h, uint32_t id, const struct found *f)
{
    const struct aigc *r = &f->record;
    const struct span *v = r->value;
    unsigned all = (1U << AIGC_KEYS) - 1, missing = all & ~r->seen, empty = 0;
    bool ok = true;

    for (unsigned k = 0; k < AIGC_KEYS; k++) {
        empty |= (r->seen & 1U << k && !v[k].len) ? 1U << k : 0;
        ok = ok && (k == AIGC_RESERVED1 || k == AIGC_RESERVED2 || plain(v[k]));
    }
    hunt_attr(h, id, SPAN("fields"),
              missing ? list(h, "missing:", missing) : SPAN("complete"));
    if (empty)
        hunt_attr(h, id, SPAN("empty"), list(h, "", empty));
    if (r->not_text)
        hunt_attr(h, id, SPAN("not-text"), list(h, "", r->not_text));
    yes_no(h, id, "label-valid", label_ok(v[AIGC_LABEL]));
    yes_no(h, id, "label-text", !(r->not_text & 1U << AIGC_LABEL));
    yes_no(h, id, "duplicate-keys", r->duplicate);
    yes_no(h, id, "trailing", r->trailing);
    yes_no(h, id, "key-named",
           f->named || r->form == AIGC_WRAPPED || r->form == AIGC_YAML);
    note(h, id, "characters", ok ? "ok" : "other");
    yes_no(h, id, "first-write",
           v[AIGC_PRODUCER].len &&
               span_eq(v[AIGC_PRODUCER], v[AIGC_PROPAGATOR]) &&
               span_eq(v[AIGC_PRODUCE_ID], v[AIGC_PROPAGATE_ID]));
    yes_no(h, id, "propagated",
           v[AIGC_PROPAGATOR].len && v[AIGC_PROPAGATE_ID].len);
    tell_code(h, id, true, v[AIGC_PRODUCER]);
    tell_code(h, id, false, v[AIGC_PROPAGATOR]);
    hunt_measure(h, id, SPAN("code-length"), (double)v[AIGC_PRODUCER].len);
    tell_security(h, id, true, r);
    tell_security(h, id, false, r);
}

/* claim sets what the label says: 1 belongs to, 2 possibly, 3 suspected.  A
 * word in its place breaks the standard, but not every other number. */
static void claim(struct mark *m, struct span label)
{
    m->claim = GM_TRACE;
    m->makes = GM_GENERATED;
    if (span_eq(label, SPAN("1")))
        *m = (struct mark){.claim = GM_GENERATED};
    else if (span_eq(label, SPAN("2")))
        m->sure = POSSIBLE;
    else if (span_eq(label, SPAN("3")))
        m->sure = SUSPECTED;
    else if (shape_has_word(label, SPAN("AIGC")))
        m->sure = WORDS;
    else
        *m = (struct mark){0};
}

static void tell(struct hunt *h, const struct found *f, uint32_t records)
{
    static const char *const forms[] = {"bare", "wrapped", "yaml",
                                        "unreadable"};
    const struct aigc *r = &f->record;
    struct mark m = {0}, said = {0};
    uint32_t id;

    if (f->field)
        m = mark_of_field(f->field);
    else
        m.slot = f->slot;
    if (f->at.len)
        m.at = f->at;
    claim(&said, r->value[AIGC_LABEL]);
    m.kind = GM_AIGC;
    m.name = SPAN("AIGC");
    m.value = shape_short(r->value[AIGC_LABEL], 40);
    m.claim = said.claim;
    m.makes = said.makes;
    m.sure = said.sure;
    m.generator = aigc_maker(r->value[AIGC_PRODUCER]);
    id = hunt_mark(h, m);
    note(h, id, "record", forms[r->form]);
    hunt_measure(h, id, SPAN("records"), records);
    if (r->form == AIGC_UNREADABLE)
        return;
    for (unsigned k = 0; k < AIGC_KEYS; k++)
        if (r->seen & 1U << k)
            hunt_attr(h, id, shape_of(aigc_key_name(k)), r->value[k]);
    tell_checks(h, id, f);
}

/* ---- where records stand ------------------------------------------------ */

struct catch
{
    struct hunt *hunt;
    struct found *list;
    uint32_t count, cap;
};

static void keep(struct catch *c, const struct found *f)
{
    if (c->count == c->cap) {
        uint32_t cap = c->cap ? 2 * c->cap : 4;
        struct found *more =
            arena_alloc(hunt_arena(c->hunt), cap * sizeof(*more));

        if (!more) {
            hunt_partial(c->hunt, "arena_bytes");
            return;
        }
        if (c->count)
            memcpy(more, c->list, c->count * sizeof(*more));
        c->list = more;
        c->cap = cap;
    }
    c->list[c->count++] = *f;
}

/* strip takes the name off "AIGC{...}" and "AIGC={...}". */
static struct span strip(struct span s)
{
    size_t n = 4;

    s = shape_trim(s);
    if (!shape_starts_fold(s, SPAN("AIGC")))
        return s;
    while (n < s.len && (s.ptr[n] == 0 || s.ptr[n] == ' ' || s.ptr[n] == ':' ||
                         s.ptr[n] == '='))
        n++;
    return n < s.len && s.ptr[n] == '{' ? span_cut(s, n, s.len - n) : s;
}

/* part_of is the key where a record is written one field a key: AIGC/Label in
 * front matter, that or Label in the name space of TC260; else empty. */
static struct span part_of(const struct field *f)
{
    bool own = f->space == SPACE_XMP && span_starts(f->ns, NAMESPACE);
    struct span key = own ? f->name : (struct span){0};

    if ((own || f->space == SPACE_FRONT) && f->name.len > 5 &&
        shape_starts_fold(f->name, SPAN("AIGC")) &&
        (f->name.ptr[4] == '/' || f->name.ptr[4] == '.'))
        key = span_cut(f->name, 5, f->name.len - 5);
    return own && !aigc_is_key(key) ? (struct span){0} : key;
}

/* take_parts joins the fields AIGC/Label, AIGC/ProduceID... from *i on, until
 * one repeats in another block or something else comes. */
static void take_parts(struct catch *c, uint32_t *i)
{
    const struct fields *all = hunt_fields(c->hunt);
    struct found f = {.field = &all->list[*i], .named = true};
    struct span key;

    f.record.form = f.field->space == SPACE_FRONT ? AIGC_YAML : AIGC_BARE;
    for (; *i < all->count && (key = part_of(&all->list[*i])).len; (*i)++) {
        const struct field *x = &all->list[*i];

        if (x->slot != f.field->slot && span_eq(x->name, f.field->name))
            break; /* the same key again: the next block */
        aigc_put(&f.record, key, shape_trim(x->value));
    }
    (*i)--;
    if (f.record.seen)
        keep(c, &f);
}

static void take_field(struct catch *c, const struct field *f, unsigned traits)
{
    bool free_text = f->space == SPACE_COMMENT || f->space == SPACE_EXIF ||
                     f->space == SPACE_PAIR || f->space == SPACE_XMP ||
                     f->space == SPACE_IPTC;
    bool named = traits & TRAIT_AIGC;
    struct span s;
    struct found hit;

    if (!named && !(free_text && traits & TRAIT_MAP))
        return;
    s = strip(f->value);
    if (!named && !shape_has(s, SPAN("\"Label\"")) &&
        !shape_has(s, SPAN("\"AIGC\"")))
        return;
    hit = (struct found){.field = f, .named = named};
    if (aigc_read(hunt_arena(c->hunt), s, hunt_limits(c->hunt), &hit.record)) {
        keep(c, &hit);
    } else if (f->space != SPACE_EXIF &&
               (shape_eq_fold(f->name, SPAN("AIGC")) ||
                shape_eq_fold(f->name, SPAN("TXXX:AIGC")))) {
        hit.record.form = AIGC_UNREADABLE;
        keep(c, &hit);
    }
}

/* take_slot looks into segments that no reader knows.  Each try may read as
 * much as a record can be long, so it counts as work. */
static void take_slot(struct catch *c, const struct slot *s, uint32_t index)
{
    struct found hit = {.slot = index, .named = true};
    ptrdiff_t at;

    if (s->kind != SLOT_OTHER)
        return;
    at = shape_find(s->data, SPAN("AIGC"), 0);
    if (shape_has_fold(s->key, SPAN("AIGC")) &&
        peek_is_map(shape_trim(s->data)))
        at = 0;
    for (; at != NOWHERE;
         at = shape_find(s->data, SPAN("AIGC"), (size_t)at + 4)) {
        size_t from = (size_t)at;
        struct span record;

        if (at >= 2 && s->data.ptr[at - 1] == '"' && s->data.ptr[at - 2] == '{')
            from -= 2; /* {"AIGC":{...}} */
        record = strip(shape_short(span_cut(s->data, from, s->data.len - from),
                                   RECORD_MAX));
        if (!peek_is_map(record))
            continue;
        if (!hunt_step(c->hunt, 1 + record.len))
            return;
        if (aigc_read(hunt_arena(c->hunt), record, hunt_limits(c->hunt),
                      &hit.record)) {
            keep(c, &hit);
            return;
        }
    }
}

/* take_text reads blocks of YAML in a text that front matter is not: at its
 * end, or in a fence. */
static void take_text(struct catch *c, const struct slot *s, uint32_t index)
{
    struct found hit = {.slot = index, .named = true};
    ptrdiff_t hit_at = 0;
    size_t from, used;

    while (s->kind == SLOT_TEXT && hunt_step(c->hunt, 1)) {
        hit_at = shape_find(s->data, SPAN("AIGC:"), (size_t)hit_at);
        if (hit_at == NOWHERE)
            return;
        from = (size_t)hit_at + 5;
        if (hit_at && s->data.ptr[hit_at - 1] != '\n') {
            hit_at++;
            continue;
        }
        while (from < s->data.len &&
               (s->data.ptr[from] == ' ' || s->data.ptr[from] == '\r'))
            from++;
        hit_at++;
        if (from >= s->data.len || s->data.ptr[from] != '\n')
            continue;
        from++;
        if (aigc_read_yaml(span_cut(s->data, from, s->data.len - from),
                           &hit.record, &used) &&
            label_ok(hit.record.value[AIGC_LABEL])) {
            hit.at = mark_in_text(s, from, used);
            keep(c, &hit);
        }
    }
}

/* ---- what a removed label leaves ---------------------------------------- */

static bool is_blank(struct span s)
{
    return shape_trim(s).len == 0;
}

/* residue tells of an empty shell: the name space without its property, or a
 * field called AIGC without a value.  It says nothing of origin by itself. */
static void residue(struct hunt *h)
{
    const struct fields *all = hunt_fields(h);
    const struct traits *t = hunt_traits(h);
    const struct doc *doc = hunt_doc(h);
    struct mark m = {.kind = GM_METADATA, .slot = NO_SLOT};

    for (uint32_t i = 0;
         t->any & TRAIT_AIGC && i < all->count && m.slot == NO_SLOT; i++)
        if (shape_eq_fold(all->list[i].name, SPAN("AIGC")) &&
            is_blank(all->list[i].value)) {
            m = mark_of_field(&all->list[i]);
            m.value = SPAN("empty field");
        }
    for (uint32_t i = 0; i < doc->slot_count && m.slot == NO_SLOT; i++) {
        const struct slot *s = &doc->slots[i];

        if (s->kind == SLOT_XMP && shape_has(s->data, NAMESPACE)) {
            m.slot = i;
            m.value = SPAN("name space");
        }
    }
    if (m.slot == NO_SLOT)
        return;
    m.name = SPAN("aigc-residue");
    m.claim = GM_CLAIM_NONE;
    hunt_mark(h, m);
}

static void find(struct hunt *h)
{
    const struct fields *all = hunt_fields(h);
    const struct doc *doc = hunt_doc(h);
    const struct traits *t = hunt_traits(h);
    struct catch c = {.hunt = h};

    for (uint32_t i = 0; i < all->count && t->of && hunt_ok(h); i++) {
        if (!(t->of[i] & (TRAIT_AIGC | TRAIT_MAP)) &&
            all->list[i].space != SPACE_XMP)
            continue;
        if (!hunt_step(h, 1))
            break;
        if (part_of(&all->list[i]).len)
            take_parts(&c, &i);
        else
            take_field(&c, &all->list[i], t->of[i]);
    }
    for (uint32_t i = 0; i < doc->slot_count && hunt_step(h, 1); i++) {
        take_slot(&c, &doc->slots[i], i);
        take_text(&c, &doc->slots[i], i);
    }
    for (uint32_t i = 0; i < c.count; i++)
        tell(h, &c.list[i], c.count);
    if (!c.count)
        residue(h);
}

const struct finder finder_label_cn = {
    .name = "aigc",
    .what = "AIGC record of GB 45438-2025 (China)",
    .find = find,
};
