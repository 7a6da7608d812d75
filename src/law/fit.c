/* SPDX-License-Identifier: Apache-2.0
 * fit.c - is a mark one of those that a condition is about? */
#include "law/fit.h"

#include "law/sight.h"

bool fit_same(gm_str a, gm_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool fit_chosen(const struct choice *c, gm_str s)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (fit_same(c->word[i], s))
            return true;
    return c->count == 0;
}

static bool class_fits(const struct pattern *p, const gm_mark *m)
{
    return p->classes.count == 0 ||
           fit_chosen(&p->classes, m->cls) != p->not_class;
}

const gm_attr *fit_detail(const gm_mark *m, gm_str name)
{
    for (size_t i = 0; i < m->attr_count; i++)
        if (fit_same(m->attrs[i].name, name))
            return &m->attrs[i];
    return NULL;
}

static bool part_fits(const struct pattern *p, const gm_mark *m)
{
    const gm_attr *part =
        p->parts.count ? fit_detail(m, (gm_str){"part", 4}) : NULL;

    return p->parts.count == 0 || (part && fit_chosen(&p->parts, part->value));
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* has_word is whether word stands in s: where it begins or ends in a letter of
 * ASCII, not inside another word. */
static bool has_word(gm_str s, gm_str word)
{
    for (size_t i = 0; word.len && i + word.len <= s.len; i++) {
        const char *at =
            memchr(s.ptr + i, word.ptr[0], s.len - word.len - i + 1);

        if (!at)
            return false;
        i = (size_t)(at - s.ptr);
        if (memcmp(at, word.ptr, word.len) == 0 &&
            !(i && is_letter(at[0]) && is_letter(at[-1])) &&
            !(i + word.len < s.len && is_letter(at[word.len - 1]) &&
              is_letter(at[word.len])))
            return true;
    }
    return false;
}

static bool says_fit(const struct pattern *p, const gm_mark *m)
{
    for (size_t i = 0; i < SAYS_MAX; i++) {
        const struct choice *c = &p->says[i];
        bool said = c->count == 0;

        for (uint32_t k = 0; k < c->count && !said; k++)
            said = has_word(m->value, c->word[k]);
        if (!said)
            return false;
    }
    return true;
}

bool fit(const struct pattern *p, const gm_mark *m)
{
    return (p->kinds & 1u << m->kind) && (p->claims & 1u << m->claim) &&
           (p->proofs & 1u << m->proof) && (p->forms & 1u << m->form) &&
           (p->makes & 1u << m->makes) &&
           (!p->finder.len || fit_same(p->finder, m->finder)) &&
           (!p->generator.len || fit_same(p->generator, m->generator)) &&
           (!p->name.len || fit_same(p->name, m->name)) &&
           (p->doubtful || !m->sure || m->sure >= LIKELY) && class_fits(p, m) &&
           part_fits(p, m) && says_fit(p, m);
}
