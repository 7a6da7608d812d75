/* SPDX-License-Identifier: Apache-2.0
 * json_report.c - one JSON object a line and item: schema genmark/1.
 *
 * docs/genmark-1.schema.json describes it.  Keys are only ever added; those
 * that say nothing of an item are null, empty, or (of the additions to the
 * contract) absent. */
#include "report/covered.h"
#include "report/findings.h"
#include "report/stated.h"

static inline void str(struct jout *j, const char *key, gm_str s)
{
    jout_str(j, key, s.ptr, s.len);
}

/* maybe writes null for an empty string: for what a file need not say. */
static inline __attribute__((always_inline)) void
maybe(struct jout *j, const char *key, gm_str s)
{
    if (s.len)
        str(j, key, s);
    else
        jout_null(j, key);
}

static inline void also(struct jout *j, const char *key, gm_str s)
{
    if (s.len)
        str(j, key, s);
}

static void numbers(struct jout *j, const char *key, const uint32_t *list,
                    size_t count)
{
    jout_list(j, key);
    for (size_t i = 0; i < count; i++)
        jout_uint(j, NULL, list[i]);
    jout_end(j);
}

void json_bytes(struct jout *j, const char *key, const gm_item *it)
{
    if (!report_odd(it))
        return;
    jout_name(j, key);
    out_char(j->out, '"');
    report_percent(j->out, it->path);
    out_char(j->out, '"');
}

static void put_item(struct jout *j, const gm_item *it)
{
    jout_map(j, "item");
    str(j, "path", it->path);
    json_bytes(j, "path_bytes", it);
    maybe(j, "format", it->format);
    maybe(j, "mime", it->mime);
    jout_uint(j, "size", it->length);
    maybe(j, "sha256", it->sha256);
    if (it->created.len)
        maybe(j, "created", it->created);
    jout_text(j, "media", gm_media_name(it->media));
    if (it->seconds > 0)
        jout_real(j, "seconds", it->seconds);
    jout_end(j);
}

static void put_origin(struct jout *j, const gm_origin *o)
{
    jout_map(j, "origin");
    jout_text(j, "claim", gm_claim_name(o->claim));
    jout_text(j, "basis", gm_basis_name(o->basis));
    jout_bool(j, "conflict", o->conflict != 0);
    maybe(j, "generator", o->generator);
    numbers(j, "marks", o->marks, o->mark_count);
    jout_end(j);
}

static void put_attrs(struct jout *j, const gm_report *r, const gm_mark *m)
{
    if (!m->attr_count || r->c.redact)
        return;
    jout_list(j, "attrs");
    for (size_t i = 0; i < m->attr_count; i++) {
        jout_map(j, NULL);
        str(j, "name", m->attrs[i].name);
        if (m->attrs[i].numeric)
            jout_real(j, "value", m->attrs[i].number);
        else
            str(j, "value", m->attrs[i].value);
        jout_end(j);
    }
    jout_end(j);
}

static void put_value(struct jout *j, const gm_report *r, const gm_mark *m)
{
    struct shown s = report_value(r, m);

    if (s.held)
        jout_null(j, "value");
    else
        str(j, "value", s.value);
    if (s.held)
        jout_bool(j, "withheld", true);
    if (s.cut)
        jout_uint(j, "value_bytes", m->value.len);
}

static void put_mark(struct jout *j, const gm_report *r, const gm_mark *m,
                     size_t id)
{
    jout_map(j, NULL);
    jout_uint(j, "id", id);
    str(j, "finder", m->finder);
    jout_text(j, "kind", gm_kind_name(m->kind));
    str(j, "name", m->name);
    put_value(j, r, m);
    jout_text(j, "claim", gm_claim_name(m->claim));
    jout_text(j, "proof", gm_proof_name(m->proof));
    jout_text(j, "form", gm_form_name(m->form));
    maybe(j, "generator", m->generator);
    jout_uint(j, "sure", m->sure);
    jout_map(j, "place");
    str(j, "slot", m->place.slot);
    str(j, "path", m->place.path);
    jout_uint(j, "off", m->place.off);
    jout_uint(j, "len", m->place.len);
    jout_end(j);
    if (m->makes != GM_CLAIM_NONE)
        jout_text(j, "makes", gm_claim_name(m->makes));
    also(j, "class", m->cls);
    put_attrs(j, r, m);
    jout_end(j);
}

static void put_signer(struct jout *j, const gm_signer *s)
{
    if (!s->cn.len && !s->o.len && !s->alg.len) {
        jout_null(j, "signer");
        return;
    }
    jout_map(j, "signer");
    maybe(j, "cn", s->cn);
    maybe(j, "o", s->o);
    maybe(j, "alg", s->alg);
    maybe(j, "time", s->time);
    also(j, "issuer", s->issuer);
    also(j, "serial", s->serial);
    jout_end(j);
}

/* put_codes writes the three lists of bare codes. */
static void put_codes(struct jout *j, const gm_code *list, size_t count)
{
    static const char *const keys[] = {"success", "informational", "failure"};

    for (unsigned k = GM_CODE_SUCCESS; k <= GM_CODE_FAILURE; k++) {
        jout_list(j, keys[k]);
        for (size_t i = 0; i < count; i++)
            if (list[i].kind == k)
                str(j, NULL, list[i].code);
        jout_end(j);
    }
}

static void put_actions(struct jout *j, const gm_manifest *m)
{
    jout_list(j, "actions");
    for (size_t i = 0; i < m->action_count; i++) {
        const gm_action *a = &m->actions[i];

        jout_map(j, NULL);
        str(j, "action", a->action);
        maybe(j, "source_type", a->source_type);
        maybe(j, "agent", a->agent);
        maybe(j, "when", a->when);
        jout_end(j);
    }
    jout_end(j);
}

static void put_ingredients(struct jout *j, const gm_report *r,
                            const gm_manifest *m)
{
    jout_list(j, "ingredients");
    for (size_t i = 0; i < m->ingredient_count; i++) {
        const gm_ingredient *n = &m->ingredients[i];

        jout_map(j, NULL);
        maybe(j, "title", r->c.redact ? (gm_str){"", 0} : n->title);
        maybe(j, "format", n->format);
        maybe(j, "relationship", n->relationship);
        maybe(j, "manifest", n->manifest);
        jout_end(j);
    }
    jout_end(j);
}

static void put_manifest(struct jout *j, const gm_report *r,
                         const gm_manifest *m)
{
    static const char *const kinds[] = {"success", "informational", "failure"};

    jout_map(j, NULL);
    str(j, "label", m->label);
    jout_bool(j, "active", m->active != 0);
    maybe(j, "title", r->c.redact ? (gm_str){"", 0} : m->title);
    maybe(j, "format", m->format);
    maybe(j, "generator", m->generator);
    put_signer(j, &m->signer);
    jout_list(j, "assertions");
    for (size_t i = 0; i < m->assertion_count; i++) {
        jout_map(j, NULL);
        str(j, "label", m->assertions[i].label);
        maybe(j, "summary",
              r->c.redact ? (gm_str){"", 0} : m->assertions[i].summary);
        jout_end(j);
    }
    jout_end(j);
    put_actions(j, m);
    put_ingredients(j, r, m);
    jout_list(j, "codes");
    for (size_t i = 0; i < m->code_count; i++) {
        const gm_code *c = &m->codes[i];

        jout_map(j, NULL);
        jout_text(j, "kind", kinds[c->kind <= GM_CODE_FAILURE ? c->kind : 0]);
        str(j, "code", c->code);
        maybe(j, "uri", c->uri);
        maybe(j, "explanation", c->explanation);
        jout_end(j);
    }
    jout_end(j);
    jout_end(j);
}

static void put_credential(struct jout *j, const gm_report *r,
                           const gm_credential *c)
{
    jout_map(j, "c2pa");
    jout_text(j, "state", gm_c2pa_state_name(c->state));
    maybe(j, "active", c->active);
    maybe(j, "generator", c->generator);
    put_signer(j, &c->signer);
    put_codes(j, c->codes, c->code_count);
    if (c->cawg_count) {
        jout_map(j, "cawg");
        put_codes(j, c->cawg, c->cawg_count);
        jout_end(j);
    }
    also(j, "remote", c->remote);
    jout_list(j, "manifests");
    for (size_t i = 0; i < c->manifest_count; i++)
        put_manifest(j, r, &c->manifests[i]);
    jout_end(j);
    jout_end(j);
}

static void put_notes(struct jout *j, const gm_item *it)
{
    jout_list(j, "notes");
    for (size_t i = 0; i < it->note_count; i++) {
        jout_map(j, NULL);
        str(j, "what", it->notes[i].what);
        jout_uint(j, "off", it->notes[i].off);
        also(j, "part", it->notes[i].part);
        jout_end(j);
    }
    jout_end(j);
}

static void put_finding(struct jout *j, gm_report *r, const gm_finding *f)
{
    jout_map(j, NULL);
    stated_json(j, r, f);
    jout_list(j, "ask");
    for (size_t i = 0; i < f->ask_count; i++)
        str(j, NULL, f->ask[i]);
    jout_end(j);
    numbers(j, "marks", f->marks, f->mark_count);
    also(j, "why", report_pick(r, f->why));
    if (f->known)
        jout_bool(j, "known", true);
    jout_end(j);
}

void json_verdicts(struct jout *j, gm_report *r, const gm_item *it)
{
    jout_list(j, "findings");
    for (size_t i = 0; i < it->finding_count; i++)
        put_finding(j, r, &it->findings[i]);
    jout_end(j);
    jout_map(j, "verdict");
    for (size_t i = 0; i < it->verdict_count; i++) {
        jout_key(j, it->verdicts[i].law.ptr, it->verdicts[i].law.len);
        jout_text(j, NULL, gm_verdict_name(it->verdicts[i].verdict));
    }
    jout_end(j);
}

static void put_error(struct jout *j, const gm_error *e)
{
    if (e->kind == GM_FAULT_NONE) {
        jout_null(j, "error");
        return;
    }
    jout_map(j, "error");
    jout_text(j, "kind", gm_fault_name(e->kind));
    maybe(j, "limit", e->limit);
    str(j, "message", e->message);
    jout_end(j);
}

/* put_tree writes what `show` draws, where the scan was asked for it. */
static void put_tree(struct jout *j, const gm_report *r, const gm_item *it)
{
    if (!it->block_count && !it->slot_count && !it->field_count)
        return;
    jout_list(j, "blocks");
    for (size_t i = 0; i < it->block_count; i++) {
        jout_map(j, NULL);
        str(j, "name", it->blocks[i].name);
        jout_uint(j, "off", it->blocks[i].off);
        jout_uint(j, "len", it->blocks[i].len);
        jout_uint(j, "up", it->blocks[i].up);
        jout_end(j);
    }
    jout_end(j);
    jout_list(j, "slots");
    for (size_t i = 0; i < it->slot_count; i++) {
        jout_map(j, NULL);
        str(j, "kind", it->slots[i].kind);
        maybe(j, "key", it->slots[i].key);
        maybe(j, "value", r->c.redact ? (gm_str){"", 0} : it->slots[i].value);
        jout_uint(j, "off", it->slots[i].off);
        jout_uint(j, "len", it->slots[i].len);
        jout_uint(j, "block", it->slots[i].block);
        jout_end(j);
    }
    jout_end(j);
    jout_list(j, "fields");
    for (size_t i = 0; i < it->field_count; i++) {
        jout_map(j, NULL);
        str(j, "space", it->fields[i].space);
        maybe(j, "ns", it->fields[i].ns);
        str(j, "name", it->fields[i].name);
        maybe(j, "value", r->c.redact ? (gm_str){"", 0} : it->fields[i].value);
        jout_uint(j, "slot", it->fields[i].slot);
        jout_end(j);
    }
    jout_end(j);
}

static void json_item(gm_report *r, const gm_item *it)
{
    struct jout j;

    jout_init(&j, &r->out);
    jout_map(&j, NULL);
    jout_text(&j, "schema", "genmark/1");
    put_item(&j, it);
    put_origin(&j, &it->origin);
    jout_list(&j, "marks");
    for (size_t i = 0; i < it->mark_count; i++)
        put_mark(&j, r, &it->marks[i], i);
    jout_end(&j);
    put_credential(&j, r, &it->credential);
    put_notes(&j, it);
    covered_json(&j, r, it);
    json_verdicts(&j, r, it);
    put_error(&j, &it->error);
    put_tree(&j, r, it);
    if (r->c.stats) {
        jout_map(&j, "stats");
        jout_uint(&j, "bytes_read", it->bytes_read);
        jout_end(&j);
    }
    jout_map(&j, "tool");
    jout_text(&j, "version", gm_version());
    maybe(&j, "packs", it->packs);
    maybe(&j, "as_of", it->as_of);
    jout_end(&j);
    jout_end(&j);
    out_char(&r->out, '\n');
}

const struct writer writer_json = {.kind = "json", .item = json_item};
