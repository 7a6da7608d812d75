/* SPDX-License-Identifier: Apache-2.0
 * credential.c - `credential BEFORE AFTER { ... }`: a C2PA manifest store.
 *
 * [C2PA] Technical Specification 2.2: boxes 11.1, claims 10, actions 18.14,
 * data hash 18.5, signatures 13.2.  Words inside the braces:
 *   action NAME TYPE   an action and its digital source type ("-": none)
 *   agent "NAME"       who did the actions that follow
 *   title "TEXT"       of the asset
 *   label NAME         last part of the manifest's label
 *   ingredient RELATION { ... }   the manifest that it was made from
 *   signer expired|other          instead of the good one
 *   bmff               bound by a BMFF hash instead of a data hash
 *   fault NAME         something wrong: see `faults` */
#include "sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ACTIONS = 16,
    TEXT = 200
};

enum fault {
    FAULT_NONE,
    FAULT_SIGNATURE,  /* one bit of the signature */
    FAULT_CLAIM,      /* one byte of the claim, after signing */
    FAULT_ASSERTION,  /* one byte of an assertion, after signing */
    FAULT_HASH,       /* the data hash is of other bytes */
    FAULT_UNDECLARED, /* an assertion that the claim does not list */
    FAULT_CIRCLE,     /* an ingredient that is the manifest itself */
    FAULT_EXCLUSION,  /* everything is left out of the hash */
    FAULT_DUPLICATE   /* two assertions of one label */
};

static const char *const faults[] = {
    "none",       "signature", "claim",     "assertion", "hash",
    "undeclared", "circle",    "exclusion", "duplicate", NULL};

struct manifest {
    char label[TEXT], title[TEXT], agent[TEXT], relation[TEXT];
    char action[ACTIONS][TEXT], type[ACTIONS][TEXT];
    int actions;
    enum who who;
    enum fault fault;
    bool has_parent, bmff;
};

/* The one that was read last, and what it was made from. */
static struct manifest own, parent;
static struct place place;
static uint64_t before, after;
static struct out made; /* as it was put */

/* ---- CBOR [RFC 8949]
 * ----------------------------------------------------------- */

static void head(struct out *o, unsigned major, uint64_t n)
{
    if (n < 24)
        out_be(o, major << 5 | n, 1);
    else if (n < 256)
        out_be(o, (uint64_t)(major << 5 | 24) << 8 | n, 2);
    else
        out_be(o, (uint64_t)(major << 5 | 25) << 16 | n, 3);
}

static void text(struct out *o, const char *s)
{
    head(o, 3, strlen(s));
    out_text(o, s);
}

static void bytes(struct out *o, const void *p, size_t n)
{
    head(o, 2, n);
    out_put(o, p, n);
}

/* wide puts a number in five bytes, whatever it is. */
static void wide(struct out *o, uint64_t n)
{
    out_be(o, 0x1a, 1);
    out_be(o, n, 4);
}

/* ---- JUMBF
 * ---------------------------------------------------------------------- */

static void box(struct out *o, const char *type, const struct out *body)
{
    out_be(o, body->len + 8, 4);
    out_put(o, type, 4);
    out_put(o, body->ptr, body->len);
}

static void superbox(struct out *o, const char *type, const char *label,
                     const struct out *body)
{
    struct out d = {0}, all = {0};

    out_put(&d, type, 4);
    out_put(&d, "\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71\x03", 13);
    out_put(&d, label, strlen(label) + 1);
    box(&all, "jumd", &d);
    out_put(&all, body->ptr, body->len);
    box(o, "jumb", &all);
    out_free(&d);
    out_free(&all);
}

static void cbor_box(struct out *o, const char *type, const char *label,
                     const struct out *body)
{
    struct out b = {0};

    box(&b, "cbor", body);
    superbox(o, type, label, &b);
    out_free(&b);
}

/* reference puts {url, hash} of the superbox at `from` in o. */
static void reference(struct out *to, const char *url, const struct out *o,
                      size_t from)
{
    uint8_t hash[32];

    sha256_of(o->ptr + from + 8, o->len - from - 8, hash);
    head(to, 5, 2);
    text(to, "url");
    text(to, url);
    text(to, "hash");
    bytes(to, hash, sizeof(hash));
}

/* ---- assertions
 * ------------------------------------------------------------------ */

static void put_action(struct out *o, const struct manifest *m, int i,
                       const struct out *ingredient)
{
    bool typed = strcmp(m->type[i], "-") != 0, opened;
    char uri[2 * TEXT];

    opened = ingredient->len && (strcmp(m->action[i], "c2pa.opened") == 0 ||
                                 strcmp(m->action[i], "c2pa.placed") == 0);
    head(o, 5, 1u + typed + (m->agent[0] != 0) + opened);
    text(o, "action");
    text(o, m->action[i]);
    if (typed) {
        snprintf(uri, sizeof(uri), "%s%s",
                 strchr(m->type[i], ':')
                     ? ""
                     : "http://cv.iptc.org/newscodes/digitalsourcetype/",
                 m->type[i]);
        text(o, "digitalSourceType");
        text(o, uri);
    }
    if (m->agent[0]) {
        text(o, "softwareAgent");
        head(o, 5, 1);
        text(o, "name");
        text(o, m->agent);
    }
    if (opened) {
        text(o, "parameters");
        head(o, 5, 1);
        text(o, "ingredients");
        head(o, 4, 1);
        reference(o, "self#jumbf=c2pa.assertions/c2pa.ingredient.v3",
                  ingredient, 0);
    }
}

static void put_actions(struct out *o, const struct manifest *m,
                        const struct out *ingredient)
{
    struct out c = {0};

    head(&c, 5, 1);
    text(&c, "actions");
    head(&c, 4, (uint64_t)m->actions);
    for (int i = 0; i < m->actions; i++)
        put_action(&c, m, i, ingredient);
    cbor_box(o, "cbor", "c2pa.actions.v2", &c);
    out_free(&c);
}

static void put_hash(struct out *o, const struct manifest *m)
{
    struct out c = {0};
    bool all = m->fault == FAULT_EXCLUSION;

    head(&c, 5, 4);
    text(&c, "exclusions");
    head(&c, 4, all ? 2 : 1);
    head(&c, 5, 2);
    text(&c, "start");
    wide(&c, place.start);
    text(&c, "length");
    wide(&c, place.len);
    if (all) {
        head(&c, 5, 2);
        text(&c, "start");
        wide(&c, 0);
        text(&c, "length");
        wide(&c, 0xFFFFFFFF);
    }
    text(&c, "alg");
    text(&c, "sha256");
    text(&c, "hash");
    bytes(&c, place.hash, 32);
    if (m->fault == FAULT_HASH)
        c.ptr[c.len - 1] ^= 1;
    text(&c, "pad");
    bytes(&c, "", 0);
    cbor_box(o, "cbor", "c2pa.hash.data", &c);
    out_free(&c);
}

#define STORE_UUID \
    "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81"

/* The exclusions that every film has [C2PA A.5.6]: its type and its store. */
static void put_film_hash(struct out *o, const struct manifest *m)
{
    struct out c = {0};

    head(&c, 5, 3);
    text(&c, "exclusions");
    head(&c, 4, 2);
    head(&c, 5, 1);
    text(&c, "xpath");
    text(&c, "/ftyp");
    head(&c, 5, 2);
    text(&c, "xpath");
    text(&c, "/uuid");
    text(&c, "data");
    head(&c, 4, 1);
    head(&c, 5, 2);
    text(&c, "offset");
    head(&c, 0, 8);
    text(&c, "value");
    bytes(&c, STORE_UUID, 16);
    text(&c, "alg");
    text(&c, "sha256");
    text(&c, "hash");
    bytes(&c, place.hash, 32);
    if (m->fault == FAULT_HASH)
        c.ptr[c.len - 1] ^= 1;
    cbor_box(o, "cbor", "c2pa.hash.bmff.v3", &c);
    out_free(&c);
}

/* put_ingredient refers to the manifest box `of`, and says that its author
 * found nothing wrong with it. */
static void put_ingredient(struct out *o, const struct manifest *m,
                           const struct manifest *from, const struct out *of)
{
    struct out c = {0};
    char url[2 * TEXT];
    const char *label = m->fault == FAULT_CIRCLE ? m->label : from->label;

    snprintf(url, sizeof(url), "self#jumbf=/c2pa/%s", label);
    head(&c, 5, 4);
    text(&c, "dc:title");
    text(&c, from->title);
    text(&c, "relationship");
    text(&c, from->relation);
    text(&c, "activeManifest");
    reference(&c, url, of, 0);
    text(&c, "validationResults");
    head(&c, 5, 1);
    text(&c, "activeManifest");
    head(&c, 5, 3);
    for (int i = 0; i < 3; i++) {
        text(&c, i == 0 ? "success" : i == 1 ? "informational" : "failure");
        head(&c, 4, 0);
    }
    cbor_box(o, "cbor", "c2pa.ingredient.v3", &c);
    out_free(&c);
}

/* ---- claim and signature
 * ----------------------------------------------------------- */

struct listed {
    const char *label;
    size_t from, to; /* in the assertions' boxes */
};

static void put_claim(struct out *c, const struct manifest *m,
                      const struct out *assertions, const struct listed *list,
                      int count)
{
    char url[2 * TEXT];

    head(c, 5, 6);
    text(c, "instanceID");
    text(c, "xmp:iid:00000000-0000-4000-8000-000000000001");
    text(c, "claim_generator_info");
    head(c, 5, 2);
    text(c, "name");
    text(c, "genmark corpus");
    text(c, "version");
    text(c, "1");
    text(c, "signature");
    snprintf(url, sizeof(url), "self#jumbf=/c2pa/%s/c2pa.signature", m->label);
    text(c, url);
    text(c, "created_assertions");
    head(c, 4, (uint64_t)count);
    for (int i = 0; i < count; i++) {
        struct out one = {0};

        out_put(&one, assertions->ptr + list[i].from,
                list[i].to - list[i].from);
        snprintf(url, sizeof(url), "self#jumbf=c2pa.assertions/%s",
                 list[i].label);
        reference(c, url, &one, 0);
        out_free(&one);
    }
    text(c, "alg");
    text(c, "sha256");
    text(c, "dc:title");
    text(c, m->title);
}

static void put_signature(struct out *o, const struct manifest *m,
                          const struct out *claim)
{
    struct out p = {0}, cert = {0}, what = {0}, c = {0};
    bool other = m->who == WHO_OTHER;

    cert_put(&cert, other ? WHO_SIGNER : m->who);
    head(&p, 5, 2);
    head(&p, 0, 1);
    head(&p, 1, 7); /* EdDSA */
    head(&p, 0, 33);
    bytes(&p, cert.ptr, cert.len);
    head(&what, 4, 4);
    text(&what, "Signature1");
    bytes(&what, p.ptr, p.len);
    bytes(&what, "", 0);
    bytes(&what, claim->ptr, claim->len);
    out_be(&c, 0xd2, 1); /* tag 18 */
    head(&c, 4, 4);
    bytes(&c, p.ptr, p.len);
    head(&c, 5, 0);
    out_be(&c, 0xf6, 1);
    head(&c, 2, 64);
    sign_put(&c, m->who, what.ptr, what.len);
    if (m->fault == FAULT_SIGNATURE)
        c.ptr[c.len - 1] ^= 1;
    cbor_box(o, "c2cs", "c2pa.signature", &c);
    out_free(&p);
    out_free(&cert);
    out_free(&what);
    out_free(&c);
}

static void put_manifest(struct out *o, const struct manifest *m,
                         const struct manifest *from, const struct out *of)
{
    struct out all = {0}, a = {0}, ingredient = {0}, claim = {0};
    struct listed list[4];
    int n = 0;

    if (from) {
        put_ingredient(&ingredient, m, from, of);
        out_put(&a, ingredient.ptr, ingredient.len);
        list[n++] = (struct listed){"c2pa.ingredient.v3", 0, a.len};
    }
    list[n].label = "c2pa.actions.v2";
    list[n].from = a.len;
    put_actions(&a, m, &ingredient);
    list[n++].to = a.len;
    list[n].label = m->bmff ? "c2pa.hash.bmff.v3" : "c2pa.hash.data";
    list[n].from = a.len;
    (m->bmff ? put_film_hash : put_hash)(&a, m);
    list[n++].to = a.len;
    if (m->fault == FAULT_UNDECLARED || m->fault == FAULT_DUPLICATE) {
        struct out c = {0};

        text(&c, "nobody vouched for this");
        cbor_box(&a, "cbor",
                 m->fault == FAULT_DUPLICATE ? "c2pa.actions.v2" : "org.stray",
                 &c);
        out_free(&c);
    }
    put_claim(&claim, m, &a, list, n);
    if (m->fault == FAULT_ASSERTION)
        a.ptr[list[n - 2].to - 1] ^= 1;
    superbox(&all, "c2as", "c2pa.assertions", &a);
    cbor_box(&all, "c2cl", "c2pa.claim.v2", &claim);
    if (m->fault == FAULT_CLAIM) /* its last byte is a letter of the title */
        all.ptr[all.len - 1] ^= 1;
    put_signature(&all, m, &claim);
    superbox(o, "c2ma", m->label, &all);
    out_free(&all);
    out_free(&a);
    out_free(&ingredient);
    out_free(&claim);
}

/* ---- the words
 * ------------------------------------------------------------------------ */

static void copy(char *to, struct words *w)
{
    const char *s = words_next(w);

    snprintf(to, TEXT, "%s", s ? s + (*s == '"') : "");
}

static void read_manifest(struct words *w, struct manifest *m, bool top)
{
    const char *s;
    char word[TEXT];

    *m = (struct manifest){.who = WHO_SIGNER};
    snprintf(m->label, TEXT, "urn:c2pa:00000000-0000-4000-8000-00000000000%d",
             top ? 1 : 2);
    snprintf(m->title, TEXT, "%s", top ? "asset" : "source");
    s = words_next(w);
    if (!s || strcmp(s, "{") != 0)
        words_fail(w, "a credential wants { ... }");
    while ((s = words_next(w)) && strcmp(s, "}") != 0) {
        snprintf(word, sizeof(word), "%s", s);
        if (strcmp(word, "action") == 0 && m->actions < ACTIONS) {
            copy(m->action[m->actions], w);
            copy(m->type[m->actions++], w);
        } else if (strcmp(word, "agent") == 0) {
            copy(m->agent, w);
        } else if (strcmp(word, "title") == 0) {
            copy(m->title, w);
        } else if (strcmp(word, "label") == 0) {
            copy(m->label, w);
        } else if (strcmp(word, "signer") == 0) {
            copy(word, w);
            m->who = strcmp(word, "expired") == 0 ? WHO_EXPIRED : WHO_OTHER;
        } else if (strcmp(word, "bmff") == 0) {
            m->bmff = true;
        } else if (strcmp(word, "fault") == 0) {
            copy(word, w);
            while (faults[m->fault] && strcmp(faults[m->fault], word) != 0)
                m->fault++;
            if (!faults[m->fault])
                words_fail(w, "no such fault");
        } else if (top && strcmp(word, "ingredient") == 0) {
            copy(word, w);
            read_manifest(w, &parent, false);
            snprintf(parent.relation, TEXT, "%s", word);
            m->has_parent = true;
        } else {
            words_fail(w, "not a word of credentials");
        }
    }
}

void credential_read(struct words *w)
{
    const char *s = words_next(w);

    before = s ? strtoull(s, NULL, 0) : 0;
    s = words_next(w);
    after = s ? strtoull(s, NULL, 0) : 0;
    read_manifest(w, &own, true);
}

void credential_put(struct out *o)
{
    struct out all = {0}, older = {0};

    if (own.has_parent)
        put_manifest(&older, &parent, NULL, NULL);
    out_put(&all, older.ptr, older.len);
    put_manifest(&all, &own, own.has_parent ? &parent : NULL, &older);
    out_free(&made);
    made = (struct out){0};
    superbox(&made, "c2pa", "c2pa", &all);
    out_put(o, made.ptr, made.len);
    out_free(&all);
    out_free(&older);
}

/* film_place hashes each box at the top behind its own offset [C2PA 18.6.2]. */
static void film_place(const struct out *file)
{
    struct out rest = {0};
    uint64_t at = 0;

    while (at + 8 <= file->len) {
        const uint8_t *b = file->ptr + at;
        uint64_t n = (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 |
                     (uint64_t)b[2] << 8 | b[3];

        if (n < 8 || n > file->len - at)
            n = file->len - at;
        if (memcmp(b + 4, "ftyp", 4) != 0 &&
            (memcmp(b + 4, "uuid", 4) != 0 || n < 24 ||
             memcmp(b + 8, STORE_UUID, 16) != 0)) {
            out_be(&rest, at, 8);
            out_put(&rest, b, n);
        }
        at += n;
    }
    sha256_tail(rest.ptr, rest.len, file->tail, place.hash);
    out_free(&rest);
}

/* find is where `what` stands in the file, or its length. */
static size_t find(const struct out *file, const struct out *what)
{
    for (size_t at = 0; at + what->len <= file->len; at++)
        if (memcmp(file->ptr + at, what->ptr, what->len) == 0)
            return at;
    return file->len;
}

bool credential_place(const struct out *file)
{
    void (*const forms[])(struct out *, const struct out *) = {NULL, base64_put,
                                                               text_wrapper};
    struct out rest = {0}, form = {0};
    size_t at = file->len;

    if (!made.len)
        return false;
    for (size_t i = 0; i < 3 && at == file->len; i++) {
        form.len = 0;
        if (forms[i])
            forms[i](&form, &made);
        else
            out_put(&form, made.ptr, made.len);
        at = find(file, &form);
    }
    if (at == file->len || at < before)
        return false;
    if (own.bmff) {
        film_place(file);
        out_free(&form);
        return true;
    }
    place.start = at - before;
    place.len = form.len + before + after;
    out_put(&rest, file->ptr, (size_t)place.start);
    at += form.len + (size_t)after;
    out_put(&rest, file->ptr + at, file->len - at);
    sha256_tail(rest.ptr, rest.len, file->tail, place.hash);
    out_free(&rest);
    out_free(&form);
    return true;
}
