/* SPDX-License-Identifier: Apache-2.0
 * set.c - patterns into an immutable set.
 *
 * Sets outlive scans and belong to the engine, so they are the one thing
 * below it that lives on the heap. */
#include "scan/set.h"

#include "base/cpu.h"
#include "scan/anchor.h"

#include <stdlib.h>

static bool set_copy(struct scan_set *s, const struct scan_pattern *p,
                     size_t sum)
{
    uint8_t *to;

    s->needles = calloc(s->count + 1, sizeof *s->needles);
    s->texts = malloc(sum + 1);
    if (!s->needles || !s->texts)
        return false;
    to = s->texts;
    for (size_t i = 0; i < s->count; i++) {
        struct needle *n = &s->needles[i];

        n->text = to;
        n->len = (uint32_t)p[i].text.len;
        n->caseless = p[i].caseless;
        n->most = p[i].most;
        if (n->len > s->longest)
            s->longest = n->len;
        for (size_t j = 0; j < n->len; j++) {
            uint8_t c = p[i].text.ptr[j];

            *to++ = n->caseless ? fold_byte(c) : c;
        }
    }
    return true;
}

/* set_filters puts a filter before the automaton for each kind of needle that
 * there is, where the processor has a sieve and no needle is a single byte. */
static bool set_filters(struct scan_set *s, unsigned sifts)
{
    size_t brief = 0;

    for (size_t i = 0; i < s->count; i++) {
        if (s->needles[i].len == 1)
            return true;
        brief += s->needles[i].len < 4;
    }
    s->kernel = kernel_best(cpu_has());
    if (!s->kernel && !sifts)
        return true;
    if (!sifts)
        sifts = s->kernel->six ? SIFT_SIX : SIFT_HALVES;
    if (brief < s->count) {
        s->filters[0] = filter_new(FILTER_LONG, sifts, s->automaton);
        if (!s->filters[0])
            return false;
    }
    if (brief) {
        s->filters[1] = filter_new(FILTER_BRIEF, sifts, s->automaton);
        if (!s->filters[1])
            return false;
    }
    return true;
}

struct scan_set *set_make(const struct scan_pattern *p, size_t count,
                          unsigned sifts)
{
    struct scan_set *s;
    size_t sum = 0;

    if (count > SCAN_PATTERNS)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (p[i].text.len == 0 || p[i].text.len > SCAN_LONGEST)
            return NULL;
        sum += p[i].text.len;
    }
    if (sum > SCAN_PATTERN_SUM)
        return NULL;
    s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->count = count;
    if (set_copy(s, p, sum) && anchors_choose(s->needles, count))
        s->automaton = automaton_new(s->needles, count);
    if (!s->automaton || !set_filters(s, sifts)) {
        set_free(s);
        return NULL;
    }
    return s;
}

struct scan_set *set_new(const struct scan_pattern *p, size_t count)
{
    return set_make(p, count, 0);
}

void set_free(struct scan_set *s)
{
    if (!s)
        return;
    filter_free(s->filters[0]);
    filter_free(s->filters[1]);
    automaton_free(s->automaton);
    free(s->needles);
    free(s->texts);
    free(s);
}

size_t set_count(const struct scan_set *s)
{
    return s->count;
}

const struct kernel *set_sieve(const struct scan_set *s)
{
    if (!s->constant)
        return s->kernel;
    return s->filters[0] || s->filters[1] ? kernel_best(cpu_has()) : NULL;
}

const char *set_kernel(const struct scan_set *s)
{
    const struct kernel *k = set_sieve(s);

    return k ? k->name : "plain";
}

size_t set_hot(const struct scan_set *s)
{
    size_t sum = 0;

    for (int i = 0; i < 2; i++)
        sum += s->filters[i] ? filter_bytes(s->filters[i]) : 0;
    return sum;
}
