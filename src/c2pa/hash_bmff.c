/* SPDX-License-Identifier: Apache-2.0
 * hash_bmff.c - c2pa.hash.bmff: a hash over an ISO base media file.
 *
 * [C2PA] section 18.7. */
#include "c2pa/job.h"

bool hash_bmff_check(struct job *j, struct manifest *m, struct assertion *a)
{
    (void)m;
    (void)a;
    return job_error(j, "BMFF hashes are not evaluated yet");
}

bool collection_check(struct job *j, struct manifest *m, struct assertion *a)
{
    (void)m;
    (void)a;
    return job_error(j, "collection hashes are not evaluated yet");
}
