/* SPDX-License-Identifier: Apache-2.0
 * ooxml.c - Office Open XML: documents, workbooks, presentations.
 *
 * [OPC] ECMA-376-2:2021, 8.3 core properties.  [OOXML] ECMA-376-1:2016,
 * 22.2 extended and 22.3 custom properties, 17 words, 18 cells, 21 slides.
 *
 * Parts are known by their usual names, which all writers keep to but for a
 * number.  Text marked as hidden (w:vanish) is hidden; deleted text and the
 * second form of alternate content are not read.  Remarks of reviewers and a
 * speaker's notes are hidden too: programs show them beside the work while it
 * is written, and leave them out where it is printed, exported or shown. */
#include "formats/zip.h"

/* Which parts are what; the first line that fits counts. */
enum what {
    FIELDS_CORE,
    FIELDS_APP,
    FIELDS_CUSTOM,
    TEXT_BEGIN, /* text, of which the beginning is read first */
    TEXT_START, /* text that is all read first */
    TEXT_ON,    /* text further on */
    REMARKS,    /* what people say beside the work */
    MEDIA
};

static const struct {
    const char *begin, *end;
    enum what what;
} parts[] = {
    {"docProps/core", ".xml", FIELDS_CORE},
    {"package/services/metadata/core-properties/", ".psmdcp", FIELDS_CORE},
    {"docProps/app", ".xml", FIELDS_APP},
    {"docProps/custom", ".xml", FIELDS_CUSTOM},
    {"word/document", ".xml", TEXT_BEGIN},
    {"word/header", ".xml", TEXT_START},
    {"word/footer", ".xml", TEXT_START},
    {"word/footnotes", ".xml", TEXT_ON},
    {"word/endnotes", ".xml", TEXT_ON},
    {"word/comments.xml", "", REMARKS},
    {"ppt/slides/slide1.xml", "", TEXT_START},
    {"ppt/slides/slide", ".xml", TEXT_ON},
    {"ppt/comments/", ".xml", REMARKS},
    {"ppt/notesSlides/notesSlide", ".xml", REMARKS},
    {"xl/sharedStrings", ".xml", TEXT_BEGIN},
    {"xl/worksheets/sheet", ".xml", TEXT_ON},
    {"xl/drawings/drawing", ".xml", TEXT_ON},
    {"xl/comments", ".xml", REMARKS},
    {"xl/threadedComments/", ".xml", REMARKS},
    {"word/media/", "", MEDIA},
    {"ppt/media/", "", MEDIA},
    {"xl/media/", "", MEDIA},
    {"word/embeddings/", "", MEDIA},
    {"ppt/embeddings/", "", MEDIA},
    {"xl/embeddings/", "", MEDIA},
};

static const struct package_word text[] = {
    {"t", TEXT_RUN},
    {"oddHeader", TEXT_RUN | TEXT_LINE},
    {"oddFooter", TEXT_RUN | TEXT_LINE},
    {"firstHeader", TEXT_RUN | TEXT_LINE},
    {"firstFooter", TEXT_RUN | TEXT_LINE},
    {"p", TEXT_LINE},
    {"si", TEXT_LINE},
    {"tr", TEXT_LINE},
    {"row", TEXT_LINE},
    {"tab", TEXT_GAP},
    {"br", TEXT_GAP},
    {"cr", TEXT_GAP},
    {"tc", TEXT_GAP},
    {"c", TEXT_GAP},
    {"Fallback", TEXT_SKIP},
    {"rPh", TEXT_SKIP},
    {"vanish", TEXT_HIDE},
    {"r", TEXT_HELD},
    {"docPr", TEXT_DESCRIBED},
    {"cNvPr", TEXT_DESCRIBED},
    {NULL, 0},
};

static const struct package_word remarks[] = {
    {"t", TEXT_RUN},
    {"text", TEXT_RUN | TEXT_LINE},
    {"p", TEXT_LINE},
    {"tab", TEXT_GAP},
    {"br", TEXT_GAP},
    {"cr", TEXT_GAP},
    {"Fallback", TEXT_SKIP},
    {"rPh", TEXT_SKIP},
    {"docPr", TEXT_DESCRIBED},
    {"cNvPr", TEXT_DESCRIBED},
    {NULL, 0},
};

static void part(struct zip *z, const struct zip_entry *e, enum what what)
{
    switch (what) {
    case FIELDS_CORE:
        package_fields(z, e, " coreProperties ", SPAN("ooxml-core"));
        return;
    case FIELDS_APP:
        package_fields(z, e, " Properties ", SPAN("ooxml-app"));
        return;
    case FIELDS_CUSTOM:
        package_fields(z, e, " Properties ", SPAN("ooxml-custom"));
        return;
    case TEXT_BEGIN: package_text(z, e, text, 0, true); return;
    case TEXT_START: package_text(z, e, text, SLOT_START, false); return;
    case TEXT_ON: package_text(z, e, text, 0, false); return;
    case REMARKS: package_text(z, e, remarks, SLOT_HIDDEN, false); return;
    case MEDIA: zip_part(z, e, 0); return;
    }
}

static void ooxml_walk(struct zip *z)
{
    if (zip_find(z, "xl/workbook.xml"))
        walk_mime(z->w, "application/vnd.openxmlformats-officedocument."
                        "spreadsheetml.sheet");
    else if (zip_find(z, "ppt/presentation.xml"))
        walk_mime(z->w, "application/vnd.openxmlformats-officedocument."
                        "presentationml.presentation");
    for (uint32_t i = 0; i < z->count && walk_ok(z->w); i++)
        for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
            if (zip_like(z->list[i].name, parts[k].begin, parts[k].end)) {
                part(z, &z->list[i], parts[k].what);
                break;
            }
}

static bool ooxml_is(struct zip *z)
{
    return zip_find(z, "[Content_Types].xml") &&
           (zip_find(z, "_rels/.rels") || zip_find(z, "word/document.xml") ||
            zip_find(z, "xl/workbook.xml") ||
            zip_find(z, "ppt/presentation.xml"));
}

static unsigned ooxml_probe(struct span head, uint64_t size)
{
    (void)head;
    (void)size;
    return 0; /* known by its members: zip.c asks */
}

const struct format format_ooxml = {
    .name = "ooxml",
    .mime = "application/vnd.openxmlformats-officedocument."
            "wordprocessingml.document",
    .files = "docx xlsx pptx docm xlsm pptm dotx xltx potx",
    .media = MEDIA_DOCUMENT,
    .probe = ooxml_probe,
    .verified = "real files",
};

const struct package package_ooxml = {&format_ooxml, ooxml_is, ooxml_walk};
