/* SPDX-License-Identifier: Apache-2.0
 * atoms.c - the conditions of a rule: words to atoms.
 *
 * The vocabulary is the one of reports: kinds, claims, proofs, forms and media
 * are spelled as in JSON, facts as on the command line.  A word that is none
 * of these is an error and not an atom that never holds. */
#include "law/dates.h"
#include "law/pack.h"
#include "marks/mark.h"

enum {
    ATOMS_MAX = 16,    /* of one line */
    NUMBER_CHARS = 16, /* of a number */
    DAYS_MAX = 100000
};

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static bool is(struct span s, const char *word)
{
    return span_eq(s, span_of(word));
}

static gm_str str_of(struct span s)
{
    return (gm_str){(const char *)s.ptr, s.len};
}

struct span words_next(struct words *w)
{
    struct span r = w->rest, s;

    while (r.len && r.ptr[0] == ' ')
        r = span_cut(r, 1, r.len - 1);
    s = (struct span){r.ptr, 0};
    while (s.len < r.len && r.ptr[s.len] != ' ')
        s.len++;
    w->rest = span_cut(r, s.len, r.len - s.len);
    return s;
}

void words_wrong(struct words *w, const char *what, struct span at)
{
    if (w->wrong)
        return;
    w->wrong = what;
    w->at = at;
}

/* part takes what stands before the sign, and leaves what stands behind. */
static struct span part(struct span *s, uint8_t sign)
{
    struct span first = {s->ptr, 0};

    while (first.len < s->len && s->ptr[first.len] != sign)
        first.len++;
    *s = first.len < s->len
             ? span_cut(*s, first.len + 1, s->len - first.len - 1)
             : (struct span){0};
    return first;
}

static bool has_sign(struct span s, uint8_t sign)
{
    return s.len && memchr(s.ptr, sign, s.len);
}

/* Names of an enum, to the bit of the one that fits; 0 where none does. */
typedef const char *namer(int value);
/* clang-format off */
static const char *media_name(int v) { return gm_media_name((gm_media)v); }
static const char *kind_name(int v) { return gm_kind_name((gm_kind)v); }
static const char *claim_name(int v) { return gm_claim_name((gm_claim)v); }
static const char *proof_name(int v) { return gm_proof_name((gm_proof)v); }
static const char *form_name(int v) { return gm_form_name((gm_form)v); }
/* clang-format on */

static unsigned bit_of(struct span s, namer *name, int last)
{
    for (int i = 0; i <= last; i++)
        if (is(s, name(i)))
            return 1u << i;
    return 0;
}

static const struct finder *finder_named(struct span s)
{
    const struct finder *f;
    size_t i = 0;

    do
        f = finder_at(i++);
    while (f && !is(s, f->name));
    return f;
}

/* narrow sets the bits that a word names in the first set that knows it. */
static bool narrow(struct pattern *p, struct span word)
{
    const struct {
        unsigned *set;
        namer *name;
        int last;
    } sets[] = {{&p->kinds, kind_name, GM_RIGHTS},
                {&p->claims, claim_name, GM_NEAR_MISS},
                {&p->proofs, proof_name, GM_BROKEN},
                {&p->forms, form_name, GM_READ}};

    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        struct span rest = word;
        unsigned bits = 0;

        while (rest.len) {
            unsigned bit = bit_of(part(&rest, ','), sets[i].name, sets[i].last);

            bits = bit && bits != ANY_BITS ? bits | bit : ANY_BITS;
        }
        if (bits != ANY_BITS && bits) {
            *sets[i].set = bits;
            return true;
        }
    }
    return false;
}

static void classes(struct pattern *p, struct words *w, struct span list,
                    bool not )
{
    p->not_class = not ;
    while (list.len) {
        struct span one = part(&list, ',');

        if (one.len == 0 || p->class_count == CLASS_MAX) {
            words_wrong(w, "too many classes, or an empty one", one);
            return;
        }
        p->classes[p->class_count++] = str_of(one);
    }
}

/* keyed takes the words with a key; false where the word has none we know. */
static bool keyed(struct pattern *p, struct words *w, struct span word)
{
    struct span value = word, key = part(&value, ':');

    if (!has_sign(word, ':'))
        return false;
    if (is(key, "class") || is(key, "no-class"))
        classes(p, w, value, is(key, "no-class"));
    else if (is(key, "claim"))
        p->claims = bit_of(value, claim_name, GM_NEAR_MISS);
    else if (is(key, "form"))
        p->forms = bit_of(value, form_name, GM_READ);
    else if (is(key, "makes"))
        p->makes = bit_of(value, claim_name, GM_NEAR_MISS);
    else if (is(key, "generator"))
        p->generator = str_of(value);
    else if (is(key, "name"))
        p->name = str_of(value);
    else
        return false;
    return p->claims && p->forms && p->makes && value.len;
}

/* Who could have made such a mark: where that finder did not run, the absence
 * of the mark is not known. */
static void reach(struct pattern *p, const struct finder *f)
{
    const unsigned seen = 1u << GM_WATERMARK | 1u << GM_VISIBLE;
    const unsigned read = 1u << GM_DENIAL | 1u << GM_NEAR_MISS |
                          1u << GM_CAPTURED | 1u << GM_TRACE;

    p->pixels = p->other = true;
    if (f)
        p->pixels = f->pixels, p->other = !f->pixels;
    else if (p->kinds != ANY_BITS)
        p->pixels = p->kinds & seen, p->other = p->kinds & ~seen;
    else if (p->forms != ANY_BITS && !(p->forms & (1u << GM_MACHINE)))
        p->pixels = p->forms & (1u << GM_SEEN);
    else if (!(p->claims & ~read))
        p->pixels = false;
}

static struct pattern pattern_any(void)
{
    return (struct pattern){.kinds = ANY_BITS,
                            .claims = ANY_BITS,
                            .proofs = ~(1u << GM_BROKEN),
                            .forms = ANY_BITS,
                            .makes = ANY_BITS};
}

/* pattern reads words up to a bar, a comparison or the end. */
static struct pattern pattern(struct words *w)
{
    struct pattern p = pattern_any();
    const struct finder *by = NULL;
    struct words ahead = *w;
    struct span word = words_next(&ahead);

    while (word.len && !is(word, "|") && !has_sign(word, '=') &&
           !is(word, "<") && !is(word, ">") && !w->wrong) {
        const struct finder *f = finder_named(word);

        if (!keyed(&p, w, word) && !narrow(&p, word)) {
            if (!f)
                words_wrong(w, "unknown mark", word);
            else
                p.finder = str_of(word), by = f;
        }
        w->rest = ahead.rest;
        word = words_next(&ahead);
    }
    p.doubtful = p.kinds == 1u << GM_AIGC; /* a record is one, whatever its
                                              label supposes */
    reach(&p, by);
    return p;
}

static double number(struct words *w, struct span s)
{
    double v = 0, unit = 1;
    bool point = false;

    if (s.len == 0 || s.len > NUMBER_CHARS || s.ptr[0] == '.')
        words_wrong(w, "not a number", s);
    for (size_t i = 0; i < s.len && !w->wrong; i++) {
        if (s.ptr[i] == '.' && !point) {
            point = true;
        } else if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            words_wrong(w, "not a number", s);
        } else {
            v = 10 * v + (s.ptr[i] - '0');
            unit *= point ? 10 : 1;
        }
    }
    return v / unit;
}

static void comparison(struct words *w, struct atom *a)
{
    static const struct {
        const char *sign;
        enum compare is;
    } signs[] = {{"<", IS_LESS},
                 {"<=", IS_AT_MOST},
                 {"=", IS_EQUAL},
                 {">=", IS_AT_LEAST},
                 {">", IS_MORE}};
    struct span s = words_next(w);

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (is(s, signs[i].sign)) {
            a->arg = (uint8_t)signs[i].is;
            a->number = number(w, words_next(w));
            return;
        }
    }
    words_wrong(w, "wants < <= = >= or >", s);
}

static size_t fact_named(struct words *w, struct span s)
{
    size_t f = fact_find(s);

    if (f == FACT_COUNT)
        words_wrong(w, "unknown fact", s);
    return f;
}

/* "role=provider,deployer" */
static void fact(struct words *w, struct atom *a)
{
    struct span s = words_next(w), name = part(&s, '=');
    size_t f = fact_named(w, name);

    if (f == FACT_COUNT)
        return;
    a->arg = (uint8_t)f;
    if (s.len == 0)
        words_wrong(w, "wants NAME=VALUE", name);
    while (s.len) {
        struct span one = part(&s, ',');
        int v = fact_value(f, one);

        if (v < 0)
            words_wrong(w, "not a value of this fact", one);
        else
            a->bits |= 1u << v;
    }
}

static void given(struct words *w, struct atom *a)
{
    a->arg = (uint8_t)fact_named(w, words_next(w));
}

/* bits reads words up to a bar, each the name of a bit. */
static void bits(struct words *w, struct atom *a, namer *name, int last)
{
    struct words ahead = *w;
    struct span s = words_next(&ahead);

    while (s.len && !is(s, "|") && !w->wrong) {
        unsigned bit = bit_of(s, name, last);

        if (!bit)
            words_wrong(w, "unknown word", s);
        a->bits |= bit;
        w->rest = ahead.rest;
        s = words_next(&ahead);
    }
    if (!a->bits)
        words_wrong(w, "wants a word", s);
}

static void media(struct words *w, struct atom *a)
{
    bits(w, a, media_name, GM_PACKAGE);
}

static void origin(struct words *w, struct atom *a)
{
    bits(w, a, claim_name, GM_NEAR_MISS);
}

static void channel(struct words *w, struct atom *a)
{
    static const char *const names[] = {"any", "visible", "audible", "text"};
    struct words ahead = *w;
    struct span s = words_next(&ahead);

    a->arg = CHANNEL_ANY;
    for (uint8_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (is(s, names[i])) {
            a->arg = i;
            w->rest = ahead.rest;
        }
    }
}

static void marked(struct words *w, struct atom *a)
{
    struct span before = w->rest;

    a->pattern = pattern(w);
    if (w->rest.len == before.len)
        words_wrong(w, "wants a mark", before);
}

static void counted(struct words *w, struct atom *a)
{
    marked(w, a);
    comparison(w, a);
}

static void size(struct words *w, struct atom *a)
{
    comparison(w, a);
}

/* "Label", "Label=1" or "aigc Label=1": a detail that some mark has, however
 * sure that mark is of its claim. */
static void field(struct words *w, struct atom *a)
{
    struct span s = words_next(w);
    unsigned kind = bit_of(s, kind_name, GM_RIGHTS);

    a->pattern = pattern_any();
    a->pattern.doubtful = true;
    if (kind) {
        a->pattern.kinds = kind;
        s = words_next(w);
    }
    reach(&a->pattern, NULL);
    a->name = str_of(part(&s, '='));
    a->value = str_of(s);
    if (!a->name.len)
        words_wrong(w, "wants the name of a detail", s);
}

static void measure(struct words *w, struct atom *a)
{
    field(w, a);
    comparison(w, a);
}

static struct when when_of(struct words *w, struct span s)
{
    struct when t = {.kind = WHEN_TODAY};
    size_t f = fact_find(s);

    if (is(s, "today"))
        return t;
    if (date_day(s, &t.day)) {
        t.kind = WHEN_DAY;
    } else if (f < FACT_COUNT && fact_rows[f].type == FACT_DATE) {
        t.kind = WHEN_FACT;
        t.fact = (uint8_t)f;
    } else {
        words_wrong(w, "neither a date nor a fact that is one", s);
    }
    return t;
}

/* "A before B", "A from B" (its opposite), "A within N days before B". */
static void dated(struct words *w, struct atom *a)
{
    struct span s;

    a->left = when_of(w, words_next(w));
    s = words_next(w);
    if (is(s, "from")) {
        a->inverse = true;
    } else if (is(s, "within")) {
        a->op = OP_WITHIN;
        a->number = number(w, words_next(w));
        if (a->number > DAYS_MAX || !is(words_next(w), "days") ||
            !is(words_next(w), "before"))
            words_wrong(w, "wants: within N days before", s);
    } else if (!is(s, "before")) {
        words_wrong(w, "wants before, from or within", s);
    }
    a->right = when_of(w, words_next(w));
}

static const struct {
    const char *word;
    enum op op;
    void (*read)(struct words *w, struct atom *a);
} vocabulary[] = {
    {"never", OP_NEVER, NULL},
    {"ai", OP_AI, NULL},
    {"said", OP_SAID, NULL},
    {"machine", OP_MACHINE, NULL},
    {"trace", OP_TRACE, NULL},
    {"conflict", OP_CONFLICT, NULL},
    {"limit", OP_LIMIT, NULL},
    {"size", OP_SIZE, size},
    {"perceivable", OP_PERCEIVABLE, channel},
    {"fact", OP_FACT, fact},
    {"given", OP_GIVEN, given},
    {"media", OP_MEDIA, media},
    {"origin", OP_ORIGIN, origin},
    {"mark", OP_MARK, marked},
    {"count", OP_COUNT, counted},
    {"field", OP_FIELD, field},
    {"measure", OP_MEASURE, measure},
    {"date", OP_DATE, dated},
    {"before", OP_BEFORE, marked},
    {"lost", OP_LOST, marked},
    {"weakened", OP_WEAKENED, marked},
    {"changed", OP_ALTERED, field},
};

/* Older spellings that say which set of words they mean. */
static bool alias(struct words *w, struct span s, struct atom *a)
{
    if (!is(s, "claim") && !is(s, "proof") && !is(s, "form") &&
        !is(s, "phrase"))
        return false;
    a->op = OP_MARK;
    a->pattern = pattern_any();
    if (is(s, "phrase"))
        classes(&a->pattern, w, words_next(w), false);
    else if (is(s, "claim"))
        a->pattern.claims = bit_of(words_next(w), claim_name, GM_NEAR_MISS);
    else if (is(s, "proof"))
        a->pattern.proofs = bit_of(words_next(w), proof_name, GM_BROKEN);
    else
        a->pattern.forms = bit_of(words_next(w), form_name, GM_READ);
    if (!a->pattern.claims || !a->pattern.proofs || !a->pattern.forms)
        words_wrong(w, "unknown word after this", s);
    reach(&a->pattern, NULL);
    return true;
}

static void atom(struct words *w, struct atom *a)
{
    struct span s = words_next(w);

    if (is(s, "not")) {
        a->negate = true;
        s = words_next(w);
    }
    if (is(s, "told")) {
        a->told = true;
        s = words_next(w);
    }
    for (size_t i = 0; i < sizeof(vocabulary) / sizeof(vocabulary[0]); i++) {
        if (is(s, vocabulary[i].word)) {
            a->op = vocabulary[i].op;
            if (vocabulary[i].read)
                vocabulary[i].read(w, a);
            return;
        }
    }
    if (!alias(w, s, a))
        words_wrong(w, "unknown condition", s);
}

bool pack_atoms(struct law *l, struct words *w, struct line *to)
{
    struct atom list[ATOMS_MAX];
    struct atom *kept;
    struct span s;

    do {
        if (to->count == ATOMS_MAX) {
            words_wrong(w, "too many conditions on one line", w->rest);
            break;
        }
        list[to->count] = (struct atom){0};
        atom(w, &list[to->count++]);
        s = words_next(w);
        if (s.len && !is(s, "|"))
            words_wrong(w, "wants a bar before this", s);
    } while (s.len && !w->wrong);
    if (w->wrong)
        return false;
    kept = arena_alloc(&l->arena, to->count * sizeof(*kept));
    if (!kept)
        return false;
    memcpy(kept, list, to->count * sizeof(*kept));
    to->atoms = kept;
    return true;
}
