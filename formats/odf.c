/* SPDX-License-Identifier: Apache-2.0
 * odf.c - OpenDocument and EPUB: packages whose first member names them.
 *
 * [ODF] OpenDocument 1.3, parts 2 (packages; 4.8.4 what is encrypted) and 3
 * (meta.xml, content.xml).  With a password LibreOffice 24.8 and later put the
 * whole package into a member "encrypted-package".
 * [EPUB] EPUB 3.3, W3C 2023: container.xml names the package document, which
 * holds the metadata; chapters are XHTML and are read as files of their own;
 * 4.2.6.3.2: encryption.xml names what is encrypted. */
#include "formats/zip.h"

#include "base/xml.h"

static const struct package_word body[] = {
    {"p", TEXT_RUN | TEXT_LINE},
    {"h", TEXT_RUN | TEXT_LINE},
    {"table-row", TEXT_LINE},
    {"tab", TEXT_GAP},
    {"s", TEXT_GAP},
    {"line-break", TEXT_GAP},
    {"table-cell", TEXT_GAP},
    {"tracked-changes", TEXT_SKIP},
    {"dc:creator", TEXT_SKIP},
    {"dc:date", TEXT_SKIP},
    {"annotation", TEXT_ASIDE},
    {"svg:title", TEXT_ALT},
    {"svg:desc", TEXT_ALT},
    {NULL, 0},
};

static const struct package_word edges[] = {
    {"header", TEXT_RUN | TEXT_LINE},
    {"footer", TEXT_RUN | TEXT_LINE},
    {"header-left", TEXT_RUN},
    {"footer-left", TEXT_RUN},
    {"p", TEXT_LINE},
    {"h", TEXT_LINE},
    {"tab", TEXT_GAP},
    {"s", TEXT_GAP},
    {"line-break", TEXT_GAP},
    {NULL, 0},
};

static const struct package_seal manifest = {"META-INF/manifest.xml",
                                             "full-path", "encryption-data"};
static const struct package_seal rights = {"META-INF/encryption.xml", "URI",
                                           "CipherReference"};

static unsigned none(struct span head, uint64_t size)
{
    (void)head;
    (void)size;
    return 0; /* known by its members: zip.c asks */
}

static bool odf_is(struct zip *z)
{
    return span_starts(package_mimetype(z),
                       SPAN("application/vnd.oasis.opendocument."));
}

static void odf_walk(struct zip *z)
{
    static const char *const kinds[] = {
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.graphics"};
    struct span mime = package_mimetype(z);
    struct range at;

    package_seals(z, &manifest);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (mime.len == strlen(kinds[i]) &&
            memcmp(mime.ptr, kinds[i], mime.len) == 0)
            walk_mime(z->w, kinds[i]);
    package_fields(z, zip_find(z, "meta.xml"), " meta ", SPAN("odf"));
    package_text(z, zip_find(z, "styles.xml"), edges, SLOT_START, false);
    package_text(z, zip_find(z, "content.xml"), body, 0, true);
    zip_data(z, zip_find(z, "encrypted-package"), &at);
    for (uint32_t i = 0; i < z->count && walk_ok(z->w); i++)
        if (zip_like(z->list[i].name, "Pictures/", "") ||
            zip_like(z->list[i].name, "Media/", ""))
            zip_part(z, &z->list[i], 0);
}

/* ---- EPUB ---- */

static bool epub_is(struct zip *z)
{
    return span_eq(package_mimetype(z), SPAN("application/epub+zip"));
}

struct root {
    struct arena *a;
    struct span path;
};

static bool root_start(void *ctx, const struct xml_event *e)
{
    struct root *r = ctx;

    for (size_t i = 0; i < e->attr_count; i++)
        if (span_eq(e->name, SPAN("rootfile")) &&
            span_eq(e->attrs[i].name, SPAN("full-path")) && !r->path.len)
            r->path = arena_copy(r->a, e->attrs[i].value);
    return r->path.len == 0;
}

/* package is the package document; by its usual ending where the container
 * does not say. */
static const struct zip_entry *package(struct zip *z)
{
    struct root r = {.a = walk_arena(z->w)};
    const struct xml_events to = {.ctx = &r, .start = root_start};
    const struct zip_entry *e = zip_find(z, "META-INF/container.xml");
    struct range at;
    struct span s = zip_data(z, e, &at);

    if (s.len)
        xml_read(r.a, s, XML_LAX, walk_limits(z->w), &to, NULL);
    for (uint32_t i = 0; i < z->count; i++)
        if (r.path.len ? span_eq(z->list[i].name, r.path)
                       : zip_like(z->list[i].name, "", ".opf"))
            return &z->list[i];
    return NULL;
}

static void epub_walk(struct zip *z)
{
    static const char *const ends[] = {".xhtml", ".html", ".htm", ".jpg",
                                       ".jpeg",  ".png",  ".gif", ".webp",
                                       ".svg",   ".mp3",  ".mp4", ".m4a"};
    enum {
        CHAPTERS = 3
    }; /* the first of these */

    package_seals(z, &rights);
    package_fields(z, package(z), " metadata ", SPAN("opf"));
    for (uint32_t i = 0; i < z->count && walk_ok(z->w); i++)
        for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
            if (zip_like(z->list[i].name, "", ends[k])) {
                zip_part(z, &z->list[i], k < CHAPTERS ? SLOT_BODY : 0);
                break;
            }
}

const struct format format_odf = {
    .name = "odf",
    .mime = "application/vnd.oasis.opendocument.text",
    .files = "odt ods odp odg",
    .media = MEDIA_DOCUMENT,
    .probe = none,
    .verified = "real files",
};

const struct format format_epub = {
    .name = "epub",
    .mime = "application/epub+zip",
    .files = "epub",
    .media = MEDIA_DOCUMENT,
    .probe = none,
    .verified = "real files",
};

const struct package package_odf = {&format_odf, odf_is, odf_walk};
const struct package package_epub = {&format_epub, epub_is, epub_walk};
