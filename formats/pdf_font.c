/* SPDX-License-Identifier: Apache-2.0
 * pdf_font.c - codes of PDF fonts to Unicode.
 *
 * [PDF] ISO 32000-2:2020, 9.6, 9.7 and 9.10. */
#include "formats/pdf_font.h"

#include "base/utf.h"

#include <stdlib.h>

enum {
    RANGES = 65536, /* of a ToUnicode map */
    CODES = 65536,  /* of two bytes */
    WIDTH = 500     /* of a glyph whose font does not say, in 1/1000 */
};

/* Names of glyphs that are not the character itself [PDF D.2]. */
static const struct {
    char name[16];
    char is;
} glyphs[] = {
    {"space", ' '},        {"exclam", '!'},       {"quotedbl", '"'},
    {"numbersign", '#'},   {"percent", '%'},      {"ampersand", '&'},
    {"quotesingle", '\''}, {"quoteright", '\''},  {"parenleft", '('},
    {"parenright", ')'},   {"asterisk", '*'},     {"plus", '+'},
    {"comma", ','},        {"hyphen", '-'},       {"period", '.'},
    {"slash", '/'},        {"zero", '0'},         {"one", '1'},
    {"two", '2'},          {"three", '3'},        {"four", '4'},
    {"five", '5'},         {"six", '6'},          {"seven", '7'},
    {"eight", '8'},        {"nine", '9'},         {"colon", ':'},
    {"semicolon", ';'},    {"less", '<'},         {"equal", '='},
    {"greater", '>'},      {"question", '?'},     {"at", '@'},
    {"bracketleft", '['},  {"bracketright", ']'}, {"underscore", '_'},
};

uint32_t pdf_code(struct span s)
{
    uint32_t v = 0;

    for (size_t i = 0; i < s.len && i < 4; i++)
        v = v << 8 | s.ptr[i];
    return v;
}

static int by_first(const void *a, const void *b)
{
    const struct pdf_mapping *x = a, *y = b;

    return x->first < y->first ? -1 : x->first > y->first;
}

static void map_put(struct pdf_font *f, uint32_t first, uint32_t last,
                    const struct pdf_obj *to)
{
    if (f->count < RANGES && to && to->kind == PDF_STRING && last >= first)
        f->map[f->count++] = (struct pdf_mapping){first, last, to->text};
}

/* A range's target is a string for the first code, or an array of one for
 * each [PDF 9.10.3]. */
static void map_range(struct pdf_font *f, uint32_t first, uint32_t last,
                      const struct pdf_obj *to)
{
    if (!to || to->kind != PDF_ARRAY) {
        map_put(f, first, last, to);
        return;
    }
    for (const struct pdf_obj *o = to->child; o && first <= last; o = o->next) {
        map_put(f, first, first, o);
        first++;
    }
}

static void cmap_read(struct pdf *p, struct span data, struct pdf_font *f)
{
    struct pdf_lex l = {.w = p->w, .src = data};
    const struct pdf_obj *o;
    enum {
        NOTHING,
        SPACE_RANGE,
        CHARS,
        SPANS
    } in = NOTHING;
    size_t most = num_min(RANGES, data.len / 4 + 1);

    f->map = walk_raw(p->w, most * sizeof(*f->map));
    while (f->map && f->count < most) {
        l.pool_used = 0; /* of what was read only texts are kept */
        o = pdf_parse(&l);
        if (!o)
            break;
        if (o->kind == PDF_WORD) {
            in = span_eq(o->text, SPAN("begincodespacerange")) ? SPACE_RANGE
                 : span_eq(o->text, SPAN("beginbfchar"))       ? CHARS
                 : span_eq(o->text, SPAN("beginbfrange"))      ? SPANS
                                                               : NOTHING;
        } else if (o->kind == PDF_STRING && in != NOTHING) {
            const struct pdf_obj *last = in == CHARS ? o : pdf_parse(&l);

            if (!last || last->kind != PDF_STRING)
                break;
            if (o->text.len > f->width && o->text.len <= 4)
                f->width = (unsigned)o->text.len;
            if (in != SPACE_RANGE)
                map_range(f, pdf_code(o->text), pdf_code(last->text),
                          pdf_parse(&l));
        }
    }
    if (f->count > most)
        f->count = most;
    if (f->count)
        qsort(f->map, f->count, sizeof(*f->map), by_first);
}

static void width_put(struct pdf_font *f, double code, double width)
{
    if (code >= 0 && code < f->width_count && width >= 0 && width < 65535)
        f->widths[(uint32_t)code] = (uint16_t)width;
}

/* Widths of a font of one byte [PDF 9.6.2]. */
static void widths_simple(struct pdf *p, const struct pdf_obj *d,
                          struct pdf_font *f)
{
    const struct pdf_obj *list = pdf_entry(p, d, "Widths"), *o;
    uint64_t first = 0;

    f->other = WIDTH;
    if (!list || list->kind != PDF_ARRAY)
        return;
    pdf_whole(pdf_entry(p, d, "FirstChar"), 255, &first);
    f->width_count = 256;
    f->widths = walk_alloc(p->w, 256 * sizeof(*f->widths));
    if (!f->widths)
        f->width_count = 0;
    for (o = list->child; o && first < 256; o = o->next)
        width_put(f, (double)first++, o->number);
}

/* reach is one past the highest code that a list of widths may speak of: most
 * documents have few of a font's.  A width is taken for a code here, too, which
 * does no harm. */
static uint32_t reach(const struct pdf_obj *o)
{
    double at = 0, most = 0;

    for (; o; o = o->next) {
        if (o->kind != PDF_ARRAY)
            at = o->number + 1;
        else
            for (const struct pdf_obj *k = o->child; k; k = k->next)
                at++;
        if (at > most)
            most = at;
    }
    return most < CODES ? (uint32_t)most : CODES;
}

/* Widths of the glyphs of a composite font: "first [w w ...]" and
 * "first last w" [PDF 9.7.4.3]; its codes are taken for glyph numbers. */
static void widths_wide(struct pdf *p, const struct pdf_obj *d,
                        struct pdf_font *f)
{
    const struct pdf_obj *kids = pdf_entry(p, d, "DescendantFonts"), *o, *k;
    const struct pdf_obj *kid =
        kids && kids->kind == PDF_ARRAY ? pdf_obj_of(p, kids->child) : NULL;
    const struct pdf_obj *list = pdf_entry(p, kid, "W");
    uint64_t other = 1000;

    pdf_whole(pdf_entry(p, kid, "DW"), 10000, &other);
    f->other = (uint32_t)other;
    if (!list || list->kind != PDF_ARRAY)
        return;
    f->width_count = reach(list->child);
    f->widths = walk_raw(p->w, f->width_count * sizeof(*f->widths));
    if (!f->widths)
        f->width_count = 0;
    for (uint32_t i = 0; i < f->width_count; i++)
        f->widths[i] = (uint16_t)other;
    for (o = list->child; o && o->next; o = o->next) {
        double code = o->number;

        o = o->next;
        if (o->kind == PDF_ARRAY) {
            for (k = o->child; k; k = k->next)
                width_put(f, code++, k->number);
        } else if (o->next) {
            /* from a code: far below none, one more changes nothing */
            for (code = code > 0 ? code : 0;
                 code <= o->number && code < f->width_count; code++)
                width_put(f, code, o->next->number);
            walk_step(p->w, f->width_count / 64);
            o = o->next;
        }
    }
}

double pdf_font_width(const struct pdf_font *f, uint32_t code)
{
    return code < f->width_count ? f->widths[code] : f->other;
}

static bool ends(struct span s, struct span tail)
{
    return s.len >= tail.len &&
           span_eq(span_cut(s, s.len - tail.len, tail.len), tail);
}

/* differences names codes: a number, and names from it on [PDF 9.6.5]. */
static void differences(struct pdf *p, const struct pdf_obj *o,
                        struct pdf_font *f)
{
    uint32_t at = 0;

    f->names = walk_alloc(p->w, 256 * sizeof(*f->names));
    for (; f->names && o; o = o->next) {
        if (o->kind == PDF_NUMBER && o->number >= 0 && o->number < 256)
            at = (uint32_t)o->number;
        else if (o->kind == PDF_NAME && at < 256)
            f->names[at++] = o->text;
    }
}

/* Predefined maps whose codes are text in an encoding of its own [PDF
 * 9.7.5.2]. */
static enum charset charset_of(struct span name)
{
    static const struct {
        const char *begin;
        enum charset is;
    } maps[] = {
        {"KSC", CHARSET_CP949},      {"90ms-RKSJ", CHARSET_SJIS},
        {"90pv-RKSJ", CHARSET_SJIS}, {"83pv-RKSJ", CHARSET_SJIS},
        {"EUC-", CHARSET_EUCJP},     {"GB", CHARSET_GB18030},
        {"ETen-B5", CHARSET_BIG5},   {"B5pc", CHARSET_BIG5},
    };

    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
        size_t n = strlen(maps[i].begin);

        if (name.len > n && memcmp(name.ptr, maps[i].begin, n) == 0)
            return maps[i].is;
    }
    return CHARSET_NONE;
}

static void font_read(struct pdf *p, const struct pdf_obj *d,
                      struct pdf_font *f)
{
    struct pdf_item map = pdf_item(p, pdf_get(d, "ToUnicode"));
    const struct pdf_obj *enc = pdf_entry(p, d, "Encoding");
    bool wide = pdf_is(pdf_entry(p, d, "Subtype"), "Type0");
    struct span left;

    if (map.stream.len) {
        struct span data = pdf_stream(p, &map, &left);

        if (!left.len)
            cmap_read(p, data, f);
    }
    if (wide) {
        widths_wide(p, d, f);
        f->width = 2;
        if (enc && enc->kind == PDF_NAME && span_starts(enc->text, SPAN("Uni")))
            f->utf16 = f->count == 0 && (ends(enc->text, SPAN("UCS2-H")) ||
                                         ends(enc->text, SPAN("UCS2-V")) ||
                                         ends(enc->text, SPAN("UTF16-H")) ||
                                         ends(enc->text, SPAN("UTF16-V")));
        else if (enc && enc->kind == PDF_NAME && f->count == 0)
            f->charset = charset_of(enc->text);
        return;
    }
    widths_simple(p, d, f);
    f->width = 1;
    f->latin = f->count == 0;
    enc = pdf_entry(p, enc, "Differences");
    if (enc && enc->kind == PDF_ARRAY)
        differences(p, enc->child, f);
}

const struct pdf_font *pdf_font(struct pdf *p, const struct pdf_obj *d)
{
    uint32_t noted = walk_noted(p->w);
    struct pdf_font *f = p->fonts;

    while (f && f->dict != d)
        f = f->next;
    if (f)
        return f;
    f = walk_raw(p->w, sizeof(*f));
    if (!f)
        return NULL;
    *f = (struct pdf_font){.dict = d, .next = p->fonts};
    font_read(p, d, f);
    if (walk_noted(p->w) == noted) /* each page tells what is amiss */
        p->fonts = f;
    return f;
}

static void put_char(struct buf *to, uint32_t c)
{
    uint8_t utf[4];

    if (c < 0x80)
        buf_byte(to, (uint8_t)c);
    else
        buf_put(to, (struct span){utf, utf8_put(c, utf)});
}

/* UTF-16BE with `add` on its last unit. */
void pdf_put_utf16(struct buf *to, struct span s, uint32_t add)
{
    struct reader r = reader_over(s);

    while (reader_left(&r) >= 2) {
        uint32_t c = read_u16be(&r);

        if (c >= 0xD800 && c < 0xDC00 && reader_left(&r) >= 2)
            c = 0x10000 + ((c - 0xD800) << 10) +
                ((uint32_t)(read_u16be(&r) - 0xDC00) & 0x3FF);
        put_char(to, reader_left(&r) < 2 ? c + add : c);
    }
}

static void put_name(struct buf *to, struct span name)
{
    uint32_t c = 0;

    if (name.len == 1) {
        buf_put(to, name);
        return;
    }
    for (size_t i = 0; i < sizeof(glyphs) / sizeof(glyphs[0]); i++)
        if (name.len == strlen(glyphs[i].name) &&
            memcmp(name.ptr, glyphs[i].name, name.len) == 0) {
            buf_byte(to, (uint8_t)glyphs[i].is);
            return;
        }
    if (name.len == 7 && span_starts(name, SPAN("uni"))) {
        for (size_t i = 3; i < 7; i++) {
            uint8_t d = name.ptr[i];

            c = c * 16 +
                (d <= '9' ? (uint32_t)(d - '0') : (uint32_t)(d - 'A' + 10));
        }
        put_char(to, c & 0xFFFF);
    }
}

bool pdf_font_put(const struct pdf_font *f, struct buf *to, uint32_t code)
{
    size_t low = 0, high = f->count;
    struct span name;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (f->map[mid].first <= code)
            low = mid + 1;
        else
            high = mid;
    }
    if (low > 0 && f->map[low - 1].last >= code) {
        pdf_put_utf16(to, f->map[low - 1].to, code - f->map[low - 1].first);
        return true;
    }
    name = f->names && code < 256 ? f->names[code] : (struct span){0};
    if (name.len)
        put_name(to, name);
    else if (f->latin && code >= 0x20)
        put_char(to, code);
    else
        return f->count > 0;
    return true;
}
