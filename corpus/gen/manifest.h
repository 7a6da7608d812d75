/* SPDX-License-Identifier: Apache-2.0
 * manifest.h - a manifest as its recipe has it so far. */
#ifndef GEN_MANIFEST_H
#define GEN_MANIFEST_H

#include "store.h"

enum {
    ACTIONS = 16,
    TEXT = 200,
    LISTED = 8192,
    FIELDS = 16
};

enum fault {
    FAULT_NONE,
    FAULT_SIGNATURE,  /* one bit of the signature */
    FAULT_CLAIM,      /* one byte of the claim, after signing */
    FAULT_ASSERTION,  /* one byte of an assertion, after signing */
    FAULT_HASH,       /* the data hash is of other bytes */
    FAULT_UNDECLARED, /* an assertion that the claim does not list */
    FAULT_CIRCLE,     /* an ingredient that is the manifest itself */
    FAULT_EXCLUSION,  /* everything is left out of the hash */
    FAULT_DUPLICATE   /* two assertions of one label */
};

enum listing {
    CREATED,
    GATHERED,
    STRAY, /* the claim says nothing of it */
    ABSENT /* created, and then taken out of the store */
};

struct listed {
    char label[TEXT];
    size_t from, to; /* in the assertions' boxes */
    enum listing how;
};

struct field {
    char name[TEXT];
    struct out value;
};

struct manifest {
    char label[TEXT], title[TEXT], agent[TEXT], relation[TEXT];
    char action[ACTIONS][TEXT], type[ACTIONS][TEXT];
    int actions;
    enum who who;
    enum fault fault;
    bool bmff, bare, old, update;
    struct out boxes;    /* of its assertions */
    struct listed *list; /* LISTED of them */
    int count;
    struct field set[FIELDS]; /* of the claim; an empty value: none */
    int sets;
    /* Of the signature, CBOR where they are not the usual ones: its headers,
     * its payload, and all of it behind its tag. */
    struct out unprotected, protected, payload, cose;
    unsigned tag;
    struct out inside; /* more boxes of the manifest */
};

#define STORE_UUID \
    "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81"

void put_actions(struct out *o, const struct manifest *m,
                 const struct out *ingredient);
void put_hash(struct out *o, const struct manifest *m);
void put_film_hash(struct out *o, const struct manifest *m);

/* put_ingredient refers to the manifest box `of`, and says that its author
 * found nothing wrong with it. */
void put_ingredient(struct out *o, const struct manifest *m,
                    const struct manifest *from, const struct out *of);

#endif
