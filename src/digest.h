/* SPDX-License-Identifier: Apache-2.0
 * digest.h - checksums of a whole input: for GM_WANT_HASH, and gm_hash. */
#ifndef DIGEST_H
#define DIGEST_H

#include "base/limits.h"
#include "base/source.h"
#include "genmark.h"

enum digest_end {
    DIGEST_DONE,
    DIGEST_STOPPED, /* alive said so */
    DIGEST_UNREAD,  /* the input, or no memory */
    DIGEST_CUT      /* at hash_bytes */
};

/* digest_input writes 64 hex digits and a NUL into *out, cut from the arena. */
enum digest_end digest_input(const struct source *s, struct arena *a,
                             const gm_input *in, uint64_t most, gm_str *out);

/* digest_of is gm_hash, of an input that fits genmark.h's rules. */
gm_status digest_of(const gm_input *in, const char *algorithm, char out[129]);

#endif
