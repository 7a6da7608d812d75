/* SPDX-License-Identifier: Apache-2.0
 * dalle.c - the bar of five colours that DALL-E 2 drew into a picture's corner.
 *
 * [DALLE] Five squares of 16 pixels at a width of 1024, in the bottom right
 * corner, touching both edges; they scale with the picture, or keep their
 * size where it was cropped. */
#include "formats/pixels.h"
#include "marks/seen.h"

#include <stdlib.h>

enum {
    SQUARES = 5,
    SHARE = 64, /* a square's part of the width */
    WHOLE = 16, /* pixels of a square before any scaling */
    LEAST = 4,  /* pixels of a square that still has an inner half */
    NEAR = 12   /* steps of 255 by which codecs move a flat colour */
};

static const uint8_t colours[SQUARES][3] = {{0xFF, 0xFF, 0x66},
                                            {0x42, 0xFF, 0xFF},
                                            {0x51, 0xDA, 0x4C},
                                            {0xFF, 0x6E, 0x3C},
                                            {0x3C, 0x46, 0xFF}};

/* far is how far the inner half of the square at (x, y) is from a colour, in
 * its worst channel. */
static unsigned far(const struct pixels *p, uint32_t x, uint32_t y,
                    uint32_t side, const uint8_t *colour)
{
    uint64_t sum[3] = {0}, count = 0;
    unsigned worst = 0;

    for (uint32_t v = side / 4; v < side - side / 4; v++)
        for (uint32_t u = side / 4; u < side - side / 4; u++, count++) {
            const uint8_t *at =
                pixels_row(p, y + v) + (size_t)(x + u) * p->channels;

            for (int c = 0; c < 3; c++)
                sum[c] += at[c];
        }
    for (int c = 0; c < 3; c++) {
        unsigned d = (unsigned)abs((int)(sum[c] / count) - colour[c]);

        worst = d > worst ? d : worst;
    }
    return worst;
}

/* error is how far the bar of this side is from its colours, or 255. */
static unsigned error(const struct pixels *p, uint32_t side)
{
    unsigned worst = 0;

    if (side < LEAST || p->height < side || p->width < SQUARES * side)
        return UINT8_MAX;
    for (uint32_t i = 0; i < SQUARES && worst <= NEAR; i++) {
        unsigned d = far(p, p->width - (SQUARES - i) * side, p->height - side,
                         side, colours[i]);

        worst = d > worst ? d : worst;
    }
    return worst;
}

static void find(struct hunt *h)
{
    const struct pixels *p = hunt_pixels(h);
    uint32_t sides[] = {0, WHOLE, WHOLE / 2};
    uint32_t at;

    if (!p || !hunt_step(h, p->width))
        return;
    sides[0] = (p->width + SHARE / 2) / SHARE;
    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
        unsigned worst = error(p, sides[i]);

        if (worst > NEAR)
            continue;
        at = hunt_mark(h, (struct mark){.kind = GM_VISIBLE,
                                        .name = SPAN("dalle2-bar"),
                                        .value = SPAN("DALL-E 2 colour bar"),
                                        .claim = GM_GENERATED,
                                        .form = GM_SEEN,
                                        .generator = SPAN("openai"),
                                        .cls = SPAN("logo"),
                                        .sure = 97,
                                        .slot = NO_SLOT});
        hunt_measure(h, at, SPAN("error"), worst);
        seen_place(h, at,
                   (struct area){p->width - SQUARES * sides[i],
                                 p->height - sides[i], SQUARES * sides[i],
                                 sides[i]});
        return;
    }
}

const struct finder finder_dalle = {
    .name = "dalle2-bar",
    .what = "the visible colour bar of DALL-E 2",
    .pixels = true,
    .find = find,
};
