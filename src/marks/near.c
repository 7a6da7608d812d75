/* SPDX-License-Identifier: Apache-2.0
 * near.c - from the scanner's matches to stretches of text.
 *
 * A part of the text is scanned at a time.  A match that stands as its seed
 * must sets the bit of its cell, so that matches may come in any order and any
 * number; runs of bits become stretches, each with as much before it as a
 * phrase is long. */
#include "marks/near.h"

#include "base/utf.h"
#include "marks/seed.h"
#include "scan/words.h"

enum {
    WORD = 64,  /* characters of a word that are read */
    GAP = 256,  /* and of the space between two */
    JOIN = 4,   /* cells between two that make one stretch */
    FAR = 2048, /* bytes between two stretches that are joined */
    ON = 4096,  /* bytes that are looked at for the end of a phrase */
    DENSE = 64, /* cells of a part, one in eight: most of it will be folded */
    MOST_DENSE = 16 /* parts that are then taken whole */
};

/* ---- single characters of a text, folded --------------------------------- */

static inline uint32_t plain(uint32_t c)
{
    if (c > ' ')
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return c == '\t' || c == '\r' || c == '\f' || c == 0x0B ? ' ' : c;
}

/* folded is what a character of the text stands for; SEED_ANY where that takes
 * more than itself to tell. */
static uint32_t folded(uint32_t c)
{
    uint32_t out[VIEW_FOLD];

    if (c < 0x80)
        return plain(c);
    if (utf_extends(c) || view_fold(&c, 1, out) != 1)
        return SEED_ANY;
    return out[0];
}

/* after is step where no plain byte is next. */
static uint32_t after(struct span s, size_t *at)
{
    bool bad = false;

    return *at < s.len ? folded(utf8_next(s, at, &bad)) : 0;
}

/* before is step where no plain byte is before. */
static uint32_t before(struct span s, size_t *at)
{
    size_t from = *at, to;
    bool bad = false;
    uint32_t c;

    if (!from)
        return 0;
    while (from && *at - from < 4 && (s.ptr[--from] & 0xC0) == 0x80)
        ;
    to = from;
    c = utf8_next(s, &to, &bad);
    if (to != *at) {
        --*at;
        return UTF_BAD;
    }
    *at = from;
    return folded(c);
}

enum way {
    BEFORE,
    AFTER
};

/* step is the character at *at, or the one before it, and moves *at over it; 0
 * where there is none. */
static inline uint32_t step(struct span s, size_t *at, enum way way)
{
    size_t i = way == AFTER ? *at : *at - 1; /* before the first: not in s */

    if (i < s.len && s.ptr[i] < 0x80) {
        *at = way == AFTER ? i + 1 : i;
        return plain(s.ptr[i]);
    }
    return way == AFTER ? after(s, at) : before(s, at);
}

/* ---- what stands beside a seed ------------------------------------------- */

static bool is_gap(uint32_t c)
{
    return lex_is_gap(c) || c == VIEW_PARA;
}

/* beside is the word or sign that is next in one direction, as seed_item has
 * it; 0 where there is none.  Over a sign it moves *at. */
static uint32_t beside(struct span s, size_t *at, enum way way, bool *sign)
{
    uint32_t c[WORD], one;
    size_t n = 0, gaps = 0;

    *sign = false;
    do {
        one = step(s, at, way);
        if (gaps++ == GAP)
            return SEED_ANY;
    } while (is_gap(one));
    if (!one || one == SEED_ANY)
        return one;
    if (!lex_in_word(one)) {
        *sign = true;
        return seed_item(&one, 1);
    }
    while (one != SEED_ANY && lex_in_word(one)) {
        if (n == WORD)
            return SEED_ANY;
        c[n++] = one;
        one = step(s, at, way);
    }
    if (one == SEED_ANY)
        return SEED_ANY;
    for (size_t i = 0; way == BEFORE && i < n / 2; i++) {
        one = c[i];
        c[i] = c[n - 1 - i];
        c[n - 1 - i] = one;
    }
    return seed_item(c, n);
}

static bool is_place(uint32_t word, uint32_t left, uint32_t right)
{
    uint64_t place = seed_place(word, left, right);

    for (unsigned i = 0; i < SEED_BITS; i++) {
        uint32_t bit = seed_bit(place, i);

        if (!(seed_places[bit >> 3] >> (bit & 7) & 1))
            return false;
    }
    return true;
}

/* word_placed says whether a word has beside it what it must. */
static bool word_placed(struct span text, size_t at, size_t end)
{
    size_t from = at;
    bool sign;
    uint32_t word = beside(text, &from, AFTER, &sign), item;

    if (word == SEED_ANY)
        return true;
    if (!is_place(word, SEED_WORD, SEED_WORD))
        return false;
    if (!is_place(word, SEED_ANY, SEED_WORD)) {
        item = beside(text, &at, BEFORE, &sign);
        if (item != SEED_ANY && !is_place(word, item, SEED_WORD))
            return false;
    }
    if (is_place(word, SEED_WORD, SEED_ANY))
        return true;
    item = beside(text, &end, AFTER, &sign);
    return item == SEED_ANY || is_place(word, SEED_WORD, item);
}

/* sides lists what one side of a sign may be known by, from anything to two
 * signs; false where that cannot be told. */
static bool sides(struct span text, size_t at, enum way way, uint32_t to[3])
{
    bool sign;
    uint32_t one = beside(text, &at, way, &sign), two = 0;

    if (sign)
        two = beside(text, &at, way, &sign);
    to[0] = SEED_ANY;
    to[1] = seed_side(one, SEED_ANY);
    to[2] = seed_side(one, two);
    return one != SEED_ANY && two != SEED_ANY;
}

/* sign_placed says the same of a sign. */
static bool sign_placed(struct span text, size_t at, size_t end)
{
    uint32_t left[3], right[3], c;
    size_t from = at;
    bool bad = false;

    c = utf8_next(text, &from, &bad);
    if (!sides(text, at, BEFORE, left) || !sides(text, end, AFTER, right))
        return true;
    for (int i = 1; i < 9; i++) /* the first is SEED_OPEN */
        if (is_place(seed_item(&c, 1), left[i / 3], right[i % 3]))
            return true;
    return false;
}

/* to_edge moves *at over the rest of a word; false where there must be none.
 * *any says that the text is not plain there. */
static bool to_edge(struct span s, size_t *at, enum way way, bool edge,
                    bool *any)
{
    for (unsigned n = 0; n < WORD; n++) {
        size_t next = *at;
        uint32_t c = step(s, &next, way);

        if (c == SEED_ANY)
            break;
        if (!c || !lex_in_word(c))
            return true;
        if (edge)
            return false;
        *at = next;
    }
    *any = true;
    return true;
}

/* joined: before the second letter of a pair, behind nothing but the joint, is
 * the first, by itself. */
static bool joined(const struct seed *s, struct span text, size_t at)
{
    for (unsigned n = 0; n < GAP; n++) {
        uint32_t c = step(text, &at, BEFORE);

        if (s->joint == ' ' ? is_gap(c) : c == s->joint && !n)
            continue;
        if (c != s->letter || !n)
            return c == SEED_ANY;
        c = step(text, &at, BEFORE);
        return c == SEED_ANY || !c || !lex_in_word(c);
    }
    return true;
}

/* folded_word is the word that begins at a place, as seed_item has it, whatever
 * its letters fold to; SEED_ANY where there is more to it than letters. */
static uint32_t folded_word(struct span s, size_t at)
{
    uint32_t c[WORD + VIEW_FOLD];
    size_t n = 0;
    bool bad = false;

    while (at < s.len && n < WORD) {
        uint32_t one = utf8_next(s, &at, &bad);
        size_t k = view_fold(&one, 1, c + n);

        if (utf_extends(one) || !k)
            return SEED_ANY;
        if (!lex_in_word(c[n]))
            break;
        for (size_t i = 1; i < k; i++)
            if (!lex_in_word(c[n + i]))
                return SEED_ANY;
        n += k;
    }
    /* A single letter may be joined to another. */
    return n > 1 && n < WORD ? seed_item(c, n) : SEED_ANY;
}

/* odd says whether a character that folding changes may be of a phrase: not if
 * the word that it is in is in none. */
static bool odd(const struct seed *s, struct span text, size_t at)
{
    bool any = false;
    uint32_t c, out[VIEW_FOLD];
    size_t from = at;

    if (!(s->kind & SEED_UNSEEN)) {
        c = utf8_next(text, &from, &any);
        if (any || !view_fold(&c, 1, out) || !lex_in_word(out[0]))
            return true;
        to_edge(text, &at, BEFORE, false, &any);
        c = folded_word(text, at);
        return any || c == SEED_ANY || is_place(c, SEED_WORD, SEED_WORD);
    }
    c = step(text, &at, BEFORE);
    return c && (c < 0x80 || c == SEED_ANY || view_is_letter(c));
}

/* stands says whether a match may be of a phrase. */
static bool stands(const struct seed *s, struct span text, size_t at,
                   size_t end)
{
    bool any = false;

    if (s->kind & SEED_ODD)
        return odd(s, text, at);
    if (s->kind & SEED_JOINED)
        return to_edge(text, &end, AFTER, true, &any) && joined(s, text, at);
    if (s->kind & SEED_SIGN)
        return s->kind & SEED_OPEN || sign_placed(text, at, end);
    return to_edge(text, &at, BEFORE, s->kind & SEED_LEFT, &any) &&
           to_edge(text, &end, AFTER, s->kind & SEED_RIGHT, &any) &&
           (any || word_placed(text, at, end));
}

/* ---- stretches ----------------------------------------------------------- */

struct part {
    struct near *n;
    size_t stop; /* where the next begins */
};

/* mark notes a match, unless its cell has one already. */
static void mark(struct near *n, const struct seed *s, size_t at)
{
    size_t cell = (at - n->base) / NEAR_CELL;
    uint64_t bit = (uint64_t)1 << cell % 64;

    if (!(n->cells[cell / 64] & bit) && stands(s, n->text, at, at + s->len))
        n->cells[cell / 64] |= bit;
}

static bool hit(void *ctx, uint32_t pattern, uint64_t end)
{
    const struct part *p = ctx;
    const struct seed *s = &seed_list[pattern];
    size_t at = p->n->base + (size_t)end - s->len;

    if (at < p->stop)
        mark(p->n, s, at);
    return true;
}

/* apart is a quick no: plain text before a second letter that is not the
 * first. */
static bool apart(const struct seed *s, const uint8_t *at)
{
    uint8_t p = at[-1], q = at[-2];

    if (p >= 0x80 || q >= 0x80 || q <= ' ' || lex_is_gap(q))
        return false;
    return q != s->letter && (q | 32) != s->letter;
}

static void look_up(struct near *n, size_t at, uint32_t key)
{
    size_t i = seed_short_first[seed_short_hash(key, seed_short_factor)];

    for (; i < seed_short_count && seed_shorts[i].key == key; i++) {
        const struct seed *s = &seed_shorts[i].seed;

        if (s->kind & SEED_JOINED && at > 1 && apart(s, n->text.ptr + at))
            continue;
        mark(n, s, at);
    }
}

/* short_key is the key of a short word; *is says whether a seed has it. */
static inline uint32_t short_key(struct span s, size_t at, unsigned len,
                                 size_t *is)
{
    uint32_t word = 0, key;

    if (s.len - at >= 4)
        memcpy(&word, s.ptr + at, 4);
    else
        memcpy(&word, s.ptr + at, len);
    key = seed_key(word, len);
    *is = seed_shorts[seed_short_first[seed_short_hash(key, seed_short_factor)]]
              .key == key;
    return key;
}

/* look_cell goes through the short words that begin in 64 bytes: m are its
 * letters, and those before and behind it.  All are written down, whether they
 * are seeds or not, so that little is left to guess. */
static void look_cell(struct near *n, size_t base, const uint64_t m[3])
{
    uint64_t second = m[1] >> 1 | m[2] << 63, third = m[1] >> 2 | m[2] << 62;
    uint64_t fourth = m[1] >> 3 | m[2] << 61;
    uint64_t begin = m[1] & ~(m[1] << 1 | m[0] >> 63);
    uint32_t keys[64];
    uint8_t places[64];
    size_t count = 0, is;

    third &= second;
    for (begin &= ~(third & fourth); begin; begin &= begin - 1) {
        unsigned k = (unsigned)__builtin_ctzll(begin);
        unsigned len =
            1 + (unsigned)(second >> k & 1) + (unsigned)(third >> k & 1);

        keys[count] = short_key(n->text, base + k, len, &is);
        places[count] = (uint8_t)k;
        count += is;
    }
    for (size_t i = 0; i < count; i++)
        look_up(n, base + places[i], keys[i]);
}

/* look_short does with the short words of a part.  The masks begin a cell
 * before it and end with the one behind it. */
static void look_short(struct near *n, size_t stop)
{
    uint64_t masks[NEAR_PART / 64 + 2];
    size_t to = n->text.len - stop > 8 ? stop + 8 : n->text.len;

    memset(masks, 0, ((stop - n->base + 63) / 64 + 2) * sizeof(*masks));
    if (n->base) {
        words_mask(span_cut(n->text, n->base - 1, 1), masks);
        masks[0] <<= 63;
    }
    words_mask(span_cut(n->text, n->base, to - n->base), masks + 1);
    for (size_t i = 0; n->base + i * 64 < stop; i++)
        look_cell(n, n->base + i * 64, masks + i);
}

/* weigh: behind a part in which nearly all is near a seed, parts are taken as
 * they are, each time twice as many, until one is looked at that is not so. */
static void weigh(struct near *n)
{
    int count = 0;

    for (size_t i = 0; i < sizeof(n->cells) / sizeof(*n->cells); i++)
        count += __builtin_popcountll(n->cells[i]);
    n->again = count < DENSE ? 0 : n->again ? 2 * n->again : 1;
    if (n->again > MOST_DENSE)
        n->again = MOST_DENSE;
    n->dense = n->again;
}

/* look scans the next part; false at the end of the text. */
static bool look(struct near *n)
{
    struct part p = {n, n->part + NEAR_PART};
    struct scan s = {.set = &seed_set, .hit = hit, .ctx = &p};
    size_t to;

    if (n->part >= n->text.len)
        return false;
    n->base = n->part;
    if (p.stop > n->text.len)
        p.stop = n->text.len;
    to = n->text.len - p.stop > SEED_LONGEST ? p.stop + SEED_LONGEST
                                             : n->text.len;
    n->part = p.stop;
    if (n->dense) {
        n->dense--;
        memset(n->cells, 0xff, sizeof(n->cells));
        return true;
    }
    memset(n->cells, 0, sizeof(n->cells));
    scan_run(&s, span_cut(n->text, n->base, to - n->base));
    look_short(n, p.stop);
    weigh(n);
    return true;
}

/* take moves the next run of cells out. */
static bool take(struct near *n, size_t *first, size_t *last)
{
    size_t i = 0, gap = 0;

    while (i < NEAR_PART / NEAR_CELL && !(n->cells[i / 64] >> i % 64 & 1))
        i += n->cells[i / 64] >> i % 64 ? 1 : 64 - i % 64;
    if (i >= NEAR_PART / NEAR_CELL)
        return false;
    *first = *last = i;
    for (; i < NEAR_PART / NEAR_CELL && gap <= JOIN; i++, gap++) {
        if (!(n->cells[i / 64] >> i % 64 & 1))
            continue;
        *last = i;
        gap = 0;
        n->cells[i / 64] &= ~((uint64_t)1 << i % 64);
    }
    return true;
}

/* counts: a byte that begins a character which stands for one of a view, or
 * for more; neither a mark nor one that is dropped. */
static inline bool counts(struct span s, size_t at)
{
    uint8_t c = s.ptr[at], d;

    if (c < 0x80)
        return c > ' ';
    if (c < 0xE0)
        return c >= 0xC3 && c != 0xCC && c != 0xCD && c != 0xD8 && c != 0xD9;
    d = at + 1 < s.len ? s.ptr[at + 1] : 0;
    if (c == 0xE1)
        return d >= 0xB8;
    if (c == 0xE3)
        return d != 0x80 && d != 0x82 && d != 0x85;
    return c != 0xE2 && c < 0xEF;
}

/* begins: a view may begin here, for what is before changes nothing of it. */
static bool begins(struct span s, size_t at)
{
    uint32_t c, out[VIEW_FOLD];
    bool bad = false;

    if ((s.ptr[at] & 0xC0) == 0x80)
        return false;
    c = utf8_next(s, &at, &bad);
    return !bad && !utf_extends(c) && view_fold(&c, 1, out) &&
           folded(c) != ' ' && !view_is_space(out[0]);
}

size_t near_back(struct near_back *b, struct span s, size_t at, size_t count)
{
    size_t i = at, have = 0;

    while (i > b->at && have < count)
        have += counts(s, --i);
    if (have < count && b->at) {
        /* From b->at on back, what is known: b->have are from b->from on. */
        i = b->from;
        for (; b->have > count - have; i++)
            b->have -= counts(s, i);
        have += b->have;
    }
    *b = (struct near_back){at, i, have};
    while (i && !begins(s, i))
        i--;
    return i;
}

size_t near_on(struct span s, size_t at, size_t count)
{
    size_t stop = s.len - at > ON ? at + ON : s.len;

    while (at < stop && count)
        count -= counts(s, at++);
    if (count && stop < s.len)
        return SIZE_MAX;
    while (at < s.len && (s.ptr[at] & 0xC0) == 0x80)
        at++;
    return at;
}

bool near_next(struct near *n, struct near_range *r)
{
    size_t first, last, done = n->next.to;

    if (n->held) {
        n->held = false;
        *r = n->next;
        return true;
    }
    while (!n->part || !take(n, &first, &last))
        if (!look(n))
            return false;
    r->from =
        near_back(&n->back, n->text, n->base + first * NEAR_CELL, NEAR_PHRASE);
    if (r->from < done)
        r->from = done;
    r->to = n->base + (last + 1) * NEAR_CELL;
    if (r->to > n->text.len)
        r->to = n->text.len;
    n->next = *r;
    return true;
}

void near_join(struct near *n, struct near_range *r)
{
    struct near_range next;

    while (near_next(n, &next)) {
        if (next.from > r->to && next.from - r->to > FAR) {
            n->held = true;
            return;
        }
        r->to = next.to;
    }
}
