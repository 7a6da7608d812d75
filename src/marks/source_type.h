/* SPDX-License-Identifier: Apache-2.0
 * source_type.h - the digital source type: one vocabulary for XMP, HTML, PDF,
 * JSON-LD and C2PA.
 *
 * [IPTC] Digital Source Type NewsCodes, release 2024-10,
 *        http://cv.iptc.org/newscodes/digitalsourcetype/
 * [C2PA] Technical Specification 2.x: two terms of its own,
 *        http://c2pa.org/digitalsourcetype/
 * [schema] schema.org 30.0, digitalSourceType: ...DigitalSource */
#ifndef MARKS_SOURCE_TYPE_H
#define MARKS_SOURCE_TYPE_H

#include "genmark.h"

#include "base/span.h"

/* How the term was written: what is not the URI of the vocabulary is known,
 * but not as its publisher asks for it. */
enum source_form {
    SOURCE_URI,    /* of IPTC or of C2PA */
    SOURCE_QCODE,  /* digsrctype:x */
    SOURCE_SCHEMA, /* https://schema.org/XDigitalSource */
    SOURCE_BARE,   /* the code alone */
    SOURCE_ALIAS   /* another spelling that real files have */
};

struct source_type {
    struct span code;    /* as the vocabulary spells it */
    gm_claim claim;      /* GM_GENERATED, GM_ALTERED, GM_CAPTURED (a lens, a
                            scan or a person's hand), or GM_CLAIM_NONE where the
                            term leaves it open or names plain algorithms */
    const char *cls;     /* "ai", "part-ai", "open", "algorithm", "captured",
                            "human", "empty" */
    const char *instead; /* of a retired term: the one that replaced it */
};

/* source_type_of is the term that a value names, or NULL where it is none.
 * White space around it, a trailing '/', http or https, and case do not count;
 * the whole code does.  *form may be NULL. */
const struct source_type *source_type_of(struct span value,
                                         enum source_form *form);

/* source_type_claim is what such a value says of origin; GM_CLAIM_NONE where
 * it is no term or says nothing. */
gm_claim source_type_claim(struct span value);

const struct source_type *source_type_at(size_t i); /* NULL past the last */
const char *source_form_name(enum source_form f);   /* "uri", "qcode", ... */

#endif
