/* SPDX-License-Identifier: Apache-2.0
 * manifests.h - the manifests of a store as the tree that ingredients make. */
#ifndef REPORT_MANIFESTS_H
#define REPORT_MANIFESTS_H

#include "genmark.h"

/* What is called on the way; depth is 0 for the active manifest. */
struct manifest_calls {
    void (*open)(void *ctx, const gm_manifest *m, unsigned depth);
    void (*ingredient)(void *ctx, const gm_ingredient *n, unsigned depth);
    void (*close)(void *ctx, const gm_manifest *m, unsigned depth);
};

/* manifests_walk opens and closes each manifest once: the active one first,
 * what it was made of below it, and at the end those that nothing leads to.
 * A store that refers to itself in a circle is no tree, and ends too. */
void manifests_walk(const gm_credential *c, const struct manifest_calls *calls,
                    void *ctx);

#endif
