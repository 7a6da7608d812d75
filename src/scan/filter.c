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

enum {
    BLOCK = 4096,
    WORDS = BLOCK / 64,
    LIMIT = 1024, /* work allowed for a block, by what the automaton takes */
    SPARSE_LIMIT = 4 * LIMIT, /* without its table of all transitions */
    REST = 16384, /* the automaton's first stretch, and its longest */
    LONGEST_REST = 1 << 20,
    RICH = 32, /* blocks of more work after one that has let too much pass */
    RICHEST = 256
};

/* The masks of a block that may not be zero: more are worth the next sieve. */
static const int most_masks[SIEVES] = {16, 44, WORDS};

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

/* begins_there says whether what a needle's family begins with is there. */
static bool begins_there(const struct needle *n, struct span text,
                         size_t key_at)
{
    size_t start = key_at - n->anchor;

    return key_at >= n->anchor && n->common <= text.len - start &&
           same_folded(text.ptr + start, n->text, n->common);
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

/* confirm reports the needles whose key is at this place, and adds what that
 * took to *work. */
static bool confirm(const struct filter *f, struct span text, size_t at,
                    size_t *work, struct sink *to)
{
    uint32_t key = load_key(f->width, text.ptr + at);
    uint32_t mask = UINT32_MAX >> f->slot_shift;
    uint32_t i = key_hash(key) >> f->slot_shift;
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
        if (e->state != ALONE) {
            struct branch b = {text, at - n->anchor, n->common, n->family,
                               e->state};

            *work += n->common / 8;
            if (begins_there(n, text, at) &&
                !automaton_follow(f->automaton, &b, work, to))
                return false;
        } else if (is_there(n, text, at)) {
            *work += 4;
            if (!to->match(to, e->needle, at - n->anchor + n->len))
                return false;
        }
    }
    return true;
}

/* A filter at work, with the sieves of a kernel. */
struct work {
    const struct filter *filter;
    const struct sift *sift;
    sieve *by[SIEVES];
    lister *list;
    size_t unit; /* of their strips */
    int last;    /* the one with most work that there is */
    bool beyond_ascii;
    size_t limit;
    struct sink *to;
};

/* A block of a text: keys may end in [at, to), which may reach past the text
 * by fewer than PLACES bytes, and begin at from or behind. */
struct block {
    size_t at, to, from;
    int sieve;     /* the next block is for this one, */
    unsigned rich; /* and so many after it at least */
    unsigned turn; /* as many next time */
};

/* sift fills masks with the ends in the block; it returns which of them may not
 * be zero. */
static uint64_t sift(const struct work *w, struct span text, struct block b,
                     uint64_t *masks)
{
    const struct filter *f = w->filter;
    size_t len = b.to - b.at;
    size_t inside = text.len - b.at < len ? text.len - b.at : len;
    size_t whole = inside & ~(w->unit - 1);
    struct strip s = {text.ptr + b.at, whole, b.at >= BEFORE};
    const struct teddy *t;
    uint64_t some = 0;
    sieve *run;

    /* The last bytes of a key end before its last place does. */
    if (b.sieve == SIEVE_LIGHT && whole == BLOCK)
        s.text -= f->places - f->width;
    else if (b.sieve == SIEVE_LIGHT)
        b.sieve = SIEVE_ONE;
    t = &w->sift->by[b.sieve];
    run = w->by[b.sieve];
    if (whole)
        some = run(t, s, masks);
    if (whole < len) {
        size_t back = whole + b.at < BEFORE ? whole + b.at : BEFORE;
        uint8_t last[BEFORE + UNIT] = {0};
        const uint8_t *from = text.ptr + b.at + whole - back;

        memcpy(last + BEFORE - back, from, back + inside - whole);
        s = (struct strip){last + BEFORE, w->unit, true};
        some |= run(t, s, masks + whole / 64) << whole / 64;
        if (len & 63)
            masks[len / 64] &= ((uint64_t)1 << (len & 63)) - 1;
        some &= UINT64_MAX >> (BLOCK - len) / 64;
    }
    if (some && b.from == b.at)
        masks[0] &= UINT64_MAX << (f->places - 1);
    return some;
}

static inline unsigned has_bit(const uint8_t *bits, uint32_t bit)
{
    return bits[bit / 8] >> bit % 8 & 1;
}

/* thin keeps the places whose key the bitmap knows; a place is its key's end
 * in the text from, which begins a key before the block. */
static size_t thin(const struct filter *f, const uint8_t *from, uint16_t *list,
                   size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        uint16_t place = list[i];
        uint32_t key = load_key(4, from + place);

        list[kept] = place;
        kept += has_bit(f->bitmap, key_hash(key) >> f->bitmap_shift);
    }
    return kept;
}

/* thin_brief does so with needles of two bytes and of three.  The last place
 * may have its third byte behind the text. */
static size_t thin_brief(const struct filter *f, struct span from,
                         uint16_t *list, size_t count)
{
    bool last = count && list[count - 1] + (size_t)3 > from.len;
    uint16_t held = last ? list[--count] : 0;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        uint16_t place = list[i];
        const uint8_t *p = from.ptr + place;
        uint32_t two = load_key(2, p), three = key_three(two, p[2]);

        list[kept] = place;
        kept += has_bit(f->bitmap, key_hash(two) >> f->bitmap_shift) |
                has_bit(f->bitmap, key_hash(three) >> f->bitmap_shift);
    }
    if (last)
        list[kept++] = held;
    return kept;
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
        uint32_t one = around_key(f, 0, key, after, before);
        uint32_t other = around_key(f, 1, key, after, before);

        list[kept] = list[i];
        kept += has_bit(f->contexts, one) | has_bit(f->contexts, other);
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
        const uint8_t *p = text.ptr + at;

        __builtin_prefetch(p + AHEAD);
        any = load_eight(p) | load_eight(p + 8) | load_eight(p + 16) |
              load_eight(p + 24) | load_eight(p + 32) | load_eight(p + 40) |
              load_eight(p + 48) | load_eight(p + 56);
    }
    for (; at < to && !(any & 0x8080808080808080); at++)
        any |= text.ptr[at];
    return !(any & 0x8080808080808080);
}

/* work_of is what so many places in a list take. */
static size_t work_of(size_t count)
{
    return count * 3 / 4;
}

/* more_work has the next sieve do the block again, and so many after it: less
 * is tried again and again, but ever more seldom where it does not do. */
static void more_work(struct block *b)
{
    b->sieve++;
    b->rich = b->turn;
    b->turn = b->turn < RICHEST ? 2 * b->turn : b->turn;
}

static void less_work(struct block *b)
{
    if (b->rich)
        b->rich--;
    else if (b->sieve > SIEVE_LIGHT)
        b->sieve--;
    else
        b->turn = RICH;
}

/* find_places lists the places that the block's sieve leaves, or a better one
 * if these are too many. */
static size_t find_places(const struct work *w, struct span text,
                          struct block *b, uint16_t *list)
{
    uint64_t masks[WORDS + UNIT / 64];

    for (;;) {
        uint64_t some = sift(w, text, *b, masks);
        size_t count;

        if (b->sieve == w->last ||
            __builtin_popcountll(some) <= most_masks[b->sieve]) {
            count = w->list(masks, some, list);
            if (b->sieve == w->last || work_of(count) <= w->limit) {
                less_work(b);
                return count;
            }
        }
        more_work(b);
    }
}

/* run_block tells of the matches in a block.  Where that takes too much work
 * it leaves off, and *stop is the first anchor that it did not look at. */
static bool run_block(const struct work *w, struct span text, struct block *b,
                      size_t *stop)
{
    const struct filter *f = w->filter;
    size_t lead = f->places - 1, work, count;
    uint16_t list[BLOCK + LISTED];

    if (w->beyond_ascii && is_ascii(text, *b, lead))
        return true;
    count = find_places(w, text, b, list);
    work = work_of(count);
    if (work <= w->limit) {
        struct span from = {text.ptr + b->at - lead, text.len - b->at + lead};

        count = f->kind == FILTER_LONG ? thin(f, from.ptr, list, count)
                                       : thin_brief(f, from, list, count);
        work += count;
    }
    if (work <= w->limit)
        count = weigh(f, text, b->at - lead, list, count);
    for (size_t i = 0; i < count; i++) {
        size_t at = b->at + list[i] - lead;

        if (work > w->limit) {
            *stop = at;
            return true;
        }
        if (!confirm(f, text, at, &work, w->to))
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

    if (!filter_has(m->filter->kind, &m->filter->needles[needle]))
        return true;
    return m->to->match(m->to, needle, end);
}

static struct work work_by(const struct filter *f, const struct kernel *k,
                           struct sink *to)
{
    struct work w = {.filter = f, .sift = &f->sift[k->six], .to = to};

    w.unit = k->unit;
    w.list = k->list;
    w.by[SIEVE_LIGHT] = k->light;
    w.by[SIEVE_ONE] = f->kind == FILTER_BRIEF ? k->brief : k->one;
    w.by[SIEVE_FULL] = k->two;
    w.last = w.sift->two ? SIEVE_FULL : SIEVE_ONE;
    w.beyond_ascii = f->beyond_ascii && !k->six;
    w.limit = f->automaton->lazy ? LIMIT : SPARSE_LIMIT;
    return w;
}

bool filter_run(const struct filter *f, const struct kernel *k,
                struct stretch s, struct sink *to)
{
    const struct work w = work_by(f, k, to);
    struct mine mine = {{match_mine}, f, to};
    size_t lead = f->places - 1, rest = REST;
    struct block b = {.at = s.from, .from = s.from, .turn = RICH};

    if (s.text.len < f->width)
        return true;
    b.sieve = w.last;
    if (s.to > s.text.len - f->width + 1)
        s.to = s.text.len - f->width + 1;
    while (b.from < s.to && b.at < s.to + lead) {
        size_t left = s.to + lead - b.at, stop = SIZE_MAX;
        struct stretch hard = {.text = s.text, .to = s.to};

        b.to = b.at + (left < BLOCK ? left : BLOCK);
        if (!run_block(&w, s.text, &b, &stop))
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
