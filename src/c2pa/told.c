/* SPDX-License-Identifier: Apache-2.0
 * told.c - the verdict, and all that reports tell of a credential.
 *
 * The state is counted from the log alone [C2PA 14.3]: valid asks that the
 * active claim's signature holds and nothing failed but trust; trusted that
 * nothing failed at all. */
#include "c2pa/job.h"

#include "base/str.h"
#include "base/utf.h"

enum {
    SHOWN = 300 /* bytes of a text that a report needs */
};

static gm_str text(struct job *j, struct span s)
{
    struct span ok;
    char *to;

    if (s.len > SHOWN)
        s.len = SHOWN;
    ok = utf8_repair(j->arena, s);
    to = job_alloc(j, ok.len + 1);
    if (!to)
        return (gm_str){"", 0};
    if (ok.len)
        memcpy(to, ok.ptr, ok.len);
    return (gm_str){to, ok.len};
}

static bool is_cawg(enum status s)
{
    return span_starts(status_code(s), SPAN("cawg."));
}

/* tolerated failures leave a credential valid: nobody vouches for the signer,
 * or for who says to stand behind the asset. */
static bool tolerated(enum status s)
{
    return s == ST_CRED_UNTRUSTED ||
           span_starts(status_code(s), SPAN("cawg.x509.")) ||
           span_starts(status_code(s), SPAN("cawg.identity."));
}

static gm_c2pa_state state_of(const struct job *j)
{
    bool signed_ok = false, inside = false, trusted = false, clean = true;

    for (uint32_t i = 0; i < j->log_count; i++) {
        const struct entry *e = &j->log[i];

        if (e->dropped)
            continue;
        if (status_kind(e->status) == GM_CODE_FAILURE) {
            if (!tolerated(e->status))
                return GM_C2PA_INVALID;
            clean = false;
        }
        if (e->scope.len)
            continue;
        signed_ok |= e->status == ST_SIG_VALIDATED;
        inside |= e->status == ST_SIG_INSIDE;
        trusted |= e->status == ST_CRED_TRUSTED;
    }
    if (!signed_ok || !inside)
        return GM_C2PA_INVALID;
    return trusted && clean ? GM_C2PA_TRUSTED : GM_C2PA_VALID;
}

static gm_code code_of(struct job *j, const struct entry *e)
{
    return (gm_code){status_kind(e->status), text(j, status_code(e->status)),
                     text(j, e->uri), str_of(e->text)};
}

static void tell_codes(struct job *j, struct c2pa *out)
{
    gm_credential *to = &out->told;
    gm_code *codes = job_alloc(j, j->log_count * sizeof(*codes));
    gm_code *cawg = job_alloc(j, j->log_count * sizeof(*cawg));
    gm_code *deltas = job_alloc(j, j->log_count * sizeof(*deltas));

    if (!codes || !cawg || !deltas)
        return;
    out->deltas = deltas;
    for (uint32_t i = 0; i < j->log_count; i++) {
        const struct entry *e = &j->log[i];

        if (e->dropped)
            continue;
        if (e->scope.len)
            deltas[out->delta_count++] = code_of(j, e);
        else if (is_cawg(e->status))
            cawg[to->cawg_count++] = code_of(j, e);
        else
            codes[to->code_count++] = code_of(j, e);
    }
    to->codes = codes;
    to->cawg = cawg;
}

/* ---- one manifest ------------------------------------------------------- */

static gm_str generator(struct job *j, const struct manifest *m)
{
    const struct cbor *info = m->claim.info;
    struct span name, version;
    char *to;
    size_t n;

    if (cbor_is(info, CBOR_LIST))
        info = info->child;
    name = cbor_text(cbor_get(info, SPAN("name")));
    version = cbor_text(cbor_get(info, SPAN("version")));
    if (!name.len)
        name = m->claim.generator;
    if (!version.len || name.len + version.len > SHOWN)
        return text(j, name);
    n = name.len + version.len + 1;
    to = job_alloc(j, n + 1);
    if (!to)
        return (gm_str){"", 0};
    memcpy(to, name.ptr, name.len);
    to[name.len] = ' ';
    memcpy(to + name.len + 1, version.ptr, version.len);
    return text(j, (struct span){(const uint8_t *)to, n});
}

static const char *content_name(enum content c)
{
    switch (c) {
    case CONTENT_CBOR: return "cbor";
    case CONTENT_JSON: return "json";
    case CONTENT_UUID: return "uuid";
    case CONTENT_FILE: return "file";
    case CONTENT_STREAM: return "codestream";
    case CONTENT_REDACTED: return "redacted";
    }
    return "";
}

static struct span agent_of(const struct cbor *actions,
                            const struct cbor *action)
{
    const struct cbor *agent = cbor_get(action, SPAN("softwareAgent"));
    uint64_t index;

    if (cbor_uint(cbor_get(action, SPAN("softwareAgentIndex")), &index)) {
        const struct cbor *list = cbor_get(actions, SPAN("softwareAgents"));

        agent = cbor_is(list, CBOR_LIST) ? list->child : NULL;
        while (agent && index-- > 0)
            agent = agent->next;
    }
    return cbor_is(agent, CBOR_MAP) ? cbor_text(cbor_get(agent, SPAN("name")))
                                    : cbor_text(agent);
}

/* type_of is the digital source type of an action: its own, its parameters'
 * (version 1), or that of its template. */
static struct span type_of(const struct cbor *actions,
                           const struct cbor *action)
{
    struct span own = cbor_text(cbor_get(action, SPAN("digitalSourceType")));
    struct span name = cbor_text(cbor_get(action, SPAN("action")));
    const struct cbor *t = cbor_get(actions, SPAN("templates"));

    if (!own.len)
        own = cbor_text(cbor_get(cbor_get(action, SPAN("parameters")),
                                 SPAN("digitalSourceType")));
    t = cbor_is(t, CBOR_LIST) ? t->child : NULL;
    for (unsigned i = 0; t && !own.len && i < 64; t = t->next, i++)
        if (span_eq(cbor_text(cbor_get(t, SPAN("action"))), name))
            own = cbor_text(cbor_get(t, SPAN("digitalSourceType")));
    return own;
}

static const struct cbor *actions_in(struct job *j, struct assertion *a)
{
    const struct cbor *c;

    if (!assertion_is(a, SPAN("c2pa.actions")))
        return NULL;
    c = cbor_get(assertion_cbor(j, a), SPAN("actions"));
    return cbor_is(c, CBOR_LIST) ? c : NULL;
}

static void tell_actions(struct job *j, struct manifest *m, gm_manifest *to)
{
    gm_action *list;
    size_t n = 0;

    for (uint32_t i = 0; i < m->assertion_count; i++) {
        const struct cbor *c = actions_in(j, &m->assertions[i]);

        n += c ? c->count : 0;
    }
    list = job_alloc(j, n * sizeof(*list));
    if (!list)
        return;
    for (uint32_t i = 0; i < m->assertion_count; i++) {
        const struct cbor *all = m->assertions[i].cbor;
        const struct cbor *c = actions_in(j, &m->assertions[i]);

        for (c = c ? c->child : NULL; c; c = c->next)
            list[to->action_count++] =
                (gm_action){text(j, cbor_text(cbor_get(c, SPAN("action")))),
                            text(j, type_of(all, c)), text(j, agent_of(all, c)),
                            text(j, cbor_text(cbor_get(c, SPAN("when"))))};
    }
    to->actions = list;
}

static void tell_assertions(struct job *j, struct manifest *m, gm_manifest *to)
{
    gm_assertion *list = job_alloc(j, m->assertion_count * sizeof(*list));
    gm_ingredient *from = job_alloc(j, m->assertion_count * sizeof(*from));

    if (!list || !from)
        return;
    for (uint32_t i = 0; i < m->assertion_count; i++) {
        struct assertion *a = &m->assertions[i];
        const struct cbor *c;
        struct hashed_uri u = {0};

        list[to->assertion_count++] = (gm_assertion){
            text(j, a->label), a->media.len ? text(j, a->media)
                                            : str_of(content_name(a->content))};
        if (!assertion_is(a, SPAN("c2pa.ingredient")))
            continue;
        c = assertion_cbor(j, a);
        ingredient_of(j, a, &u);
        from[to->ingredient_count++] = (gm_ingredient){
            text(j, cbor_text(cbor_get(c, SPAN("dc:title")))),
            text(j, cbor_text(cbor_get(c, SPAN("dc:format")))),
            text(j, ingredient_relation(j, a)), text(j, uri_manifest(u.url))};
    }
    to->assertions = list;
    to->ingredients = from;
}

/* sort_out finds the manifest of each entry; neighbours mostly share one. */
static void sort_out(struct job *j)
{
    const struct manifest *last = NULL;

    for (uint32_t i = 0; i < j->log_count; i++) {
        struct span label = uri_manifest(j->log[i].uri);

        if (!last || !span_eq(last->label, label))
            last = store_find(j, label);
        j->log[i].of = last;
    }
}

struct heap {
    gm_code *next; /* where the next code of this manifest goes */
};

/* tell_own_codes deals the entries out to their manifests, in one pass to
 * count and one to fill. */
static void tell_own_codes(struct job *j, gm_manifest *list)
{
    gm_code *all = job_alloc(j, j->log_count * sizeof(*all));
    struct heap *heaps = job_alloc(j, j->store.count * sizeof(*heaps));

    if (!all || !heaps)
        return;
    for (uint32_t i = 0; i < j->log_count; i++)
        if (j->log[i].of)
            list[j->log[i].of->index].code_count++;
    for (uint32_t i = 0; i < j->store.count; i++) {
        heaps[i].next = all;
        list[i].codes = all;
        all += list[i].code_count;
    }
    for (uint32_t i = 0; i < j->log_count && !j->memory; i++)
        if (j->log[i].of)
            *heaps[j->log[i].of->index].next++ = code_of(j, &j->log[i]);
}

static void tell_manifests(struct job *j, gm_credential *to)
{
    gm_manifest *list = job_alloc(j, j->store.count * sizeof(*list));

    if (!list)
        return;
    for (uint32_t i = 0; i < j->store.count && !j->memory; i++) {
        struct manifest *m = j->store.list[i];
        gm_manifest *x = &list[i];

        x->label = text(j, m->label);
        x->title = text(j, m->claim.title);
        x->format = text(j, m->claim.format);
        x->generator = generator(j, m);
        x->active = m == j->store.active;
        x->signer = m->told;
        tell_actions(j, m, x);
        tell_assertions(j, m, x);
        m->index = i;
    }
    sort_out(j);
    tell_own_codes(j, list);
    to->manifests = list;
    to->manifest_count = j->store.count;
}

/* ---- statements --------------------------------------------------------- */

/* only_expired is whether nothing is wrong but that the signer's certificate
 * ran out and no stamp says that it signed before: the bytes still fit. */
static bool only_expired(const struct job *j)
{
    bool expired = false, signed_ok = false;

    for (uint32_t i = 0; i < j->log_count; i++) {
        const struct entry *e = &j->log[i];

        if (e->dropped)
            continue;
        expired |= e->status == ST_CRED_EXPIRED;
        signed_ok |= e->status == ST_SIG_VALIDATED && !e->scope.len;
        if (status_kind(e->status) == GM_CODE_FAILURE &&
            e->status != ST_CRED_EXPIRED && !tolerated(e->status))
            return false;
    }
    return expired && signed_ok && j->bound && !j->partly;
}

static gm_proof proof_of(const struct job *j, const struct manifest *m,
                         gm_c2pa_state s)
{
    gm_proof p = s == GM_C2PA_TRUSTED ? GM_TRUSTED : GM_SIGNED;

    if (s == GM_C2PA_INVALID && only_expired(j))
        return GM_BOUND;
    if (s != GM_C2PA_TRUSTED && s != GM_C2PA_VALID)
        return GM_BROKEN;
    if (!m->reached || !m->signed_ok)
        return GM_STATED; /* nobody has checked this one */
    if (!m->trusted)
        p = GM_SIGNED;
    if (j->partly)
        p = GM_BOUND;
    if (!j->bound)
        p = GM_STATED;
    return p;
}

struct telling {
    struct job *j;
    struct c2pa *out;
    struct statement *list;
    uint32_t cap;
    gm_c2pa_state state;
};

/* place_of is where the store is, or what leads to it from a fragment. */
static struct range place_of(const struct job *j)
{
    return j->piece ? j->piece_at : j->at.len ? j->at : j->slot->at;
}

static void state_one(struct telling *t, struct manifest *m, struct span name,
                      struct span value, struct span agent)
{
    if (t->out->statement_count >= t->cap)
        return;
    t->list[t->out->statement_count++] =
        (struct statement){name,
                           value,
                           agent.len ? agent : m->claim.generator,
                           m->label,
                           m->signer,
                           m == t->j->store.active,
                           m->role,
                           proof_of(t->j, m, t->state),
                           place_of(t->j)};
}

static void state_actions(struct telling *t, struct manifest *m,
                          struct assertion *a)
{
    const struct cbor *all = assertion_cbor(t->j, a), *c = actions_in(t->j, a);

    for (c = c ? c->child : NULL; c; c = c->next) {
        struct span type = type_of(all, c);

        if (type.len)
            state_one(t, m, cbor_text(cbor_get(c, SPAN("action"))), type,
                      agent_of(all, c));
    }
}

static void state_assertion(struct telling *t, struct manifest *m,
                            struct assertion *a)
{
    const struct cbor *c;
    struct span value = {0};

    if (assertion_is(a, SPAN("c2pa.actions"))) {
        state_actions(t, m, a);
        return;
    }
    c = assertion_cbor(t->j, a);
    if (assertion_is(a, SPAN("c2pa.ingredient"))) {
        value = cbor_text(cbor_get(c, SPAN("digitalSourceType")));
    } else if (assertion_is(a, SPAN("c2pa.ai-disclosure"))) {
        value = cbor_text(cbor_get(c, SPAN("modelType")));
        value = value.len ? value : SPAN("disclosed");
    } else if (assertion_is(a, SPAN("c2pa.soft-binding"))) {
        value = cbor_text(cbor_get(c, SPAN("alg")));
        value = value.len ? value : m->claim.soft_alg;
    }
    if (value.len)
        state_one(t, m, a->base, value, (struct span){0});
}

static uint32_t statements_most(struct job *j)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < j->store.count; i++) {
        struct manifest *m = j->store.list[i];

        n += m->assertion_count;
        for (uint32_t k = 0; k < m->assertion_count; k++) {
            const struct cbor *c = actions_in(j, &m->assertions[k]);

            n += c ? c->count : 0;
        }
    }
    return n;
}

static void tell_statements(struct telling *t)
{
    t->cap = statements_most(t->j);
    t->list = job_alloc(t->j, t->cap * sizeof(*t->list));
    if (!t->list)
        return;
    for (uint32_t i = 0; i < t->j->store.count; i++) {
        struct manifest *m = t->j->store.list[i];

        for (uint32_t k = 0; k < m->assertion_count; k++)
            state_assertion(t, m, &m->assertions[k]);
    }
    t->out->statements = t->list;
}

/* ---- notes of our own --------------------------------------------------- */

static void tell_notes(struct job *j, gm_c2pa_state s)
{
    uint64_t off = place_of(j).off;

    if (j->piece)
        job_note(j, off,
                 "a fragment: its credential stands in the initialization "
                 "segment that was given");
    if (s == GM_C2PA_ERROR) {
        job_note(j, off, j->error ? j->error : "the credential is unreadable");
        return;
    }
    for (uint32_t i = 0; i < j->store.count; i++)
        if (!j->store.list[i]->reached) {
            job_note(j, off,
                     "the store holds manifests that nothing refers to: they "
                     "are not checked");
            break;
        }
    if (s == GM_C2PA_INVALID && only_expired(j))
        job_note(j, off,
                 "signature and binding hold; the signer's certificate has "
                 "expired and no trusted time-stamp says when it signed");
}

void told_fill(struct c2pa *out, struct job *j)
{
    gm_credential *to = &out->told;
    struct telling t = {.j = j, .out = out};

    to->state = j->error || j->memory || j->stopped || j->limit ? GM_C2PA_ERROR
                                                                : state_of(j);
    t.state = to->state;
    out->proof = GM_BROKEN;
    tell_notes(j, to->state);
    tell_codes(j, out);
    if (!j->store.count)
        return;
    if (j->store.active) {
        to->active = text(j, j->store.active->label);
        to->generator = generator(j, j->store.active);
        to->signer = j->store.active->told;
    }
    if (j->store.active)
        out->proof = proof_of(j, j->store.active, to->state);
    tell_manifests(j, to);
    tell_statements(&t);
}

/* unseen is why a store could be there though none was seen, or NULL: the walk
 * ended at a limit, or this is a piece of a film whose store stands in its
 * first piece [C2PA A.5.4.1.2]. */
static const char *unseen(const struct doc *d, bool init)
{
    static const char *const limits[] = {"depth", "blocks",     "slots",
                                         "steps", "view_bytes", "file_bytes"};

    for (size_t i = 0; d->limit && i < sizeof(limits) / sizeof(*limits); i++)
        if (strcmp(d->limit, limits[i]) == 0)
            return "a limit was reached before a manifest store was found";
    if (d->block_count && span_eq(d->blocks[0].name, SPAN("styp")))
        return init ? "a fragment: the initialization segment that was given "
                      "has no credential"
                    : "a fragment by itself: its credential stands in the file "
                      "that it continues";
    return NULL;
}

/* told_absent is for files without a store that was read.  A remote one is told
 * by a text itself [C2PA 2.4, A.7, A.9] or by XMP's dcterms:provenance [C2PA
 * 11.5]; a value that points into the file is none. */
void told_absent(struct c2pa *out, struct job *j, const struct fields *fields,
                 bool stray, bool init)
{
    const struct span terms = SPAN("http://purl.org/dc/terms/");
    const struct slot *reference = carrier_reference(j->doc, 0);
    const struct field *f = NULL;
    const char *why = stray ? "a manifest store stands where the damaged file "
                              "does not lead to"
                            : unseen(j->doc, init);
    uint32_t at = 0;

    if (fields)
        f = fields_next(fields, SPACE_XMP, terms, SPAN("provenance"), &at);
    if (reference) {
        out->told.state = GM_C2PA_REMOTE;
        out->told.remote = text(j, reference->data);
    } else if (f && f->value.len && !span_starts(f->value, SPAN("self#"))) {
        out->told.state = GM_C2PA_REMOTE;
        out->told.remote = text(j, f->value);
    } else if (why) {
        out->told.state = GM_C2PA_ERROR;
        out->proof = GM_BROKEN;
        job_note(j, 0, why);
        out->notes = j->notes;
        out->note_count = j->note_count;
    }
}
