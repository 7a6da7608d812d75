/* SPDX-License-Identifier: Apache-2.0
 * bake.c - writes the tables of a set as C.
 *
 * All of them are made here, those of kernels that this processor has not too:
 * nothing in them depends on the machine but the order of bytes in words,
 * which is the same on all that have kernels. */
#include "scan/bake/bake.h"

#include "scan/set.h"

static void put_bytes(FILE *to, const char *name, const uint8_t *p, size_t n)
{
    fprintf(to, "static const uint8_t %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s%u,", i % 20 ? "" : "\n", p[i]);
    fprintf(to, "};\n");
}

static void put_words(FILE *to, const char *name, const uint32_t *p, size_t n)
{
    fprintf(to, "static const uint32_t %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s%u,", i % 12 ? "" : "\n", p[i]);
    fprintf(to, "};\n");
}

/* put_rows writes the rows, of so many bytes, of all banks and places. */
static void put_rows(FILE *to, const uint8_t *p, size_t row)
{
    fprintf(to, "{");
    for (size_t bank = 0; bank < BANKS; bank++) {
        fprintf(to, "{");
        for (size_t place = 0; place < PLACES; place++) {
            fprintf(to, "{");
            for (size_t i = 0; i < row; i++)
                fprintf(to, "%u,", *p++);
            fprintf(to, "},");
        }
        fprintf(to, "},\n");
    }
    fprintf(to, "},");
}

static void put_teddy(FILE *to, const struct teddy *t)
{
    fprintf(to, "{");
    put_rows(to, t->six[0][0], sizeof t->six[0][0]);
    put_rows(to, t->low[0][0], sizeof t->low[0][0]);
    put_rows(to, t->mix[0][0], sizeof t->mix[0][0]);
    fprintf(to, "},\n");
}

static void put_needles(FILE *to, const struct scan_set *s)
{
    fprintf(to, "static const struct needle needles[] = {\n");
    for (size_t i = 0; i < s->count; i++) {
        const struct needle *n = &s->needles[i];

        fprintf(to, "{texts + %zu, %u, %u, %u, %u, %u, %d},\n",
                (size_t)(n->text - s->texts), n->len, n->most, n->anchor,
                n->family, n->common, n->caseless);
    }
    fprintf(to, "};\n");
}

static void put_automaton(FILE *to, const struct automaton *a)
{
    fprintf(to, "static const struct cell cells[] = {\n");
    for (uint32_t i = 0; i < a->room; i++) {
        const struct cell *c = &a->cells[i];

        fprintf(to, "{%u, %u, %u, %u},\n", c->base, c->owner, c->fail, c->out);
    }
    fprintf(to, "};\n");
    put_words(to, "first", a->first, a->room);
    put_words(to, "chain", a->chain, a->count + 1);
    fprintf(to, "static const struct automaton automaton = {\n"
                ".needles = (struct needle *)needles, .class = {");
    for (int i = 0; i < 256; i++)
        fprintf(to, "%u,", a->class[i]);
    fprintf(to,
            "},\n.cells = (struct cell *)cells, .first = (uint32_t *)first, "
            ".chain = (uint32_t *)chain,\n.count = %zu, .longest = %zu, "
            ".room = %u, .states = %u, .classes = %u};\n",
            a->count, a->longest, a->room, a->states, a->classes);
}

static void put_filing(FILE *to, const struct filter *f)
{
    size_t slots = (size_t)1 << (32 - f->slot_shift);
    size_t bits = (size_t)1 << (32 - f->bitmap_shift - 3);
    char name[32];

    fprintf(to, "static const struct peg slots_%d[] = {\n", f->kind);
    for (size_t i = 0; i < slots; i++)
        fprintf(to, "{%u, %u, %u, %u},\n", f->slots[i].key, f->slots[i].first,
                f->slots[i].count, f->slots[i].needles);
    fprintf(to, "};\nstatic const struct entry entries_%d[] = {\n", f->kind);
    for (size_t i = 0; i < f->entry_count; i++) {
        const struct entry *e = &f->entries[i];

        fprintf(to, "{%u, %u, %u, %u, %u, %u},\n", e->after, e->after_mask,
                e->before, e->before_mask, e->needle, e->state);
    }
    fprintf(to, "};\nstatic const struct around around_%d[] = {\n", f->kind);
    for (size_t i = 0; i < slots; i++) {
        const struct around *a = &f->around[i];

        fprintf(to, "{{%u, %u}, {%u, %u}},\n", a->after[0], a->after[1],
                a->before[0], a->before[1]);
    }
    fprintf(to, "};\n");
    snprintf(name, sizeof name, "bitmap_%d", f->kind);
    put_bytes(to, name, f->bitmap, bits);
    snprintf(name, sizeof name, "contexts_%d", f->kind);
    put_bytes(to, name, f->contexts, bits);
}

static void put_sift(FILE *to, const struct filter *f)
{
    fprintf(to, "static const struct sift sift_%d[2] = {\n", f->kind);
    for (int six = 0; six < 2; six++) {
        fprintf(to, "{");
        fprintf(to, "{");
        for (int i = 0; i < SIEVES; i++)
            put_teddy(to, &f->sift[six].by[i]);
        fprintf(to, "}, %d},\n", f->sift[six].two);
    }
    fprintf(to, "};\n");
}

static void put_filter(FILE *to, const struct filter *f)
{
    int k = f->kind;

    put_filing(to, f);
    put_sift(to, f);
    fprintf(to,
            "static const struct filter filter_%d = {needles, &automaton,\n"
            "(struct peg *)slots_%d, (struct entry *)entries_%d, "
            "(struct around *)around_%d,\n"
            "(uint8_t *)bitmap_%d, (uint8_t *)contexts_%d, %zu, %u, %u, %u, "
            "%u, %s, %d,\n(struct sift *)sift_%d};\n",
            k, k, k, k, k, k, f->entry_count, f->width, f->places,
            f->bitmap_shift, f->slot_shift,
            k == FILTER_LONG ? "FILTER_LONG" : "FILTER_BRIEF", f->beyond_ascii,
            k);
}

bool set_bake(FILE *to, const char *name, const struct scan_pattern *p,
              size_t count)
{
    struct scan_set *s = set_make(p, count, SIFT_HALVES | SIFT_SIX);
    size_t sum = 0;

    if (!s || !count) {
        set_free(s);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        sum += s->needles[i].len;
    fprintf(to, "#include \"scan/set.h\"\n\n"
                "#pragma GCC diagnostic ignored \"-Wcast-qual\"\n\n");
    put_bytes(to, "texts", s->texts, sum);
    put_needles(to, s);
    put_automaton(to, s->automaton);
    for (int i = 0; i < 2; i++) {
        if (s->filters[i])
            put_filter(to, s->filters[i]);
    }
    fprintf(to,
            "extern const struct scan_set %s;\n"
            "const struct scan_set %s = {(struct needle *)needles,\n"
            "(uint8_t *)texts, %zu, %zu, (struct automaton *)&automaton, "
            "NULL, {%s, %s}, true};\n",
            name, name, s->count, s->longest,
            s->filters[0] ? "(struct filter *)&filter_0" : "NULL",
            s->filters[1] ? "(struct filter *)&filter_1" : "NULL");
    set_free(s);
    return true;
}
