/* SPDX-License-Identifier: Apache-2.0
 * hidden_decode.c - rows of invisible characters read as known codings.
 *
 * [CLOAK] StegCloak 1.1.1: six characters; the first names the two whose pairs
 *         were folded, the second the mode, then two bits a character.
 * [STEGA] @vercel/stega 1.1.0: four characters a byte behind a prefix of four
 *         zero-width spaces; before that two of sixteen a byte.
 * [LZ]    LZ-UTF8: a sequence that points back begins with 110 or 111 and is
 *         told from UTF-8 by the top bit of its second byte. */
#include "marks/hidden.h"

#include "base/buf.h"
#include "base/reader.h"
#include "base/utf.h"

enum {
    LEAST = 8,     /* characters of a row that a generic coding explains */
    BACK_NEAR = 2, /* bytes of a short and of a long pointer back */
    BACK_FAR = 3,
    UNPACKED = 1 << 16
};

static struct span no_bytes(void)
{
    return (struct span){0};
}

struct span hidden_selectors(const uint32_t *c, size_t n, struct arena *a)
{
    uint8_t *to = arena_alloc(a, n + 1);

    if (!to)
        return no_bytes();
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)(c[i] < 0xE0100 ? c[i] - 0xFE00 : c[i] - 0xE0100 + 16);
    return (struct span){to, n};
}

struct span hidden_tags(const uint32_t *c, size_t n, struct arena *a)
{
    uint8_t *to = arena_alloc(a, n + 1);
    size_t len = 0;

    if (!to)
        return no_bytes();
    for (size_t i = 0; i < n; i++)
        if (c[i] >= 0xE0020 && c[i] <= 0xE007E)
            to[len++] = (uint8_t)(c[i] - 0xE0000);
    return (struct span){to, len};
}

struct span hidden_lzutf8(struct span packed, struct arena *a)
{
    struct reader r = reader_over(packed);
    struct buf out;

    buf_init(&out, a, UNPACKED);
    while (reader_left(&r) && !out.failed) {
        uint8_t b = read_u8(&r), next = reader_left(&r) ? *r.at : 0x80;
        size_t far, len = b & 31;

        if (b < 0xC0 || next >= 0x80) { /* a byte of plain UTF-8 */
            buf_byte(&out, b);
            continue;
        }
        far = b < 0xE0 ? read_be(&r, BACK_NEAR - 1) : read_be(&r, BACK_FAR - 1);
        if (!reader_ok(&r) || far == 0 || far > out.len)
            return no_bytes();
        for (size_t i = 0; i < len && !out.failed; i++)
            buf_byte(&out, out.ptr[out.len - far]);
    }
    return out.failed ? no_bytes() : buf_span(&out);
}

/* A payload is believed where it reads as text. */
static bool is_words(struct span s)
{
    size_t plain = 0;

    if (!s.len || !utf8_ok(s))
        return false;
    for (size_t i = 0; i < s.len; i++)
        plain += s.ptr[i] >= 32 || s.ptr[i] == '\n' || s.ptr[i] == '\t' ||
                 s.ptr[i] == '\r' || s.ptr[i] == 0;
    return plain == s.len && s.ptr[0] != 0;
}

/* ---- [CLOAK] ----------------------------------------------------------- */

static int cloak_digit(uint32_t c)
{
    static const uint32_t alphabet[] = {0x200C, 0x200D, 0x2061,
                                        0x2062, 0x2063, 0x2064};

    for (int i = 0; i < 6; i++)
        if (alphabet[i] == c)
            return i;
    return -1;
}

/* unfold writes each digit, and the pairs that digits 4 and 5 stand for. */
static size_t unfold(const struct hidden_run *r, uint8_t *to)
{
    static const uint8_t folded[6][2] = {{0, 1}, {0, 2}, {0, 3},
                                         {1, 2}, {1, 3}, {2, 3}};
    const uint8_t *pair = folded[cloak_digit(r->c[0])];
    size_t n = 0;

    for (size_t i = 1; i < r->n; i++) {
        int d = cloak_digit(r->c[i]);

        to[n++] = (uint8_t)(d < 4 ? d : pair[d - 4]);
        if (d >= 4)
            to[n++] = pair[d - 4];
    }
    return n;
}

static bool cloak(const struct hidden_run *r, struct arena *a,
                  struct hidden_text *t)
{
    static const char *const modes[] = {"aes-hmac", "aes", "plain"};
    uint8_t *digits, *bytes;
    size_t n;

    if (r->n < 4)
        return false;
    for (size_t i = 0; i < r->n; i++)
        if (cloak_digit(r->c[i]) < 0)
            return false;
    digits = arena_alloc(a, r->n * 2);
    bytes = arena_alloc(a, r->n);
    if (!digits || !bytes)
        return false;
    n = unfold(r, digits);
    if (n < 5 || digits[0] > 2 || (n - 1) % 4)
        return false;
    for (size_t i = 0; i < (n - 1) / 4; i++)
        for (size_t k = 0; k < 4; k++)
            bytes[i] = (uint8_t)(bytes[i] << 2 | digits[1 + 4 * i + k]);
    t->mode = modes[digits[0]];
    if (digits[0] == 2) {
        for (size_t i = 0; i < (n - 1) / 4; i++)
            bytes[i] = (uint8_t)~bytes[i];
        t->bytes = hidden_lzutf8((struct span){bytes, (n - 1) / 4}, a);
        if (!is_words(t->bytes))
            return false;
    } else if ((n - 1) / 4 < 8 + (digits[0] == 0 ? 32u : 0u) + 1) {
        return false; /* no place for salt and check */
    }
    t->scheme = "stegcloak";
    return true;
}

/* ---- [STEGA] ----------------------------------------------------------- */

static int stega_digit(uint32_t c)
{
    static const uint32_t alphabet[] = {0x200B, 0x200C, 0x200D, 0xFEFF};

    for (int i = 0; i < 4; i++)
        if (alphabet[i] == c)
            return i;
    return -1;
}

static bool stega(const struct hidden_run *r, struct arena *a,
                  struct hidden_text *t)
{
    uint8_t *bytes = arena_alloc(a, r->n / 4 + 1);

    if (!bytes || r->n < 8 || r->n % 4)
        return false;
    for (size_t i = 0; i < r->n; i++) {
        int d = stega_digit(r->c[i]);

        if (d < 0 || (i < 4 && d != 0))
            return false;
        if (i >= 4)
            bytes[i / 4 - 1] =
                (uint8_t)((unsigned)bytes[i / 4 - 1] << 2 | (unsigned)d);
    }
    t->bytes = (struct span){bytes, r->n / 4 - 1};
    if (!is_words(t->bytes))
        return false;
    t->scheme = "stega";
    return true;
}

static int legacy_digit(uint32_t c)
{
    static const uint32_t alphabet[] = {0x200B, 0x200C, 0x200D, 0x2062,
                                        0x2063, 0x2060, 0xFEFF, 0x2061};

    if (c >= 0x1D173 && c <= 0x1D17A)
        return (int)(c - 0x1D173) + 8;
    for (int i = 0; i < 8; i++)
        if (alphabet[i] == c)
            return i;
    return -1;
}

static bool legacy(const struct hidden_run *r, struct arena *a,
                   struct hidden_text *t)
{
    uint8_t *bytes = arena_alloc(a, r->n / 2 + 1);

    if (!bytes || r->n < LEAST || r->n % 2)
        return false;
    for (size_t i = 0; i < r->n; i++) {
        int d = legacy_digit(r->c[i]);

        if (d < 0)
            return false;
        bytes[i / 2] = (uint8_t)((unsigned)bytes[i / 2] << 4 | (unsigned)d);
    }
    t->bytes = utf8_of_latin1(a, (struct span){bytes, r->n / 2});
    /* JSON is what it carries, and what tells it from chance */
    if (!is_words(t->bytes) || !memchr("{[\"", t->bytes.ptr[0], 3))
        return false;
    t->scheme = "stega-legacy";
    return true;
}

/* ---- two symbols, or four ---------------------------------------------- */

/* The distinct characters of a row, at most four; more is no such coding. */
static size_t symbols(const struct hidden_run *r, uint32_t *of)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++) {
        size_t k = 0;

        while (k < n && of[k] != r->c[i])
            k++;
        if (k < n)
            continue;
        if (n == 4)
            return 5;
        of[n++] = r->c[i];
    }
    for (size_t i = 1; i < n; i++) /* by code point: 0 is the lowest */
        for (size_t k = i; k > 0 && of[k - 1] > of[k]; k--) {
            uint32_t keep = of[k];

            of[k] = of[k - 1];
            of[k - 1] = keep;
        }
    return n;
}

/* binary reads `one` as 1, `zero` as 0; any other character ends a number.
 * Without such a separator numbers are eight bits. */
static struct span binary(const struct hidden_run *r, uint32_t zero,
                          uint32_t one, struct arena *a)
{
    struct buf out;
    uint32_t v = 0;
    size_t bits = 0, cuts = 0;

    buf_init(&out, a, r->n + 1);
    for (size_t i = 0; i < r->n; i++)
        cuts += r->c[i] != zero && r->c[i] != one;
    if (!cuts && r->n % 8)
        return no_bytes();
    for (size_t i = 0; i <= r->n; i++) {
        bool end = i == r->n || (r->c[i] != zero && r->c[i] != one);

        if (!end) {
            v = v << 1 | (r->c[i] == one);
            bits++;
        }
        if (bits && (end || (!cuts && bits == 8))) {
            uint8_t to[4];

            if (bits > 21)
                return no_bytes();
            if (cuts)
                buf_put(&out, (struct span){to, utf8_put(v, to)});
            else
                buf_byte(&out, (uint8_t)v);
            v = 0;
            bits = 0;
        }
    }
    return out.failed ? no_bytes() : buf_span(&out);
}

static struct span quaternary(const struct hidden_run *r, const uint32_t *of,
                              struct arena *a)
{
    uint8_t *to = arena_alloc(a, r->n / 4 + 1);

    if (!to || r->n % 4)
        return no_bytes();
    for (size_t i = 0; i < r->n; i++) {
        unsigned d = 0;

        while (d < 3 && of[d] != r->c[i])
            d++;
        to[i / 4] = (uint8_t)((unsigned)to[i / 4] << 2 | d);
    }
    return (struct span){to, r->n / 4};
}

static bool generic(const struct hidden_run *r, struct arena *a,
                    struct hidden_text *t)
{
    uint32_t of[4];
    size_t n = r->n >= LEAST ? symbols(r, of) : 0;

    if (n == 4) {
        t->bytes = quaternary(r, of, a);
        t->scheme = "zero-width-quaternary";
        return is_words(t->bytes);
    }
    if (n != 2 && n != 3)
        return false;
    t->scheme = "zero-width-binary";
    for (size_t zero = 0; zero < n; zero++)
        for (size_t one = 0; one < n; one++) {
            if (zero == one)
                continue;
            t->bytes = binary(r, of[zero], of[one], a);
            if (is_words(t->bytes) && t->bytes.len >= 2)
                return true;
        }
    return false;
}

struct hidden_text hidden_decode(const struct hidden_run *r, struct arena *a)
{
    static bool (*const codings[])(const struct hidden_run *, struct arena *,
                                   struct hidden_text *) = {stega, cloak,
                                                            legacy, generic};

    for (size_t i = 0; i < sizeof(codings) / sizeof(codings[0]); i++) {
        struct hidden_text t = {0};

        if (codings[i](r, a, &t))
            return t;
    }
    return (struct hidden_text){0};
}
