/* SPDX-License-Identifier: Apache-2.0
 * neural.c - marks that a neural network reads, where the caller has one: the
 * picture as the network wants it, and what its numbers say.
 *
 * [IW] ShieldMnt/invisible-watermark, rivaGan: the whole picture as one frame
 * of a film, blue, green, red, each from -1 to 1.
 * [TM] adobe/trustmark, python: the picture, or its middle square where it is
 * more than twice as long as wide (of variant P always), scaled to 256 (P: 224)
 * pixels by a triangle filter; red, green, blue, each from -1 to 1. */
#include "formats/pixels.h"
#include "marks/mark.h"
#include "marks/rivagan.h"
#include "marks/trustmark.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    MIDDLE = 224, /* of variant P */
    WHOLE = 256,
    LEVELS = 8, /* steps that a second reading takes as one */
    COLOURS = 3,
    PER_STEP = 64,
    SURE = 95
};

/* ask runs a network; false, with coverage, where there is nothing to read. */
static bool ask(struct hunt *h, const char *network, const gm_tensor *in,
                float *out, int want)
{
    const gm_input *i = hunt_input(h);
    int got;

    if (!hunt_step(h, in->count / PER_STEP))
        return false;
    got = i->infer(i->infer_ctx, network, in, out, (size_t)want);
    if (got == GM_NO_NETWORK)
        hunt_skip(h,
                  "not run: no such network was given, or nothing to run it");
    else if (got != want)
        hunt_skip(h, "the network failed, or is of another kind");
    return got == want;
}

static const struct pixels *start(struct hunt *h)
{
    if (!hunt_input(h)->infer) {
        hunt_skip(h, "not run: needs --network");
        return NULL;
    }
    return hunt_pixels(h);
}

/* ---- RivaGAN ------------------------------------------------------------ */

static float *frame_of(struct arena *a, const struct pixels *p)
{
    size_t plane = (size_t)p->width * p->height;
    float *to = arena_raw(a, plane * COLOURS * sizeof(*to));

    for (size_t i = 0; to && i < plane; i++)
        for (size_t c = 0; c < COLOURS; c++)
            to[c * plane + i] =
                (float)p->ptr[i * p->channels + (2 - c)] / 127.5f - 1;
    return to;
}

static bool payload(const char *bits, uint32_t *out)
{
    if (!bits || strlen(bits) != RIVAGAN_BITS ||
        strspn(bits, "01") != RIVAGAN_BITS)
        return false;
    for (*out = 0; *bits; bits++)
        *out = *out << 1 | (*bits == '1');
    return true;
}

static void find_rivagan(struct hunt *h)
{
    const struct pixels *p = start(h);
    float raw[RIVAGAN_BITS];
    struct arena a;
    gm_tensor in;
    uint32_t want, got, at;
    bool fine;

    if (!p)
        return;
    if (!payload(hunt_bits(h), &want)) {
        hunt_skip(h, "not testable: needs 32 --watermark-bits to compare");
        return;
    }
    arena_init(&a, hunt_limits(h)->arena_bytes);
    in = (gm_tensor){frame_of(&a, p),
                     (size_t)p->width * p->height * COLOURS,
                     {1, COLOURS, 1, p->height, p->width},
                     5};
    fine = in.at && ask(h, "rivagan", &in, raw, RIVAGAN_BITS);
    if (!in.at)
        hunt_partial(h, "arena_bytes");
    arena_reset(&a);
    if (!fine)
        return;
    got = rivagan_bits(raw);
    if (!rivagan_fits(got, want))
        return;
    at = hunt_mark(h, (struct mark){.kind = GM_WATERMARK,
                                    .name = SPAN("RivaGAN"),
                                    .value = SPAN("user"),
                                    .claim = GM_TRACE,
                                    .sure = SURE,
                                    .slot = NO_SLOT});
    hunt_measure(h, at, SPAN("same"), rivagan_same(got, want));
    hunt_measure(h, at, SPAN("bits"), RIVAGAN_BITS);
}

const struct finder finder_rivagan = {
    .name = "rivagan",
    .what = "a RivaGAN payload that you know (--watermark-bits), read by your "
            "network (--network rivagan=FILE)",
    .pixels = true,
    .find = find_rivagan,
};

/* ---- TrustMark ---------------------------------------------------------- */

/* The part of the picture that a network sees. */
struct part {
    uint32_t x, y, width, height;
};

static struct part part_of(const struct pixels *p, bool square)
{
    uint32_t w = p->width, h = p->height, side = w < h ? w : h;

    if (!square && w <= 2 * (uint64_t)h && h <= 2 * (uint64_t)w)
        return (struct part){0, 0, w, h};
    return (struct part){(w - side) / 2, (h - side) / 2, side, side};
}

/* A line of weights: from `first` on, `count` of them, their sum 1. */
struct taps {
    uint32_t first, count;
    double centre, reach;
};

static struct taps taps_of(uint32_t i, uint32_t to, uint32_t from)
{
    double step = (double)from / to, reach = step > 1 ? step : 1;
    double centre = (i + .5) * step;
    double low = floor(centre - reach + .5), high = floor(centre + reach + .5);
    uint32_t first = low > 0 ? (uint32_t)low : 0;
    uint32_t end = high < from ? (uint32_t)high : from;

    return (struct taps){first, end > first ? end - first : 1, centre, reach};
}

static double weight(const struct taps *t, uint32_t k)
{
    double d = fabs((t->first + k + .5 - t->centre) / t->reach);

    return d < 1 ? 1 - d : 0;
}

/* shrink makes one column of the small picture's rows: first the row. */
static double row_at(const struct pixels *p, const struct part *r, uint32_t y,
                     const struct taps *t, uint32_t c)
{
    const uint8_t *row = pixels_row(p, r->y + y);
    double sum = 0, all = 0;

    for (uint32_t k = 0; k < t->count; k++) {
        double v = weight(t, k);

        sum += v * row[(size_t)(r->x + t->first + k) * p->channels + c];
        all += v;
    }
    return all > 0 ? sum / all : 0;
}

/* scale fills `to` (side by side, three planes, 0 to 255) with the part. */
static bool scale(struct arena *a, const struct pixels *p, struct part r,
                  uint32_t side, float *to)
{
    size_t plane = (size_t)side * side;
    float *rows = arena_raw(a, (size_t)r.height * side * sizeof(*rows));

    for (uint32_t c = 0; rows && c < COLOURS; c++) {
        for (uint32_t x = 0; x < side; x++) {
            struct taps t = taps_of(x, side, r.width);

            for (uint32_t y = 0; y < r.height; y++)
                rows[(size_t)y * side + x] = (float)row_at(p, &r, y, &t, c);
        }
        for (uint32_t y = 0; y < side; y++) {
            struct taps t = taps_of(y, side, r.height);

            for (uint32_t x = 0; x < side; x++) {
                double sum = 0, all = 0;

                for (uint32_t k = 0; k < t.count; k++) {
                    double v = weight(&t, k);

                    sum += v * (double)rows[(size_t)(t.first + k) * side + x];
                    all += v;
                }
                to[c * plane + (size_t)y * side + x] =
                    all > 0 ? roundf((float)(sum / all)) : 0;
            }
        }
    }
    return rows != NULL;
}

/* read_packet asks the network, once more with coarser steps where the code
 * of the packet alone is weak. */
static bool read_packet(struct hunt *h, const char *network, gm_tensor *in,
                        const float *grey, struct trustmark *out)
{
    struct trustmark again;
    float raw[TRUSTMARK_BITS];
    uint8_t bits[TRUSTMARK_BITS];

    for (size_t i = 0; i < in->count; i++)
        in->at[i] = grey[i] / 127.5f - 1;
    if (!ask(h, network, in, raw, TRUSTMARK_BITS))
        return false;
    trustmark_bits(raw, bits);
    if (!trustmark_read(bits, false, out))
        return false;
    if (trustmark_sure(out, NULL))
        return true;
    for (size_t i = 0; i < in->count; i++) {
        float v = floorf(grey[i] / LEVELS) * LEVELS + (LEVELS - 1) / 2.f;

        in->at[i] = v / 127.5f - 1;
    }
    if (!ask(h, network, in, raw, TRUSTMARK_BITS))
        return false;
    trustmark_bits(raw, bits);
    return trustmark_read(bits, false, &again) && trustmark_sure(out, &again);
}

static void report(struct hunt *h, const struct trustmark *t)
{
    char *data = arena_raw(hunt_arena(h), sizeof(t->data));
    uint32_t at;

    if (!data) {
        hunt_partial(h, "arena_bytes");
        return;
    }
    memcpy(data, t->data, sizeof(t->data));
    at = hunt_mark(h, (struct mark){.kind = GM_WATERMARK,
                                    .name = SPAN("TrustMark"),
                                    .value = {(const uint8_t *)data, t->count},
                                    .claim = GM_CLAIM_NONE,
                                    .sure = SURE,
                                    .slot = NO_SLOT});
    hunt_measure(h, at, SPAN("schema"), t->schema);
    hunt_measure(h, at, SPAN("mended"), t->mended);
}

static void find_trustmark(struct hunt *h)
{
    static const struct {
        const char *network;
        uint32_t side;
        bool square;
    } kinds[] = {{"trustmark", WHOLE, false}, {"trustmark-p", MIDDLE, true}};
    const struct pixels *p = start(h);
    struct trustmark t;
    bool ran = false, found = false;

    for (size_t i = 0; p && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        uint32_t side = kinds[i].side;
        size_t count = (size_t)side * side * COLOURS;
        gm_tensor in = {NULL, count, {1, COLOURS, side, side}, 4};
        struct arena a;
        float *grey;

        if (hunt_input(h)->infer(hunt_input(h)->infer_ctx, kinds[i].network,
                                 NULL, NULL, 0) == GM_NO_NETWORK)
            continue;
        ran = true;
        arena_init(&a, hunt_limits(h)->arena_bytes);
        grey = arena_raw(&a, count * sizeof(*grey));
        in.at = arena_raw(&a, count * sizeof(*in.at));
        if (!grey || !in.at ||
            !scale(&a, p, part_of(p, kinds[i].square), side, grey))
            hunt_partial(h, "arena_bytes");
        else
            found = read_packet(h, kinds[i].network, &in, grey, &t);
        arena_reset(&a);
        if (found) {
            report(h, &t);
            return;
        }
    }
    if (p && !ran)
        hunt_skip(h,
                  "not run: no such network was given, or nothing to run it");
}

const struct finder finder_trustmark = {
    .name = "trustmark",
    .what = "a TrustMark packet, read by your network (--network "
            "trustmark=FILE or trustmark-p=FILE); no statement about AI",
    .pixels = true,
    .find = find_trustmark,
};
