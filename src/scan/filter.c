/* SPDX-License-Identifier: Apache-2.0
 * filter.c - from a sieve's masks to matches.
 *
 * A block of text goes through four steps, each over what the one before left,
 * and each without a branch that text can mislead, but the last:
 *   the sieve makes a mask of the places where a key may end,
 *   the masks become a list of places,
 *   a bitmap by a hash of the key at the place thins the list,
 *   the key is looked up and the needles that it finds are compared, first by
 *   the four bytes on each side of the key.
 *
 * A match belongs to the place of its anchor, so stretches of a text may be
 * given to whoever is best for them, and none is lost or found twice.  Where a
 * block costs more than the automaton would, the automaton takes the next
 * stretch, each time twice as much until a block is cheap again.  So the work
 * is linear in the text and the matches, whatever the text. */
#include "scan/filter.h"

#include "scan/bucket.h"
#include "scan/grams.h"

#include <stdlib.h>

enum {
    BLOCK = 4096,
    WORDS = BLOCK / 64,
    LIMIT = 1024, /* work allowed for a block */
    REST = 16384, /* the automaton's first stretch, and its longest */
    LONGEST_REST = 1 << 20,
    QUICK = 48,      /* places of a block that the quick sieve may leave */
    RICH = 32,       /* blocks that have the full one after that */
    LEAST_BITS = 15, /* of the bitmaps: of four-byte keys */
    LEAST_BRIEF = 13
};

/* Where needles with one key are, among the entries. */
struct slot {
    uint32_t key, first, count;
    uint32_t needles; /* 0: no key */
};

/* What surrounds the key, as key_four makes it, in a family of needles that
 * have it at the same offset. */
struct entry {
    uint32_t after, after_mask, before, before_mask;
    uint32_t needle; /* one of them */
    uint32_t count;
};

/* How much all needles whose keys have one hash have around them, as masks:
 * those with four bytes after the key, and the others. */
struct around {
    uint32_t after[2], before[2];
};

struct filter {
    struct teddy teddy;
    struct teddy merged; /* both banks in one, for text that passes neither */
    sieve *sieve;
    sieve *quick;           /* of one bank where there are two, or the same */
    unsigned width, places; /* of a key, and those that the sieve looks at */
    unsigned bitmap_shift, slot_shift;
    uint8_t *bitmap;
    struct around *around; /* by the hash of the key, as wide as slots */
    uint8_t *contexts;     /* a bitmap of keys with what is around them */
    struct slot *slots;
    struct entry *entries;
    size_t entry_count;
    struct needle *needles;
    struct automaton *automaton;
    enum filter_kind kind;
    bool beyond_ascii; /* no needle is for ASCII text, and that is quicker told
                          than the sieve goes */
};

static bool is_mine(enum filter_kind kind, const struct needle *n)
{
    return kind == FILTER_LONG ? n->len >= 4 : n->len == 2 || n->len == 3;
}

static uint32_t load_four(const uint8_t *p)
{
    uint32_t v;

    memcpy(&v, p, 4);
    return v;
}

/* load_some is the bytes [from, to) of a text at their places in a word that
 * would begin at at, which may lie outside. */
static uint32_t load_some(struct span text, size_t from, size_t to)
{
    uint32_t v = 0;

    for (size_t i = to; i-- > from;)
        v = v << 8 | text.ptr[i];
    return v;
}

static uint32_t load_key(unsigned width, const uint8_t *p)
{
    if (width == 4)
        return key_four(load_four(p));
    return key_four((uint32_t)p[0] | (uint32_t)p[1] << 8) & 0xffff;
}

static uint32_t hash(uint32_t key)
{
    return key * 0x9e3779b1;
}

/* Words with the upper bytes zero where the text ends. */
static uint32_t load_after(struct span text, size_t at)
{
    if (text.len - at >= 4)
        return load_four(text.ptr + at);
    return load_some(text, at, text.len);
}

static uint32_t load_before(struct span text, size_t at)
{
    if (at >= 4)
        return load_four(text.ptr + at - 4);
    return at ? load_some(text, 0, at) << (32 - 8 * at) : 0;
}

static uint64_t load_eight(const uint8_t *p)
{
    uint64_t v;

    memcpy(&v, p, 8);
    return v;
}

/* fold_eight makes the ASCII capitals among eight bytes small: with the top
 * bits out of the way, the sums carry into them from 'A' and from 'Z' + 1. */
static uint64_t fold_eight(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t low = x & 0x7f * ones;
    uint64_t from_a = low + (0x80 - 'A') * ones;
    uint64_t past_z = low + (0x80 - 'Z' - 1) * ones;

    return x | (from_a & ~past_z & ~x & 0x80 * ones) >> 2;
}

static bool same_folded(const uint8_t *text, const uint8_t *folded, size_t len)
{
    size_t i = 0;

    if (len < 8) {
        for (; i < len; i++) {
            if (fold_byte(text[i]) != folded[i])
                return false;
        }
        return true;
    }
    for (; i + 8 < len; i += 8) {
        if (fold_eight(load_eight(text + i)) != load_eight(folded + i))
            return false;
    }
    return fold_eight(load_eight(text + len - 8)) ==
           load_eight(folded + len - 8);
}

static bool is_there(const struct needle *n, struct span text, size_t key_at)
{
    size_t start = key_at - n->anchor;

    if (key_at < n->anchor || n->len > text.len - start)
        return false;
    if (n->caseless)
        return same_folded(text.ptr + start, n->text, n->len);
    return memcmp(text.ptr + start, n->text, n->len) == 0;
}

static uint32_t around_key(const struct filter *f, const struct around *a,
                           int side, uint32_t key, uint32_t after,
                           uint32_t before)
{
    return (key * 0x9e3779b1 + (after & a->after[side]) * 0x85ebca6b +
            (before & a->before[side]) * 0xc2b2ae35) >>
           f->bitmap_shift;
}

/* confirm reports the needles whose key is at this place, and adds what that
 * took to *work. */
static bool confirm(const struct filter *f, struct span text, size_t at,
                    size_t *work, struct sink *to)
{
    uint32_t key = load_key(f->width, text.ptr + at);
    uint32_t mask = UINT32_MAX >> f->slot_shift;
    uint32_t i = hash(key) >> f->slot_shift;
    const struct entry *e, *end;
    uint32_t after, before;

    while (f->slots[i].needles && f->slots[i].key != key)
        i = (i + 1) & mask;
    e = f->entries + f->slots[i].first;
    end = e + f->slots[i].count;
    *work += 4 + f->slots[i].count;
    if (e == end)
        return true;
    after = key_four(load_after(text, at + f->width));
    before = key_four(load_before(text, at));
    for (; e < end; e++) {
        const struct needle *n = &f->needles[e->needle];

        if (((after ^ e->after) & e->after_mask) |
            ((before ^ e->before) & e->before_mask))
            continue;
        if (e->count > 1 && at >= n->anchor) {
            if (!automaton_follow(f->automaton, text, at - n->anchor, n->family,
                                  work, to))
                return false;
        } else if (is_there(n, text, at)) {
            *work += 4;
            if (!to->match(to, e->needle, at - n->anchor + n->len))
                return false;
        }
    }
    return true;
}

/* A block of a text: keys may end in [at, to), which may reach past the text
 * by fewer than PLACES bytes, and begin at from or behind. */
struct block {
    size_t at, to, from;
    unsigned rich; /* so many blocks are for the full sieve, not the quick */
};

/* sift fills masks with the ends in the block; it returns which of them may not
 * be zero. */
static uint64_t sift(const struct filter *f, struct span text, struct block b,
                     uint64_t *masks)
{
    const struct teddy *t = b.rich ? &f->teddy : &f->merged;
    sieve *run = b.rich ? f->sieve : f->quick;
    size_t len = b.to - b.at;
    size_t inside = text.len - b.at < len ? text.len - b.at : len;
    size_t whole = inside & ~(size_t)(UNIT - 1);
    struct strip s = {text.ptr + b.at, whole, b.at >= BEFORE};
    uint8_t last[BEFORE + UNIT] = {0};
    uint64_t some = 0;

    if (whole)
        some = run(t, s, masks);
    if (whole < len) {
        size_t back = whole + b.at < BEFORE ? whole + b.at : BEFORE;
        const uint8_t *from = text.ptr + b.at + whole - back;

        memcpy(last + BEFORE - back, from, back + inside - whole);
        s = (struct strip){last + BEFORE, UNIT, true};
        some |= run(t, s, masks + whole / 64) << whole / 64;
        if (len & 63)
            masks[len / 64] &= ((uint64_t)1 << (len & 63)) - 1;
        some &= UINT64_MAX >> (BLOCK - len) / 64;
    }
    if (b.from == b.at)
        masks[0] &= UINT64_MAX << (f->places - 1);
    return some;
}

/* list_places makes a list of some of the masks.  Three places of each are
 * written whether they are or not, so that little is left to guess. */
static size_t list_places(const uint64_t *masks, uint64_t some, uint16_t *list)
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

/* thin keeps the places whose key the bitmap knows; a place is its key's end
 * in the text from, which begins a key before the block. */
static inline __attribute__((always_inline)) size_t
thin_by(const struct filter *f, const uint8_t *from, uint16_t *list,
        size_t count, unsigned width)
{
    const uint8_t *bitmap = f->bitmap;
    unsigned shift = f->bitmap_shift;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        uint16_t place = list[i];
        uint32_t bit = hash(load_key(width, from + place)) >> shift;

        list[kept] = place;
        kept += bitmap[bit / 8] >> bit % 8 & 1;
    }
    return kept;
}

static size_t thin(const struct filter *f, const uint8_t *from, uint16_t *list,
                   size_t count)
{
    return f->width == 4 ? thin_by(f, from, list, count, 4)
                         : thin_by(f, from, list, count, 2);
}

/* weigh keeps the places whose key has around it what some needle has. */
static size_t weigh(const struct filter *f, struct span text, size_t base,
                    uint16_t *list, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        size_t at = base + list[i];
        uint32_t key = load_key(f->width, text.ptr + at);
        uint32_t after = key_four(load_after(text, at + f->width));
        uint32_t before = key_four(load_before(text, at));
        const struct around *a = &f->around[hash(key) >> f->slot_shift];
        uint32_t one = around_key(f, a, 0, key, after, before);
        uint32_t other = around_key(f, a, 1, key, after, before);

        list[kept] = list[i];
        kept += (f->contexts[one / 8] >> one % 8 |
                 f->contexts[other / 8] >> other % 8) &
                1;
    }
    return kept;
}

/* is_ascii says whether a block, and what a key that ends in it may begin with,
 * has no byte above 7F. */
static bool is_ascii(struct span text, struct block b, size_t lead)
{
    size_t at = b.at < lead ? 0 : b.at - lead;
    size_t to = b.to < text.len ? b.to : text.len;
    uint64_t any = 0;

    for (; at + 64 <= to && !(any & 0x8080808080808080); at += 64) {
        any = 0;
        __builtin_prefetch(text.ptr + at + AHEAD);
        for (size_t i = 0; i < 64; i += 8)
            any |= load_eight(text.ptr + at + i);
    }
    for (; at < to && !(any & 0x8080808080808080); at++)
        any |= text.ptr[at];
    return !(any & 0x8080808080808080);
}

/* run_block tells of the matches in a block.  Where that takes too much work
 * it leaves off, and *stop is the first anchor that it did not look at. */
static bool run_block(const struct filter *f, struct span text, struct block *b,
                      struct sink *to, size_t *stop)
{
    size_t lead = f->places - 1, work, count;
    uint64_t masks[WORDS + UNIT / 64], some;
    uint16_t list[BLOCK + 4];

    if (f->beyond_ascii && is_ascii(text, *b, lead))
        return true;
    some = sift(f, text, *b, masks);
    count = list_places(masks, some, list);
    work = count * 3 / 4;
    if (b->rich)
        b->rich--;
    else if (count > QUICK)
        b->rich = RICH;
    if (work <= LIMIT) {
        count = thin(f, text.ptr + b->at - lead, list, count);
        work += count;
    }
    if (work <= LIMIT)
        count = weigh(f, text, b->at - lead, list, count);
    for (size_t i = 0; i < count; i++) {
        size_t at = b->at + list[i] - lead;

        if (work > LIMIT) {
            *stop = at;
            return true;
        }
        if (!confirm(f, text, at, &work, to))
            return false;
    }
    return true;
}

/* What the automaton finds, less what is not the filter's. */
struct mine {
    struct sink sink;
    const struct filter *filter;
    struct sink *to;
};

static bool match_mine(struct sink *sink, uint32_t needle, size_t end)
{
    struct mine *m = (struct mine *)sink;

    if (!is_mine(m->filter->kind, &m->filter->needles[needle]))
        return true;
    return m->to->match(m->to, needle, end);
}

bool filter_run(const struct filter *f, struct stretch s, struct sink *to)
{
    struct mine mine = {{match_mine}, f, to};
    size_t lead = f->places - 1, rest = REST;
    struct block b = {.at = s.from, .from = s.from, .rich = 1};

    if (s.text.len < f->width)
        return true;
    if (s.to > s.text.len - f->width + 1)
        s.to = s.text.len - f->width + 1;
    while (b.from < s.to && b.at < s.to + lead) {
        size_t left = s.to + lead - b.at, stop = SIZE_MAX;
        struct stretch hard = {.text = s.text, .to = s.to};

        b.to = b.at + (left < BLOCK ? left : BLOCK);
        if (!run_block(f, s.text, &b, to, &stop))
            return false;
        b.at = b.to;
        if (stop == SIZE_MAX) {
            rest = REST;
            continue;
        }
        hard.from = stop;
        if (s.to - stop > rest)
            hard.to = stop + rest;
        if (!automaton_weave(f->automaton, hard, &mine.sink))
            return false;
        rest = rest < LONGEST_REST ? 2 * rest : rest;
        b.at = b.from = hard.to;
    }
    return true;
}

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
    struct entry e = {.needle = needle};

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

static struct slot *slot_of(const struct filter *f, const struct needle *n)
{
    uint32_t key = load_key(f->width, n->text + n->anchor);
    uint32_t mask = UINT32_MAX >> f->slot_shift;
    uint32_t i = hash(key) >> f->slot_shift;

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

/* join_family puts a needle among the entries of its slot. */
static void join_family(struct filter *f, struct slot *s, uint32_t needle)
{
    struct entry mine = entry_of(f, needle);
    uint32_t i = s->first;

    while (i < s->first + s->count && !same_family(f, &f->entries[i], &mine))
        i++;
    if (i == s->first + s->count) {
        f->entries[i] = mine;
        s->count++;
    }
    f->entries[i].count++;
    f->needles[needle].family = 2 * i + (f->kind == FILTER_BRIEF);
}

/* note_around makes masks and bitmap of what is around the keys. */
static void note_around(struct filter *f)
{
    uint32_t slots = (UINT32_MAX >> f->slot_shift) + 1;

    memset(f->around, 0xff, slots * sizeof *f->around);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < slots; i++) {
            const struct slot *s = &f->slots[i];
            struct around *a = &f->around[hash(s->key) >> f->slot_shift];

            for (uint32_t k = s->first; k < s->first + s->count; k++) {
                const struct entry *e = &f->entries[k];
                int side = e->after_mask != UINT32_MAX;
                uint32_t bit;

                a->after[side] &= e->after_mask;
                a->before[side] &= e->before_mask;
                if (!pass)
                    continue;
                bit = around_key(f, a, side, s->key, e->after, e->before);
                f->contexts[bit / 8] |= (uint8_t)(1 << bit % 8);
            }
        }
    }
}

/* file_needles makes slots, entries, bitmap and clues; the count of clues. */
static size_t file_needles(struct filter *f, size_t count, struct clue *clues,
                           bool six)
{
    uint32_t slots = (UINT32_MAX >> f->slot_shift) + 1, sum = 0;
    size_t keys = 0;

    for (size_t i = 0; i < count; i++) {
        if (is_mine(f->kind, &f->needles[i]))
            slot_of(f, &f->needles[i])->needles++;
    }
    for (uint32_t i = 0; i < slots; i++) {
        uint32_t bit = hash(f->slots[i].key) >> f->bitmap_shift;

        f->slots[i].first = sum;
        sum += f->slots[i].needles;
        if (f->slots[i].needles)
            f->bitmap[bit / 8] |= (uint8_t)(1 << bit % 8);
    }
    for (size_t i = 0; i < count; i++) {
        struct slot *s;

        if (!is_mine(f->kind, &f->needles[i]))
            continue;
        s = slot_of(f, &f->needles[i]);
        join_family(f, s, (uint32_t)i);
        add_clue(f, &f->needles[i], &clues[s - f->slots], six);
    }
    note_around(f);
    for (uint32_t i = 0; i < slots; i++) {
        if (f->slots[i].needles)
            clues[keys++] = clues[i];
    }
    return keys;
}

/* teddy_merge puts the buckets of the banks together, pair by pair. */
static void teddy_merge(struct teddy *to, const struct teddy *from)
{
    *to = *from;
    for (int p = 0; p < PLACES; p++) {
        for (int v = 0; v < 64; v++)
            to->six[0][p][v] |= from->six[1][p][v];
        for (int v = 0; v < 16; v++) {
            to->low[0][p][v] |= from->low[1][p][v];
            to->high[0][p][v] |= from->high[1][p][v];
        }
    }
}

static bool filter_fill(struct filter *f, const struct kernel *k, size_t count)
{
    size_t slots = (size_t)1 << (32 - f->slot_shift);
    struct clue *clues = calloc(slots, sizeof *clues);
    size_t keys;

    f->bitmap = calloc((size_t)1 << (32 - f->bitmap_shift - 3), 1);
    f->contexts = calloc((size_t)1 << (32 - f->bitmap_shift - 3), 1);
    f->around = calloc(slots, sizeof *f->around);
    f->slots = calloc(slots, sizeof *f->slots);
    f->entries = calloc(count, sizeof *f->entries);
    if (!clues || !f->bitmap || !f->contexts || !f->around || !f->slots ||
        !f->entries) {
        free(clues);
        return false;
    }
    keys = file_needles(f, count, clues, k->six);
    f->sieve = k->two;
    if (f->kind == FILTER_BRIEF)
        f->sieve = k->brief;
    else if (keys <= k->few)
        f->sieve = k->one;
    buckets_fill(&f->teddy, clues, keys, f->sieve == k->two ? 16 : 8, k->six);
    f->quick = f->sieve == k->two ? k->one : f->sieve;
    teddy_merge(&f->merged, &f->teddy);
    free(clues);
    return true;
}

struct filter *filter_new(enum filter_kind kind, const struct kernel *k,
                          struct automaton *a)
{
    struct filter *f = calloc(1, sizeof *f);
    unsigned bits = 4, least = kind == FILTER_LONG ? LEAST_BITS : LEAST_BRIEF;
    size_t count;

    if (!f)
        return NULL;
    f->kind = kind;
    count = automaton_needles(a, &f->needles);
    f->automaton = a;
    f->width = kind == FILTER_LONG ? 4 : 2;
    f->places = kind == FILTER_LONG ? 4 : 3;
    f->beyond_ascii = kind == FILTER_BRIEF && !k->six;
    for (size_t i = 0; i < count; i++) {
        if (!is_mine(kind, &f->needles[i]))
            continue;
        f->entry_count++;
        f->beyond_ascii &= f->needles[i].text[0] >= 0x80;
    }
    while ((size_t)1 << bits < 2 * f->entry_count)
        bits++;
    f->slot_shift = 32 - bits;
    f->bitmap_shift = 32 - (bits + 4 > least ? bits + 4 : least);
    if (!filter_fill(f, k, count)) {
        filter_free(f);
        return NULL;
    }
    return f;
}

size_t filter_bytes(const struct filter *f)
{
    size_t slots = (size_t)1 << (32 - f->slot_shift);

    return sizeof f->teddy + sizeof f->merged +
           2 * ((size_t)1 << (32 - f->bitmap_shift - 3)) +
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
    free(f);
}
