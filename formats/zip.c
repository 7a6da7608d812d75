/* SPDX-License-Identifier: Apache-2.0
 * zip.c - ZIP archives: members, and which kind of package they make.
 *
 * [ZIP] .ZIP File Format Specification 6.3.10, PKWARE 2022.  4.3.7 local
 * header, 4.3.12 central directory, 4.3.14 ZIP64, 4.3.16 its end.
 * [C2PA] C2PA Technical Specification 2.2, A.4.4: the store is the member
 * META-INF/content_credential.c2pa, not packed.
 *
 * The central directory says what there is; local headers are read of members
 * that are looked at.  Where there is no directory (an archive cut short) the
 * local headers are walked instead.  A member's block goes from its local
 * header to the next structure. */
#include "formats/zip.h"

#include <stdlib.h>

enum {
    LOCAL = 30,
    CENTRAL = 46,
    END = 22,
    END64 = 56,
    LOCATOR = 20,
    COMMENT = 65535,
    STORED = 0,
    DEFLATED = 8,
    STREAMED = 8, /* sizes stand behind the data */
    ZIP64 = 1,    /* id of an extra field */
    SHARE = 4     /* of the arena, what members may fill of it */
};

static const struct package *const packages[] = {&package_ooxml, &package_odf,
                                                 &package_epub, &package_hwpx};

bool zip_like(struct span name, const char *begin, const char *end)
{
    size_t b = strlen(begin), e = strlen(end);

    return name.len >= b + e && memcmp(name.ptr, begin, b) == 0 &&
           memcmp(name.ptr + name.len - e, end, e) == 0;
}

const struct zip_entry *zip_find(const struct zip *z, const char *name)
{
    for (uint32_t i = 0; i < z->count; i++)
        if (z->list[i].name.len == strlen(name) &&
            zip_like(z->list[i].name, name, ""))
            return &z->list[i];
    return NULL;
}

/* ---- the directory ---- */

/* Where the central directory is. */
struct directory {
    uint64_t off, len, count;
};

/* The sizes and the offset of an entry that are in the ZIP64 field, in this
 * order, and only those whose own place is all ones [ZIP 4.5.3]. */
static void wide(struct reader extra, struct zip_entry *e)
{
    while (reader_left(&extra) >= 4) {
        uint16_t id = read_u16le(&extra);
        struct span s = read_span(&extra, read_u16le(&extra));
        struct reader r = reader_over(s);

        if (id != ZIP64)
            continue;
        if (e->size == UINT32_MAX)
            e->size = read_u64le(&r);
        if (e->packed == UINT32_MAX)
            e->packed = read_u64le(&r);
        if (e->off == UINT32_MAX)
            e->off = read_u64le(&r);
        return;
    }
}

/* end64 takes the numbers of the ZIP64 end record, if there is one. */
static void end64(struct walk *w, uint64_t end, struct directory *d)
{
    struct reader r;
    uint64_t at;

    if (end < LOCATOR)
        return;
    r = walk_read(w, end - LOCATOR, LOCATOR);
    if (!span_eq(read_span(&r, 4), SPAN("PK\6\7")))
        return;
    read_u32le(&r);
    at = read_u64le(&r);
    if (!num_fits(at, END64, walk_size(w)))
        return;
    r = walk_read(w, at, END64);
    if (!span_eq(read_span(&r, 4), SPAN("PK\6\6")))
        return;
    read_span(&r, 8 + 2 + 2 + 4 + 4 + 8);
    d->count = read_u64le(&r);
    d->len = read_u64le(&r);
    d->off = read_u64le(&r);
}

/* find_end is where the end record is; it is looked for from the end of the
 * file, behind at most the longest comment. */
static bool find_end(struct walk *w, struct directory *d, uint64_t *end)
{
    uint64_t size = walk_size(w), most = num_min(size, END + COMMENT);
    struct span s;

    if (size < END)
        return false;
    s = walk_view(w, size - most, most);
    for (size_t i = s.len < END ? 0 : s.len - END + 1; i-- > 0;) {
        struct reader r = reader_over(span_cut(s, i, END));

        if (!span_eq(read_span(&r, 4), SPAN("PK\5\6")))
            continue;
        read_span(&r, 6);
        d->count = read_u16le(&r);
        d->len = read_u32le(&r);
        d->off = read_u32le(&r);
        *end = size - most + i;
        end64(w, *end, d);
        if (num_fits(d->off, d->len, *end))
            return true;
    }
    return false;
}

static void entries(struct zip *z, const struct directory *d)
{
    struct reader r = walk_read(z->w, d->off, d->len);
    uint64_t most = num_min(d->len / CENTRAL, walk_limits(z->w)->blocks);

    z->list = walk_alloc(z->w, (most + 1) * sizeof(*z->list));
    while (z->list && z->count < most && reader_left(&r) >= CENTRAL &&
           walk_step(z->w, 1)) {
        struct zip_entry *e = &z->list[z->count];
        struct span magic = read_span(&r, 4), extra;
        unsigned name, more, comment;

        read_span(&r, 4); /* versions */
        e->flags = read_u16le(&r);
        e->method = read_u16le(&r);
        read_span(&r, 8); /* time, date, CRC */
        e->packed = read_u32le(&r);
        e->size = read_u32le(&r);
        name = read_u16le(&r);
        more = read_u16le(&r);
        comment = read_u16le(&r);
        read_span(&r, 8);
        e->off = read_u32le(&r);
        e->name = read_span(&r, name);
        extra = read_span(&r, more);
        read_span(&r, comment);
        if (!reader_ok(&r) || !span_eq(magic, SPAN("PK\1\2")))
            break;
        wide(reader_over(extra), e);
        z->count++;
    }
    if (z->count != d->count)
        walk_note(z->w, NOTE_BROKEN, d->off,
                  "directory does not have as many entries as it says");
}

static int by_offset(const void *a, const void *b)
{
    const struct zip_entry *x = *(const struct zip_entry *const *)a;
    const struct zip_entry *y = *(const struct zip_entry *const *)b;

    return x->off < y->off ? -1 : x->off > y->off;
}

/* list_blocks lists members where they stand, up to the next structure. */
static void list_blocks(struct zip *z, uint64_t end)
{
    struct zip_entry **order =
        walk_alloc(z->w, ((uint64_t)z->count + 1) * sizeof(*order));

    if (!order)
        return;
    for (uint32_t i = 0; i < z->count; i++)
        order[i] = &z->list[i];
    if (z->count)
        qsort(order, z->count, sizeof(struct zip_entry *), by_offset);
    for (uint32_t i = 0; i < z->count; i++) {
        uint64_t next = i + 1 < z->count ? order[i + 1]->off : end;
        struct zip_entry *e = order[i];

        if (e->off >= end) {
            walk_note(z->w, NOTE_BROKEN, end, "member is not in the file");
            e->off = end;
        }
        if (next > end)
            next = end;
        e->block = walk_block(z->w, e->name, e->off, next - e->off);
    }
}

/* ---- without a directory ---- */

/* next_header is where the next structure begins, from off on. */
static uint64_t next_header(struct walk *w, uint64_t off)
{
    while (walk_ok(w)) {
        struct span s = walk_window(w, off);

        for (size_t i = 0; i + 4 <= s.len; i++)
            if (s.ptr[i] == 'P' && s.ptr[i + 1] == 'K' &&
                (s.ptr[i + 2] == 1 || s.ptr[i + 2] == 3 || s.ptr[i + 2] == 7) &&
                s.ptr[i + 3] == s.ptr[i + 2] + 1)
                return off + i;
        if (s.len < 4 || !walk_step(w, s.len / 64))
            return walk_size(w);
        off += s.len - 3;
    }
    return walk_size(w);
}

static void headers(struct zip *z)
{
    uint64_t off = 0, size = walk_size(z->w);
    uint64_t most =
        num_min(size / LOCAL, num_min(walk_limits(z->w)->blocks, 1 << 16));

    z->list = walk_alloc(z->w, (most + 1) * sizeof(*z->list));
    while (z->list && z->count < most && num_fits(off, LOCAL, size) &&
           walk_ok(z->w)) {
        struct reader r = walk_read(z->w, off, LOCAL);
        struct zip_entry *e = &z->list[z->count];
        uint64_t name, extra;

        if (!span_eq(read_span(&r, 4), SPAN("PK\3\4"))) {
            uint64_t next = next_header(z->w, off + 1);

            if (next <= off)
                break;
            off = next;
            continue;
        }
        read_u16le(&r);
        e->flags = read_u16le(&r);
        e->method = read_u16le(&r);
        read_span(&r, 8);
        e->packed = read_u32le(&r);
        e->size = read_u32le(&r);
        name = read_u16le(&r);
        extra = read_u16le(&r);
        e->off = off;
        e->name = walk_view(z->w, off + LOCAL, name);
        off += LOCAL + name + extra;
        if (off > size)
            break;
        if (e->flags & STREAMED)
            e->packed = next_header(z->w, off) - off;
        e->packed = num_min(e->packed, size - off);
        off += e->packed;
        z->count++;
    }
    if (z->list && z->count == most && num_fits(off, LOCAL, size))
        walk_partial(z->w, "blocks");
}

static void zip_open(struct zip *z)
{
    uint64_t end = walk_size(z->w), size = end;
    struct directory d = {0};

    if (find_end(z->w, &d, &end)) {
        if (d.len > walk_limits(z->w)->view_bytes) {
            walk_partial(z->w, "view_bytes");
            return;
        }
        entries(z, &d);
        list_blocks(z, d.off);
        walk_block(z->w, SPAN("directory"), d.off, size - d.off);
        return;
    }
    walk_note(z->w, NOTE_TRUNCATED, size, "archive has no directory");
    headers(z);
    list_blocks(z, size);
}

/* ---- members ---- */

/* place is where a member's packed bytes are, by its local header. */
static bool place(struct zip *z, const struct zip_entry *e, struct range *at)
{
    uint64_t size = walk_size(z->w), off;
    struct reader r;

    if (!num_fits(e->off, LOCAL, size))
        return false;
    r = walk_read(z->w, e->off, LOCAL);
    if (!span_eq(read_span(&r, 4), SPAN("PK\3\4")))
        return false;
    read_span(&r, LOCAL - 4 - 4);
    off = e->off + LOCAL + read_u16le(&r);
    off += read_u16le(&r);
    if (!reader_ok(&r) || !num_fits(off, e->packed, size))
        return false;
    *at = (struct range){off, e->packed};
    return true;
}

struct span zip_data(struct zip *z, const struct zip_entry *e, struct range *at)
{
    uint64_t most = walk_limits(z->w)->arena_bytes / SHARE;
    struct span s, out;

    if (!e || !walk_ok(z->w))
        return (struct span){0};
    if (!place(z, e, at)) {
        walk_note(z->w, NOTE_TRUNCATED, num_min(e->off, walk_size(z->w)),
                  "member is not where the directory says");
        walk_partial(z->w, "damaged");
        return (struct span){0};
    }
    if (e->flags & ZIP_SEALED) {
        walk_note(z->w, NOTE_ODD, e->off, "member is encrypted: not read");
        walk_partial(z->w, "encrypted");
        return (struct span){0};
    }
    if (z->unpacked > most || at->len > walk_limits(z->w)->view_bytes) {
        walk_partial(z->w, "arena_bytes");
        return (struct span){0};
    }
    if (e->method != STORED && e->method != DEFLATED) {
        walk_note(z->w, NOTE_ODD, e->off, "member is packed in another way");
        walk_partial(z->w, "packed in an unknown way");
        return (struct span){0};
    }
    s = walk_view(z->w, at->off, at->len);
    if (e->method == STORED)
        return s;
    out = walk_sized(z->w, s, PACKED_RAW, e->size);
    z->unpacked += out.len;
    return out;
}

void zip_part(struct zip *z, const struct zip_entry *e, unsigned flags)
{
    struct slot s = {
        .kind = SLOT_PART, .flags = flags, .key = e->name, .block = e->block};

    if (e->size == 0 && e->packed == 0)
        return;
    if (e->method == STORED && !(e->flags & ZIP_SEALED)) {
        if (place(z, e, &s.at))
            walk_slot(z->w, s);
        else
            walk_note(z->w, NOTE_TRUNCATED, num_min(e->off, walk_size(z->w)),
                      "member is not where the directory says");
        return;
    }
    s.data = zip_data(z, e, &s.at);
    s.flags |= SLOT_DERIVED;
    if (s.data.len)
        walk_slot(z->w, s);
}

void zip_store(struct zip *z)
{
    const struct zip_entry *e = zip_find(z, "META-INF/content_credential.c2pa");
    struct slot s = {.kind = SLOT_JUMBF};

    if (!e)
        return;
    s.block = e->block;
    s.key = e->name;
    s.data = zip_data(z, e, &s.at);
    if (e->method != STORED)
        s.flags |= SLOT_DERIVED; /* against [C2PA], which a reader may say */
    if (!s.data.len)
        s.flags |= SLOT_CUT;
    walk_slot(z->w, s);
}

static unsigned zip_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("PK\3\4")) ||
                   span_starts(head, SPAN("PK\5\6"))
               ? 32
               : 0;
}

static void zip_walk(struct walk *w)
{
    struct zip z = {.w = w};

    zip_open(&z);
    zip_store(&z);
    for (size_t i = 0; i < sizeof(packages) / sizeof(packages[0]); i++)
        if (packages[i]->is(&z)) {
            walk_become(w, packages[i]->format);
            packages[i]->walk(&z);
            return;
        }
    for (uint32_t i = 0; i < z.count && walk_ok(w); i++)
        if (!zip_like(z.list[i].name, "", ".c2pa"))
            zip_part(&z, &z.list[i], 0);
}

const struct format format_zip = {
    .name = "zip",
    .mime = "application/zip",
    .files = "zip",
    .media = MEDIA_PACKAGE,
    .probe = zip_probe,
    .verified = "real files",
    .walk = zip_walk,
};
