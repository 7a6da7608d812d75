/* SPDX-License-Identifier: Apache-2.0
 * stealth.h - text hidden in the last bits of a picture. */
#ifndef MARKS_STEALTH_H
#define MARKS_STEALTH_H

#include "formats/pixels.h"
#include "marks/mark.h"

struct stealth {
    const char *name; /* "stealth_pngcomp" */
    bool alpha;       /* in the alpha channel, else in red, green and blue */
    struct span text; /* as it was hidden, unpacked */
    uint64_t bits;    /* what the length field says */
    const char *why;  /* where the mark is there and the text is not */
};

/* stealth_read is whether the picture carries such a text: its signature
 * stands in the first 120 bits.  [STEALTH] the format shared by the stealth
 * PNG info extensions, Forge and NovelAI. */
bool stealth_read(struct stealth *s, const struct pixels *p, struct arena *a,
                  const struct limits *lim);

#endif
