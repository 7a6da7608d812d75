/* SPDX-License-Identifier: Apache-2.0
 * deepfloyd.c - the letters "if" that DeepFloyd IF pastes into a corner.
 *
 * [IF] A square of 62 K pixels, 14 K from the right and the lower edge, where K
 * is the root of the picture's area over 1024, both rounded down.  A pale panel
 * holds the letters, whose colour runs from violet at the top to pink.
 *
 * The patches lie inside the letters, so no edge of theirs is touched; the
 * panel beside them must not have their colour. */
#include "formats/pixels.h"
#include "marks/seen.h"

#include <math.h>
#include <stdlib.h>

enum {
    SIDE = 62,   /* units of the square */
    MARGIN = 14, /* to the edges */
    WHOLE = 1024,
    LEAST = 20, /* pixels of a square whose patches hold some */
    NEAR = 28,  /* steps of 255 by which codecs and scaling move a patch */
    GAP = 80    /* of green between the letters and the panel */
};

struct patch {
    uint8_t x0, y0, x1, y1; /* units; ends exclusive */
    uint8_t colour[3];
};

static const struct patch letters[] = {
    {14, 12, 20, 16, {140, 66, 241}}, {39, 12, 48, 16, {139, 66, 241}},
    {28, 22, 48, 26, {168, 67, 248}}, {14, 29, 20, 32, {190, 65, 253}},
    {34, 29, 40, 32, {189, 65, 253}}, {14, 39, 20, 42, {226, 71, 253}},
    {34, 39, 40, 42, {226, 71, 253}}, {14, 46, 20, 49, {246, 74, 249}},
    {34, 46, 40, 49, {245, 74, 247}},
};
static const struct patch panel = {46, 30, 58, 50, {0, 0, 0}};

static bool average(const struct pixels *p, const struct patch *at,
                    const uint32_t *corner, double side, unsigned *out)
{
    uint32_t x0 = corner[0] + (uint32_t)lround(at->x0 * side / SIDE);
    uint32_t y0 = corner[1] + (uint32_t)lround(at->y0 * side / SIDE);
    uint32_t x1 = corner[0] + (uint32_t)lround(at->x1 * side / SIDE);
    uint32_t y1 = corner[1] + (uint32_t)lround(at->y1 * side / SIDE);
    uint64_t sum[3] = {0}, count = 0;

    for (uint32_t y = y0; y < y1 && y < p->height; y++)
        for (uint32_t x = x0; x < x1 && x < p->width; x++, count++) {
            const uint8_t *px = pixels_row(p, y) + (size_t)x * p->channels;

            for (int c = 0; c < 3; c++)
                sum[c] += px[c];
        }
    for (int c = 0; count && c < 3; c++)
        out[c] = (unsigned)(sum[c] / count);
    return count > 0;
}

/* error is how far the worst patch is from its colour, or 255. */
static unsigned error(const struct pixels *p, const uint32_t *corner,
                      uint32_t side)
{
    unsigned worst = 0, green = 0, got[3];

    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
        if (!average(p, &letters[i], corner, side, got))
            return UINT8_MAX;
        for (int c = 0; c < 3; c++) {
            unsigned d = (unsigned)abs((int)got[c] - letters[i].colour[c]);

            worst = d > worst ? d : worst;
        }
        green = got[1] > green ? got[1] : green;
        if (worst > NEAR)
            return UINT8_MAX;
    }
    if (!average(p, &panel, corner, side, got) || got[1] < green + GAP)
        return UINT8_MAX;
    return worst;
}

static void find(struct hunt *h)
{
    const struct pixels *p = hunt_pixels(h);
    double k;
    uint32_t side, margin, corner[2], at;
    unsigned worst;

    if (!p || !hunt_step(h, WHOLE))
        return;
    k = sqrt((double)p->width * p->height) / WHOLE;
    side = (uint32_t)(SIDE * k);
    margin = (uint32_t)(MARGIN * k);
    if (side < LEAST || p->width < side + margin || p->height < side + margin)
        return;
    corner[0] = p->width - margin - side;
    corner[1] = p->height - margin - side;
    worst = error(p, corner, side);
    if (worst > NEAR)
        return;
    at = hunt_mark(h, (struct mark){.kind = GM_VISIBLE,
                                    .name = SPAN("deepfloyd-if-logo"),
                                    .value = SPAN("DeepFloyd IF logo"),
                                    .claim = GM_GENERATED,
                                    .form = GM_SEEN,
                                    .generator = SPAN("stability"),
                                    .cls = SPAN("logo"),
                                    .sure = 97,
                                    .slot = NO_SLOT});
    hunt_measure(h, at, SPAN("error"), worst);
    seen_place(h, at, (struct area){corner[0], corner[1], side, side});
}

const struct finder finder_deepfloyd = {
    .name = "deepfloyd",
    .what = "the visible logo of DeepFloyd IF",
    .pixels = true,
    .find = find,
};
