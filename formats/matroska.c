/* SPDX-License-Identifier: Apache-2.0
 * matroska.c - Matroska and WebM: tags, information and attachments.
 *
 * [EBML] RFC 8794: an element is an id (1 to 4 bytes, its length by leading
 * zero bits), a size (1 to 8 bytes, likewise; all ones: unknown) and data.
 * [MATROSKA] RFC 9559, 5: the elements and their ids.
 *
 * Elements at the top of the segment are listed; clusters are passed over.  A
 * cluster of unknown size ends where another element of the top begins, so
 * what is inside it is passed over one by one. */
#include "formats/format.h"

enum {
    DEEP = 16,
    HEAD = 12 /* the longest id and size */
};

#define UNKNOWN UINT64_MAX

enum kind {
    SKIP,
    HOLDER,    /* elements */
    BY_NAME,   /* a text whose key is its own name */
    TAG_NAME,  /* of the tag that it is in */
    TAG_VALUE, /* likewise */
    DOC_TYPE,
    TRACK_TYPE,
    SCALE,    /* nanoseconds of a unit */
    DURATION, /* in units: a float */
    FILE_NAME,
    FILE_DATA
};

static const struct element {
    uint32_t id;
    enum kind kind;
    char name[20];
} elements[] = {
    {0x1A45DFA3, HOLDER, "EBML"},
    {0x4282, DOC_TYPE, "DocType"},
    {0x18538067, HOLDER, "Segment"},
    {0x114D9B74, SKIP, "SeekHead"},
    {0x1549A966, HOLDER, "Info"},
    {0x2AD7B1, SCALE, "TimestampScale"},
    {0x4489, DURATION, "Duration"},
    {0x7BA9, BY_NAME, "Title"},
    {0x4D80, BY_NAME, "MuxingApp"},
    {0x5741, BY_NAME, "WritingApp"},
    {0x7384, BY_NAME, "SegmentFilename"},
    {0x1654AE6B, HOLDER, "Tracks"},
    {0xAE, HOLDER, "TrackEntry"},
    {0x83, TRACK_TYPE, "TrackType"},
    {0x1F43B675, SKIP, "Cluster"},
    {0x1C53BB6B, SKIP, "Cues"},
    {0x1043A770, SKIP, "Chapters"},
    {0x1254C367, HOLDER, "Tags"},
    {0x7373, HOLDER, "Tag"},
    {0x67C8, HOLDER, "SimpleTag"},
    {0x45A3, TAG_NAME, "TagName"},
    {0x4487, TAG_VALUE, "TagString"},
    {0x1941A469, HOLDER, "Attachments"},
    {0x61A7, HOLDER, "AttachedFile"},
    {0x466E, FILE_NAME, "FileName"},
    {0x465C, FILE_DATA, "FileData"},
    {0xEC, SKIP, "Void"},
};

/* An element that the walk is in. */
struct level {
    uint64_t end;
    uint32_t block;
    const struct element *is;
    struct span name;  /* of a tag or a file */
    struct slot value; /* of it: waits for its name */
    bool has;
};

struct film {
    struct walk *w;
    bool video, audio;
    uint64_t scale; /* 0: not told, which is a millisecond */
    double units;
};

/* vint reads a number whose length is told by its first byte; `keep` leaves
 * the marker in, as ids have it.  A first byte of 0 is longer than 8. */
static bool vint(struct reader *r, unsigned most, bool keep, uint64_t *to)
{
    unsigned first = read_u8(r), len = 1;
    uint64_t v;

    while (len <= most && !(first & (0x80U >> (len - 1))))
        len++;
    if (!reader_ok(r) || len > most)
        return false;
    v = keep ? first : first & (0x7FU >> (len - 1));
    v = v << 8 * (len - 1) | read_be(r, len - 1);
    if (!keep && v == (UINT64_C(1) << 7 * len) - 1)
        v = UNKNOWN;
    *to = v;
    return reader_ok(r);
}

static const struct element *known(uint64_t id)
{
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
        if (elements[i].id == id)
            return &elements[i];
    return NULL;
}

static struct span name_of(const struct element *e)
{
    return (struct span){(const uint8_t *)e->name, strlen(e->name)};
}

static bool is(const struct level *l, uint32_t id)
{
    return l->is && l->is->id == id;
}

/* text is a string, which may be padded with NUL. */
static struct span text(struct walk *w, struct range at)
{
    struct span s = walk_view(w, at.off, at.len);

    while (s.len && s.ptr[s.len - 1] == 0)
        s.len--;
    return s;
}

/* settle yields a tag or a file that has ended. */
static void settle(struct walk *w, struct level *l)
{
    if (!l->has)
        return;
    if (is(l, 0x61A7)) {
        l->value.kind = SLOT_PART;
        l->value.space = (struct span){0};
    }
    l->value.key = l->name;
    l->value.block = l->block;
    walk_slot(w, l->value);
}

/* real is a float of four or eight bytes; 0 for any other length. */
static double real(struct reader *r, uint64_t len)
{
    uint64_t bits = read_be(r, len == 4 || len == 8 ? (unsigned)len : 0);
    uint32_t half = (uint32_t)bits;
    double whole = 0;
    float single = 0;

    if (len == 4)
        memcpy(&single, &half, sizeof(single));
    else if (len == 8)
        memcpy(&whole, &bits, sizeof(whole));
    return len == 4 ? (double)single : whole;
}

static void leaf(struct film *f, struct level *l, const struct element *e,
                 struct range at)
{
    struct slot s = {.kind = SLOT_FIELD,
                     .space = SPAN("matroska"),
                     .at = at,
                     .block = l->block};
    struct reader r;

    switch (e->kind) {
    case SKIP:
    case HOLDER: return;
    case BY_NAME:
        s.key = name_of(e);
        s.data = text(f->w, at);
        if (s.data.len)
            walk_slot(f->w, s);
        return;
    case FILE_NAME:
    case TAG_NAME: l->name = text(f->w, at); return;
    case TAG_VALUE:
    case FILE_DATA:
        if (e->kind == TAG_VALUE)
            s.data = text(f->w, at);
        l->value = s;
        l->has = true;
        return;
    case DOC_TYPE:
        if (span_eq(text(f->w, at), SPAN("webm")))
            walk_mime(f->w, "video/webm");
        return;
    case SCALE:
        r = walk_read(f->w, at.off, num_min(at.len, 8));
        f->scale = read_be(&r, (unsigned)num_min(at.len, 8));
        return;
    case DURATION:
        r = walk_read(f->w, at.off, num_min(at.len, 8));
        f->units = real(&r, at.len);
        return;
    case TRACK_TYPE:
        r = walk_read(f->w, at.off, num_min(at.len, 8));
        switch (read_be(&r, (unsigned)num_min(at.len, 8))) {
        case 1: f->video = true; break;
        case 2: f->audio = true; break;
        default: break;
        }
        return;
    }
}

static void matroska_walk(struct walk *w)
{
    struct level stack[DEEP] = {{.end = walk_size(w)}};
    struct film f = {.w = w};
    unsigned top = 0;
    uint64_t off = 0;

    while (walk_ok(w)) {
        struct level *l = &stack[top];
        const struct element *e;
        uint64_t id, size, at;
        struct reader r;

        if (off >= l->end) {
            if (top == 0)
                break;
            settle(w, l);
            off = l->end;
            top--;
            continue;
        }
        r = walk_read(w, off, num_min(HEAD, l->end - off));
        if (!vint(&r, 4, true, &id) || !vint(&r, 8, false, &size)) {
            walk_note(w, NOTE_BROKEN, off, "no element where one should begin");
            if (top == 0)
                break;
            off = l->end; /* what holds it goes on */
            continue;
        }
        e = known(id);
        at = off + reader_pos(&r);
        if (size == UNKNOWN) {
            size = l->end - at;
            if (id == 0x1F43B675) { /* a cluster: its children follow */
                walk_child(w, l->block, SPAN("Cluster"),
                           (struct range){off, at - off});
                off = at;
                continue;
            }
        } else if (size > l->end - at) {
            walk_note(w, NOTE_TRUNCATED, off, "element passes its holder");
            size = l->end - at;
        }
        off = at + size;
        if (!e)
            continue;
        if (e->kind != HOLDER) {
            if (e->kind == SKIP && is(l, 0x18538067))
                walk_child(
                    w, l->block, name_of(e),
                    (struct range){at - reader_pos(&r), size + reader_pos(&r)});
            leaf(&f, l, e, (struct range){at, size});
            continue;
        }
        if (top + 1 >= DEEP) {
            walk_partial(w, "depth");
            continue;
        }
        stack[top + 1] = (struct level){.end = off, .is = e};
        stack[top + 1].block =
            top ? walk_child(w, l->block, name_of(e),
                             (struct range){at - reader_pos(&r),
                                            size + reader_pos(&r)})
                : walk_block(w, name_of(e), at - reader_pos(&r),
                             size + reader_pos(&r));
        top++;
        off = at;
    }
    walk_lasts(w, f.units * (double)(f.scale ? f.scale : 1000000) / 1e9);
    if (f.audio && !f.video)
        walk_media(w, MEDIA_AUDIO);
}

static unsigned matroska_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("\x1A\x45\xDF\xA3")) ? 32 : 0;
}

const struct format format_matroska = {
    .name = "matroska",
    .mime = "video/x-matroska",
    .files = "mkv webm mka mks",
    .media = MEDIA_VIDEO,
    .probe = matroska_probe,
    .verified = "real files",
    .walk = matroska_walk,
};
