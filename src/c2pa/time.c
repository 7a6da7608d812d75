/* SPDX-License-Identifier: Apache-2.0
 * time.c - RFC 3161 time-stamps.
 *
 * [TSP] RFC 3161, [CMS] RFC 5652, [C2PA] section 10.3.2.5.  A token is a CMS
 * SignedData over a TSTInfo, whose imprint is the hash of what was stamped.
 * Policy, nonce and order are not ours to judge. */
#include "c2pa/time.h"

#define OID_SIGNED   SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")
#define OID_TST      SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04")
#define OID_DIGEST   SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04")
#define OID_SIGNTIME SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05")
#define OID_PSS      SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a")

struct token {
    struct span content; /* TSTInfo */
    struct span certs;   /* body of the set */
    struct span signers; /* body of the set */
    struct span imprint;
    enum digest imprint_alg;
    int64_t time, slack;
};

struct signer {
    struct span issuer, serial, key_id; /* one of the two ways to name it */
    struct span attrs;                  /* whole, [0] */
    struct span sig;
    enum digest digest;
    bool pss;
};

/* unwrap takes the SignedData out of a TimeStampResp or a ContentInfo. */
static struct span unwrap(struct span der)
{
    struct reader r = reader_over(der), x;
    struct der d;

    r = reader_over(der_take(&r, DER_SEQ).body);
    if (der_peek(&r, DER_SEQ)) { /* [TSP 2.4.2] PKIStatusInfo stands first */
        x = reader_over(der_take(&r, DER_SEQ).body);
        d = der_take(&x, DER_INT);
        if (d.body.len != 1 || d.body.ptr[0] > 1)
            return (struct span){0};
        r = reader_over(der_take(&r, DER_SEQ).body);
    }
    if (!span_eq(der_take(&r, DER_OID).body, OID_SIGNED))
        return (struct span){0};
    r = reader_over(der_take(&r, der_context(0)).body);
    return der_take(&r, DER_SEQ).body;
}

static int64_t small_int(const struct der *d)
{
    struct reader r = reader_over(d->body);

    return d->body.len <= 4 ? (int64_t)read_be(&r, (unsigned)d->body.len) : 0;
}

static bool read_info(struct token *t)
{
    struct reader r = reader_over(t->content), x;
    struct der d;
    bool ok;

    r = reader_over(der_take(&r, DER_SEQ).body);
    der_take(&r, DER_INT);
    der_take(&r, DER_OID);
    x = reader_over(der_take(&r, DER_SEQ).body);
    d = der_take(&x, DER_SEQ);
    t->imprint = der_take(&x, DER_OCTETS).body;
    x = reader_over(d.body);
    t->imprint_alg = digest_oid(der_take(&x, DER_OID).body);
    der_take(&r, DER_INT);
    d = der_take(&r, DER_TIME);
    t->time = der_time(&d, &ok);
    if (!ok || !reader_ok(&r))
        return false;
    d = der_maybe(&r, DER_SEQ);
    x = reader_over(d.body);
    d = der_maybe(&x, DER_INT);
    t->slack = d.tag ? small_int(&d) : 0;
    return true;
}

static bool read_token(struct token *t, struct span der)
{
    struct reader r = reader_over(unwrap(der)), x;

    *t = (struct token){0};
    der_take(&r, DER_INT);
    der_take(&r, DER_SET);
    x = reader_over(der_take(&r, DER_SEQ).body);
    if (!span_eq(der_take(&x, DER_OID).body, OID_TST))
        return false;
    x = reader_over(der_take(&x, der_context(0)).body);
    t->content = der_take(&x, DER_OCTETS).body;
    t->certs = der_maybe(&r, der_context(0)).body;
    der_maybe(&r, der_context(1));
    t->signers = der_take(&r, DER_SET).body;
    return reader_ok(&r) && t->content.len && read_info(t);
}

static bool read_signer(struct signer *s, struct reader *set)
{
    struct reader r = reader_over(der_take(set, DER_SEQ).body), x;

    *s = (struct signer){0};
    der_take(&r, DER_INT);
    if (der_peek(&r, DER_SEQ)) {
        x = reader_over(der_take(&r, DER_SEQ).body);
        s->issuer = der_take(&x, DER_SEQ).whole;
        s->serial = der_take(&x, DER_INT).body;
    } else {
        s->key_id = der_take(&r, 0x80).body;
    }
    x = reader_over(der_take(&r, DER_SEQ).body);
    s->digest = digest_oid(der_take(&x, DER_OID).body);
    s->attrs = der_maybe(&r, der_context(0)).whole;
    x = reader_over(der_take(&r, DER_SEQ).body);
    s->pss = span_eq(der_take(&x, DER_OID).body, OID_PSS);
    s->sig = der_take(&r, DER_OCTETS).body;
    return reader_ok(&r);
}

/* attribute is the first value of an attribute, of the last of several. */
static struct der attribute(const struct signer *s, struct span oid,
                            unsigned *count)
{
    struct reader r = reader_over(s->attrs), x;
    struct der found = {0};

    *count = 0;
    r = reader_over(der_next(&r).body);
    while (reader_left(&r)) {
        x = reader_over(der_take(&r, DER_SEQ).body);
        if (!span_eq(der_take(&x, DER_OID).body, oid))
            continue;
        x = reader_over(der_take(&x, DER_SET).body);
        found = der_next(&x);
        ++*count;
    }
    return found;
}

/* gather reads the certificates, the signer's first and then its issuers as
 * far as they are there. */
static bool gather(struct chain *c, const struct token *t,
                   const struct signer *s)
{
    struct cert all[CHAIN_MAX];
    bool used[CHAIN_MAX] = {false};
    struct reader r = reader_over(t->certs);
    uint32_t n = 0;
    bool more = false;

    while (reader_left(&r) && n < CHAIN_MAX) {
        struct der d = der_next(&r);

        if (cert_read(&all[n], d.whole))
            n++;
    }
    c->count = 0;
    c->broken = false;
    for (uint32_t i = 0; i < n && !more; i++) {
        more = s->key_id.len ? span_eq(all[i].ski, s->key_id)
                             : span_eq(all[i].issuer, s->issuer) &&
                                   span_eq(all[i].serial, s->serial);
        if (more) {
            used[i] = true;
            c->cert[c->count++] = all[i];
        }
    }
    while (more) {
        more = false;
        for (uint32_t i = 0; i < n && !more; i++)
            if (!used[i] &&
                span_eq(all[i].subject, c->cert[c->count - 1].issuer)) {
                used[i] = more = true;
                c->cert[c->count++] = all[i];
            }
    }
    return c->count > 0;
}

/* as_set is the attributes as they were signed: as SET OF, not as [0]
 * [CMS 5.4]. */
static struct span as_set(struct arena *a, struct span attrs)
{
    uint8_t *to = arena_alloc(a, attrs.len);

    if (!to)
        return (struct span){0};
    memcpy(to, attrs.ptr, attrs.len);
    to[0] = DER_SET;
    return (struct span){to, attrs.len};
}

static enum scheme scheme_of(const struct cert *c, const struct signer *s)
{
    switch (c->key.kind) {
    case KEY_RSA: return s->pss ? SCHEME_SALTY : SCHEME_PKCS1;
    case KEY_RSA_PSS: return SCHEME_SALTY;
    case KEY_P256:
    case KEY_P384:
    case KEY_P521:
    case KEY_CURVE: return SCHEME_ECDSA;
    case KEY_ED25519: return SCHEME_ED25519;
    case KEY_OTHER: return SCHEME_NONE;
    }
    return SCHEME_NONE;
}

static bool fail(struct stamp *out, enum status why)
{
    out->status = why;
    return false;
}

static bool attrs_hold(struct stamp *out, const struct token *t,
                       const struct signer *s)
{
    unsigned count;
    struct der d = attribute(s, OID_DIGEST, &count);
    struct hash h = hash_of(s->digest, t->content);
    bool ok;

    out->time = t->time;
    if (!s->attrs.len)
        return true;
    if (count == 0 || d.tag != DER_OCTETS)
        return fail(out, ST_TIME_MALFORMED);
    if (!hash_is(&h, d.body))
        return fail(out, ST_TIME_MISMATCH);
    d = attribute(s, OID_SIGNTIME, &count);
    if (count) {
        int64_t time = der_time(&d, &ok);

        if (ok)
            out->time = time;
    }
    return true;
}

static void trust_it(struct stamp *out, const struct chain *ch,
                     const struct stamp_config *c)
{
    struct fault f;

    if (c->old) { /* such claims came before there were anchors for stamps */
        out->trusted = true;
        return;
    }
    f = cert_profile(&ch->cert[0], c->trust, PURPOSE_TSA, out->time);
    out->profile = f.why;
    out->trusted = trust_allowed(c->trust, &ch->cert[0]) ||
                   trust_chain(c->trust, ch, out->time);
    /* What fails for its key usage alone is still taken for the time, as in the
     * validators in use; its fault makes the claim invalid in any case. */
    if (f.why && (ext_usage_has(&ch->cert[0], OID_TIMESTAMPING) ||
                  !trust_service(&ch->cert[0])))
        out->trusted = false;
}

static bool signer_holds(struct stamp *out, const struct token *t,
                         const struct signer *s, const struct stamp_config *c)
{
    struct chain *ch = arena_alloc(c->arena, sizeof(*ch));
    const struct cert *leaf;
    struct span data = t->content;
    struct hash h;

    if (!ch || !t->certs.len || !gather(ch, t, s))
        return fail(out, ST_TIME_UNTRUSTED);
    leaf = &ch->cert[0];
    out->name = leaf->cn;
    if (!attrs_hold(out, t, s))
        return false;
    if (s->attrs.len)
        data = as_set(c->arena, s->attrs);
    if (!key_verify(leaf->spki, scheme_of(leaf, s), s->digest, data, s->sig))
        return fail(out, ST_TIME_UNTRUSTED);
    if (out->time + t->slack < leaf->from || out->time - t->slack > leaf->to)
        return fail(out, ST_TIME_OUTSIDE);
    h = hash_of(t->imprint_alg, c->data);
    if (!hash_is(&h, t->imprint))
        return fail(out, ST_TIME_MISMATCH);
    out->good = true;
    trust_it(out, ch, c);
    return true;
}

struct stamp stamp_read(struct span der, const struct stamp_config *c)
{
    struct stamp out = {.status = ST_TIME_MALFORMED};
    struct token t;
    struct reader r;

    if (!read_token(&t, der))
        return out;
    r = reader_over(t.signers);
    for (unsigned i = 0; reader_left(&r) && i < CHAIN_MAX; i++) {
        struct signer s;

        if (read_signer(&s, &r) && signer_holds(&out, &t, &s, c))
            break;
    }
    return out;
}
