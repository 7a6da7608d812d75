/* SPDX-License-Identifier: Apache-2.0
 * recognise.h - the shapes of values that only generators write. */
#ifndef MARKS_RECOGNISE_H
#define MARKS_RECOGNISE_H

#include "base/arena.h"
#include "base/peek.h"

/* What a row of the tool table asks of a value.  The argument of each is in
 * brackets; where it is a list, '|' divides its parts. */
enum shape {
    SHAPE_ANY,       /* anything but nothing */
    SHAPE_IS,        /* [list] exactly one of them */
    SHAPE_STARTS,    /* [text] begins with it */
    SHAPE_NAMED,     /* [list] one of these names, and at most a version */
    SHAPE_HAS,       /* [list] holds all of them, in this order */
    SHAPE_UUID,      /* a UUID and nothing else */
    SHAPE_INFOTEXT,  /* [list] a line of parameters that holds all of them */
    SHAPE_MODEL,     /* [uuid|number] a line of parameters whose model is
                        named so */
    SHAPE_GRAPH,     /* nodes with class_type and inputs */
    SHAPE_EDITOR,    /* nodes and links of a graph editor */
    SHAPE_JSON,      /* [a/b&c=1|2&d!=0] a JSON map with these members */
    SHAPE_SIGNATURE, /* "Signature: " and base64 of 200 to 1400 signs */
    SHAPE_JOB,       /* ... --flags ... "Job ID: " and a UUID */
    SHAPE_DREAM      /* a command line of -s -W -H -C -A flags */
};

/* A value that rows of the table are held against, and what was found out of
 * it: a generator's megabyte is read once, however many rows ask for a member
 * or a setting.  Memory is only needed for JSON, which without it is none. */
struct reading {
    struct arena *arena;
    struct span value;    /* without the blanks around it */
    struct span settings; /* see recognise_settings; once `settled` */
    struct span json;     /* the value, or the JSON that it has in a string;
                             once `opened` */
    struct peek_list *members; /* of a map; NULL: not asked for */
    bool settled, opened;
    bool quotes; /* of a text file, which may quote settings within a line */
};

struct reading recognise_of(struct arena *a, struct span value);

/* recognise is whether a value has this shape. */
bool recognise(struct reading *r, enum shape shape, const char *arg);

/* recognise_firsts is a list, which '|' divides, of what begins with the bytes
 * that a value of this shape may begin with, blanks apart; NULL where it may be
 * any.  Nothing has no shape. */
const char *recognise_firsts(enum shape shape, const char *arg);

/* recognise_settings is the line "Steps: 20, Sampler: ..." of a text as the
 * web UIs write it, to the end of the text; empty where there is none. */
struct span recognise_settings(struct reading *r);

/* recognise_setting is the value behind a key of that line (", Model: "), or
 * empty. */
struct span recognise_setting(struct reading *r, struct span key);

#endif
