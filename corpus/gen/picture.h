/* SPDX-License-Identifier: Apache-2.0
 * picture.h - a picture on its way into a corpus file. */
#ifndef CORPUS_PICTURE_H
#define CORPUS_PICTURE_H

#include "out.h"

#include <math.h>

struct picture {
    unsigned width, height, channels;
    uint8_t *px; /* R, G, B [, A] */
};

static inline uint8_t *picture_at(const struct picture *p, unsigned x,
                                  unsigned y)
{
    return p->px + ((size_t)y * p->width + x) * p->channels;
}

static inline uint8_t picture_clamp(double v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* seen_words blends Doubao's words into the lower right corner; mirrored they
 * are no words.  seen_logo puts DeepFloyd's logo there. */
void seen_words(const struct picture *p, bool mirrored);
void seen_logo(const struct picture *p);

#endif
