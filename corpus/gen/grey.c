/* SPDX-License-Identifier: Apache-2.0
 * grey.c - small grey pictures that every decoder takes, written by hand. */
#include "out.h"

#include <string.h>

static void wrap(struct out *o, const char *name, const char *arg,
                 struct out *in)
{
    const char *args[1] = {arg};

    wrap_named(name)->make(o, args, in);
    out_free(in);
}

void grey_png(struct out *o, unsigned width, unsigned height)
{
    struct out raw = {0}, packed = {0};

    for (unsigned y = 0; y < height; y++) {
        out_be(&raw, 0, 1); /* filter: none */
        for (unsigned x = 0; x < 3 * width; x++)
            out_be(&raw, 128, 1);
    }
    wrap(&packed, "zlib", "", &raw);
    wrap(o, "chunk", "IDAT", &packed);
}

/* SOI is the recipe's; this is tables, frame, scan and EOI of an 8x8 grey
 * baseline picture: one block whose only coefficient is 0. */
void grey_jpeg(struct out *o)
{
    struct out b = {0};

    out_be(&b, 0, 1);
    for (int i = 0; i < 64; i++)
        out_be(&b, 1, 1);
    wrap(o, "seg", "DB", &b);
    out_put(&b, "\x08\0\x08\0\x08\x01\x01\x11\0", 9);
    wrap(o, "seg", "C0", &b);
    /* one code of one bit for the symbol 0, DC and AC */
    for (int table = 0; table <= 0x10; table += 0x10) {
        out_be(&b, (uint64_t)table, 1);
        out_be(&b, 1, 1);
        for (int i = 0; i < 15; i++)
            out_be(&b, 0, 1);
        out_be(&b, 0, 1);
        wrap(o, "seg", "C4", &b);
    }
    out_put(&b, "\x01\x01\0\0\x3f\0", 6);
    wrap(o, "seg", "DA", &b);
    out_put(o, "\x3f\xff\xd9", 3); /* two zero bits, padded with ones; EOI */
}

/* A lossless WebP picture of 1x1 pixel [WEBP 3]: five prefix codes of a single
 * symbol each, so the pixel itself takes no bits. */
void grey_webp(struct out *o)
{
    struct out b = {0};

    /* signature, width-1, height-1, alpha, version; no transforms, no cache,
     * no meta codes; simple codes: green 128, red 128, blue 128, alpha 255,
     * distance 0 */
    out_be(&b, 0x2F, 1);
    out_le(&b, 0, 4);
    {
        uint64_t bits = 0;
        unsigned n = 3; /* three zero bits: transform, cache, meta */
        static const unsigned symbols[] = {128, 128, 128, 255, 0};

        for (int i = 0; i < 5; i++) {
            bits |= (uint64_t)1 << n;   /* simple */
            n += 2;                     /* and one symbol: 0 */
            bits |= (uint64_t)1 << n++; /* of eight bits */
            bits |= (uint64_t)symbols[i] << n;
            n += 8;
        }
        out_le(&b, bits, 8);
    }
    wrap(o, "riff", "VP8L", &b);
}
