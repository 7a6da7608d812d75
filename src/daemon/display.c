/* SPDX-License-Identifier: Apache-2.0
 * display.c - the two objects beside an item. */
#include "daemon/display.h"

#include <stdint.h>
#include <string.h>

enum {
    KEPT = 64 /* places listed */
};

static bool same(gm_str a, gm_str b)
{
    return a.len == b.len && (!a.len || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* carries is whether a mark tells of origin, so that losing it loses that. */
static bool carries(const gm_mark *m)
{
    return m->kind == GM_RIGHTS ||
           (m->claim != GM_CLAIM_NONE && m->claim != GM_NEAR_MISS) ||
           m->kind == GM_C2PA;
}

/* where is what must survive for a mark to survive: the places around the
 * content, the text that people read, or the picture or sound itself. */
enum where {
    IN_METADATA,
    IN_TEXT,
    IN_PIXELS
};
static enum where where(const gm_item *it, const gm_mark *m)
{
    static const gm_str text = {"text", 4};
    bool writing = it->media == GM_TEXT || it->media == GM_CODE;

    if (m->kind == GM_WATERMARK || m->kind == GM_VISIBLE)
        return writing ? IN_TEXT : IN_PIXELS;
    if (m->form == GM_SEEN || m->form == GM_HEARD)
        return IN_PIXELS;
    return m->form == GM_READ || same(m->place.slot, text) ? IN_TEXT
                                                           : IN_METADATA;
}

static void boolean(struct draft *d, const char *key, bool value)
{
    draft_key(d, key);
    draft_text(d, value ? "true" : "false");
}

static void put_display(struct draft *d, const gm_item *it, bool redact)
{
    const gm_credential *c = &it->credential;
    bool present = c->state != GM_C2PA_NONE;
    bool label = false;

    for (size_t i = 0; i < it->mark_count; i++) {
        const gm_mark *m = &it->marks[i];

        present |= m->form == GM_MACHINE && carries(m) && m->kind != GM_RIGHTS;
        label |= m->form != GM_MACHINE && m->claim == GM_NOTICE;
    }
    draft_text(d, "\"display\":{");
    boolean(d, "provenance", present);
    draft_say(d, ",\"claim\":\"%s\",\"basis\":\"%s\",",
              gm_claim_name(it->origin.claim), gm_basis_name(it->origin.basis));
    boolean(d, "conflict", it->origin.conflict != 0);
    draft_text(d, ",");
    draft_pair(d, "generator", it->origin.generator);
    draft_text(d, ",");
    draft_pair(d, "made_with", c->generator);
    draft_text(d, ",");
    boolean(d, "label", label);
    draft_text(d, ",\"signature\":{");
    boolean(d, "available", c->signer.alg.len != 0);
    draft_say(d, ",\"state\":\"%s\",", gm_c2pa_state_name(c->state));
    /* A common name may be a person's; an organization's is none. */
    draft_pair(d, "signer",
               c->signer.o.len ? c->signer.o
               : redact        ? (gm_str){"", 0}
                               : c->signer.cn);
    draft_text(d, ",");
    draft_pair(d, "time", c->signer.time);
    draft_text(d, "}}");
}

static void put_preserve(struct draft *d, const gm_item *it)
{
    size_t kept = 0;
    bool in[3] = {false};

    for (size_t i = 0; i < it->mark_count; i++)
        if (carries(&it->marks[i]))
            in[where(it, &it->marks[i])] = true;
    draft_text(d, ",\"preserve\":{");
    boolean(d, "metadata", in[IN_METADATA]);
    draft_text(d, ",");
    boolean(d, "text", in[IN_TEXT]);
    draft_text(d, ",");
    boolean(d, "pixels", in[IN_PIXELS]);
    draft_text(d, ",\"places\":[");
    for (size_t i = 0; i < it->mark_count && kept < KEPT; i++) {
        const gm_mark *m = &it->marks[i];
        bool before = false;

        for (size_t k = 0; !before && k < i; k++)
            before = carries(&it->marks[k]) &&
                     same(it->marks[k].place.path, m->place.path) &&
                     it->marks[k].place.off == m->place.off;
        if (!carries(m) || before)
            continue;
        draft_text(d, kept++ ? ",{" : "{");
        draft_pair(d, "slot", m->place.slot);
        draft_text(d, ",");
        draft_pair(d, "path", m->place.path);
        draft_say(d, ",\"off\":%llu,\"len\":%llu,\"mark\":%zu}",
                  (unsigned long long)m->place.off,
                  (unsigned long long)m->place.len, i);
    }
    draft_text(d, "]}");
}

void display_put(struct draft *d, const gm_item *it, bool redact)
{
    put_display(d, it, redact);
    put_preserve(d, it);
}
