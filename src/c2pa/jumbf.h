/* SPDX-License-Identifier: Apache-2.0
 * jumbf.h - JUMBF boxes as a tree, and the URIs that name them.
 *
 * [JUMBF] ISO/IEC 19566-5.  [C2PA] section 11.1: a superbox `jumb` begins with
 * a description box `jumd` (type, toggles, label) and holds content boxes. */
#ifndef C2PA_JUMBF_H
#define C2PA_JUMBF_H

#include "base/arena.h"
#include "base/limits.h"

#define FOURCC(a, b, c, d)                                            \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | \
     (uint32_t)(d))

struct box {
    uint32_t type;     /* four characters */
    bool odd;          /* a part of it is not what a writer would write again
                          from its meaning: an id, a long header, a stray box */
    unsigned toggles;  /* of a superbox */
    struct span whole; /* with its header */
    struct span body;  /* without; of a superbox what C2PA hashes [C2PA 8.4] */
    struct span uuid;  /* of a superbox: 16 bytes */
    struct span label; /* of a superbox, without the NUL */
    const struct box *child, *next; /* of a superbox: content boxes */
};

enum jumbf_end {
    JUMBF_OK,
    JUMBF_BROKEN, /* not a superbox with a label, or a box passes its parent */
    JUMBF_DEEP,   /* nested more than 32 deep */
    JUMBF_MANY,   /* over limits.jumbf_boxes */
    JUMBF_MEMORY
};

/* jumbf_read reads the superbox that s begins with; bytes behind it are
 * ignored.  *boxes counts boxes of one file over several calls. */
enum jumbf_end jumbf_read(const struct box **out, struct arena *a,
                          struct span s, const struct limits *lim,
                          uint64_t *boxes);

/* box_is is whether a superbox is of the type that its UUID's first four bytes
 * name, with the common rest [C2PA 11.1.4]. */
bool box_is(const struct box *b, const char type[4]);

/* box_first is the first content box of that type, or NULL. */
const struct box *box_first(const struct box *b, uint32_t type);

/* ---- URIs [C2PA 8.4]: self#jumbf=/c2pa/LABEL/c2pa.assertions/NAME ------- */

/* uri_manifest is LABEL of an absolute URI, empty of a relative one; uri_name
 * is the last part; uri_assertion is whether it points into a store of
 * assertions. */
struct span uri_manifest(struct span uri);
struct span uri_name(struct span uri);

/* uri_of builds a URI in the arena: of a manifest where name is empty, else of
 * folder/name in it (folder may be empty). */
struct span uri_of(struct arena *a, struct span label, struct span folder,
                   struct span name);

/* uri_absolute is uri itself where it names a manifest, else its absolute
 * form in that manifest. */
struct span uri_absolute(struct arena *a, struct span label, struct span uri);

/* label_base is a label without its instance `__N`. */
struct span label_base(struct span label);

bool span_has(struct span s, struct span part);

#endif
