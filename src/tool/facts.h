/* SPDX-License-Identifier: Apache-2.0
 * facts.h - what no file tells, from three places, in rising strength:
 * --fact NAME=VALUE, a profile of `name = value` lines, and a manifest with a
 * row for each item (CSV with a header, or JSON lines, each with a `path`). */
#ifndef TOOL_FACTS_H
#define TOOL_FACTS_H

#include "genmark.h"

#include <stdbool.h>

struct facts;

struct facts *facts_new(void);
void facts_free(struct facts *f);

/* Each says what is wrong, and where, and is false then. */
bool facts_add(struct facts *f, const char *pair); /* "delivery=exported" */
bool facts_profile(struct facts *f, const char *path);
bool facts_manifest(struct facts *f, const char *path);

/* facts_read takes all that options of these three kinds give, in that order;
 * it has said what is wrong where it is false. */
struct texts;
bool facts_read(struct facts *f, const struct texts *pairs,
                const struct texts *profiles, const struct texts *manifests);

/* The facts of one item: those of all, with its own row over them. */
struct fact_set {
    gm_fact *list; /* to be freed by fact_set_free */
    size_t count, cap;
};

/* facts_of fills a set for a path, as it is spelled on the command line or,
 * failing that, relative to the folder of a manifest, and last by the normal
 * form of either; of two manifests the later is stronger.  False without
 * memory. */
bool facts_of(const struct facts *f, const char *path, struct fact_set *out);
void fact_set_free(struct fact_set *s);

/* facts_tell says of how many rows no item was, or one of another spelling: a
 * slip in a path would change a verdict without a word.  A manifest's name must
 * have stayed. */
void facts_tell(const struct facts *f);

/* facts_path writes the i-th path of all manifests, as seen from here; false
 * past the last, or where it does not fit. */
bool facts_path(const struct facts *f, size_t i, char *to, size_t size);

#endif
