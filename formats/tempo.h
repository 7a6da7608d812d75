/* SPDX-License-Identifier: Apache-2.0
 * tempo.h - how long the sound or film of WAV, Wave64 and AVI lasts.
 *
 * [RIFF] New Multimedia Data Types and Data Techniques 3.0, Microsoft 1994:
 * "fmt " and "fact". [AVI] AVI RIFF File Reference, Microsoft: "strh". [RF64]
 * EBU Tech 3306, 2018: "ds64". */
#ifndef FORMATS_TEMPO_H
#define FORMATS_TEMPO_H

#include "formats/format.h"

/* Begins as zeroes; tempo_chunk takes what the chunks of a file tell. */
struct tempo {
    uint32_t codec, hz, block; /* of the sound; block: bytes of a sample of */
    uint64_t samples, bytes;   /* all channels */
    uint64_t wide;             /* the size of the sound, where it is in ds64 */
    double longest;            /* of AVI's streams, in seconds */
};

/* tempo_chunk looks at a chunk by its four letters. */
void tempo_chunk(struct walk *w, struct tempo *t, struct span id,
                 struct range data);

/* tempo_end tells the walk how long the file lasts, if that is known. */
void tempo_end(struct walk *w, const struct tempo *t);

#endif
