/* SPDX-License-Identifier: Apache-2.0
 * bmff.c - the walk over boxes of the ISO base media file format.
 *
 * [BMFF] ISO/IEC 14496-12:2022.  A box is size(4) type(4) body, big-endian;
 * size 1 says that eight bytes of size follow the type, size 0 that it goes
 * on to the end of what holds it; type "uuid" is followed by 16 bytes of the
 * real type [BMFF 4.2].  A full box begins with version(1) flags(3).
 * [QTFF] QuickTime File Format Specification, 2012-08-14.
 * [XMP3] XMP Specification part 3, 2020: the uuid and the "XMP_" box.
 * [C2PA] C2PA Technical Specification 2.2, A.5.1: the uuid box.
 * [HEIF] ISO/IEC 23008-12:2022.  [JXL] ISO/IEC 18181-2:2024.
 *
 * Every box is a block under the block that holds it, by its type alone, so
 * that "/moov/trak" means what [C2PA] means by it.  Bodies of leaves are not
 * read unless they are slots: mdat costs its header. */
#include "formats/bmff.h"

#include "formats/trailer.h"

enum {
    HEAD = 8,
    LARGE = 8, /* more of a header, for sizes past 32 bits */
    UUID = 16,
    DEEP = 32,  /* containers in containers; limits.depth may say less */
    EXIF_AT = 4 /* bytes of offset before the rest of an Exif item */
};

#define CANON_UUID \
    SPAN("\x85\xC0\xB6\x87\x82\x0F\x11\xE0\x81\x11\xF4\xCE\x46\x2B\x6A\x48")
#define XMP_UUID \
    SPAN("\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC")
#define C2PA_UUID \
    SPAN("\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81")

/* Boxes that hold nothing but boxes. */
static const char containers[][5] = {
    "moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "edts",
    "udta", "dinf", "tref", "treg", "mvex", "mfra", "schi", "iprp",
    "ipco", "meco", "strk", "jp2h", "rinf", "sinf"};

/* A container that the walk is in. */
struct frame {
    struct span type; /* empty: the file itself */
    uint64_t end;
    uint32_t block;
    bool subtitles; /* it is of a track of them */
    struct bmff_meta meta;
    struct bmff_table table;
};

bool bmff_is(struct span type, const char *name)
{
    return type.len == 4 && memcmp(type.ptr, name, 4) == 0;
}

static bool is_container(struct span type)
{
    for (size_t i = 0; i < sizeof(containers) / sizeof(containers[0]); i++)
        if (bmff_is(type, containers[i]))
            return true;
    return false;
}

bool bmff_box(struct walk *w, uint64_t off, uint64_t end, struct box *b)
{
    struct reader r;
    uint64_t size, head = HEAD;

    *b = (struct box){0};
    if (off > end || end - off < HEAD)
        return false;
    r = walk_read(w, off, num_min(end - off, HEAD + LARGE));
    size = read_u32be(&r);
    b->type = read_span(&r, 4);
    if (size == 1) {
        size = read_u64be(&r);
        head += LARGE;
    } else if (size == 0) {
        size = end - off;
    }
    if (!walk_ok(w))
        return false;
    if (r.failed || size < head) {
        walk_note(w, NOTE_BROKEN, off, "box is smaller than its header");
        return false;
    }
    if (size > end - off) {
        walk_note(w, NOTE_TRUNCATED, off, "box passes the end of its holder");
        size = end - off;
        b->cut = true;
    }
    b->at = (struct range){off, size};
    b->body = (struct range){off + head, size - head};
    return true;
}

void bmff_exif(struct walk *w, struct slot s)
{
    struct reader r = reader_over(s.data);
    uint32_t skip = read_u32be(&r);

    s.kind = SLOT_EXIF;
    if (skip > reader_left(&r)) { /* some writers give the whole length */
        walk_note(w, NOTE_BROKEN, s.at.off, "Exif offset passes its item");
        skip = 0;
    }
    if (skip == 0 &&
        span_starts(span_cut(s.data, EXIF_AT, 6), SPAN("Exif\0\0"))) {
        walk_note(w, NOTE_ODD, s.at.off, "Exif header without its offset");
        skip = 6;
    }
    read_span(&r, skip);
    s.data = read_rest(&r);
    if (!reader_ok(&r) || s.data.len == 0)
        return;
    if (s.piece_count == 0 && !(s.flags & SLOT_DERIVED)) {
        s.at.off += EXIF_AT + (uint64_t)skip;
        s.at.len -= EXIF_AT + (uint64_t)skip;
    }
    walk_slot(w, s);
}

/* whole makes the body of a box a slot. */
static void whole(struct walk *w, const struct box *b, struct slot s)
{
    s.at = b->body;
    s.block = b->block;
    s.data = walk_view(w, s.at.off, s.at.len);
    if (b->cut)
        s.flags |= SLOT_CUT;
    if (s.data.len)
        walk_slot(w, s);
}

/* The C2PA box [C2PA A.5.1]: version and flags, a purpose that ends in NUL;
 * of the purposes that hold a store also eight bytes, where the first merkle
 * box is.  Merkle boxes are blocks only.  A box that makes no sense is a slot
 * without data, so that nobody takes the file for one without a store. */
static void c2pa_box(struct walk *w, const struct box *b)
{
    struct span body = walk_view(w, b->body.off, b->body.len);
    struct reader r = reader_over(body);
    struct slot s = {.kind = SLOT_JUMBF, .at = b->body, .block = b->block};

    read_span(&r, UUID);
    read_u32be(&r);
    s.key = read_until(&r, 0);
    if (span_eq(s.key, SPAN("merkle")))
        return;
    read_u64be(&r);
    if (!reader_ok(&r) ||
        !(span_eq(s.key, SPAN("manifest")) ||
          span_eq(s.key, SPAN("original")) || span_eq(s.key, SPAN("update")))) {
        walk_note(w, NOTE_BROKEN, b->at.off, "C2PA box of no known purpose");
        s.key = SPAN("unknown");
        s.flags |= SLOT_CUT;
        walk_slot(w, s);
        return;
    }
    s.at.off += reader_pos(&r);
    s.at.len -= reader_pos(&r);
    s.data = read_rest(&r);
    if (b->cut)
        s.flags |= SLOT_CUT;
    walk_slot(w, s);
}

static void uuid_box(struct walk *w, const struct box *b)
{
    struct span id = walk_view(w, b->body.off, UUID);
    struct box inner = *b;

    if (span_eq(id, C2PA_UUID)) {
        c2pa_box(w, b);
        return;
    }
    inner.body.off += id.len;
    inner.body.len -= id.len;
    if (span_eq(id, XMP_UUID))
        whole(w, &inner, (struct slot){.kind = SLOT_XMP});
    else if (span_eq(id, SPAN("JpgTiffExif->JP2")))
        whole(w, &inner, (struct slot){.kind = SLOT_EXIF});
}

/* The box that GB 45438 labels are seen in, in either case of its name; with
 * or without the four bytes of a full box before the text. */
static void label_box(struct walk *w, const struct box *b)
{
    struct box inner = *b;
    struct span head = walk_view(w, b->body.off, num_min(b->body.len, 4));

    if (span_eq(head, SPAN("\0\0\0\0"))) {
        inner.body.off += 4;
        inner.body.len -= 4;
    }
    whole(w, &inner,
          (struct slot){
              .kind = SLOT_FIELD, .space = SPAN("box"), .key = SPAN("AIGC")});
}

/* Boxes packed by brotli: the type of what is inside, then the stream
 * [JXL 9.3]. */
static void packed_box(struct walk *w, const struct box *b)
{
    struct span body = walk_view(w, b->body.off, b->body.len);
    struct slot s = {.at = b->body, .block = b->block, .flags = SLOT_DERIVED};
    struct span type = span_cut(body, 0, 4);
    bool exif = bmff_is(type, "Exif"), xml = bmff_is(type, "xml ");

    if (b->cut)
        s.flags |= SLOT_CUT;
    if (!exif && !xml && !bmff_is(type, "jumb"))
        return;
    s.data = walk_unpack(w, span_cut(body, 4, body.len - 4), PACKED_BROTLI);
    s.kind = xml ? SLOT_XMP : SLOT_OTHER; /* [C2PA] takes no packed store */
    s.key = type;
    if (exif)
        bmff_exif(w, s);
    else if (s.data.len)
        walk_slot(w, s);
}

/* Boxes at the top of a file of still images that are no MP4 [JXL 9]. */
static bool plain_box(struct walk *w, const struct box *b)
{
    if (bmff_is(b->type, "Exif"))
        bmff_exif(
            w, (struct slot){.at = b->body,
                             .block = b->block,
                             .data = walk_view(w, b->body.off, b->body.len)});
    else if (bmff_is(b->type, "xml "))
        whole(w, b, (struct slot){.kind = SLOT_XMP});
    else if (bmff_is(b->type, "brob"))
        packed_box(w, b);
    else if (bmff_is(b->type, "jumb")) /* a superbox, header and all */
        whole(w,
              &(struct box){.type = b->type,
                            .at = b->at,
                            .body = b->at,
                            .block = b->block,
                            .cut = b->cut},
              (struct slot){.kind = SLOT_JUMBF});
    else
        return false;
    return true;
}

static void handler(struct walk *w, struct bmff *to, struct frame *f,
                    const struct box *b)
{
    /* version and flags, component type, handler [BMFF 8.4.3] */
    struct span type = walk_view(w, b->body.off + 8, 4);

    if (b->body.len < 12)
        return;
    if (bmff_is(f->type, "meta"))
        f->meta.mdta = bmff_is(type, "mdta");
    if (!bmff_is(f->type, "mdia"))
        return;
    to->video |= bmff_is(type, "vide");
    to->audio |= bmff_is(type, "soun");
    to->images |= bmff_is(type, "pict");
    f->subtitles =
        bmff_is(type, "sbtl") || bmff_is(type, "subt") || bmff_is(type, "text");
}

/* The colour profile among the properties of items [BMFF 12.1.5]. */
static void colour(struct walk *w, const struct box *b)
{
    struct span type = walk_view(w, b->body.off, 4);
    struct box inner = *b;

    if (b->body.len < 4 || !(bmff_is(type, "prof") || bmff_is(type, "rICC")))
        return;
    inner.body.off += 4;
    inner.body.len -= 4;
    whole(w, &inner, (struct slot){.kind = SLOT_ICC});
}

struct named {
    const char *name;
    struct box *to;
};

/* keep is whether a box is one of a list; the first of each is kept. */
static bool keep(const struct named *list, const struct box *b)
{
    for (; list->name; list++)
        if (bmff_is(b->type, list->name) && !list->to->at.len) {
            *list->to = *b;
            return true;
        }
    return false;
}

static bool meta_box(struct frame *f, const struct box *b)
{
    struct bmff_meta *m = &f->meta;
    const struct named list[] = {{"iinf", &m->iinf}, {"iloc", &m->iloc},
                                 {"idat", &m->idat}, {"keys", &m->keys},
                                 {"ilst", &m->ilst}, {NULL, NULL}};

    return bmff_is(f->type, "meta") && keep(list, b);
}

static bool table_box(struct frame *f, const struct box *b)
{
    struct bmff_table *t = &f->table;
    const struct named list[] = {{"stsd", &t->stsd}, {"stsz", &t->stsz},
                                 {"stsc", &t->stsc}, {"stco", &t->stco},
                                 {"co64", &t->co64}, {NULL, NULL}};

    return f->subtitles && bmff_is(f->type, "stbl") && keep(list, b);
}

/* header tells how long the film lasts [BMFF 8.2.2]. */
static void header(struct walk *w, const struct box *b)
{
    struct reader r = walk_read(w, b->body.off, num_min(b->body.len, 32));
    unsigned wide = read_u8(&r) == 1 ? 8 : 4;
    uint32_t scale;
    uint64_t units;

    read_span(&r, 3 + 2 * (size_t)wide); /* flags, made, changed */
    scale = read_u32be(&r);
    units = read_be(&r, wide);
    /* all ones: not known */
    if (reader_ok(&r) && scale && units != (UINT64_MAX >> (64 - 8 * wide)))
        walk_lasts(w, (double)units / scale);
}

/* leaf yields the slots of a box that holds no boxes. */
static void leaf(struct walk *w, struct bmff *to, struct frame *f,
                 const struct box *b)
{
    bool top = f->type.len == 0;

    if (meta_box(f, b) || table_box(f, b) ||
        (top && to->plain && plain_box(w, b)))
        return;
    if (bmff_is(b->type, "ftyp") || bmff_is(b->type, "styp")) {
        if (!to->brand.len)
            to->brand = walk_view(w, b->body.off, 4);
    } else if (bmff_is(b->type, "hdlr")) {
        handler(w, to, f, b);
    } else if (bmff_is(b->type, "mvhd")) {
        header(w, b);
    } else if (bmff_is(b->type, "uuid")) {
        uuid_box(w, b);
    } else if (b->type.len == 4 && span_starts(b->type, SPAN("CMT"))) {
        whole(w, b, (struct slot){.kind = SLOT_EXIF}); /* Canon's CMT1 to 4 */
    } else if (bmff_is(b->type, "XMP_")) {
        whole(w, b, (struct slot){.kind = SLOT_XMP});
    } else if (bmff_is(b->type, "AIGC") || bmff_is(b->type, "aigc")) {
        label_box(w, b);
    } else if (bmff_is(b->type, "sefd")) {
        seft_walk(w, b->body); /* what Samsung's editors append to JPEG */
    } else if (bmff_is(b->type, "mpvd")) { /* the video of a motion photo */
        walk_slot(w, (struct slot){.kind = SLOT_PART,
                                   .key = SPAN("mpvd"),
                                   .at = b->body,
                                   .block = b->block});
    } else if (bmff_is(b->type, "colr") && bmff_is(f->type, "ipco")) {
        colour(w, b);
    } else if (bmff_is(f->type, "udta")) {
        bmff_udta(w, b);
    }
}

/* enter is where the boxes inside this one begin; false where it holds none.
 * `meta` is a full box in [BMFF] and none in [QTFF], where its first box is
 * `hdlr`. */
static bool enter(struct walk *w, const struct box *b, uint64_t *off)
{
    *off = b->body.off;
    if (is_container(b->type))
        return true;
    if (bmff_is(b->type, "uuid") &&
        span_eq(walk_view(w, *off, num_min(UUID, b->body.len)), CANON_UUID)) {
        *off += UUID;
        return true;
    }
    if (!bmff_is(b->type, "meta"))
        return false;
    if (b->body.len >= 8 && bmff_is(walk_view(w, *off + 4, 4), "hdlr"))
        return true;
    *off += num_min(4, b->body.len);
    return true;
}

static void leave(struct walk *w, struct bmff *to, const struct frame *f)
{
    if (f->subtitles && bmff_is(f->type, "stbl") && f->table.stsd.at.len)
        to->silent |= !bmff_subtitles(w, to, &f->table, f->block);
    to->fragments |= bmff_is(f->type, "moof");
    if (!bmff_is(f->type, "meta"))
        return;
    bmff_items(w, &f->meta);
    bmff_ilst(w, &f->meta);
}

void bmff_walk(struct walk *w, uint64_t off, struct bmff *to)
{
    struct frame stack[DEEP] = {{.end = walk_size(w)}};
    uint64_t most = num_min(DEEP, walk_limits(w)->depth);
    unsigned top = 0;

    while (walk_ok(w)) {
        struct frame *f = &stack[top];
        uint64_t inside;
        struct box b;

        if (!bmff_box(w, off, f->end, &b)) {
            if (top == 0)
                break;
            leave(w, to, f);
            off = f->end;
            top--;
            continue;
        }
        b.block = top ? walk_child(w, f->block, b.type, b.at)
                      : walk_block(w, b.type, b.at.off, b.at.len);
        off = b.at.off + b.at.len;
        if (!enter(w, &b, &inside)) {
            leaf(w, to, f, &b);
        } else if (top + 1 < most) {
            stack[top + 1] = (struct frame){.type = b.type,
                                            .end = off,
                                            .block = b.block,
                                            .subtitles = f->subtitles};
            top++;
            off = inside;
        } else {
            walk_partial(w, "depth");
        }
    }
    if (to->silent && to->fragments)
        walk_partial(w, "subtitles in fragments");
    if (off < walk_size(w) && walk_size(w) - off >= HEAD)
        walk_tail(w, off);
}
