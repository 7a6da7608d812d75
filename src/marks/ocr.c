/* SPDX-License-Identifier: Apache-2.0
 * ocr.c - labels that are written into a picture, read by the caller's reader.
 *
 * The library reads no letters itself: gm_input.read_text does, where given.
 * It gets the upper and the lower strip, where labels stand, three times each:
 * what is lighter than its neighbourhood, what is nearly white, and all of it.
 * What comes back passes the disclosure lexicon, after the confusions that
 * "AI" suffers. */
#include "formats/pixels.h"
#include "marks/mark.h"
#include "marks/sentence.h"

#include <string.h>

enum {
    SHARE = 6,       /* a strip's part of the height */
    SHORT = 768,     /* pixels of the short side that a reader is given */
    MOST = 2304,     /* of a strip's length */
    LEAST = 64,      /* of the short side: no letters fit below */
    REACH = 24,      /* of the neighbourhood, each way */
    GAIN = 4,        /* of the difference to it */
    NOISE = 20,      /* of the difference: texture */
    WHITE = 215,     /* of the darkest channel: nearly white */
    TEXT = 4096,     /* bytes of what was read in one strip */
    VIEW = 2 * TEXT, /* code points; folding may lengthen */
    SURE = 70
};

enum pass {
    WHITISH,
    LIGHTER,
    PLAIN,
    PASSES
};

struct strip {
    uint32_t width, height;
    uint8_t *grey; /* of the darkest channel */
    uint8_t *ink;  /* dark letters on white: for the reader */
    uint32_t *sum; /* of all pixels above and to the left */
};

/* average is the darkest channel of the part of p that makes one pixel. */
static uint8_t average(const struct pixels *p, double x, double y, double step)
{
    uint32_t x0 = (uint32_t)x, y0 = (uint32_t)y;
    uint32_t x1 = (uint32_t)(x + step), y1 = (uint32_t)(y + step);
    uint32_t sum = 0, count = 0;

    x1 = x1 > x0 ? x1 : x0 + 1;
    y1 = y1 > y0 ? y1 : y0 + 1;
    for (uint32_t v = y0; v < y1 && v < p->height; v++)
        for (uint32_t u = x0; u < x1 && u < p->width; u++, count++) {
            const uint8_t *at = pixels_row(p, v) + (size_t)u * p->channels;
            unsigned least = at[0] < at[1] ? at[0] : at[1];

            sum += least < at[2] ? least : at[2];
        }
    return (uint8_t)(count ? sum / count : 0);
}

/* between is the same by bilinear interpolation, where a picture grows. */
static uint8_t between(const struct pixels *p, double x, double y)
{
    double fx = x - (uint32_t)x, fy = y - (uint32_t)y;
    double a = average(p, x, y, 0), b = average(p, x + 1, y, 0);
    double c = average(p, x, y + 1, 0), d = average(p, x + 1, y + 1, 0);

    if (x + 2 > p->width || y + 2 > p->height)
        return (uint8_t)a;
    return (uint8_t)((a * (1 - fx) + b * fx) * (1 - fy) +
                     (c * (1 - fx) + d * fx) * fy);
}

static void take(const struct pixels *p, struct strip *s, double step,
                 bool lower)
{
    double top = lower ? p->height - s->height * step : 0;

    for (uint32_t y = 0; y < s->height; y++)
        for (uint32_t x = 0; x < s->width; x++) {
            double u = x * step, v = top + y * step;

            v = v > 0 ? v : 0;
            s->grey[(size_t)y * s->width + x] =
                step < 1 ? between(p, u, v) : average(p, u, v, step);
        }
}

static void add_up(struct strip *s)
{
    uint32_t wide = s->width + 1;

    memset(s->sum, 0, wide * sizeof(*s->sum));
    for (uint32_t y = 0; y < s->height; y++) {
        const uint32_t *up = s->sum + (size_t)y * wide;
        uint32_t *row = s->sum + (size_t)(y + 1) * wide, line = 0;

        row[0] = 0;
        for (uint32_t x = 0; x < s->width; x++) {
            line += s->grey[(size_t)y * s->width + x];
            row[x + 1] = up[x + 1] + line;
        }
    }
}

/* mean is that of the neighbourhood of (x, y), as far as it is in the strip. */
static int mean(const struct strip *s, uint32_t x, uint32_t y)
{
    uint32_t wide = s->width + 1;
    uint32_t x0 = x > REACH ? x - REACH : 0, y0 = y > REACH ? y - REACH : 0;
    uint32_t x1 = x + REACH < s->width ? x + REACH : s->width;
    uint32_t y1 = y + REACH < s->height ? y + REACH : s->height;
    const uint32_t *up = s->sum + (size_t)y0 * wide;
    const uint32_t *low = s->sum + (size_t)y1 * wide;

    return (int)((low[x1] - low[x0] - up[x1] + up[x0]) /
                 ((x1 - x0) * (y1 - y0)));
}

static void draw(struct strip *s, enum pass how)
{
    for (uint32_t y = 0; y < s->height; y++)
        for (uint32_t x = 0; x < s->width; x++) {
            size_t at = (size_t)y * s->width + x;
            int v = s->grey[at];

            if (how == LIGHTER) {
                v = (v - mean(s, x, y) - NOISE) * GAIN;
                v = v < 0 ? 0 : v > UINT8_MAX ? UINT8_MAX : v;
            } else if (how == WHITISH) {
                v = v >= WHITE ? UINT8_MAX : 0;
            }
            s->ink[at] = (uint8_t)(UINT8_MAX - v);
        }
}

/* ---- what was read ------------------------------------------------------ */

static bool is_letter(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* What "AI" becomes before the reader of three scripts; the first two are
 * syllables of words too, and stand for it only where a word begins. */
static const char *const ai[] = {"\xEC\x8B\x9C", "\xEC\x82\xAC",  "Al", "A1",
                                 "A|",           "A\xE3\x85\xA3", "AL"};
static const char *const next[] = {"\xEC\x83\x9D\xEC\x84\xB1", /* saengseong */
                                   "\xEB\xA1\x9C \xEC\x83\x9D",
                                   "\xEB\xA1\x9C\xEC\x83\x9D",
                                   "\xEC\xA0\x9C\xEC\x9E\x91",
                                   "\xE7\x94\x9F\xE6\x88\x90",
                                   "\xE5\x90\x88\xE6\x88\x90",
                                   "-generated",
                                   "generated"};
static const char *const before[] = {"with ", "by ", "using "};

enum {
    SYLLABLES = 2
};

static bool ends(struct span s, const char *word)
{
    size_t n = strlen(word);

    return s.len >= n && memcmp(s.ptr + s.len - n, word, n) == 0;
}

/* fits is whether what stands around speaks of generation. */
static bool fits(struct span s, size_t off, size_t end)
{
    struct span front = span_cut(s, 0, off);
    size_t at = end;

    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
        if (ends(front, before[i]) && (end == s.len || !is_letter(s.ptr[end])))
            return true;
    while (at < s.len && s.ptr[at] == ' ')
        at++;
    for (size_t k = 0; k < sizeof(next) / sizeof(next[0]); k++) {
        size_t len = strlen(next[k]);

        if (s.len - at >= len && memcmp(s.ptr + at, next[k], len) == 0)
            return true;
    }
    return false;
}

/* seems is how many bytes at off are "AI" in disguise; 0: none. */
static size_t seems(struct span s, size_t off)
{
    uint8_t left = off ? s.ptr[off - 1] : ' ';

    for (size_t i = 0; i < sizeof(ai) / sizeof(ai[0]); i++) {
        size_t n = strlen(ai[i]);

        if (s.len - off < n || memcmp(s.ptr + off, ai[i], n) != 0 ||
            is_letter(left) || (i < SYLLABLES && left >= 0x80))
            continue;
        if (fits(s, off, off + n))
            return n;
    }
    return 0;
}

/* mend copies what was read, "AI" put right: never more bytes than before. */
static size_t mend(struct span s, uint8_t *to)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len;) {
        size_t len = seems(s, i);

        if (!len) {
            to[n++] = s.ptr[i++];
            continue;
        }
        to[n++] = 'A';
        to[n++] = 'I';
        i += len;
    }
    return n;
}

static bool label(struct hunt *h, struct span text, bool lower)
{
    uint32_t *room = arena_raw(hunt_arena(h), 2 * (VIEW + 1) * sizeof(*room));
    struct view v = {room, room ? room + VIEW : NULL, 0, VIEW};
    struct setting set = {.v = &v, .text = text};
    struct lex_hit p;
    struct said s;

    if (!room) {
        hunt_partial(h, "arena_bytes");
        return false;
    }
    view_fill(&v, text, 0);
    for (size_t i = 0; i<v.len; i = s.end> p.end ? s.end : p.end) {
        bool altered;
        uint32_t id;

        while (i < v.len && (!lex_may(&v, i) ||
                             !lex_at(&v, i, v.len, LEX_PHRASE, LEX_ANY, &p)))
            i++;
        if (i >= v.len)
            break;
        s = (struct said){0};
        if (!sentence_says(&set, &p, &s) ||
            (s.what != LEX_A && s.what != LEX_B && s.what != LEX_E))
            continue;
        altered = s.what == LEX_B;
        id = hunt_mark(
            h, (struct mark){.kind = GM_VISIBLE,
                             .name = SPAN("label"),
                             .value = span_cut(text, v.at[s.off],
                                               v.at[s.end] - v.at[s.off]),
                             .claim = GM_NOTICE,
                             .makes = altered ? GM_ALTERED : GM_GENERATED,
                             .form = GM_SEEN,
                             .cls = altered ? SPAN("B") : SPAN("A"),
                             .sure = SURE,
                             .slot = NO_SLOT});
        hunt_attr(h, id, SPAN("strip"), lower ? SPAN("lower") : SPAN("upper"));
        hunt_attr(h, id, SPAN("read-by"), SPAN("ocr"));
        return true;
    }
    return false;
}

/* look has one strip read; false where there is no use in going on.  A pass
 * that failed does not keep the others from finding. */
static bool look(struct hunt *h, struct strip *s, bool lower, bool *found,
                 bool *failed)
{
    const gm_input *in = hunt_input(h);
    char *got = arena_raw(hunt_arena(h), TEXT);
    uint8_t *text = arena_raw(hunt_arena(h), TEXT * 2);

    if (!got || !text) {
        hunt_partial(h, "arena_bytes");
        return false;
    }
    for (enum pass i = WHITISH; i < PASSES && !*found; i++) {
        int n;

        draw(s, i);
        if (!hunt_step(h, (uint64_t)s->width * s->height / 16))
            return false;
        n = in->read_text(in->read_text_ctx, s->ink, s->width, s->height, got,
                          TEXT);
        if (n < 0) {
            *failed = true;
            continue;
        }
        n = n < TEXT ? n : TEXT;
        *found = label(
            h,
            (struct span){text,
                          mend((struct span){(uint8_t *)got, (size_t)n}, text)},
            lower);
    }
    return true;
}

static void find(struct hunt *h)
{
    const struct pixels *p;
    struct strip s = {0};
    uint32_t side;
    size_t count;
    double step;
    bool found = false, failed = false;

    if (!hunt_input(h)->read_text) {
        hunt_skip(h, "not run: needs --ocr");
        return;
    }
    p = hunt_pixels(h);
    if (!p)
        return;
    side = p->width < p->height ? p->width : p->height;
    if (side < LEAST) {
        hunt_skip(h, "not testable: too small for letters");
        return;
    }
    step = (double)side / SHORT;
    if (p->width / step > MOST)
        step = (double)p->width / MOST;
    s.width = (uint32_t)(p->width / step);
    s.height = (uint32_t)(p->height / step / SHARE);
    if (!s.height) {
        hunt_skip(h, "not testable: too small for letters");
        return;
    }
    count = (size_t)s.width * s.height;
    s.grey = arena_raw(hunt_arena(h), count);
    s.ink = arena_raw(hunt_arena(h), count);
    s.sum = arena_raw(hunt_arena(h),
                      (size_t)(s.width + 1) * (s.height + 1) * sizeof(*s.sum));
    if (!s.grey || !s.ink || !s.sum) {
        hunt_partial(h, "arena_bytes");
        return;
    }
    for (int lower = 1; lower >= 0 && !found; lower--) {
        take(p, &s, step, lower);
        add_up(&s);
        if (!look(h, &s, lower, &found, &failed))
            return;
    }
    if (failed && !found)
        hunt_skip(h, "the reader of visible text failed or ran out of time");
}

const struct finder finder_ocr = {
    .name = "ocr",
    .what = "labels that a reader of visible text finds at the upper and "
            "lower edge (--ocr)",
    .pixels = true,
    .find = find,
};
