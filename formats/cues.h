/* SPDX-License-Identifier: Apache-2.0
 * cues.h - subtitles inside films: samples of a track, joined to one text.
 *
 * A film's samples lie far apart, and there may be any number of them: of all
 * tracks together limits.cues are read, half of them at the end of each; what
 * is passed over is said. */
#ifndef FORMATS_CUES_H
#define FORMATS_CUES_H

#include "formats/format.h"

enum cues_as {
    CUES_NONE,   /* no text */
    CUES_TAGGED, /* lines with tags in angle brackets */
    CUES_SCRIPT, /* lines of SubStation Alpha, without their times */
    CUES_FILE,   /* as in a file of subtitles: what stands before its lines */
    CUES_TTML    /* an XML document */
};

struct cues {
    struct walk *w;
    struct buf text;
    struct text_runs runs;
    uint64_t head, tail;     /* of a track: where reading stops and goes on */
    uint64_t samples, bytes; /* that may still be read of the film */
};

void cues_init(struct cues *c, struct walk *w);

/* cues_begin begins a track of so many samples; cues_wanted is whether the nth
 * is read; cues_end yields what was put, and begins anew. */
void cues_begin(struct cues *c, uint64_t count);
bool cues_wanted(const struct cues *c, uint64_t n);
void cues_end(struct cues *c, enum cues_as as, uint32_t block);

/* cues_read is a sample, empty where it is outside the file or too much was
 * read; cues_put appends a part of one, in UTF-8 or UTF-16 with its mark, that
 * stands at `off` of the file. */
struct span cues_read(struct cues *c, struct range at);
void cues_put(struct cues *c, uint64_t off, struct span text);

#endif
