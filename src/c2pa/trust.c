/* SPDX-License-Identifier: Apache-2.0
 * trust.c - reading trust lists, and finding the anchor of a chain.
 *
 * [C2PA] section 14.4, [X509] RFC 5280.  A list is PEM text, or the JSON of an
 * ETSI list of trusted entities [ETSI TS 119 602]: there only services whose
 * status ends in "trusted" count, within notBefore and notAfter where the list
 * has them. What a text names as anchors of signers and of time-stamps is one
 * set, as the validators in use have it; each anchor remembers which list it is
 * of. */
#include "c2pa/trust.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/base64.h"
#include "base/civil.h"
#include "base/json.h"

enum {
    TRUST_BYTES = 64 << 20, /* memory for all lists */
    OID_BYTES = 32
};

#define BEGIN SPAN("-----BEGIN CERTIFICATE-----")
#define END   SPAN("-----END CERTIFICATE-----")

struct allowed {
    struct hash hash; /* SHA-256 of the certificate */
    struct allowed *next;
};

struct usage {
    struct span oid; /* DER body */
    struct usage *next;
};

struct listed {
    struct anchor anchor;
    struct listed *next;
};

struct trust {
    struct arena arena;
    struct listed *anchors, *anchors_end;
    struct allowed *allowed;
    struct usage *usages;
    bool usages_given;
};

static const struct span usual[] = {
    SPAN_OF("\x2b\x06\x01\x05\x05\x07\x03\x04"), /* emailProtection */
    SPAN_OF("\x2b\x06\x01\x05\x05\x07\x03\x24"), /* documentSigning */
    SPAN_OF("\x2b\x06\x01\x05\x05\x07\x03\x08"), /* timeStamping */
    SPAN_OF("\x2b\x06\x01\x05\x05\x07\x03\x09"), /* OCSPSigning */
    SPAN_OF("\x2b\x06\x01\x04\x01\x82\x37\x4c\x3b\x01\x09"), /* Microsoft */
    SPAN_OF("\x2b\x06\x01\x04\x01\x83\xe8\x5e\x02\x01"),     /* C2PA signing */
};

bool trust_usage(const struct trust *t, const struct cert *c)
{
    for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++) {
        bool always = i == 0 || i == 2 || i == 3;

        if ((always || !t || !t->usages_given) && ext_usage_has(c, usual[i]))
            return true;
    }
    for (const struct usage *u = t ? t->usages : NULL; u; u = u->next)
        if (ext_usage_has(c, u->oid))
            return true;
    return false;
}

const struct anchor *trust_anchor(const struct trust *t, size_t i)
{
    const struct listed *l = t ? t->anchors : NULL;

    while (l && i-- > 0)
        l = l->next;
    return l ? &l->anchor : NULL;
}

bool trust_service(const struct cert *c)
{
    return ext_usage_has(c, usual[0]) || ext_usage_has(c, usual[2]) ||
           ext_usage_has(c, usual[3]);
}

bool trust_allowed(const struct trust *t, const struct cert *c)
{
    struct hash h;

    if (!t || !t->allowed)
        return false;
    h = hash_of(DIGEST_SHA256, c->der);
    for (const struct allowed *a = t->allowed; a; a = a->next)
        if (hash_is(&h, (struct span){a->hash.bytes, a->hash.len}))
            return true;
    return false;
}

static bool within(const struct cert *c, int64_t at)
{
    return at >= c->from && at <= c->to;
}

/* may_issue is whether a certificate of the chain is a CA, with `below` others
 * between it and the signer [X509 4.2.1.9]. */
static bool may_issue(const struct cert *c, uint32_t below)
{
    return c->ca && (!c->has_usage || (c->usage & USAGE_CERT_SIGN)) &&
           (c->path < 0 || (int64_t)below <= c->path);
}

static bool links_hold(const struct chain *c, int64_t at)
{
    uint32_t first = c->count > 1 && span_eq(c->cert[0].der, c->cert[1].der);

    if (c->broken || c->count == 0 || !within(&c->cert[0], at))
        return false;
    for (uint32_t i = first; i + 1 < c->count; i++) {
        const struct cert *up = &c->cert[i + 1];

        if (!within(up, at) || !may_issue(up, i - first) ||
            !cert_signed_by(&c->cert[i], up))
            return false;
    }
    return true;
}

static bool stands_at(const struct anchor *a, int64_t at)
{
    return at >= a->since && at <= a->until;
}

/* reached is whether an anchor is one of the chain's issuers, or may be the
 * issuer of one: no signature is checked yet. */
static bool reached(const struct listed *l, const struct chain *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (span_eq(c->cert[i].issuer, l->anchor.cert.subject))
            return true;
    return false;
}

/* vouches is whether an anchor is an issuer in the chain, or has signed one of
 * its certificates. */
static bool vouches(const struct anchor *a, const struct chain *c)
{
    for (uint32_t i = c->count; i-- > 0;)
        if ((i && span_eq(c->cert[i].der, a->cert.der)) ||
            cert_signed_by(&c->cert[i], &a->cert))
            return true;
    return false;
}

const struct anchor *trust_chain(const struct trust *t, const struct chain *c,
                                 int64_t at)
{
    bool checked = false;

    for (const struct listed *l = t ? t->anchors : NULL; l; l = l->next) {
        if (!stands_at(&l->anchor, at) || !reached(l, c))
            continue;
        if (!checked && !links_hold(c, at))
            return NULL;
        checked = true;
        if (vouches(&l->anchor, c))
            return &l->anchor;
    }
    return NULL;
}

/* ---- reading the lists --------------------------------------------------- */

struct load {
    struct trust *t;
    const gm_trust *from;
    unsigned found;
    const char *why;
};

static struct span text_of(const gm_text *t)
{
    return (struct span){(const uint8_t *)t->ptr, t->len};
}

static bool keep_cert(struct load *l, struct span der, int64_t since,
                      int64_t until)
{
    struct trust *t = l->t;
    struct listed *n;
    struct allowed *a;

    l->found++;
    if (l->from->kind == GM_TRUST_ALLOWED) {
        a = arena_alloc(&t->arena, sizeof(*a));
        if (!a)
            return false;
        *a = (struct allowed){hash_of(DIGEST_SHA256, der), t->allowed};
        t->allowed = a;
        return true;
    }
    n = arena_alloc(&t->arena, sizeof(*n));
    if (!n)
        return false;
    if (!cert_read(&n->anchor.cert, der)) {
        l->why = "a certificate does not parse";
        return false;
    }
    n->anchor.kind = l->from->kind;
    n->anchor.since = since;
    n->anchor.until = until;
    n->anchor.list = arena_copy(
        &t->arena,
        (struct span){(const uint8_t *)l->from->text.name,
                      l->from->text.name ? strlen(l->from->text.name) : 0});
    if (t->anchors)
        t->anchors_end->next = n;
    else
        t->anchors = n;
    t->anchors_end = n;
    return true;
}

static bool load_pem(struct load *l, struct span s)
{
    size_t at = span_find(s, 0, BEGIN);

    while (at < s.len) {
        size_t body = at + BEGIN.len, end = span_find(s, body, END);
        struct span der;

        if (end == s.len ||
            !base64_decode(&l->t->arena, span_cut(s, body, end - body),
                           BASE64_LAX, &der)) {
            l->why = "a certificate is no base64";
            return false;
        }
        if (!keep_cert(l, der, INT64_MIN, INT64_MAX))
            return false;
        at = span_find(s, end, BEGIN);
    }
    return true;
}

/* iso_seconds reads 2025-11-19T18:29:44Z, or is `other`. */
static int64_t iso_seconds(struct span s, int64_t other)
{
    static const unsigned at[] = {0, 5, 8, 11, 14, 17};
    unsigned v[6] = {0};

    if (s.len < 10)
        return other;
    for (unsigned i = 0; i < 6 && at[i] + 2 <= s.len; i++)
        for (unsigned k = 0; k < (i ? 2u : 4u); k++) {
            uint8_t c = s.ptr[at[i] + k];

            if (c < '0' || c > '9')
                return other;
            v[i] = v[i] * 10 + (c - (unsigned)'0');
        }
    return civil_seconds(&(struct civil){v[0], v[1], v[2], v[3], v[4], v[5]});
}

static bool load_service(struct load *l, const struct json *service)
{
    const struct json *info = json_get(service, SPAN("ServiceInformation"));
    const struct json *id = json_get(info, SPAN("ServiceDigitalIdentity"));
    const struct json *certs = json_get(id, SPAN("X509Certificates"));
    struct span status = json_text(json_get(info, SPAN("ServiceStatus")));
    struct span good = SPAN("/trusted");
    int64_t since =
        iso_seconds(json_text(json_get(info, SPAN("notBefore"))), INT64_MIN);
    int64_t until =
        iso_seconds(json_text(json_get(info, SPAN("notAfter"))), INT64_MAX);

    if (status.len >= good.len &&
        !span_eq(span_cut(status, status.len - good.len, good.len), good))
        return true;
    for (const struct json *c = certs ? certs->child : NULL; c; c = c->next) {
        struct span der;

        if (!base64_decode(&l->t->arena, json_text(json_get(c, SPAN("val"))),
                           BASE64_LAX, &der)) {
            l->why = "a certificate is no base64";
            return false;
        }
        if (!keep_cert(l, der, since, until))
            return false;
    }
    return true;
}

static bool load_json(struct load *l, struct span s)
{
    const struct json *root =
        json_read(&l->t->arena, s, 0, &limits_default, &l->why);
    const struct json *lote = json_get(root, SPAN("LoTE"));
    const struct json *all =
        json_get(lote ? lote : root, SPAN("TrustedEntitiesList"));

    if (!root)
        return false;
    for (const struct json *e = all ? all->child : NULL; e; e = e->next) {
        const struct json *list = json_get(e, SPAN("TrustedEntityServices"));

        for (const struct json *v = list ? list->child : NULL; v; v = v->next)
            if (!load_service(l, v))
                return false;
    }
    return true;
}

/* oid_of turns 1.3.6.1 into DER; empty where it is none. */
static struct span oid_of(struct arena *a, struct span text)
{
    uint8_t *to = arena_alloc(a, OID_BYTES);
    struct reader r = reader_over(text);
    size_t len = 0, arcs = 0;
    uint32_t first = 0;

    while (to && reader_left(&r)) {
        uint32_t v = 0;
        unsigned digits = 0;
        uint8_t c = 0;

        while (reader_left(&r) && (c = read_u8(&r)) != '.') {
            if (c < '0' || c > '9' || ++digits > 9)
                return (struct span){0};
            v = v * 10 + (c - (uint32_t)'0');
        }
        if (digits == 0 || len + 5 > OID_BYTES)
            return (struct span){0};
        if (arcs++ == 0) {
            first = v;
            continue;
        }
        if (arcs == 2)
            v += first * 40;
        for (unsigned shift = 28; shift > 0; shift -= 7)
            if (v >> shift)
                to[len++] = (uint8_t)(0x80 | (v >> shift & 0x7f));
        to[len++] = v & 0x7f;
    }
    return arcs > 2 ? (struct span){to, len} : (struct span){0};
}

/* One dotted OID a line; lines that begin with / or # are comments. */
static bool load_usages(struct load *l, struct span s)
{
    struct reader r = reader_over(s);

    l->t->usages_given = true;
    while (reader_left(&r)) {
        bool more = memchr(r.at, '\n', reader_left(&r)) != NULL;
        struct span line =
            span_trim(more ? read_until(&r, '\n') : read_rest(&r));
        struct usage *u;

        if (!line.len || line.ptr[0] == '/' || line.ptr[0] == '#')
            continue;
        u = arena_alloc(&l->t->arena, sizeof(*u));
        if (!u)
            return false;
        *u = (struct usage){oid_of(&l->t->arena, line), l->t->usages};
        if (!u->oid.len) {
            l->why = "a line is no object identifier";
            return false;
        }
        l->t->usages = u;
        l->found++;
    }
    return true;
}

static bool load(struct load *l)
{
    struct span s = span_trim(text_of(&l->from->text));

    if (l->from->kind == GM_TRUST_USAGES)
        return load_usages(l, s);
    if (s.len && s.ptr[0] == '{')
        return load_json(l, s) && l->found;
    l->why = "no certificate in it";
    return load_pem(l, s) && l->found;
}

struct trust *trust_new(const gm_trust *list, size_t count, char *why,
                        size_t why_size)
{
    struct trust *t = calloc(1, sizeof(*t));

    if (!t)
        return NULL;
    arena_init(&t->arena, TRUST_BYTES);
    for (size_t i = 0; i < count; i++) {
        struct load l = {.t = t, .from = &list[i]};

        if (load(&l))
            continue;
        if (why && why_size)
            snprintf(why, why_size, "%s: %s",
                     list[i].text.name ? list[i].text.name : "trust list",
                     l.why ? l.why : "does not parse");
        trust_free(t);
        return NULL;
    }
    return t;
}

void trust_free(struct trust *t)
{
    if (!t)
        return;
    arena_reset(&t->arena);
    free(t);
}
