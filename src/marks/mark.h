/* SPDX-License-Identifier: Apache-2.0
 * mark.h - what a finder is, and what it may do.
 *
 * A finder looks at what the earlier stages made (slots, fields, statements,
 * text, pixels) and reports marks.  It knows no file format and no law.
 *
 * To add a finder: write src/marks/NAME.c with a `const struct finder
 * finder_NAME`, add its line to src/marks/list.h, and its cases to corpus/. */
#ifndef MARKS_MARK_H
#define MARKS_MARK_H

#include "c2pa/c2pa.h"
#include "formats/walk.h"
#include "genmark.h"
#include "meta/field.h"

/* A hunt is to a finder what a walk is to a format: its only door, which fails
 * for good at a limit or without memory. */
struct hunt;

const struct doc *hunt_doc(const struct hunt *h);
const struct fields *hunt_fields(const struct hunt *h);
const struct c2pa *hunt_c2pa(const struct hunt *h);
const struct limits *hunt_limits(const struct hunt *h);
struct arena *hunt_arena(struct hunt *h);
gm_effort hunt_effort(const struct hunt *h);
const char *hunt_bits(const struct hunt *h);      /* gm_input.watermark_bits */
const gm_input *hunt_input(const struct hunt *h); /* never NULL */
bool hunt_ok(const struct hunt *h);

/* hunt_tools is the index of the table of tools: the engine's, or one of this
 * hunt; NULL without memory. */
struct tool_index;
const struct tool_index *hunt_tools(struct hunt *h);

/* hunt_traits is what each field looks like, told once for all finders; of no
 * field without memory, and then the finder is skipped. */
struct traits;
const struct traits *hunt_traits(struct hunt *h);

/* hunt_step counts n units of work; false at the limit or when stopped. */
bool hunt_step(struct hunt *h, uint64_t n);

/* hunt_view reads a range of the input: for slots that are read on demand. */
struct span hunt_view(struct hunt *h, struct range at);

/* hunt_skip says that this finder could not do its work, and why: a constant
 * text.  hunt_partial says that it ended at a limit. */
void hunt_skip(struct hunt *h, const char *why);
void hunt_partial(struct hunt *h, const char *limit);

/* What a finder says: spans are bytes of the file or of the arena, UTF-8 or
 * not; the engine repairs and ends them. */
struct attr {
    struct span name, value;
    double number;
    bool numeric;
};

struct mark {
    const struct finder *by; /* hunt_mark fills it */
    gm_kind kind;
    struct span name, value;
    gm_claim claim, makes;
    gm_proof proof;
    gm_form form;
    struct span generator, cls;
    unsigned sure;
    uint32_t slot;     /* index in doc->slots; NO_SLOT: none */
    struct range at;   /* {0, 0}: the slot's own place */
    struct span where; /* what stands between the brackets of the path; empty:
                          the slot's key */
    struct attr *attrs;
    uint32_t attr_count;
};

enum {
    NO_SLOT = UINT32_MAX
};

/* hunt_mark lists m and is its index; a mark whose fields are all zero but a
 * few is fine: sure 0 counts as 100. */
uint32_t hunt_mark(struct hunt *h, struct mark m);

/* hunt_attr adds a detail to a mark that was just listed. */
void hunt_attr(struct hunt *h, uint32_t mark, struct span name,
               struct span value);
void hunt_measure(struct hunt *h, uint32_t mark, struct span name,
                  double number);

/* hunt_field is a mark with the place of a field filled in. */
struct mark mark_of_field(const struct field *f);

/* mark_in_text is where [off, off + len) of a slot's text stands in the file;
 * the slot's own place where its text was unpacked. */
struct range mark_in_text(const struct slot *s, size_t off, size_t len);

struct pixels;
/* hunt_pixels decodes the picture, once for all finders; NULL where the input
 * is no picture, or (and then the finder is skipped with the reason) where it
 * cannot be decoded.  Good until the hunt ends. */
const struct pixels *hunt_pixels(struct hunt *h);

struct finder {
    const char *name; /* "source-type" */
    const char *what; /* one line for `genmark formats --marks` */
    bool pixels;      /* it works on pixels: not run with GM_EFFORT_FAST */
    bool deep;        /* only run with GM_EFFORT_DEEP */
    void (*find)(struct hunt *h);
};

const struct finder *finder_at(size_t i); /* NULL past the last */

enum {
#define FINDER(name) FINDER_##name,
#include "marks/list.h"
#undef FINDER
    FINDERS /* how many there are */
};

/* finder_roll is the coverage of all finders, as if each had run: an engine
 * makes it once, for their names need not be measured for each file. */
void finder_roll(gm_coverage roll[FINDERS]);

/* ---- the engine's side ------------------------------------------------- */

struct marks {
    struct mark *list;
    uint32_t count;
    gm_coverage *coverage; /* one a finder, in the table's order */
    uint32_t coverage_count;
    struct span thumbnail; /* a JPEG, where the input wants it */
    const char *limit;
    bool memory, stopped;
};

struct hunt_config {
    const struct doc *doc;
    const struct source *src;
    const struct fields *fields;
    const struct c2pa *c2pa;
    const struct walk_config *walk;
    gm_effort effort;
    const char *bits;
    const gm_input *in;             /* NULL: as if its readers were not given */
    const struct tool_index *tools; /* NULL: made where it is asked for */
    const gm_coverage *roll;        /* finder_roll's; NULL: made here */
    const struct finder *alone;     /* NULL: all; a bench times one by itself */
};

/* marks_find runs every finder of the table. */
void marks_find(struct marks *m, const struct hunt_config *c);

#endif
