/* SPDX-License-Identifier: Apache-2.0
 * compound.c - a compound file: storages and streams [CFB] MS-CFB.
 *
 * `stream NAME { }` and `storage NAME { }` write a record each: kind(1), length
 * of the name(1), length of what is inside(4), both; `compound` lays out what
 * the records say.  Siblings are a chain to the right, which readers take. */
#include "out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SECTOR = 512,
    SMALL = 64,
    CUTOFF = 4096,
    ENTRIES = 64,
    STREAM = 2,
    STORAGE = 1,
    ROOT = 5
};

#define FREE UINT32_MAX
#define END  (UINT32_MAX - 1)

struct entry {
    unsigned kind;
    const uint8_t *name, *data;
    size_t name_len, len;
    uint32_t next, child, start;
};

static void record(struct out *to, unsigned kind, const char *name,
                   const struct out *in)
{
    out_be(to, kind, 1);
    out_be(to, strlen(name), 1);
    out_le(to, in->len, 4);
    out_text(to, name);
    out_put(to, in->ptr, in->len);
}

void stream_put(struct out *to, const char *const *args, const struct out *in)
{
    record(to, STREAM, args[0], in);
}

void storage_put(struct out *to, const char *const *args, const struct out *in)
{
    record(to, STORAGE, args[0], in);
}

/* list takes the records inside an entry, and of those in turn. */
static uint32_t list(struct entry *all)
{
    uint32_t count = 1;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t *link = &all[i].child;

        all[i].child = FREE;
        for (size_t at = 0; all[i].kind != STREAM && at + 6 <= all[i].len;) {
            const uint8_t *p = all[i].data + at;
            struct entry e = {.kind = p[0], .name = p + 6, .next = FREE};

            if (count == ENTRIES) {
                fprintf(stderr, "more than %d streams\n", ENTRIES);
                exit(1);
            }
            e.name_len = p[1];
            e.len = p[2] | (size_t)p[3] << 8 | (size_t)p[4] << 16;
            e.data = p + 6 + e.name_len;
            all[count] = e;
            *link = count;
            link = &all[count++].next;
            at += 6 + e.name_len + e.len;
        }
    }
    return count;
}

static void pad(struct out *o, size_t unit)
{
    while (o->len % unit)
        out_be(o, 0, 1);
}

/* chain adds a row of `count` sectors to a table, and is its first. */
static uint32_t chain(struct out *table, size_t count)
{
    uint32_t first = (uint32_t)(table->len / 4);

    for (size_t i = 1; i <= count; i++)
        out_le(table, i == count ? END : first + i, 4);
    return count ? first : END;
}

static void directory(struct out *to, const struct entry *e)
{
    for (size_t i = 0; i < 32; i++)
        out_le(to, i < e->name_len ? e->name[i] : 0, 2);
    out_le(to, 2 * e->name_len + 2, 2);
    out_le(to, e->kind, 1);
    out_le(to, 1, 1);
    out_le(to, FREE, 4);
    out_le(to, e->next, 4);
    out_le(to, e->child, 4);
    out_be(to, 0, 16 + 4 + 8 + 8);
    out_le(to, e->start, 4);
    out_le(to, e->kind == STORAGE ? 0 : e->len, 8);
}

static void header(struct out *to, uint32_t dir, uint32_t mini, size_t minis)
{
    out_put(to, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    out_be(to, 0, 16);
    out_put(to, "\x3E\0\3\0\xFE\xFF\x09\0\x06\0", 10);
    out_be(to, 0, 6 + 4);
    out_le(to, 1, 4);
    out_le(to, dir, 4);
    out_le(to, 0, 4);
    out_le(to, CUTOFF, 4);
    out_le(to, mini, 4);
    out_le(to, minis, 4);
    out_le(to, END, 4);
    out_le(to, 0, 4);
    out_le(to, 0, 4); /* the table is sector 0 */
    for (unsigned i = 1; i < 109; i++)
        out_le(to, FREE, 4);
}

void compound_put(struct out *to, const char *const *args, const struct out *in)
{
    struct entry all[ENTRIES] = {{.kind = ROOT,
                                  .name = (const uint8_t *)"Root Entry",
                                  .name_len = 10,
                                  .data = in->ptr,
                                  .len = in->len,
                                  .next = FREE}};
    struct out fat = {0}, dir = {0}, mini = {0}, small = {0}, big = {0};
    uint32_t count = list(all), at_dir, at_mini, from;

    (void)args;
    for (uint32_t i = 1; i < count; i++)
        if (all[i].kind == STREAM && all[i].len < CUTOFF) {
            all[i].start = chain(&mini, (all[i].len + SMALL - 1) / SMALL);
            out_put(&small, all[i].data, all[i].len);
            pad(&small, SMALL);
        }
    out_le(&fat, UINT32_MAX - 2, 4);
    at_dir = chain(&fat, (count + 3) / 4);
    at_mini = chain(&fat, (mini.len + SECTOR - 1) / SECTOR);
    all[0].len = small.len;
    all[0].start = chain(&fat, (small.len + SECTOR - 1) / SECTOR);
    for (uint32_t i = 1; i < count; i++)
        if (all[i].kind == STREAM && all[i].len >= CUTOFF) {
            from = chain(&fat, (all[i].len + SECTOR - 1) / SECTOR);
            all[i].start = from;
            out_put(&big, all[i].data, all[i].len);
            pad(&big, SECTOR);
        }
    for (uint32_t i = 0; i < count; i++)
        directory(&dir, &all[i]);
    while (fat.len < SECTOR)
        out_le(&fat, FREE, 4);
    while (mini.len % SECTOR)
        out_le(&mini, FREE, 4);
    pad(&dir, SECTOR);
    pad(&small, SECTOR);
    if (fat.len > SECTOR) {
        fprintf(stderr, "more than one table has place for\n");
        exit(1);
    }
    header(to, at_dir, at_mini, mini.len / SECTOR);
    out_put(to, fat.ptr, fat.len);
    out_put(to, dir.ptr, dir.len);
    out_put(to, mini.ptr, mini.len);
    out_put(to, small.ptr, small.len);
    out_put(to, big.ptr, big.len);
    out_free(&fat);
    out_free(&dir);
    out_free(&mini);
    out_free(&small);
    out_free(&big);
}
