/* SPDX-License-Identifier: Apache-2.0
 * credential.c - `credential BEFORE AFTER { ... }`: a C2PA manifest store.
 *
 * [C2PA] Technical Specification 2.2: boxes 11.1, claims 10, actions 18.14,
 * data hash 18.5, signatures 13.2.  Words inside the braces:
 *   action NAME TYPE   an action and its digital source type ("-": none)
 *   agent "NAME"       who did the actions that follow
 *   title "TEXT"       of the asset
 *   label NAME         of the manifest
 *   ingredient RELATION { ... }   the manifest that it was made from
 *   manifest { ... }   one that only stands before it in the store
 *   signer expired|other          instead of the good one
 *   bmff               bound by a BMFF hash instead of a data hash
 *   fault NAME         something wrong: see `faults`
 *   bare               no assertions but those that follow
 *   assertion|gathered|stray|absent LABEL VALUE   one of CBOR: created,
 *                      gathered, not listed by the claim, or listed and then
 *                      taken out; values are value.c's
 *   raw LABEL TYPE { RECIPE }     one of another type, with that content
 *   set FIELD VALUE    drop FIELD      of the claim
 *   old                a claim of version 1
 *   update             an update manifest
 *   unprotected VALUE  the header of the signature that nobody signed
 *   protected VALUE    the header that is signed
 *   payload VALUE      of the signature, which should have none
 *   cose VALUE         in the place of the signature's array
 *   tag N              of it; 0: none
 *   inside { RECIPE }  more boxes in the manifest
 *   around { RECIPE }  more boxes behind the manifests */
#include "manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MADE = 1024
};

static const char *const faults[] = {
    "none",       "signature", "claim",     "assertion", "hash",
    "undeclared", "circle",    "exclusion", "duplicate", NULL};

/* A manifest that is finished. */
struct made {
    char label[TEXT];
    struct out box, signature;
};

struct place place;
static struct made made[MADE];
static int made_count;
static struct manifest *current;
static uint64_t before, after;
static struct out around;
static struct out store; /* as it was put */

/* ---- references -------------------------------------------------------- */

static bool ref_made(struct out *o, const char *n, bool signature)
{
    int i = (int)strtol(n, NULL, 10) - 1;
    char url[2 * TEXT];

    if (i < 0 || i >= made_count)
        return false;
    snprintf(url, sizeof(url), "self#jumbf=/c2pa/%s%s", made[i].label,
             signature ? "/c2pa.signature" : "");
    reference(o, url, signature ? &made[i].signature : &made[i].box, 0);
    return true;
}

/* slice copies a box out of those of the assertions. */
static struct out slice(const struct manifest *m, const struct listed *l)
{
    struct out one = {0};

    out_put(&one, m->boxes.ptr + l->from, l->to - l->from);
    return one;
}

static void put_listed(struct out *o, const struct manifest *m,
                       const struct listed *l)
{
    struct out one = slice(m, l);
    char url[2 * TEXT];

    snprintf(url, sizeof(url), "self#jumbf=c2pa.assertions/%s", l->label);
    reference(o, url, &one, 0);
    out_free(&one);
}

bool credential_ref(struct out *o, const char *kind, const char *name)
{
    if (strcmp(kind, "ref") != 0)
        return ref_made(o, name, strcmp(kind, "signature") == 0);
    for (int i = current->count; i-- > 0;)
        if (strcmp(current->list[i].label, name) == 0) {
            put_listed(o, current, &current->list[i]);
            return true;
        }
    return false;
}

/* ---- the claim ---------------------------------------------------------- */

static void set_text(struct field *f, const char *name, const char *value)
{
    snprintf(f->name, TEXT, "%s", name);
    cbor_text(&f->value, value);
}

static bool is(enum listing has, enum listing how)
{
    return has == how || (has == ABSENT && how == CREATED);
}

static void set_list(struct field *f, const struct manifest *m,
                     const char *name, enum listing how)
{
    uint64_t n = 0;

    snprintf(f->name, TEXT, "%s", name);
    for (int i = 0; i < m->count; i++)
        n += is(m->list[i].how, how);
    cbor_head(&f->value, 4, n);
    for (int i = 0; i < m->count; i++)
        if (is(m->list[i].how, how))
            put_listed(&f->value, m, &m->list[i]);
}

static void set_info(struct field *f, const struct manifest *m)
{
    snprintf(f->name, TEXT, "claim_generator_info");
    if (m->old)
        cbor_head(&f->value, 4, 1);
    cbor_head(&f->value, 5, 2);
    cbor_text(&f->value, "name");
    cbor_text(&f->value, "genmark corpus");
    cbor_text(&f->value, "version");
    cbor_text(&f->value, "1");
}

static bool has_gathered(const struct manifest *m)
{
    for (int i = 0; i < m->count; i++)
        if (m->list[i].how == GATHERED)
            return true;
    return false;
}

/* usual fills in the fields that every claim has. */
static int usual(struct field *f, const struct manifest *m)
{
    struct field *from = f;
    char url[2 * TEXT];

    set_text(f++, "instanceID", "xmp:iid:00000000-0000-4000-8000-000000000001");
    set_info(f++, m);
    snprintf(url, sizeof(url), "self#jumbf=/c2pa/%s/c2pa.signature", m->label);
    set_text(f++, "signature", url);
    set_list(f++, m, m->old ? "assertions" : "created_assertions", CREATED);
    if (has_gathered(m))
        set_list(f++, m, "gathered_assertions", GATHERED);
    set_text(f++, "alg", "sha256");
    set_text(f++, "dc:title", m->title);
    if (m->old) {
        set_text(f++, "dc:format", "application/octet-stream");
        set_text(f++, "claim_generator", "genmark corpus/1");
    }
    return (int)(f - from);
}

static void put_claim(struct out *c, const struct manifest *m)
{
    struct field all[2 * FIELDS] = {0};
    int n = usual(all, m), left = 0;

    for (int i = 0; i < m->sets; i++) {
        int at = 0;

        while (at < n && strcmp(all[at].name, m->set[i].name) != 0)
            at++;
        n += at == n;
        snprintf(all[at].name, TEXT, "%s", m->set[i].name);
        all[at].value.len = 0;
        out_put(&all[at].value, m->set[i].value.ptr, m->set[i].value.len);
    }
    for (int i = 0; i < n; i++)
        left += all[i].value.len != 0;
    cbor_head(c, 5, (uint64_t)left);
    for (int i = 0; i < n; i++) {
        if (all[i].value.len) {
            cbor_text(c, all[i].name);
            out_put(c, all[i].value.ptr, all[i].value.len);
        }
        out_free(&all[i].value);
    }
}

/* ---- the signature and the whole ---------------------------------------- */

static void put_signature(struct out *o, const struct manifest *m,
                          const struct out *claim)
{
    struct out p = {0}, cert = {0}, what = {0}, c = {0};
    bool other = m->who == WHO_OTHER;

    cert_put(&cert, other ? WHO_SIGNER : m->who);
    if (m->protected.len) {
        out_put(&p, m->protected.ptr, m->protected.len);
    } else {
        cbor_head(&p, 5, 2);
        cbor_head(&p, 0, 1);
        cbor_head(&p, 1, 7); /* EdDSA */
        cbor_head(&p, 0, 33);
        cbor_bytes(&p, cert.ptr, cert.len);
    }
    cbor_head(&what, 4, 4);
    cbor_text(&what, "Signature1");
    cbor_bytes(&what, p.ptr, p.len);
    cbor_bytes(&what, "", 0);
    cbor_bytes(&what, claim->ptr, claim->len);
    if (m->tag)
        cbor_head(&c, 6, m->tag);
    if (m->cose.len) {
        out_put(&c, m->cose.ptr, m->cose.len);
        jumbf_cbor(o, "c2cs", "c2pa.signature", &c);
        return;
    }
    cbor_head(&c, 4, 4);
    cbor_bytes(&c, p.ptr, p.len);
    if (m->unprotected.len)
        out_put(&c, m->unprotected.ptr, m->unprotected.len);
    else
        cbor_head(&c, 5, 0);
    if (m->payload.len)
        out_put(&c, m->payload.ptr, m->payload.len);
    else
        out_be(&c, 0xf6, 1);
    cbor_head(&c, 2, 64);
    sign_put(&c, m->who, what.ptr, what.len);
    if (m->fault == FAULT_SIGNATURE)
        c.ptr[c.len - 1] ^= 1;
    jumbf_cbor(o, "c2cs", "c2pa.signature", &c);
    out_free(&p);
    out_free(&cert);
    out_free(&what);
    out_free(&c);
}

/* list_new begins an assertion, list_end ends it. */
static struct listed *list_new(struct manifest *m, const char *label,
                               enum listing how)
{
    struct listed *l = &m->list[m->count];

    if (m->count + 1 >= LISTED) {
        fputs("gen: too many assertions\n", stderr);
        exit(1);
    }
    snprintf(l->label, TEXT, "%s", label);
    l->from = m->boxes.len;
    l->how = how;
    return l;
}

static void list_end(struct manifest *m)
{
    m->list[m->count++].to = m->boxes.len;
}

static void own_assertions(struct manifest *m, const struct manifest *from)
{
    struct out ingredient = {0};

    if (from) {
        put_ingredient(&ingredient, m, from, &made[made_count - 1].box);
        list_new(m, "c2pa.ingredient.v3", CREATED);
        out_put(&m->boxes, ingredient.ptr, ingredient.len);
        list_end(m);
    }
    list_new(m, "c2pa.actions.v2", CREATED);
    put_actions(&m->boxes, m, &ingredient);
    list_end(m);
    list_new(m, m->bmff ? "c2pa.hash.bmff.v3" : "c2pa.hash.data", CREATED);
    (m->bmff ? put_film_hash : put_hash)(&m->boxes, m);
    list_end(m);
    out_free(&ingredient);
}

static void put_stray(struct manifest *m)
{
    struct out c = {0};
    bool twice = m->fault == FAULT_DUPLICATE;

    cbor_text(&c, "nobody vouched for this");
    jumbf_cbor(&m->boxes, "cbor", twice ? "c2pa.actions.v2" : "org.stray", &c);
    out_free(&c);
}

/* put_store puts the assertions that are there. */
static void put_store(struct out *o, const struct manifest *m)
{
    struct out all = {0};
    size_t end = 0;

    for (int i = 0; i < m->count; i++) {
        const struct listed *l = &m->list[i];

        if (l->how != ABSENT)
            out_put(&all, m->boxes.ptr + l->from, l->to - l->from);
        end = l->to;
    }
    out_put(&all, m->boxes.ptr + end, m->boxes.len - end);
    jumbf_super(o, "c2as", "c2pa.assertions", &all);
    out_free(&all);
}

/* finish makes the manifest's box, and frees m. */
static void finish(struct manifest *m, const struct manifest *from)
{
    struct out all = {0}, claim = {0};
    struct made *to = &made[made_count];

    if (made_count == MADE) {
        fputs("gen: too many manifests\n", stderr);
        exit(1);
    }
    if (!m->bare)
        own_assertions(m, from);
    if (m->fault == FAULT_UNDECLARED || m->fault == FAULT_DUPLICATE)
        put_stray(m);
    put_claim(&claim, m);
    if (m->fault == FAULT_ASSERTION)
        m->boxes.ptr[m->list[m->count - 2].to - 1] ^= 1;
    put_store(&all, m);
    jumbf_cbor(&all, "c2cl", m->old ? "c2pa.claim" : "c2pa.claim.v2", &claim);
    if (m->fault == FAULT_CLAIM) /* its last byte is a letter of the title */
        all.ptr[all.len - 1] ^= 1;
    put_signature(&to->signature, m, &claim);
    out_put(&all, to->signature.ptr, to->signature.len);
    out_put(&all, m->inside.ptr, m->inside.len);
    snprintf(to->label, TEXT, "%s", m->label);
    jumbf_super(&to->box, m->update ? "c2um" : "c2ma", m->label, &all);
    made_count++;
    out_free(&all);
    out_free(&claim);
    for (int i = 0; i < m->sets; i++)
        out_free(&m->set[i].value);
    out_free(&m->boxes);
    out_free(&m->unprotected);
    out_free(&m->protected);
    out_free(&m->payload);
    out_free(&m->cose);
    out_free(&m->inside);
    free(m->list);
    free(m);
}

/* ---- the words ---------------------------------------------------------- */

static void copy(char *to, struct words *w)
{
    const char *s = words_next(w);

    snprintf(to, TEXT, "%s", s ? s + (*s == '"') : "");
}

static void read_assertion(struct words *w, struct manifest *m,
                           enum listing how)
{
    char label[TEXT];
    struct out c = {0};

    copy(label, w);
    value_put(w, &c);
    list_new(m, label, how);
    jumbf_cbor(&m->boxes, "cbor", label, &c);
    list_end(m);
    out_free(&c);
}

static void read_raw(struct words *w, struct manifest *m)
{
    char label[TEXT], type[TEXT];
    struct out c = {0};

    copy(label, w);
    copy(type, w);
    words_block(w, &c);
    list_new(m, label, CREATED);
    jumbf_super(&m->boxes, type, label, &c);
    list_end(m);
    out_free(&c);
}

static struct field *read_field(struct words *w, struct manifest *m)
{
    struct field *f = &m->set[m->sets++];

    if (m->sets == FIELDS)
        words_fail(w, "too many fields");
    copy(f->name, w);
    return f;
}

static struct manifest *read_manifest(struct words *w, const char *title);

/* read_text reads the words that are followed by one text, or by none. */
static bool read_text(struct words *w, struct manifest *m, const char *word)
{
    char s[TEXT];

    if (strcmp(word, "agent") == 0) {
        copy(m->agent, w);
    } else if (strcmp(word, "title") == 0) {
        copy(m->title, w);
    } else if (strcmp(word, "label") == 0) {
        copy(m->label, w);
    } else if (strcmp(word, "signer") == 0) {
        copy(s, w);
        m->who = strcmp(s, "expired") == 0 ? WHO_EXPIRED : WHO_OTHER;
    } else if (strcmp(word, "bmff") == 0) {
        m->bmff = true;
    } else if (strcmp(word, "bare") == 0) {
        m->bare = true;
    } else if (strcmp(word, "old") == 0) {
        m->old = true;
    } else if (strcmp(word, "update") == 0) {
        m->update = true;
    } else if (strcmp(word, "fault") == 0) {
        copy(s, w);
        while (faults[m->fault] && strcmp(faults[m->fault], s) != 0)
            m->fault++;
        if (!faults[m->fault])
            words_fail(w, "no such fault");
    } else {
        return false;
    }
    return true;
}

/* read_value reads the words that are followed by a value. */
static bool read_value(struct words *w, struct manifest *m, const char *word)
{
    if (strcmp(word, "assertion") == 0)
        read_assertion(w, m, CREATED);
    else if (strcmp(word, "gathered") == 0)
        read_assertion(w, m, GATHERED);
    else if (strcmp(word, "stray") == 0)
        read_assertion(w, m, STRAY);
    else if (strcmp(word, "absent") == 0)
        read_assertion(w, m, ABSENT);
    else if (strcmp(word, "raw") == 0)
        read_raw(w, m);
    else if (strcmp(word, "set") == 0)
        value_put(w, &read_field(w, m)->value);
    else if (strcmp(word, "drop") == 0)
        read_field(w, m);
    else if (strcmp(word, "unprotected") == 0)
        value_put(w, &m->unprotected);
    else if (strcmp(word, "protected") == 0)
        value_put(w, &m->protected);
    else if (strcmp(word, "payload") == 0)
        value_put(w, &m->payload);
    else if (strcmp(word, "cose") == 0)
        value_put(w, &m->cose);
    else if (strcmp(word, "tag") == 0)
        m->tag = (unsigned)words_number(w);
    else if (strcmp(word, "inside") == 0)
        words_block(w, &m->inside);
    else if (strcmp(word, "around") == 0)
        words_block(w, &around);
    else
        return false;
    return true;
}

static struct manifest *manifest_new(struct words *w, const char *title)
{
    struct manifest *m = calloc(1, sizeof(*m));
    const char *s = words_next(w);

    if (m)
        m->list = calloc(LISTED, sizeof(*m->list));
    if (!m || !m->list || !s || strcmp(s, "{") != 0)
        words_fail(w, "a credential wants { ... }");
    m->who = WHO_SIGNER;
    m->tag = 18; /* COSE_Sign1 [RFC 9052, 2] */
    snprintf(m->title, TEXT, "%s", title);
    return m;
}

/* read_manifest reads one, finishes it, and gives back the one that it was
 * made from, which only its own finish needed. */
static struct manifest *read_manifest(struct words *w, const char *title)
{
    struct manifest *m = manifest_new(w, title), *from = NULL, *self;
    static int depth;
    const char *s;
    char word[TEXT], relation[TEXT] = "";

    depth++;
    snprintf(m->label, TEXT, "urn:c2pa:00000000-0000-4000-8000-00000000000%d",
             depth == 1 ? 1 : 2 + made_count);
    current = m;
    while ((s = words_next(w)) && strcmp(s, "}") != 0) {
        snprintf(word, sizeof(word), "%s", s);
        if (strcmp(word, "action") == 0 && m->actions < ACTIONS) {
            copy(m->action[m->actions], w);
            copy(m->type[m->actions++], w);
        } else if (strcmp(word, "ingredient") == 0) {
            copy(relation, w);
            free(from);
            from = read_manifest(w, "source");
            snprintf(from->relation, TEXT, "%s", relation);
            current = m;
        } else if (strcmp(word, "manifest") == 0) {
            free(read_manifest(w, "source"));
            current = m;
        } else if (!read_text(w, m, word) && !read_value(w, m, word)) {
            words_fail(w, "not a word of credentials");
        }
    }
    depth--;
    self = calloc(1, sizeof(*self)); /* what an ingredient is told by */
    if (!self)
        words_fail(w, "no memory");
    snprintf(self->label, TEXT, "%s", m->label);
    snprintf(self->title, TEXT, "%s", m->title);
    finish(m, from);
    free(from);
    return self;
}

void credential_read(struct words *w)
{
    const char *s = words_next(w);

    before = s ? strtoull(s, NULL, 0) : 0;
    s = words_next(w);
    after = s ? strtoull(s, NULL, 0) : 0;
    for (; made_count; made_count--) {
        out_free(&made[made_count - 1].box);
        out_free(&made[made_count - 1].signature);
    }
    free(read_manifest(w, "asset"));
}

void credential_put(struct out *o)
{
    struct out all = {0};

    for (int i = 0; i < made_count; i++)
        out_put(&all, made[i].box.ptr, made[i].box.len);
    out_put(&all, around.ptr, around.len);
    out_free(&around);
    out_free(&store);
    jumbf_super(&store, "c2pa", "c2pa", &all);
    out_put(o, store.ptr, store.len);
    out_free(&all);
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
    void (*const forms[])(struct out *, const struct out *) = {
        NULL, base64_put, text_wrapper, sub_put};
    struct out rest = {0}, form = {0};
    size_t at = file->len;

    if (!store.len)
        return false;
    for (size_t i = 0; i < 4 && at == file->len; i++) {
        form.len = 0;
        if (forms[i])
            forms[i](&form, &store);
        else
            out_put(&form, store.ptr, store.len);
        at = find(file, &form);
    }
    if (at == file->len || at < before) {
        out_free(&form);
        return true; /* in pieces: its recipe says what is left out */
    }
    if (place.film) {
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
