/* SPDX-License-Identifier: Apache-2.0
 * vector.h - the sieves: which places of a text may hold a key, many at once.
 *
 * A key is the few bytes by which a needle is found.  Keys are put in buckets,
 * eight to a bank; for each of the places of a key a table says, for a byte,
 * which buckets know a key with that byte there. */
#ifndef SCAN_VECTOR_H
#define SCAN_VECTOR_H

#include "base/span.h"

#include <string.h>

enum {
    BANKS = 2,
    PLACES = 4,
    BEFORE = 16,  /* bytes that a sieve looks back at */
    UNIT = 256,   /* bytes it takes a multiple of, at most */
    STRIP = 4096, /* and the most at once */
    AHEAD = 4096  /* bytes before their use the text is asked for */
};

struct teddy {
    /* By the six low bits of the byte, for machines that can; and by its low
     * half and by half_mix, whose entries are to be ANDed, for the others. */
    uint8_t six[BANKS][PLACES][64];
    uint8_t low[BANKS][PLACES][16], mix[BANKS][PLACES][16];
};

/* half_mix is the second of the two indices into tables of 16.  The high half
 * alone tells letters of one alphabet hardly apart; its sum with the low one
 * does, and that of a letter, less the bit of its case, is the same in both. */
enum {
    CASELESS_HALF = 13
};

static inline unsigned half_mix(uint8_t byte)
{
    return ((byte >> 4 & CASELESS_HALF) + byte) & 15;
}

struct strip {
    const uint8_t *text;
    size_t len; /* a multiple of the kernel's unit, at most STRIP */
    bool led;   /* BEFORE bytes before text are there too */
};

/* A sieve sets bit i % 64 of masks[i / 64] where a key may end with byte i of
 * the strip, its last place being there, and returns which masks are not zero.
 * Without led, keys that begin before the strip come out by chance. */
typedef uint64_t sieve(const struct teddy *t, struct strip s, uint64_t *masks);

/* words_straight makes masks of bits that lie in the order of the text and are
 * set where nothing was found. */
static inline uint64_t words_straight(const void *bits, size_t words,
                                      uint64_t *masks)
{
    uint64_t some = 0;

    memcpy(masks, bits, words * sizeof *masks);
    for (size_t i = 0; i < words; i++) {
        masks[i] = ~masks[i];
        some |= (uint64_t)(masks[i] != 0) << i;
    }
    return some;
}

/* A lister writes the numbers of the bits that are set in some of the masks, in
 * their order, and returns how many; list has room for LISTED more. */
enum {
    LISTED = 8
};
typedef size_t lister(const uint64_t *masks, uint64_t some, uint16_t *list);

/* list_straight writes three places of each mask whether they are or not, so
 * that little is left to guess. */
static inline __attribute__((always_inline)) size_t
list_straight(const uint64_t *masks, uint64_t some, uint16_t *list)
{
    const uint64_t stop = (uint64_t)1 << 63;
    size_t n = 0;

    for (; some; some &= some - 1) {
        size_t i = (size_t)__builtin_ctzll(some), base = i * 64;
        uint64_t a = masks[i], b = a & (a - 1), c = b & (b - 1);

        list[n] = (uint16_t)(base + (size_t)__builtin_ctzll(a | stop));
        n += a != 0;
        list[n] = (uint16_t)(base + (size_t)__builtin_ctzll(b | stop));
        n += b != 0;
        list[n] = (uint16_t)(base + (size_t)__builtin_ctzll(c | stop));
        n += c != 0;
        for (c &= c - 1; c; c &= c - 1)
            list[n++] = (uint16_t)(base + (size_t)__builtin_ctzll(c));
    }
    return n;
}

struct kernel {
    const char *name;
    bool six;     /* which tables it reads */
    size_t unit;  /* bytes that a strip is a multiple of: 128 to UNIT */
    sieve *light; /* a bank of two places */
    sieve *brief; /* of three */
    sieve *one;   /* of four */
    sieve *two;   /* two banks of four */
    lister *list;
};

#if defined(__x86_64__)
extern const struct kernel kernel_vbmi;
#endif

/* kernel_best is the widest that cpu allows, or NULL. */
const struct kernel *kernel_x86(uint32_t cpu);
const struct kernel *kernel_arm(uint32_t cpu);

static inline const struct kernel *kernel_best(uint32_t cpu)
{
#if defined(__x86_64__)
    return kernel_x86(cpu);
#elif defined(__aarch64__)
    return kernel_arm(cpu);
#else
    (void)cpu;
    return NULL;
#endif
}

#endif
