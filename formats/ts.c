/* SPDX-License-Identifier: Apache-2.0
 * ts.c - MPEG transport streams: the names of services, timed metadata.
 *
 * [TS] ISO/IEC 13818-1:2019, 2.4.3: packets of 188 bytes, sync(1) flags and
 * PID(2) flags(1), an adaptation field, payload; cameras and discs put four
 * bytes of time before each.  2.4.4: tables come in sections, which begin
 * behind a pointer and go on in later packets: the association table, PID 0,
 * says where the maps of programs are, and they say what streams there are.
 * [SI] EN 300 468, 5.2.3: the table of services, PID 17; annex A: its texts.
 * [HLS] Apple, Timed Metadata for HTTP Live Streaming: a stream of type 0x15
 * whose packets hold a tag of ID3 each.
 *
 * Tables are told again and again, so that a beginning is enough; where there
 * is timed metadata as well, what stands behind that beginning is said not to
 * be read.  Pictures, sound and guides to programmes are passed over. */
#include "formats/format.h"

#include "base/buf.h"

enum {
    PACKET = 188,
    TIME = 4,
    SYNC = 0x47,
    ROW = 5,         /* packets that must begin so */
    MANY = 1 << 14,  /* packets that are read */
    SECTION = 1024,  /* the longest of those read here [TS 2.4.4] */
    TABLES = 64,     /* PIDs that have tables which are read */
    STREAMS = 8,     /* of timed metadata */
    TAG = 1 << 16,   /* the longest of those */
    PROGRAMS_AT = 0, /* PIDs */
    SERVICES_AT = 17,
    PROGRAMS = 0, /* kinds of tables */
    MAP = 2,
    SERVICES = 0x42,
    SERVICE = 0x48, /* descriptors */
    TELETEXT = 0x56,
    SUBTITLES = 0x59,
    TIMED = 0x15 /* a kind of stream */
};

/* What is put together from the packets of one PID. */
struct gathered {
    unsigned pid;
    bool done;       /* of a table: all of its sections were read */
    struct range at; /* of the packet that it begins in */
    struct buf buf;
};

struct stream {
    struct walk *w;
    uint32_t block;
    struct range at; /* of the packet at hand */
    bool begins;     /* a section or a packet of timed metadata begins in it */
    unsigned tables, timed;
    struct gathered table[TABLES], tag[STREAMS];
};

/* gather adds a PID to a list, unless it is there. */
static void gather(struct stream *s, bool timed, unsigned pid)
{
    struct gathered *list = timed ? s->tag : s->table;
    unsigned *count = timed ? &s->timed : &s->tables;

    for (unsigned i = 0; i < *count; i++)
        if (list[i].pid == pid)
            return;
    if (*count == (timed ? STREAMS : TABLES)) {
        walk_partial(s->w, "streams");
        return;
    }
    list[*count].pid = pid;
    buf_init(&list[*count].buf, walk_arena(s->w), timed ? TAG : SECTION);
    (*count)++;
}

/* words is a text of [SI A]: its first bytes may tell its encoding. */
static struct span words(struct walk *w, struct span s)
{
    static const struct {
        uint8_t sign;
        enum charset set;
    } sets[] = {{0x01, CHARSET_CYRILLIC}, {0x03, CHARSET_GREEK},
                {0x11, CHARSET_UTF16BE},  {0x12, CHARSET_CP949},
                {0x13, CHARSET_GB18030},  {0x14, CHARSET_BIG5},
                {0x15, CHARSET_UTF8}};
    enum charset from = CHARSET_LATIN1;
    struct text_map map;

    if (s.len && s.ptr[0] < ' ') {
        from = CHARSET_NONE;
        for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
            if (sets[i].sign == s.ptr[0])
                from = sets[i].set;
        s = span_cut(s, 1, s.len - 1);
    }
    if (from == CHARSET_NONE) {
        walk_partial(w, "text of an encoding that is not known");
        return (struct span){0};
    }
    return charset_text(walk_arena(w), s, from, 0, &map) ? map.data
                                                         : (struct span){0};
}

static void field(struct stream *s, struct range at, struct span key,
                  struct span value)
{
    struct slot f = {.kind = SLOT_FIELD,
                     .flags = SLOT_DERIVED,
                     .space = SPAN("sdt"),
                     .key = key,
                     .at = at,
                     .block = s->block};

    f.data = words(s->w, value);
    if (f.data.len)
        walk_slot(s->w, f);
}

static void services(struct stream *s, struct range at, struct reader *r)
{
    read_span(r, 3);
    while (reader_left(r) > 0) {
        struct reader d;

        read_span(r, 3);
        d = reader_over(read_span(r, read_u16be(r) & 0xFFF));
        while (reader_left(&d) > 0) {
            unsigned kind = read_u8(&d);
            struct reader one = reader_over(read_span(&d, read_u8(&d)));

            if (kind != SERVICE)
                continue;
            read_u8(&one);
            field(s, at, SPAN("provider"), read_span(&one, read_u8(&one)));
            field(s, at, SPAN("service"), read_span(&one, read_u8(&one)));
        }
    }
}

static void map(struct stream *s, struct reader *r)
{
    read_span(r, 2);
    read_span(r, read_u16be(r) & 0xFFF);
    while (reader_left(r) > 0) {
        unsigned type = read_u8(r), pid = read_u16be(r) & 0x1FFF;
        struct reader d = reader_over(read_span(r, read_u16be(r) & 0xFFF));

        if (type == TIMED)
            gather(s, true, pid);
        while (reader_left(&d) > 0) {
            unsigned kind = read_u8(&d);

            read_span(&d, read_u8(&d));
            if (kind == TELETEXT || kind == SUBTITLES)
                walk_partial(s->w, "subtitles of an unknown kind");
        }
    }
}

/* section reads one that is whole; true where it is the table's last. */
static bool section(struct stream *s, const struct gathered *t)
{
    struct reader r = reader_over(buf_span(&t->buf)), body;
    unsigned kind = read_u8(&r), number, last;

    read_span(&r, 5); /* length, identifier, version */
    number = read_u8(&r);
    last = read_u8(&r);
    body = reader_over(
        read_span(&r, reader_left(&r) > 4 ? reader_left(&r) - 4 : 0));
    if (kind == PROGRAMS && t->pid == PROGRAMS_AT) {
        while (reader_left(&body) > 0) {
            unsigned program = read_u16be(&body);
            unsigned pid = read_u16be(&body) & 0x1FFF;

            if (program && reader_ok(&body))
                gather(s, false, pid);
        }
    } else if (kind == MAP && t->pid != SERVICES_AT) {
        map(s, &body);
    } else if (kind == SERVICES && t->pid == SERVICES_AT) {
        services(s, t->at, &body);
    } else {
        return false;
    }
    return number >= last;
}

/* sections takes bytes of a table: what a section still wants, and others
 * behind it. */
static void sections(struct stream *s, struct gathered *t, struct span bytes)
{
    while (bytes.len) {
        struct span have = buf_span(&t->buf);
        size_t want = 3, take;

        if (!have.len && bytes.ptr[0] == 0xFF)
            return; /* stuffing, to the end of the packet */
        if (!have.len)
            t->at = s->at;
        if (have.len >= 3)
            want += (have.ptr[1] & 0xFU) << 8 | have.ptr[2];
        if (want > SECTION || have.len == want) {
            if (want <= SECTION) /* without a byte in it */
                walk_partial(s->w, "damaged");
            buf_init(&t->buf, walk_arena(s->w), SECTION);
            return;
        }
        take = num_min(want - have.len, bytes.len);
        buf_put(&t->buf, span_cut(bytes, 0, take));
        bytes = span_cut(bytes, take, bytes.len - take);
        have = buf_span(&t->buf);
        if (have.len > 3 && have.len == want) {
            t->done = section(s, t);
            buf_init(&t->buf, walk_arena(s->w), SECTION);
        }
    }
}

/* table takes a packet of a table.  Behind the pointer of one in which a
 * section begins stands first the end of the one before. */
static void table(struct stream *s, struct gathered *t, struct reader r)
{
    bool open = buf_span(&t->buf).len > 0;

    if (s->begins) {
        struct span before = read_span(&r, read_u8(&r));

        if (open)
            sections(s, t, before);
        buf_init(&t->buf, walk_arena(s->w), SECTION);
    }
    if (s->begins || open)
        sections(s, t, read_rest(&r));
}

static void tell(struct stream *s, struct gathered *t)
{
    struct span tag = buf_span(&t->buf);

    if (t->buf.failed)
        walk_partial(s->w, "timed metadata, but for its beginning");
    if (!span_starts(tag, SPAN("ID3")))
        return;
    walk_slot(s->w, (struct slot){.kind = SLOT_PART,
                                  .flags = SLOT_DERIVED | SLOT_BODY,
                                  .key = SPAN("ID3"),
                                  .data = tag,
                                  .at = t->at,
                                  .block = s->block});
}

/* timed takes a packet of timed metadata [TS 2.4.3.6]. */
static void timed(struct stream *s, struct gathered *t, struct reader r)
{
    if (s->begins) {
        tell(s, t);
        buf_init(&t->buf, walk_arena(s->w), TAG);
        t->at = s->at;
        read_span(&r, 8); /* start code, length, flags */
        read_span(&r, read_u8(&r));
    }
    buf_put(&t->buf, read_rest(&r));
}

static void packet(struct stream *s, struct reader r)
{
    unsigned pid = read_u16be(&r), flags = read_u8(&r);

    s->begins = pid & 0x4000;
    pid &= 0x1FFF;
    if (flags & 0x20)
        read_span(&r, read_u8(&r));
    if (flags & 0xC0 || !(flags & 0x10)) /* scrambled, or nothing in it */
        return;
    for (unsigned i = 0; i < s->tables; i++)
        if (s->table[i].pid == pid && !s->table[i].done)
            table(s, &s->table[i], r);
    for (unsigned i = 0; i < s->timed; i++)
        if (s->tag[i].pid == pid)
            timed(s, &s->tag[i], r);
}

/* is_told is whether no packet has more to tell. */
static bool is_told(const struct stream *s)
{
    for (unsigned i = 0; i < s->tables; i++)
        if (!s->table[i].done)
            return false;
    return s->timed == 0;
}

static bool row(struct span head, size_t first, size_t step)
{
    for (size_t i = 0; i < ROW; i++) {
        struct span s = span_cut(head, first + i * step, 1);

        if (!s.len || *s.ptr != SYNC)
            return false;
    }
    return true;
}

static unsigned ts_probe(struct span head, uint64_t size)
{
    (void)size;
    return row(head, 0, PACKET) || row(head, TIME, PACKET + TIME) ? 8 * ROW : 0;
}

static void ts_walk(struct walk *w)
{
    uint64_t size = walk_size(w), off, n;
    size_t time =
        row(walk_view(w, 0, num_min(size, ROW * PACKET)), 0, PACKET) ? 0 : TIME;
    struct stream s = {.w = w};

    s.block = walk_block(w, SPAN("packets"), 0, size);
    gather(&s, false, PROGRAMS_AT);
    gather(&s, false, SERVICES_AT);
    for (n = 0, off = time; n < MANY && num_fits(off, PACKET, size) &&
                            !is_told(&s) && walk_step(w, 1);
         n++, off += PACKET + time) {
        struct reader r = walk_read(w, off, PACKET);

        if (read_u8(&r) != SYNC) {
            walk_note(w, NOTE_BROKEN, off, "packet without its sync");
            walk_partial(w, "damaged");
            break;
        }
        s.at = (struct range){off, PACKET};
        packet(&s, r);
    }
    for (unsigned i = 0; i < s.timed; i++)
        tell(&s, &s.tag[i]);
    if (s.timed && walk_ok(w) && num_fits(off, PACKET, size) && n == MANY)
        walk_partial(w, "timed metadata, but for its beginning");
}

const struct format format_ts = {
    .name = "ts",
    .mime = "video/mp2t",
    .files = "ts mts m2ts",
    .media = MEDIA_VIDEO,
    .probe = ts_probe,
    .verified = "segments of mux.js, files of ffmpeg and of a camera",
    .walk = ts_walk,
};
