/* SPDX-License-Identifier: Apache-2.0
 * twins.h - what was found in the latest files, by their content, so that
 * copies share one scan.
 *
 * Two files are one to a scan where their SHA-256 and the endings of their
 * names are: the ending decides how some formats are read.  Paths, facts and
 * judgement stay each file's own. */
#ifndef TOOL_TWINS_H
#define TOOL_TWINS_H

#include "tool/parcel.h"

enum {
    TWIN_SLOTS = 1 << 15,  /* files at hand */
    TWIN_BYTES = 12 << 20, /* and what is kept of all of them */
    TWIN_LONG = 64 << 10,  /* bytes of one that is worth keeping */
    TWIN_READ = 64 << 20,  /* of a file that is hashed before it is scanned */
    TWIN_KEY = 64 + 17     /* SHA-256, and an ending with its NUL */
};

struct twins;

struct twins *twins_new(void);
void twins_free(struct twins *t);

/* twins_key fills the key of an input; false where it is not worth it, or the
 * input could not be read.  `decodes`: the scan will read all of a picture. */
bool twins_key(const gm_input *in, bool decodes, char key[TWIN_KEY]);

/* twins_find copies what was found in such a file, and its path (to be freed);
 * NULL where none is at hand.  Several threads may call these two. */
char *twins_find(struct twins *t, const char *key, struct parcel *out);
void twins_put(struct twins *t, const char *key, const char *path,
               const struct parcel *p);

#endif
