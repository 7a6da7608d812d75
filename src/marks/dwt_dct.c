/* SPDX-License-Identifier: Apache-2.0
 * dwt_dct.c - the invisible-watermark family in a picture's chroma.
 *
 * [IW] ShieldMnt/invisible-watermark.  Block k of the picture votes for bit
 * k mod n of a payload of n bits.  The library itself compares majority votes
 * with the payload; flat areas vote all alike and drown that.  The correlation
 * of the mean votes with the payload does not see them, and its distribution
 * without a mark is known: Student's t with n - 2 degrees of freedom. */
#include "marks/dwt_dct.h"

#include "base/stat.h"
#include "pixel/haar.h"

#include <math.h>

enum {
    LEAST = 65536, /* pixels: [IW] marks no smaller picture */
    BITS = 512,    /* longest payload that a caller may ask for */
    SURE = 99,
    SUSPECT = 45 /* below the half: named, and decides nothing */
};

static const struct dwt_payload payloads[] = {
    {"SDV2", "01010011010001000101011000110010", "stability", HAAR_DCT, .731,
     .85},
    /* bin() of the 48-digit literal lost its two leading zeros */
    {"FLUX", "1010101111111010000111100111001111010100101110", "flux", HAAR_DCT,
     .636, .76},
    {"SDXL", "101100111110110010010000011110111011000110011110", "stability",
     HAAR_DCT, .625, .75},
    {"InvokeAI",
     "0100100101101110011101100110111101101011011001010100000101001001",
     "invokeai", HAAR_DCT, .554, .68},
    {"StableDiffusionV1",
     "0101001101110100011000010110001001101100011001010100010001101001"
     "0110011001100110011101010111001101101001011011110110111001010110"
     "00110001",
     "stability", HAAR_DCT, .486, .60},
};

void dwt_vote(const struct haar *h, enum haar_score score, int domain, size_t n,
              double *mean)
{
    const uint8_t *bits = h->bits[score][domain];
    size_t count = (size_t)h->across * h->down;
    uint32_t sum[BITS] = {0};

    for (size_t k = 0, j = 0; k < count; k++) {
        sum[j] += bits[k];
        j = j + 1 == n ? 0 : j + 1;
    }
    for (size_t j = 0; j < n; j++) {
        size_t votes = count / n + (j < count % n);

        mean[j] = votes ? (double)sum[j] / (double)votes : 0;
    }
}

bool dwt_correlate(const double *mean, const char *bits, size_t n, double *r)
{
    double a = 0, m = 0, aa = 0, mm = 0, am = 0;

    for (size_t j = 0; j < n; j++) {
        a += mean[j];
        m += bits[j] - '0';
    }
    a /= (double)n;
    m /= (double)n;
    for (size_t j = 0; j < n; j++) {
        double x = mean[j] - a, y = bits[j] - '0' - m;

        aa += x * x;
        mm += y * y;
        am += x * y;
    }
    if (!(aa > 1e-12) || !(mm > 0))
        return false;
    *r = am / sqrt(aa * mm);
    return true;
}

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

double dwt_chance(double r, size_t n)
{
    double freedom = (double)n - 2;

    if (r >= 1)
        return 0;
    return stat_student(r * sqrt(freedom / (1 - r * r)), freedom);
}

const struct dwt_payload *dwt_payload_at(size_t i)
{
    return i < sizeof(payloads) / sizeof(payloads[0]) ? &payloads[i] : NULL;
}

void dwt_report(struct hunt *h, const struct dwt_payload *p, double r,
                const char *how)
{
    size_t n = strlen(p->bits);
    bool sure = r >= p->enough;
    uint32_t at = hunt_mark(
        h,
        (struct mark){
            .kind = GM_WATERMARK,
            .name = p->score == HAAR_DCT ? SPAN("dwtDct") : SPAN("dwtDctSvd"),
            .value = span_of(p->name),
            .claim = sure && p->generator[0] ? GM_GENERATED : GM_TRACE,
            .makes = sure ? GM_CLAIM_NONE : GM_GENERATED,
            .generator = span_of(p->generator),
            .sure = sure ? SURE : SUSPECT,
            .slot = NO_SLOT});

    hunt_measure(h, at, SPAN("r"), r);
    hunt_measure(h, at, SPAN("p"), dwt_chance(r, n));
    hunt_measure(h, at, SPAN("bits"), (double)n);
    if (how)
        hunt_attr(h, at, SPAN("restored"), span_of(how));
}

/* try_one correlates in both domains; false where neither can be tested. */
static bool try_one(struct hunt *h, const struct haar *frame,
                    const struct dwt_payload *p)
{
    size_t n = strlen(p->bits);
    double mean[BITS], r, best = -1;
    bool tested = false;

    for (int d = 0; d < HAAR_DOMAINS; d++) {
        dwt_vote(frame, p->score, d, n, mean);
        if (!dwt_correlate(mean, p->bits, n, &r))
            continue;
        tested = true;
        best = r > best ? r : best;
    }
    if (tested && best >= p->suspect)
        dwt_report(h, p, best, NULL);
    return tested;
}

/* A payload of the caller's: the threshold is its own length's. */
static bool try_user(struct hunt *h, const struct haar *frame, const char *bits)
{
    struct dwt_payload p = {"user", bits, "", HAAR_DCT, 1, 1};
    size_t n = strlen(bits);
    bool tested = false;

    if (n < 8 || n > BITS || strspn(bits, "01") != n)
        return false;
    for (int s = 0; s < HAAR_SCORES; s++) {
        double low = 0, high = 1;

        for (int i = 0; i < 50; i++) { /* r at a false-alarm rate of 1e-9 */
            double r = (low + high) / 2;

            *(dwt_chance(r, n) > 1e-9 ? &low : &high) = r;
        }
        p.score = (enum haar_score)s;
        p.suspect = p.enough = high;
        tested |= try_one(h, frame, &p);
    }
    return tested;
}

static void find(struct hunt *h)
{
    const struct pixels *p = hunt_pixels(h);
    const char *user = hunt_bits(h);
    struct haar frame = {0};
    bool tested = false;

    if (!p)
        return;
    if ((uint64_t)p->width * p->height < LEAST) {
        hunt_skip(h, "not testable: the picture is too small to carry it");
        return;
    }
    if (!hunt_step(h, (uint64_t)p->width * p->height / 64))
        return;
    if (!haar_read(&frame, p, HAAR_DCT, hunt_arena(h)) ||
        (user && !haar_read(&frame, p, HAAR_SVD, hunt_arena(h)))) {
        hunt_partial(h, "arena_bytes");
        return;
    }
    for (size_t i = 0; i < sizeof(payloads) / sizeof(payloads[0]); i++)
        tested |= try_one(h, &frame, &payloads[i]);
    if (user)
        tested |= try_user(h, &frame, user);
    if (!tested)
        hunt_skip(h, "not testable: the picture has no chroma");
}

const struct finder finder_dwt_dct = {
    .name = "dwt-dct",
    .what = "invisible-watermark (Stable Diffusion, SDXL, FLUX, InvokeAI)",
    .pixels = true,
    .find = find,
};
