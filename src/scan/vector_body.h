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
 *   VEC     the vector, with ZERO, AND, OR
 *   LANES   parts of the strip that are read side by side, so that results
 *           never have to cross from lane to lane
 *   STEP    bytes that one vector takes of each part
 *   LOAD(p, part)      those at p, at p + part, ...
 *   FIRST(s, part)     the same before the strip, or before each part
 *   SPLIT(v)           v as FIND wants it: a struct NAME_split
 *   FIND(x, t, bank, place)   look up in t, a struct NAME_tables
 *   UP(cur, old, n)    results moved up by n bytes
 *   KEEP(masks, at, part, v)  mask of where v is not zero, for byte at of each
 *           part
 * and a function NAME_load that makes NAME_tables of struct teddy. */
#define JOIN_(a, b) a##_##b
#define JOIN(a, b)  JOIN_(a, b)
#define OWN(name)   JOIN(NAME, name)

/* Results of the step before, of one bank. */
struct OWN(old) {
    VEC first, third, pair;
};

TARGET INLINE VEC OWN(four)(const struct OWN(tables) * t, int bank,
                            struct OWN(split) x, struct OWN(old) * o)
{
    VEC a = FIND(x, t, bank, 0), b = FIND(x, t, bank, 1);
    VEC c = FIND(x, t, bank, 2), d = FIND(x, t, bank, 3);
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
    VEC a = FIND(x, t, 0, 0), b = FIND(x, t, 0, 1), c = FIND(x, t, 0, 2);
    VEC pair = AND(b, UP(a, o->first, 1));
    VEC all = AND(c, UP(pair, o->pair, 1));

    o->first = a;
    o->pair = pair;
    return all;
}

TARGET static void OWN(one)(const struct teddy *from, struct strip s,
                            uint64_t *masks)
{
    const size_t part = s.len / LANES;
    const struct OWN(tables) t = OWN(load)(from);
    struct OWN(old) o = {ZERO, ZERO, ZERO};
    VEC v = FIRST(s, part);

    OWN(four)(&t, 0, SPLIT(v), &o);
    for (size_t at = 0; at < part; at += STEP) {
        v = LOAD(s.text + at, part);
        KEEP(masks, at, part, OWN(four)(&t, 0, SPLIT(v), &o));
    }
}

TARGET static void OWN(two)(const struct teddy *from, struct strip s,
                            uint64_t *masks)
{
    const size_t part = s.len / LANES;
    const struct OWN(tables) t = OWN(load)(from);
    struct OWN(old) o = {ZERO, ZERO, ZERO}, q = o;
    VEC v = FIRST(s, part);

    OWN(four)(&t, 0, SPLIT(v), &o);
    OWN(four)(&t, 1, SPLIT(v), &q);
    for (size_t at = 0; at < part; at += STEP) {
        VEC a, b;

        v = LOAD(s.text + at, part);
        a = OWN(four)(&t, 0, SPLIT(v), &o);
        b = OWN(four)(&t, 1, SPLIT(v), &q);
        KEEP(masks, at, part, OR(a, b));
    }
}

TARGET static void OWN(brief)(const struct teddy *from, struct strip s,
                              uint64_t *masks)
{
    const size_t part = s.len / LANES;
    const struct OWN(tables) t = OWN(load)(from);
    struct OWN(old) o = {ZERO, ZERO, ZERO};
    VEC v = FIRST(s, part);

    OWN(three)(&t, SPLIT(v), &o);
    for (size_t at = 0; at < part; at += STEP) {
        v = LOAD(s.text + at, part);
        KEEP(masks, at, part, OWN(three)(&t, SPLIT(v), &o));
    }
}
#undef NAME
#undef TARGET
#undef VEC
#undef ZERO
#undef AND
#undef OR
#undef LANES
#undef STEP
#undef LOAD
#undef FIRST
#undef SPLIT
#undef FIND
#undef UP
#undef KEEP
#undef JOIN_
#undef JOIN
#undef OWN
