/* SPDX-License-Identifier: Apache-2.0
 * collection.c - c2pa.hash.collection.data: a hash for each file of a package.
 *
 * [C2PA] section 18.9, A.6. */
#include "c2pa/job.h"

bool collection_check(struct job *j, struct manifest *m, struct assertion *a)
{
    (void)m;
    (void)a;
    return job_error(j, "collection hashes are not evaluated yet");
}
