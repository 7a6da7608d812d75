/* SPDX-License-Identifier: Apache-2.0
 * filing.c - the tables of a filter: needles by their keys, families of those
 * with like surroundings, bitmaps of both, and the keys in buckets. */
#include "scan/filter.h"

#include "scan/bucket.h"

#include <stdlib.h>

enum {
    LEAST_BITS = 15, /* of the bitmaps: of four-byte keys */
    LEAST_BRIEF = 14,
    FEW_SIX = 56, /* keys that one bank still tells apart well */
    FEW_HALVES = 16
};

static void add_clue(const struct filter *f, const struct needle *n,
                     struct clue *c, bool six)
{
    for (unsigned i = 0; i < f->places; i++) {
        uint8_t byte;

        if (i >= n->len) {
            clue_any(c, i, six);
            continue;
        }
        byte = n->text[n->anchor + i];
        clue_byte(c, i, byte, six);
        if (n->caseless && byte >= 'a' && byte <= 'z')
            clue_byte(c, i, (uint8_t)(byte - 32), six);
    }
    for (unsigned i = f->places; i < PLACES; i++)
        clue_any(c, i, six);
}

static struct entry entry_of(const struct filter *f, uint32_t needle)
{
    const struct needle *n = &f->needles[needle];
    struct span text = {n->text, n->len};
    uint32_t behind = n->anchor + f->width;
    struct entry e = {.needle = needle, .state = ALONE};

    e.after_mask = UINT32_MAX;
    if (n->len - behind < 4)
        e.after_mask = ((uint32_t)1 << 8 * (n->len - behind)) - 1;
    e.before_mask = UINT32_MAX;
    if (n->anchor < 4)
        e.before_mask = ~(uint32_t)(UINT64_C(0xffffffff) >> 8 * n->anchor);
    e.after = key_four(load_after(text, behind)) & e.after_mask;
    e.before = key_four(load_before(text, n->anchor)) & e.before_mask;
    return e;
}

static struct peg *slot_of(const struct filter *f, const struct needle *n)
{
    uint32_t key = load_key(f->width, n->text + n->anchor);
    uint32_t mask = UINT32_MAX >> f->slot_shift;
    uint32_t i = key_hash(key) >> f->slot_shift;

    while (f->slots[i].needles && f->slots[i].key != key)
        i = (i + 1) & mask;
    f->slots[i].key = key;
    return &f->slots[i];
}

static bool same_family(const struct filter *f, const struct entry *a,
                        const struct entry *b)
{
    return a->after == b->after && a->after_mask == b->after_mask &&
           a->before == b->before && a->before_mask == b->before_mask &&
           f->needles[a->needle].anchor == f->needles[b->needle].anchor;
}

/* common_bytes is how many bytes b begins with like a; none is a capital, so
 * that a text in which these are made small has to be the same. */
static uint32_t common_bytes(const struct needle *a, const struct needle *b)
{
    uint32_t i = 0;

    while (i < a->common && i < b->len && a->text[i] == fold_byte(b->text[i]))
        i++;
    return i;
}

/* join_family puts a needle among the entries of its slot. */
static void join_family(struct filter *f, struct peg *s, struct needle *needles,
                        uint32_t needle)
{
    struct entry mine = entry_of(f, needle);
    struct needle *n = &needles[needle], *first;
    uint32_t i = s->first, common;

    while (i < s->first + s->count && !same_family(f, &f->entries[i], &mine))
        i++;
    n->family = 2 * i + (f->kind == FILTER_BRIEF);
    n->common = n->len;
    if (i == s->first + s->count) {
        f->entries[i] = mine;
        s->count++;
        return;
    }
    first = &needles[f->entries[i].needle];
    common = common_bytes(first, n);
    if (common < first->common || f->entries[i].state == ALONE)
        f->entries[i].state = automaton_at(f->automaton, first, common);
    first->common = common;
}

/* note_around makes masks and bitmap of what is around the keys. */
static void note_around(struct filter *f)
{
    uint32_t slots = (UINT32_MAX >> f->slot_shift) + 1;

    memset(f->around, 0xff, slots * sizeof *f->around);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < slots; i++) {
            const struct peg *s = &f->slots[i];
            struct around *a = &f->around[key_hash(s->key) >> f->slot_shift];

            for (uint32_t k = s->first; k < s->first + s->count; k++) {
                const struct entry *e = &f->entries[k];
                int side = e->after_mask != UINT32_MAX;
                uint32_t bit;

                a->after[side] &= e->after_mask;
                a->before[side] &= e->before_mask;
                if (!pass)
                    continue;
                bit = around_key(f, side, s->key, e->after, e->before);
                f->contexts[bit / 8] |= (uint8_t)(1 << bit % 8);
            }
        }
    }
}

/* note_key makes the bit of a needle's key. */
static void note_key(struct filter *f, const struct needle *n)
{
    uint32_t key = load_key(f->width, n->text + n->anchor), bit;

    if (n->len == 3)
        key = key_three(key, n->text[2]);
    bit = key_hash(key) >> f->bitmap_shift;
    f->bitmap[bit / 8] |= (uint8_t)(1 << bit % 8);
}

/* file_needles makes slots, entries and bitmaps. */
static void file_needles(struct filter *f, struct needle *needles, size_t count)
{
    uint32_t slots = (UINT32_MAX >> f->slot_shift) + 1, sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (filter_has(f->kind, &needles[i]))
            slot_of(f, &needles[i])->needles++;
    }
    for (uint32_t i = 0; i < slots; i++) {
        f->slots[i].first = sum;
        sum += f->slots[i].needles;
    }
    for (size_t i = 0; i < count; i++) {
        if (!filter_has(f->kind, &needles[i]))
            continue;
        note_key(f, &needles[i]);
        join_family(f, slot_of(f, &needles[i]), needles, (uint32_t)i);
    }
    note_around(f);
}

/* clues_of makes a clue of each key; their count. */
static size_t clues_of(struct filter *f, size_t count, struct clue *clues,
                       bool six)
{
    uint32_t slots = (UINT32_MAX >> f->slot_shift) + 1;
    size_t keys = 0;

    for (size_t i = 0; i < count; i++) {
        const struct needle *n = &f->needles[i];

        if (filter_has(f->kind, n))
            add_clue(f, n, &clues[slot_of(f, n) - f->slots], six);
    }
    for (uint32_t i = 0; i < slots; i++) {
        if (f->slots[i].needles)
            clues[keys++] = clues[i];
    }
    return keys;
}

/* lighten leaves of a clue the last two bytes of the key. */
static void lighten(struct clue *c, unsigned width, bool six)
{
    for (unsigned i = 0; i < PLACES; i++) {
        c->low[i] = i < 2 ? c->low[width - 2 + i] : 0;
        c->mix[i] = i < 2 ? c->mix[width - 2 + i] : 0;
        if (i >= 2)
            clue_any(c, i, six);
    }
}

/* sift_fill makes the tables of one kind of kernel. */
static bool sift_fill(struct filter *f, bool six, size_t count)
{
    size_t slots = (size_t)1 << (32 - f->slot_shift), keys;
    struct clue *clues = calloc(slots, sizeof *clues);
    struct sift *s = &f->sift[six];
    bool ok;

    if (!clues)
        return false;
    keys = clues_of(f, count, clues, six);
    s->two = f->kind == FILTER_LONG && keys > (six ? FEW_SIX : FEW_HALVES);
    ok = buckets_fill(&s->by[SIEVE_ONE], clues, keys, 8, six);
    if (s->two)
        ok = ok && buckets_fill(&s->by[SIEVE_FULL], clues, keys, 16, six);
    for (size_t i = 0; i < keys; i++)
        lighten(&clues[i], f->width, six);
    ok = ok && buckets_fill(&s->by[SIEVE_LIGHT], clues, keys, 8, six);
    free(clues);
    return ok;
}

static bool filter_fill(struct filter *f, struct needle *needles, size_t count)
{
    size_t slots = (size_t)1 << (32 - f->slot_shift);
    size_t bits = (size_t)1 << (32 - f->bitmap_shift - 3);

    f->bitmap = calloc(bits, 1);
    f->contexts = calloc(bits, 1);
    f->around = calloc(slots, sizeof *f->around);
    f->slots = calloc(slots, sizeof *f->slots);
    f->entries = calloc(count, sizeof *f->entries);
    f->sift = calloc(2, sizeof *f->sift);
    if (!f->bitmap || !f->contexts || !f->around || !f->slots || !f->entries ||
        !f->sift)
        return false;
    file_needles(f, needles, count);
    return true;
}

struct filter *filter_new(enum filter_kind kind, unsigned sifts,
                          struct automaton *a)
{
    struct filter *f = calloc(1, sizeof *f);
    unsigned bits = 4, least = kind == FILTER_LONG ? LEAST_BITS : LEAST_BRIEF;

    if (!f)
        return NULL;
    f->kind = kind;
    f->needles = a->needles;
    f->automaton = a;
    f->width = kind == FILTER_LONG ? 4 : 2;
    f->places = kind == FILTER_LONG ? 4 : 3;
    f->beyond_ascii = kind == FILTER_BRIEF;
    for (size_t i = 0; i < a->count; i++) {
        if (!filter_has(kind, &f->needles[i]))
            continue;
        f->entry_count++;
        f->beyond_ascii &= f->needles[i].text[0] >= 0x80;
    }
    while ((size_t)1 << bits < f->entry_count * 3 / 2)
        bits++;
    f->slot_shift = 32 - bits;
    f->bitmap_shift = 32 - (bits + 4 > least ? bits + 4 : least);
    if (!filter_fill(f, a->needles, a->count) ||
        (sifts & SIFT_HALVES && !sift_fill(f, false, a->count)) ||
        (sifts & SIFT_SIX && !sift_fill(f, true, a->count))) {
        filter_free(f);
        return NULL;
    }
    return f;
}

size_t filter_bytes(const struct filter *f)
{
    size_t slots = (size_t)1 << (32 - f->slot_shift);

    return sizeof f->sift[0] + 2 * ((size_t)1 << (32 - f->bitmap_shift - 3)) +
           slots * (sizeof *f->slots + sizeof *f->around) +
           f->entry_count * sizeof *f->entries;
}

void filter_free(struct filter *f)
{
    if (!f)
        return;
    free(f->bitmap);
    free(f->contexts);
    free(f->around);
    free(f->slots);
    free(f->entries);
    free(f->sift);
    free(f);
}
