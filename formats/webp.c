/* SPDX-License-Identifier: Apache-2.0
 * webp.c - WebP: a RIFF file of form "WEBP".
 *
 * [WEBP] RFC 9649.  The first chunk, VP8X, has flags that announce others
 * [WEBP 2.7.1]; readers that people use look for the chunks themselves, and so
 * do we, and behind the end of the RIFF chunk too, where some writers append
 * without correcting its size. */
#include "formats/pixels.h"
#include "formats/riff.h"
#include "formats/trailer.h"

enum {
    HEAD = 12,
    HAS_ICC = 0x20,
    HAS_EXIF = 0x08,
    HAS_XMP = 0x04
};

static const struct slot_id whole[] = {
    {"XMP ", SLOT_XMP},
    {"ICCP", SLOT_ICC},
    {"C2PA", SLOT_JUMBF},
    {"", 0},
};

/* Some write "XMP" with a zero where the blank belongs. */
#define XMP_ZERO SPAN("XMP\0")

/* What can stand behind the picture [WEBP 2.7], and the flag that says so. */
static const struct {
    char id[5];
    unsigned flag;
} extra[] = {
    {"EXIF", HAS_EXIF}, {"XMP ", HAS_XMP}, {"ICCP", HAS_ICC}, {"C2PA", 0}};

static unsigned webp_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("RIFF")) &&
                   span_eq(span_cut(head, 8, 4), SPAN("WEBP"))
               ? 64
               : 0;
}

static unsigned flag_of(struct span id, bool *known)
{
    for (size_t i = 0; i < sizeof(extra) / sizeof(extra[0]); i++)
        if (span_eq(id, (struct span){(const uint8_t *)extra[i].id, 4})) {
            *known = true;
            return extra[i].flag;
        }
    *known = false;
    return 0;
}

/* chunk lists one, and is the flag of what it is. */
static unsigned chunk(struct walk *w, const struct riff_chunk *c)
{
    struct slot s = {.at = c->data};
    bool known;

    s.block = walk_block(w, c->id, c->whole.off, c->whole.len);
    if (span_eq(c->id, XMP_ZERO)) {
        walk_note(w, NOTE_ODD, c->whole.off, "XMP chunk is misnamed");
        walk_known(w, whole, SPAN("XMP "), s);
        return HAS_XMP;
    }
    if (span_eq(c->id, SPAN("EXIF"))) {
        walk_exif(w, s);
    } else {
        walk_known(w, whole, c->id, s);
    }
    return flag_of(c->id, &known);
}

/* behind walks chunks that were appended to the RIFF chunk, and is where they
 * end. */
static uint64_t behind(struct walk *w, uint64_t off, unsigned *found)
{
    struct riff row = {w, off, walk_size(w), 0};

    while (walk_ok(w) && walk_size(w) - off >= 8) {
        struct reader r = walk_read(w, off, 8);
        struct span id = read_span(&r, 4);
        struct riff_chunk c;
        bool known;

        flag_of(id, &known);
        if (!known || read_u32le(&r) > walk_size(w) - off - 8 ||
            !riff_next(&row, &c))
            break;
        walk_note(w, NOTE_ODD, off, "chunk behind the end of the RIFF chunk");
        *found |= chunk(w, &c);
        off = num_min(row.at, walk_size(w));
    }
    return off;
}

static void webp_walk(struct walk *w)
{
    struct reader r = walk_read(w, 4, 4);
    uint64_t end = read_u32le(&r) + UINT64_C(8);
    struct riff row = {w, HEAD, walk_size(w), 0};
    struct riff_chunk c;
    unsigned said = 0, found = 0;

    walk_block(w, SPAN("RIFF"), 0, HEAD);
    if (end > walk_size(w))
        walk_note(w, NOTE_TRUNCATED, 4, "RIFF chunk passes the end of file");
    while (row.at < end && row.at < walk_size(w)) {
        if (!riff_next(&row, &c))
            return; /* what follows damage is no tail */
        if (span_eq(c.id, SPAN("VP8X")) && c.data.len) {
            r = walk_read(w, c.data.off, 1);
            said = read_u8(&r);
        }
        found |= chunk(w, &c);
        if (c.data.off + c.data.len > end)
            walk_note(w, NOTE_ODD, c.whole.off,
                      "chunk passes the end of the RIFF chunk");
    }
    end = behind(w, num_min(row.at, walk_size(w)), &found);
    if ((said & (HAS_ICC | HAS_EXIF | HAS_XMP)) != found)
        walk_note(w, NOTE_ODD, HEAD, "VP8X flags do not fit the chunks");
    trailer_walk(w, end);
}

const struct format format_webp = {
    .name = "webp",
    .mime = "image/webp",
    .files = "webp",
    .media = MEDIA_IMAGE,
    .probe = webp_probe,
    .verified = "real files",
    .walk = webp_walk,
    .pixels = webp_pixels,
};
