/* SPDX-License-Identifier: Apache-2.0
 * wrap.c - the blocks of a recipe: a header, what is inside, a trailer.
 *
 * Everything is written out by hand after the formats' specifications, so the
 * files do not change with the version of any codec. */
#include "out.h"

#include <stdlib.h>
#include <string.h>

static uint32_t crc32_of(const uint8_t *p, size_t n)
{
    uint32_t c = 0xFFFFFFFFu;

    for (size_t i = 0; i < n; i++) {
        c ^= p[i];
        for (int k = 0; k < 8; k++)
            c = c & 1 ? c >> 1 ^ 0xEDB88320u : c >> 1;
    }
    return ~c;
}

static uint32_t adler32_of(const uint8_t *p, size_t n)
{
    uint32_t a = 1, b = 0;

    for (size_t i = 0; i < n; i++) {
        a = (a + p[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

/* Stored deflate blocks [RFC 1951, 3.2.4]. */
static void deflate_stored(struct out *to, const struct out *in)
{
    size_t at = 0;

    do {
        size_t n = in->len - at < 65535 ? in->len - at : 65535;

        out_be(to, at + n == in->len, 1);
        out_le(to, n, 2);
        out_le(to, ~n & 0xFFFF, 2);
        out_put(to, in->ptr + at, n);
        at += n;
    } while (at < in->len);
}

static void make_zlib(struct out *to, const char *const *args,
                      const struct out *in)
{
    (void)args;
    out_put(to, "\x78\x01", 2);
    deflate_stored(to, in);
    out_be(to, adler32_of(in->ptr, in->len), 4);
}

static void make_raw(struct out *to, const char *const *args,
                     const struct out *in)
{
    (void)args;
    deflate_stored(to, in);
}

static void make_gzip(struct out *to, const char *const *args,
                      const struct out *in)
{
    (void)args;
    out_put(to, "\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
    deflate_stored(to, in);
    out_le(to, crc32_of(in->ptr, in->len), 4);
    out_le(to, in->len, 4);
}

static void make_chunk(struct out *to, const char *const *args,
                       const struct out *in)
{
    size_t from;

    out_be(to, in->len, 4);
    from = to->len;
    out_text(to, args[0]);
    out_put(to, in->ptr, in->len);
    out_be(to, crc32_of(to->ptr + from, to->len - from), 4);
}

static void make_seg(struct out *to, const char *const *args,
                     const struct out *in)
{
    out_be(to, 0xFF, 1);
    out_be(to, strtoul(args[0], NULL, 16), 1);
    out_be(to, in->len + 2, 2);
    out_put(to, in->ptr, in->len);
}

static void make_riff(struct out *to, const char *const *args,
                      const struct out *in)
{
    out_text(to, args[0]);
    for (size_t i = strlen(args[0]); i < 4; i++)
        out_text(to, " ");
    out_le(to, in->len, 4);
    out_put(to, in->ptr, in->len);
    if (in->len % 2)
        out_be(to, 0, 1);
}

/* put_type writes four letters, or x and eight hexadecimal digits for types
 * that are none. */
static void put_type(struct out *to, const char *type)
{
    if (type[0] == 'x' && strlen(type) == 9)
        out_be(to, strtoul(type + 1, NULL, 16), 4);
    else
        out_put(to, type, 4);
}

static void make_box(struct out *to, const char *const *args,
                     const struct out *in)
{
    out_be(to, in->len + 8, 4);
    put_type(to, args[0]);
    out_put(to, in->ptr, in->len);
}

static void make_fullbox(struct out *to, const char *const *args,
                         const struct out *in)
{
    out_be(to, in->len + 12, 4);
    out_put(to, args[0], 4);
    out_be(to, strtoul(args[1], NULL, 0), 1);
    out_be(to, strtoul(args[2], NULL, 0), 3);
    out_put(to, in->ptr, in->len);
}

static void make_element(struct out *to, const char *const *args,
                         const struct out *in)
{
    out_be(to, strtoul(args[0], NULL, 16), (unsigned)strlen(args[0]) / 2);
    out_be(to, UINT64_C(1) << 56 | in->len, 8);
    out_put(to, in->ptr, in->len);
}

static void make_be16(struct out *to, const char *const *args,
                      const struct out *in)
{
    (void)args;
    out_be(to, in->len, 2);
    out_put(to, in->ptr, in->len);
}

static void make_be32(struct out *to, const char *const *args,
                      const struct out *in)
{
    (void)args;
    out_be(to, in->len, 4);
    out_put(to, in->ptr, in->len);
}

static void make_le32(struct out *to, const char *const *args,
                      const struct out *in)
{
    (void)args;
    out_le(to, in->len, 4);
    out_put(to, in->ptr, in->len);
}

static void make_le16(struct out *to, const char *const *args,
                      const struct out *in)
{
    (void)args;
    out_le(to, in->len, 2);
    out_put(to, in->ptr, in->len);
}

void base64_put(struct out *to, const struct out *in)
{
    static const char abc[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < in->len; i += 3) {
        size_t n = in->len - i < 3 ? in->len - i : 3;
        uint32_t v = 0;

        for (size_t k = 0; k < 3; k++)
            v = v << 8 | (k < n ? in->ptr[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            out_put(to, k <= n ? &abc[v >> (18 - 6 * k) & 63] : "=", 1);
    }
}

static void make_base64(struct out *to, const char *const *args,
                        const struct out *in)
{
    (void)args;
    base64_put(to, in);
}

/* selector puts a byte as U+FE00..FE0F or U+E0100..E01EF. */
static void selector(struct out *to, unsigned b)
{
    if (b < 16) {
        out_be(to, 0xEFB880 + b, 3);
        return;
    }
    b -= 16;
    out_be(to, 0xF3A08480 + (b >> 6) * 0x100 + (b & 63), 4);
}

/* How long a selector is depends on the byte, and the bytes on the length that
 * they sign: so the wrapper is padded to the length it could have at most. */
void text_wrapper(struct out *to, const struct out *in)
{
    struct out all = {0};
    size_t from = to->len, left;

    out_put(&all, "C2PATXT\0\1", 9);
    out_be(&all, in->len, 4);
    out_put(&all, in->ptr, in->len);
    out_be(to, 0xEFBBBF, 3);
    for (size_t i = 0; i < all.len; i++)
        selector(to, all.ptr[i]);
    left = from + 3 + 4 * all.len + 12 - to->len;
    for (; left % 3; left -= 4)
        selector(to, 16);
    for (; left; left -= 3)
        selector(to, 0);
    out_free(&all);
}

static void make_wrapper(struct out *to, const char *const *args,
                         const struct out *in)
{
    (void)args;
    text_wrapper(to, in);
}

static void make_hextext(struct out *to, const char *const *args,
                         const struct out *in)
{
    (void)args;
    for (size_t i = 0; i < in->len; i++) {
        out_put(to, &"0123456789abcdef"[in->ptr[i] >> 4], 1);
        out_put(to, &"0123456789abcdef"[in->ptr[i] & 15], 1);
        if (i % 36 == 35)
            out_text(to, "\n");
    }
}

/* UTF-8 in, UTF-16 out; the recipes are ours, so no checks. */
static void to_utf16(struct out *to, const struct out *in, bool big)
{
    for (size_t i = 0; i < in->len;) {
        uint8_t b = in->ptr[i];
        unsigned n = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
        uint32_t c = n == 1 ? b : b & (0x7Fu >> n);

        for (unsigned k = 1; k < n; k++)
            c = c << 6 | (in->ptr[i + k] & 0x3Fu);
        i += n;
        if (c >= 0x10000) {
            uint32_t high = 0xD7C0 + (c >> 10);

            (big ? out_be : out_le)(to, high, 2);
            c = 0xDC00 | (c & 0x3FF);
        }
        (big ? out_be : out_le)(to, c, 2);
    }
}

static void make_utf16be(struct out *to, const char *const *args,
                         const struct out *in)
{
    (void)args;
    to_utf16(to, in, true);
}

static void make_utf16le(struct out *to, const char *const *args,
                         const struct out *in)
{
    (void)args;
    to_utf16(to, in, false);
}

static void make_repeat(struct out *to, const char *const *args,
                        const struct out *in)
{
    for (unsigned long n = strtoul(args[0], NULL, 0); n > 0; n--)
        out_put(to, in->ptr, in->len);
}

static void make_cut(struct out *to, const char *const *args,
                     const struct out *in)
{
    size_t n = strtoul(args[0], NULL, 0);

    out_put(to, in->ptr, n < in->len ? in->len - n : 0);
}

static void make_iptc(struct out *to, const char *const *args,
                      const struct out *in)
{
    const char *colon = strchr(args[0], ':');

    out_be(to, 0x1C, 1);
    out_be(to, strtoul(args[0], NULL, 10), 1);
    out_be(to, colon ? strtoul(colon + 1, NULL, 10) : 0, 1);
    out_be(to, in->len, 2);
    out_put(to, in->ptr, in->len);
}

static void make_8bim(struct out *to, const char *const *args,
                      const struct out *in)
{
    out_text(to, "8BIM");
    out_be(to, strtoul(args[0], NULL, 16), 2);
    out_be(to, 0, 2); /* an empty name, padded */
    out_be(to, in->len, 4);
    out_put(to, in->ptr, in->len);
    if (in->len % 2)
        out_be(to, 0, 1);
}

/* A GIF's sub-blocks: length and bytes, up to a 0 [GIF89a, 15]. */
void sub_put(struct out *to, const struct out *in)
{
    for (size_t at = 0; at < in->len; at += 255) {
        size_t n = in->len - at < 255 ? in->len - at : 255;

        out_be(to, n, 1);
        out_put(to, in->ptr + at, n);
    }
    out_be(to, 0, 1);
}

static void make_sub(struct out *to, const char *const *args,
                     const struct out *in)
{
    (void)args;
    sub_put(to, in);
}

static void make_id3(struct out *to, const char *const *args,
                     const struct out *in)
{
    unsigned version = (unsigned)strtoul(args[0], NULL, 10);

    out_text(to, "ID3");
    out_be(to, version, 1);
    out_be(to, 0, 2);
    for (int k = 3; k >= 0; k--)
        out_be(to, in->len >> (7 * k) & 0x7F, 1);
    out_put(to, in->ptr, in->len);
}

static void make_frame(struct out *to, const char *const *args,
                       const struct out *in)
{
    out_put(to, args[0], 4);
    out_be(to, in->len, 4); /* below 128 both codings agree */
    out_be(to, 0, 2);
    out_put(to, in->ptr, in->len);
}

/* One stored ZIP member: local header and data; zip-end makes the rest. */
static void make_member(struct out *to, const char *const *args,
                        const struct out *in)
{
    out_put(to, "PK\3\4\x14\0\0\x08\0\0\0\0\x21\0", 14);
    out_le(to, crc32_of(in->ptr, in->len), 4);
    out_le(to, in->len, 4);
    out_le(to, in->len, 4);
    out_le(to, strlen(args[0]), 2);
    out_le(to, 0, 2);
    out_text(to, args[0]);
    out_put(to, in->ptr, in->len);
}

static uint32_t le_at(const struct out *o, size_t at, unsigned n)
{
    uint32_t v = 0;

    while (n-- > 0)
        v = v << 8 | o->ptr[at + n];
    return v;
}

/* The members and, behind them, the central directory [APPNOTE 4.3.12]. */
static void make_zip(struct out *to, const char *const *args,
                     const struct out *in)
{
    struct out dir = {0};
    size_t at = 0, count = 0;

    (void)args;
    out_put(to, in->ptr, in->len);
    while (at + 30 <= in->len) {
        uint32_t size = le_at(in, at + 18, 4), name = le_at(in, at + 26, 2);

        out_put(&dir, "PK\1\2\x14\0", 6);
        out_put(&dir, in->ptr + at + 4, 26);
        out_be(&dir, 0, 8);
        out_be(&dir, 0, 2);
        out_le(&dir, at, 4);
        out_put(&dir, in->ptr + at + 30, name);
        at += 30 + name + size;
        count++;
    }
    out_put(to, dir.ptr, dir.len);
    out_put(to, "PK\5\6\0\0\0\0", 8);
    out_le(to, count, 2);
    out_le(to, count, 2);
    out_le(to, dir.len, 4);
    out_le(to, in->len, 4);
    out_be(to, 0, 2);
    out_free(&dir);
}

enum {
    OGG_CONTINUED = 1,
    OGG_FIRST = 2,
    OGG_LAST = 4
};

/* page puts one page of Ogg; `open`: its packet goes on in the next one.  The
 * CRC has neither reflection nor inversion [RFC 3533, 6]. */
static void page(struct out *to, unsigned flags, uint32_t serial, uint32_t n,
                 const uint8_t *data, size_t len, bool open)
{
    size_t from = to->len, left = len;
    uint32_t crc = 0;

    out_put(to, "OggS", 5);
    out_be(to, flags, 1);
    out_be(to, 0, 8);
    out_le(to, serial, 4);
    out_le(to, n, 4);
    out_be(to, 0, 4);
    out_be(to, left / 255 + !open, 1);
    for (; left >= 255; left -= 255)
        out_be(to, 255, 1);
    if (!open)
        out_be(to, left, 1);
    out_put(to, data, len);
    for (size_t i = from; i < to->len; i++) {
        crc ^= (uint32_t)to->ptr[i] << 24;
        for (int k = 0; k < 8; k++)
            crc = crc & 0x80000000u ? crc << 1 ^ 0x04C11DB7u : crc << 1;
    }
    for (unsigned k = 0; k < 4; k++)
        to->ptr[from + 22 + k] = (uint8_t)(crc >> (8 * k));
}

static void make_page(struct out *to, const char *const *args,
                      const struct out *in)
{
    page(to, (unsigned)strtoul(args[0], NULL, 0),
         (uint32_t)strtoul(args[1], NULL, 0),
         (uint32_t)strtoul(args[2], NULL, 0), in->ptr, in->len, false);
}

static void make_pages(struct out *to, const char *const *args,
                       const struct out *in)
{
    uint32_t serial = (uint32_t)strtoul(args[0], NULL, 0), n = 0;
    uint32_t other = (uint32_t)strtoul(args[2], NULL, 0);
    size_t most = 255 * strtoul(args[1], NULL, 0), at = 0;

    while (in->len - at >= most) {
        page(to, n ? OGG_CONTINUED : OGG_FIRST, serial, n, in->ptr + at, most,
             true);
        at += most;
        n++;
        if (other)
            page(to, 0, other, n, NULL, 0, false);
    }
    page(to, (n ? OGG_CONTINUED : OGG_FIRST) | OGG_LAST, serial, n,
         in->ptr + at, in->len - at, false);
}

/* clang-format off */
static const struct wrap wraps[] = {
    {"chunk",   1, make_chunk,   "PNG chunk: length, type, data, crc"},
    {"seg",     1, make_seg,     "JPEG segment: FF, marker (hex), length, data"},
    {"riff",    1, make_riff,    "RIFF chunk: fourcc, little-endian length, data, pad"},
    {"box",     1, make_box,     "ISO box: length, type (or x and 8 hex digits), data"},
    {"fullbox", 3, make_fullbox, "the same with version and flags"},
    {"element", 1, make_element, "EBML element: id (hex), size of eight bytes, data"},
    {"be16len", 0, make_be16,    "16-bit big-endian length, data"},
    {"be32len", 0, make_be32,    "32-bit big-endian length, data"},
    {"le16len", 0, make_le16,    "16-bit little-endian length, data"},
    {"le32len", 0, make_le32,    "32-bit little-endian length, data"},
    {"zlib",    0, make_zlib,    "zlib stream, stored"},
    {"deflate", 0, make_raw,     "raw deflate, stored"},
    {"gzip",    0, make_gzip,    "gzip stream, stored"},
    {"base64",  0, make_base64,  "base64 text of it"},
    {"text-wrapper", 0, make_wrapper, "it as invisible characters of a text"},
    {"hextext", 0, make_hextext, "hexadecimal text of it, 36 bytes a line"},
    {"utf16be", 0, make_utf16be, "UTF-8 inside, UTF-16 big-endian out"},
    {"utf16le", 0, make_utf16le, "UTF-8 inside, UTF-16 little-endian out"},
    {"repeat",  1, make_repeat,  "it N times"},
    {"cut",     1, make_cut,     "it without its last N bytes"},
    {"iptc",    1, make_iptc,    "IIM data set, as 2:110"},
    {"8bim",    1, make_8bim,    "Photoshop resource of this number (hex)"},
    {"sub",     0, make_sub,     "GIF sub-blocks and their end"},
    {"id3",     1, make_id3,     "ID3v2 tag of version 3 or 4"},
    {"frame",   1, make_frame,   "ID3v2 frame of under 128 bytes"},
    {"page",    3, make_page,    "Ogg page of one packet: flags, serial, number"},
    {"pages",   3, make_pages,   "an Ogg stream of one packet: serial, segments a page, serial of a stream with an empty page between (0: none)"},
    {"member",  1, make_member,  "stored ZIP member of this name"},
    {"zip",     0, make_zip,     "members, and the directory of them"},
    {"stream",  1, stream_put,   "a stream of a compound file"},
    {"storage", 1, storage_put,  "a storage, which holds streams and storages"},
    {"compound", 0, compound_put, "a compound file of them"},
};
/* clang-format on */

enum {
    COUNT = sizeof(wraps) / sizeof(wraps[0])
};

const struct wrap *wrap_at(size_t i)
{
    return i < COUNT ? &wraps[i] : NULL;
}

const struct wrap *wrap_named(const char *name)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(wraps[i].name, name) == 0)
            return &wraps[i];
    return NULL;
}
