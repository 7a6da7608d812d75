/* SPDX-License-Identifier: Apache-2.0
 * pdf.c - PDF: what a document says of itself, and its first and last page.
 *
 * [PDF] ISO 32000-2:2020.  14.3.3 document information, 14.3.2 metadata
 * streams, 14.13 associated files, 7.7.3 pages, 7.6 encryption.
 * [C2PA] C2PA Technical Specification 2.2, A.4: the associated file whose
 * relationship is C2PA_Manifest.
 *
 * Later information replaces earlier, key by key.  An encrypted
 * document is read where the empty password opens it (pdf_crypt.c); else it is
 * said to be one, and not covered. */
#include "formats/pdf_object.h"

#include "base/utf.h"

enum {
    HEADER_IN = 1024, /* bytes within which "%PDF-" may begin [PDF 7.5.2] */
    DEEP = 32,        /* page tree */
    KIDS = 4096,      /* looked at for one that holds a page */
    NODES = 64,       /* of the tree of these */
    PICTURES = 64     /* of a page */
};

static size_t header_at(struct span head)
{
    size_t i = 0;

    while (i + 8 <= head.len && i < HEADER_IN) {
        size_t left = num_min(head.len - 7, HEADER_IN) - i;
        const uint8_t *hit = memchr(head.ptr + i, '%', left);

        if (!hit)
            return SIZE_MAX;
        i = (size_t)(hit - head.ptr);
        if (span_eq(span_cut(head, i, 5), SPAN("%PDF-")))
            return i;
        i++;
    }
    return SIZE_MAX;
}

static unsigned pdf_probe(struct span head, uint64_t size)
{
    size_t at = header_at(head);

    (void)size;
    if (at == SIZE_MAX)
        return 0;
    return at == 0 ? 40 : 12;
}

static void info(struct pdf *p, const struct pdf_obj *ref)
{
    struct pdf_item item = pdf_item(p, ref);
    struct slot s = {.kind = SLOT_FIELD, .space = SPAN("pdf"), .at = item.at};

    if (!item.obj || item.obj->kind != PDF_DICT)
        return;
    s.block = walk_block(p->w, SPAN("Info"), item.at.off, item.at.len);
    for (const struct pdf_obj *o = item.obj->child; o; o = o->next) {
        const struct pdf_obj *v = pdf_obj_of(p, o);

        if (!v || (v->kind != PDF_STRING && v->kind != PDF_NAME &&
                   v->kind != PDF_BOOL && v->kind != PDF_NUMBER))
            continue;
        s.key = o->key;
        s.data = pdf_utf8(p->w, v->text);
        s.flags = SLOT_DERIVED;
        walk_slot(p->w, s);
    }
}

/* derived is whether a stream's bytes are not those of the file. */
static unsigned derived(const struct pdf *p, const struct pdf_item *item)
{
    return pdf_get(item->obj, "Filter") || p->crypt ? SLOT_DERIVED : 0;
}

/* An XMP packet; of a locked document where that says that metadata is
 * not (EncryptMetadata), which then is plain to see. */
static void metadata(struct pdf *p, const struct pdf_obj *holder)
{
    struct pdf_item item = pdf_item(p, pdf_get(holder, "Metadata"));
    struct slot s = {.kind = SLOT_XMP, .at = item.stream};
    struct span left = {0};

    if (!item.stream.len)
        return;
    if (p->locked && !pdf_get(item.obj, "Filter")) {
        s.data = walk_view(p->w, s.at.off, s.at.len);
        if (!span_starts(s.data, SPAN("<?x")) &&
            !span_starts(s.data, SPAN("<x:")))
            return;
    } else {
        s.data = pdf_stream(p, &item, &left);
    }
    if (left.len || !s.data.len)
        return;
    s.flags |= derived(p, &item);
    s.block = walk_block(p->w, SPAN("Metadata"), s.at.off, s.at.len);
    walk_slot(p->w, s);
}

/* listed is whether a file was seen before: a file that goes with the document
 * is often embedded in it by name too. */
static bool listed(struct pdf *p, uint64_t off)
{
    for (uint32_t i = 0; i < p->file_count; i++)
        if (p->files[i] == off)
            return true;
    if (p->file_count < PDF_FILES)
        p->files[p->file_count++] = off;
    return false;
}

/* One file specification: a manifest store, or a file that goes with the
 * document. */
static void file(struct pdf *p, const struct pdf_obj *ref)
{
    const struct pdf_obj *spec = pdf_obj_of(p, ref);
    const struct pdf_obj *ef = pdf_entry(p, spec, "EF");
    const struct pdf_obj *name = pdf_entry(p, spec, "UF");
    const struct pdf_obj *rel = pdf_entry(p, spec, "AFRelationship");
    struct pdf_item item = pdf_item(p, pdf_get(ef, "F"));
    struct slot s = {.kind = SLOT_PART};
    struct span left;

    if (!item.stream.len)
        item = pdf_item(p, pdf_get(ef, "UF"));
    if (!item.stream.len || listed(p, item.stream.off))
        return;
    if (pdf_is(rel, "C2PA_Manifest"))
        s.kind = SLOT_JUMBF;
    if (!name)
        name = pdf_entry(p, spec, "F");
    if (name && name->kind == PDF_STRING)
        s.key = pdf_utf8(p->w, name->text);
    s.at = item.stream;
    s.block = walk_block(p->w, SPAN("EmbeddedFile"), s.at.off, s.at.len);
    s.data = pdf_stream(p, &item, &left);
    if (left.len) {
        s.data = (struct span){0};
        s.flags |= SLOT_CUT;
    } else {
        s.flags |= derived(p, &item);
    }
    if (s.data.len || s.kind == SLOT_JUMBF)
        walk_slot(p->w, s);
}

static void files(struct pdf *p, const struct pdf_obj *holder)
{
    const struct pdf_obj *af = pdf_entry(p, holder, "AF"), *o;
    unsigned n = 0;

    if (!af)
        return;
    if (af->kind == PDF_DICT) {
        file(p, af);
        return;
    }
    for (o = af->kind == PDF_ARRAY ? af->child : NULL; o; o = o->next) {
        if (n++ == PDF_FILES) {
            walk_partial(p->w, "parts");
            return;
        }
        file(p, o);
    }
}

/* attached yields the files of the name tree of embedded files [PDF 7.7.4]:
 * nodes wait in a list, each with names or with more nodes. */
static void attached(struct pdf *p, const struct pdf_obj *catalog)
{
    const struct pdf_obj *names = pdf_entry(p, catalog, "Names"), *o;
    const struct pdf_obj *nodes[NODES] = {pdf_entry(p, names, "EmbeddedFiles")};
    unsigned count = 1, n = 0;

    for (unsigned i = 0; i < count && walk_ok(p->w); i++) {
        const struct pdf_obj *kids = pdf_entry(p, nodes[i], "Kids");
        const struct pdf_obj *list = pdf_entry(p, nodes[i], "Names");

        for (o = kids && kids->kind == PDF_ARRAY ? kids->child : NULL;
             o && count < NODES; o = o->next)
            nodes[count++] = pdf_obj_of(p, o);
        for (o = list && list->kind == PDF_ARRAY ? list->child : NULL;
             o && o->next && n < PDF_FILES; o = o->next->next, n++)
            file(p, o->next);
    }
    if (count == NODES || n == PDF_FILES)
        walk_partial(p->w, "parts");
}

/* A page, the resources that it inherits, and the number of its object. */
struct leaf {
    const struct pdf_obj *obj, *res;
    double number;
};

/* leaf is the first or last page under a node of the page tree; without an
 * object where there is none. */
static struct leaf leaf(struct pdf *p, const struct pdf_obj *root, bool last)
{
    const struct pdf_obj *at = pdf_obj_of(p, root);
    struct leaf l = {.number = root ? root->number : 0};

    for (unsigned depth = 0; at && depth < DEEP; depth++) {
        const struct pdf_obj *kids = pdf_entry(p, at, "Kids"), *o, *next = NULL;
        const struct pdf_obj *own = pdf_entry(p, at, "Resources");
        unsigned n = 0;

        if (own)
            l.res = own;
        if (!kids || kids->kind != PDF_ARRAY) {
            if (pdf_get(at, "Contents") || pdf_is(pdf_get(at, "Type"), "Page"))
                l.obj = at;
            return l;
        }
        for (o = kids->child; o && n < KIDS; o = o->next, n++) {
            next = o;
            if (!last)
                break;
        }
        while (last && o && o->next) /* a wide tree: straight to its end */
            next = o = o->next;
        at = pdf_obj_of(p, next);
        l.number = next ? next->number : 0;
    }
    return l;
}

/* Pictures that are whole files: JPEG and JPEG 2000 as they are. */
static void pictures(struct pdf *p, const struct pdf_obj *res)
{
    const struct pdf_obj *all = pdf_entry(p, res, "XObject"), *o;
    unsigned n = 0;

    for (o = all && all->kind == PDF_DICT ? all->child : NULL;
         o && n < PICTURES && walk_ok(p->w); o = o->next, n++) {
        struct pdf_item item = pdf_item(p, o);
        const struct pdf_obj *f = pdf_entry(p, item.obj, "Filter");
        struct slot s = {.kind = SLOT_PART, .key = o->key, .at = item.stream};
        struct span left;

        metadata(p, item.obj);
        files(p, item.obj);
        if (f && f->kind == PDF_ARRAY && f->child && !f->child->next)
            f = pdf_obj_of(p, f->child);
        if (p->locked || !(pdf_is(f, "DCTDecode") || pdf_is(f, "JPXDecode"))) {
            if (pdf_is(pdf_entry(p, item.obj, "Subtype"), "Image"))
                walk_drawn(p->w);
            continue;
        }
        s.block =
            walk_block(p->w, SPAN("XObject"), item.stream.off, item.stream.len);
        if (p->crypt) {
            s.data = pdf_stream(p, &item, &left);
            s.flags = SLOT_DERIVED;
            if (!s.data.len)
                continue;
        }
        walk_slot(p->w, s);
    }
    if (o)
        walk_partial(p->w, "parts");
}

/* page yields what the first or the last page has, once where they are one;
 * *first is the number of the first. */
static void page(struct pdf *p, const struct pdf_obj *catalog, bool last,
                 double *first)
{
    struct leaf l = leaf(p, pdf_get(catalog, "Pages"), last);
    struct slot s = {.kind = SLOT_TEXT,
                     .flags = last ? 0 : SLOT_START,
                     .key = last ? SPAN("last page") : SPAN("first page")};

    if (!l.obj || (last && l.number == *first))
        return;
    *first = l.number;
    metadata(p, l.obj);
    files(p, l.obj);
    pictures(p, l.res);
    if (p->locked)
        return;
    pdf_page(p, l.obj, l.res, s);
    pdf_alternates(p, catalog, l.number, last);
}

static void pdf_walk(struct walk *w)
{
    struct pdf p = {.w = w};
    struct span head = walk_view(w, 0, num_min(HEADER_IN + 8, walk_size(w)));
    const struct pdf_obj *catalog, *label;
    double first = -1;
    size_t at = header_at(head);

    p.base = at == SIZE_MAX ? 0 : at;
    walk_block(w, SPAN("%PDF"), p.base, num_min(8, walk_size(w) - p.base));
    pdf_open(&p);
    if (p.crypt)
        walk_note(w, NOTE_ODD, p.base,
                  "document is encrypted with an empty password: read");
    if (p.locked) {
        walk_note(w, NOTE_ODD, p.base, "document is encrypted: not read");
        walk_partial(w, "encrypted");
    } else {
        info(&p, pdf_root(&p, "Info"));
    }
    catalog = pdf_obj_of(&p, pdf_root(&p, "Root"));
    if (!catalog && !p.locked && walk_ok(w)) {
        walk_note(w, NOTE_BROKEN, p.base, "no catalog: pages are not read");
        walk_partial(w, "damaged");
    }
    label = pdf_entry(&p, catalog, "AIGC");
    if (label && label->kind == PDF_STRING && !p.locked)
        walk_slot(w, (struct slot){.kind = SLOT_FIELD,
                                   .flags = SLOT_DERIVED,
                                   .space = SPAN("pdf"),
                                   .key = SPAN("AIGC"),
                                   .data = pdf_utf8(w, label->text)});
    metadata(&p, catalog);
    files(&p, catalog);
    attached(&p, catalog);
    page(&p, catalog, false, &first);
    page(&p, catalog, true, &first);
}

const struct format format_pdf = {
    .name = "pdf",
    .mime = "application/pdf",
    .files = "pdf",
    .media = MEDIA_DOCUMENT,
    .probe = pdf_probe,
    .verified = "real files",
    .walk = pdf_walk,
};
