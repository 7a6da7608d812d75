/* SPDX-License-Identifier: Apache-2.0
 * actions.c - what was done to the asset, and the rules for saying so.
 *
 * [C2PA] sections 18.14 and 15.10.3.2.  Claims of version 1 may say almost
 * anything; those of version 2 begin with c2pa.created or c2pa.opened. */
#include "c2pa/job.h"

struct look {
    struct job *j;
    struct manifest *m;
    struct span uri;
    bool first_assertion;
    bool soft_binding; /* there is one */
    uint32_t origins;  /* created or opened, so far */
};

static const struct span in_updates[] = {
    SPAN_OF("c2pa.edited.metadata"),
    SPAN_OF("c2pa.opened"),
    SPAN_OF("c2pa.published"),
    SPAN_OF("c2pa.redacted"),
};

static bool is_origin(struct span action)
{
    return span_eq(action, SPAN("c2pa.created")) ||
           span_eq(action, SPAN("c2pa.opened"));
}

static void malformed(struct look *l, const char *why)
{
    job_log(l->j, ST_ACTION_MALFORMED, l->uri, why);
}

/* related is whether a reference reaches an ingredient of that relation. */
static bool related(struct look *l, const struct cbor *ref,
                    struct span relation)
{
    struct hashed_uri u;
    struct assertion *a;
    struct span label;

    hashed_uri_of(ref, &u);
    label = uri_manifest(u.url);
    if (label.len && !span_eq(label, l->m->label))
        return false;
    a = assertion_find(l->m, uri_name(u.url));
    return a && assertion_is(a, SPAN("c2pa.ingredient")) &&
           span_eq(ingredient_relation(l->j, a), relation);
}

static bool is_given(const struct cbor *c)
{
    return c && c->kind != CBOR_NULL;
}

/* names is whether an action names what it should: of an opened one the last
 * ingredient decides, of others any, as in the validators in use. */
static bool names(struct look *l, const struct cbor *p, struct span relation,
                  bool last)
{
    const struct cbor *one = cbor_get(p, SPAN("ingredient"));
    const struct cbor *c = cbor_get(p, SPAN("ingredients"));
    bool fits = false;

    if (!cbor_is(c, CBOR_LIST) || !c->count)
        return is_given(one) && related(l, one, relation);
    for (c = c->child; c; c = c->next) {
        if (last && c->next)
            continue;
        fits |= related(l, c, relation);
    }
    return fits;
}

static void check_ingredients(struct look *l, const struct cbor *action,
                              struct span name)
{
    const struct cbor *p = cbor_get(action, SPAN("parameters"));
    bool opened = span_eq(name, SPAN("c2pa.opened"));
    bool must = opened || span_eq(name, SPAN("c2pa.placed")) ||
                span_eq(name, SPAN("c2pa.removed"));
    bool may = span_eq(name, SPAN("c2pa.transcoded")) ||
               span_eq(name, SPAN("c2pa.repackaged"));

    if (!must && !(may && (is_given(cbor_get(p, SPAN("ingredient"))) ||
                           is_given(cbor_get(p, SPAN("ingredients"))))))
        return;
    if (!names(l, p, opened || may ? SPAN("parentOf") : SPAN("componentOf"),
               opened))
        job_log(l->j, ST_ACTION_INGREDIENT, l->uri, NULL);
}

static bool has_soft_binding(const struct manifest *m)
{
    for (uint32_t i = 0; i < m->assertion_count; i++)
        if (assertion_is(&m->assertions[i], SPAN("c2pa.soft-binding")))
            return true;
    return false;
}

/* check_redacted is whether what was redacted is an assertion of a manifest
 * that is here, and of its claim. */
static void check_redacted(struct look *l, struct span uri)
{
    struct manifest *of = store_find(l->j, uri_manifest(uri));
    struct span name = uri_name(uri);

    if (!of) {
        job_log(l->j, ST_ACTION_REDACTION, l->uri, NULL);
        return;
    }
    for (uint32_t i = 0; i < of->claim.ref_count; i++)
        if (span_eq(uri_name(of->claim.refs[i].uri.url), name))
            return;
    job_log(l->j, ST_NOT_REDACTED, l->uri, NULL);
}

static void check_parameters(struct look *l, const struct cbor *action,
                             struct span name)
{
    const struct cbor *p = cbor_get(action, SPAN("parameters"));
    const struct cbor *r = cbor_get(p, SPAN("redacted"));
    const struct cbor *type = cbor_get(action, SPAN("digitalSourceType"));

    if (span_eq(name, SPAN("c2pa.created")) && !cbor_is(type, CBOR_TEXT) &&
        !cbor_is(type, CBOR_BYTES))
        malformed(l, "c2pa.created action must have a digitalSourceType");
    if (span_eq(name, SPAN("c2pa.translated")) &&
        (!cbor_text(cbor_get(p, SPAN("sourceLanguage"))).len ||
         !cbor_text(cbor_get(p, SPAN("targetLanguage"))).len))
        malformed(l, "c2pa.translated action must have two languages");
    if (span_eq(name, SPAN("c2pa.redacted")) && p)
        check_redacted(l, cbor_text(r));
    if ((span_eq(name, SPAN("c2pa.watermarked")) ||
         span_eq(name, SPAN("c2pa.watermarked.bound"))) &&
        !l->soft_binding)
        job_log(l->j, ST_ACTION_SOFT_BINDING, l->uri, NULL);
}

static void check_update(struct look *l, struct span name)
{
    for (size_t i = 0; i < sizeof(in_updates) / sizeof(*in_updates); i++)
        if (span_eq(in_updates[i], name))
            return;
    job_log(l->j, ST_UPDATE_INVALID, job_uri(l->j, l->m),
            "update manifests contain disallowed action");
}

static void check_action(struct look *l, const struct cbor *action, bool first)
{
    struct span name = cbor_text(cbor_get(action, SPAN("action")));

    if (!name.len)
        malformed(l, "action must have an action");
    if (l->m->update)
        check_update(l, name);
    if (is_origin(name)) {
        if (l->origins++)
            malformed(l, "created or opened can stand once");
        else if (!first || !l->first_assertion)
            malformed(l, "created or opened must be first action");
    } else if (first && l->first_assertion && !l->m->update) {
        malformed(l, "first action must be created or opened");
    }
    check_parameters(l, action, name);
    check_ingredients(l, action, name);
    icon_check(l->j, l->m, cbor_get(action, SPAN("softwareAgent")));
}

/* parameters_ok is whether what an action names is of its kind: ingredients are
 * hashed URIs, languages and what was redacted are texts. */
static bool parameters_ok(const struct cbor *action)
{
    static const struct span texts[] = {SPAN_OF("redacted"),
                                        SPAN_OF("sourceLanguage"),
                                        SPAN_OF("targetLanguage")};
    const struct cbor *p = cbor_get(action, SPAN("parameters"));
    const struct cbor *list = cbor_get(p, SPAN("ingredients"));
    const struct cbor *one = cbor_get(p, SPAN("ingredient"));
    struct hashed_uri u;

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        const struct cbor *c = cbor_get(p, texts[i]);

        if (is_given(c) && !cbor_is(c, CBOR_TEXT))
            return false;
    }
    if (is_given(list) && !cbor_is(list, CBOR_LIST))
        return false;
    for (list = is_given(list) ? list->child : NULL; list; list = list->next)
        if (!hashed_uri_of(list, &u))
            return false;
    return !is_given(one) || hashed_uri_of(one, &u);
}

struct kinds {
    struct span name;
    unsigned kinds; /* bits */
};

static bool kinds_ok(const struct cbor *map, const struct kinds *f, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct cbor *c = cbor_get(map, f[i].name);

        if (is_given(c) && !(f[i].kinds & 1u << c->kind))
            return false;
    }
    return true;
}

#define KINDS_OK(map, f) kinds_ok(map, f, sizeof(f) / sizeof(*(f)))

/* types_ok is whether the fields of an action are of their kinds; claims of
 * version 1 may have more of them wrong. */
static bool types_ok(const struct cbor *action, bool strict)
{
    static const struct kinds fields[] = {
        {SPAN_OF("when"), 1u << CBOR_TEXT},
        {SPAN_OF("digitalSourceType"), 1u << CBOR_TEXT | 1u << CBOR_BYTES},
        {SPAN_OF("softwareAgent"), 1u << CBOR_TEXT | 1u << CBOR_MAP},
        {SPAN_OF("changes"), 1u << CBOR_LIST},
        {SPAN_OF("parameters"), 1u << CBOR_MAP},
        {SPAN_OF("reason"), 1u << CBOR_TEXT},
    };
    static const struct kinds more[] = {
        {SPAN_OF("softwareAgentIndex"), 1u << CBOR_UINT},
        {SPAN_OF("description"), 1u << CBOR_TEXT},
        {SPAN_OF("actors"), 1u << CBOR_LIST},
        {SPAN_OF("related"), 1u << CBOR_LIST},
    };
    const struct cbor *agent = cbor_get(action, SPAN("softwareAgent"));

    if (strict && (!KINDS_OK(action, more) || !parameters_ok(action) ||
                   (cbor_is(agent, CBOR_MAP) && !generator_ok(agent))))
        return false;
    return KINDS_OK(action, fields) &&
           cbor_is(cbor_get(action, SPAN("action")), CBOR_TEXT);
}

/* around_ok is whether what stands beside the actions is of its kind. */
static bool around_ok(const struct cbor *c)
{
    static const struct kinds fields[] = {
        {SPAN_OF("softwareAgents"), 1u << CBOR_LIST},
        {SPAN_OF("templates"), 1u << CBOR_LIST},
        {SPAN_OF("allActionsIncluded"), 1u << CBOR_BOOL},
        {SPAN_OF("metadata"), 1u << CBOR_MAP},
    };
    const struct cbor *agents = cbor_get(c, SPAN("softwareAgents"));
    const struct cbor *forms = cbor_get(c, SPAN("templates"));

    if (!KINDS_OK(c, fields))
        return false;
    for (agents = is_given(agents) ? agents->child : NULL; agents;
         agents = agents->next)
        if (!generator_ok(agents))
            return false;
    for (forms = is_given(forms) ? forms->child : NULL; forms;
         forms = forms->next)
        if (!cbor_is(cbor_get(forms, SPAN("action")), CBOR_TEXT))
            return false;
    return true;
}

/* decodable is whether the assertion is one of actions at all; else no reader
 * can show the manifest. */
static bool decodable(const struct cbor *c, unsigned version)
{
    const struct cbor *list = cbor_get(c, SPAN("actions"));

    if (!cbor_is(list, CBOR_LIST) || (version > 1 && !around_ok(c)))
        return false;
    for (list = list->child; list; list = list->next)
        if (!types_ok(list, version > 1))
            return false;
    return true;
}

/* check_icons looks at the icons of agents and templates. */
static void check_icons(struct look *l, const struct cbor *c)
{
    static const struct span lists[] = {SPAN_OF("softwareAgents"),
                                        SPAN_OF("templates")};

    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        const struct cbor *x = cbor_get(c, lists[i]);

        for (x = cbor_is(x, CBOR_LIST) ? x->child : NULL; x; x = x->next)
            icon_check(l->j, l->m, x);
    }
}

static bool check_assertion(struct look *l, struct assertion *a)
{
    const struct cbor *c = assertion_cbor(l->j, a);
    bool first = true;

    l->uri = job_assertion_uri(l->j, l->m, a->label);
    if (span_has(a->base, SPAN(".v")) &&
        !span_eq(a->base, SPAN("c2pa.actions.v2")))
        return job_error(l->j, "actions assertion of a version too new");
    if (a->end != CBOR_WHOLE || !decodable(c, l->m->claim.version)) {
        if (l->m->claim.version > 1)
            return job_error(l->j, "actions assertion cannot be read");
        if (c) /* else told as invalid CBOR already */
            job_log(l->j, ST_ASSERTION_REQUIRED, job_uri(l->j, l->m), NULL);
        return true;
    }
    if (l->m->claim.version < 2)
        return true;
    check_icons(l, c);
    c = cbor_get(c, SPAN("actions"));
    if (!c->count)
        return job_error(l->j, "actions assertion with no action");
    for (c = c->child; c; c = c->next) {
        check_action(l, c, first);
        first = false;
    }
    l->first_assertion = false;
    return !l->j->error;
}

bool actions_check(struct job *j, struct manifest *m)
{
    struct look l = {.j = j,
                     .m = m,
                     .first_assertion = true,
                     .soft_binding = has_soft_binding(m)};
    uint32_t count = 0;

    for (uint32_t i = 0; i < m->assertion_count; i++) {
        struct assertion *a = &m->assertions[i];

        if (!assertion_is(a, SPAN("c2pa.actions")))
            continue;
        count++;
        if (!check_assertion(&l, a))
            return false;
    }
    l.uri = job_uri(j, m);
    if (m->claim.version < 2 && count > 1)
        malformed(&l, "only one action assertion allowed for v1 claims");
    if (m->claim.version > 1 && !count && !m->update)
        malformed(&l, "first action must be created or opened");
    return true;
}
