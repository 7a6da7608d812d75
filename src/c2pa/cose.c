/* SPDX-License-Identifier: Apache-2.0
 * cose.c - COSE_Sign1: headers, certificates, and what is signed.
 *
 * [COSE] RFC 9052, [ALG] RFC 9053, [X5] RFC 9360, [C2PA] section 13.2.
 * tag 18 ([protected, unprotected, payload, signature]) [COSE 4.2]; C2PA leaves
 * the payload out, for it is the claim. */
#include "c2pa/cose.h"

#include "base/buf.h"

#include <stdlib.h>

enum {
    TAG_SIGN1 = 18,
    HEAD_ALG = 1,
    HEAD_CRIT = 2,
    HEAD_TYPE = 3, /* of the content */
    HEAD_KID = 4,
    HEAD_IV = 5,
    HEAD_PARTIAL_IV = 6,
    HEAD_COUNTER = 7, /* counter signatures */
    HEAD_X5CHAIN = 33 /* [X5 2] */
};

static const struct cose_alg algs[] = {
    {-7, "es256", SCHEME_RAW, DIGEST_SHA256, KEY_P256},
    {-35, "es384", SCHEME_RAW, DIGEST_SHA384, KEY_P384},
    {-36, "es512", SCHEME_RAW, DIGEST_SHA512, KEY_P521},
    {-37, "ps256", SCHEME_PSS, DIGEST_SHA256, KEY_RSA},
    {-38, "ps384", SCHEME_PSS, DIGEST_SHA384, KEY_RSA},
    {-39, "ps512", SCHEME_PSS, DIGEST_SHA512, KEY_RSA},
    {-8, "ed25519", SCHEME_ED25519, DIGEST_NONE, KEY_ED25519},
};

const struct cose_alg *cose_alg(const struct cose *c)
{
    for (size_t i = 0; c->has_alg && i < sizeof(algs) / sizeof(*algs); i++)
        if (algs[i].id == c->alg)
            return &algs[i];
    return NULL;
}

bool cose_key_fits(const struct cose_alg *alg, const struct key_info *key)
{
    return alg->key == key->kind ||
           (alg->key == KEY_RSA && key->kind == KEY_RSA_PSS);
}

static const struct cbor *in_headers(const struct cbor *h)
{
    const struct cbor *c = cbor_at(h, HEAD_X5CHAIN);

    return c ? c : cbor_get(h, SPAN("x5chain"));
}

static enum cose_end chain_add(struct chain *ch, const struct cbor *c)
{
    if (!cbor_is(c, CBOR_BYTES))
        return COSE_NO_CHAIN;
    if (ch->count == CHAIN_MAX) {
        ch->broken = true;
        return COSE_OK;
    }
    if (cert_read(&ch->cert[ch->count], c->text))
        ch->count++;
    else if (ch->count == 0)
        return COSE_BAD_CERT;
    else
        ch->broken = true;
    return COSE_OK;
}

static enum cose_end read_chain(struct cose *c)
{
    const struct cbor *x = in_headers(c->head);
    const struct cbor *y = cbor_get(c->open, SPAN("x5chain"));
    enum cose_end end = COSE_OK;

    if (x && y)
        return COSE_TWO_CHAINS;
    x = x ? x : y;
    if (!x)
        return COSE_NO_CHAIN;
    if (!cbor_is(x, CBOR_LIST))
        return chain_add(&c->chain, x);
    for (x = x->child; x && end == COSE_OK; x = x->next)
        if (cbor_is(x, CBOR_BYTES)) /* others are passed over */
            end = chain_add(&c->chain, x);
    if (end == COSE_OK && !c->chain.count)
        return COSE_NO_CHAIN;
    return end;
}

static void read_alg(struct cose *c)
{
    const struct cbor *a = cbor_at(c->head, HEAD_ALG);

    c->has_alg = a && (a->kind == CBOR_UINT || a->kind == CBOR_NEG) &&
                 a->number < 1u << 20;
    if (c->has_alg)
        c->alg =
            a->kind == CBOR_NEG ? -1 - (int64_t)a->number : (int64_t)a->number;
}

/* crit_ok is whether only headers that are read here must be understood. */
static bool crit_ok(const struct cbor *c)
{
    if (!c)
        return true;
    if (!cbor_is(c, CBOR_LIST) || !c->count)
        return false;
    for (c = c->child; c; c = c->next)
        if (!span_eq(cbor_text(c), SPAN("x5chain")) &&
            (c->kind != CBOR_UINT ||
             (c->number != HEAD_ALG && c->number != HEAD_X5CHAIN)))
            return false;
    return true;
}

/* ---- the form of headers [COSE 1.5, 3.1] --------------------------------- */

static int by_label(const void *a, const void *b)
{
    const struct cbor *x = *(const struct cbor *const *)a,
                      *y = *(const struct cbor *const *)b;
    size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
    int d;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind != CBOR_TEXT)
        return (x->number > y->number) - (x->number < y->number);
    d = n ? memcmp(x->text.ptr, y->text.ptr, n) : 0;
    return d ? d : (x->text.len > y->text.len) - (x->text.len < y->text.len);
}

/* labels_ok is whether every label is a number or a text, and stands once. */
static bool labels_ok(struct arena *a, const struct cbor *head)
{
    const struct cbor **keys =
        arena_alloc(a, (head->count + 1u) * sizeof(const struct cbor *));
    uint32_t n = 0;

    if (!keys)
        return false;
    for (const struct cbor *c = head->child; c; c = c->next) {
        if (c->key->kind != CBOR_UINT && c->key->kind != CBOR_NEG &&
            c->key->kind != CBOR_TEXT)
            return false;
        keys[n++] = c->key;
    }
    qsort(keys, n, sizeof(*keys), by_label);
    for (uint32_t i = 1; i < n; i++)
        if (by_label(&keys[i - 1], &keys[i]) == 0)
            return false;
    return true;
}

static bool filled(const struct cbor *c)
{
    return !c || (c->kind == CBOR_BYTES && c->text.len);
}

/* type_ok takes a registered number, or a media type [COSE 3.1]. */
static bool type_ok(const struct cbor *c)
{
    const uint8_t *bar;

    if (!c || c->kind == CBOR_UINT)
        return true;
    if (c->kind != CBOR_TEXT || !c->text.len || c->text.ptr[0] == ' ' ||
        c->text.ptr[c->text.len - 1] == ' ')
        return false;
    bar = memchr(c->text.ptr, '/', c->text.len);
    return bar &&
           !memchr(bar + 1, '/', c->text.len - (size_t)(bar + 1 - c->text.ptr));
}

static bool header_ok(struct arena *a, const struct cbor *h)
{
    const struct cbor *alg = cbor_at(h, HEAD_ALG);
    const struct cbor *iv = cbor_at(h, HEAD_IV);
    const struct cbor *partial = cbor_at(h, HEAD_PARTIAL_IV);
    const struct cbor *counter = cbor_at(h, HEAD_COUNTER);

    return labels_ok(a, h) &&
           (!alg || alg->kind == CBOR_UINT || alg->kind == CBOR_NEG ||
            alg->kind == CBOR_TEXT) &&
           crit_ok(cbor_at(h, HEAD_CRIT)) && type_ok(cbor_at(h, HEAD_TYPE)) &&
           filled(cbor_at(h, HEAD_KID)) && filled(iv) && filled(partial) &&
           !(iv && partial) && (!counter || counter->kind == CBOR_LIST);
}

enum cose_end cose_read(struct cose *c, struct arena *a, struct span s,
                        const struct limits *lim, bool chain)
{
    const struct cbor *root, *p, *u, *load, *sig;
    enum cbor_end end = cbor_read(&root, a, s, lim);

    *c = (struct cose){0};
    if (end == CBOR_MEMORY)
        return COSE_MEMORY;
    if (end != CBOR_WHOLE || !root->tagged || root->tag != TAG_SIGN1 ||
        !cbor_is(root, CBOR_LIST) || root->count != 4)
        return COSE_BROKEN;
    p = root->child;
    u = p->next;
    load = u->next;
    sig = load->next;
    if (!cbor_is(p, CBOR_BYTES) || !cbor_is(u, CBOR_MAP) ||
        !cbor_is(sig, CBOR_BYTES) || !header_ok(a, u) ||
        (load->kind != CBOR_BYTES && load->kind != CBOR_NULL))
        return COSE_BROKEN;
    c->protected_raw = p->text;
    c->open = u;
    c->payload = cbor_bytes(load);
    c->signature = sig->text;
    if (p->text.len) {
        end = cbor_read(&c->head, a, p->text, lim);
        if (end == CBOR_MEMORY)
            return COSE_MEMORY;
        if (end != CBOR_WHOLE || !cbor_is(c->head, CBOR_MAP) ||
            !header_ok(a, c->head))
            return COSE_BROKEN;
    }
    read_alg(c);
    return chain ? read_chain(c) : COSE_OK;
}

static void put_head(struct buf *b, unsigned major, uint64_t n)
{
    unsigned size = n < 24 ? 0 : n < 256 ? 1 : n < 65536 ? 2 : 4;

    if (n > UINT32_MAX)
        size = 8;
    if (size == 0) {
        buf_byte(b, (uint8_t)(major << 5 | n));
        return;
    }
    buf_byte(b, (uint8_t)(major << 5 | (size == 1   ? 24
                                        : size == 2 ? 25
                                        : size == 4 ? 26
                                                    : 27)));
    while (size-- > 0)
        buf_byte(b, (uint8_t)(n >> size * 8));
}

static void put_string(struct buf *b, unsigned major, struct span s)
{
    put_head(b, major, s.len);
    buf_put(b, s);
}

struct span sig_structure(struct arena *a, struct span context,
                          struct span head, struct span payload)
{
    struct buf b;

    buf_init(&b, a, context.len + head.len + payload.len + 64);
    put_head(&b, 4, 4);
    put_string(&b, 3, context);
    put_string(&b, 2, head);
    put_string(&b, 2, (struct span){0});
    put_string(&b, 2, payload);
    return b.failed ? (struct span){0} : buf_span(&b);
}

struct span cbor_wrapped(struct arena *a, struct span s)
{
    struct buf b;

    buf_init(&b, a, s.len + 16);
    put_string(&b, 2, s);
    return b.failed ? (struct span){0} : buf_span(&b);
}

bool cose_verify(const struct cose *c, struct arena *a, struct span spki,
                 struct span payload)
{
    const struct cose_alg *alg = cose_alg(c);
    struct span data =
        sig_structure(a, SPAN("Signature1"), c->protected_raw, payload);

    return alg && data.len &&
           key_verify(spki, alg->scheme, alg->digest, data, c->signature);
}
