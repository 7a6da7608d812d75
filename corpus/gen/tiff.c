/* SPDX-License-Identifier: Apache-2.0
 * tiff.c - a TIFF structure from a recipe:
 *
 *   tiff le {
 *     0x010F ascii "Ideogram AI"
 *     0x8769 ifd { 0x9286 undef "ASCII\0\0\0hello" }
 *     0x0100 short 8     0x0111 long 42
 *   }
 *
 * [TIFF] Revision 6.0, section 2: header, directories, values behind them. */
#include "out.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST = 64,   /* entries of one directory */
    DEEPEST = 4, /* directories inside each other */
    HEADER = 8
};

struct entry {
    unsigned tag, type;
    size_t count;
    struct out value; /* bytes; of a directory: not yet placed */
    struct dir *sub;
};

struct dir {
    struct entry list[MOST];
    size_t count;
};

static void put(struct out *o, bool big, uint64_t v, unsigned n)
{
    (big ? out_be : out_le)(o, v, n);
}

static void read_dir(struct words *w, struct dir *d, bool big, int depth);

static void read_entry(struct words *w, struct entry *e, bool big, int depth)
{
    const char *type = words_next(w);

    if (!type)
        words_fail(w, "a TIFF entry wants: tag type value");
    if (strcmp(type, "ifd") == 0) {
        const char *brace = words_next(w);

        if (!brace || strcmp(brace, "{") != 0 || depth >= DEEPEST)
            words_fail(w, "ifd wants { entries }");
        e->type = 4;
        e->count = 1;
        e->sub = calloc(1, sizeof(*e->sub));
        if (!e->sub)
            words_fail(w, "out of memory");
        read_dir(w, e->sub, big, depth + 1);
    } else if (strcmp(type, "short") == 0 || strcmp(type, "long") == 0) {
        bool narrow = type[0] == 's'; /* a word lives until the next one */
        const char *v = words_next(w);

        e->type = narrow ? 3 : 4;
        e->count = 1;
        put(&e->value, big, v ? strtoul(v, NULL, 0) : 0, narrow ? 2 : 4);
    } else {
        e->type = strcmp(type, "ascii") == 0   ? 2
                  : strcmp(type, "undef") == 0 ? 7
                                               : 1; /* byte */
        if (!words_bytes(w, &e->value))
            words_fail(w, "a TIFF value wants a literal");
        if (e->type == 2)
            out_be(&e->value, 0, 1);
        e->count = e->value.len;
    }
}

static void read_dir(struct words *w, struct dir *d, bool big, int depth)
{
    const char *tag;

    while (!words_peek(w, "}")) {
        tag = words_next(w);
        if (!tag || d->count >= MOST)
            words_fail(w, "tiff without its }");
        d->list[d->count].tag = (unsigned)strtoul(tag, NULL, 0);
        read_entry(w, &d->list[d->count++], big, depth);
    }
    words_next(w);
}

/* write_dir puts a directory at the end of o, its values behind it. */
static void write_dir(struct out *o, size_t base, struct dir *d, bool big)
{
    size_t values = o->len - base + 2 + d->count * 12 + 4;
    struct out behind = {0};

    put(o, big, d->count, 2);
    for (size_t i = 0; i < d->count; i++) {
        struct entry *e = &d->list[i];

        put(o, big, e->tag, 2);
        put(o, big, e->type, 2);
        put(o, big, e->count, 4);
        if (e->sub) {
            struct out sub = {0};

            put(o, big, values + behind.len, 4);
            /* a directory's offsets are of the whole: build it in place */
            for (size_t k = 0; k < values + behind.len; k++)
                out_be(&sub, 0, 1);
            write_dir(&sub, 0, e->sub, big);
            out_put(&behind, sub.ptr + values + behind.len,
                    sub.len - values - behind.len);
            out_free(&sub);
            free(e->sub);
        } else if (e->value.len <= 4) {
            out_put(o, e->value.ptr, e->value.len);
            out_be(o, 0, (unsigned)(4 - e->value.len));
        } else {
            put(o, big, values + behind.len, 4);
            out_put(&behind, e->value.ptr, e->value.len);
            if (e->value.len % 2)
                out_be(&behind, 0, 1);
        }
        out_free(&e->value);
    }
    put(o, big, 0, 4);
    out_put(o, behind.ptr, behind.len);
    out_free(&behind);
}

void tiff_make(struct words *w, struct out *o)
{
    const char *order = words_next(w), *brace;
    bool big = order && strcmp(order, "be") == 0;
    struct dir top = {0};
    size_t base = o->len;

    brace = words_next(w);
    if (!order || !brace || strcmp(brace, "{") != 0)
        words_fail(w, "tiff wants: le|be { entries }");
    read_dir(w, &top, big, 0);
    out_text(o, big ? "MM" : "II");
    put(o, big, 42, 2);
    put(o, big, HEADER, 4);
    write_dir(o, base, &top, big);
}
