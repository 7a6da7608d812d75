/* SPDX-License-Identifier: Apache-2.0
 * cfb.c - compound files: sectors, chains and the directory.
 *
 * [CFB] MS-CFB 2.2 header, 2.3 FAT, 2.4 mini FAT, 2.5 DIFAT, 2.6 directory.
 *
 * A chain can hold no more sectors than the file has; one that is longer goes
 * in a circle and is cut there.  The directory's tree is followed by a list of
 * what waits, each entry once. */
#include "formats/cfb.h"

#include "base/utf.h"

enum {
    HEADER = 512,
    DIFAT_HERE = 109, /* entries in the header */
    ENTRY = 128,
    NAME = 64,
    ROOT = 5
};

#define FREE  0xFFFFFFFFU
#define LIMIT 0xFFFFFFF0U /* no sector is numbered so high */

/* next is the sector behind another in a table. */
static uint32_t next(struct span table, uint32_t at)
{
    struct reader r = reader_over(span_cut(table, (size_t)at * 4, 4));
    uint32_t v = read_u32le(&r);

    return reader_ok(&r) ? v : FREE;
}

static uint64_t place(const struct cfb *c, uint32_t sector)
{
    return ((uint64_t)sector + 1) * c->sector;
}

/* join is the chain that begins at a sector: `size` bytes of it, or all where
 * that is UINT64_MAX.  *one says that its sectors follow one another. */
static struct span join(struct cfb *c, uint32_t start, uint64_t size, bool *one)
{
    uint64_t total = walk_size(c->w), count = 0, most;
    uint32_t at = start;
    uint8_t *to;
    size_t n = 0;

    *one = true;
    most = total / c->sector + 1;
    if (size != UINT64_MAX)
        most = num_min(most, (size + c->sector - 1) / c->sector);
    for (; at < LIMIT && count < most; count++) {
        uint32_t then = next(c->fat, at);

        *one &= then == at + 1 || count + 1 == most || then >= LIMIT;
        at = then;
    }
    walk_step(c->w, count / 16);
    size = num_min(size, count * c->sector);
    if (*one && num_fits(place(c, start), size, total))
        return walk_view(c->w, place(c, start), size);
    *one = false;
    to = walk_alloc(c->w, size);
    for (at = start; to && n < size && at < LIMIT; at = next(c->fat, at)) {
        uint64_t off = place(c, at), len = num_min(c->sector, size - n);
        struct span s;

        if (off >= total)
            break;
        s = walk_view(c->w, off, num_min(len, total - off));
        if (!s.len)
            break;
        memcpy(to + n, s.ptr, s.len);
        n += s.len;
        if (s.len < len)
            break;
    }
    return (struct span){to, to ? n : 0};
}

/* join_small is the same in the stream of small streams. */
static struct span join_small(struct cfb *c, uint32_t start, uint64_t size)
{
    uint64_t most = c->small.len / c->mini + 1;
    uint8_t *to;
    size_t n = 0;
    uint32_t at = start;

    size = num_min(size, c->small.len);
    to = walk_alloc(c->w, size);
    for (; to && n < size && at < LIMIT && most > 0;
         at = next(c->mini_fat, at), most--) {
        size_t len = (size_t)num_min(c->mini, size - n);
        struct span s = span_cut(c->small, (size_t)at * (size_t)c->mini, len);

        if (!s.len)
            break;
        memcpy(to + n, s.ptr, s.len);
        n += s.len;
    }
    return (struct span){to, to ? n : 0};
}

/* fat_read joins the table of sectors, whose own sectors are listed in the
 * header and then in sectors that end with the number of the next. */
static void fat_read(struct cfb *c, struct reader header, uint32_t count,
                     uint32_t more)
{
    uint64_t total = walk_size(c->w), most = total / c->sector + 1;
    uint64_t n = 0, per = c->sector / 4 - 1, got = 0;
    struct reader list = header;
    uint8_t *to;

    most = num_min(most, count);
    to = walk_alloc(c->w, most * c->sector);
    for (uint64_t left = DIFAT_HERE; to && n < most; n++) {
        uint32_t at;
        struct span s;

        if (left == 0) {
            if (more >= LIMIT || !num_fits(place(c, more), c->sector, total))
                break;
            list = walk_read(c->w, place(c, more), c->sector);
            left = per;
            more =
                next(walk_view(c->w, place(c, more), c->sector), (uint32_t)per);
        }
        at = read_u32le(&list);
        left--;
        if (at >= LIMIT || !num_fits(place(c, at), c->sector, total))
            continue;
        s = walk_view(c->w, place(c, at), c->sector);
        if (s.len)
            memcpy(to + got, s.ptr, s.len);
        got += s.len;
    }
    c->fat = (struct span){to, to ? (size_t)got : 0};
}

static void entry(struct cfb *c, struct span raw, struct cfb_entry *e)
{
    struct reader r = reader_over(raw);
    struct span name = read_span(&r, NAME);
    unsigned len = read_u16le(&r);

    if (len >= 2 && len <= NAME)
        e->name =
            utf8_of_utf16(walk_arena(c->w), span_cut(name, 0, len - 2U), false);
    e->type = read_u8(&r);
    read_u8(&r); /* colour */
    e->left = read_u32le(&r);
    e->right = read_u32le(&r);
    e->child = read_u32le(&r);
    read_span(&r, 16 + 4 + 8 + 8);
    e->start = read_u32le(&r);
    e->size = c->sector == 512 ? read_u32le(&r) : read_u64le(&r);
}

bool cfb_open(struct cfb *c)
{
    uint64_t size = walk_size(c->w);
    struct reader r = walk_read(c->w, 0, num_min(HEADER, size));
    unsigned shift, mini;
    uint32_t fats, dir, mini_start, difat;
    struct span raw;
    bool one;

    read_span(&r, 8 + 16 + 2 + 2 + 2);
    shift = read_u16le(&r);
    mini = read_u16le(&r);
    read_span(&r, 6 + 4);
    fats = read_u32le(&r);
    dir = read_u32le(&r);
    read_u32le(&r);
    c->cutoff = read_u32le(&r);
    mini_start = read_u32le(&r);
    read_u32le(&r);
    difat = read_u32le(&r);
    read_u32le(&r);
    if (!reader_ok(&r) || size < HEADER || (shift != 9 && shift != 12) ||
        mini != 6)
        return false;
    c->sector = UINT64_C(1) << shift;
    c->mini = UINT64_C(1) << mini;
    walk_block(c->w, SPAN("header"), 0, HEADER);
    fat_read(c, r, fats, difat);
    c->mini_fat = join(c, mini_start, UINT64_MAX, &one);
    raw = join(c, dir, UINT64_MAX, &one);
    c->list = walk_alloc(c->w, (raw.len / ENTRY + 1) * sizeof(*c->list));
    c->seen = walk_alloc(c->w, (raw.len / ENTRY + 1) * sizeof(*c->seen));
    c->found = walk_alloc(c->w, (raw.len / ENTRY + 1) * sizeof(*c->found));
    if (!c->list || !c->seen || !c->found || raw.len < ENTRY)
        return false;
    for (size_t i = 0; i + ENTRY <= raw.len && walk_step(c->w, 1); i += ENTRY) {
        struct cfb_entry *e = &c->list[c->count++];

        entry(c, span_cut(raw, i, ENTRY), e);
        if (e->type == 2 && e->start < LIMIT && e->size >= c->cutoff &&
            num_fits(place(c, e->start), 1, size))
            e->block = walk_block(c->w, e->name, place(c, e->start),
                                  num_min(e->size, size - place(c, e->start)));
    }
    if (c->list[0].type == ROOT)
        c->small = join(c, c->list[0].start, c->list[0].size, &one);
    return walk_ok(c->w);
}

/* take adds an entry to the list, but once. */
static void take(struct cfb *c, uint32_t entry, uint32_t *to, uint32_t *count)
{
    if (entry >= c->count || c->seen[entry] == c->turn)
        return;
    c->seen[entry] = c->turn;
    to[(*count)++] = entry;
}

uint32_t cfb_children(struct cfb *c, uint32_t in, uint32_t *to, uint32_t most)
{
    uint32_t count = 0;

    if (in >= c->count || most == 0)
        return 0;
    c->turn++;
    take(c, c->list[in].child, to, &count);
    for (uint32_t done = 0; done < count; done++) {
        const struct cfb_entry *e = &c->list[to[done]];

        if (count < most)
            take(c, e->left, to, &count);
        if (count < most)
            take(c, e->right, to, &count);
    }
    walk_step(c->w, count);
    return count;
}

const struct cfb_entry *cfb_find(struct cfb *c, uint32_t in, const char *name)
{
    uint32_t n = cfb_children(c, in, c->found, c->count);

    for (uint32_t i = 0; i < n; i++)
        if (span_same(c->list[c->found[i]].name, name))
            return &c->list[c->found[i]];
    return NULL;
}

bool cfb_names(struct span file, const char *name)
{
    size_t n = strlen(name), k;

    /* Wherever the directory is, its entries stand at multiples of theirs. */
    for (size_t at = HEADER; file.len - at >= ENTRY && at < file.len;
         at += ENTRY) {
        struct reader r = reader_over(span_cut(file, at, NAME));

        for (k = 0; k < n && read_u16le(&r) == (uint8_t)name[k]; k++)
            ;
        if (k == n && read_u16le(&r) == 0)
            return true;
    }
    return false;
}

void cfb_mime(struct cfb *c, const char *mime)
{
    if (!c->inner)
        walk_mime(c->w, mime);
}

void cfb_story(struct cfb *c, struct slot s)
{
    if (!c->inner)
        walk_story(c->w, s);
    else if (s.data.len)
        walk_slot(c->w, s);
}

struct span cfb_data(struct cfb *c, const struct cfb_entry *e, struct range *at,
                     bool *whole)
{
    struct span s;

    *at = (struct range){0};
    *whole = false;
    if (!e || e->type != 2 || e->size == 0)
        return (struct span){0};
    if (e->size < c->cutoff) {
        s = join_small(c, e->start, e->size);
    } else {
        s = join(c, e->start, e->size, whole);
        if (e->start < LIMIT &&
            num_fits(place(c, e->start), 1, walk_size(c->w)))
            at->off = place(c, e->start);
        at->len = num_min(e->size, walk_size(c->w) - at->off);
    }
    if (s.len < e->size)
        walk_note(c->w, NOTE_TRUNCATED, at->off, "stream is cut");
    return s;
}
