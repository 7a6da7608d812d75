/* SPDX-License-Identifier: Apache-2.0
 * store.c - from boxes to manifests and assertions.
 *
 * Boxes are told apart by UUID, not by label [C2PA 11.1.4].  The last manifest
 * of a known type is the active one [C2PA 11.1.4.2]; of two with one label the
 * later stands.  A manifest whose first content is `brob` is unpacked first. */
#include "c2pa/job.h"

#include "base/json.h"

#define BROB FOURCC('b', 'r', 'o', 'b')
#define CBOR FOURCC('c', 'b', 'o', 'r')
#define JSON FOURCC('j', 's', 'o', 'n')
#define UUID FOURCC('u', 'u', 'i', 'd')
#define BFDB FOURCC('b', 'f', 'd', 'b')
#define BIDB FOURCC('b', 'i', 'd', 'b')
#define JP2C FOURCC('j', 'p', '2', 'c')
#define JUMB FOURCC('j', 'u', 'm', 'b')

/* Content types whose UUID has no readable first word [JUMBF 6, C2PA 6.8]. */
#define FILE_UUID \
    SPAN("\x40\xCB\x0C\x32\xBB\x8A\x48\x9D\xA7\x0B\x2A\xD6\xF4\x7F\x43\x69")
#define STREAM_UUID \
    SPAN("\x65\x79\xD6\xFB\xDB\xA2\x44\x6B\xB2\xAC\x1B\x82\xFE\xEB\x89\xD1")
#define REDACTION_UUID \
    SPAN("\xCA\xA9\x8E\xEE\x9D\x4D\xF8\x0E\x86\xAD\x4D\xFF\xCA\x26\x39\x73")

static bool parse(struct job *j, struct span s, const struct box **out)
{
    switch (jumbf_read(out, j->arena, s, j->lim, &j->store.boxes)) {
    case JUMBF_OK: return true;
    case JUMBF_BROKEN: return job_error(j, "JUMBF: broken box");
    case JUMBF_DEEP: return job_error(j, "JUMBF: boxes nested too deep");
    case JUMBF_MANY: return job_limit(j, "jumbf_boxes");
    case JUMBF_MEMORY: j->memory = true; return false;
    }
    return false;
}

static bool is_manifest(const struct box *b)
{
    return box_is(b, "c2ma") || box_is(b, "c2md") || box_is(b, "c2um");
}

static uint32_t children(const struct box *b)
{
    uint32_t n = 0;

    for (const struct box *c = b->child; c; c = c->next)
        n++;
    return n;
}

/* content fills in what an assertion's box holds. */
static bool content(struct job *j, struct assertion *a)
{
    const struct box *b = a->box, *c = b->child;
    uint32_t want = 1, type = 0;

    if (box_is(b, "cbor")) {
        a->content = CONTENT_CBOR;
        type = CBOR;
    } else if (box_is(b, "json")) {
        a->content = CONTENT_JSON;
        type = JSON;
    } else if (box_is(b, "uuid")) {
        a->content = CONTENT_UUID;
        type = UUID;
    } else if (span_eq(b->uuid, FILE_UUID)) {
        a->content = CONTENT_FILE;
        want = 2;
        type = BIDB;
    } else if (span_eq(b->uuid, STREAM_UUID)) {
        a->content = CONTENT_STREAM;
        type = JP2C;
    } else if (span_eq(b->uuid, REDACTION_UUID)) {
        a->content = CONTENT_REDACTED;
        return true;
    } else {
        return job_error(j, "assertion of an unknown type");
    }
    a->odd = b->odd || children(b) != want || (c && c->odd);
    if (a->content == CONTENT_FILE && c && c->type == BFDB) {
        struct reader r = reader_over(c->body);

        read_u8(&r);
        a->media = read_until(&r, 0);
        c = c->next;
    } else if (a->content == CONTENT_FILE) {
        c = NULL;
    }
    if (!c || c->type != type) /* the first box is the content */
        return job_error(j, "assertion without the content of its type");
    a->data = c->body;
    return true;
}

static uint32_t mix(struct span s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.len; i++)
        h = (h ^ s.ptr[i]) * 16777619u;
    return h;
}

static void index_label(struct manifest *m, struct assertion *a)
{
    struct assertion **at = &m->table[mix(a->label) & m->mask];

    while (*at && !span_eq((*at)->label, a->label))
        at = &(*at)->same;
    if (!*at) /* the second of one label can be reached by no URI */
        *at = a;
}

static bool assertion_store(struct job *j, struct manifest *m,
                            const struct box *b)
{
    uint32_t n = children(b), size = 16;

    while (size < n)
        size *= 2;
    m->mask = size - 1;
    m->assertions = job_alloc(j, n * sizeof(*m->assertions));
    m->table = job_alloc(j, size * sizeof(struct assertion *));
    if (!m->assertions || !m->table)
        return false;
    for (const struct box *c = b->child; c; c = c->next) {
        struct assertion *a = &m->assertions[m->assertion_count];

        if (c->type != JUMB)
            return job_error(j, "assertion store: a box that is none");
        a->label = c->label;
        a->base = label_base(c->label);
        a->box = c;
        if (!content(j, a))
            return false;
        m->assertion_count++;
        index_label(m, a);
    }
    return true;
}

/* databox_ok is whether a data box is a map of a format and bytes [C2PA 1.4,
 * 11.1.4.7]. */
static bool databox_ok(struct job *j, const struct box *b)
{
    const struct cbor *c, *data, *types;

    if (b->type != JUMB || !b->child || b->child->type != CBOR ||
        cbor_read(&c, j->arena, b->child->body, j->lim) != CBOR_WHOLE)
        return false;
    data = cbor_get(c, SPAN("data"));
    types = cbor_get(c, SPAN("data_types"));
    return cbor_is(cbor_get(c, SPAN("dc:format")), CBOR_TEXT) &&
           (cbor_is(data, CBOR_BYTES) || cbor_is(data, CBOR_TEXT) ||
            cbor_is(data, CBOR_LIST)) &&
           (!types || types->kind == CBOR_NULL || types->kind == CBOR_LIST);
}

static bool databoxes_ok(struct job *j, const struct manifest *m)
{
    const struct box *b = m->databoxes ? m->databoxes->child : NULL;

    for (; b; b = b->next)
        if (!databox_ok(j, b))
            return job_error(j, "a data box cannot be read");
    return true;
}

/* credentials_ok is whether each credential of a version 1 manifest is JSON
 * that names its subject [C2PA 1.4, 8.5]. */
static bool credentials_ok(struct job *j, const struct box *store)
{
    for (const struct box *b = store ? store->child : NULL; b; b = b->next) {
        const struct json *o = NULL;

        if (b->type == JUMB && b->child && b->child->type == JSON)
            o = json_read(j->arena, b->child->body, 0, j->lim, NULL);
        o = json_get(json_get(o, SPAN("credentialSubject")), SPAN("id"));
        if (!o || o->kind != JSON_TEXT)
            return job_error(j, "a credential cannot be read");
    }
    return true;
}

static bool manifest_parts(struct job *j, struct manifest *m)
{
    const struct box *claim = NULL, *store = NULL;
    const struct box *credentials = NULL;

    for (const struct box *c = m->box->child; c; c = c->next) {
        if (c->type != JUMB)
            return job_error(j, "manifest: a box that is none of its parts");
        if (box_is(c, "c2cl")) {
            if (claim)
                return job_error(j, "manifest with more than one claim");
            claim = c;
        } else if (box_is(c, "c2as")) {
            store = c;
        } else if (box_is(c, "c2cs")) {
            m->signature = box_first(c, CBOR);
            m->signature_box = c;
        } else if (box_is(c, "c2db")) {
            m->databoxes = c;
        } else if (box_is(c, "c2vc")) {
            credentials = c;
        } else {
            job_log(j, ST_CLAIM_MULTIPLE, job_uri(j, m), NULL);
        }
    }
    if (!store)
        return job_error(j, "manifest without assertion store");
    if (!claim)
        return job_error(j, "manifest without claim");
    if (!m->signature)
        return job_error(j, "manifest without signature");
    if (!claim_read(j, m, claim) || !assertion_store(j, m, store) ||
        !databoxes_ok(j, m) || !credentials_ok(j, credentials))
        return false;
    if (credentials && m->claim.version > 1)
        return job_error(j, "credential store in a version 2 manifest");
    return true;
}

/* unpack replaces a compressed manifest by what it holds [C2PA 11.2.4]. */
static bool unpack(struct job *j, struct manifest *m)
{
    const struct box *b = m->outer;
    struct inflated got = {0};

    m->box = b;
    if (!b->child || b->child->type != BROB)
        return true;
    switch (
        inflate_span(j->arena, b->child->body, PACKED_BROTLI, j->lim, &got)) {
    case UNPACK_WHOLE: break;
    case UNPACK_BROKEN: return job_error(j, "compressed manifest is damaged");
    case UNPACK_BYTES: return job_limit(j, "inflate_bytes");
    case UNPACK_RATIO: return job_limit(j, "inflate_ratio");
    case UNPACK_MEMORY: j->memory = true; return false;
    case UNPACK_ABSENT:
        return job_error(j, "compressed manifest: libbrotlidec is not here");
    }
    if (!parse(j, got.out, &m->box))
        return false;
    if (!is_manifest(m->box))
        return job_error(j, "compressed manifest holds something else");
    return true;
}

static bool manifest_add(struct job *j, const struct box *b)
{
    struct manifest *m = job_alloc(j, sizeof(*m)), *old;

    if (!m)
        return false;
    if (j->store.count >= j->lim->manifests)
        return job_limit(j, "manifests");
    m->outer = b;
    m->role = ROLE_LOST;
    if (!unpack(j, m))
        return false;
    m->label = m->box->label;
    m->update = box_is(m->box, "c2um");
    if (!manifest_parts(j, m))
        return false;
    old = store_find(j, m->label);
    for (uint32_t i = 0; old && i < j->store.count; i++)
        if (j->store.list[i] == old) {
            j->store.count--;
            for (uint32_t k = i; k < j->store.count; k++)
                j->store.list[k] = j->store.list[k + 1];
            break;
        }
    j->store.list[j->store.count++] = m;
    j->store.active = m;
    return true;
}

bool store_read(struct job *j, struct span s)
{
    const struct box *root;
    struct manifest **list;

    if (!parse(j, s, &root))
        return false;
    if (!box_is(root, "c2pa"))
        return job_error(j, "no manifest store in the JUMBF");
    list = job_alloc(j, (j->store.count + children(root) + 1) *
                            sizeof(struct manifest *));
    if (!list)
        return false;
    if (j->store.count)
        memcpy(list, j->store.list, j->store.count * sizeof(*list));
    j->store.list = list;
    for (const struct box *c = root->child; c; c = c->next) {
        if (c->type != JUMB)
            return job_error(j, "manifest store: a box that is no manifest");
        if (!is_manifest(c) && !(box_is(c, "c2cm") && c->child))
            continue;
        if (!manifest_add(j, c))
            return false;
    }
    if (!j->store.active)
        return job_error(j, "manifest store without a manifest");
    return true;
}

struct manifest *store_find(const struct job *j, struct span label)
{
    for (uint32_t i = j->store.count; i-- > 0;)
        if (span_eq(j->store.list[i]->label, label))
            return j->store.list[i];
    return NULL;
}

struct assertion *assertion_find(const struct manifest *m, struct span label)
{
    struct assertion *a = m->table[mix(label) & m->mask];

    while (a && !span_eq(a->label, label))
        a = a->same;
    return a;
}

const struct cbor *assertion_cbor(struct job *j, struct assertion *a)
{
    if (a->content != CONTENT_CBOR)
        return NULL;
    if (!a->read) {
        a->read = true;
        a->end = cbor_read(&a->cbor, j->arena, a->data, j->lim);
        if (a->end == CBOR_MEMORY)
            j->memory = true;
    }
    return a->cbor;
}

bool assertion_is(const struct assertion *a, struct span base)
{
    struct span rest;

    if (!span_starts(a->base, base))
        return false;
    rest = span_cut(a->base, base.len, a->base.len - base.len);
    if (rest.len == 0)
        return true;
    if (!span_starts(rest, SPAN(".v")) || rest.len < 3)
        return false;
    for (size_t i = 2; i < rest.len; i++)
        if (rest.ptr[i] < '0' || rest.ptr[i] > '9')
            return false;
    return true;
}
