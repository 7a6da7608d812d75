/* SPDX-License-Identifier: Apache-2.0
 * pdf_struct.c - what the structure of a document says in place of pictures.
 *
 * [PDF] ISO 32000-2:2020.  14.7.2 the structure tree, 14.7.5 what its elements
 * hold, 14.9.3 alternate descriptions, 14.9.4 replacement text.
 *
 * The tree is in the order in which a document is read aloud, and may have
 * millions of elements.  So it is walked from its start for the first page,
 * from its end for the last, until a run of elements is of other pages.  The
 * way from a page to its elements (14.7.5.4) is shorter, but leads only to
 * those with content of their own: writers leave pictures out of it. */
#include "formats/pdf_object.h"

#include "base/buf.h"

enum {
    DEEP = 64,          /* levels of the tree */
    ELEMENTS = 1 << 13, /* looked at for a page, and kids of one element */
    WAITING = 1 << 15,  /* kids of all levels at once */
    AWAY = 256,         /* of other pages in a row: this one is done */
    ALT_TEXT = 1 << 20
};

/* The kids of an element, in the order of the walk. */
struct level {
    const struct pdf_obj **kids;
    size_t count, at;
    double page; /* that of the element: number of its object */
};

struct tree {
    struct pdf *p;
    struct level levels[DEEP];
    const struct pdf_obj **kids; /* WAITING: those of each level in a row */
    size_t waiting;
    unsigned depth, left, away;
    double page;
    bool backward;
    struct buf text;
    struct range near, at; /* the last object, and the first that says
                              something */
};

/* kids_of is the first of an element's kids, and how many follow it. */
static const struct pdf_obj *kids_of(struct pdf *p, const struct pdf_obj *of,
                                     size_t *count)
{
    const struct pdf_obj *k = pdf_get(of, "K"), *list = pdf_obj_of(p, k);

    *count = k ? 1 : 0;
    if (!list || list->kind != PDF_ARRAY)
        return k;
    *count = 0;
    for (k = list->child; k; k = k->next)
        ++*count;
    return list->child;
}

/* enter goes down to the kids of an element, or of the root: to the first of
 * them, or to the last. */
static void enter(struct tree *t, const struct pdf_obj *of, double page)
{
    size_t all, skip;
    const struct pdf_obj *o = kids_of(t->p, of, &all);
    struct level l = {.page = page, .count = num_min(all, ELEMENTS)};

    if (!l.count || !walk_step(t->p->w, 1 + all / 16))
        return;
    if (t->depth == DEEP || l.count > WAITING - t->waiting) {
        walk_partial(t->p->w, t->depth == DEEP ? "depth" : "parts");
        return;
    }
    l.kids = t->kids + t->waiting;
    t->waiting += l.count;
    for (skip = t->backward ? all - l.count : 0; skip; skip--)
        o = o->next;
    for (size_t i = 0; i < l.count; i++, o = o->next)
        l.kids[t->backward ? l.count - 1 - i : i] = o;
    t->levels[t->depth++] = l;
}

/* page_of is the page that an element says it is on, or that its content does,
 * or 0. */
static double page_of(const struct pdf_obj *of)
{
    const struct pdf_obj *pg = pdf_get(of, "Pg"), *k = pdf_get(of, "K");

    if (k && k->kind == PDF_ARRAY)
        k = k->child;
    if (!pg && !pdf_get(k, "S"))
        pg = pdf_get(k, "Pg");
    return pg && pg->kind == PDF_REF ? pg->number : 0;
}

bool pdf_instead(struct pdf *p, const struct pdf_obj *of, struct buf *to)
{
    static const struct {
        const char *key;
        uint8_t behind; /* one replaces a word, and the next one the next */
    } kinds[] = {{"Alt", '\n'}, {"ActualText", ' '}};
    bool any = false;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const struct pdf_obj *text = pdf_entry(p, of, kinds[i].key);

        if (!text || text->kind != PDF_STRING)
            continue;
        buf_put(to, pdf_utf8(p->w, text->text));
        buf_byte(to, kinds[i].behind);
        any = true;
    }
    return any;
}

/* element puts what an element of the page has in place of itself, or goes
 * down to its kids, which are on its page if they do not say. */
static void element(struct tree *t, const struct pdf_item *item, double page)
{
    double own = page_of(item->obj);

    if (own != 0)
        page = own;
    if (item->at.len)
        t->near = item->at;
    if (page == t->page)
        t->away = 0;
    else if (page != 0)
        t->away++;
    if (page != t->page || !pdf_instead(t->p, item->obj, &t->text))
        enter(t, item->obj, page);
    else if (!t->at.len)
        t->at = t->near;
}

static void climb(struct tree *t)
{
    while (t->depth && t->away < AWAY && walk_step(t->p->w, 1)) {
        struct level *l = &t->levels[t->depth - 1];
        struct pdf_item item;

        if (l->at == l->count) {
            t->waiting -= l->count;
            t->depth--;
            continue;
        }
        if (l->kids[l->at]->kind == PDF_NUMBER) { /* content of its own */
            l->at++;
            continue;
        }
        if (t->left-- == 0) {
            walk_partial(t->p->w, "parts");
            return;
        }
        item = pdf_item(t->p, l->kids[l->at++]);
        if (pdf_get(item.obj, "S"))
            element(t, &item, l->page);
    }
}

void pdf_alternates(struct pdf *p, const struct pdf_obj *catalog, double page,
                    bool backward)
{
    const struct pdf_obj *root = pdf_entry(p, catalog, "StructTreeRoot");
    struct slot s = {.kind = SLOT_TEXT,
                     .flags = SLOT_HIDDEN | SLOT_DERIVED,
                     .key = SPAN("alt")};
    struct tree *t = root && page > 0 ? walk_alloc(p->w, sizeof(*t)) : NULL;

    if (t) /* few have many: not touched before they are filled */
        t->kids = walk_raw(p->w, WAITING * sizeof(*t->kids));
    if (!t || !t->kids)
        return;
    t->p = p;
    t->left = ELEMENTS;
    t->page = page;
    t->backward = backward;
    buf_init(&t->text, walk_arena(p->w), ALT_TEXT);
    enter(t, root, 0);
    climb(t);
    if (t->text.failed)
        walk_partial(p->w, "text_bytes");
    s.data = buf_span(&t->text);
    s.at = t->at;
    if (s.data.len)
        walk_slot(p->w, s);
}
