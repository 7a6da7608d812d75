/* SPDX-License-Identifier: Apache-2.0
 * heif.c - HEIF and AVIF: which of the box files are pictures.
 *
 * [HEIF] ISO/IEC 23008-12:2022, 10: brands.  [AVIF] AV1 Image File Format
 * 1.1, 2023.  The major brand may be the general "mif1"; then the list of
 * compatible brands tells HEIC from AVIF. */
#include "formats/bmff.h"
#include "formats/pixels.h"

enum {
    BRANDS = 64 /* of the list that are looked at */
};

static const char avif_brands[][5] = {"avif", "avis", "avio"};
static const char heif_brands[][5] = {"heic", "heix", "heim", "heis",
                                      "hevc", "hevx", "hevm", "hevs",
                                      "mif1", "mif2", "msf1", "miaf"};

static bool is_one(struct span brand, const char (*list)[5], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bmff_is(brand, list[i]))
            return true;
    return false;
}

static bool is_avif(struct span brand)
{
    return is_one(brand, avif_brands,
                  sizeof(avif_brands) / sizeof(avif_brands[0]));
}

static bool is_heif(struct span brand)
{
    return is_one(brand, heif_brands,
                  sizeof(heif_brands) / sizeof(heif_brands[0]));
}

/* bid looks at the major brand, and where it is only the general one, at the
 * others. */
static unsigned bid(struct span head, bool avif)
{
    struct reader r = reader_over(head);
    uint32_t len = read_u32be(&r);
    struct span type = read_span(&r, 4), major = read_span(&r, 4);
    bool some = is_avif(major);

    if (!reader_ok(&r) || !bmff_is(type, "ftyp") ||
        !(is_avif(major) || is_heif(major)))
        return 0;
    read_u32be(&r); /* version */
    for (unsigned i = 0; i < BRANDS && !some; i++) {
        if (reader_pos(&r) + 4 > len || reader_left(&r) < 4)
            break;
        some = is_avif(read_span(&r, 4));
    }
    return some == avif ? 64 : 0;
}

static unsigned avif_probe(struct span head, uint64_t size)
{
    (void)size;
    return bid(head, true);
}

static unsigned heif_probe(struct span head, uint64_t size)
{
    (void)size;
    return bid(head, false);
}

static void heif_walk(struct walk *w)
{
    struct bmff b = {0};

    bmff_walk(w, 0, &b);
    if (b.video && !b.images) /* a film under a picture's brand */
        walk_media(w, MEDIA_VIDEO);
    if (bmff_is(b.brand, "heic") || bmff_is(b.brand, "heix"))
        walk_mime(w, "image/heic");
}

const struct format format_avif = {
    .name = "avif",
    .mime = "image/avif",
    .files = "avif",
    .media = MEDIA_IMAGE,
    .probe = avif_probe,
    .verified = "real files",
    .walk = heif_walk,
    .pixels = avif_pixels,
};

const struct format format_heif = {
    .name = "heif",
    .mime = "image/heif",
    .files = "heic heif hif",
    .media = MEDIA_IMAGE,
    .probe = heif_probe,
    .verified = "real files",
    .walk = heif_walk,
    .pixels = heif_pixels,
};
