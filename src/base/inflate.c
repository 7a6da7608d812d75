/* SPDX-License-Identifier: Apache-2.0
 * inflate.c - the one file with <zlib.h>, <libdeflate.h> and <brotli/decode.h>.
 *
 * libdeflate unpacks in half of zlib's time, but only what is whole, into room
 * for all of it.  So it is asked first; where it fails zlib tells how far a
 * stream can be read.  It takes some codes that [DEFLATE] leaves undefined for
 * defined ones: what zlib would have called damaged there is read further. */
#include "base/inflate.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/plug.h"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <limits.h>
#include <zlib.h>

#define DEFLATE(X)                      \
    X(libdeflate_alloc_decompressor)    \
    X(libdeflate_free_decompressor)     \
    X(libdeflate_deflate_decompress_ex) \
    X(libdeflate_zlib_decompress_ex)
#define BROTLI(X)                    \
    X(BrotliDecoderCreateInstance)   \
    X(BrotliDecoderDecompressStream) \
    X(BrotliDecoderDestroyInstance)

static struct {
    DEFLATE(PLUG_MEMBER)
} lib;

static struct {
    BROTLI(PLUG_MEMBER)
} br;

static const char *const deflate_names[] = {DEFLATE(PLUG_NAME)};
static const char *const brotli_names[] = {BROTLI(PLUG_NAME)};
static struct plug libdeflate = PLUG(LIBDEFLATE, deflate_names, lib);
static struct plug libbrotli = PLUG(LIBBROTLI, brotli_names, br);

enum {
    PIECE = 4096,
    LIKELY = 4,                /* times as long as it was packed */
    LIKELY_MOST = 1 << 20,     /* that is guessed */
    WIDER = 4,                 /* times the room that was too small */
    GZIP_BITS = MAX_WBITS + 16 /* as zlib is told of gzip's head */
};

/* The output that packed bytes may have: the smaller of both limits, and at
 * least one piece so that small inputs are not cut by the ratio alone. */
static size_t most_of(struct span packed, const struct limits *lim,
                      bool *by_ratio)
{
    uint64_t most = lim->inflate_bytes, ratio;

    *by_ratio = false;
    if (num_mul(packed.len, lim->inflate_ratio, &ratio) && ratio < most) {
        *by_ratio = true;
        most = ratio > PIECE ? ratio : PIECE;
    }
    return most > SIZE_MAX / 4 ? SIZE_MAX / 4 : (size_t)most;
}

static enum unpacked at_end(const struct buf *b, bool by_ratio)
{
    if (b->len < b->most && b->failed)
        return UNPACK_MEMORY;
    return by_ratio ? UNPACK_RATIO : UNPACK_BYTES;
}

/* first_of is the room that an output is likely to need: what it is said to
 * be, as far as that may be, or some times as much as it was packed. */
static size_t first_of(struct span packed, uint64_t size, size_t most)
{
    if (size && size <= most)
        return (size_t)size;
    return packed.len < LIKELY_MOST / LIKELY ? LIKELY * packed.len
                                             : LIKELY_MOST;
}

/* begin makes the first room, so that little is moved as the buf grows; without
 * memory for that it begins small. */
static void begin(struct buf *b, struct arena *a, size_t first, size_t most)
{
    buf_init(b, a, most);
    if (first > PIECE && first <= most && !buf_room(b, first))
        buf_init(b, a, most);
}

/* room is place for the next piece of output: all that there is, or as much as
 * the buf holds already, so that it grows by doubling. */
static uint8_t *room(struct buf *b, size_t *n)
{
    size_t left = b->most - b->len;

    *n = b->len < PIECE ? PIECE : b->len;
    if (*n < b->cap - b->len)
        *n = b->cap - b->len;
    if (*n > left)
        *n = left;
    return *n ? buf_room(b, *n) : NULL;
}

/* another makes z ready for the next member of gzip, if one follows: readers
 * take all of them for one stream [GZIP 2.2]. */
static bool another(z_stream *z, int bits)
{
    return bits == GZIP_BITS && z->avail_in > 1 && z->next_in[0] == 0x1F &&
           z->next_in[1] == 0x8B && inflateReset(z) == Z_OK;
}

/* whole unpacks a stream to its end, by its start for at most a third of the
 * work more: each room is WIDER than the one before.  False, with nothing
 * taken, where the stream does not end within what it may have. */
static bool whole(struct span *packed, bool raw, struct buf *b)
{
    struct libdeflate_decompressor *d =
        plug_once(&libdeflate) ? lib.libdeflate_alloc_decompressor() : NULL;
    enum libdeflate_result rc = LIBDEFLATE_INSUFFICIENT_SPACE;
    size_t n = b->cap ? b->cap : PIECE, read = 0, made = 0;
    __typeof__(lib.libdeflate_deflate_decompress_ex) unpack =
        raw ? lib.libdeflate_deflate_decompress_ex
            : lib.libdeflate_zlib_decompress_ex;

    for (bool last = !d; !last && rc == LIBDEFLATE_INSUFFICIENT_SPACE;) {
        last = n >= b->most;
        n = last ? b->most : n;
        if (!buf_fit(b, n)) /* there may be memory for smaller steps */
            break;
        rc = unpack(d, packed->ptr, packed->len, b->ptr, n, &read, &made);
        n *= WIDER; /* most_of leaves room for that */
    }
    if (d)
        lib.libdeflate_free_decompressor(d);
    if (rc != LIBDEFLATE_SUCCESS)
        return false;
    buf_took(b, made);
    *packed = span_cut(*packed, read, packed->len - read);
    return true;
}

static enum unpacked unzip(struct span *packed, int bits, struct buf *b,
                           bool by_ratio)
{
    z_stream z = {0};
    enum unpacked how = UNPACK_BROKEN;
    int rc = Z_OK;

    if (packed->len > UINT_MAX || inflateInit2(&z, bits) != Z_OK)
        return UNPACK_MEMORY;
    z.next_in = (Bytef *)(uintptr_t)packed->ptr;
    z.avail_in = (uInt)packed->len;
    while (rc == Z_OK) {
        size_t n;
        uint8_t *to = room(b, &n);

        if (!to) {
            how = at_end(b, by_ratio);
            break;
        }
        if (n > UINT_MAX)
            n = UINT_MAX;
        z.next_out = to;
        z.avail_out = (uInt)n;
        rc = inflate(&z, Z_NO_FLUSH);
        buf_took(b, n - z.avail_out);
        if (rc == Z_STREAM_END && another(&z, bits))
            rc = Z_OK;
        else if (rc == Z_STREAM_END)
            how = UNPACK_WHOLE;
        else if (z.avail_out > 0) /* wants input that is not there */
            break;
    }
    *packed = (struct span){z.next_in, z.avail_in};
    inflateEnd(&z);
    return how;
}

static enum unpacked unbrotli(struct span *packed, struct buf *b, bool by_ratio)
{
    BrotliDecoderState *s = NULL;
    enum unpacked how = UNPACK_BROKEN;
    const uint8_t *in = packed->ptr;
    size_t in_left = packed->len;
    BrotliDecoderResult rc = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

    if (!plug_once(&libbrotli))
        return UNPACK_ABSENT;
    s = br.BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!s)
        return UNPACK_MEMORY;
    while (rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
        size_t n, left;
        uint8_t *to = room(b, &n);

        if (!to) {
            how = at_end(b, by_ratio);
            break;
        }
        left = n;
        rc = br.BrotliDecoderDecompressStream(s, &in_left, &in, &left, &to,
                                              NULL);
        buf_took(b, n - left);
        if (rc == BROTLI_DECODER_RESULT_SUCCESS)
            how = UNPACK_WHOLE;
    }
    br.BrotliDecoderDestroyInstance(s);
    *packed = (struct span){in, in_left};
    return how;
}

/* bits_of is how zlib is told of a packing; 0 for what is not its own. */
static int bits_of(enum packing how)
{
    switch (how) {
    case PACKED_ZLIB: return MAX_WBITS;
    case PACKED_RAW: return -MAX_WBITS;
    case PACKED_GZIP: return GZIP_BITS;
    case PACKED_BROTLI: break;
    }
    return 0;
}

enum unpacked inflate_span(struct arena *a, struct span packed,
                           enum packing how, const struct limits *lim,
                           struct inflated *to)
{
    enum unpacked end;
    bool by_ratio;
    size_t most = most_of(packed, lim, &by_ratio);
    struct buf b;

    begin(&b, a, first_of(packed, to->size, most), most);
    if ((how == PACKED_ZLIB || how == PACKED_RAW) &&
        whole(&packed, how == PACKED_RAW, &b))
        end = UNPACK_WHOLE;
    else
        end = bits_of(how) ? unzip(&packed, bits_of(how), &b, by_ratio)
                           : unbrotli(&packed, &b, by_ratio);
    buf_fit(&b, b.len); /* a document's parts share one budget */
    to->out = buf_span(&b);
    to->rest = end == UNPACK_WHOLE ? packed : (struct span){0};
    return end;
}
