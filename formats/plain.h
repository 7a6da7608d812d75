/* SPDX-License-Identifier: Apache-2.0
 * plain.h - text whose markup is not for readers: what is left without it.
 *
 * Each lists the text that a reader sees as one SLOT_TEXT with a map into the
 * file where there is one, comments as SLOT_COMMENT, and is false where the
 * text is not of its kind; then nothing was listed. */
#ifndef FORMATS_PLAIN_H
#define FORMATS_PLAIN_H

#include "formats/front.h"

bool cues_take(const struct prose *p);   /* SRT, WebVTT, SubStation Alpha */
bool tex_take(const struct prose *p);    /* TeX and LaTeX */
bool markup_take(const struct prose *p); /* XML of any kind */
bool lists_take(const struct prose *p);  /* fields of reST and AsciiDoc */
bool notes_take(const struct prose *p);  /* settings beside a picture */
bool scene_take(const struct prose *p);  /* glTF; lists all slots: glb.c */

/* cues_lines lists lines of subtitles that have no times, with tags in angle
 * brackets or as fields of a script; markup_text what stands between the tags
 * of XML, false where it is none. */
void cues_lines(const struct prose *p, bool script);
bool markup_text(const struct prose *p);

/* prose_put lists [off, end) of the text as one SLOT_TEXT; markdown_take lists
 * Markdown, parted where quotation begins and ends. */
void prose_put(const struct prose *p, size_t off, size_t end, unsigned flags);
void markdown_take(const struct prose *p, size_t from, size_t end);

/* A text under way. */
struct plain {
    const struct prose *p;
    struct buf out, said; /* what is shown; comments */
    struct text_runs runs, said_runs;
};

/* plain_init begins one; plain_put appends [off, off + len) of the source,
 * plain_line ends a line, once; plain_end lists the slots. */
void plain_init(struct plain *t, const struct prose *p);
void plain_put(struct plain *t, size_t off, size_t len);
void plain_said(struct plain *t, size_t off, size_t len);
void plain_line(struct plain *t);
void plain_space(struct plain *t);
void plain_end(struct plain *t);

#endif
