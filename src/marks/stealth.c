/* SPDX-License-Identifier: Apache-2.0
 * stealth.c - parameters hidden in the last bits of pixels, column by column.
 *
 * [STEALTH] 15 bytes of signature, 32 bits of length (in bits, big-endian),
 * then text, plain or gzip; all most significant bit first.  In the alpha
 * channel one bit a pixel, else three: red, green, blue. */
#include "marks/stealth.h"

#include "marks/novelai.h"

enum {
    SIGNATURE = 15,
    HEAD = SIGNATURE * 8 + 32, /* bits before the text */
    SHOWN = 160                /* bytes of the text that a mark shows */
};

struct kind {
    char name[SIGNATURE + 1];
    bool alpha, packed;
};

static const struct kind kinds[] = {
    {"stealth_pnginfo", true, false},
    {"stealth_pngcomp", true, true},
    {"stealth_rgbinfo", false, false},
    {"stealth_rgbcomp", false, true},
};

/* The bits of a picture, in the order of the scheme. */
struct bits {
    const struct pixels *p;
    bool alpha;
};

static unsigned bit_at(const struct bits *b, uint64_t i)
{
    uint64_t pixel = b->alpha ? i : i / 3;
    uint32_t x = (uint32_t)(pixel / b->p->height);
    uint32_t y = (uint32_t)(pixel % b->p->height);
    const uint8_t *at = pixels_row(b->p, y) + (size_t)x * b->p->channels;

    return at[b->alpha ? 3 : i % 3] & 1u;
}

static uint64_t capacity(const struct bits *b)
{
    return (uint64_t)b->p->width * b->p->height * (b->alpha ? 1 : 3);
}

static void bytes_at(const struct bits *b, uint64_t from, uint8_t *to, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned v = 0;

        for (unsigned k = 0; k < 8; k++)
            v = v << 1 | bit_at(b, from + 8 * i + k);
        to[i] = (uint8_t)v;
    }
}

/* The text behind a signature that was found. */
static void take(struct stealth *s, const struct bits *b, bool packed,
                 struct arena *a, const struct limits *lim)
{
    struct inflated got = {0};
    uint8_t head[4], *to;
    struct span raw;
    struct reader r;

    bytes_at(b, SIGNATURE * 8, head, sizeof(head));
    r = reader_over((struct span){head, sizeof(head)});
    s->bits = read_u32be(&r);
    if (s->bits > capacity(b) - HEAD) {
        s->why = "its length passes the picture";
        return;
    }
    to = arena_alloc(a, (size_t)(s->bits / 8) + 1);
    if (!to) {
        s->why = "no memory";
        return;
    }
    raw = (struct span){to, (size_t)(s->bits / 8)};
    bytes_at(b, HEAD, to, raw.len);
    s->text = raw;
    if (!packed)
        return;
    if (inflate_span(a, raw, PACKED_GZIP, lim, &got) != UNPACK_WHOLE)
        s->why = "its packed text is damaged or passes a limit";
    s->text = got.out;
}

bool stealth_read(struct stealth *s, const struct pixels *p, struct arena *a,
                  const struct limits *lim)
{
    *s = (struct stealth){0};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const struct bits b = {p, kinds[i].alpha};
        uint8_t head[SIGNATURE];

        if ((b.alpha && p->channels < 4) || capacity(&b) < HEAD)
            continue;
        bytes_at(&b, 0, head, sizeof(head));
        if (memcmp(head, kinds[i].name, SIGNATURE) != 0)
            continue;
        s->name = kinds[i].name;
        s->alpha = b.alpha;
        take(s, &b, kinds[i].packed, a, lim);
        return true;
    }
    return false;
}

static bool has(struct span s, struct span word)
{
    for (size_t i = 0; i + word.len <= s.len; i++)
        if (memcmp(s.ptr + i, word.ptr, word.len) == 0)
            return true;
    return false;
}

/* Whose text it is, by what only that writer puts there. */
static struct span writer(const struct json *j, struct span text)
{
    if (span_eq(json_text(json_get(j, SPAN("Software"))), SPAN("NovelAI")))
        return SPAN("novelai");
    if (json_get(j, SPAN("sui_image_params")))
        return SPAN("swarmui");
    if (!j && has(text, SPAN("Steps: ")) && has(text, SPAN("Sampler: ")))
        return SPAN("a1111");
    return (struct span){0};
}

static void find(struct hunt *h)
{
    const struct pixels *p = hunt_pixels(h);
    struct stealth s;
    const struct json *j;
    struct mark m = {.kind = GM_WATERMARK,
                     .claim = GM_TRACE,
                     .makes = GM_GENERATED,
                     .slot = NO_SLOT};
    gm_proof proof = GM_STATED;
    uint32_t at;

    if (!p || !hunt_step(h, 1))
        return;
    if (p->flags & (PIXELS_DEEP | PIXELS_PALETTE))
        return; /* such pixels have no last bits of their own */
    if (!stealth_read(&s, p, hunt_arena(h), hunt_limits(h)))
        return;
    if (!hunt_step(h, s.bits / 64 + 1))
        return;
    m.name = (struct span){(const uint8_t *)s.name, strlen(s.name)};
    m.value = span_cut(s.text, 0, s.text.len < SHOWN ? s.text.len : SHOWN);
    j = json_read(hunt_arena(h), s.text, JSON_LAX, hunt_limits(h), NULL);
    m.generator = writer(j, s.text);
    if (span_eq(m.generator, SPAN("novelai"))) {
        m.claim = GM_GENERATED; /* its Title and Source say so in words */
        m.makes = GM_CLAIM_NONE;
        proof = novelai_proof(h, json_text(json_get(j, SPAN("Comment"))), p);
        m.proof = proof == GM_SIGNED ? GM_SIGNED : GM_STATED;
    }
    at = hunt_mark(h, m);
    hunt_measure(h, at, SPAN("bits"), (double)s.bits);
    if (s.why)
        hunt_attr(h, at, SPAN("damage"),
                  (struct span){(const uint8_t *)s.why, strlen(s.why)});
    if (proof != GM_BROKEN)
        return;
    m.name = SPAN("signed_hash"); /* the words stand; the signature does not */
    m.value = (struct span){0};
    m.proof = GM_BROKEN;
    hunt_mark(h, m);
}

const struct finder finder_stealth = {
    .name = "stealth",
    .what = "parameters hidden in the last bits of pixels (stealth PNG info)",
    .pixels = true,
    .find = find,
};
