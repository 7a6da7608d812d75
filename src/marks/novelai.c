/* SPDX-License-Identifier: Apache-2.0
 * novelai.c - an Ed25519 signature [RFC 8032] that binds parameters to pixels.
 *
 * [NAI] NovelAI's published verifier (nai_sig.py): the message is the raw RGB
 * bytes, row after row, and then json.dumps of the comment without
 * "signed_hash".  So the JSON has to be written again exactly as Python does:
 * members in their order, ", " and ": " between them, everything beyond ASCII
 * escaped, numbers as they were (Python wrote them). */
#include "marks/novelai.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/hex.h"
#include "base/utf.h"

enum {
    KEY = 44, /* SubjectPublicKeyInfo of an Ed25519 key [RFC 8410, 4] */
    SIGNATURE = 64,
    COMMENT = 1 << 20 /* bytes of a comment that are believed */
};

static const uint8_t key[KEY] = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21,
    0x00, 0x63, 0x62, 0x5c, 0x40, 0x03, 0xa1, 0x2f, 0x0c, 0xf0, 0x48,
    0x35, 0x09, 0x3c, 0xd8, 0x0b, 0xd3, 0x89, 0xd2, 0xd1, 0x36, 0xea,
    0x9b, 0xb7, 0x12, 0x45, 0xce, 0x31, 0x93, 0x4b, 0xd1, 0x32, 0x27};

/* A text of JSON that is known to be well-formed, word by word. */
struct words {
    struct span s;
    size_t at;
};

static void skip_space(struct words *w)
{
    while (w->at < w->s.len &&
           (w->s.ptr[w->at] == ' ' || w->s.ptr[w->at] == '\n' ||
            w->s.ptr[w->at] == '\r' || w->s.ptr[w->at] == '\t'))
        w->at++;
}

/* next_word is the next string with its quotes, number, name or sign. */
static struct span next_word(struct words *w)
{
    size_t from;

    skip_space(w);
    from = w->at;
    if (from >= w->s.len)
        return (struct span){0};
    if (w->s.ptr[w->at++] == '"') {
        while (w->at < w->s.len && w->s.ptr[w->at] != '"')
            w->at += w->s.ptr[w->at] == '\\' ? 2 : 1;
        w->at = w->at < w->s.len ? w->at + 1 : w->s.len;
    } else if (!memchr("{}[],:", w->s.ptr[from], 6)) {
        while (w->at < w->s.len &&
               !memchr(" \t\r\n{}[],:\"", w->s.ptr[w->at], 11))
            w->at++;
    }
    return span_cut(w->s, from, w->at - from);
}

static void put_escape(struct buf *b, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t to[6] = {'\\', 'u', 0, 0, 0, 0};

    for (int i = 0; i < 4; i++)
        to[2 + i] = (uint8_t)digits[unit >> (12 - 4 * i) & 15];
    buf_put(b, (struct span){to, sizeof(to)});
}

static void put_code(struct buf *b, uint32_t c)
{
    static const char plain[] = "\"\\\n\r\t\f\b", name[] = "\"\\nrtfb";
    const char *hit = c && c < 128 ? strchr(plain, (int)c) : NULL;

    if (hit) {
        buf_byte(b, '\\');
        buf_byte(b, (uint8_t)name[hit - plain]);
    } else if (c >= 0x10000) {
        put_escape(b, 0xD7C0 + (c >> 10));
        put_escape(b, 0xDC00 | (c & 0x3FF));
    } else if (c < 32 || c > 126) {
        put_escape(b, c);
    } else {
        buf_byte(b, (uint8_t)c);
    }
}

static uint32_t hex4(struct span s, size_t at)
{
    uint32_t v = 0;

    for (size_t i = at; i < at + 4 && i < s.len; i++)
        v = v << 4 | ((uint32_t)hex_digit(s.ptr[i]) & 15);
    return v;
}

/* put_string writes a string's characters as Python escapes them. */
static void put_string(struct buf *b, struct span word)
{
    struct span s = span_cut(word, 1, word.len - 2);
    bool bad = false;

    buf_byte(b, '"');
    for (size_t at = 0; at < s.len && !b->failed;) {
        if (s.ptr[at] != '\\' || at + 1 >= s.len) {
            put_code(b, utf8_next(s, &at, &bad));
            continue;
        }
        switch (s.ptr[at + 1]) {
        case 'u': put_escape(b, hex4(s, at + 2)); break;
        case 'n': put_code(b, '\n'); break;
        case 'r': put_code(b, '\r'); break;
        case 't': put_code(b, '\t'); break;
        case 'f': put_code(b, '\f'); break;
        case 'b': put_code(b, '\b'); break;
        default: put_code(b, s.ptr[at + 1]);
        }
        at += s.ptr[at + 1] == 'u' ? 6 : 2;
    }
    buf_byte(b, '"');
}

static void put_word(struct buf *b, struct span word)
{
    if (word.ptr[0] == '"')
        put_string(b, word);
    else if (word.ptr[0] == ',')
        buf_put(b, SPAN(", "));
    else if (word.ptr[0] == ':')
        buf_put(b, SPAN(": "));
    else
        buf_put(b, word);
}

/* skip_member passes over ": value" of the top level and a comma behind it. */
static void skip_member(struct words *w)
{
    size_t depth = 0, before;
    struct span word;

    for (;;) {
        before = w->at;
        word = next_word(w);
        if (!word.len)
            return;
        if (word.ptr[0] == '{' || word.ptr[0] == '[')
            depth++;
        if (depth == 0 && word.ptr[0] == ',')
            return;
        if (depth == 0 && word.ptr[0] == '}') {
            w->at = before;
            return;
        }
        if (word.ptr[0] == '}' || word.ptr[0] == ']')
            depth--;
    }
}

struct span novelai_message(struct arena *a, struct span comment,
                            const struct limits *lim)
{
    struct words w = {comment, 0};
    bool name = true;   /* the next word of the top level is a member's name */
    bool comma = false; /* and a comma is due before it */
    size_t depth = 0;
    struct buf b;

    if (comment.len > COMMENT ||
        !json_get(json_read(a, comment, 0, lim, NULL), SPAN("signed_hash")))
        return (struct span){0};
    buf_init(&b, a, comment.len * 6 + 2);
    for (struct span word = next_word(&w); word.len; word = next_word(&w)) {
        uint8_t sign = word.ptr[0];

        if (depth == 1 && name && span_eq(word, SPAN("\"signed_hash\""))) {
            skip_member(&w); /* a comma that was due still is */
            continue;
        }
        if (depth == 1 && sign == ',') {
            name = comma = true;
            continue;
        }
        if (comma && sign != '}')
            buf_put(&b, SPAN(", "));
        comma = name = false;
        depth += sign == '{' || sign == '[';
        depth -= sign == '}' || sign == ']';
        name = depth == 1 && sign == '{';
        put_word(&b, word);
    }
    return b.failed ? (struct span){0} : buf_span(&b);
}

/* signed_bytes is the whole message: the picture without alpha, the text. */
static struct span signed_bytes(struct arena *a, const struct pixels *p,
                                struct span text)
{
    size_t count = (size_t)p->width * p->height, at = 0;
    uint8_t *to = arena_alloc(a, count * 3 + text.len);

    if (!to)
        return (struct span){0};
    for (size_t i = 0; i < count; i++, at += 3)
        memcpy(to + at, p->ptr + i * p->channels, 3);
    memcpy(to + at, text.ptr, text.len);
    return (struct span){to, at + text.len};
}

gm_proof novelai_proof(struct hunt *h, struct span comment,
                       const struct pixels *p)
{
    struct arena *a = hunt_arena(h);
    const struct json *j;
    struct span text, all, signature;

    if (!comment.len)
        return GM_STATED;
    j = json_read(a, comment, 0, hunt_limits(h), NULL);
    text = json_text(json_get(j, SPAN("signed_hash")));
    if (!text.len)
        return GM_STATED;
    if (!base64_decode(a, text, 0, &signature) || signature.len != SIGNATURE)
        return GM_BROKEN;
    text = novelai_message(a, comment, hunt_limits(h));
    all = signed_bytes(a, p, text);
    if (!text.len || !all.len) {
        hunt_partial(h, "arena_bytes");
        return GM_STATED;
    }
    return key_verify((struct span){key, KEY}, SCHEME_ED25519, DIGEST_NONE, all,
                      signature)
               ? GM_SIGNED
               : GM_BROKEN;
}

/* check judges one comment field; false where there are no pixels. */
static bool check(struct hunt *h, const struct field *x)
{
    struct mark m = mark_of_field(x);
    const struct json *j =
        json_read(hunt_arena(h), x->value, 0, hunt_limits(h), NULL);
    const struct pixels *p;

    /* Others sign hashes as well: these are parameters of a picture. */
    if (!json_get(j, SPAN("signed_hash")) || !json_get(j, SPAN("prompt")))
        return true;
    p = hunt_pixels(h);
    if (!p)
        return false;
    m.kind = GM_GENERATOR;
    m.name = SPAN("signed_hash");
    m.value = (struct span){0};
    m.claim = GM_GENERATED;
    m.generator = SPAN("novelai");
    m.proof = novelai_proof(h, x->value, p);
    if (m.proof != GM_STATED)
        hunt_mark(h, m);
    return true;
}

/* The signature in a text chunk or the EXIF comment: the same message. */
static void find(struct hunt *h)
{
    static const struct {
        enum space space;
        struct span name;
    } places[] = {{SPACE_PAIR, SPAN_OF("Comment")},
                  {SPACE_EXIF, SPAN_OF("UserComment")}};
    const struct field *x;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        for (uint32_t at = 0;
             (x = fields_next(hunt_fields(h), places[i].space, (struct span){0},
                              places[i].name, &at)) &&
             hunt_step(h, x->value.len / 64 + 1);)
            if (!check(h, x))
                return;
}

const struct finder finder_novelai = {
    .name = "novelai-signature",
    .what = "NovelAI's signature over parameters and pixels",
    .pixels = true,
    .find = find,
};
