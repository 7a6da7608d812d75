/* SPDX-License-Identifier: Apache-2.0
 * judge.c - three-valued evaluation. */
#include "law/judge.h"

#include <stdlib.h>

struct law {
    int unused;
};

struct law *law_new(const gm_text *packs, size_t count, char *why,
                    size_t why_size)
{
    (void)packs;
    (void)count;
    (void)why;
    (void)why_size;
    return calloc(1, sizeof(struct law));
}

void law_free(struct law *l)
{
    free(l);
}

const char *law_digest(const struct law *l)
{
    (void)l;
    return "";
}

int law_rule_at(const struct law *l, size_t i, gm_rule_info *out)
{
    (void)l;
    (void)i;
    (void)out;
    return 0;
}

bool law_fact_ok(const gm_fact *f, char *why, size_t why_size)
{
    (void)why;
    (void)why_size;
    return f->name && f->value;
}

int law_fact_at(size_t i, const char **name, const char **values,
                gm_words *what)
{
    (void)i;
    (void)name;
    (void)values;
    (void)what;
    return 0;
}

bool law_judge(const struct law *l, gm_item *item, const struct judge_config *c)
{
    (void)l;
    (void)item;
    (void)c;
    return true;
}

bool law_laws_ok(const struct law *l, const char *laws, char *why,
                 size_t why_size)
{
    (void)l;
    (void)laws;
    (void)why;
    (void)why_size;
    return true;
}

bool law_clock(const char *as_of, int64_t *seconds)
{
    (void)as_of;
    *seconds = 0;
    return true;
}
