/* SPDX-License-Identifier: Apache-2.0
 * atoms.c - the conditions of a rule: words to atoms.
 *
 * The vocabulary is the one of reports: kinds, claims, proofs, forms and media
 * are spelled as in JSON, facts as on the command line.  A word that is none
 * of these is an error and not an atom that never holds. */
#include "law/dates.h"

#include "base/str.h"
#include "law/pattern.h"
#include "marks/mark.h"

enum {
    ATOMS_MAX = 16,    /* of one line */
    NUMBER_CHARS = 16, /* of a number */
    DAYS_MAX = 100000
};

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
        if (word_is(s, signs[i].sign)) {
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
    struct span s = words_next(w), name = word_part(&s, '=');
    size_t f = fact_named(w, name);

    if (f == FACT_COUNT)
        return;
    a->arg = (uint8_t)f;
    if (s.len == 0)
        words_wrong(w, "wants NAME=VALUE", name);
    while (s.len) {
        struct span one = word_part(&s, ',');
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

    while (s.len && !word_is(s, "|") && !w->wrong) {
        unsigned bit = pattern_bit(s, name, last);

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
    bits(w, a, pattern_media, GM_PACKAGE);
}

static bool is_format(struct span s)
{
    const struct format *f;
    size_t i = 0;

    do
        f = format_at(i++);
    while (f && !word_is(s, f->name));
    return f != NULL;
}

/* "format html,pdf" */
static void format(struct words *w, struct atom *a)
{
    struct choice *c = &a->pattern->classes;

    pattern_choice(c, w, words_next(w));
    if (!c->count)
        words_wrong(w, "wants the name of a format", w->rest);
    for (uint32_t i = 0; i < c->count; i++) {
        struct span one = str_span(c->word[i]);

        if (!is_format(one))
            words_wrong(w, "unknown format", one);
    }
}

static void origin(struct words *w, struct atom *a)
{
    bits(w, a, pattern_claim, GM_NEAR_MISS);
}

static void channel(struct words *w, struct atom *a)
{
    static const char *const names[] = {"any", "visible", "audible", "text"};
    struct words ahead = *w;
    struct span s = words_next(&ahead);

    a->arg = CHANNEL_ANY;
    for (uint8_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (word_is(s, names[i])) {
            a->arg = i;
            w->rest = ahead.rest;
        }
    }
}

static void marked(struct words *w, struct atom *a)
{
    struct span before = w->rest;

    *a->pattern = pattern_read(w);
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
    unsigned kind = pattern_bit(s, pattern_kind, GM_RIGHTS);

    *a->pattern = pattern_any();
    a->pattern->doubtful = true;
    if (kind) {
        a->pattern->kinds = kind;
        s = words_next(w);
    }
    pattern_reach(a->pattern, NULL);
    a->name = str_text(word_part(&s, '='));
    a->value = str_text(s);
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

    if (word_is(s, "today"))
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
    if (word_is(s, "from")) {
        a->inverse = true;
    } else if (word_is(s, "within")) {
        a->op = OP_WITHIN;
        a->number = number(w, words_next(w));
        if (a->number > DAYS_MAX || !word_is(words_next(w), "days") ||
            !word_is(words_next(w), "before"))
            words_wrong(w, "wants: within N days before", s);
    } else if (!word_is(s, "before")) {
        words_wrong(w, "wants before, from or within", s);
    }
    a->right = when_of(w, words_next(w));
}

static uint8_t ranges(struct words *w)
{
    struct span s = words_next(w);
    size_t f = fact_named(w, s);

    if (f < FACT_COUNT && fact_rows[f].type != FACT_RANGES)
        words_wrong(w, "no fact of ranges", s);
    return (uint8_t)f;
}

/* "covers mark-ranges ai-ranges" */
static void covers(struct words *w, struct atom *a)
{
    a->arg = ranges(w);
    a->of = ranges(w);
}

/* "starts spoken-ranges <= 10" */
static void timed(struct words *w, struct atom *a)
{
    a->of = ranges(w);
    comparison(w, a);
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
    {"format", OP_FORMAT, format},
    {"origin", OP_ORIGIN, origin},
    {"mark", OP_MARK, marked},
    {"count", OP_COUNT, counted},
    {"field", OP_FIELD, field},
    {"measure", OP_MEASURE, measure},
    {"date", OP_DATE, dated},
    {"covers", OP_COVERS, covers},
    {"starts", OP_STARTS, timed},
    {"lasts", OP_LASTS, timed},
    {"before", OP_BEFORE, marked},
    {"lost", OP_LOST, marked},
    {"weakened", OP_WEAKENED, marked},
    {"changed", OP_ALTERED, field},
};

/* Older spellings that say which set of words they mean. */
static bool alias(struct words *w, struct span s, struct atom *a)
{
    if (!word_is(s, "claim") && !word_is(s, "proof") && !word_is(s, "form") &&
        !word_is(s, "phrase"))
        return false;
    a->op = OP_MARK;
    *a->pattern = pattern_any();
    if (word_is(s, "phrase"))
        pattern_choice(&a->pattern->classes, w, words_next(w));
    else if (word_is(s, "claim"))
        a->pattern->claims =
            pattern_bit(words_next(w), pattern_claim, GM_NEAR_MISS);
    else if (word_is(s, "proof"))
        a->pattern->proofs =
            pattern_bit(words_next(w), pattern_proof, GM_BROKEN);
    else
        a->pattern->forms = pattern_bit(words_next(w), pattern_form, GM_READ);
    if (!a->pattern->claims || !a->pattern->proofs || !a->pattern->forms)
        words_wrong(w, "unknown word after this", s);
    pattern_reach(a->pattern, NULL);
    return true;
}

static void atom(struct words *w, struct atom *a)
{
    struct span s = words_next(w);

    if (word_is(s, "not")) {
        a->negate = true;
        s = words_next(w);
    }
    if (word_is(s, "told")) {
        a->told = true;
        s = words_next(w);
    }
    for (size_t i = 0; i < sizeof(vocabulary) / sizeof(vocabulary[0]); i++) {
        if (word_is(s, vocabulary[i].word)) {
            a->op = vocabulary[i].op;
            if (vocabulary[i].read)
                vocabulary[i].read(w, a);
            return;
        }
    }
    if (!alias(w, s, a))
        words_wrong(w, "unknown condition", s);
}

/* keep moves what was read of one line into the arena; a pattern only where
 * the condition is about marks or a list, for it is most of an atom. */
static bool keep(struct law *l, const struct atom *list, struct line *to)
{
    struct atom *kept = arena_alloc(&l->arena, to->count * sizeof(*kept));

    for (uint32_t i = 0; kept && i < to->count; i++) {
        const struct pattern *p = list[i].pattern;

        kept[i] = list[i];
        kept[i].pattern = NULL;
        if (!p->kinds && !p->classes.count)
            continue;
        kept[i].pattern = arena_alloc(&l->arena, sizeof(*p));
        if (!kept[i].pattern)
            return false;
        *kept[i].pattern = *p;
    }
    to->atoms = kept;
    return kept != NULL;
}

bool pack_atoms(struct law *l, struct words *w, struct line *to)
{
    struct atom list[ATOMS_MAX];
    struct pattern patterns[ATOMS_MAX];
    struct span s;

    do {
        if (to->count == ATOMS_MAX) {
            words_wrong(w, "too many conditions on one line", w->rest);
            break;
        }
        patterns[to->count] = (struct pattern){0};
        list[to->count] = (struct atom){.pattern = &patterns[to->count]};
        atom(w, &list[to->count++]);
        s = words_next(w);
        if (s.len && !word_is(s, "|"))
            words_wrong(w, "wants a bar before this", s);
    } while (s.len && !w->wrong);
    return !w->wrong && keep(l, list, to);
}
