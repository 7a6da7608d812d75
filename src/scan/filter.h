/* SPDX-License-Identifier: Apache-2.0
 * filter.h - needles of like length behind one sieve, with what confirms. */
#ifndef SCAN_FILTER_H
#define SCAN_FILTER_H

#include "scan/grams.h"
#include "scan/plain.h"
#include "scan/vector.h"

/* The lengths of the needles that a filter is for. */
enum filter_kind {
    FILTER_LONG, /* four bytes and more, found by four of them */
    FILTER_BRIEF /* two and three */
};

/* Where needles with one key are, among the entries. */
struct peg {
    uint32_t key, first, count;
    uint32_t needles; /* 0: no key */
};

/* What surrounds the key, as key_four makes it, in a family of needles that
 * have it at the same offset. */
struct entry {
    uint32_t after, after_mask, before, before_mask;
    uint32_t needle; /* one of them */
    uint32_t state;  /* of the automaton, after what they all begin with */
};

/* The state of an entry that is of one needle. */
#define ALONE UINT32_MAX

/* How much all needles whose keys have one hash have around them, as masks:
 * those with four bytes after the key, and the others. */
struct around {
    uint32_t after[2], before[2];
};

/* The tables of the sieves, from the least work to the most: by the last two
 * bytes of a key, by all its places, and in two banks if there are many keys.
 * The less one of them lets pass of a text, the less there is to the next. */
enum {
    SIEVE_LIGHT,
    SIEVE_ONE,
    SIEVE_FULL,
    SIEVES
};

struct sift {
    struct teddy by[SIEVES];
    bool two;
};

struct filter {
    const struct needle *needles;
    const struct automaton *automaton;
    struct peg *slots;
    struct entry *entries;
    struct around *around; /* by the hash of the key, as wide as slots */
    uint8_t *bitmap;       /* of keys; of needles of three bytes, all three */
    uint8_t *contexts;     /* of keys with what is around them */
    size_t entry_count;
    unsigned width, places; /* of a key, and those that the sieve looks at */
    unsigned bitmap_shift, slot_shift;
    enum filter_kind kind;
    bool beyond_ascii; /* no needle begins in ASCII */
    struct sift *sift; /* two: by halves of a byte, and by six bits; apart, for
                          a constant filter is relocated at each start */
};

/* Which of a filter's tables are made. */
enum {
    SIFT_HALVES = 1,
    SIFT_SIX = 2
};

/* filter_new takes from the automaton's needles those of its kind, and writes
 * their families.  It keeps the automaton by reference and falls back on it. */
struct filter *filter_new(enum filter_kind kind, unsigned sifts,
                          struct automaton *a);
void filter_free(struct filter *f);

/* filter_bytes is the size of what it reads before it compares a needle. */
size_t filter_bytes(const struct filter *f);

/* filter_run tells of every match of its needles whose anchor lies in the
 * stretch; false once the sink has been. */
bool filter_run(const struct filter *f, const struct kernel *k,
                struct stretch s, struct sink *to);

/* ---- for this folder ----------------------------------------------------- */

static inline bool filter_has(enum filter_kind kind, const struct needle *n)
{
    return kind == FILTER_LONG ? n->len >= 4 : n->len == 2 || n->len == 3;
}

static inline uint32_t load_four(const uint8_t *p)
{
    uint32_t v;

    memcpy(&v, p, 4);
    return v;
}

static inline uint32_t load_key(unsigned width, const uint8_t *p)
{
    if (width == 4)
        return key_four(load_four(p));
    return key_four((uint32_t)p[0] | (uint32_t)p[1] << 8) & 0xffff;
}

/* key_three is a key of two bytes with one behind it. */
static inline uint32_t key_three(uint32_t two, uint8_t byte)
{
    return two | (key_four(byte) & 0xff) << 16;
}

static inline uint32_t key_hash(uint32_t key)
{
    return key * 0x9e3779b1;
}

/* load_some is the bytes [from, to) of a text. */
static inline uint32_t load_some(struct span text, size_t from, size_t to)
{
    uint32_t v = 0;

    for (size_t i = to; i-- > from;)
        v = v << 8 | text.ptr[i];
    return v;
}

/* load_after and load_before are words from, and up to, a place of a text, with
 * zero for what lies outside. */
static inline uint32_t load_after(struct span text, size_t at)
{
    if (text.len - at >= 4)
        return load_four(text.ptr + at);
    return load_some(text, at, text.len);
}

static inline uint32_t load_before(struct span text, size_t at)
{
    if (at >= 4)
        return load_four(text.ptr + at - 4);
    return at ? load_some(text, 0, at) << (32 - 8 * at) : 0;
}

static inline uint32_t around_key(const struct filter *f, int side,
                                  uint32_t key, uint32_t after, uint32_t before)
{
    const struct around *a = &f->around[key_hash(key) >> f->slot_shift];

    return (key * 0x9e3779b1 + (after & a->after[side]) * 0x85ebca6b +
            (before & a->before[side]) * 0xc2b2ae35) >>
           f->bitmap_shift;
}

#endif
