/* SPDX-License-Identifier: Apache-2.0
 * zip.h - ZIP archives: their members, and what packages of documents share.
 *
 * [ZIP] .ZIP File Format Specification 6.3.10, PKWARE 2022. */
#ifndef FORMATS_ZIP_H
#define FORMATS_ZIP_H

#include "formats/format.h"

enum {
    ZIP_SEALED = 1 /* of flags [ZIP 4.4.4]: it is encrypted */
};

struct zip_entry {
    struct span name; /* as written: UTF-8 or an old code page */
    uint64_t off;     /* of its local header */
    uint64_t packed, size;
    uint32_t block;
    uint16_t method, flags;
};

struct zip {
    struct walk *w;
    struct zip_entry *list; /* in the order of the central directory */
    uint32_t count;
    uint64_t unpacked; /* bytes so far */
};

/* zip_find is the entry of this name, or NULL. */
const struct zip_entry *zip_find(const struct zip *z, const char *name);

/* zip_data is what an entry holds, unpacked; *at is where its packed bytes
 * are.  Empty where it is encrypted, packed in an unknown way, or past what
 * may be unpacked of one archive, which is then said. */
struct span zip_data(struct zip *z, const struct zip_entry *e,
                     struct range *at);

/* zip_part yields a member as a file of its own, with these flags beside those
 * that tell how it was packed. */
void zip_part(struct zip *z, const struct zip_entry *e, unsigned flags);

/* zip_store yields the manifest store of a package [C2PA A.4.4]. */
void zip_store(struct zip *z);

/* zip_like is whether a name begins and ends with these. */
bool zip_like(struct span name, const char *begin, const char *end);

/* A kind of package: zip.c looks for the first whose `is` says so. */
struct package {
    const struct format *format;
    bool (*is)(struct zip *z);
    void (*walk)(struct zip *z);
};

extern const struct package package_ooxml, package_odf, package_epub,
    package_hwpx;

/* ---- what packages share (package.c) ---- */

/* What an element of an XML part is for the text in it. */
enum {
    TEXT_RUN = 1,        /* all text inside is shown */
    TEXT_LINE = 2,       /* ends a line */
    TEXT_GAP = 4,        /* is a space */
    TEXT_SKIP = 8,       /* nothing inside is shown */
    TEXT_HIDE = 16,      /* hides the rest of */
    TEXT_HELD = 32,      /* the element that holds its parent */
    TEXT_ASIDE = 64,     /* what is inside is not part of the work: hidden */
    TEXT_ALT = 128,      /* text inside describes a picture */
    TEXT_DESCRIBED = 256 /* has that as an attribute, descr or title */
};

/* A local name; with its usual prefix where others have the same.  A list of
 * them, at most 24, ends with NULL. */
struct package_word {
    const char *name;
    unsigned is;
};

/* package_text yields the text of a part; of one that is not all read first
 * (SLOT_START not in flags) its beginning still is, where `first`.  Texts that
 * describe pictures come as hidden text of the key "alt". */
void package_text(struct zip *z, const struct zip_entry *e,
                  const struct package_word *list, unsigned flags, bool first);

/* package_fields yields the children of every element `holder` as fields: by
 * their attribute name or property, else by their local name. */
void package_fields(struct zip *z, const struct zip_entry *e,
                    const char *holder, struct span space);

/* How a part says which members are encrypted: an attribute `path` names one,
 * and an element `sealed`, that one or another inside it, seals it. */
struct package_seal {
    const char *part, *path, *sealed;
};

/* package_seals takes these members for encrypted, as zip_data then does. */
void package_seals(struct zip *z, const struct package_seal *how);

/* package_mimetype is what the member "mimetype" says, which stands first. */
struct span package_mimetype(struct zip *z);

#endif
