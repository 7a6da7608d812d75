/* SPDX-License-Identifier: Apache-2.0
 * haar.h - the frame of the invisible-watermark family: chroma, one Haar step,
 * blocks of 4x4, one score a block.
 *
 * [IW] ShieldMnt/invisible-watermark, dwtDct and dwtDctSvd.  Its encoders work
 * on two kinds of pixels, bytes and floats, which centre the chroma
 * differently; a detector therefore reads both.
 *
 * Results are exact: ties of a block's coefficients are decided by the last bit
 * of the sums, so the order of every operation is the peer's, and nothing is
 * fused (-ffp-contract=off). */
#ifndef PIXEL_HAAR_H
#define PIXEL_HAAR_H

#include "formats/pixels.h"

enum haar_domain {
    HAAR_BYTE,  /* chroma of 8-bit pixels, in double */
    HAAR_FLOAT, /* chroma of float pixels, in float */
    HAAR_DOMAINS
};

enum haar_score {
    HAAR_DCT, /* of the largest coefficient but the first */
    HAAR_SVD, /* of the largest singular value */
    HAAR_SCORES
};

enum {
    HAAR_SIDE = 8, /* pixels of one block's side */
    HAAR_CELLS = 4 /* coefficients of it */
};

/* One bit (0 or 1) a block, row after row. */
struct haar {
    uint32_t across, down;
    uint8_t *bits[HAAR_SCORES][HAAR_DOMAINS];
};

/* haar_read scores every whole block of the picture by `score`; the bits are
 * cut from the arena.  False without memory. */
bool haar_read(struct haar *h, const struct pixels *p, enum haar_score score,
               struct arena *a);

/* The kernels, chosen by the processor; the plain ones are the truth.
 * chroma: a row of both kinds from `width` pixels of `channels` bytes.
 * low_*:  a row of low-low coefficients from two rows of chroma.
 * upper:  of each block in four rows of `stride` coefficients, whether its
 *         largest but the first lies in the upper half of its step. */
struct haar_kernel {
    void (*chroma)(const uint8_t *rgb, uint32_t channels, uint32_t width,
                   uint8_t *byte, float *real);
    void (*low_byte)(const uint8_t *top, const uint8_t *bottom, uint32_t count,
                     double *low);
    void (*low_float)(const float *top, const float *bottom, uint32_t count,
                      float *low);
    void (*upper_byte)(const double *low, size_t stride, uint32_t blocks,
                       uint8_t *bits);
    void (*upper_float)(const float *low, size_t stride, uint32_t blocks,
                        uint8_t *bits);
};

extern const struct haar_kernel haar_plain;
const struct haar_kernel *haar_x86(uint32_t cpu); /* NULL: none for it */

#endif
