/* SPDX-License-Identifier: Apache-2.0
 * hwpx.c - HWPX: Korean office documents as a package of XML.
 *
 * [OWPML] KS X 6101:2018, Open Word-processor Markup Language: metadata in
 * Contents/content.hpf, text in Contents/sectionN.xml, pictures in BinData/.
 * What is encrypted META-INF/manifest.xml says, as in OpenDocument. */
#include "formats/zip.h"

static const struct package_word body[] = {
    {"t", TEXT_RUN},
    {"p", TEXT_LINE},
    {"tab", TEXT_GAP},
    {"lineBreak", TEXT_GAP},
    {"fwSpace", TEXT_GAP},
    {"nbSpace", TEXT_GAP},
    {"hiddenComment", TEXT_SKIP},
    {"deleteBegin", TEXT_SKIP},
    {NULL, 0},
};

static const struct package_seal manifest = {"META-INF/manifest.xml",
                                             "full-path", "encryption-data"};

static unsigned hwpx_probe(struct span head, uint64_t size)
{
    (void)head;
    (void)size;
    return 0; /* known by its members: zip.c asks */
}

static bool hwpx_is(struct zip *z)
{
    return span_starts(package_mimetype(z), SPAN("application/hwp+zip")) ||
           zip_find(z, "Contents/content.hpf");
}

static void hwpx_walk(struct zip *z)
{
    package_seals(z, &manifest);
    package_fields(z, zip_find(z, "Contents/content.hpf"), " metadata ",
                   SPAN("hwpx"));
    for (uint32_t i = 0; i < z->count && walk_ok(z->w); i++) {
        const struct zip_entry *e = &z->list[i];

        if (zip_like(e->name, "Contents/section0.xml", ""))
            package_text(z, e, body, 0, true);
        else if (zip_like(e->name, "Contents/section", ".xml"))
            package_text(z, e, body, 0, false);
        else if (zip_like(e->name, "BinData/", "") ||
                 zip_like(e->name, "Contents/BinData/", ""))
            zip_part(z, e, 0);
    }
}

const struct format format_hwpx = {
    .name = "hwpx",
    .mime = "application/hwp+zip",
    .files = "hwpx",
    .media = MEDIA_DOCUMENT,
    .probe = hwpx_probe,
    .verified = "files of Hangul 2016, rhwp and hwpxjs",
};

const struct package package_hwpx = {&format_hwpx, hwpx_is, hwpx_walk};
