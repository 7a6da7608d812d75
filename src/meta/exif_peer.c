/* SPDX-License-Identifier: Apache-2.0
 * exif_peer.c - libexif as the second reader; the one file with <libexif/...>.
 *
 * [EXIF] CIPA DC-008-2023 (Exif 3.0).  [TIFF] TIFF 6.0, section 2.
 *
 * libexif does not say where it stopped, nor why: an entry that it has no copy
 * of is one that it did not see.  It copies each value by itself into memory of
 * its own, which the length of a stream and the number of entries bound. */
#include "meta/exif_peer.h"

#include "base/arena.h"
#include "base/plug.h"

#include <libexif/exif-data.h>

#define CALLS(X)              \
    X(exif_data_new)          \
    X(exif_data_unset_option) \
    X(exif_data_load_data)    \
    X(exif_data_unref)        \
    X(exif_content_get_entry)

/* Loaded by whoever asks first, for all. */
static struct {
    CALLS(PLUG_MEMBER)
} lib;

static const char *const names[] = {CALLS(PLUG_NAME)};
static struct plug library = PLUG(LIBEXIF, names, lib);

enum {
    HEAD = 6,     /* bytes of "Exif\0\0" */
    MOST = 65000, /* libexif cuts what is longer without a word */
    MAGIC = 42,
    NEXT = 4,  /* bytes of the next directory's offset */
    TYPES = 12 /* of [TIFF], the last one DOUBLE */
};

static ExifIfd ifd_of(enum exif_dir dir)
{
    switch (dir) {
    case DIR_0: return EXIF_IFD_0;
    case DIR_1: return EXIF_IFD_1;
    case DIR_EXIF: return EXIF_IFD_EXIF;
    case DIR_GPS: return EXIF_IFD_GPS;
    case DIR_INTEROP: break;
    }
    return EXIF_IFD_INTEROPERABILITY;
}

/* ---- what both must see -------------------------------------------------- */

/* lead is where an entry leads; 0 where it is not one LONG, or leads outside.
 */
static uint64_t lead(const struct tiff *t, const struct ifd_entry *e)
{
    uint64_t off = ifd_number(t, e, 0);

    return e->type == IFD_LONG && e->count == 1 && off < t->data.len ? off : 0;
}

/* is_at is whether the first directory of this kind is at off; without an
 * offset, whether there is none. */
static bool is_at(const struct exif_dirs *dirs, enum exif_dir dir, uint64_t off)
{
    for (size_t i = 0; i < dirs->count; i++)
        if (dirs->list[i].dir == dir)
            return dirs->list[i].off == off;
    return !off;
}

/* is_plain is whether an entry of a directory is as it should be. */
static bool is_plain(const struct tiff *t, const struct exif_dirs *dirs,
                     enum exif_dir in, const struct ifd_entry *e)
{
    uint64_t off = lead(t, e);

    switch (e->tag) {
    case TAG_EXIF: return off && in == DIR_0 && is_at(dirs, DIR_EXIF, off);
    case TAG_GPS: return off && in == DIR_0 && is_at(dirs, DIR_GPS, off);
    case TAG_INTEROP:
        return off && in == DIR_EXIF && is_at(dirs, DIR_INTEROP, off);
    case TAG_THUMB:
    case TAG_THUMB_LEN: return off;
    default: return e->type && e->type <= TYPES && e->inside;
    }
}

/* is_clear is whether these bytes, which libexif does not get, lie over no
 * directory, nor over where the next one is said to be. */
static bool is_clear(const struct tiff *t, const struct exif_dirs *dirs,
                     struct range hidden)
{
    struct ifd d;

    for (size_t i = 0; i < dirs->count; i++) {
        uint64_t from = dirs->list[i].off;

        ifd_open(t, from, &d);
        if (from < hidden.off + hidden.len && hidden.off < d.end + NEXT)
            return false;
    }
    return true;
}

bool peer_agrees(const struct tiff *t, const struct exif_dirs *dirs)
{
    struct ifd_entry e;
    struct ifd d;

    if (tiff_uint(t, span_cut(t->data, 2, 2), 2) != MAGIC)
        return false;
    for (size_t i = 0; i < dirs->count; i++) {
        enum exif_dir in = dirs->list[i].dir;

        if (!ifd_open(t, dirs->list[i].off, &d) || d.cut)
            return false;
        if (in == DIR_0 ? !is_at(dirs, DIR_1, d.next) : in == DIR_1 && d.next)
            return false;
        for (uint32_t k = 0; ifd_at(t, &d, k, &e); k++)
            if (!is_plain(t, dirs, in, &e) ||
                (e.tag == TAG_MAKER &&
                 !is_clear(t, dirs, (struct range){e.at, e.len})))
                return false;
    }
    return true;
}

/* ---- what libexif sees --------------------------------------------------- */

/* blank takes the MakerNotes of a directory out of what libexif gets: they
 * follow vendors' formats, and nothing here needs them. */
static void blank(const struct tiff *t, uint64_t off, uint8_t *copy)
{
    struct ifd_entry e;
    struct ifd d;

    ifd_open(t, off, &d);
    for (uint32_t k = 0; ifd_at(t, &d, k, &e); k++)
        if (e.tag == TAG_MAKER && e.inside && e.len)
            memset(copy + e.at, 0, (size_t)e.len);
}

/* has is whether libexif has every entry of a directory. */
static bool has(ExifContent *of, const struct tiff *t, uint64_t off)
{
    struct ifd_entry e;
    struct ifd d;

    ifd_open(t, off, &d);
    for (uint32_t k = 0; ifd_at(t, &d, k, &e); k++) {
        bool apart = e.tag == TAG_EXIF || e.tag == TAG_GPS ||
                     e.tag == TAG_INTEROP || e.tag == TAG_THUMB ||
                     e.tag == TAG_THUMB_LEN;

        if (!apart && e.inside && e.len && e.type != IFD_UTF8 &&
            !lib.exif_content_get_entry(of, (ExifTag)e.tag))
            return false;
    }
    return true;
}

bool peer_ready(void)
{
    return plug_once(&library);
}

bool peer_sees(const struct tiff *t, const struct exif_dirs *dirs)
{
    size_t n = t->data.len;
    struct arena own;
    uint8_t *copy;
    ExifData *data;
    bool all = true;

    arena_init(&own, HEAD + MOST + 1);
    copy = n <= MOST ? arena_raw(&own, HEAD + n) : NULL;
    data = copy ? lib.exif_data_new() : NULL;
    if (data) {
        memcpy(copy, "Exif\0\0", HEAD);
        memcpy(copy + HEAD, t->data.ptr, n);
        for (size_t i = 0; i < dirs->count; i++)
            blank(t, dirs->list[i].off, copy + HEAD);
        lib.exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        lib.exif_data_unset_option(data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
        lib.exif_data_load_data(data, copy, (unsigned)(HEAD + n));
        for (size_t i = 0; i < dirs->count && all; i++)
            all =
                has(data->ifd[ifd_of(dirs->list[i].dir)], t, dirs->list[i].off);
        lib.exif_data_unref(data);
    }
    arena_reset(&own);
    return all;
}
