/* SPDX-License-Identifier: Apache-2.0
 * compound.h - compound files, for tests of what stands in them. */
#ifndef TESTS_COMPOUND_H
#define TESTS_COMPOUND_H

#include "tests/walks.h"

enum {
    SECTOR = 512,
    MOST = 8
};

/* What a compound file is built from: streams in one storage each, or in the
 * root where `in` is NULL. */
struct item {
    const char *in, *name;
    struct span data;
};

static inline void patch(struct buf *b, size_t at, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        b->ptr[at + i] = (uint8_t)(v >> 8 * i);
}

static inline void name16(struct buf *b, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        put_le(b, (uint8_t)name[i], 2);
    put_be(b, 0, (unsigned)(64 - 2 * n));
    put_le(b, 2 * n + 2, 2);
}

static inline void entry(struct buf *b, const char *name, unsigned type,
                         uint32_t right, uint32_t child, uint32_t start,
                         size_t size)
{
    name16(b, name);
    put_le(b, type, 1);
    put_le(b, 1, 1);
    put_le(b, UINT32_MAX, 4);
    put_le(b, right, 4);
    put_le(b, child, 4);
    put_be(b, 0, 16 + 4 + 8 + 8);
    put_le(b, start, 4);
    put_le(b, size, 8);
}

static inline void pad(struct buf *b, size_t to)
{
    while (b->len % to)
        buf_byte(b, 0);
}

/* The header says where the table, the directory, and the table of small
 * streams are: sectors 0, 1 and 2 to 3, then 4. */
static inline void header(struct buf *b, bool small)
{
    buf_put(b, SPAN("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
    put_be(b, 0, 16);
    put_le(b, 0x3E, 2);
    put_le(b, 3, 2);
    put_le(b, 0xFFFE, 2);
    put_le(b, 9, 2);
    put_le(b, 6, 2);
    put_be(b, 0, 6 + 4);
    put_le(b, 1, 4);
    put_le(b, 1, 4);
    put_le(b, 0, 4);
    put_le(b, small ? 4096 : 0, 4);
    put_le(b, small ? 4 : UINT32_MAX - 1, 4);
    put_le(b, small, 4);
    put_le(b, UINT32_MAX - 1, 4);
    put_le(b, 0, 4);
    put_le(b, 0, 4);
    for (unsigned i = 1; i < 109; i++)
        put_le(b, UINT32_MAX, 4);
}

/* compound writes: FAT, three directory sectors (12 entries), one sector of
 * the small table, then data: each stream in sectors of its own, or in small
 * ones of 64 bytes in one run. */
static inline struct span compound(struct arena *a, const struct item *list,
                                   unsigned count, bool small)
{
    struct buf b, dir, data, fat, mini;
    uint32_t unit = small ? 64 : SECTOR, chain = 5, n = 1;
    uint32_t starts[MOST];

    buf_init(&b, a, 1 << 16);
    buf_init(&dir, a, 1 << 12);
    buf_init(&data, a, 1 << 15);
    buf_init(&fat, a, 1 << 12);
    buf_init(&mini, a, 1 << 12);
    header(&b, small);
    for (unsigned i = 0; i < count; i++) {
        uint32_t first = (uint32_t)(data.len / unit), last;

        starts[i] = small ? first : first + chain;
        buf_put(&data, list[i].data);
        pad(&data, unit);
        last = (uint32_t)(data.len / unit);
        for (uint32_t k = first + 1; k <= last; k++)
            put_le(small ? &mini : &fat,
                   k == last ? UINT32_MAX - 1 : k + (small ? 0 : chain), 4);
    }
    entry(&dir, "Root Entry", 5, UINT32_MAX, 1, small ? 5 : UINT32_MAX - 1,
          small ? data.len : 0);
    for (unsigned i = 0; i < count; i++) {
        uint32_t next = i + 1 < count ? n + (list[i].in ? 2U : 1U) : UINT32_MAX;

        if (list[i].in) {
            entry(&dir, list[i].in, 1, next, n + 1, 0, 0);
            n++;
            next = UINT32_MAX;
        }
        entry(&dir, list[i].name, 2, next, UINT32_MAX, starts[i],
              list[i].data.len);
        n++;
    }
    pad(&dir, (size_t)3 * SECTOR);
    put_le(&b, UINT32_MAX - 2, 4); /* the table's own sector */
    put_le(&b, 2, 4);
    put_le(&b, 3, 4);
    put_le(&b, UINT32_MAX - 1, 4);
    put_le(&b, UINT32_MAX - 1, 4);
    if (small)
        for (uint32_t k = 0; k * SECTOR < data.len; k++)
            put_le(&fat,
                   (k + 1) * SECTOR < data.len ? chain + k + 1 : UINT32_MAX - 1,
                   4);
    buf_put(&b, buf_span(&fat));
    while (b.len % SECTOR)
        put_le(&b, UINT32_MAX, 4);
    buf_put(&b, buf_span(&dir));
    buf_put(&b, buf_span(&mini));
    while (b.len % SECTOR || b.len < (size_t)SECTOR * 6)
        put_le(&b, UINT32_MAX, 4);
    buf_put(&b, buf_span(&data));
    pad(&b, SECTOR);
    return buf_span(&b);
}

#endif
