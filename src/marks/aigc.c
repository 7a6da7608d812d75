/* SPDX-License-Identifier: Apache-2.0
 * aigc.c - the AIGC record of GB 45438-2025, out of JSON or YAML. */
#include "marks/aigc.h"

#include "base/peek.h"
#include "marks/maker.h"
#include "marks/shape.h"

enum {
    CODE = 27, /* characters of a provider code [20252] */
    USCC_AT = 4,
    USCC = 18,
    MODULUS = 31,
    LINES = 64 /* of a YAML block: how many we read */
};

static const char *const keys[AIGC_KEYS] = {
    "Label",         "ContentProducer",   "ProduceID",
    "ReservedCode1", "ContentPropagator", "PropagateID",
    "ReservedCode2"};

/* Who stands behind a Unified Social Credit Code: a legal entity, of which we
 * know one brand. */
static const struct {
    const char *uscc, *slug;
} entities[] = {
    {"91110102MACQD9K640", "doubao"}, {"9144030008867405X2", "jimeng"},
    {"91110108335469089C", "kling"},  {"91440300708461136T", "tencent"},
    {"91440101MA9Y9T4H7A", "qwen"},   {"91330106MA2CFLDG4R", "qwen"},
    {"91110000802100433B", "baidu"},
};

const char *aigc_key_name(enum aigc_key k)
{
    return keys[k];
}

bool aigc_is_key(struct span name)
{
    for (unsigned k = 0; k < AIGC_KEYS; k++)
        if (span_eq(name, shape_of(keys[k])))
            return true;
    return false;
}

bool aigc_put(struct aigc *r, struct span name, struct span value)
{
    for (unsigned k = 0; k < AIGC_KEYS; k++) {
        if (!span_eq(name, shape_of(keys[k])))
            continue;
        if (r->seen & 1U << k)
            r->duplicate = true;
        else
            r->value[k] = value;
        r->seen |= 1U << k;
        return true;
    }
    return false;
}

static void take_members(struct arena *a, struct span map, struct aigc *out)
{
    struct peek p;
    struct span key, value;

    if (!peek_open(&p, map))
        return;
    while (peek_next(&p, &key, &value)) {
        bool text = peek_is_text(value);
        bool none = span_eq(value, SPAN("null"));

        if (!aigc_put(out, key,
                      none ? (struct span){0} : peek_text(a, value)) ||
            text)
            continue;
        for (unsigned k = 0; k < AIGC_KEYS; k++)
            if (span_eq(key, shape_of(keys[k])))
                out->not_text |= 1U << k;
    }
}

/* ends_clean is whether nothing but white space follows the map in s. */
static bool ends_clean(struct span s)
{
    struct peek p;
    struct span key, value;

    if (!peek_open(&p, s))
        return false;
    while (peek_next(&p, &key, &value))
        continue;
    if (p.broken || p.cut || p.at >= s.len || s.ptr[p.at] != '}')
        return false;
    return shape_trim(span_cut(s, p.at + 1, s.len - p.at - 1)).len == 0;
}

static unsigned count(unsigned bits)
{
    unsigned n = 0;

    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

bool aigc_read(struct arena *a, struct span text, const struct limits *lim,
               struct aigc *out)
{
    struct span s = shape_trim(text), inner;

    *out = (struct aigc){.form = AIGC_BARE};
    if (s.len > lim->json_bytes)
        return false;
    if (peek_is_text(s))
        s = shape_trim(peek_text(a, s));
    if (!peek_is_map(s))
        return false;
    out->trailing = !ends_clean(s);
    inner = peek_get(s, SPAN("AIGC"));
    if (!inner.len)
        inner = peek_get(s, SPAN("aigc")); /* a service's songs have it so */
    if (inner.len) {
        out->form = AIGC_WRAPPED;
        s = shape_trim(peek_text(a, inner));
    }
    take_members(a, s, out);
    return count(out->seen) >= 2;
}

/* ---- YAML ----------------------------------------------------------------
 *
 * Only what the records need: "key: value", one a line, deeper than the line
 * that opened the block, the value bare or in quotes. */

static size_t indent_of(struct span line)
{
    size_t n = 0;

    while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
        n++;
    return n;
}

static struct span unquote(struct span s)
{
    uint8_t c = s.len >= 2 ? s.ptr[0] : 0;

    if ((c == '\'' || c == '"') && s.ptr[s.len - 1] == c)
        return span_cut(s, 1, s.len - 2);
    return s;
}

bool aigc_read_yaml(struct span text, struct aigc *out, size_t *used)
{
    struct span line;
    size_t at = 0;

    *out = (struct aigc){.form = AIGC_YAML};
    *used = 0;
    for (int i = 0; i < LINES && shape_line(text, &at, &line); i++) {
        ptrdiff_t colon = shape_find(line, SPAN(":"), 0);
        struct span key;

        if (indent_of(line) == 0 || colon == NOWHERE)
            break;
        key = shape_trim(span_cut(line, 0, (size_t)colon));
        if (!aigc_put(
                out, unquote(key),
                unquote(shape_trim(span_cut(line, (size_t)colon + 1,
                                            line.len - (size_t)colon - 1)))))
            break;
        *used = at < text.len ? at : text.len;
    }
    return count(out->seen) >= 2;
}

/* ---- codes -------------------------------------------------------------- */

bool aigc_code_ok(struct span s)
{
    if (s.len != CODE || s.ptr[0] != '0' || s.ptr[1] != '0')
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!shape_digit(s.ptr[i]) && (s.ptr[i] < 'A' || s.ptr[i] > 'Z'))
            return false;
    return true;
}

/* [GB 32100-2015]: weights are the powers of 3 modulo 31; the alphabet leaves
 * out what is easily confused. */
bool aigc_uscc_ok(struct span s)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    unsigned sum = 0, weight = 1;

    if (s.len != USCC)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        const char *p = s.ptr[i] ? strchr(alphabet, s.ptr[i]) : NULL;

        if (!p)
            return false;
        if (i + 1 < s.len)
            sum += (unsigned)(p - alphabet) * weight;
        weight = weight * 3 % MODULUS;
    }
    return s.ptr[USCC - 1] ==
           (uint8_t)alphabet[(MODULUS - sum % MODULUS) % MODULUS];
}

struct span aigc_maker(struct span producer)
{
    struct span uscc = span_cut(producer, USCC_AT, USCC);

    if (aigc_code_ok(producer))
        for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
            if (span_eq(uscc, shape_of(entities[i].uscc)))
                return shape_of(entities[i].slug);
    return maker_of(producer);
}
