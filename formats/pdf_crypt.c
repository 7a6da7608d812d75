/* SPDX-License-Identifier: Apache-2.0
 * pdf_crypt.c - encrypted documents that open without a password.
 *
 * [PDF] ISO 32000-2:2020, 7.6: the standard security handler.  Most encrypted
 * documents have an owner's password only, which keeps readers from printing:
 * anybody opens them, with the empty user password.  That one is tried, and no
 * other; it is checked against /U before anything is believed.
 *
 *   R 2    RC4 of 40 bits          key: MD5 of the password and the dictionary
 *   R 3    RC4 to 128 bits         the same, fifty times more
 *   R 4    crypt filters: RC4 or AES-128 for strings, streams, files
 *   R 5    AES-256                 key: in /UE, by SHA-256 of the password
 *   R 6    AES-256                 likewise, by the hash of [PDF] algorithm 2.B
 *
 * To R 4 the number of an object is part of its key.  RC4 stands here because
 * libcrypto has it only in a provider that programs must load for themselves.
 * Handlers with certificates, and documents that want a password, stay
 * locked. */
#include "formats/pdf_object.h"

#include "base/buf.h"
#include "base/crypto.h"

enum {
    BLOCK = 16,  /* of AES, and its initialization vector */
    PASS = 32,   /* bytes of a padded password, and of /O, /U up to R 4 */
    ROUNDS = 64, /* at least, of algorithm 2.B */
    COPIES = 64, /* of what each round encrypts */
    LONGEST = PASS + DIGEST_MAX
};

enum method {
    METHOD_NONE, /* Identity */
    METHOD_RC4,
    METHOD_AES, /* AESV2: with the object's number in the key */
    METHOD_AES_256
};

struct pdf_crypt {
    uint8_t key[PASS];
    size_t len;
    enum method strings, streams, files;
    bool metadata; /* is encrypted too */
};

/* The dictionary of encryption, taken apart. */
struct terms {
    struct span o, u, ue, id;
    uint64_t version, revision, bits;
    int64_t rights;
    const struct pdf_obj *dict;
};

static const uint8_t padding[PASS] = {
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E,
    0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68,
    0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A};

static void rc4(struct span key, struct span in, uint8_t *out)
{
    uint8_t s[256], i = 0, j = 0, t;

    if (!key.len)
        return;
    for (unsigned k = 0; k < 256; k++)
        s[k] = (uint8_t)k;
    for (unsigned k = 0; k < 256; k++) {
        j = (uint8_t)(j + s[k] + key.ptr[k % key.len]);
        t = s[k];
        s[k] = s[j];
        s[j] = t;
    }
    j = 0;
    for (size_t n = 0; n < in.len; n++) {
        i++;
        j = (uint8_t)(j + s[i]);
        t = s[i];
        s[i] = s[j];
        s[j] = t;
        out[n] = in.ptr[n] ^ s[(uint8_t)(s[i] + s[j])];
    }
}

/* ---- the key of the document ---- */

/* key_by_md5 is [PDF] algorithm 2 with the empty password. */
static void key_by_md5(const struct terms *t, struct pdf_crypt *c)
{
    struct hasher *h = hasher_new(DIGEST_MD5);
    uint8_t rights[4];
    struct hash sum;

    for (unsigned i = 0; i < 4; i++)
        rights[i] = (uint8_t)((uint64_t)t->rights >> (8 * i));
    hasher_put(h, (struct span){padding, PASS});
    hasher_put(h, span_cut(t->o, 0, PASS));
    hasher_put(h, (struct span){rights, 4});
    hasher_put(h, t->id);
    if (t->revision >= 4 && !c->metadata)
        hasher_put(h, SPAN("\xFF\xFF\xFF\xFF"));
    sum = hasher_end(h);
    for (unsigned i = 0; t->revision >= 3 && i < 50; i++)
        sum = hash_of(DIGEST_MD5, (struct span){sum.bytes, c->len});
    memcpy(c->key, sum.bytes, c->len);
}

/* fits_rc4 checks the key against /U, [PDF] algorithms 4, 5 and 6. */
static bool fits_rc4(const struct terms *t, const struct pdf_crypt *c)
{
    uint8_t out[PASS], key[PASS];
    struct hasher *h;
    struct hash sum;

    if (t->revision == 2) {
        rc4((struct span){c->key, c->len}, (struct span){padding, PASS}, out);
        return span_eq((struct span){out, PASS}, t->u);
    }
    h = hasher_new(DIGEST_MD5);
    hasher_put(h, (struct span){padding, PASS});
    hasher_put(h, t->id);
    sum = hasher_end(h);
    for (unsigned round = 0; round < 20; round++) {
        for (size_t i = 0; i < c->len; i++)
            key[i] = (uint8_t)(c->key[i] ^ round);
        rc4((struct span){key, c->len}, (struct span){sum.bytes, BLOCK},
            sum.bytes);
    }
    return span_eq((struct span){sum.bytes, BLOCK}, span_cut(t->u, 0, BLOCK));
}

/* hash_2b is [PDF] algorithm 2.B for the empty password and a user's key: its
 * first 32 bytes.  A round costs 4 KB at most, and there are fewer than 64 +
 * 256 of them. */
static struct hash hash_2b(struct hash k)
{
    uint8_t in[COPIES * DIGEST_MAX], out[COPIES * DIGEST_MAX];
    static const enum digest by[] = {DIGEST_SHA256, DIGEST_SHA384,
                                     DIGEST_SHA512};

    for (unsigned round = 0; k.len >= 2 * BLOCK; round++) {
        struct span all = {in, COPIES * k.len};
        struct aes a = {.key = {k.bytes, BLOCK},
                        .iv = {k.bytes + BLOCK, BLOCK},
                        .close = true};
        unsigned mod = 0;

        for (unsigned i = 0; i < COPIES; i++)
            memcpy(in + i * k.len, k.bytes, k.len);
        if (!aes_cbc(&a, all, out))
            return (struct hash){{0}, 0};
        for (unsigned i = 0; i < BLOCK; i++) /* 256 is 1, modulo 3 */
            mod += out[i];
        k = hash_of(by[mod % 3], (struct span){out, all.len});
        if (round + 1 >= ROUNDS && out[all.len - 1] <= round + 1 - 32)
            break;
    }
    k.len = k.len < PASS ? 0 : PASS;
    return k;
}

/* salted is the hash of the empty password and eight bytes of /U. */
static struct hash salted(const struct terms *t, size_t at)
{
    struct hash k = hash_of(DIGEST_SHA256, span_cut(t->u, at, 8));

    return t->revision == 6 ? hash_2b(k) : k;
}

/* key_by_sha is [PDF] algorithm 2.A; false where a password is wanted. */
static bool key_by_sha(const struct terms *t, struct pdf_crypt *c)
{
    static const uint8_t zero[BLOCK];
    struct hash check = salted(t, PASS), k;
    struct aes a = {.iv = {zero, BLOCK}};

    if (t->u.len < PASS + 16 || t->ue.len < PASS ||
        !hash_is(&check, span_cut(t->u, 0, PASS)))
        return false;
    k = salted(t, PASS + 8);
    a.key = (struct span){k.bytes, k.len};
    c->len = PASS;
    return aes_cbc(&a, span_cut(t->ue, 0, PASS), c->key);
}

/* ---- the dictionary ---- */

static struct span string_of(struct pdf *p, const struct pdf_obj *d,
                             const char *key)
{
    const struct pdf_obj *o = pdf_entry(p, d, key);

    return o && o->kind == PDF_STRING ? o->text : (struct span){0};
}

/* filter_of is what the crypt filter of that name does; false where we do not
 * know it. */
static bool filter_of(struct pdf *p, const struct pdf_obj *dict,
                      const struct pdf_obj *name, enum method *to)
{
    const struct pdf_obj *all = pdf_entry(p, dict, "CF"), *o = NULL, *how;

    *to = METHOD_NONE;
    if (!name || pdf_is(name, "Identity"))
        return true;
    if (name->kind == PDF_NAME && all && all->kind == PDF_DICT)
        for (o = all->child; o && !span_eq(o->key, name->text);)
            o = o->next;
    how = pdf_entry(p, pdf_obj_of(p, o), "CFM");
    if (pdf_is(how, "V2"))
        *to = METHOD_RC4;
    else if (pdf_is(how, "AESV2"))
        *to = METHOD_AES;
    else if (pdf_is(how, "AESV3"))
        *to = METHOD_AES_256;
    else if (!pdf_is(how, "None"))
        return false;
    return true;
}

/* methods says what is encrypted how, and the length of the key. */
static bool methods(struct pdf *p, const struct terms *t, struct pdf_crypt *c)
{
    const struct pdf_obj *o = pdf_entry(p, t->dict, "EncryptMetadata");
    const struct pdf_obj *streams = pdf_entry(p, t->dict, "StmF");
    const struct pdf_obj *files = pdf_entry(p, t->dict, "EFF");

    c->metadata = !o || o->kind != PDF_BOOL || o->number != 0;
    c->strings = c->streams = c->files = METHOD_RC4;
    if (t->version < 4) {
        c->len = t->version == 1 ? 5 : (size_t)t->bits / 8;
        return c->len >= 5 && c->len <= BLOCK;
    }
    c->len = BLOCK;
    return filter_of(p, t->dict, streams, &c->streams) &&
           filter_of(p, t->dict, files ? files : streams, &c->files) &&
           filter_of(p, t->dict, pdf_entry(p, t->dict, "StrF"), &c->strings);
}

static bool terms(struct pdf *p, struct terms *t)
{
    const struct pdf_obj *id = pdf_obj_of(p, pdf_root(p, "ID")), *o;

    t->dict = pdf_obj_of(p, pdf_root(p, "Encrypt"));
    t->o = string_of(p, t->dict, "O");
    t->u = string_of(p, t->dict, "U");
    t->ue = string_of(p, t->dict, "UE");
    t->bits = 40;
    pdf_whole(pdf_entry(p, t->dict, "Length"), 256, &t->bits);
    o = id && id->kind == PDF_ARRAY ? pdf_obj_of(p, id->child) : NULL;
    if (o && o->kind == PDF_STRING)
        t->id = o->text;
    o = pdf_entry(p, t->dict, "P");
    if (o && o->kind == PDF_NUMBER && o->number > -4294967296.0 &&
        o->number < 4294967296.0)
        t->rights = (int64_t)o->number;
    return pdf_is(pdf_entry(p, t->dict, "Filter"), "Standard") &&
           pdf_whole(pdf_entry(p, t->dict, "V"), 5, &t->version) &&
           pdf_whole(pdf_entry(p, t->dict, "R"), 6, &t->revision) &&
           t->version != 3 && t->version > 0 && t->revision >= 2 &&
           t->o.len >= PASS && t->u.len >= PASS;
}

void pdf_unlock(struct pdf *p)
{
    struct pdf_crypt *c;
    struct terms t = {0};
    bool fits;

    if (!p->locked || p->tried)
        return;
    p->tried = true;
    c = crypto_ready() ? walk_alloc(p->w, sizeof(*c)) : NULL;
    if (!c || !terms(p, &t) || !methods(p, &t, c))
        return;
    if (t.revision >= 5) {
        fits = key_by_sha(&t, c);
    } else {
        key_by_md5(&t, c);
        fits = fits_rc4(&t, c);
    }
    if (!fits)
        return;
    p->crypt = c;
    p->locked = false;
}

/* ---- strings and streams ---- */

/* object_key is [PDF] algorithm 1: the key of one object. */
static struct hash object_key(const struct pdf_crypt *c, enum method how,
                              struct pdf_id id)
{
    uint8_t of[5] = {(uint8_t)id.number, (uint8_t)(id.number >> 8),
                     (uint8_t)(id.number >> 16), (uint8_t)id.generation,
                     (uint8_t)(id.generation >> 8)};
    struct hasher *h = hasher_new(DIGEST_MD5);
    struct hash key;

    hasher_put(h, (struct span){c->key, c->len});
    hasher_put(h, (struct span){of, sizeof(of)});
    if (how == METHOD_AES)
        hasher_put(h, SPAN("sAlT"));
    key = hasher_end(h);
    key.len = key.len ? (size_t)num_min(c->len + 5, BLOCK) : 0;
    return key;
}

static struct span open_aes(struct walk *w, struct span key, struct span s)
{
    struct aes a = {.key = key, .iv = span_cut(s, 0, BLOCK)};
    size_t len = s.len < BLOCK ? 0 : (s.len - BLOCK) / BLOCK * BLOCK;
    uint8_t *to = len ? walk_alloc(w, len) : NULL;
    uint8_t pad;

    if (!to || !aes_cbc(&a, span_cut(s, BLOCK, len), to))
        return (struct span){0};
    pad = to[len - 1];
    return (struct span){to, pad && pad <= BLOCK ? len - pad : len};
}

static struct span undo(struct walk *w, const struct pdf_crypt *c,
                        enum method how, struct pdf_id id, struct span s)
{
    struct hash key;
    uint8_t *to;

    if (how == METHOD_NONE || !s.len || !walk_step(w, 1 + s.len / 64))
        return s;
    if (how == METHOD_AES_256)
        return open_aes(w, (struct span){c->key, c->len}, s);
    key = object_key(c, how, id);
    if (how == METHOD_AES)
        return open_aes(w, (struct span){key.bytes, key.len}, s);
    to = walk_alloc(w, s.len);
    if (!to || !key.len)
        return (struct span){0};
    rc4((struct span){key.bytes, key.len}, s, to);
    return (struct span){to, s.len};
}

struct span pdf_string(const struct pdf_lex *l, struct span s)
{
    return l->crypt ? undo(l->w, l->crypt, l->crypt->strings, l->id, s) : s;
}

struct span pdf_plain(struct pdf *p, const struct pdf_item *item, struct span s)
{
    const struct pdf_obj *f = pdf_entry(p, item->obj, "Filter");
    const struct pdf_obj *d = pdf_entry(p, item->obj, "DecodeParms");
    const struct pdf_obj *type = pdf_entry(p, item->obj, "Type");
    const struct pdf_crypt *c = p->crypt;
    enum method how;

    if (!c || pdf_is(type, "XRef"))
        return s;
    how = pdf_is(type, "EmbeddedFile") ? c->files : c->streams;
    if (pdf_is(type, "Metadata") && !c->metadata)
        how = METHOD_NONE;
    if (f && f->kind == PDF_ARRAY) {
        f = pdf_obj_of(p, f->child);
        d = d && d->kind == PDF_ARRAY ? pdf_obj_of(p, d->child) : NULL;
    }
    if (pdf_is(f, "Crypt")) {
        const struct pdf_obj *dict = pdf_obj_of(p, pdf_root(p, "Encrypt"));

        if (!filter_of(p, dict, pdf_entry(p, d, "Name"), &how))
            return (struct span){0};
    }
    return undo(p->w, c, how, item->id, s);
}
