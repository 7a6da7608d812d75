/* SPDX-License-Identifier: Apache-2.0
 * html.c - HTML: what it declares of itself, and what a reader sees.
 *
 *   <title>, <h1> to <h6>        a text slot, read first
 *   <meta name= property=>      fields, space "meta"
 *   known attributes            fields, space "attr"
 *   application/ld+json         JSON slots
 *   application/c2pa            a manifest store [C2PA 2.4, A.7]
 *   text                        three text slots: shown, quoted, hidden
 *   comments, alt texts         a comment slot, and a hidden text slot
 *
 * The texts are joined from their pieces with a blank line where a block
 * begins or ends, and carry a map back to the file.  Script and style are no
 * text.  Hidden is what the markup itself hides: `hidden`, a style of
 * display:none or visibility:hidden, <template>; style sheets are not read.
 *
 * [HTML] the living standard, sections 4 and 13. */
#include "formats/armour.h"
#include "formats/html_token.h"

enum {
    STACK = 512,   /* open elements that are followed */
    ATTRS = 256,   /* attributes of one tag, and fields of one attribute name */
    FIELDS = 4096, /* of one page */
    SNIFF = 1024
};

enum pile {
    PILE_SHOWN,
    PILE_QUOTED,
    PILE_HIDDEN,
    PILE_ALT,
    PILE_COMMENT,
    PILE_TITLE,
    PILES
};

struct heap {
    struct buf text;
    struct text_runs runs;
    size_t first, last; /* in the page */
    bool broke;         /* a block ended since */
};

struct open {
    struct span name;
    unsigned flags;
};

struct page {
    struct prose p;
    struct heap pile[PILES];
    struct open stack[STACK];
    size_t depth;
    unsigned fields;
    const char *sign; /* of the item, cell or heading that opened, or "" */
};

/* clang-format off */
static const char blocks[] =
    " address article aside blockquote body br button caption center dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 head header hr html label legend li main menu nav ol optgroup "
    "option p pre section select small summary table tbody td tfoot th thead "
    "title tr ul video audio iframe picture img ";
static const char voids[] =
    " area base br col embed hr img input link meta param source track wbr ";
/* What is shown or offered, and is no statement of the page: quotations,
 * samples, choices, menus and terms that are explained. */
static const char quoting[] =
    " blockquote q pre code samp kbd select option datalist textarea nav label "
    "button dt ";
static const char raws[] =
    " script style textarea title xmp iframe noembed noframes ";

/* Attributes that say how an element came to be, and those that editors and
 * chat pages leave behind when text is copied out of them. */
static const char attrs[] =
    " ai-disclosure ai-model ai-provider ai-generated ai-prompt-url "/* [W3C] */
    "data-ai-model data-ai-generated data-ai-disclosure " /* [HTML 3.2.6.6] */
    "data-message-author-role data-path-to-node data-index-in-node "
    "data-start data-is-last-node data-testid "
    "data-civitai-metadata digitalsourcetype ";
/* clang-format on */

static const char *const pile_keys[PILES] = {"",    "",        "hidden",
                                             "alt", "comment", "title"};
static const unsigned pile_flags[PILES] = {
    SLOT_START, SLOT_QUOTED, SLOT_HIDDEN, SLOT_HIDDEN, SLOT_HIDDEN, SLOT_START};

static bool listed(struct span name, const char *list)
{
    uint8_t low[40];
    size_t n = strlen(list);

    if (!name.len || name.len > sizeof(low))
        return false;
    for (size_t i = 0; i < name.len; i++)
        low[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z'
                     ? (uint8_t)(name.ptr[i] + 32)
                     : name.ptr[i];
    for (const char *at = list; at + name.len + 1 < list + n;) {
        const char *hit = strchr(at, ' ');

        if (!hit || (size_t)(list + n - hit) < name.len + 2)
            return false;
        if (memcmp(hit + 1, low, name.len) == 0 && hit[name.len + 1] == ' ')
            return true;
        at = hit + 1;
    }
    return false;
}

static struct span literal(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

/* add puts a piece of the page on a pile, references undone. */
static void add(struct page *g, enum pile which, size_t off, size_t len)
{
    struct heap *h = &g->pile[which];
    struct span s = g->p.text;
    const char *sign = which == PILE_SHOWN && h->broke ? g->sign : "";
    size_t at = off, end = off + len;

    if (*sign) {
        while (at < end && s.ptr[at] <= ' ')
            at++;
        if (at == end)
            return;
    }
    if (h->broke && h->text.len) {
        buf_put(&h->text, SPAN("\n\n"));
        buf_put(&h->text, literal(sign));
    }
    if (*sign)
        g->sign = "";
    if (!h->text.len)
        h->first = off;
    h->broke = false;
    h->last = end;
    while (at < end && !h->text.failed) {
        const uint8_t *amp = memchr(s.ptr + at, '&', end - at);
        size_t stop = amp ? (size_t)(amp - s.ptr) : end;
        uint8_t to[8];

        if (stop > at) {
            text_runs_put(&h->runs,
                          (struct text_run){h->text.len, at, UNIT_SAME});
            buf_put(&h->text, span_cut(s, at, stop - at));
        }
        at = stop;
        if (at < end) {
            text_runs_put(&h->runs,
                          (struct text_run){h->text.len, at, UNIT_POINT});
            buf_put(&h->text, (struct span){to, html_entity(s, &at, to)});
        }
    }
}

static void parted(struct page *g)
{
    for (size_t i = 0; i < PILE_ALT; i++)
        g->pile[i].broke = true;
    g->pile[PILE_TITLE].broke = true;
}

static void field(struct page *g, const char *space, struct span key,
                  struct span value)
{
    struct slot s = {
        .kind = SLOT_FIELD, .space = literal(space), .block = g->p.block};
    uint8_t *low;

    if (!key.len || !value.ptr || g->fields >= FIELDS)
        return;
    g->fields++;
    low = walk_alloc(g->p.w, key.len);
    if (!low)
        return;
    for (size_t i = 0; i < key.len; i++)
        low[i] = key.ptr[i] >= 'A' && key.ptr[i] <= 'Z'
                     ? (uint8_t)(key.ptr[i] + 32)
                     : key.ptr[i];
    s.key = (struct span){low, key.len};
    s.data = html_unescape(walk_arena(g->p.w), value);
    if (s.data.ptr != value.ptr)
        s.flags = SLOT_DERIVED;
    s.at = prose_at(&g->p, (size_t)(value.ptr - g->p.text.ptr), value.len);
    walk_slot(g->p.w, s);
}

static void meta(struct page *g, const struct html_token *t)
{
    struct html_attr a;
    struct span key = {0}, value = {0};
    size_t at = 0;

    for (unsigned i = 0; i < ATTRS && html_attr(t->body, &at, &a); i++) {
        if (span_same(a.name, "content"))
            value = a.value;
        else if (span_same(a.name, "name") || span_same(a.name, "property") ||
                 span_same(a.name, "itemprop") ||
                 span_same(a.name, "http-equiv"))
            key = a.value;
    }
    field(g, "meta", key, value);
}

static bool hides(struct span style)
{
    uint8_t c[256];
    size_t n = 0;

    for (size_t i = 0; i < style.len && n < sizeof(c); i++)
        if (style.ptr[i] > ' ')
            c[n++] = style.ptr[i] | 0x20;
    for (size_t i = 0; i + 12 <= n; i++)
        if (memcmp(c + i, "display:none", 12) == 0 ||
            (i + 17 <= n && memcmp(c + i, "visibility:hidden", 17) == 0))
            return true;
    return false;
}

/* is_copied knows the classes of chat pages that a copied text brings along. */
static bool is_copied(struct span v)
{
    static const char *const words[] = {"font-claude-", "markdown prose"};

    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
        struct span w = literal(words[k]);

        for (size_t i = 0; i + w.len <= v.len && i < ATTRS; i++)
            if (span_eq(span_cut(v, i, w.len), w))
                return true;
    }
    return false;
}

/* attributes lists those that say something, and is the flags that they give
 * the element. */
static unsigned attributes(struct page *g, const struct html_token *t)
{
    struct html_attr a;
    size_t at = 0;
    unsigned flags = 0;

    for (unsigned i = 0; i < ATTRS && html_attr(t->body, &at, &a); i++) {
        size_t off = (size_t)(a.value.ptr - g->p.text.ptr);

        if (span_same(a.name, "hidden"))
            flags |= SLOT_HIDDEN;
        if (span_same(a.name, "style") && hides(a.value))
            flags |= SLOT_HIDDEN;
        if (a.value.len &&
            (span_same(a.name, "alt") || span_same(a.name, "aria-label"))) {
            g->pile[PILE_ALT].broke = true;
            add(g, PILE_ALT, off, a.value.len);
        }
        if (a.value.len && (listed(a.name, attrs) ||
                            (span_same(a.name, "class") && is_copied(a.value))))
            field(g, "attr", a.name, a.value);
    }
    return flags;
}

/* opened pushes an element; those that close without a tag are closed. */
static void opened(struct page *g, const struct html_token *t, unsigned flags)
{
    static const char single[] = " p li dt dd option td th tr ";
    struct open *top = g->depth ? &g->stack[g->depth - 1] : NULL;

    if (top && listed(top->name, single) &&
        (top->name.len == t->name.len &&
         memcmp(top->name.ptr, t->name.ptr, t->name.len) == 0))
        g->depth--;
    else if (top && span_same(top->name, "p") && listed(t->name, blocks) &&
             !span_same(t->name, "br") && !span_same(t->name, "img"))
        g->depth--;
    if (listed(t->name, voids) || t->empty || g->depth >= STACK)
        return;
    if (span_same(t->name, "template"))
        flags |= SLOT_HIDDEN;
    if (listed(t->name, quoting))
        flags |= SLOT_QUOTED;
    if (t->name.len == 2 && (t->name.ptr[0] | 0x20) == 'h' &&
        t->name.ptr[1] >= '1' && t->name.ptr[1] <= '6')
        flags |= SLOT_START;
    flags |= g->depth ? g->stack[g->depth - 1].flags : 0;
    g->stack[g->depth++] = (struct open){t->name, flags};
}

static void closed(struct page *g, struct span name)
{
    uint8_t low[40];

    if (!name.len || name.len >= sizeof(low))
        return;
    for (size_t i = 0; i < name.len; i++)
        low[i] = name.ptr[i] | 0x20;
    low[name.len] = 0;
    for (size_t i = g->depth; i > 0; i--)
        if (span_same(g->stack[i - 1].name, (const char *)low)) {
            g->depth = i - 1;
            return;
        }
}

static bool is_script(const struct html_token *t, const char *type)
{
    struct html_attr a;
    size_t at = 0;

    for (unsigned i = 0; i < ATTRS && html_attr(t->body, &at, &a); i++)
        if (span_same(a.name, "type") && span_same(a.value, type))
            return span_same(t->name, "script");
    return false;
}

/* is_manifest is whether one of the words of rel is c2pa-manifest. */
static bool is_manifest(struct span rel)
{
    struct reader r = reader_over(rel);

    while (reader_left(&r)) {
        struct span word = {r.at, 0};

        while (reader_left(&r) && read_u8(&r) > ' ')
            word.len++;
        if (span_same(word, "c2pa-manifest"))
            return true;
    }
    return false;
}

static void link_to(struct page *g, const struct html_token *t)
{
    struct html_attr a;
    struct span uri = {0};
    size_t at = 0;
    bool manifest = false;

    for (unsigned i = 0; i < ATTRS && html_attr(t->body, &at, &a); i++) {
        manifest |= span_same(a.name, "rel") && is_manifest(a.value);
        if (span_same(a.name, "href"))
            uri = a.value;
    }
    if (manifest)
        armour_reference(&g->p, SPAN("html"),
                         html_unescape(walk_arena(g->p.w), uri), t->off,
                         t->end);
}

/* store takes a script that is a manifest store; what its hash leaves out is
 * the element with both tags. */
static void store(struct page *g, const struct html_token *t, size_t at,
                  size_t end)
{
    const uint8_t *close =
        memchr(g->p.text.ptr + end, '>', g->p.text.len - end);

    armour_store(&g->p, SPAN("html"), span_cut(g->p.text, at, end - at), t->off,
                 close ? (size_t)(close - g->p.text.ptr) + 1 : g->p.text.len);
}

/* raw takes the inside of an element that holds no markup. */
static void raw(struct page *g, const struct html_token *t, size_t *at)
{
    size_t end = html_raw(g->p.text, *at, t->name);

    if (span_same(t->name, "title"))
        add(g, PILE_TITLE, *at, end - *at);
    else if (span_same(t->name, "textarea"))
        add(g, PILE_QUOTED, *at, end - *at);
    else if (is_script(t, "application/c2pa"))
        store(g, t, *at, end);
    else if (is_script(t, "application/ld+json") && end > *at)
        walk_slot(g->p.w,
                  (struct slot){.kind = SLOT_JSON,
                                .space = SPAN("json-ld"),
                                .data = span_cut(g->p.text, *at, end - *at),
                                .at = prose_at(&g->p, *at, end - *at),
                                .block = g->p.block});
    *at = end;
}

static void tag(struct page *g, const struct html_token *t, size_t *at)
{
    unsigned flags;

    if (listed(t->name, blocks)) {
        parted(g);
        g->sign = t->kind == HTML_CLOSE                    ? ""
                  : span_same(t->name, "li")               ? "- "
                  : listed(t->name, " td th ")             ? "| "
                  : listed(t->name, " h1 h2 h3 h4 h5 h6 ") ? "# "
                                                           : g->sign;
    }
    if (t->kind == HTML_CLOSE) {
        closed(g, t->name);
        return;
    }
    if (span_same(t->name, "meta")) {
        meta(g, t);
        return;
    }
    if (span_same(t->name, "link"))
        link_to(g, t);
    flags = attributes(g, t);
    if (listed(t->name, raws) && !t->empty)
        raw(g, t, at);
    opened(g, t, flags);
}

static void flush(struct page *g)
{
    for (size_t i = 0; i < PILES; i++) {
        struct heap *h = &g->pile[i];
        struct text_map *map;

        if (h->text.failed || h->runs.buf.failed)
            walk_partial(g->p.w, "arena_bytes");
        if (!h->text.len)
            continue;
        map = walk_alloc(g->p.w, sizeof(*map));
        if (!map)
            return;
        *map = text_runs_map(&h->runs, buf_span(&h->text), g->p.map);
        walk_slot(
            g->p.w,
            (struct slot){.kind = i == PILE_COMMENT ? SLOT_COMMENT : SLOT_TEXT,
                          .flags = pile_flags[i] | SLOT_DERIVED |
                                   (i == PILE_SHOWN ? g->p.flags : 0),
                          .key = literal(pile_keys[i]),
                          .data = map->data,
                          .at = prose_at(&g->p, h->first, h->last - h->first),
                          .block = g->p.block,
                          .map = map});
    }
}

static void read_page(struct page *g)
{
    size_t at = 0;

    g->sign = "";
    for (size_t i = 0; i < PILES; i++) {
        buf_init(&g->pile[i].text, walk_arena(g->p.w), g->p.text.len * 2 + 16);
        text_runs_init(&g->pile[i].runs, walk_arena(g->p.w));
    }
    while (walk_step(g->p.w, 1)) {
        struct html_token t = html_next(g->p.text, &at);
        unsigned f = g->depth ? g->stack[g->depth - 1].flags : 0;

        if (t.kind == HTML_END)
            break;
        if (t.kind == HTML_TEXT)
            add(g,
                f & SLOT_HIDDEN   ? PILE_HIDDEN
                : f & SLOT_QUOTED ? PILE_QUOTED
                : f & SLOT_START  ? PILE_TITLE
                                  : PILE_SHOWN,
                t.off, t.end - t.off);
        else if (t.kind == HTML_COMMENT && t.body.len) {
            g->pile[PILE_COMMENT].broke = true;
            add(g, PILE_COMMENT, (size_t)(t.body.ptr - g->p.text.ptr),
                t.body.len);
        } else if (t.kind == HTML_OPEN || t.kind == HTML_CLOSE) {
            tag(g, &t, &at);
        }
    }
    flush(g);
}

/* declared is the encoding that the page names within its first kilobyte. */
static enum charset declared(struct span s)
{
    static const char word[] = "charset=";
    size_t n = (size_t)num_min(s.len, SNIFF);

    for (size_t i = 0; i + sizeof(word) < n; i++) {
        size_t k = 0, from = i + sizeof(word) - 1, len = 0;

        while (k < sizeof(word) - 1 &&
               (s.ptr[i + k] | 0x20) == (word[k] | 0x20))
            k++;
        if (k < sizeof(word) - 1)
            continue;
        from += s.ptr[from] == '"' || s.ptr[from] == '\'';
        while (from + len < n && !strchr("\"' ;/>\t\n", s.ptr[from + len]))
            len++;
        return charset_named(span_cut(s, from, len));
    }
    return CHARSET_NONE;
}

static bool is_html(struct span s)
{
    static const char *const first[] = {"html",    "head",  "body",   "title",
                                        "meta",    "div",   "script", "p",
                                        "h1",      "table", "link",   "article",
                                        "section", "main",  "figure", "span"};
    size_t at = 0;

    for (unsigned i = 0; i < 16; i++) {
        struct html_token t;

        while (at < s.len && (s.ptr[at] <= ' '))
            at++;
        if (at >= s.len || s.ptr[at] != '<')
            return false;
        t = html_next(s, &at);
        if (t.kind == HTML_COMMENT)
            continue;
        if (t.kind == HTML_OTHER && span_same(t.name, "!doctype")) {
            struct html_attr a;
            size_t in = 0;

            return html_attr(t.body, &in, &a) && span_same(a.name, "html");
        }
        if (t.kind == HTML_OTHER && span_same(t.name, "?xml"))
            continue;
        if (t.kind != HTML_OPEN)
            return false;
        for (size_t k = 0; k < sizeof(first) / sizeof(first[0]); k++)
            if (span_same(t.name, first[k]))
                return true;
        return false;
    }
    return false;
}

/* In UTF-16 the zeros are left out for a look at the first tags. */
static unsigned html_probe(struct span head, uint64_t size)
{
    uint8_t narrow[SNIFF];
    size_t mark, n = 0;
    enum charset set;

    if (!size || !charset_opens(head, '<'))
        return 0;
    set = charset_guess(head, size > head.len, &mark);
    if (set == CHARSET_NONE)
        return 0;
    for (size_t i = mark; i < head.len && n < sizeof(narrow); i++)
        if (head.ptr[i])
            narrow[n++] = head.ptr[i];
    return is_html((struct span){narrow, n}) ? 40 : 0;
}

static void html_walk(struct walk *w)
{
    const struct limits *lim = walk_limits(w);
    uint64_t n =
        num_min(walk_size(w), num_min(lim->text_bytes, lim->view_bytes));
    struct span all = walk_view(w, 0, n), rest;
    struct page *g = walk_alloc(w, sizeof(*g));
    struct text_map *map = walk_alloc(w, sizeof(*map));
    enum charset set, said;
    size_t mark = 0;

    if (!g || !map || !all.len)
        return;
    g->p.w = w;
    if (n < walk_size(w)) {
        walk_partial(w, "text_bytes");
        g->p.flags = SLOT_CUT;
    }
    set = charset_guess(span_cut(all, 0, (size_t)num_min(n, 4096)), n > 4096,
                        &mark);
    rest = span_cut(all, mark, all.len - mark);
    said = declared(rest);
    if (!mark && said != CHARSET_NONE && said != CHARSET_UTF8 &&
        set != CHARSET_UTF8 && set != CHARSET_UTF16LE && set != CHARSET_UTF16BE)
        set = said;
    if (!charset_text(walk_arena(w), rest, set, mark, map)) {
        walk_partial(w, "arena_bytes");
        return;
    }
    g->p.text = map->data;
    g->p.map = map;
    g->p.block = walk_block(w, SPAN("html"), 0, walk_size(w));
    if (g->p.text.len)
        read_page(g);
}

const struct format format_html = {
    .name = "html",
    .mime = "text/html",
    .files = "html htm xhtml",
    .media = MEDIA_TEXT,
    .verified = "real files and unit tests",
    .probe = html_probe,
    .walk = html_walk,
};
