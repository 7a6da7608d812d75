/* SPDX-License-Identifier: Apache-2.0
 * x3f.c - Sigma's raw pictures.
 *
 * [X3F] Foveon's description of the format, as exiftool 12.57 documents it
 * further: a head that begins with "FOVb"; sections; at the end a directory,
 * to whose place the last four bytes point.  "SECd" version(4) count(4), and
 * of each section offset(4) length(4) kind(4).  All numbers are little-endian.
 *
 * Two kinds hold what finders look at.  PROP, "SECp" version(4) count(4)
 * form(4) reserved(4) length(4), then for each property the places of its name
 * and its value, then these texts, in UTF-16 (form 0) that ends in a NUL;
 * places and the length count characters.  IMAG and IMA2, "SECi" version(4)
 * type(4) form(4) and three more numbers, then a picture: of form 18 a whole
 * JPEG, which has the EXIF of newer cameras. */
#include "formats/format.h"

#include "base/utf.h"

enum {
    HEAD = 40,
    SECTION = 12, /* of the directory, and of each entry */
    PICTURE = 28, /* before the bytes of a picture */
    JPEG = 18,
    PROPERTIES = 24, /* before the places */
    PLACES = 8,
    SECTIONS = 256, /* of a file */
    MANY = 1024,    /* properties */
    LONGEST = 4096  /* bytes of a name or a value: many may be one text */
};

/* text is the characters of UTF-16 from a place on to their NUL. */
static struct span text(struct walk *w, struct span all, uint32_t place)
{
    size_t from = place < all.len / 2 ? 2 * (size_t)place : all.len, end = 0;
    struct span s = span_cut(all, from, num_min(all.len - from, LONGEST));

    while (end + 1 < s.len && (s.ptr[end] || s.ptr[end + 1]))
        end += 2;
    if (end == LONGEST)
        walk_partial(w, "text_bytes");
    return span_cut(s, 0, end);
}

static void properties(struct walk *w, struct range at, uint32_t block)
{
    struct span s = walk_view(w, at.off, at.len), all;
    struct reader r = reader_over(s);
    uint32_t count, form;

    read_span(&r, 8);
    count = read_u32le(&r);
    form = read_u32le(&r);
    read_span(&r, 8);
    if (!reader_ok(&r) || form || count > reader_left(&r) / PLACES) {
        walk_note(w, NOTE_BROKEN, at.off, "properties are cut or unknown");
        walk_partial(w, "damaged");
        return;
    }
    all = span_cut(s, PROPERTIES + count * (size_t)PLACES,
                   s.len - PROPERTIES - count * (size_t)PLACES);
    if (count > MANY)
        walk_partial(w, "fields");
    for (uint32_t i = 0; i < count && i < MANY && walk_ok(w); i++) {
        struct span key = text(w, all, read_u32le(&r));
        struct span value = text(w, all, read_u32le(&r));
        struct slot f = {.kind = SLOT_FIELD,
                         .flags = SLOT_DERIVED,
                         .space = SPAN("x3f"),
                         .block = block};

        if (!key.len || !value.len || !walk_step(w, value.len / 64 + 1))
            continue;
        f.at =
            (struct range){at.off + (uint64_t)(value.ptr - s.ptr), value.len};
        f.key = utf8_of_utf16(walk_arena(w), key, false);
        f.data = utf8_of_utf16(walk_arena(w), value, false);
        walk_slot(w, f);
    }
}

static void picture(struct walk *w, struct range at, uint32_t block)
{
    struct reader r = walk_read(w, at.off, PICTURE);
    struct slot s = {.kind = SLOT_PART, .key = SPAN("preview"), .block = block};

    read_span(&r, 12);
    if (read_u32le(&r) != JPEG || at.len <= PICTURE)
        return;
    s.at = (struct range){at.off + PICTURE, at.len - PICTURE};
    walk_slot(w, s);
}

static unsigned x3f_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("FOVb")) ? 32 : 0;
}

static void x3f_walk(struct walk *w)
{
    uint64_t size = walk_size(w), off;
    struct reader r = walk_read(w, size > 4 ? size - 4 : size, 4);
    uint32_t count;

    walk_block(w, SPAN("header"), 0, num_min(size, HEAD));
    off = read_u32le(&r);
    r = walk_read(w, off, SECTION);
    if (!span_eq(read_span(&r, 4), SPAN("SECd"))) {
        walk_note(w, NOTE_TRUNCATED, size, "directory is missing");
        walk_partial(w, "damaged");
        return;
    }
    read_span(&r, 4);
    count = read_u32le(&r);
    if (count > SECTIONS)
        walk_partial(w, "sections");
    for (uint32_t i = 0; i < count && i < SECTIONS && walk_ok(w); i++) {
        uint64_t entry = off + SECTION * ((uint64_t)i + 1);
        struct range at;
        struct span kind;
        uint32_t block;

        r = walk_read(w, entry, SECTION);
        at.off = read_u32le(&r);
        at.len = read_u32le(&r);
        kind = read_span(&r, 4);
        if (!reader_ok(&r) || !num_fits(at.off, at.len, size)) {
            walk_note(w, NOTE_TRUNCATED, num_min(entry, size),
                      "section passes the end of the file");
            walk_partial(w, "damaged");
            continue;
        }
        block = walk_block(w, kind, at.off, at.len);
        if (span_eq(kind, SPAN("PROP")))
            properties(w, at, block);
        else if (span_eq(kind, SPAN("IMAG")) || span_eq(kind, SPAN("IMA2")))
            picture(w, at, block);
    }
}

const struct format format_x3f = {
    .name = "x3f",
    .mime = "image/x-sigma-x3f",
    .files = "x3f",
    .media = MEDIA_IMAGE,
    .probe = x3f_probe,
    .verified = "files of two Sigma cameras, made files",
    .walk = x3f_walk,
};
