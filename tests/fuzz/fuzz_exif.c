/* SPDX-License-Identifier: Apache-2.0
 * fuzz_exif.c - EXIF to fields, and libexif beside it: what peer_agrees takes
 * for plain it sees whole. */
#include "tests/fuzz/slotted.h"

#include "meta/exif_peer.h"

enum {
    TAGS = 1000
};

static void wait(struct exif_dirs *d, uint64_t off, enum exif_dir dir)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->list[i].off == off)
            return;
    if (off && d->count < sizeof(d->list) / sizeof(d->list[0]))
        d->list[d->count++] = (struct exif_dir_at){off, dir};
}

/* find lists the directories of a stream, and counts their entries. */
static size_t find(const struct tiff *t, struct exif_dirs *d)
{
    struct ifd_entry e;
    size_t total = 0;
    struct ifd ifd;

    wait(d, t->first, DIR_0);
    for (size_t i = 0; i < d->count; i++) {
        ifd_open(t, d->list[i].off, &ifd);
        total += ifd.count;
        for (uint32_t k = 0; ifd_at(t, &ifd, k, &e); k++) {
            uint64_t off = ifd_number(t, &e, 0);

            if (e.tag == TAG_EXIF)
                wait(d, off, DIR_EXIF);
            if (e.tag == TAG_GPS)
                wait(d, off, DIR_GPS);
            if (e.tag == TAG_INTEROP)
                wait(d, off, DIR_INTEROP);
        }
        if (d->list[i].dir == DIR_0 || d->list[i].dir == DIR_1)
            wait(d, ifd.next, DIR_1);
    }
    return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tiff t = {.data = {data, size}};
    struct exif_dirs d = {0};

    if (peer_ready() && tiff_open(&t) && find(&t, &d) < TAGS &&
        peer_agrees(&t, &d) && !peer_sees(&t, &d))
        abort();
    return fuzz_slot(SLOT_EXIF, data, size);
}
