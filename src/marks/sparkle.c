/* SPDX-License-Identifier: Apache-2.0
 * sparkle.c - the white four-pointed star that Gemini blends into a corner.
 *
 * [STAR] 48 pixels with a margin of 32, or 96 with 64 where both sides are over
 * 1024; white, blended with an opacity of a half.  Its shape is that of
 * |x|^.65 + |y|^.65 <= (.56 size / 2)^.65 about its centre.
 *
 * The test asks whether taking the star away again makes the picture smoother:
 * for an assumed strength k the blend is undone, J = (I - k a 255) / (1 - k a),
 * and the slope of J along the star's edge is measured.  Where a star was
 * blended in, k near 1 gives the least slope; elsewhere undoing it draws one.
 */
#include "formats/pixels.h"
#include "marks/mark.h"

#include <math.h>

enum {
    SMALL = 48,
    LARGE = 96,
    WIDE = 1024, /* sides over which the large star is drawn */
    FINE = 4,    /* samples a pixel's side, for smooth edges */
    STEPS = 27,  /* of k: 0, 0.05 .. 1.3 */
    ONE = 20     /* the step at which k is 1 */
};

struct star {
    uint32_t size;
    float alpha[LARGE][LARGE];
    float grey[LARGE][LARGE];
};

static void draw(struct star *s)
{
    float half = (float)s->size / 2;
    float bound = powf(.56f * (float)s->size, .65f);

    for (uint32_t y = 0; y < s->size; y++)
        for (uint32_t x = 0; x < s->size; x++) {
            unsigned in = 0;

            for (unsigned i = 0; i < FINE * FINE; i++) {
                float u = (float)x + ((float)(i % FINE) + .5f) / FINE - half;
                float v = (float)y + ((float)(i / FINE) + .5f) / FINE - half;

                in += powf(fabsf(u), .65f) + powf(fabsf(v), .65f) <= bound;
            }
            s->alpha[y][x] = .5f * (float)in / (FINE * FINE);
        }
}

static void cut(struct star *s, const struct pixels *p, uint32_t x, uint32_t y)
{
    for (uint32_t v = 0; v < s->size; v++)
        for (uint32_t u = 0; u < s->size; u++) {
            const uint8_t *at =
                pixels_row(p, y + v) + (size_t)(x + u) * p->channels;

            s->grey[v][u] = .299f * at[0] + .587f * at[1] + .114f * at[2];
        }
}

static float undone(const struct star *s, uint32_t y, uint32_t x, float k)
{
    float a = k * s->alpha[y][x];

    return (s->grey[y][x] - 255 * a) / (1 - a);
}

/* slope is the mean step of the picture along the star's edge, undone by k. */
static float slope(const struct star *s, float k)
{
    float sum = 0;
    unsigned count = 0;

    for (uint32_t y = 1; y + 1 < s->size; y++)
        for (uint32_t x = 1; x + 1 < s->size; x++) {
            float across = s->alpha[y][x + 1] - s->alpha[y][x - 1];
            float down = s->alpha[y + 1][x] - s->alpha[y - 1][x];
            float dx, dy;

            if (fabsf(across) + fabsf(down) < .05f)
                continue;
            dx = undone(s, y, x + 1, k) - undone(s, y, x - 1, k);
            dy = undone(s, y + 1, x, k) - undone(s, y - 1, x, k);
            sum += sqrtf(dx * dx + dy * dy);
            count++;
        }
    return count ? sum / (float)count : 0;
}

static void find(struct hunt *h)
{
    const struct pixels *p = hunt_pixels(h);
    struct star *s;
    bool large;
    uint32_t margin, at;
    float best = 0, none, full, least;

    if (!p)
        return;
    large = p->width > WIDE && p->height > WIDE;
    margin = large ? 64 : 32;
    s = arena_alloc(hunt_arena(h), sizeof(*s));
    if (!s || !hunt_step(h, STEPS * LARGE))
        return;
    s->size = large ? LARGE : SMALL;
    if (p->width < s->size + margin || p->height < s->size + margin)
        return;
    draw(s);
    cut(s, p, p->width - margin - s->size, p->height - margin - s->size);
    none = least = slope(s, 0);
    full = slope(s, 1);
    for (int i = 1; i < STEPS; i++) {
        float e = slope(s, (float)i / ONE);

        if (e < least) {
            least = e;
            best = (float)i / ONE;
        }
    }
    if (best < .7f || best > 1.2f || full > .95f * none)
        return;
    at = hunt_mark(h, (struct mark){.kind = GM_VISIBLE,
                                    .name = SPAN("gemini-sparkle"),
                                    .value = SPAN("Gemini sparkle"),
                                    .claim = GM_GENERATED,
                                    .form = GM_SEEN,
                                    .generator = SPAN("google"),
                                    .cls = SPAN("logo"),
                                    .sure = 95,
                                    .slot = NO_SLOT});
    hunt_measure(h, at, SPAN("strength"), (double)best);
    hunt_measure(h, at, SPAN("ratio"), (double)(full / none));
    hunt_measure(h, at, SPAN("height"), (double)s->size / p->height);
}

const struct finder finder_sparkle = {
    .name = "gemini-sparkle",
    .what = "the visible star of Gemini",
    .pixels = true,
    .find = find,
};
