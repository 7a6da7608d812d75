/* SPDX-License-Identifier: Apache-2.0
 * eps.c - PostScript and EPS: comments of structure, and XMP.
 *
 * [DSC] PostScript Language Document Structuring Conventions 3.0, Adobe 1992:
 * "%!PS", then lines "%%Key: value". [EPSF] EPS 3.0: a head of 30 bytes may
 * stand before it, with the offset and length of the PostScript and of a
 * preview in TIFF. [XMP3] XMP Specification part 3, 2.6: the packet stands in
 * the text, between its processing instructions.
 *
 * The program itself is not run: what it draws is not looked at. */
#include "formats/format.h"

enum {
    WINDOW = 1 << 20, /* looked for packets at once */
    OVERLAP = 64,
    KEYS = 256,
    HEAD = 1 << 16, /* in which comments of structure are read */
    PACKETS = 16
};

static unsigned eps_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("%!PS")) ||
                   span_starts(head, SPAN("\xC5\xD0\xD3\xC6"))
               ? 32
               : 0;
}

/* bare is a text without the blanks and brackets about it. */
static struct span bare(struct span s)
{
    s = span_trim(s);
    if (s.len > 1 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')')
        s = span_cut(s, 1, s.len - 2);
    return s;
}

/* comments lists "%%Key: value" of the head, to the first line of code. */
static void comments(struct walk *w, struct range ps, uint32_t block)
{
    struct span s = walk_view(w, ps.off, num_min(ps.len, HEAD));
    size_t at = 0;

    for (unsigned n = 0; n < KEYS && at < s.len && walk_step(w, 1); n++) {
        size_t end = at, next;
        struct span l, value;
        const uint8_t *colon;

        while (end < s.len && s.ptr[end] != '\n' && s.ptr[end] != '\r')
            end++;
        next = end + 1;
        if (end + 1 < s.len && s.ptr[end] == '\r' && s.ptr[end + 1] == '\n')
            next++;
        l = span_cut(s, at, end - at);
        if (l.len && l.ptr[0] != '%')
            return;
        colon = l.len ? memchr(l.ptr, ':', l.len) : NULL;
        if (span_starts(l, SPAN("%%")) && colon) {
            size_t key = (size_t)(colon - l.ptr);

            value = bare(span_cut(l, key + 1, l.len - key - 1));
            if (value.len && key > 2)
                walk_slot(w, (struct slot){.kind = SLOT_FIELD,
                                           .space = SPAN("dsc"),
                                           .key = span_cut(l, 2, key - 2),
                                           .data = value,
                                           .at = {ps.off + at, l.len},
                                           .block = block});
        }
        at = next;
    }
}

/* find is where `what` stands in [off, end), or `end`. */
static uint64_t find(struct walk *w, uint64_t off, uint64_t end,
                     struct span what)
{
    while (walk_ok(w) && off < end) {
        struct span s = walk_window(w, off);
        uint64_t left = end - off;

        if (s.len > left)
            s.len = (size_t)left;
        for (size_t i = 0; i + what.len <= s.len; i++) {
            const uint8_t *hit =
                memchr(s.ptr + i, what.ptr[0], s.len - what.len - i + 1);

            if (!hit)
                break;
            i = (size_t)(hit - s.ptr);
            if (memcmp(hit, what.ptr, what.len) == 0)
                return off + i;
        }
        if (s.len == left || s.len < OVERLAP)
            return end;
        walk_step(w, s.len / 256);
        off += s.len - OVERLAP;
    }
    return end;
}

static void packets(struct walk *w, struct range ps)
{
    static const struct span begin = SPAN_OF("<?xpacket begin"),
                             close = SPAN_OF("<?xpacket end");
    uint64_t at = ps.off, end = ps.off + ps.len;

    for (unsigned n = 0; n < PACKETS && walk_ok(w); n++) {
        uint64_t from = find(w, at, end, begin), to;
        struct slot s = {.kind = SLOT_XMP};

        if (from == end)
            return;
        to = find(w, from, end, close);
        if (to == end) {
            walk_note(w, NOTE_TRUNCATED, from, "XMP packet has no end");
            s.flags |= SLOT_CUT;
        } else {
            to = num_min(to + close.len + 6, end);
        }
        s.at = (struct range){from, to - from};
        s.block = walk_block(w, SPAN("XMP"), from, to - from);
        s.data = walk_view(w, from, to - from);
        if (s.data.len)
            walk_slot(w, s);
        at = to;
    }
    if (find(w, at, end, begin) != end)
        walk_partial(w, "slots");
}

static void eps_walk(struct walk *w)
{
    uint64_t size = walk_size(w);
    struct range ps = {0, size};
    uint32_t block;

    if (!span_starts(walk_view(w, 0, 4), SPAN("%!PS"))) {
        struct reader r = walk_read(w, 0, num_min(size, 30));
        struct slot s = {.kind = SLOT_PART, .key = SPAN("preview")};

        read_u32le(&r);
        ps.off = read_u32le(&r);
        ps.len = read_u32le(&r);
        read_u32le(&r);
        read_u32le(&r);
        s.at.off = read_u32le(&r);
        s.at.len = read_u32le(&r);
        if (!reader_ok(&r) || !num_fits(ps.off, ps.len, size)) {
            walk_note(w, NOTE_TRUNCATED, 0,
                      "PostScript passes the end of file");
            ps = (struct range){0, size};
        } else if (s.at.len && num_fits(s.at.off, s.at.len, size)) {
            s.block = walk_block(w, SPAN("preview"), s.at.off, s.at.len);
            walk_slot(w, s);
        }
    }
    block = walk_block(w, SPAN("PostScript"), ps.off, ps.len);
    comments(w, ps, block);
    packets(w, ps);
}

const struct format format_eps = {
    .name = "eps",
    .mime = "application/postscript",
    .files = "eps ps epsf",
    .media = MEDIA_IMAGE,
    .probe = eps_probe,
    .verified = "files of ImageMagick, Ghostscript and exiftool",
    .walk = eps_walk,
};
