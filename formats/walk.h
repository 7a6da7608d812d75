/* SPDX-License-Identifier: Apache-2.0
 * walk.h - the engine's side of a walk: run it, get the document. */
#ifndef FORMATS_WALK_H
#define FORMATS_WALK_H

#include "base/source.h"
#include "formats/format.h"

struct note {
    enum note_kind kind;
    uint64_t off;
    const char *what;
};

struct doc {
    const struct format *format; /* NULL: not one that we know */
    enum media media;
    const char *mime;
    double seconds;    /* how long a recording lasts; 0: not told */
    const char *limit; /* name of the limit that cut it short, or NULL */
    bool memory;       /* it ended for want of memory */
    bool io;           /* it ended because the input could not be read */
    bool stopped;      /* `alive` said so */
    bool drawn;        /* holds pictures that are no files: none is decoded */

    struct block *blocks;
    struct slot *slots;
    struct note *notes;
    uint32_t block_count, slot_count, note_count;
    uint64_t bytes_read; /* from the source, where it is not in memory */
};

/* What a walk needs beside the bytes. */
struct walk_config {
    struct arena *arena;
    const struct limits *limits;
    struct span name; /* of the file; may be empty */
    int (*alive)(void *ctx);
    void *alive_ctx;
};

/* walk_run fills doc from the source; all of it lives in the arena. */
void walk_run(struct doc *doc, const struct source *src,
              const struct walk_config *c);

/* walk_pixels runs doc->format->pixels over the same source; false where it
 * cannot (doc->limit says if a limit did that). */
bool walk_pixels(struct doc *doc, const struct source *src,
                 const struct walk_config *c, struct pixels *out);

#endif
