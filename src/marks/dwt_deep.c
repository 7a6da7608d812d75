/* SPDX-License-Identifier: Apache-2.0
 * dwt_deep.c - the invisible-watermark family in pictures that were scaled or
 * cropped: an expensive search, run only where it is asked for.
 *
 * Scaled: the picture is brought back to each size that generators make and
 * that has its proportions.  Cropped: blocks begin at one of 8x8 places, a row
 * of blocks is some number of bits behind the one above it (the stride: the
 * whole picture's blocks a row, modulo n), and the first block votes for some
 * bit (the phase).  Rows are folded to n sums each; for every stride they are
 * added up, turned, and held against every turn of the payload.
 *
 * So many trials ask for a smaller chance each: 1e-9 over all of them. */
#include "marks/dwt_dct.h"

#include "pixel/resize.h"

#include <math.h>
#include <stdio.h>

enum {
    LEAST = 65536, /* pixels */
    BITS = 136,
    GRAIN = 64, /* sides that generators make are multiples of it */
    WIDEST = 2048,
    TIMES = 250, /* largest side that is tried, in percent of this one's */
    CANDIDATES = 24,
    OFF = 3 /* thousandths by which proportions may differ */
};

static const double ALLOWED = 1e-9;

/* enough is r at the allowed chance over so many trials. */
static double enough(size_t n, double trials)
{
    double low = 0, high = 1;

    for (int i = 0; i < 60; i++) {
        double r = (low + high) / 2;

        *(dwt_chance(r, n) * trials > ALLOWED ? &low : &high) = r;
    }
    return high;
}

/* What was found at best for one payload. */
struct best {
    double r;
    char how[48];
};

static void keep(struct best *b, double r, const char *how)
{
    if (r <= b->r)
        return;
    b->r = r;
    snprintf(b->how, sizeof(b->how), "%s", how);
}

static bool is_near(uint32_t a, uint32_t b)
{
    return (uint64_t)(a > b ? a - b : b - a) * 1000 <= (uint64_t)b * OFF;
}

static bool scaled(struct hunt *h, const struct pixels *p, uint32_t width,
                   uint32_t height, struct best *best)
{
    struct pixels again;
    struct haar frame = {0};
    struct arena a;
    char how[48];
    bool ok;

    arena_init(&a, UINT64_C(1) << 30);
    ok = resize_cubic(&again, p, width, height, &a) &&
         haar_read(&frame, &again, HAAR_DCT, &a) &&
         hunt_step(h, (uint64_t)width * height / 64);
    snprintf(how, sizeof(how), "scaled back to %u x %u", width, height);
    for (size_t i = 0; ok && dwt_payload_at(i); i++) {
        const struct dwt_payload *payload = dwt_payload_at(i);
        double mean[BITS], r;

        for (int d = 0; d < HAAR_DOMAINS; d++) {
            dwt_vote(&frame, HAAR_DCT, d, strlen(payload->bits), mean);
            if (dwt_correlate(mean, payload->bits, strlen(payload->bits), &r))
                keep(&best[i], r, how);
        }
    }
    arena_reset(&a);
    return ok;
}

/* scale tries sizes; how many. */
static unsigned scale(struct hunt *h, const struct pixels *p, struct best *best)
{
    unsigned tried = 0;

    for (uint32_t w = GRAIN; w <= WIDEST && tried < CANDIDATES; w += GRAIN)
        for (uint32_t t = GRAIN; t <= WIDEST && tried < CANDIDATES; t += 8) {
            uint32_t same = (uint32_t)((uint64_t)t * p->width / p->height);

            if (!is_near(same, w) || (w == p->width && t == p->height) ||
                (uint64_t)w * 100 > (uint64_t)p->width * TIMES ||
                (uint64_t)w * 4 < p->width || (uint64_t)w * t < LEAST)
                continue;
            if (!scaled(h, p, w, t, best))
                return tried;
            tried++;
        }
    return tried;
}

/* The sums of a frame's rows, n a row. */
struct folds {
    const struct haar *frame;
    uint32_t *sum; /* down x n */
    size_t n;
};

static void fold(struct folds *f, int domain)
{
    const struct haar *h = f->frame;
    const uint8_t *bit = h->bits[HAAR_DCT][domain];

    memset(f->sum, 0, (size_t)h->down * f->n * sizeof(*f->sum));
    for (uint32_t y = 0; y < h->down; y++)
        for (uint32_t x = 0; x < h->across; x++)
            f->sum[y * f->n + x % f->n] += bit[(size_t)y * h->across + x];
}

/* turned adds the rows up, each turned by its stride, and divides by votes. */
static void turned(const struct folds *f, size_t stride, double *mean)
{
    uint32_t votes[BITS] = {0}, sum[BITS] = {0};
    uint32_t across = f->frame->across;

    for (uint32_t y = 0; y < f->frame->down; y++) {
        size_t to = y * stride % f->n;

        for (size_t j = 0; j < f->n; j++) {
            sum[to] += f->sum[y * f->n + j];
            votes[to] += (uint32_t)(across / f->n + (j < across % f->n));
            to = to + 1 == f->n ? 0 : to + 1;
        }
    }
    for (size_t j = 0; j < f->n; j++)
        mean[j] = votes[j] ? (double)sum[j] / votes[j] : 0;
}

/* phases holds the means against every turn of the payload; the largest r. */
static double phases(const double *mean, const char *bits, size_t n)
{
    char twice[2 * BITS + 1];
    double most = -1, r;

    memcpy(twice, bits, n);
    memcpy(twice + n, bits, n);
    twice[2 * n] = 0;
    for (size_t k = 0; k < n; k++)
        if (dwt_correlate(mean, twice + k, n, &r) && r > most)
            most = r;
    return most;
}

static bool cropped_at(struct hunt *h, const struct pixels *p, uint32_t x,
                       uint32_t y, struct best *best)
{
    struct pixels part;
    struct haar frame = {0};
    struct folds f = {.frame = &frame};
    struct arena a;
    char how[48];
    bool ok;

    arena_init(&a, UINT64_C(1) << 30);
    ok = resize_cut(&part, p, x, y, &a) &&
         haar_read(&frame, &part, HAAR_DCT, &a) &&
         hunt_step(h, (uint64_t)p->width * p->height / 64);
    f.sum =
        ok ? arena_alloc(&a, (size_t)frame.down * BITS * sizeof(*f.sum)) : NULL;
    snprintf(how, sizeof(how), "cropped, blocks from %u, %u", x, y);
    for (size_t i = 0; f.sum && dwt_payload_at(i); i++) {
        f.n = strlen(dwt_payload_at(i)->bits);
        for (int d = 0; d < HAAR_DOMAINS && hunt_ok(h); d++) {
            fold(&f, d);
            for (size_t stride = 0; stride < f.n; stride++) {
                double mean[BITS];

                turned(&f, stride, mean);
                keep(&best[i], phases(mean, dwt_payload_at(i)->bits, f.n), how);
            }
        }
    }
    arena_reset(&a);
    return ok && hunt_ok(h);
}

static void tell(struct hunt *h, const struct best *best, double trials,
                 bool turns)
{
    for (size_t i = 0; dwt_payload_at(i); i++) {
        struct dwt_payload p = *dwt_payload_at(i);
        double n = (double)strlen(p.bits);

        p.suspect = enough((size_t)n, trials * (turns ? n * n : 1));
        p.enough = p.suspect > p.enough ? p.suspect : p.enough;
        if (best[i].r >= p.enough) {
            size_t len = strlen(best[i].how) + 1;
            char *how = arena_alloc(hunt_arena(h), len);

            if (how)
                memcpy(how, best[i].how, len);
            dwt_report(h, &p, best[i].r, how);
        }
    }
}

static void find(struct hunt *h)
{
    const struct pixels *p = hunt_pixels(h);
    struct best sized[8] = {0}, cut[8] = {0};
    unsigned tried;

    if (!p)
        return;
    if ((uint64_t)p->width * p->height < LEAST / 4) {
        hunt_skip(h, "not testable: the picture is too small to carry it");
        return;
    }
    tried = scale(h, p, sized);
    if (hunt_ok(h) && tried)
        tell(h, sized, 2.0 * tried, false);
    for (uint32_t i = 0; i < 64; i++)
        if (!cropped_at(h, p, i % 8, i / 8, cut))
            break;
    if (hunt_ok(h))
        tell(h, cut, 128, true);
}

const struct finder finder_dwt_deep = {
    .name = "dwt-dct-deep",
    .what = "invisible-watermark in scaled and cropped pictures (--deep)",
    .pixels = true,
    .deep = true,
    .find = find,
};
