/* SPDX-License-Identifier: Apache-2.0
 * pattern.c - which marks a condition is about: words to a pattern. */
#include "law/pattern.h"

#include "base/str.h"
#include "marks/mark.h"

/* clang-format off */
const char *pattern_media(int v) { return gm_media_name((gm_media)v); }
const char *pattern_kind(int v) { return gm_kind_name((gm_kind)v); }
const char *pattern_claim(int v) { return gm_claim_name((gm_claim)v); }
const char *pattern_proof(int v) { return gm_proof_name((gm_proof)v); }
const char *pattern_form(int v) { return gm_form_name((gm_form)v); }
/* clang-format on */

unsigned pattern_bit(struct span s, namer *name, int last)
{
    for (int i = 0; i <= last; i++)
        if (word_is(s, name(i)))
            return 1u << i;
    return 0;
}

static const struct finder *finder_named(struct span s)
{
    const struct finder *f;
    size_t i = 0;

    do
        f = finder_at(i++);
    while (f && !word_is(s, f->name));
    return f;
}

/* narrow sets the bits that a word names in the first set that knows it. */
static bool narrow(struct pattern *p, struct span word)
{
    const struct {
        unsigned *set;
        namer *name;
        int last;
    } sets[] = {{&p->kinds, pattern_kind, GM_RIGHTS},
                {&p->claims, pattern_claim, GM_NEAR_MISS},
                {&p->proofs, pattern_proof, GM_BROKEN},
                {&p->forms, pattern_form, GM_READ}};

    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        struct span rest = word;
        unsigned bits = 0;

        while (rest.len) {
            unsigned bit =
                pattern_bit(word_part(&rest, ','), sets[i].name, sets[i].last);

            bits = bit && bits != ANY_BITS ? bits | bit : ANY_BITS;
        }
        if (bits != ANY_BITS && bits) {
            *sets[i].set = bits;
            return true;
        }
    }
    return false;
}

/* choice takes "A,B,C". */
void pattern_choice(struct choice *c, struct words *w, struct span list)
{
    while (list.len) {
        struct span one = word_part(&list, ',');

        if (one.len == 0 || c->count == CLASS_MAX) {
            words_wrong(w, "too many words, or an empty one", one);
            return;
        }
        c->word[c->count++] = str_text(one);
    }
}

static void says(struct pattern *p, struct words *w, struct span list)
{
    for (size_t i = 0; i < SAYS_MAX; i++) {
        if (p->says[i].count)
            continue;
        pattern_choice(&p->says[i], w, list);
        return;
    }
    words_wrong(w, "too many lists of words", list);
}

/* keyed takes the words with a key; false where the word has none we know. */
static bool keyed(struct pattern *p, struct words *w, struct span word)
{
    struct span value = word, key = word_part(&value, ':');

    if (!word_has(word, ':'))
        return false;
    if (word_is(key, "class") || word_is(key, "no-class"))
        pattern_choice(&p->classes, w, value),
            p->not_class = word_is(key, "no-class");
    else if (word_is(key, "part"))
        pattern_choice(&p->parts, w, value);
    else if (word_is(key, "says"))
        says(p, w, value);
    else if (word_is(key, "claim"))
        p->claims = pattern_bit(value, pattern_claim, GM_NEAR_MISS);
    else if (word_is(key, "form"))
        p->forms = pattern_bit(value, pattern_form, GM_READ);
    else if (word_is(key, "makes"))
        p->makes = pattern_bit(value, pattern_claim, GM_NEAR_MISS);
    else if (word_is(key, "generator"))
        p->generator = str_text(value);
    else if (word_is(key, "name"))
        p->name = str_text(value);
    else
        return false;
    return p->claims && p->forms && p->makes && value.len;
}

/* Who could have made such a mark: where that finder did not run, the absence
 * of the mark is not known. */
void pattern_reach(struct pattern *p, const struct finder *f)
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

struct pattern pattern_any(void)
{
    return (struct pattern){.kinds = ANY_BITS,
                            .claims = ANY_BITS,
                            .proofs = ~(1u << GM_BROKEN),
                            .forms = ANY_BITS,
                            .makes = ANY_BITS};
}

/* pattern reads words up to a bar, a comparison or the end. */
struct pattern pattern_read(struct words *w)
{
    struct pattern p = pattern_any();
    const struct finder *by = NULL;
    struct words ahead = *w;
    struct span word = words_next(&ahead);

    while (word.len && !word_is(word, "|") && !word_has(word, '=') &&
           !word_is(word, "<") && !word_is(word, ">") && !w->wrong) {
        if (!keyed(&p, w, word) && !narrow(&p, word)) {
            by = finder_named(word);
            p.finder = str_text(word);
            if (!by)
                words_wrong(w, "unknown mark", word);
        }
        w->rest = ahead.rest;
        word = words_next(&ahead);
    }
    p.doubtful = p.kinds == 1u << GM_AIGC; /* a record is one, whatever its
                                              label supposes */
    pattern_reach(&p, by);
    return p;
}
