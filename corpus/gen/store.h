/* SPDX-License-Identifier: Apache-2.0
 * store.h - what manifest stores are written of: CBOR, boxes, values. */
#ifndef GEN_STORE_H
#define GEN_STORE_H

#include "sign.h"

/* CBOR [RFC 8949]: heads in the shortest form but `wide`, which is always five
 * bytes, for what is known in the second pass only. */
void cbor_head(struct out *o, unsigned major, uint64_t n);
void cbor_text(struct out *o, const char *s);
void cbor_bytes(struct out *o, const void *p, size_t n);
void cbor_wide(struct out *o, uint64_t n);

/* JUMBF [C2PA 11.1]: a box, a superbox of that type and label, and one that
 * holds CBOR. */
void jumbf_box(struct out *o, const char *type, const struct out *body);
void jumbf_super(struct out *o, const char *type, const char *label,
                 const struct out *body);
void jumbf_cbor(struct out *o, const char *type, const char *label,
                const struct out *body);

/* reference puts {url, hash} of the superbox at `from` in o. */
void reference(struct out *to, const char *url, const struct out *o,
               size_t from);

/* value_put reads one value of a recipe as CBOR.  Numbers, texts, words, xHEX
 * bytes, { KEY VALUE ... } (a key =33 is the number), [ VALUE ... ], true,
 * false, null; and what is computed, behind an @:
 *   @ref LABEL       hashed URI of an assertion that stands before
 *   @manifest N      of the N-th manifest of the store, from 1
 *   @signature N     of that manifest's signature box
 *   @sum { RECIPE }  SHA-256 of those bytes
 *   @bytes { RECIPE }
 *   @film @asset     what the BMFF hash or the data hash has to be
 *   @place           the exclusions of that data hash
 *   @cert signer|ca|expired   a certificate
 *   @tag N VALUE     @wide N    a tagged value; a number in five bytes */
void value_put(struct words *w, struct out *o);

/* For value.c: a hashed URI by the words behind @ref and its likes; false where
 * nothing has that name (yet). */
bool credential_ref(struct out *o, const char *kind, const char *name);
extern struct place place;

#endif
