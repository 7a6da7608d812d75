/* SPDX-License-Identifier: Apache-2.0
 * exclude.h - what a hash over an ISO base media file leaves out. */
#ifndef C2PA_EXCLUDE_H
#define C2PA_EXCLUDE_H

#include "c2pa/hash_bmff.h"

/* film_exclude reads the assertion's exclusions into x->out and x->whole, and
 * sets what is amiss (extra, malformed, astray).  False where they cannot be
 * read, or at a limit: the job says which.  [C2PA] A.5.6 */
bool film_exclude(struct film *x);

#endif
