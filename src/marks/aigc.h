/* SPDX-License-Identifier: Apache-2.0
 * aigc.h - the AIGC record of GB 45438-2025: its seven fields, and how far it
 * keeps to the standard.
 *
 * [GB]    GB 45438-2025, Annex E: {"AIGC":{"Label":"1",...}}, seven strings.
 * [20252] TC260-PG-20252A: the 27 characters of a provider code.
 * [202511] TC260-PG-202511A: security data in the reserved fields.
 *
 * Marks of the finder `aigc` are of kind GM_AIGC, with the name "AIGC", the
 * label as value, and these attributes, for rules to ask for:
 *
 *   Label ContentProducer ProduceID ReservedCode1 ContentPropagator PropagateID
 *   ReservedCode2      the fields as written; absent where the key is
 *   record             bare | wrapped | yaml | unreadable
 *   fields             complete | missing:ContentPropagator,PropagateID
 *   empty              keys with an empty value; absent where there are none
 *   not-text           keys whose value is no string; absent likewise
 *   label-valid        yes | no: 1, 2 or 3 [GB E c]
 *   label-text         yes | no: written as a string
 *   duplicate-keys     yes | no
 *   trailing           yes | no: something follows the JSON object
 *   key-named          yes | no: the carrier's name has AIGC in it [GB E a]
 *   characters         ok | other: only 21 23-5B 5D-7E [GB E j]
 *   first-write        yes | no: propagator equals producer [GB E note 1]
 *   propagated         yes | no: propagator and its number are filled
 *   producer-code      code | name | none: 27 characters from 00 on [20252]
 *   uscc               ok | bad | none: check character of the producer's code
 *   service            0 | 1 | 2 | other: position 23 of that code
 *   propagator-code propagator-uscc propagator-service   the same
 *   code-length        characters of ContentProducer (a number)
 *   security1 security2  none | opaque | security-data [202511]
 *   signature1 signature2  verified | unverifiable, where it is security data
 *   records            how many records this file holds (a number)
 */
#ifndef MARKS_AIGC_H
#define MARKS_AIGC_H

#include "base/arena.h"
#include "base/limits.h"

enum aigc_key {
    AIGC_LABEL,
    AIGC_PRODUCER,
    AIGC_PRODUCE_ID,
    AIGC_RESERVED1,
    AIGC_PROPAGATOR,
    AIGC_PROPAGATE_ID,
    AIGC_RESERVED2,
    AIGC_KEYS
};

enum aigc_form {
    AIGC_BARE,    /* {"Label":...} */
    AIGC_WRAPPED, /* {"AIGC":{...}} */
    AIGC_YAML,    /* AIGC:\n  Label: '1' */
    AIGC_UNREADABLE
};

struct aigc {
    enum aigc_form form;
    struct span value[AIGC_KEYS]; /* of a number: its digits */
    unsigned seen, not_text;      /* bits 1 << key */
    bool duplicate, trailing;
};

/* aigc_read is whether text is such a record: a JSON object with at least two
 * of the seven keys, bare or under "AIGC", or once more as a string.  The
 * values live in the arena. */
bool aigc_read(struct arena *a, struct span text, const struct limits *lim,
               struct aigc *out);

/* aigc_read_yaml is the same for the lines that follow "AIGC:" in front matter,
 * indented; *used is how many bytes of text it took. */
bool aigc_read_yaml(struct span text, struct aigc *out, size_t *used);

/* aigc_put sets one field by its name; false where that is none of the seven.
 */
bool aigc_put(struct aigc *r, struct span name, struct span value);

const char *aigc_key_name(enum aigc_key k);

/* aigc_is_key is whether name is one of the seven; case counts. */
bool aigc_is_key(struct span name);

/* aigc_code_ok is whether s has the form of a provider code; aigc_uscc_ok
 * whether 18 characters end in their own check character [GB 32100-2015]. */
bool aigc_code_ok(struct span s);
bool aigc_uscc_ok(struct span s);

/* aigc_maker is the slug of the generator that a producer's code or name
 * stands for; empty where it is not known. */
struct span aigc_maker(struct span producer);

#endif
