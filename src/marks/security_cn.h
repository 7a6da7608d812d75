/* SPDX-License-Identifier: Apache-2.0
 * security_cn.h - the security data in the reserved fields of an AIGC record.
 *
 * [202511] TC260-PG-202511A (voluntary): JSON in ReservedCode1 and 2 with
 *          signatures (DS) and keys (PubKey), SM3withSM2 as OID
 *          1.2.156.10197.1.501; the label's message is that of its Annex A.1.
 *
 * The key travels in the file: a signature that holds proves that the label is
 * as its writer left it, and not who that was.  Real writers sign messages that
 * no guide describes, so one that does not hold here proves nothing at all. */
#ifndef MARKS_SECURITY_CN_H
#define MARKS_SECURITY_CN_H

#include "marks/aigc.h"

enum security {
    SECURITY_NONE,
    SECURITY_OPAQUE, /* a hash, a number: not of this form */
    SECURITY_DATA,   /* of this form, and no signature of the label held */
    SECURITY_VERIFIED
};

/* security_cn reads one reserved field; *tries counts down signature checks,
 * and at 0 no more are made. */
enum security security_cn(struct arena *a, struct span reserved,
                          const struct aigc *record, unsigned *tries);

#endif
