/* SPDX-License-Identifier: Apache-2.0
 * authority.h - for tests of credentials: signed files of the corpus, and trust
 * in the certificate that they are signed with. */
#ifndef TESTS_AUTHORITY_H
#define TESTS_AUTHORITY_H

#include "c2pa/c2pa.h"
#include "tests/slurp.h"
#include "tests/test.h"

#include <string.h>

/* authority_file puts a signed file's bytes into `to`; their number. */
static inline size_t authority_file(const char *path, uint8_t *to, size_t most)
{
    struct span s = slurp(path);

    assert_in_range(s.len, 1, most);
    memcpy(to, s.ptr, s.len);
    free((void *)(uintptr_t)s.ptr);
    return s.len;
}

/* A time at which the corpus's certificates hold: 2026-11-23. */
#define AUTHORITY_NOW INT64_C(1795392000)

static inline struct trust *authority(void)
{
    struct span pem = slurp("corpus/keys/authority.pem");
    gm_trust t = {GM_TRUST_SIGNERS,
                  {"authority.pem", (const char *)pem.ptr, pem.len}};
    struct trust *trust = trust_new(&t, 1, NULL, 0);

    free((void *)(uintptr_t)pem.ptr);
    return trust;
}

#endif
