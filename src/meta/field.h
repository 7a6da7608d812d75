/* SPDX-License-Identifier: Apache-2.0
 * field.h - what metadata says, one statement at a time, whatever its syntax.
 *
 * A field keeps the name space it was written in, so that a finder asks for
 * "DigitalSourceType in the IPTC extension name space" and never for a word
 * somewhere in the file. */
#ifndef META_FIELD_H
#define META_FIELD_H

#include "formats/walk.h"

enum space {
    SPACE_XMP,    /* ns: the name space URI; name: local name, or a path of
                     local names "History/parameters" below the top.  A
                     prefix that was never declared stands for its name
                     space with a colon: "TC260:" */
    SPACE_EXIF,   /* ns: "IFD0" "Exif" "GPS" "Interop" "IFD1"; name: the tag's
                     name in [EXIF], or "0x9286" where it has none */
    SPACE_IPTC,   /* name: "2:110", "2:5" */
    SPACE_PAIR,   /* ns: the container's ("tEXt", "comment", "ilst", "id3",
                     "pdf", "ooxml-core"); name: key */
    SPACE_HTML,   /* <meta>: ns "meta"; attributes: ns "attr"; names in lower
                     case */
    SPACE_JSONLD, /* name: the property, without its prefix; ns: those above
                     it, joined by dots */
    SPACE_FRONT,  /* front matter; name: the key as written, behind those
                     above it: "AIGC.Label" */
    SPACE_COMMENT /* free text without a key; one of a picture that begins
                     with a key is told a second time, as a pair of ns
                     "COM" or "comment" */
};

struct field {
    enum space space;
    struct span ns, name, value; /* value: UTF-8, repaired */
    uint32_t slot;               /* index in doc->slots */
    struct range at;             /* in the file: the value's own bytes where
                                    they stand there as they are, else its slot */
};

struct fields {
    struct field *list;
    uint32_t count;
    const char *limit; /* name of the limit that cut the list short, or NULL */
    bool memory;
    struct note *notes; /* what was odd or broken in the metadata */
    uint32_t note_count;
};

/* What a reader of metadata may do: like a walk it fails for good. */
struct gather;

struct arena *gather_arena(struct gather *g);
const struct limits *gather_limits(const struct gather *g);
bool gather_ok(const struct gather *g);
void gather_field(struct gather *g, struct field f);
void gather_note(struct gather *g, enum note_kind kind, uint64_t off,
                 const char *what);
void gather_partial(struct gather *g, const char *limit);

/* The readers: each takes one slot.  `index` is the slot's. */
void exif_read(struct gather *g, const struct slot *s, uint32_t index);
void xmp_read(struct gather *g, const struct slot *s, uint32_t index);
void iptc_read(struct gather *g, const struct slot *s, uint32_t index);
void pairs_read(struct gather *g, const struct slot *s, uint32_t index);
void jsonld_read(struct gather *g, const struct slot *s, uint32_t index);

/* fields_read fills f from every slot of the document. */
void fields_read(struct fields *f, const struct doc *doc, struct arena *a,
                 const struct limits *lim);

/* fields_next is the next field of this name from *at on, which moves behind
 * it; NULL where there is no more.  An empty ns or name matches any. */
const struct field *fields_next(const struct fields *f, enum space space,
                                struct span ns, struct span name, uint32_t *at);

const char *space_name(enum space s); /* "xmp", "exif", ... */

#endif
