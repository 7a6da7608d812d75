/* SPDX-License-Identifier: Apache-2.0
 * rtf.c - Rich Text Format: information, text and pictures.
 *
 * [RTF] Rich Text Format Specification 1.9.1, Microsoft 2008.  Groups in
 * braces, control words "\word123 ", bytes as "\'hh" in the code page of the
 * font or the document, characters as "\u1234" and what older readers show.
 *
 * A group that begins with "\*" is for those who know its word.  Information
 * and properties become fields, headers and footers text that is read first,
 * hidden text (\v) hidden text, pictures parts.  Of the properties of shapes
 * and pictures only two are wanted: their description, which is hidden text
 * with the key "alt", and the picture in a shape. */
#include "formats/format.h"

#include "base/charset.h"
#include "base/hex.h"
#include "base/utf.h"

enum {
    DEEP = 128, /* groups that are followed; deeper ones are passed over */
    FONTS = 256,
    WORD = 32,
    PIECE = 4096,   /* bytes in a code page that wait together */
    VALUE = 1 << 16 /* of a field */
};

enum pile {
    SHOWN,
    EDGE, /* headers, footers */
    HIDDEN,
    ALT,
    FIELD,
    PICTURE,
    NOWHERE,
    PILES
};

struct group {
    enum pile to;
    enum charset charset;
    unsigned skip; /* characters that stand in for a \u */
    bool info, starred;
};

struct rtf {
    struct walk *w;
    struct reader r;
    struct group stack[DEEP];
    unsigned top, deeper;
    struct buf piles[PILES];
    uint8_t raw[PIECE];
    size_t raw_len;
    enum charset charset; /* of the document */
    enum charset fonts[FONTS];
    uint32_t font; /* in the font table */
    uint32_t high; /* the first half of a pair, or 0 */
    bool in_fonts, nibble;
    unsigned left;         /* characters still to be skipped */
    struct span key, name; /* of a field; of a custom property */
    struct span property;  /* of a shape: the name that came last */
    size_t from;           /* of a picture or field, in the file */
    uint32_t block;
};

/* Destinations that are information [RTF "Document information"]. */
static const char infos[] =
    " title subject author manager company operator category keywords comment "
    "doccomm hlinkbase generator propname staticval ";

/* Destinations whose text is nobody's. */
static const char silent[] =
    " fonttbl colortbl stylesheet listtable listoverridetable rsidtbl object "
    "themedata colorschememapping datastore latentstyles xmlnstbl filetbl "
    "revtbl fldinst nonshppict shprslt template ";

/* Groups with more than text, of which what is known is read. */
static const char mixed[] = " shppict shpinst picprop ";

static const char edges[] =
    " header headerl headerr headerf footer footerl footerr footerf ";

static bool is_in(const char *list, struct span word)
{
    const char *hit = list;

    for (; word.len && (hit = strchr(hit, ' ')) && hit[1]; hit++)
        if (strncmp(hit + 1, (const char *)word.ptr, word.len) == 0 &&
            hit[1 + word.len] == ' ')
            return true;
    return false;
}

/* A font's script.  "ANSI" (0) is taken for the document's code page: Korean
 * writers say it of fonts with Hangul in them. */
static enum charset script(uint32_t n)
{
    switch (n) { /* [RTF "Font table"] \fcharset */
    case 128: return CHARSET_SJIS;
    case 129: return CHARSET_CP949;
    case 134: return CHARSET_GB18030;
    case 136: return CHARSET_BIG5;
    case 77: return CHARSET_MAC;
    case 161: return CHARSET_CP1253;
    case 162: return CHARSET_CP1254;
    case 163: return CHARSET_CP1258;
    case 177: return CHARSET_CP1255;
    case 178: return CHARSET_CP1256;
    case 186: return CHARSET_CP1257;
    case 204: return CHARSET_CP1251;
    case 222: return CHARSET_CP874;
    case 238: return CHARSET_CP1250;
    default: return CHARSET_NONE;
    }
}

static struct group *in(struct rtf *t)
{
    return &t->stack[t->top];
}

/* flush recodes the bytes that wait, into the pile of the group. */
static void flush(struct rtf *t)
{
    struct text_map map;
    struct span raw = {t->raw, t->raw_len};

    t->raw_len = 0;
    if (raw.len && charset_text(walk_arena(t->w), raw, in(t)->charset, 0, &map))
        buf_put(&t->piles[in(t)->to], map.data);
}

static void put_byte(struct rtf *t, uint8_t c)
{
    if (t->left > 0) {
        t->left--;
        return;
    }
    if (in(t)->to == NOWHERE)
        return;
    if (t->raw_len == PIECE)
        flush(t);
    t->raw[t->raw_len++] = c;
}

static void put_char(struct rtf *t, uint32_t c)
{
    uint8_t utf[4];

    flush(t);
    buf_put(&t->piles[in(t)->to], (struct span){utf, utf8_put(c, utf)});
}

/* ---- what a group was ---- */

static struct slot place(struct rtf *t, enum slot_kind kind)
{
    size_t end = reader_pos(&t->r);

    return (struct slot){.kind = kind,
                         .flags = SLOT_DERIVED,
                         .at = {t->from, end - t->from},
                         .block = t->block};
}

static void field_end(struct rtf *t)
{
    struct slot s = place(t, SLOT_FIELD);
    struct span v = arena_copy(walk_arena(t->w), buf_span(&t->piles[FIELD]));

    t->piles[FIELD].len = 0;
    while (v.len && (v.ptr[v.len - 1] == ';' || v.ptr[v.len - 1] == '\n'))
        v.len--;
    if (span_eq(t->key, SPAN("propname"))) {
        t->name = v;
        return;
    }
    if (span_eq(t->key, SPAN("sn"))) {
        t->property = v;
        return;
    }
    s.space = SPAN("rtf");
    s.key = span_eq(t->key, SPAN("staticval")) ? t->name : t->key;
    s.data = v;
    if (s.key.len && v.len)
        walk_slot(t->w, s);
}

static void picture_end(struct rtf *t)
{
    struct slot s = place(t, SLOT_PART);

    s.key = SPAN("pict");
    s.data = buf_span(&t->piles[PICTURE]);
    if (s.data.len && !t->piles[PICTURE].failed)
        walk_slot(t->w, s);
    buf_init(&t->piles[PICTURE], walk_arena(t->w),
             (size_t)walk_limits(t->w)->view_bytes);
}

/* end_line ends what was put, if anything was. */
static void end_line(struct buf *b)
{
    if (b->len && b->ptr[b->len - 1] != '\n')
        buf_byte(b, '\n');
}

static void close(struct rtf *t)
{
    enum pile was = in(t)->to;

    flush(t);
    if (t->deeper > 0) {
        t->deeper--;
        return;
    }
    if (t->top == 0)
        return;
    t->top--;
    if (was == FIELD && in(t)->to != FIELD)
        field_end(t);
    else if (was == PICTURE && in(t)->to != PICTURE)
        picture_end(t);
    else if (was == EDGE && in(t)->to != EDGE)
        buf_byte(&t->piles[EDGE], '\n');
    else if (was == ALT && in(t)->to != ALT)
        end_line(&t->piles[ALT]);
    if (t->top <= 1)
        t->in_fonts = false;
}

static void open(struct rtf *t)
{
    flush(t);
    if (t->top + 1 == DEEP) {
        t->deeper++;
        walk_partial(t->w, "depth");
        return;
    }
    t->stack[t->top + 1] = *in(t);
    t->top++;
    in(t)->starred = false;
}

/* ---- control words ---- */

/* property begins the name (\sn) or value (\sv) of a shape's property
 * [RTF "Drawing object properties"]; LibreOffice has titles as names. */
static void property(struct rtf *t, bool value)
{
    static const char alts[] = " wzDescription wzName ";
    struct group *g = in(t);

    if (g->to == NOWHERE)
        return;
    if (!value) {
        g->to = FIELD;
        t->key = SPAN("sn");
    } else if (is_in(alts, t->property)) {
        g->to = ALT;
    } else if (!span_eq(t->property, SPAN("pib"))) {
        g->to = NOWHERE;
    }
}

static void destination(struct rtf *t, struct span word)
{
    struct group *g = in(t);

    if (is_in(infos, word) && (g->info || g->starred)) {
        g->to = FIELD;
        t->key = word;
        t->from = reader_pos(&t->r);
    } else if (span_eq(word, SPAN("info"))) {
        g->info = true;
        g->to = NOWHERE;
    } else if (span_eq(word, SPAN("userprops"))) {
        g->info = true;
        g->to = NOWHERE;
    } else if (span_eq(word, SPAN("pict"))) {
        if (g->to != NOWHERE) {
            g->to = PICTURE;
            t->from = reader_pos(&t->r);
            t->nibble = false;
        }
    } else if (is_in(edges, word)) {
        g->to = EDGE;
    } else if (span_eq(word, SPAN("sn")) || span_eq(word, SPAN("sv"))) {
        property(t, word.ptr[1] == 'v');
    } else if (is_in(mixed, word)) {
        g->starred = false;
    } else if (is_in(silent, word) || g->starred) {
        g->to = NOWHERE;
        t->in_fonts |= span_eq(word, SPAN("fonttbl"));
    }
}

static void font(struct rtf *t, uint32_t n)
{
    enum charset c;

    if (n >= FONTS)
        return;
    if (t->in_fonts) {
        t->font = n;
        return;
    }
    flush(t);
    c = t->fonts[n];
    in(t)->charset = c != CHARSET_NONE ? c : t->charset;
}

/* unicode puts a unit of UTF-16; the first half of a pair waits for the
 * second, past what stands in for it. */
static void unicode(struct rtf *t, uint32_t c)
{
    t->left = in(t)->skip;
    if (c >= 0xD800 && c < 0xDC00) {
        t->high = c;
        return;
    }
    if (t->high && c >= 0xDC00 && c < 0xE000)
        c = 0x10000 + ((t->high - 0xD800) << 10) + (c - 0xDC00);
    t->high = 0;
    put_char(t, c);
}

static void control(struct rtf *t, struct span word, bool has, int32_t n)
{
    uint32_t v = n < 0 ? 0 : (uint32_t)n;

    if (span_eq(word, SPAN("par")) || span_eq(word, SPAN("line")) ||
        span_eq(word, SPAN("row")) || span_eq(word, SPAN("sect"))) {
        put_char(t, '\n');
    } else if (span_eq(word, SPAN("tab")) || span_eq(word, SPAN("cell"))) {
        put_char(t, ' ');
    } else if (span_eq(word, SPAN("u")) && has) {
        unicode(t, (uint32_t)n & 0xFFFF);
    } else if (span_eq(word, SPAN("uc")) && has) {
        in(t)->skip = v < 16 ? v : 16;
    } else if (span_eq(word, SPAN("ansicpg"))) {
        t->charset = in(t)->charset = charset_page(v);
    } else if (span_eq(word, SPAN("f")) && has) {
        font(t, v);
    } else if (span_eq(word, SPAN("fcharset")) && t->in_fonts) {
        t->fonts[t->font] = script(v);
    } else if (span_eq(word, SPAN("v"))) {
        flush(t);
        if (in(t)->to == SHOWN && (!has || v))
            in(t)->to = HIDDEN;
        else if (in(t)->to == HIDDEN && has && !v)
            in(t)->to = SHOWN;
    } else if (span_eq(word, SPAN("bin")) && has) {
        struct span raw = read_span(&t->r, num_min(v, reader_left(&t->r)));

        if (in(t)->to == PICTURE)
            buf_put(&t->piles[PICTURE], raw);
    } else {
        destination(t, word);
    }
}

/* slash reads what follows a backslash. */
static void slash(struct rtf *t)
{
    struct reader *r = &t->r;
    struct reader back = *r;
    uint8_t c = read_u8(r);
    struct span word;
    int32_t n = 0;
    bool minus = false, has = false;
    size_t len = 0;

    if (c == '\'') {
        uint8_t high = read_u8(r);
        int v = hex_pair(high, read_u8(r));

        if (v >= 0)
            put_byte(t, (uint8_t)v);
        return;
    }
    if (c == '*') {
        in(t)->starred = true;
        return;
    }
    if ((c | 0x20) < 'a' || (c | 0x20) > 'z') {
        if (c == '~')
            put_char(t, ' ');
        else if (c == '\\' || c == '{' || c == '}')
            put_byte(t, c);
        else if (c == '\n' || c == '\r')
            put_char(t, '\n');
        return;
    }
    *r = back;
    while (len < reader_left(r) && len < WORD && (r->at[len] | 0x20) >= 'a' &&
           (r->at[len] | 0x20) <= 'z')
        len++;
    word = read_span(r, len);
    if (reader_left(r) && *r->at == '-') {
        minus = true;
        read_u8(r);
    }
    while (reader_left(r) && *r->at >= '0' && *r->at <= '9') {
        int digit = read_u8(r) - '0';

        has = true;
        n = n < 100000000 ? n * 10 + digit : n;
    }
    if (reader_left(r) && *r->at == ' ')
        read_u8(r);
    t->left = 0;
    if (t->deeper == 0)
        control(t, word, has, minus ? -n : n);
}

/* nibble puts a hexadecimal digit of a picture. */
static void nibble(struct rtf *t, uint8_t c)
{
    struct buf *b = &t->piles[PICTURE];
    int d = hex_digit(c);

    if (d < 0)
        return;
    if (!t->nibble)
        buf_byte(b, (uint8_t)(d << 4));
    else if (b->len)
        b->ptr[b->len - 1] = (uint8_t)(b->ptr[b->len - 1] | d);
    t->nibble = !t->nibble;
}

static void text(struct rtf *t, enum pile from, unsigned flags)
{
    struct slot s = {.kind = SLOT_TEXT,
                     .flags = flags | SLOT_DERIVED,
                     .key = from == ALT ? SPAN("alt") : (struct span){0},
                     .data = buf_span(&t->piles[from]),
                     .at = {0, walk_size(t->w)},
                     .block = t->block};

    if (t->piles[from].failed)
        walk_partial(t->w, "text_bytes");
    if (from == SHOWN)
        walk_story(t->w, s);
    else if (s.data.len)
        walk_slot(t->w, s);
}

static unsigned rtf_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("{\\rtf")) ? 40 : 0;
}

static void rtf_walk(struct walk *w)
{
    struct rtf *t = walk_alloc(w, sizeof(*t));
    uint64_t size = walk_size(w), most = walk_limits(w)->text_bytes;

    if (!t)
        return;
    t->w = w;
    t->r = walk_read(w, 0, size);
    t->block = walk_block(w, SPAN("rtf"), 0, size);
    t->charset = CHARSET_LATIN1;
    t->stack[0] = (struct group){.charset = CHARSET_LATIN1, .skip = 1};
    for (unsigned i = 0; i < PILES; i++)
        buf_init(&t->piles[i], walk_arena(w),
                 (size_t)(i == FIELD     ? VALUE
                          : i == PICTURE ? walk_limits(w)->view_bytes
                          : i == NOWHERE ? 0
                                         : most));
    while (reader_left(&t->r) > 0 && walk_ok(w)) {
        uint8_t c = read_u8(&t->r);

        if (c == '{')
            open(t);
        else if (c == '}')
            close(t);
        else if (c == '\\')
            slash(t);
        else if (t->deeper > 0 || c == '\r' || c == '\n')
            continue;
        else if (in(t)->to == PICTURE)
            nibble(t, c);
        else
            put_byte(t, c);
    }
    flush(t);
    walk_step(w, size / 16);
    if (t->top > 0)
        walk_note(w, NOTE_TRUNCATED, size, "groups are not closed");
    text(t, EDGE, SLOT_START);
    text(t, SHOWN, 0);
    text(t, HIDDEN, SLOT_HIDDEN);
    text(t, ALT, SLOT_HIDDEN);
}

const struct format format_rtf = {
    .name = "rtf",
    .mime = "application/rtf",
    .files = "rtf",
    .media = MEDIA_DOCUMENT,
    .probe = rtf_probe,
    .verified = "files of LibreOffice and pandoc",
    .walk = rtf_walk,
};
