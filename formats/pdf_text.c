/* SPDX-License-Identifier: Apache-2.0
 * pdf_text.c - the text that a page shows, as far as its fonts tell.
 *
 * [PDF] ISO 32000-2:2020, 9.4 (text operators) and 9.10 (to Unicode).
 *
 * A page's content is a row of operands and operators.  Only those that show
 * text, move to another line or choose a font are looked at, and forms that
 * are drawn (Do) are read after the page.  A code becomes Unicode by the
 * font's ToUnicode map, by a predefined map that is Unicode already, or, for
 * fonts of one byte, by the names of its Differences and else as Latin-1.
 * Where a font tells nothing the text is noted as not read. */
#include "formats/pdf_font.h"

enum {
    FONTS = 64,    /* of a page */
    FORMS = 32,    /* drawn by it, at any depth */
    OPERANDS = 8,  /* of an operator: the last ones */
    NODES = 4096,  /* of one operator's operands */
    PASSED = 4096, /* bytes of drawing at once */
    HIDDEN = 3,    /* text rendering mode: neither filled nor stroked */
    PAGE_TEXT = 1 << 20
};

/* A font as the resources of a page, or of a form, name it. */
struct named {
    struct span name;
    const struct pdf_obj *from;
    const struct pdf_font *font;
};

struct page {
    struct pdf *p;
    struct buf shown, hidden, alt;
    struct named fonts[FONTS];
    unsigned font_count;
    const struct pdf_font *font;
    const struct pdf_obj *forms[FORMS], *outer[FORMS];
    unsigned form_count;
    double size, scale;  /* of the font, and of what Tm adds to that */
    double x, y, along;  /* where the line began, and text since then */
    double end_x, end_y; /* where the last glyph ended */
    bool moved, invisible, unmapped;
};

/* entry is a member of a dictionary of resources. */
static const struct pdf_obj *entry(struct page *g, const struct pdf_obj *from,
                                   const char *kind, struct span name)
{
    const struct pdf_obj *all = pdf_entry(g->p, from, kind), *o = NULL;
    uint64_t n = 0;

    if (all && all->kind == PDF_DICT)
        for (o = all->child; o && !span_eq(o->key, name); o = o->next)
            n++;
    walk_step(g->p->w, n / 16);
    return o;
}

static const struct pdf_font *
font_of(struct page *g, const struct pdf_obj *from, struct span name)
{
    const struct pdf_obj *d;
    struct named *f;

    /* forms may use a name again for another font */
    for (unsigned i = 0; i < g->font_count; i++)
        if (g->fonts[i].from == from && span_eq(g->fonts[i].name, name))
            return g->fonts[i].font;
    d = entry(g, from, "Font", name);
    if (!d || g->font_count == FONTS)
        return NULL;
    f = &g->fonts[g->font_count++];
    *f = (struct named){d->key, from, pdf_font(g->p, pdf_obj_of(g->p, d))};
    return f->font;
}

/* space puts c between words or lines, once. */
static void space(struct page *g, uint8_t c)
{
    struct buf *to = g->invisible ? &g->hidden : &g->shown;
    uint8_t last = to->len ? to->ptr[to->len - 1] : '\n';

    if (last != '\n' && (c == '\n' || last != ' '))
        buf_byte(to, c);
}

/* part puts what is between the last glyph and the next: a new line where
 * that is a good part of a letter higher or lower, a space where there is
 * room for one. */
static void part(struct page *g)
{
    double em = g->size * g->scale, x = g->x + g->along * g->scale;

    if (!g->moved)
        return;
    g->moved = false;
    if (em <= 0)
        em = 1;
    if (g->y > g->end_y + em * 0.4 || g->y < g->end_y - em * 0.4)
        space(g, '\n');
    else if (x > g->end_x + em * 0.18 || x < g->end_x - em)
        space(g, ' ');
}

static void show(struct page *g, struct span s)
{
    struct buf *to = g->invisible ? &g->hidden : &g->shown;
    const struct pdf_font *f = g->font;
    struct text_map map;

    if (!f) {
        g->unmapped = true;
        return;
    }
    part(g);
    for (size_t i = 0; f->width && i + f->width <= s.len; i += f->width) {
        uint32_t code = pdf_code(span_cut(s, i, f->width));

        if (!f->utf16 && f->charset == CHARSET_NONE)
            g->unmapped |= !pdf_font_put(f, to, code);
        g->along += pdf_font_width(f, code) / 1000 * g->size;
    }
    if (f->utf16)
        pdf_put_utf16(to, s, 0);
    else if (f->charset != CHARSET_NONE &&
             charset_text(walk_arena(g->p->w), s, f->charset, 0, &map))
        buf_put(to, map.data);
    g->end_x = g->x + g->along * g->scale;
    g->end_y = g->y;
    walk_step(g->p->w, s.len / 16);
}

/* ---- operators ---- */

static void show_many(struct page *g, const struct pdf_obj *a)
{
    if (!a || a->kind != PDF_ARRAY)
        return;
    for (const struct pdf_obj *o = a->child; o; o = o->next) {
        if (o->kind == PDF_STRING) {
            show(g, o->text);
        } else if (o->kind == PDF_NUMBER) {
            g->along -= o->number / 1000 * g->size;
            g->moved = true;
        }
    }
}

static void draw(struct page *g, const struct pdf_obj *res, struct span name)
{
    const struct pdf_obj *o = entry(g, res, "XObject", name);

    if (!o || o->kind != PDF_REF)
        return;
    for (unsigned i = 0; i < g->form_count; i++)
        if (g->forms[i]->number == o->number)
            return;
    if (g->form_count == FORMS) {
        walk_partial(g->p->w, "parts");
        return;
    }
    g->outer[g->form_count] = res;
    g->forms[g->form_count++] = o;
}

/* The operands before an operator: the last ones, in a ring. */
struct operands {
    const struct pdf_obj *ring[OPERANDS];
    unsigned count;
};

/* operand is the one that stands so many before the operator, or NULL. */
static const struct pdf_obj *operand(const struct operands *v, unsigned before)
{
    if (before > v->count || before > OPERANDS)
        return NULL;
    return v->ring[(v->count - before) % OPERANDS];
}

static double num(const struct operands *v, unsigned before)
{
    const struct pdf_obj *o = operand(v, before);

    return o && o->kind == PDF_NUMBER ? o->number : 0;
}

/* Where the next glyph will stand [PDF 9.4.2]; turned text is taken as if it
 * were not. */
static void move(struct page *g, double x, double y)
{
    g->x += x * g->scale;
    g->y += y * g->scale;
    g->along = 0;
    g->moved = true;
}

static void matrix(struct page *g, const struct operands *v)
{
    double a = num(v, 6), b = num(v, 5);

    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    g->scale = a > b ? a : b;
    g->x = num(v, 2);
    g->y = num(v, 1);
    g->along = 0;
    g->moved = true;
}

static void begin(struct page *g)
{
    g->scale = 1;
    g->x = g->y = g->along = 0;
    g->moved = true;
}

/* Operators are one or two bytes: most of a page draws lines, and is passed
 * over by one comparison. */
#define OP(a, b) ((unsigned)(a) << 8 | (unsigned)(b))
#define BDC      0x424443u

static unsigned op_of(struct span s)
{
    return s.len == 1   ? s.ptr[0]
           : s.len == 2 ? OP(s.ptr[0], s.ptr[1])
           : s.len == 3 ? OP(OP(s.ptr[0], s.ptr[1]), s.ptr[2])
                        : 0;
}

/* described puts what marked content has in place of itself [PDF 14.9]; its
 * properties may be among the resources. */
static void described(struct page *g, const struct pdf_obj *res,
                      const struct pdf_obj *list)
{
    if (list && list->kind == PDF_NAME)
        list = pdf_obj_of(g->p, entry(g, res, "Properties", list->text));
    pdf_instead(g->p, list, &g->alt);
}

static void operate(struct page *g, const struct pdf_obj *res, unsigned op,
                    const struct operands *v)
{
    const struct pdf_obj *last = operand(v, 1), *other = operand(v, 2);
    bool string = last && last->kind == PDF_STRING;

    switch (op) {
    case '\'':
    case '"':
        if (string)
            space(g, '\n');
        /* fall through */
    case OP('T', 'j'):
        if (string)
            show(g, last->text);
        return;
    case OP('T', 'J'): show_many(g, last); return;
    case OP('T', '*'):
        space(g, '\n');
        move(g, 0, 0);
        return;
    case OP('T', 'd'):
    case OP('T', 'D'): move(g, num(v, 2), num(v, 1)); return;
    case OP('T', 'm'): matrix(g, v); return;
    case OP('B', 'T'): begin(g); return;
    case OP('T', 'r'): g->invisible = num(v, 1) == HIDDEN; return;
    case OP('T', 'f'):
        if (!other)
            return;
        g->font = font_of(g, res, other->text);
        g->size = num(v, 1) < 0 ? -num(v, 1) : num(v, 1);
        return;
    case OP('D', 'o'):
        if (last)
            draw(g, res, last->text);
        return;
    case BDC: described(g, res, last); return;
    default: return;
    }
}

/* A picture in the content: "ID", a byte, bytes, "EI" [PDF 8.9.7]. */
static void skip_picture(struct pdf_lex *l)
{
    while (l->at + 3 < l->src.len) {
        const uint8_t *c = l->src.ptr + l->at;

        l->at++;
        if (c[1] == 'E' && c[2] == 'I' && c[0] <= ' ' && c[3] <= ' ') {
            l->at += 2;
            return;
        }
    }
    l->at = l->src.len;
}

/* The bytes that lines are drawn with [PDF 8.2, table 50].  None is of an
 * operator that shows text, moves, or draws a form (T, D and quotes are not
 * here), of a constant (a, t and u are not), or of an object but a number. */
enum {
    STOP,
    DRAWN = 1 << 2, /* in all that follow: four are asked at once */
    SPACE = DRAWN,
    DIGIT,
    LETTER
};

static const uint8_t drawing[256] = {
    [0] = SPACE,    ['\t'] = SPACE, ['\n'] = SPACE, ['\f'] = SPACE,
    ['\r'] = SPACE, [' '] = SPACE,  ['+'] = DIGIT,  ['-'] = DIGIT,
    ['.'] = DIGIT,  ['0'] = DIGIT,  ['1'] = DIGIT,  ['2'] = DIGIT,
    ['3'] = DIGIT,  ['4'] = DIGIT,  ['5'] = DIGIT,  ['6'] = DIGIT,
    ['7'] = DIGIT,  ['8'] = DIGIT,  ['9'] = DIGIT,  ['*'] = LETTER,
    ['b'] = LETTER, ['B'] = LETTER, ['c'] = LETTER, ['C'] = LETTER,
    ['d'] = LETTER, ['e'] = LETTER, ['f'] = LETTER, ['F'] = LETTER,
    ['g'] = LETTER, ['G'] = LETTER, ['h'] = LETTER, ['i'] = LETTER,
    ['j'] = LETTER, ['J'] = LETTER, ['k'] = LETTER, ['K'] = LETTER,
    ['l'] = LETTER, ['m'] = LETTER, ['M'] = LETTER, ['n'] = LETTER,
    ['N'] = LETTER, ['q'] = LETTER, ['Q'] = LETTER, ['r'] = LETTER,
    ['R'] = LETTER, ['s'] = LETTER, ['S'] = LETTER, ['v'] = LETTER,
    ['w'] = LETTER, ['W'] = LETTER, ['y'] = LETTER,
};

/* pass_drawing passes over operators that draw lines, with their numbers, and
 * makes no objects of them.  It ends behind the last operator before a byte of
 * another kind, whose operands are yet to come; false, with nothing passed,
 * where there is none. */
static bool pass_drawing(struct pdf_lex *l)
{
    const uint8_t *c = l->src.ptr;
    size_t from = l->at, most = num_min(l->src.len, from + PASSED), at = from;

    while (at + 4 <= most && (drawing[c[at]] & drawing[c[at + 1]] &
                              drawing[c[at + 2]] & drawing[c[at + 3]]))
        at += 4;
    while (at < most && drawing[c[at]])
        at++;
    while (at > from && (drawing[c[at - 1]] != LETTER ||
                         (at < l->src.len && drawing[c[at]] != SPACE)))
        at--;
    l->at = at;
    return at > from && walk_step(l->w, 1 + (at - from) / 4);
}

static void content(struct page *g, struct span data, const struct pdf_obj *res,
                    struct pdf_obj *pool)
{
    const struct pdf_obj *o;
    struct operands v = {.count = 0};
    struct pdf_lex l = {.w = g->p->w,
                        .src = data,
                        .pool = pool,
                        .pool_len = NODES,
                        .content = true};

    while (l.at < data.len && walk_ok(g->p->w)) {
        if (!v.count && pass_drawing(&l))
            continue;
        o = pdf_parse(&l);
        if (!o && l.pool_used < NODES)
            break;
        if (o && o->kind != PDF_WORD) {
            v.ring[v.count++ % OPERANDS] = o;
            continue;
        }
        if (o && op_of(o->text) == OP('I', 'D'))
            skip_picture(&l);
        else if (o)
            operate(g, res, op_of(o->text), &v);
        v.count = 0;
        l.pool_used = 0;
    }
}

/* contents reads the streams of a page, which may be cut anywhere between
 * tokens, as one. */
static struct span contents(struct pdf *p, const struct pdf_obj *page,
                            struct range *at)
{
    const struct pdf_obj *o = pdf_get(page, "Contents"), *many;
    struct buf all;
    struct span left;

    many = pdf_obj_of(p, o);
    if (!many || many->kind != PDF_ARRAY)
        many = NULL;
    buf_init(&all, walk_arena(p->w), (size_t)walk_limits(p->w)->inflate_bytes);
    for (o = many ? many->child : o; o; o = many ? o->next : NULL) {
        struct pdf_item item = pdf_item(p, o);
        struct span data = pdf_stream(p, &item, &left);

        if (left.len)
            continue;
        if (!at->len)
            *at = item.stream;
        if (!many)
            return data;
        buf_put(&all, data);
        buf_byte(&all, '\n');
    }
    return buf_span(&all);
}

static void yield(struct page *g, struct slot s, struct buf *from,
                  unsigned flags)
{
    s.data = buf_span(from);
    s.flags |= flags | SLOT_DERIVED | (from->failed ? SLOT_CUT : 0U);
    if (s.data.len)
        walk_slot(g->p->w, s);
}

void pdf_page(struct pdf *p, const struct pdf_obj *page,
              const struct pdf_obj *resources, struct slot s)
{
    struct page *g = walk_alloc(p->w, sizeof(*g));
    struct pdf_obj *pool = walk_raw(p->w, NODES * sizeof(*pool));
    struct span left;

    if (!g || !pool)
        return;
    g->p = p;
    buf_init(&g->shown, walk_arena(p->w), PAGE_TEXT);
    buf_init(&g->hidden, walk_arena(p->w), PAGE_TEXT);
    buf_init(&g->alt, walk_arena(p->w), PAGE_TEXT);
    content(g, contents(p, page, &s.at), resources, pool);
    for (unsigned i = 0; i < g->form_count && walk_ok(p->w); i++) {
        struct pdf_item form = pdf_item(p, g->forms[i]);
        const struct pdf_obj *own = pdf_entry(p, form.obj, "Resources");

        if (!pdf_is(pdf_get(form.obj, "Subtype"), "Form"))
            continue;
        space(g, '\n');
        g->invisible = false;
        content(g, pdf_stream(p, &form, &left), own ? own : g->outer[i], pool);
    }
    if (g->unmapped)
        walk_note(p->w, NOTE_ODD, s.at.off,
                  "text in fonts without a Unicode map is not read");
    yield(g, s, &g->shown, 0);
    s.flags &= ~(unsigned)SLOT_START;
    yield(g, s, &g->hidden, SLOT_HIDDEN);
    s.key = SPAN("alt");
    yield(g, s, &g->alt, SLOT_HIDDEN);
}
