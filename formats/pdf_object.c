/* SPDX-License-Identifier: Apache-2.0
 * pdf_object.c - the syntax of PDF objects.
 *
 * [PDF] ISO 32000-2:2020, 7.2 (lexical conventions) and 7.3 (objects).
 *
 * Nested objects are built with a stack of open arrays and dictionaries, never
 * by recursion.  "12 0 R" is seen by looking ahead from its first number. */
#include "formats/pdf_object.h"

#include "base/hex.h"
#include "base/utf.h"

enum {
    DEEP = 64,  /* arrays and dictionaries in each other */
    NODES = 64, /* cut from the arena at once */
    SHORT = 15  /* digits of a number that a double has exactly */
};

/* An array or dictionary that is open. */
struct open {
    struct pdf_obj *obj;
    struct pdf_obj *last;
    struct span key; /* of a dictionary: waits for its value */
    bool has_key;
};

const uint8_t pdf_class[256] = {
    [0] = PDF_SPACE,       ['\t'] = PDF_SPACE,    ['\n'] = PDF_SPACE,
    ['\f'] = PDF_SPACE,    ['\r'] = PDF_SPACE,    [' '] = PDF_SPACE,
    ['('] = PDF_DELIMITER, [')'] = PDF_DELIMITER, ['<'] = PDF_DELIMITER,
    ['>'] = PDF_DELIMITER, ['['] = PDF_DELIMITER, [']'] = PDF_DELIMITER,
    ['{'] = PDF_DELIMITER, ['}'] = PDF_DELIMITER, ['/'] = PDF_DELIMITER,
    ['%'] = PDF_DELIMITER, ['+'] = PDF_DIGIT,     ['-'] = PDF_DIGIT,
    ['.'] = PDF_DIGIT,     ['0'] = PDF_DIGIT,     ['1'] = PDF_DIGIT,
    ['2'] = PDF_DIGIT,     ['3'] = PDF_DIGIT,     ['4'] = PDF_DIGIT,
    ['5'] = PDF_DIGIT,     ['6'] = PDF_DIGIT,     ['7'] = PDF_DIGIT,
    ['8'] = PDF_DIGIT,     ['9'] = PDF_DIGIT,
};

static bool is_regular(uint8_t c)
{
    return pdf_class[c] <= PDF_DIGIT;
}

/* past_space is where the next token begins: behind spaces and comments. */
static inline size_t past_space(struct span s, size_t at)
{
    for (; at < s.len; at++) {
        if (pdf_is_space(s.ptr[at]))
            continue;
        if (s.ptr[at] != '%')
            break;
        while (at + 1 < s.len && s.ptr[at + 1] != '\n' && s.ptr[at + 1] != '\r')
            at++;
    }
    return at;
}

/* more_nodes fills the pool of a lex that may have as many as it wants: few at
 * first, for most objects are small. */
static bool more_nodes(struct pdf_lex *l)
{
    size_t n = l->pool_len ? num_min(2 * l->pool_len, NODES) : 2;

    if (l->content)
        return false;
    l->pool = walk_raw(l->w, n * sizeof(*l->pool));
    l->pool_len = l->pool ? n : 0;
    l->pool_used = 0;
    return l->pool != NULL;
}

static inline struct pdf_obj *node(struct pdf_lex *l, enum pdf_kind kind)
{
    struct pdf_obj *o;

    if (l->pool_used == l->pool_len && !more_nodes(l))
        return NULL;
    o = &l->pool[l->pool_used++];
    *o = (struct pdf_obj){.kind = kind};
    return o;
}

static size_t past_regular(struct span s, size_t at)
{
    while (at < s.len && is_regular(s.ptr[at]))
        at++;
    return at;
}

static struct span run(struct pdf_lex *l)
{
    size_t from = l->at;

    l->at = past_regular(l->src, from);
    return (struct span){l->src.ptr + from, l->at - from};
}

/* A name; "#41" in it is a byte [PDF 7.3.5]. */
static struct pdf_obj *name(struct pdf_lex *l)
{
    struct pdf_obj *o = node(l, PDF_NAME);
    struct span s;
    uint8_t *to;
    size_t n = 0;

    l->at++;
    s = run(l);
    if (!o)
        return NULL;
    o->text = s;
    if (!s.len || !memchr(s.ptr, '#', s.len))
        return o;
    to = walk_raw(l->w, s.len);
    if (!to)
        return NULL;
    for (size_t i = 0; i < s.len; i++) {
        int v = i + 2 < s.len ? hex_pair(s.ptr[i + 1], s.ptr[i + 2]) : -1;

        if (s.ptr[i] == '#' && v >= 0) {
            to[n++] = (uint8_t)v;
            i += 2;
        } else {
            to[n++] = s.ptr[i];
        }
    }
    o->text = (struct span){to, n};
    return o;
}

/* small reads a number of so few digits that they, and the power of ten that
 * divides them, are exact as whole numbers: most are.  False, and nothing
 * read, where none stands here. */
static bool small(struct pdf_lex *l, struct pdf_obj *o)
{
    static const double tens[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const uint8_t *p = l->src.ptr + l->at;
    size_t left = l->src.len - l->at, sign = *p == '-' || *p == '+';
    size_t i = sign, point = 0;
    uint64_t v = 0;

    for (; i < left; i++) {
        uint8_t d = (uint8_t)(p[i] - '0');

        if (d <= 9)
            v = v * 10 + d;
        else if (p[i] == '.' && !point)
            point = i + 1;
        else
            break;
    }
    if (i > SHORT || i - sign == (point > 0) || (i < left && is_regular(p[i])))
        return false;
    o->number = (double)v / tens[point ? i - point : 0];
    if (*p == '-')
        o->number = -o->number;
    o->text = (struct span){p, i};
    l->at += i;
    return true;
}

/* number reads sign, digits, a point and digits; false where s is none. */
static bool number(struct span s, double *to)
{
    double v = 0, scale = 1;
    bool minus = false, point = false, digits = false;

    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.ptr[i];

        if (i == 0 && (c == '+' || c == '-')) {
            minus = c == '-';
        } else if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            digits = true;
            v = v * 10 + (c - '0');
            scale *= point ? 10 : 1;
        } else {
            return false;
        }
        if (v > 1e18 || scale > 1e18)
            return false;
    }
    *to = (minus ? -v : v) / scale;
    return digits;
}

static bool is_whole(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0 && s.len <= 10;
}

/* The escapes of a literal string [PDF 7.3.4.2], from the backslash on: how
 * many bytes they take, and what they stand for (-1: nothing). */
static size_t escape(struct span s, int *to)
{
    static const char from[] = "nrtbf", into[] = "\n\r\t\b\f";
    const char *hit;
    uint8_t c;
    size_t n = 1;

    *to = -1;
    if (s.len < 2)
        return s.len;
    c = s.ptr[1];
    hit = c ? strchr(from, c) : NULL;
    if (hit) {
        *to = into[hit - from];
        return 2;
    }
    if (c == '\r')
        return s.len > 2 && s.ptr[2] == '\n' ? 3 : 2;
    if (c == '\n')
        return 2;
    if (c < '0' || c > '7') {
        *to = c;
        return 2;
    }
    for (*to = 0; n < s.len && n < 4 && s.ptr[n] >= '0' && s.ptr[n] <= '7'; n++)
        *to = *to * 8 + (s.ptr[n] - '0');
    *to &= 0xFF;
    return n;
}

static struct pdf_obj *literal(struct pdf_lex *l)
{
    struct pdf_obj *o = node(l, PDF_STRING);
    size_t from = ++l->at, depth = 1, n = 0;
    bool plain = true;
    struct span raw;
    uint8_t *to;

    while (l->at < l->src.len) {
        uint8_t c = l->src.ptr[l->at];

        if (c == '\\') {
            plain = false;
            l->at++;
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && --depth == 0) {
            break;
        }
        l->at++;
    }
    if (l->at >= l->src.len || !o) {
        l->ran_out = true;
        l->at = l->src.len;
        return NULL;
    }
    raw = span_cut(l->src, from, l->at++ - from);
    walk_step(l->w, raw.len / 64);
    o->text = raw;
    if (plain) {
        o->text = pdf_string(l, raw);
        return o;
    }
    to = walk_raw(l->w, raw.len);
    if (!to)
        return NULL;
    for (size_t i = 0; i < raw.len;) {
        int c = raw.ptr[i];

        i += c == '\\' ? escape(span_cut(raw, i, raw.len - i), &c) : 1;
        if (c >= 0)
            to[n++] = (uint8_t)c;
    }
    o->text = pdf_string(l, (struct span){to, n});
    return o;
}

static struct pdf_obj *hex(struct pdf_lex *l)
{
    struct pdf_obj *o = node(l, PDF_STRING);
    size_t from = ++l->at, n = 0;
    struct span raw;
    uint8_t *to;

    while (l->at < l->src.len && l->src.ptr[l->at] != '>')
        l->at++;
    if (l->at >= l->src.len || !o) {
        l->ran_out = true;
        return NULL;
    }
    raw = span_cut(l->src, from, l->at++ - from);
    to = walk_raw(l->w, raw.len / 2 + 1);
    if (!to)
        return NULL;
    for (size_t i = 0; i < raw.len; i++) {
        int d = hex_digit(raw.ptr[i]);

        if (d < 0)
            continue;
        to[n / 2] = (uint8_t)(n & 1 ? to[n / 2] | d : d << 4);
        n++;
    }
    o->text = pdf_string(l, (struct span){to, (n + 1) / 2});
    return o;
}

/* reference is whether "G R" follows the number that was just read, and then
 * takes it. */
static bool reference(struct pdf_lex *l)
{
    struct span s = l->src;
    size_t from = past_space(s, l->at), at = past_regular(s, from);

    if (!is_whole(span_cut(s, from, at - from)))
        return false;
    at = past_space(s, at);
    if (at == s.len || s.ptr[at] != 'R' || past_regular(s, at) != at + 1)
        return false;
    l->at = at + 1;
    return true;
}

static struct pdf_obj *word(struct pdf_lex *l)
{
    struct pdf_obj *o = node(l, PDF_WORD);

    if (!o)
        return NULL;
    if (small(l, o)) {
        o->kind = !l->content && is_whole(o->text) && reference(l) ? PDF_REF
                                                                   : PDF_NUMBER;
        return o;
    }
    o->text = run(l);
    if (o->text.len == 0) { /* a stray delimiter */
        o->text = span_cut(l->src, l->at, 1);
        l->at++;
    } else if (number(o->text, &o->number)) {
        o->kind = PDF_NUMBER;
    } else if (span_eq(o->text, SPAN("null"))) {
        o->kind = PDF_NULL;
    } else if (span_eq(o->text, SPAN("true")) ||
               span_eq(o->text, SPAN("false"))) {
        o->kind = PDF_BOOL;
        o->number = o->text.len == 4;
    }
    return o;
}

/* simple reads an object, or opens one that holds others. */
static struct pdf_obj *simple(struct pdf_lex *l)
{
    uint8_t c = l->src.ptr[l->at];
    bool twice =
        l->at + 1 < l->src.len && l->src.ptr[l->at + 1] == c && c == '<';

    if (pdf_is_digit(c)) /* most are numbers */
        return word(l);
    if (c == '/')
        return name(l);
    if (c == '(')
        return literal(l);
    if (c == '[' || twice) {
        l->at += twice ? 2 : 1;
        return node(l, twice ? PDF_DICT : PDF_ARRAY);
    }
    if (c == '<')
        return hex(l);
    return word(l);
}

/* put adds an object to the innermost open one. */
static void put(struct open *in, struct pdf_obj *o)
{
    if (in->obj->kind == PDF_DICT && !in->has_key) {
        in->key = o->text;
        in->has_key = o->kind == PDF_NAME;
        return;
    }
    if (in->obj->kind == PDF_DICT)
        o->key = in->key;
    in->has_key = false;
    if (in->last)
        in->last->next = o;
    else
        in->obj->child = o;
    in->last = o;
}

/* closes is whether what comes next ends the innermost open object. */
static bool closes(struct pdf_lex *l, const struct open *in)
{
    bool dict = in->obj->kind == PDF_DICT;
    size_t left = l->src.len - l->at;
    const uint8_t *c = l->src.ptr + l->at;

    if (dict ? left < 2 || c[0] != '>' || c[1] != '>' : c[0] != ']')
        return false;
    l->at += dict ? 2 : 1;
    return true;
}

const struct pdf_obj *pdf_parse(struct pdf_lex *l)
{
    struct open stack[DEEP];
    unsigned top = 0;

    for (;;) {
        struct pdf_obj *o;

        l->at = past_space(l->src, l->at);
        if (l->at >= l->src.len || !walk_step(l->w, 1)) {
            l->ran_out |= top > 0;
            return NULL;
        }
        if (top > 0 && closes(l, &stack[top - 1])) {
            o = stack[--top].obj;
            if (top == 0)
                return o;
            continue;
        }
        o = simple(l);
        if (!o)
            return NULL;
        if (o->kind == PDF_WORD && top > 0 &&
            (span_eq(o->text, SPAN("endobj")) ||
             span_eq(o->text, SPAN("stream"))))
            return NULL; /* never closed */
        if (top > 0)
            put(&stack[top - 1], o);
        if (o->kind == PDF_ARRAY || o->kind == PDF_DICT) {
            if (top == DEEP)
                return NULL;
            stack[top++] = (struct open){.obj = o};
        } else if (top == 0) {
            return o;
        }
    }
}

const struct pdf_obj *pdf_get(const struct pdf_obj *d, const char *key)
{
    struct span k = {(const uint8_t *)key, strlen(key)};

    if (!d || d->kind != PDF_DICT)
        return NULL;
    for (const struct pdf_obj *o = d->child; o; o = o->next)
        if (span_eq(o->key, k))
            return o;
    return NULL;
}

bool pdf_is(const struct pdf_obj *o, const char *text)
{
    return o && o->kind == PDF_NAME && o->text.len == strlen(text) &&
           memcmp(o->text.ptr, text, o->text.len) == 0;
}

bool pdf_whole(const struct pdf_obj *o, uint64_t most, uint64_t *to)
{
    if (!o || (o->kind != PDF_NUMBER && o->kind != PDF_REF) || o->number < 0 ||
        o->number > (double)most)
        return false;
    *to = (uint64_t)o->number;
    return true;
}

/* PDFDocEncoding where it differs from Latin-1 [PDF D.2]. */
static uint32_t doc_char(uint8_t c)
{
    static const uint16_t low[] = {0x2D8, 0x2C7, 0x2C6, 0x2D9,
                                   0x2DD, 0x2DB, 0x2DA, 0x2DC};
    static const uint16_t high[] = {
        0x2022, 0x2020, 0x2021, 0x2026, 0x2014,  0x2013, 0x192,  0x2044, 0x2039,
        0x203A, 0x2212, 0x2030, 0x201E, 0x201C,  0x201D, 0x2018, 0x2019, 0x201A,
        0x2122, 0xFB01, 0xFB02, 0x141,  0x152,   0x160,  0x178,  0x17D,  0x131,
        0x142,  0x153,  0x161,  0x17E,  UTF_BAD, 0x20AC};

    if (c >= 0x18 && c < 0x20)
        return low[c - 0x18];
    if (c >= 0x80 && c <= 0xA0)
        return high[c - 0x80];
    return c;
}

struct span pdf_utf8(struct walk *w, struct span s)
{
    struct arena *a = walk_arena(w);
    uint8_t *to;
    size_t n = 0, plain = 0;

    if (span_starts(s, SPAN("\xFE\xFF")))
        return utf8_of_utf16(a, span_cut(s, 2, s.len - 2), true);
    if (span_starts(s, SPAN("\xFF\xFE"))) /* against [PDF], but written */
        return utf8_of_utf16(a, span_cut(s, 2, s.len - 2), false);
    if (span_starts(s, SPAN("\xEF\xBB\xBF")))
        return span_cut(s, 3, s.len - 3);
    while (plain < s.len && s.ptr[plain] >= 0x20 && s.ptr[plain] < 0x80)
        plain++;
    if (plain == s.len)
        return s;
    if (utf8_ok(s) && !memchr(s.ptr, 0, s.len)) /* likewise */
        return s;
    to = walk_alloc(w, (uint64_t)s.len * 3);
    if (!to)
        return (struct span){0};
    for (size_t i = 0; i < s.len; i++)
        n += utf8_put(doc_char(s.ptr[i]), to + n);
    return (struct span){to, n};
}
