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
#include "marks/seen.h"
#include "pixel/undo.h"

#include <math.h>

enum {
    SMALL = 48,
    LARGE = 96,
    WIDE = 1024, /* sides over which the large star is drawn */
    FINE = 4,    /* samples a pixel's side, for smooth edges */
    STEPS = 27,  /* of k: 0, 0.05 .. 1.3 */
    ONE = 20     /* the step at which k is 1 */
};

/* The opacity of a star at full strength. */
static const float half = .5f;

/* draw fills one quarter and mirrors it. */
static void draw(struct cover *c)
{
    uint32_t side = c->width, last = side - 1;
    float middle = (float)side / 2;
    float bound = powf(.56f * (float)side, .65f), power[LARGE / 2 * FINE];

    for (uint32_t i = 0; i < side / 2 * FINE; i++)
        power[i] = powf(middle - ((float)i + .5f) / FINE, .65f);
    for (uint32_t y = 0; y < side / 2; y++)
        for (uint32_t x = 0; x < side / 2; x++) {
            unsigned in = 0;
            float v;

            for (unsigned i = 0; i < FINE * FINE; i++)
                in += power[x * FINE + i % FINE] + power[y * FINE + i / FINE] <=
                      bound;
            v = (float)in / (FINE * FINE);
            c->at[(size_t)y * side + x] = v;
            c->at[(size_t)y * side + last - x] = v;
            c->at[(size_t)(last - y) * side + x] = v;
            c->at[(size_t)(last - y) * side + last - x] = v;
        }
}

/* slope is that along the star's edge, undone at strength k. */
static float slope(const struct plane *p, const struct cover *c, float k)
{
    return undo_slope(p, c, (uint32_t[]){0, 0}, half * k);
}

static void find(struct hunt *h)
{
    const struct pixels *p = hunt_pixels(h);
    struct plane grey;
    struct cover star;
    struct area place;
    bool large;
    uint32_t size, margin, at;
    float best = 0, none, full, least;

    if (!p)
        return;
    large = p->width > WIDE && p->height > WIDE;
    margin = large ? 64 : 32;
    size = large ? LARGE : SMALL;
    if (p->width < size + margin || p->height < size + margin ||
        !hunt_step(h, STEPS * LARGE))
        return;
    place = (struct area){p->width - margin - size, p->height - margin - size,
                          size, size};
    if (!cover_init(&star, size, size, hunt_arena(h)) ||
        !plane_cut(&grey, p, place, 1, hunt_arena(h))) {
        hunt_partial(h, "arena_bytes");
        return;
    }
    draw(&star);
    none = least = slope(&grey, &star, 0);
    full = slope(&grey, &star, 1);
    for (int i = 1; i < STEPS; i++) {
        float e = slope(&grey, &star, (float)i / ONE);

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
    seen_place(h, at, place);
}

const struct finder finder_sparkle = {
    .name = "gemini-sparkle",
    .what = "the visible star of Gemini",
    .pixels = true,
    .find = find,
};
