/* SPDX-License-Identifier: Apache-2.0
 * pdf_object.h - objects of PDF: their syntax, and where to find them. */
#ifndef FORMATS_PDF_OBJECT_H
#define FORMATS_PDF_OBJECT_H

#include "formats/format.h"

enum pdf_kind {
    PDF_NULL,
    PDF_BOOL,
    PDF_NUMBER,
    PDF_NAME,   /* text: without the slash, #xx decoded */
    PDF_STRING, /* text: the bytes */
    PDF_ARRAY,
    PDF_DICT,
    PDF_REF, /* number: of the object */
    PDF_WORD /* anything else: obj, stream, an operator */
};

struct pdf_obj {
    enum pdf_kind kind;
    double number;
    struct span text, key; /* key: in a dictionary */
    const struct pdf_obj *child, *next;
};

/* What an object is called: part of the key of its strings and streams. */
struct pdf_id {
    uint64_t number, generation;
};

struct pdf_crypt; /* the key of a document (pdf_crypt.c) */

/* The classes of characters [PDF 7.2.3].  What is neither space nor delimiter
 * is regular; the digits are what a number is written with. */
enum pdf_class {
    PDF_REGULAR,
    PDF_DIGIT,
    PDF_SPACE,
    PDF_DELIMITER
};

extern const uint8_t pdf_class[256];

static inline bool pdf_is_space(uint8_t c)
{
    return pdf_class[c] == PDF_SPACE;
}

static inline bool pdf_is_digit(uint8_t c)
{
    return pdf_class[c] == PDF_DIGIT;
}

/* Where objects are parsed from, and the nodes that they are made of: cut from
 * the arena as they are wanted, or for a page's content those that there are.
 */
struct pdf_lex {
    struct walk *w;
    struct span src;
    size_t at;
    struct pdf_obj *pool;
    size_t pool_len, pool_used;
    bool content; /* of a page: there are no references [PDF 7.8.2] */
    bool ran_out; /* the source ended inside an object */
    const struct pdf_crypt *crypt; /* undoes strings; NULL: they are plain */
    struct pdf_id id;              /* of the object that holds them */
};

/* pdf_parse is the next object, or NULL at the end or at damage. */
const struct pdf_obj *pdf_parse(struct pdf_lex *l);

/* pdf_get is what a dictionary has under this name, or NULL; d may be NULL
 * and anything but a dictionary. */
const struct pdf_obj *pdf_get(const struct pdf_obj *d, const char *name);

/* pdf_is is whether o is this name. */
bool pdf_is(const struct pdf_obj *o, const char *name);

/* pdf_whole is o as a whole number in [0, most]; false where it is none. */
bool pdf_whole(const struct pdf_obj *o, uint64_t most, uint64_t *to);

/* pdf_utf8 is a text string [PDF 7.9.2.2] in UTF-8. */
struct span pdf_utf8(struct walk *w, struct span s);

/* ---- the file (pdf_xref.c) ---- */

struct pdf_section; /* a part of a cross-reference */
struct pdf_packed;  /* an unpacked object stream */
struct pdf_kept;    /* a parsed object */
struct pdf_font;    /* one that was read */

enum {
    PDF_FILES = 256 /* that go with a document, or are embedded in it */
};

struct pdf {
    struct walk *w;
    uint64_t base; /* of "%PDF-": offsets in the file count from it */
    struct pdf_section *sections;
    uint32_t section_count;
    struct pdf_packed *packed;
    uint32_t packed_count;
    struct pdf_kept *kept;            /* NULL: none are */
    struct pdf_font *fonts;           /* the latest first */
    const struct pdf_obj *trailer[2]; /* the newest; and of older ones, the
                                         first that has a Root */
    struct pdf_found *found;          /* objects found by search, by number */
    size_t found_count;
    uint64_t files[PDF_FILES]; /* offsets of those that were yielded */
    uint32_t file_count;
    bool searched;
    bool tried;                    /* the key */
    bool locked;                   /* it is encrypted, and we have no key */
    const struct pdf_crypt *crypt; /* the key; NULL without, or where plain */
};

/* An object of the file. */
struct pdf_item {
    const struct pdf_obj *obj; /* NULL: there is none */
    struct range at;           /* of the object; of one in an object stream,
                                  of that stream's bytes */
    struct range stream;       /* its packed bytes; empty without a stream */
    struct pdf_id id;
    bool packed; /* it was in an object stream */
};

/* pdf_open reads the cross-reference, or searches for objects where there is
 * none that holds. */
void pdf_open(struct pdf *p);

/* pdf_unlock tries the empty password on an encrypted document, once. */
void pdf_unlock(struct pdf *p);

/* pdf_string is a string of that object, and pdf_plain the bytes of a stream,
 * as they were before they were encrypted; empty where they cannot be. */
struct span pdf_string(const struct pdf_lex *l, struct span s);
struct span pdf_plain(struct pdf *p, const struct pdf_item *item,
                      struct span s);

/* pdf_item is the object a reference is to, or o itself where it is none. */
struct pdf_item pdf_item(struct pdf *p, const struct pdf_obj *o);

/* pdf_obj_of is the same for those who want no stream. */
const struct pdf_obj *pdf_obj_of(struct pdf *p, const struct pdf_obj *o);

/* pdf_entry is pdf_get, and the reference followed. */
const struct pdf_obj *pdf_entry(struct pdf *p, const struct pdf_obj *d,
                                const char *name);

/* pdf_stream is the unpacked bytes of a stream.  Filters of pictures end it:
 * *left is then the name of the first filter that was not undone. */
struct span pdf_stream(struct pdf *p, const struct pdf_item *item,
                       struct span *left);

/* pdf_root is a key of the trailer, by the newest that has it. */
const struct pdf_obj *pdf_root(struct pdf *p, const char *name);

/* pdf_page yields the text of a page that a person sees, and what only a
 * machine does (pdf_text.c). */
void pdf_page(struct pdf *p, const struct pdf_obj *page,
              const struct pdf_obj *resources, struct slot s);

/* pdf_instead puts what an element of the structure or a list of properties has
 * in place of a picture or of characters, and is whether it has any
 * (pdf_struct.c). */
struct buf;
bool pdf_instead(struct pdf *p, const struct pdf_obj *of, struct buf *to);

/* pdf_alternates yields what the structure of the document says in place of
 * the pictures of a page, which is an object of that number, the first page or,
 * backward, the last (pdf_struct.c). */
void pdf_alternates(struct pdf *p, const struct pdf_obj *catalog, double page,
                    bool backward);

#endif
