/* SPDX-License-Identifier: Apache-2.0
 * matroska.c - Matroska and WebM: tags, information and attachments.
 *
 * [EBML] RFC 8794.  [MATROSKA] RFC 9559, 5: the elements and their ids.
 *
 * Elements at the top of the segment are listed; clusters are passed over.  A
 * cluster of unknown size ends where another element of the top begins, so
 * what is inside it is passed over one by one. */
#include "formats/ebml.h"

enum {
    DEEP = 16,
    TRACKS = 64, /* of subtitles that are read */
    SUBTITLES = 0x11,
    CLUSTER = 0x1F43B675,
    SEGMENT = 0x18538067,
    INDEX = 0x1C53BB6B,
    TRACK = 0xAE
};

enum kind {
    SKIP,
    HOLDER,    /* elements */
    BY_NAME,   /* a text whose key is its own name */
    TAG_NAME,  /* of the tag that it is in */
    TAG_VALUE, /* likewise */
    DOC_TYPE,
    TRACK_TYPE,
    TRACK_NUMBER,
    TRACK_CODEC,
    TRACK_HEADER, /* what the codec needs beforehand */
    TRACK_PACKED,
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
    {SEGMENT, HOLDER, "Segment"},
    {0x114D9B74, SKIP, "SeekHead"},
    {0x1549A966, HOLDER, "Info"},
    {0x2AD7B1, SCALE, "TimestampScale"},
    {0x4489, DURATION, "Duration"},
    {0x7BA9, BY_NAME, "Title"},
    {0x4D80, BY_NAME, "MuxingApp"},
    {0x5741, BY_NAME, "WritingApp"},
    {0x7384, BY_NAME, "SegmentFilename"},
    {0x1654AE6B, HOLDER, "Tracks"},
    {TRACK, HOLDER, "TrackEntry"},
    {0x83, TRACK_TYPE, "TrackType"},
    {0xD7, TRACK_NUMBER, "TrackNumber"},
    {0x86, TRACK_CODEC, "CodecID"},
    {0x63A2, TRACK_HEADER, "CodecPrivate"},
    {0x6D80, TRACK_PACKED, "ContentEncodings"},
    {CLUSTER, SKIP, "Cluster"},
    {INDEX, SKIP, "Cues"},
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
    struct level stack[DEEP];
    unsigned top;
    bool video, audio;
    uint64_t scale; /* 0: not told, which is a millisecond */
    double units;

    struct ebml_track track; /* the one at hand */
    uint64_t type;           /* of it */
    struct ebml_track subtitles[TRACKS];
    size_t count;
    uint64_t base; /* of the segment's data */
    struct range index;
};

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

/* keep_track remembers a track that has ended, if it is of subtitles. */
static void keep_track(struct film *f, uint32_t block)
{
    f->track.block = block;
    if (f->type == SUBTITLES && f->count < TRACKS)
        f->subtitles[f->count++] = f->track;
    else if (f->type == SUBTITLES)
        walk_partial(f->w, "cues");
    f->track = (struct ebml_track){0};
    f->type = 0;
}

/* settle yields a tag or a file that has ended. */
static void settle(struct film *f, struct level *l)
{
    if (is(l, TRACK))
        keep_track(f, l->block);
    if (!l->has)
        return;
    if (is(l, 0x61A7)) {
        l->value.kind = SLOT_PART;
        l->value.space = (struct span){0};
    }
    l->value.key = l->name;
    l->value.block = l->block;
    walk_slot(f->w, l->value);
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

static uint64_t whole(struct walk *w, struct range at)
{
    unsigned n = (unsigned)num_min(at.len, 8);
    struct reader r = walk_read(w, at.off, n);

    return read_be(&r, n);
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
    case SCALE: f->scale = whole(f->w, at); return;
    case DURATION:
        r = walk_read(f->w, at.off, num_min(at.len, 8));
        f->units = real(&r, at.len);
        return;
    case TRACK_TYPE:
        f->type = whole(f->w, at);
        f->video |= f->type == 1;
        f->audio |= f->type == 2;
        return;
    case TRACK_NUMBER: f->track.number = whole(f->w, at); return;
    case TRACK_CODEC: f->track.codec = text(f->w, at); return;
    case TRACK_HEADER: f->track.header = at; return;
    case TRACK_PACKED: f->track.packed = true; return;
    }
}

/* listed is the block of an element, head and all, in this level. */
static uint32_t listed(struct film *f, const struct level *l,
                       const struct element *e, struct range all)
{
    return l->is ? walk_child(f->w, l->block, name_of(e), all)
                 : walk_block(f->w, name_of(e), all.off, all.len);
}

/* enter makes a holder the level that is read; false at the deepest. */
static bool enter(struct film *f, const struct element *e, struct range all)
{
    const struct level *l = &f->stack[f->top];

    if (f->top + 1 >= DEEP) {
        walk_partial(f->w, "depth");
        return false;
    }
    f->stack[f->top + 1] = (struct level){
        .end = all.off + all.len, .is = e, .block = listed(f, l, e, all)};
    f->top++;
    return true;
}

/* one reads the element at off, and is where to read on: in it, where it holds
 * others that are known, else behind it. */
static uint64_t one(struct film *f, uint64_t off)
{
    struct walk *w = f->w;
    struct level *l = &f->stack[f->top];
    struct reader r = walk_read(w, off, num_min(EBML_HEAD, l->end - off));
    const struct element *e;
    uint64_t id, size, at;
    struct range all;

    if (!ebml_head(&r, &id, &size)) {
        walk_note(w, NOTE_BROKEN, off, "no element where one should begin");
        return l->end; /* what holds it goes on */
    }
    at = off + reader_pos(&r);
    if (size == EBML_UNKNOWN && id == CLUSTER) { /* its children follow */
        walk_child(w, l->block, SPAN("Cluster"), (struct range){off, at - off});
        return at;
    }
    if (size == EBML_UNKNOWN) {
        size = l->end - at;
    } else if (size > l->end - at) {
        walk_note(w, NOTE_TRUNCATED, off, "element passes its holder");
        size = l->end - at;
    }
    e = known(id);
    all = (struct range){off, at + size - off};
    if (e && e->kind == HOLDER) {
        if (!enter(f, e, all))
            return at + size;
        if (id == SEGMENT)
            f->base = at;
        return at;
    }
    if (e && e->kind == SKIP && is(l, SEGMENT))
        listed(f, l, e, all);
    if (id == INDEX)
        f->index = (struct range){at, size};
    if (e)
        leaf(f, l, e, (struct range){at, size});
    return at + size;
}

static void matroska_walk(struct walk *w)
{
    struct film f = {.w = w, .stack = {{.end = walk_size(w)}}};
    uint64_t off = 0;

    while (walk_ok(w)) {
        struct level *l = &f.stack[f.top];

        if (off < l->end) {
            off = one(&f, off);
            continue;
        }
        if (f.top == 0)
            break;
        settle(&f, l);
        off = l->end;
        f.top--;
    }
    ebml_subtitles(w, f.subtitles, f.count, f.index, f.base);
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
