/* SPDX-License-Identifier: Apache-2.0
 * credential.c - what a C2PA credential says of origin.
 *
 * [C2PA] Technical Specification 2.2, 18.14: actions and their digital source
 * types.  One mark a manifest and value; one more for the credential itself,
 * so that a broken one is never silence.  What older manifests say of what
 * this asset was made from is history: it counts where the asset's own claim
 * leaves the question open. */
#include "marks/maker.h"

#include "base/str.h"
#include "marks/mark.h"
#include "marks/shape.h"
#include "marks/source_type.h"

enum {
    LOST = 30, /* sureness of a manifest that nothing refers to */
    SHOWN = 80
};

/* maker_in is who stands behind the agent or, where that has no name that we
 * know, behind the signer. */
static struct span maker_in(const struct statement *s)
{
    struct span slug = maker_of(s->agent);

    return slug.len ? slug : maker_of(s->signer);
}

static bool is_made(gm_claim c)
{
    return c == GM_GENERATED || c == GM_ALTERED;
}

/* claim_of is what a statement says of this asset: of a part of it, that the
 * asset holds something that AI made; of a model's input, nothing. */
static gm_claim claim_of(const struct statement *s)
{
    gm_claim c = source_type_claim(s->value);

    if (s->role == ROLE_INPUT)
        return GM_CLAIM_NONE;
    if (s->role == ROLE_PART)
        return is_made(c) ? GM_ALTERED : GM_CLAIM_NONE;
    return c;
}

/* again is whether an earlier statement of the same manifest says the same. */
static bool again(const struct c2pa *c, uint32_t i)
{
    const struct statement *s = &c->statements[i];

    for (uint32_t k = i > 32 ? i - 32 : 0; k < i; k++)
        if (span_eq(c->statements[k].manifest, s->manifest) &&
            span_eq(c->statements[k].value, s->value))
            return true;
    return false;
}

/* version is the end of a name that begins with a digit: "2.1" of "Example 2.1"
 * and "Example/v2.1", "4o" of "GPT-4o"; empty where there is none. */
static struct span version(struct span name)
{
    size_t at = name.len;

    while (at && name.ptr[at - 1] != ' ' && name.ptr[at - 1] != '/' &&
           name.ptr[at - 1] != '-' && name.ptr[at - 1] != '_')
        at--;
    name = span_cut(name, at, name.len - at);
    if (at && name.len > 1 && (name.ptr[0] | 0x20) == 'v')
        name = span_cut(name, 1, name.len - 1);
    return at && name.len && name.ptr[0] >= '0' && name.ptr[0] <= '9'
               ? name
               : (struct span){0};
}

static void tell_version(struct hunt *h, uint32_t id, struct span name)
{
    struct span v = version(shape_trim(name));

    if (v.len)
        hunt_attr(h, id, SPAN("version"), shape_short(v, SHOWN));
}

static void tell(struct hunt *h, const struct c2pa *c,
                 const struct statement *s)
{
    const struct source_type *t = source_type_of(s->value, NULL);
    struct mark m = {.kind = GM_C2PA,
                     .name = s->name,
                     .value = t ? t->code : shape_short(s->value, SHOWN),
                     .claim = claim_of(s),
                     .proof = s->proof,
                     .slot = c->slot,
                     .at = s->at,
                     .where = s->manifest,
                     .cls = s->active ? (struct span){0} : SPAN("history")};
    uint32_t id;

    if (span_eq(s->name, SPAN("c2pa.ai-disclosure"))) {
        m.claim = GM_TRACE;
        m.makes = GM_GENERATED;
    }
    if (is_made(m.claim) || m.claim == GM_TRACE)
        m.generator = maker_in(s);
    if (s->role == ROLE_LOST)
        m.sure = LOST;
    id = hunt_mark(h, m);
    if (s->agent.len)
        hunt_attr(h, id, SPAN("agent"), shape_short(s->agent, SHOWN));
    tell_version(h, id, s->agent);
    if (s->signer.len)
        hunt_attr(h, id, SPAN("signer"), shape_short(s->signer, SHOWN));
}

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static void detail(struct hunt *h, uint32_t id, struct span name, gm_str s)
{
    if (s.len)
        hunt_attr(h, id, name, shape_short(str_span(s), SHOWN));
}

/* tell_action says what the active manifest says was done, and when: of the
 * first action, which is created or opened [C2PA 18.15]. */
static void tell_action(struct hunt *h, uint32_t id, const gm_manifest *m)
{
    if (!m->action_count)
        return;
    detail(h, id, SPAN("action"), m->actions[0].action);
    detail(h, id, SPAN("when"), m->actions[0].when);
}

/* tell_binding names a watermark that the manifest speaks of: it is declared,
 * and not decoded [C2PA 9.3]. */
static void tell_binding(struct hunt *h, uint32_t id, const gm_manifest *m)
{
    const struct span soft = SPAN("c2pa.soft-binding"),
                      mark = SPAN("c2pa.watermarked");

    for (size_t i = 0; i < m->assertion_count; i++)
        if (span_starts(str_span(m->assertions[i].label), soft)) {
            detail(h, id, SPAN("soft-binding"), m->assertions[i].label);
            return;
        }
    for (size_t i = 0; i < m->action_count; i++)
        if (span_starts(str_span(m->actions[i].action), mark)) {
            detail(h, id, SPAN("soft-binding"), m->actions[i].action);
            return;
        }
}

/* tell_whole is the credential itself: it says nothing of origin, only whether
 * what it says may be relied on. */
static void tell_whole(struct hunt *h, const struct c2pa *c)
{
    static const char *const states[] = {"none",    "remote", "error",
                                         "invalid", "valid",  "trusted"};
    struct mark m = {.kind = GM_C2PA,
                     .name = SPAN("credential"),
                     .value = span_of(states[c->told.state]),
                     .proof = c->proof,
                     .slot = c->slot,
                     .at = c->from};
    uint32_t id;

    if (c->told.state == GM_C2PA_NONE)
        return;
    id = hunt_mark(h, m);
    detail(h, id, SPAN("remote"), c->told.remote);
    detail(h, id, SPAN("id"), c->told.active);
    detail(h, id, SPAN("generator"), c->told.generator);
    tell_version(h, id, str_span(c->told.generator));
    detail(h, id, SPAN("signer"),
           c->told.signer.o.len ? c->told.signer.o : c->told.signer.cn);
    detail(h, id, SPAN("time-stamp"), c->told.signer.time);
    for (size_t i = 0; i < c->told.manifest_count; i++) {
        if (!c->told.manifests[i].active)
            continue;
        tell_action(h, id, &c->told.manifests[i]);
        tell_binding(h, id, &c->told.manifests[i]);
    }
}

static void find(struct hunt *h)
{
    const struct c2pa *c = hunt_c2pa(h);

    tell_whole(h, c);
    for (uint32_t i = 0; i < c->statement_count && hunt_step(h, 1); i++)
        if (!again(c, i))
            tell(h, c, &c->statements[i]);
    if (c->limit)
        hunt_partial(h, c->limit);
}

const struct finder finder_credential = {
    .name = "credential",
    .what = "C2PA credentials: digital source types of actions, by state",
    .find = find,
};
