/* SPDX-License-Identifier: Apache-2.0
 * format.h - what a container format is, and what it may do.
 *
 * A format knows bytes.  It recognises its own files, walks their structure,
 * and hands over two lists: blocks (what the file is made of, in order) and
 * slots (places that hold metadata, text or another file).  It does not know
 * what a slot means, and nothing in this folder knows what a label says.
 *
 * To add a format: write formats/NAME.c with a `const struct format
 * format_NAME`, add its line to formats/list.h, and its cases to corpus/. */
#ifndef FORMATS_FORMAT_H
#define FORMATS_FORMAT_H

#include "base/arena.h"
#include "base/charset.h"
#include "base/inflate.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/reader.h"

enum media {
    MEDIA_NONE,
    MEDIA_IMAGE,
    MEDIA_AUDIO,
    MEDIA_VIDEO,
    MEDIA_TEXT,
    MEDIA_CODE,
    MEDIA_DOCUMENT,
    MEDIA_PACKAGE
};

enum slot_kind {
    SLOT_EXIF,    /* a TIFF stream, from its byte-order mark on */
    SLOT_XMP,     /* an XMP packet, joined, without its container's header */
    SLOT_IPTC,    /* IIM records */
    SLOT_ICC,     /* a colour profile, joined; its name as key */
    SLOT_JUMBF,   /* a JUMBF superbox, joined (C2PA lives in these) */
    SLOT_FIELD,   /* key = value, as the container names them */
    SLOT_COMMENT, /* free text that has no key; a comment in code */
    SLOT_TEXT,    /* text that a person would read, in UTF-8 */
    SLOT_PART,    /* a whole file inside this one, its path as key */
    SLOT_TAIL,    /* bytes after the end of the format */
    SLOT_JSON,    /* a JSON text of its own: JSON-LD in HTML */
    SLOT_OTHER    /* a private or unknown segment, its name as key */
};

enum {
    SLOT_DERIVED = 1, /* data was unpacked or joined: not bytes of the file */
    SLOT_HIDDEN = 2,  /* text that is there but that no one is shown */
    SLOT_START = 4,   /* text that a person reads first: a header, a title */
    SLOT_QUOTED = 8,  /* text that is cited: a quotation, a code sample */
    SLOT_CUT = 16,    /* the end of it is missing */
    SLOT_BODY = 32    /* a part that is the document itself: a chapter */
};

enum note_kind {
    NOTE_TRUNCATED, /* a structure says it is longer than the file is */
    NOTE_BROKEN,    /* a structure breaks its specification */
    NOTE_ODD        /* legal, but what an attack would also look like */
};

struct range {
    uint64_t off, len;
};

struct block {
    struct span name;
    struct range at;
    uint32_t up; /* index of the block that holds it; its own at the top */
};

struct slot {
    enum slot_kind kind;
    unsigned flags;
    struct span space; /* of a field: where its key is from, "tEXt", "pdf" */
    struct span key;   /* "Comment", "APP13", a part's path; may be empty */
    struct span data;  /* lives as long as the scan; of a SLOT_PART and a
                          SLOT_TAIL empty: they are read at `at` on demand,
                          unless the part had to be unpacked, or the tail is
                          a short text */
    struct range at;   /* where in the file it came from */
    uint32_t block;    /* of a joined slot: the first; the others follow it in
                          `pieces` */
    const struct range *pieces; /* of a joined slot: the file's ranges, in */
    uint32_t piece_count;       /* order, containers' headers included */
    const struct text_map *map; /* of a text: from its offsets to the file's;
                                   NULL: data is the bytes at `at`, or, where
                                   it is derived, its places are not known */
};

/* A table of these, ended by a zero, says which structures are slots whole. */
struct slot_id {
    char id[8];
    enum slot_kind kind;
};

/* A walk is a format's only door to the world: it reads the input through it
 * and reports through it.  Like a reader it fails for good: out of memory, at
 * a limit or told to stop, it yields nothing more and walk_ok() is false, so
 * a format returns void and has no errors to hand on. */
struct walk;

bool walk_ok(const struct walk *w);
uint64_t walk_size(const struct walk *w);
const struct limits *walk_limits(const struct walk *w);
struct arena *walk_arena(struct walk *w);

/* walk_ending is the name's ending after the last dot, in lower case and
 * without it: "md"; empty where there is none.  For text only: other formats
 * are known by their bytes. */
struct span walk_ending(const struct walk *w);

/* walk_media says what this file is, where that is not format.media; and
 * walk_mime the more exact media type. */
void walk_media(struct walk *w, enum media media);
void walk_mime(struct walk *w, const char *mime);

/* walk_lasts says how many seconds a film or sound lasts, as its container
 * tells; what is no such number is not kept. */
void walk_lasts(struct walk *w, double seconds);

/* walk_drawn says that the file holds pictures which are no files of their own
 * and so no parts: their pixels are not looked at. */
void walk_drawn(struct walk *w);

/* walk_become says that the file is of another format than the one that bid
 * for it: a package whose members make it a document. */
struct format;
void walk_become(struct walk *w, const struct format *format);

/* walk_view is [off, off + len) of the input, or an empty span where that is
 * not wholly inside it.  What it shows lives as long as the scan. */
struct span walk_view(struct walk *w, uint64_t off, uint64_t len);
struct reader walk_read(struct walk *w, uint64_t off, uint64_t len);

/* walk_window is the input from off on, as much as comes at once (all of it
 * where it is in memory), and empty at its end.  It is good until the next
 * call: for passing over much without keeping it. */
struct span walk_window(struct walk *w, uint64_t off);

/* walk_step counts n units of work that read nothing; false at the limit. */
bool walk_step(struct walk *w, uint64_t n);

/* walk_alloc is n zeroed bytes that live as long as the scan, for joined
 * data; NULL without memory, and then the walk has failed. */
void *walk_alloc(struct walk *w, uint64_t n);

/* walk_raw is the same with whatever was there, for what is written before it
 * is read. */
void *walk_raw(struct walk *w, uint64_t n);

/* walk_inflate unpacks a zlib stream, walk_unpack any, within the limits.
 * Damage is a note and keeps what came before it; a limit is noted by name,
 * makes the coverage incomplete and keeps what fitted, and the walk goes on. */
struct span walk_inflate(struct walk *w, struct span packed);
struct span walk_unpack(struct walk *w, struct span packed, enum packing how);

/* walk_sized is walk_unpack of a stream that is said to hold `size` bytes. */
struct span walk_sized(struct walk *w, struct span packed, enum packing how,
                       uint64_t size);

/* walk_first is walk_unpack of a stream that something may follow: *rest is
 * what is behind it, and empty where its own end was not reached. */
struct span walk_first(struct walk *w, struct span packed, enum packing how,
                       struct span *rest);

/* walk_block lists a block at the top, walk_child one inside another. */
uint32_t walk_block(struct walk *w, struct span name, uint64_t off,
                    uint64_t len);
uint32_t walk_child(struct walk *w, uint32_t up, struct span name,
                    struct range at);
void walk_slot(struct walk *w, struct slot s);
/* walk_story yields a text as two slots: its beginning, to the end of a line,
 * as what a person reads first (SLOT_START), and the rest. */
void walk_story(struct walk *w, struct slot s);
void walk_known(struct walk *w, const struct slot_id *known, struct span id,
                struct slot s); /* the slot at s.at, if id is in the table */
/* walk_exif yields the TIFF stream at s.at; some writers put the header of
 * JPEG's segment before it, where the format wants none. */
void walk_exif(struct walk *w, struct slot s);
void walk_note(struct walk *w, enum note_kind kind, uint64_t off,
               const char *what);
uint32_t walk_noted(const struct walk *w); /* how much was, so far */
void walk_tail(struct walk *w, uint64_t end);

/* walk_partial says that something was passed over at this limit, without
 * ending the walk: doc->limit gets the first such name. */
void walk_partial(struct walk *w, const char *limit);

struct pixels; /* pixels.h */

struct format {
    const char *name;  /* "png": what reports and options call it */
    const char *mime;  /* "image/png" */
    const char *files; /* "png apng": usual name endings, for a note only */
    enum media media;
    const char *verified; /* how this reader was checked: "real files" */

    /* probe says how many bits of the head it has checked and found right, 0
     * where this is not its format; the highest bid walks the file. */
    unsigned (*probe)(struct span head, uint64_t size);

    void (*walk)(struct walk *w);

    /* pixels decodes the picture; NULL where this build cannot. */
    bool (*pixels)(struct walk *w, struct pixels *out);
};

/* format_of is the format that bids most for these bytes, or NULL. */
const struct format *format_of(struct span head, uint64_t size);
const struct format *format_named(const char *name);
const struct format *format_at(size_t i); /* NULL past the last */

#endif
