/* SPDX-License-Identifier: Apache-2.0
 * vector_body.h - the sieve, once for all widths; see docs/scanner.md.
 *
 * [TEDDY] Langdale: Teddy, in Hyperscan and, described at length, in the Rust
 *         crate aho-corasick, src/packed/teddy/README.md.
 *
 * Each byte is looked up once for each place of a key.  The results, one bit a
 * bucket, are moved up by as many bytes as the place is before the last one,
 * the top of the results before filling in, and ANDed: what is left at a byte
 * are the buckets that may have a key ending there.  It is the results that are
 * moved, not the text.
 *
 * No include guard: the includer defines, and includes this once a width,
 *   NAME    prefix of the functions      TARGET  their attribute
 *   VEC     the vector, with ZERO, AND
 *   WOVEN   if it has another way for keys of four places
 *   LANES   parts of the strip that are read side by side, so that results
 *           never have to cross from lane to lane
 *   STEP    bytes that one vector takes of each part
 *   LOAD(p, part)      those at p, at p + part, ...
 *   FIRST(s, part)     the same before the strip, or before each part
 *   SPLIT(v)           v as FIND wants it: a struct NAME_split
 *   FIND(x, t, place)  look up in t, a struct NAME_tables
 *   UP(cur, old, n)    results moved up by n bytes
 *   BITS      an integer with a bit for each byte of a vector
 *   NONE(v)   the BITS of the bytes that are zero
 *   WORDS(bits, words, masks)  makes masks of all the BITS of a strip and
 *           returns which are not zero
 *   LIST(masks, some, list)  the lister
 * and a function NAME_load that makes NAME_tables of struct teddy. */
#define JOIN_(a, b) a##_##b
#define JOIN(a, b)  JOIN_(a, b)
#define OWN(name)   JOIN(NAME, name)
#define HOLD(bits)  __asm__ volatile("" : "+r"(bits))

/* Results of the step before, of one bank. */
struct OWN(old) {
    VEC first, third, pair;
};

TARGET INLINE VEC OWN(four)(const struct OWN(tables) * t, struct OWN(split) x,
                            struct OWN(old) * o)
{
    VEC a = FIND(x, t, 0), b = FIND(x, t, 1);
    VEC c = FIND(x, t, 2), d = FIND(x, t, 3);
    VEC pair = AND(b, UP(a, o->first, 1));
    VEC last = AND(d, UP(c, o->third, 1));
    VEC all = AND(last, UP(pair, o->pair, 2));

    o->first = a;
    o->third = c;
    o->pair = pair;
    return all;
}

TARGET INLINE VEC OWN(three)(const struct OWN(tables) * t, struct OWN(split) x,
                             struct OWN(old) * o)
{
    VEC a = FIND(x, t, 0), b = FIND(x, t, 1), c = FIND(x, t, 2);
    VEC pair = AND(b, UP(a, o->first, 1));
    VEC all = AND(c, UP(pair, o->pair, 1));

    o->first = a;
    o->pair = pair;
    return all;
}

TARGET INLINE VEC OWN(pair)(const struct OWN(tables) * t, struct OWN(split) x,
                            struct OWN(old) * o)
{
    VEC a = FIND(x, t, 0);
    VEC pair = AND(FIND(x, t, 1), UP(a, o->first, 1));

    o->first = a;
    return pair;
}

TARGET INLINE VEC OWN(step)(const struct OWN(tables) * t, VEC v,
                            struct OWN(old) * o, int places)
{
    struct OWN(split) x = SPLIT(v);

    if (places == 2)
        return OWN(pair)(t, x, o);
    return places == 3 ? OWN(three)(t, x, o) : OWN(four)(t, x, o);
}

/* OWN(pass) is one bank of so many places over the strip; it takes from what
 * another pass has left where bank is not the first.  The bits are held, lest
 * the compiler puts the steps together and runs out of registers. */
TARGET INLINE void OWN(pass)(const struct teddy *from, struct strip s,
                             BITS *bits, int bank, int places)
{
    const size_t part = s.len / LANES;
    const struct OWN(tables) t = OWN(load)(from, bank);
    struct OWN(old) o = {ZERO, ZERO, ZERO};
    VEC v = FIRST(s, part);

    OWN(step)(&t, v, &o, places);
    for (size_t at = 0; at < part; at += 64) {
        for (size_t i = 0; i < LANES && !bank; i++)
            __builtin_prefetch(s.text + at + i * part + AHEAD);
#pragma GCC unroll 4
        for (unsigned i = 0; i < 64; i += STEP, bits++) {
            BITS none;

            v = LOAD(s.text + at + i, part);
            none = NONE(OWN(step)(&t, v, &o, places));
            HOLD(none);
            *bits = bank ? *bits & none : none;
        }
    }
}

#ifndef WOVEN
TARGET static uint64_t OWN(one)(const struct teddy *from, struct strip s,
                                uint64_t *masks)
{
    BITS bits[STRIP / STEP / LANES];

    OWN(pass)(from, s, bits, 0, 4);
    return WORDS(bits, s.len / 64, masks);
}

TARGET static uint64_t OWN(two)(const struct teddy *from, struct strip s,
                                uint64_t *masks)
{
    BITS bits[STRIP / STEP / LANES];

    OWN(pass)(from, s, bits, 0, 4);
    OWN(pass)(from, s, bits, 1, 4);
    return WORDS(bits, s.len / 64, masks);
}
#endif

TARGET static uint64_t OWN(brief)(const struct teddy *from, struct strip s,
                                  uint64_t *masks)
{
    BITS bits[STRIP / STEP / LANES];

    OWN(pass)(from, s, bits, 0, 3);
    return WORDS(bits, s.len / 64, masks);
}

TARGET static uint64_t OWN(light)(const struct teddy *from, struct strip s,
                                  uint64_t *masks)
{
    BITS bits[STRIP / STEP / LANES];

    OWN(pass)(from, s, bits, 0, 2);
    return WORDS(bits, s.len / 64, masks);
}

TARGET static size_t OWN(list)(const uint64_t *masks, uint64_t some,
                               uint16_t *list)
{
    return LIST(masks, some, list);
}

#undef NAME
#undef TARGET
#undef VEC
#undef ZERO
#undef AND
#undef WOVEN
#undef LANES
#undef STEP
#undef LOAD
#undef FIRST
#undef SPLIT
#undef FIND
#undef UP
#undef BITS
#undef NONE
#undef WORDS
#undef LIST
#undef HOLD
#undef JOIN_
#undef JOIN
#undef OWN
