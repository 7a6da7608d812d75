/* SPDX-License-Identifier: Apache-2.0
 * xml.h - bounded XML events with byte offsets; the one door to expat.
 *
 * [XML] Extensible Markup Language 1.0, fifth edition, W3C 2008.
 * [NS] Namespaces in XML 1.0, third edition, W3C 2009.
 *
 * Name spaces are resolved here and not by expat, so that a prefix that was
 * never declared costs its name space and not the document.  A document type
 * with declarations of its own is refused; an external one is never read. */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/arena.h"
#include "base/limits.h"

struct xml_attr {
    struct span ns;     /* its name space, empty where it has no prefix */
    struct span prefix; /* as written; with an empty ns: not declared */
    struct span name;   /* local name */
    struct span value;  /* UTF-8, entities resolved */
};

/* An event is good until its callback returns, and so is all it points to. */
struct xml_event {
    struct span ns, prefix, name; /* of a start and an end */
    const struct xml_attr *attrs; /* of a start, without xmlns */
    size_t attr_count;            /* of a start */
    struct span text;             /* of a text (in pieces, as they come), a
                                     comment; the data of an instruction */
    uint64_t off, len;            /* of its markup in the document; in what
                                     was made of it where `moved` */
    uint64_t depth;               /* of a start and an end: 1 for the root */
    bool moved;                   /* what was made of it: it was UTF-16 or
                                     UTF-32, or had to be mended */
};

enum xml_ear {
    XML_NONE,
    XML_TAGS, /* without attributes */
    XML_ALL
};

/* Each may be NULL; false from any ends the reading. */
struct xml_events {
    void *ctx;
    bool local; /* it goes by local names: no name space is told */
    /* What is heard of elements of that name, as it is written.  The others may
     * go untold, and do not count for the depth of those inside.  It is for
     * XML_LAX, `local` readers of starts, ends and texts, that do without
     * places. */
    enum xml_ear (*hears)(void *ctx, struct span name);
    bool (*start)(void *ctx, const struct xml_event *e);
    bool (*end)(void *ctx, const struct xml_event *e);
    bool (*text)(void *ctx, const struct xml_event *e);
    bool (*comment)(void *ctx, const struct xml_event *e);
    bool (*instruction)(void *ctx, const struct xml_event *e); /* name, text */
};

/* xml_local is what stands behind the first colon of a name, or all of it. */
static inline struct span xml_local(struct span name)
{
    const uint8_t *colon = name.len ? memchr(name.ptr, ':', name.len) : NULL;
    size_t at = colon ? (size_t)(colon - name.ptr) + 1 : 0;

    return span_cut(name, at, name.len - at);
}

/* xml_kind is one of 64 kinds of names, as a bit: most names are of a kind that
 * no list has, and are passed over by that. */
static inline uint64_t xml_kind(struct span name)
{
    unsigned n = (unsigned)name.len;

    return name.len ? UINT64_C(1)
                          << (name.ptr[0] * 5u + name.ptr[n - 1] * 3u + n) % 64
                    : 0;
}

enum {
    XML_LAX = 1 /* take what real packets hold: bytes before and after the
                   markup, a declaration that is not at the start, characters
                   and bytes that XML does not allow, an ampersand
                   that begins no reference */
};

enum xml_end {
    XML_WHOLE,   /* read to its end */
    XML_BROKEN,  /* not well-formed: the events before that were told */
    XML_TORN,    /* likewise: an element that does not end as it began */
    XML_DTD,     /* has a document type with declarations: refused there */
    XML_STOPPED, /* by a callback */
    XML_BYTES,   /* longer than xml_bytes: nothing was told */
    XML_DEEP,    /* deeper than xml_depth, or too many name spaces at once */
    XML_MEMORY   /* out of memory */
};

/* xml_read tells the document's events in order.  *off (may be NULL) is where
 * it ended. */
enum xml_end xml_read(struct arena *a, struct span doc, unsigned flags,
                      const struct limits *lim, const struct xml_events *to,
                      uint64_t *off);

#endif
