/* SPDX-License-Identifier: Apache-2.0
 * charset.c - recoding by iconv, UTF-16 and UTF-32 by hand; the one file with
 * <iconv.h>.
 *
 * The guess is made for the encodings that disclosure texts really come in:
 * a byte-order mark, else UTF-8, else zero bytes that betray UTF-16, else the
 * East Asian double-byte sets by which of their rows are in use, else Latin.
 *
 * [WHATWG Encoding] names and labels; [KS X 1001] rows 16-40 are Hangul. */
#include "base/charset.h"

#include "base/num.h"
#include "base/utf.h"

#include <errno.h>
#include <iconv.h>

enum {
    SUB = 0x1A,
    STRIDE = 512, /* bytes of input between two runs of a map */
    RUNS = 1 << 22
};

static unsigned unit_len(enum text_unit unit, uint32_t c)
{
    switch (unit) {
    case UNIT_UTF16: return c > 0xFFFF ? 4 : 2;
    case UNIT_UTF32: return 4;
    case UNIT_MULTI: /* control characters and half-width katakana of Shift JIS
                        are one byte too, and so is what stands for a byte that
                        is no character */
        return c < 0xA0 || (c >= 0xFF61 && c <= 0xFF9F) || c == UTF_BAD ? 1 : 2;
    case UNIT_SAME:
    case UNIT_BYTE:
    case UNIT_POINT: break;
    }
    return 1;
}

uint64_t text_map_at(const struct text_map *m, size_t off)
{
    const struct text_map *left = m;
    uint64_t at = off;

    for (; left; left = left->under) {
        size_t low = 0, high = left->count;
        const struct text_run *r;
        size_t from, to;
        bool bad = false;

        while (high - low > 1) {
            size_t mid = low + (high - low) / 2;

            if (left->runs[mid].data <= at)
                low = mid;
            else
                high = mid;
        }
        if (!left->count)
            continue;
        r = &left->runs[low];
        from = r->data;
        to = (size_t)num_min(at, left->data.len);
        at = r->file;
        if (r->unit == UNIT_SAME && to > from)
            at += to - from;
        else if (r->unit != UNIT_POINT)
            while (from < to) {
                uint32_t c = utf8_next(left->data, &from, &bad);

                at += unit_len(r->unit, c);
            }
    }
    return at;
}

void text_runs_init(struct text_runs *r, struct arena *a)
{
    buf_init(&r->buf, a, RUNS * sizeof(struct text_run));
}

void text_runs_put(struct text_runs *r, struct text_run run)
{
    struct text_run *last;
    uint8_t *to;

    if (r->buf.len) {
        last = (struct text_run *)(void *)r->buf.ptr +
               r->buf.len / sizeof(run) - 1;
        if (last->unit == UNIT_SAME && run.unit == UNIT_SAME &&
            run.data - last->data == run.file - last->file)
            return;
        if (last->data == run.data) {
            *last = run;
            return;
        }
    }
    to = buf_room(&r->buf, sizeof(run));
    if (!to)
        return;
    memcpy(to, &run, sizeof(run));
    buf_took(&r->buf, sizeof(run));
}

struct text_map text_runs_map(const struct text_runs *r, struct span data,
                              const struct text_map *under)
{
    return (struct text_map){data,
                             (const struct text_run *)(const void *)r->buf.ptr,
                             r->buf.len / sizeof(struct text_run), under};
}

/* The control characters that text does not hold, a bit each: escape and form
 * feed do occur, in terminal logs and old sources. */
#define BIT(c) (UINT32_C(1) << (c))
static const uint32_t controls =
    ~(BIT('\t') | BIT('\n') | BIT('\r') | BIT('\f') | BIT(0x1B) | BIT(0x0B) |
      BIT(SUB) | BIT(0x08));
#undef BIT

/* control_count counts the control characters of a head. */
static size_t control_count(struct span s)
{
    size_t n = 0;

    for (size_t at = utf8_plain(s, 0); at < s.len; at = utf8_plain(s, at)) {
        size_t end = num_min(at + sizeof(uint64_t), s.len);

        for (; at < end; at++)
            n += s.ptr[at] < 0x20 && (controls >> s.ptr[at] & 1);
    }
    return n;
}

/* utf8_share counts the characters beyond ASCII, and the bytes that are none;
 * a character cut by the end of a head is neither. */
static void utf8_share(struct span s, bool cut, size_t *good, size_t *wrong)
{
    size_t at = 0;

    *good = *wrong = 0;
    while (at < s.len) {
        bool bad = false;
        uint32_t c;

        at = utf8_ascii(s, at);
        if (at == s.len)
            break;
        c = utf8_next(s, &at, &bad);
        if (bad && cut && s.len - at < 3 && s.ptr[at - 1] >= 0xC2)
            break;
        *wrong += bad;
        *good += !bad && c >= 0x80;
    }
}

/* What the double-byte sets make of the bytes beyond ASCII. */
struct pairs {
    size_t pairs, bad;  /* lead and trail in range; not so */
    size_t hangul, han; /* rows B0-C8, rows CA-FD of KS X 1001 */
    size_t sjis, sjis_bad, sjis_kana;
    size_t eucjp_kana, eucjp_bad;
    size_t big5, big5_bad, gbk_bad;
};

static bool in(uint8_t c, uint8_t low, uint8_t high)
{
    return c >= low && c <= high;
}

static void count_euc(struct span s, struct pairs *p)
{
    for (size_t i = 0; i < s.len; i++) {
        uint8_t a = s.ptr[i], b = i + 1 < s.len ? s.ptr[i + 1] : 0;

        if (a < 0x80)
            continue;
        if (i + 1 == s.len)
            break;
        p->gbk_bad += !in(a, 0x81, 0xFE) || b < 0x30 || b == 0x7F || b == 0xFF;
        p->big5_bad +=
            !in(a, 0x81, 0xFE) || !(in(b, 0x40, 0x7E) || in(b, 0xA1, 0xFE));
        p->big5 += in(a, 0xA4, 0xC6);
        p->eucjp_bad += !(in(a, 0xA1, 0xFE) || a == 0x8E) || !in(b, 0xA1, 0xFE);
        p->eucjp_kana += in(a, 0xA4, 0xA5) && b >= 0xA1;
        if (in(a, 0x81, 0xFE) &&
            (in(b, 0x41, 0x5A) || in(b, 0x61, 0x7A) || in(b, 0x81, 0xFE))) {
            p->pairs++;
            p->hangul += in(a, 0xB0, 0xC8) && b >= 0xA1;
            p->han += in(a, 0xCA, 0xFD) && b >= 0xA1;
        } else {
            p->bad++;
        }
        i++;
    }
}

static void count_sjis(struct span s, struct pairs *p)
{
    for (size_t i = 0; i < s.len; i++) {
        uint8_t a = s.ptr[i], b = i + 1 < s.len ? s.ptr[i + 1] : 0;

        if (a < 0x80 || in(a, 0xA1, 0xDF))
            continue;
        if (i + 1 == s.len)
            break;
        p->sjis++;
        p->sjis_bad += !(in(a, 0x81, 0x9F) || in(a, 0xE0, 0xFC)) ||
                       !(in(b, 0x40, 0x7E) || in(b, 0x80, 0xFC));
        p->sjis_kana += (a == 0x82 && b >= 0x9F) || a == 0x83;
        i++;
    }
}

static enum charset guess_pairs(struct span s)
{
    struct pairs p = {0};
    size_t high = 0;

    for (size_t i = 0; i < s.len; i++)
        high += s.ptr[i] >= 0x80;
    count_euc(s, &p);
    count_sjis(s, &p);
    if (!p.bad && p.pairs && p.hangul * 10 >= p.pairs * 7)
        return CHARSET_CP949;
    if (!p.sjis_bad && p.sjis_kana * 4 >= p.sjis && p.sjis)
        return CHARSET_SJIS;
    if (!p.eucjp_bad && p.eucjp_kana * 4 >= p.pairs && p.pairs)
        return CHARSET_EUCJP;
    if (!p.gbk_bad && p.pairs >= 4 && p.hangul + p.han >= p.pairs / 2)
        return CHARSET_GB18030;
    if (!p.big5_bad && p.big5 * 2 >= high / 2 && high >= 8)
        return CHARSET_BIG5;
    if (!p.bad && p.pairs >= 2 && high * 3 >= s.len)
        return CHARSET_CP949;
    for (size_t i = 0; i < s.len; i++)
        if (in(s.ptr[i], 0x80, 0x9F) && !in(s.ptr[i], 0x82, 0x9C) &&
            s.ptr[i] != 0x80 && s.ptr[i] != 0x9E && s.ptr[i] != 0x9F)
            return CHARSET_NONE;
    return high * 3 <= s.len ? CHARSET_LATIN1 : CHARSET_NONE;
}

/* guess_wide finds UTF-16 without a mark: text in it that holds any ASCII has
 * its zeros all at even, or all at odd, offsets. */
static enum charset guess_wide(struct span s)
{
    size_t zero[2] = {0, 0};

    if (s.len < 4 || s.len % 2)
        return CHARSET_NONE;
    for (size_t i = 0; i < s.len && !(zero[0] && zero[1]); i++)
        zero[i % 2] += s.ptr[i] == 0;
    if (!zero[0] && zero[1] * 16 >= s.len)
        return CHARSET_UTF16LE;
    if (!zero[1] && zero[0] * 16 >= s.len)
        return CHARSET_UTF16BE;
    return CHARSET_NONE;
}

enum charset charset_guess(struct span head, bool cut, size_t *mark)
{
    static const struct {
        struct span mark;
        enum charset set;
    } marks[] = {
        {SPAN_OF("\xEF\xBB\xBF"), CHARSET_UTF8},
        {SPAN_OF("\xFF\xFE\x00\x00"), CHARSET_UTF32LE},
        {SPAN_OF("\x00\x00\xFE\xFF"), CHARSET_UTF32BE},
        {SPAN_OF("\xFF\xFE"), CHARSET_UTF16LE},
        {SPAN_OF("\xFE\xFF"), CHARSET_UTF16BE},
    };
    size_t good, wrong;

    *mark = 0;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (span_starts(head, marks[i].mark)) {
            *mark = marks[i].mark.len;
            if (marks[i].set == CHARSET_UTF8 && memchr(head.ptr, 0, head.len))
                return CHARSET_NONE;
            return marks[i].set;
        }
    if (!head.len)
        return CHARSET_NONE;
    if (memchr(head.ptr, 0, head.len))
        return guess_wide(head);
    if (control_count(head) * 100 > head.len)
        return CHARSET_NONE;
    utf8_share(head, cut, &good, &wrong);
    if (!wrong || good >= wrong * 4)
        return CHARSET_UTF8;
    return guess_pairs(head);
}

bool charset_opens(struct span head, uint8_t c)
{
    for (size_t i = 0; i < head.len; i++)
        if (head.ptr[i] > ' ' && head.ptr[i] < 0x80)
            return head.ptr[i] == c;
    return false;
}

/* clang-format off */
/* Code pages [MS-UCODEREF 2.2.1], and what iconv calls them. */
static const struct {
    enum charset set;
    uint32_t page;
    const char *iconv;
} pages[] = {
    {CHARSET_UTF8,     65001, NULL},
    {CHARSET_UTF16LE,  1200,  NULL},
    {CHARSET_CP949,    949,   "CP949"},
    {CHARSET_CP949,    51949, "CP949"}, /* EUC-KR */
    {CHARSET_GB18030,  936,   "GB18030"},
    {CHARSET_GB18030,  54936, "GB18030"},
    {CHARSET_GB18030,  51936, "GB18030"}, /* EUC-CN */
    {CHARSET_SJIS,     932,   "CP932"},
    {CHARSET_EUCJP,    51932, "EUC-JP"},
    {CHARSET_BIG5,     950,   "BIG5-HKSCS"},
    {CHARSET_LATIN1,   1252,  "CP1252"},
    {CHARSET_CP1250,   1250,  "CP1250"},
    {CHARSET_CP1251,   1251,  "CP1251"},
    {CHARSET_CP1253,   1253,  "CP1253"},
    {CHARSET_CP1254,   1254,  "CP1254"},
    {CHARSET_CP1255,   1255,  "CP1255"},
    {CHARSET_CP1256,   1256,  "CP1256"},
    {CHARSET_CP1257,   1257,  "CP1257"},
    {CHARSET_CP1258,   1258,  "CP1258"},
    {CHARSET_CP874,    874,   "CP874"},
    {CHARSET_CP866,    866,   "CP866"},
    {CHARSET_KOI8R,    20866, "KOI8-R"},
    {CHARSET_KOI8U,    21866, "KOI8-U"},
    {CHARSET_LATIN2,   28592, "ISO-8859-2"},
    {CHARSET_CYRILLIC, 28595, "ISO-8859-5"},
    {CHARSET_GREEK,    28597, "ISO-8859-7"},
    {CHARSET_BALTIC,   28603, "ISO-8859-13"},
    {CHARSET_MAC,      10000, "MACINTOSH"},
};

/* Labels [WHATWG Encoding 4.2]; of several of one set the usual ones. */
static const struct {
    const char *label;
    enum charset set;
} labels[] = {
    {"utf-8", CHARSET_UTF8},           {"utf8", CHARSET_UTF8},
    {"euc-kr", CHARSET_CP949},         {"ks_c_5601-1987", CHARSET_CP949},
    {"cp949", CHARSET_CP949},          {"windows-949", CHARSET_CP949},
    {"ksc5601", CHARSET_CP949},        {"gb2312", CHARSET_GB18030},
    {"gbk", CHARSET_GB18030},          {"gb18030", CHARSET_GB18030},
    {"shift_jis", CHARSET_SJIS},       {"sjis", CHARSET_SJIS},
    {"x-sjis", CHARSET_SJIS},          {"windows-31j", CHARSET_SJIS},
    {"euc-jp", CHARSET_EUCJP},         {"big5", CHARSET_BIG5},
    {"big5-hkscs", CHARSET_BIG5},      {"iso-8859-1", CHARSET_LATIN1},
    {"latin1", CHARSET_LATIN1},        {"windows-1252", CHARSET_LATIN1},
    {"iso-8859-15", CHARSET_LATIN1},   {"windows-1250", CHARSET_CP1250},
    {"windows-1251", CHARSET_CP1251},  {"cp1251", CHARSET_CP1251},
    {"windows-1253", CHARSET_CP1253},  {"windows-1254", CHARSET_CP1254},
    {"iso-8859-9", CHARSET_CP1254},    {"windows-1255", CHARSET_CP1255},
    {"windows-1256", CHARSET_CP1256},  {"windows-1257", CHARSET_CP1257},
    {"windows-1258", CHARSET_CP1258},  {"windows-874", CHARSET_CP874},
    {"tis-620", CHARSET_CP874},        {"iso-8859-11", CHARSET_CP874},
    {"ibm866", CHARSET_CP866},         {"cp866", CHARSET_CP866},
    {"koi8-r", CHARSET_KOI8R},         {"koi8-u", CHARSET_KOI8U},
    {"iso-8859-2", CHARSET_LATIN2},    {"iso-8859-5", CHARSET_CYRILLIC},
    {"iso-8859-7", CHARSET_GREEK},     {"iso-8859-13", CHARSET_BALTIC},
    {"macintosh", CHARSET_MAC},
};
/* clang-format on */

enum charset charset_named(struct span label)
{
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (span_same(label, labels[i].label))
            return labels[i].set;
    return CHARSET_NONE;
}

enum charset charset_page(uint32_t page)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
        if (pages[i].page == page)
            return pages[i].set;
    return CHARSET_LATIN1;
}

/* strike puts SUB for each byte that is no UTF-8.  Where one is, there are many
 * as a rule, as in a text that goes over into data: bytes that cannot begin a
 * character, by themselves and the next, are told without a branch on each. */
static void strike(uint8_t *p, size_t len)
{
    struct span s = {p, len};
    size_t at = utf8_ascii(s, 0);

    for (; at + 1 < len; at = utf8_ascii(s, at)) {
        size_t stop = num_min(at + sizeof(uint64_t), len - 1);

        while (at < stop) {
            uint8_t c = p[at];

            if (((uint8_t)(c - 0xC2) <= 0xF4 - 0xC2) & (p[at + 1] >> 6 == 2)) {
                size_t from = at;
                bool bad = false;

                utf8_next(s, &at, &bad);
                if (bad)
                    p[from] = SUB;
            } else {
                p[at++] = c < 0x80 ? c : SUB;
            }
        }
    }
    if (at < len && p[at] >= 0x80)
        p[at] = SUB;
}

/* mend is s with SUB for each byte that is no UTF-8, of the same length. */
static bool mend(struct arena *a, struct span s, uint64_t off,
                 struct text_map *map)
{
    struct text_run *run = arena_alloc(a, sizeof(*run));
    uint8_t *to;

    if (!run)
        return false;
    *run = (struct text_run){0, off, UNIT_SAME};
    *map = (struct text_map){s, run, 1, NULL};
    if (utf8_ok(s))
        return true;
    to = arena_raw(a, s.len);
    if (!to)
        return false;
    memcpy(to, s.ptr, s.len);
    strike(to, s.len);
    map->data = (struct span){to, s.len};
    return true;
}

static uint32_t wide_next(struct span s, size_t *at, enum charset from)
{
    bool big = from == CHARSET_UTF16BE || from == CHARSET_UTF32BE;
    bool four = from == CHARSET_UTF32LE || from == CHARSET_UTF32BE;
    const uint8_t *p = s.ptr + *at;
    uint32_t c, low;

    if (four) {
        *at += 4;
        return big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
                         (uint32_t)p[2] << 8 | p[3]
                   : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
                         (uint32_t)p[1] << 8 | p[0];
    }
    c = big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
    *at += 2;
    if (c < 0xD800 || c > 0xDBFF || s.len - *at < 2)
        return c;
    p += 2;
    low = big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
    if (low < 0xDC00 || low > 0xDFFF)
        return UTF_BAD;
    *at += 2;
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

static void recode_wide(struct span s, enum charset from, uint64_t off,
                        struct buf *out, struct text_runs *runs)
{
    bool four = from == CHARSET_UTF32LE || from == CHARSET_UTF32BE;
    size_t unit = four ? 4 : 2, next = 0, at = 0;

    while (s.len - at >= unit && !out->failed) {
        uint8_t to[4];
        size_t from_at = at;
        uint32_t c;

        if (at >= next) {
            text_runs_put(runs,
                          (struct text_run){out->len, off + at,
                                            four ? UNIT_UTF32 : UNIT_UTF16});
            next = at + STRIDE;
        }
        c = wide_next(s, &at, from);
        if (c == 0)
            c = SUB;
        if (c > 0xFFFF && at - from_at == 2)
            c = UTF_BAD;
        buf_put(out, (struct span){to, utf8_put(c, to)});
    }
}

static const char *iconv_name(enum charset from)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
        if (pages[i].set == from)
            return pages[i].iconv;
    return NULL;
}

/* step recodes up to a stride of input and is how much of it that took; of
 * none it takes what iconv kept back for an accent to follow. */
static size_t step(iconv_t cd, struct span s, struct buf *out)
{
    size_t left = (size_t)num_min(s.len, STRIDE), room = 3 * STRIDE;
    size_t all = left, had = room;
    uint8_t *to = buf_room(out, room);
    char *in_at = (char *)(uintptr_t)s.ptr, *out_at = (char *)to;
    size_t rc;

    if (!to)
        return 0;
    rc = iconv(cd, s.len ? &in_at : NULL, &left, &out_at, &room);
    buf_took(out, had - room);
    if (rc != (size_t)-1 || left < all)
        return all - left;
    buf_byte(out, SUB); /* nothing could be read at this byte */
    return 1;
}

static bool recode_iconv(struct span s, enum charset from, uint64_t off,
                         struct buf *out, struct text_runs *runs)
{
    enum text_unit unit = from >= CHARSET_LATIN1 ? UNIT_BYTE : UNIT_MULTI;
    iconv_t cd = iconv_open("UTF-8", iconv_name(from));
    size_t at = 0;

    if (cd == (iconv_t)-1)
        return false;
    while (at < s.len && !out->failed) {
        text_runs_put(runs, (struct text_run){out->len, off + at, unit});
        at += step(cd, (struct span){s.ptr + at, s.len - at}, out);
    }
    step(cd, (struct span){0}, out);
    iconv_close(cd);
    return true;
}

bool charset_text(struct arena *a, struct span s, enum charset from,
                  uint64_t off, struct text_map *map)
{
    struct text_runs runs;
    struct buf out;

    *map = (struct text_map){0};
    if (from == CHARSET_UTF8 || from == CHARSET_NONE)
        return mend(a, s, off, map);
    text_runs_init(&runs, a);
    buf_init(&out, a, s.len > SIZE_MAX / 8 ? SIZE_MAX : s.len * 4 + 4 * STRIDE);
    if (!iconv_name(from))
        recode_wide(s, from, off, &out, &runs);
    else if (!recode_iconv(s, from, off, &out, &runs))
        return mend(a, s, off, map);
    *map = text_runs_map(&runs, buf_span(&out), NULL);
    return !out.failed && !runs.buf.failed;
}

/* is_likely is whether a short text is of a set that was guessed.  Accents of
 * other code pages make pairs of CP949 too, with the letters behind them, but
 * few that are in KS X 1001. */
static bool is_likely(struct span s, enum charset set)
{
    struct pairs p = {0};

    if (set != CHARSET_CP949)
        return set > CHARSET_CP949;
    count_euc(s, &p);
    return (p.hangul + p.han) * 2 >= p.pairs;
}

struct span charset_repair(struct arena *a, struct span s,
                           enum charset otherwise)
{
    struct text_map map = {0};
    enum charset from;
    size_t mark;

    if (utf8_ok(s))
        return s;
    from =
        memchr(s.ptr, 0, s.len) ? CHARSET_NONE : charset_guess(s, false, &mark);
    if (is_likely(s, from) && charset_text(a, s, from, 0, &map) &&
        !memchr(map.data.ptr, SUB, map.data.len))
        return map.data;
    return otherwise == CHARSET_LATIN1 ? utf8_of_latin1(a, s)
                                       : utf8_repair(a, s);
}
