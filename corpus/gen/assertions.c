/* SPDX-License-Identifier: Apache-2.0
 * assertions.c - the assertions that a manifest has of its own accord. */
#include "manifest.h"

#include <stdio.h>
#include <string.h>

static void put_action(struct out *o, const struct manifest *m, int i,
                       const struct out *ingredient)
{
    bool typed = strcmp(m->type[i], "-") != 0, opened;
    char uri[2 * TEXT];

    opened = ingredient->len && (strcmp(m->action[i], "c2pa.opened") == 0 ||
                                 strcmp(m->action[i], "c2pa.placed") == 0);
    cbor_head(o, 5, 1u + typed + (m->agent[0] != 0) + opened);
    cbor_text(o, "action");
    cbor_text(o, m->action[i]);
    if (typed) {
        snprintf(uri, sizeof(uri), "%s%s",
                 strchr(m->type[i], ':')
                     ? ""
                     : "http://cv.iptc.org/newscodes/digitalsourcetype/",
                 m->type[i]);
        cbor_text(o, "digitalSourceType");
        cbor_text(o, uri);
    }
    if (m->agent[0]) {
        cbor_text(o, "softwareAgent");
        cbor_head(o, 5, 1);
        cbor_text(o, "name");
        cbor_text(o, m->agent);
    }
    if (opened) {
        cbor_text(o, "parameters");
        cbor_head(o, 5, 1);
        cbor_text(o, "ingredients");
        cbor_head(o, 4, 1);
        reference(o, "self#jumbf=c2pa.assertions/c2pa.ingredient.v3",
                  ingredient, 0);
    }
}

void put_actions(struct out *o, const struct manifest *m,
                 const struct out *ingredient)
{
    struct out c = {0};

    cbor_head(&c, 5, 1);
    cbor_text(&c, "actions");
    cbor_head(&c, 4, (uint64_t)m->actions);
    for (int i = 0; i < m->actions; i++)
        put_action(&c, m, i, ingredient);
    jumbf_cbor(o, "cbor", "c2pa.actions.v2", &c);
    out_free(&c);
}

void put_hash(struct out *o, const struct manifest *m)
{
    struct out c = {0};
    bool all = m->fault == FAULT_EXCLUSION;

    cbor_head(&c, 5, 4);
    cbor_text(&c, "exclusions");
    cbor_head(&c, 4, all ? 2 : 1);
    cbor_head(&c, 5, 2);
    cbor_text(&c, "start");
    cbor_wide(&c, place.start);
    cbor_text(&c, "length");
    cbor_wide(&c, place.len);
    if (all) {
        cbor_head(&c, 5, 2);
        cbor_text(&c, "start");
        cbor_wide(&c, 0);
        cbor_text(&c, "length");
        cbor_wide(&c, 0xFFFFFFFF);
    }
    cbor_text(&c, "alg");
    cbor_text(&c, "sha256");
    cbor_text(&c, "hash");
    cbor_bytes(&c, place.hash, 32);
    if (m->fault == FAULT_HASH)
        c.ptr[c.len - 1] ^= 1;
    cbor_text(&c, "pad");
    cbor_bytes(&c, "", 0);
    jumbf_cbor(o, "cbor", "c2pa.hash.data", &c);
    out_free(&c);
}

/* The exclusions that every film has [C2PA A.5.6]: its type and its store. */
void put_film_hash(struct out *o, const struct manifest *m)
{
    struct out c = {0};

    place.film = true;
    cbor_head(&c, 5, 3);
    cbor_text(&c, "exclusions");
    cbor_head(&c, 4, 2);
    cbor_head(&c, 5, 1);
    cbor_text(&c, "xpath");
    cbor_text(&c, "/ftyp");
    cbor_head(&c, 5, 2);
    cbor_text(&c, "xpath");
    cbor_text(&c, "/uuid");
    cbor_text(&c, "data");
    cbor_head(&c, 4, 1);
    cbor_head(&c, 5, 2);
    cbor_text(&c, "offset");
    cbor_head(&c, 0, 8);
    cbor_text(&c, "value");
    cbor_bytes(&c, STORE_UUID, 16);
    cbor_text(&c, "alg");
    cbor_text(&c, "sha256");
    cbor_text(&c, "hash");
    cbor_bytes(&c, place.hash, 32);
    if (m->fault == FAULT_HASH)
        c.ptr[c.len - 1] ^= 1;
    jumbf_cbor(o, "cbor", "c2pa.hash.bmff.v3", &c);
    out_free(&c);
}

void put_ingredient(struct out *o, const struct manifest *m,
                    const struct manifest *from, const struct out *of)
{
    struct out c = {0};
    char url[2 * TEXT];
    const char *label = m->fault == FAULT_CIRCLE ? m->label : from->label;

    snprintf(url, sizeof(url), "self#jumbf=/c2pa/%s", label);
    cbor_head(&c, 5, 4);
    cbor_text(&c, "dc:title");
    cbor_text(&c, from->title);
    cbor_text(&c, "relationship");
    cbor_text(&c, from->relation);
    cbor_text(&c, "activeManifest");
    reference(&c, url, of, 0);
    cbor_text(&c, "validationResults");
    cbor_head(&c, 5, 1);
    cbor_text(&c, "activeManifest");
    cbor_head(&c, 5, 3);
    for (int i = 0; i < 3; i++) {
        cbor_text(&c, i == 0   ? "success"
                      : i == 1 ? "informational"
                               : "failure");
        cbor_head(&c, 4, 0);
    }
    jumbf_cbor(o, "cbor", "c2pa.ingredient.v3", &c);
    out_free(&c);
}
