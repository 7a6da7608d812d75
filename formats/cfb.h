/* SPDX-License-Identifier: Apache-2.0
 * cfb.h - compound files: streams in a file system in a file.
 *
 * [CFB] MS-CFB, Microsoft, version 12.0: sectors, chained by a table (FAT);
 * small streams in a stream of their own, with a table of its own. */
#ifndef FORMATS_CFB_H
#define FORMATS_CFB_H

#include "formats/format.h"

struct cfb_entry {
    struct span name; /* UTF-8; the root has "Root Entry" */
    uint32_t left, right, child;
    uint32_t start; /* its first sector */
    uint64_t size;
    uint8_t type; /* 1 storage, 2 stream, 5 root */
    uint32_t block;
};

struct cfb {
    struct walk *w;
    uint64_t sector, mini; /* bytes of a sector of either kind */
    uint64_t cutoff;       /* streams below this size are small */
    uint32_t in;           /* the storage whose document is read; 0: the root */
    bool inner;            /* a document within the file's own */
    struct span fat, mini_fat;
    struct cfb_entry *list;
    uint32_t count;
    uint32_t *seen, turn; /* of each entry: when it was last among children */
    uint32_t *found;      /* children among which one is looked for */
    struct span small;    /* the stream of small streams */
};

/* cfb_open reads tables and directory; false where the file is none, or so
 * broken that nothing can be found. */
bool cfb_open(struct cfb *c);

/* cfb_find is the child of this name of an entry (0: the root), whatever the
 * case of its letters; NULL where there is none. */
const struct cfb_entry *cfb_find(struct cfb *c, uint32_t in, const char *name);

/* cfb_children fills `to` with the numbers of an entry's children, in the
 * order of the directory, at most `most`; the result is how many. */
uint32_t cfb_children(struct cfb *c, uint32_t in, uint32_t *to, uint32_t most);

/* cfb_names is whether a whole compound file in memory has an entry of this
 * name. */
bool cfb_names(struct span file, const char *name);

/* cfb_data joins a stream.  *at is its first sector's place in the file;
 * *whole says that all of it is there, in one piece. */
struct span cfb_data(struct cfb *c, const struct cfb_entry *e, struct range *at,
                     bool *whole);

/* ole_properties yields a property set as fields (ole.c). */
void ole_properties(struct walk *w, struct slot s);

/* cfb_mime says what the file is, where the document read is the file's own;
 * cfb_story yields its running text, and that of an inner one as any text. */
void cfb_mime(struct cfb *c, const char *mime);
void cfb_story(struct cfb *c, struct slot s);

/* doc_walk, xls_walk and ppt_walk yield the text of the old office document in
 * the storage c->in, msg_walk that of messages; false where it is none of
 * theirs. */
bool doc_walk(struct cfb *c);
bool xls_walk(struct cfb *c);
bool ppt_walk(struct cfb *c);
bool msg_walk(struct cfb *c);

/* blip_take yields the pictures in drawings (blip.c), whose stream stands at
 * place.at, and as hidden text of the key "alt" what is said in their place;
 * blip_stream those of a stream in the root. */
void blip_take(struct walk *w, struct span data, struct slot place);
void blip_stream(struct cfb *c, const char *name);

/* hwp_walk reads a compound file as HWP; false where it is none (hwp.c). */
bool hwp_walk(struct cfb *c);

extern const struct format format_hwp;

#endif
