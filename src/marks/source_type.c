/* SPDX-License-Identifier: Apache-2.0
 * source_type.c - the digital source type, wherever metadata states it. */
#include "marks/source_type.h"

#include "marks/mark.h"
#include "marks/shape.h"
#include "marks/traits.h"

/* clang-format off */
static const struct source_type terms[] = {
    {SPAN_OF("trainedAlgorithmicMedia"), GM_GENERATED, "ai", NULL},
    {SPAN_OF("compositeWithTrainedAlgorithmicMedia"), GM_ALTERED, "part-ai", NULL},
    {SPAN_OF("compositeSynthetic"), GM_ALTERED, "part-ai", NULL},
    {SPAN_OF("trainedAlgorithmicData"), GM_GENERATED, "ai", NULL},
    {SPAN_OF("composite"), GM_CLAIM_NONE, "open", NULL},
    {SPAN_OF("virtualRecording"), GM_CLAIM_NONE, "open", NULL},
    {SPAN_OF("screenCapture"), GM_CLAIM_NONE, "open", NULL},
    {SPAN_OF("algorithmicMedia"), GM_CLAIM_NONE, "algorithm", NULL},
    {SPAN_OF("algorithmicallyEnhanced"), GM_CLAIM_NONE, "algorithm", NULL},
    {SPAN_OF("dataDrivenMedia"), GM_CLAIM_NONE, "algorithm", NULL},
    {SPAN_OF("softwareImage"), GM_CLAIM_NONE, "algorithm", "digitalCreation"},
    {SPAN_OF("computationalCapture"), GM_CAPTURED, "captured", NULL},
    {SPAN_OF("digitalCapture"), GM_CAPTURED, "captured", NULL},
    {SPAN_OF("negativeFilm"), GM_CAPTURED, "captured", NULL},
    {SPAN_OF("positiveFilm"), GM_CAPTURED, "captured", NULL},
    {SPAN_OF("print"), GM_CAPTURED, "captured", NULL},
    {SPAN_OF("compositeCapture"), GM_CAPTURED, "captured", NULL},
    {SPAN_OF("humanEdits"), GM_CAPTURED, "human", NULL},
    {SPAN_OF("minorHumanEdits"), GM_CAPTURED, "human", "humanEdits"},
    {SPAN_OF("digitalCreation"), GM_CAPTURED, "human", NULL},
    {SPAN_OF("digitalArt"), GM_CAPTURED, "human", "digitalCreation"},
    {SPAN_OF("empty"), GM_CLAIM_NONE, "empty", NULL},
};

/* Other spellings in real files and in the specifications' own examples, in
 * lower case and without '_', '-' and '.'. */
static const struct {
    const char *wrong, *code;
} aliases[] = {
    {"compositedwithtrainedalgorithmicmedia", /* [C2PA] Guidance 2.2 */
     "compositeWithTrainedAlgorithmicMedia"},
    {"c2patrainedalgorithmicdata", "trainedAlgorithmicData"},
    {"c2paempty", "empty"},
    {"multiframecomputationalcapture", "computationalCapture"}, /* [schema] */
};
/* clang-format on */

enum {
    TERMS = sizeof(terms) / sizeof(terms[0]),
    ALIASES = sizeof(aliases) / sizeof(aliases[0]),
    CODE_MAX = 64
};

const struct source_type *source_type_at(size_t i)
{
    return i < TERMS ? &terms[i] : NULL;
}

const char *source_form_name(enum source_form f)
{
    static const char *const names[] = {"uri", "qcode", "schema", "bare",
                                        "alias"};

    return names[f];
}

static const struct source_type *term_like(struct span loose)
{
    for (size_t i = 0; i < ALIASES; i++)
        if (shape_is_one_of(loose, aliases[i].wrong)) {
            const char *code = aliases[i].code;

            for (size_t k = 0; k < TERMS; k++)
                if (shape_is_one_of(terms[k].code, code))
                    return &terms[k];
        }
    for (size_t k = 0; k < TERMS; k++)
        if (shape_eq_fold(terms[k].code, loose))
            return &terms[k];
    return NULL;
}

/* Where the code begins behind what names its vocabulary. */
static struct span code_of(struct span s, enum source_form *form)
{
    static const struct {
        struct span prefix;
        enum source_form form;
    } known[] = {
        {SPAN_OF("cv.iptc.org/newscodes/digitalsourcetype/"), SOURCE_URI},
        {SPAN_OF("c2pa.org/digitalsourcetype/"), SOURCE_URI},
        {SPAN_OF("schema.org/"), SOURCE_SCHEMA},
        {SPAN_OF("schema:"), SOURCE_SCHEMA},
        {SPAN_OF("digsrctype:"), SOURCE_QCODE},
    };

    *form = SOURCE_BARE;
    if (shape_starts_fold(s, SPAN("http://")))
        s = span_cut(s, 7, s.len - 7);
    else if (shape_starts_fold(s, SPAN("https://")))
        s = span_cut(s, 8, s.len - 8);
    if (shape_starts_fold(s, SPAN("www.")))
        s = span_cut(s, 4, s.len - 4);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        size_t n = known[i].prefix.len;

        if (!shape_starts_fold(s, known[i].prefix))
            continue;
        *form = known[i].form;
        return span_cut(s, n, s.len - n);
    }
    return s;
}

const struct source_type *source_type_of(struct span value,
                                         enum source_form *form)
{
    static const struct span ending = SPAN_OF("DigitalSource");
    uint8_t loose[CODE_MAX];
    enum source_form how;
    const struct source_type *t;
    struct span code = code_of(shape_trim(value), &how);

    while (code.len && code.ptr[code.len - 1] == '/')
        code.len--;
    if (code.len > ending.len &&
        shape_eq_fold(span_cut(code, code.len - ending.len, ending.len),
                      ending)) {
        code.len -= ending.len;
        how = SOURCE_SCHEMA;
    }
    t = term_like(shape_loose(code, loose, CODE_MAX));
    if (t && how != SOURCE_SCHEMA && !span_eq(t->code, code))
        how = SOURCE_ALIAS;
    if (form)
        *form = how;
    return t;
}

gm_claim source_type_claim(struct span value)
{
    const struct source_type *t = source_type_of(value, NULL);

    return t ? t->claim : GM_CLAIM_NONE;
}

/* ---- the finder --------------------------------------------------------- */

static void tell(struct hunt *h, const struct field *f, struct span value)
{
    struct mark m = mark_of_field(f);
    enum source_form form;
    const struct source_type *t = source_type_of(value, &form);
    uint32_t id;

    m.name = shape_has_fold(f->name, SPAN("FileType"))
                 ? SPAN("DigitalSourceFileType")
                 : SPAN("DigitalSourceType");
    m.value = t ? t->code : shape_short(shape_trim(value), 80);
    m.claim = t ? t->claim : GM_CLAIM_NONE;
    id = hunt_mark(h, m);
    if (!t) {
        hunt_attr(h, id, SPAN("term"), SPAN("unknown"));
        return;
    }
    hunt_attr(h, id, SPAN("term"), shape_of(t->cls));
    hunt_attr(h, id, SPAN("written"), shape_of(source_form_name(form)));
    if (t->instead)
        hunt_attr(h, id, SPAN("retired"), shape_of(t->instead));
}

/* Savers differ in the year of the name space, and some forget to declare it:
 * then the prefix stands for it, with a colon. */
static bool is_iptc(struct span ns)
{
    return span_starts(ns, SPAN("http://iptc.org/std/Iptc4xmpExt/")) ||
           shape_is_one_of(ns, "Iptc4xmpExt:|iptcExt:");
}

/* is_named is whether the field is one that holds a digital source type: in
 * XMP by name space, for savers differ in prefix and in year. */
static bool is_named(const struct field *f)
{
    struct span last = shape_last(f->name);
    uint8_t loose[CODE_MAX];

    switch (f->space) {
    case SPACE_XMP:
        return is_iptc(f->ns) &&
               (shape_eq_fold(last, SPAN("DigitalSourceType")) ||
                shape_eq_fold(last, SPAN("DigitalSourceFileType")));
    case SPACE_HTML:
    case SPACE_JSONLD:
    case SPACE_FRONT:
    case SPACE_PAIR:
        return span_eq(shape_loose(last, loose, CODE_MAX),
                       SPAN("digitalsourcetype"));
    case SPACE_EXIF:
    case SPACE_IPTC:
    case SPACE_COMMENT: break;
    }
    return false;
}

/* Keyword lists say it as digitalsourcetype=URI. */
static void find_keyword(struct hunt *h, const struct field *f)
{
    static const struct span key = SPAN_OF("digitalsourcetype");
    struct span s = f->value;
    ptrdiff_t at = shape_find_fold(s, key, 0);
    size_t from, to;

    if (at == NOWHERE)
        return;
    from = (size_t)at + key.len;
    if (from >= s.len || (s.ptr[from] != '=' && s.ptr[from] != ':'))
        return;
    for (from++; from < s.len && s.ptr[from] == ' ';)
        from++;
    for (to = from; to < s.len && !strchr(" ,;\t\r\n\"", s.ptr[to]);)
        to++;
    tell(h, f, span_cut(s, from, to - from));
}

static bool is_keywords(const struct field *f)
{
    switch (f->space) {
    case SPACE_PAIR: return shape_has_fold(f->name, SPAN("keywords"));
    case SPACE_XMP:
        return span_eq(f->ns, SPAN("http://ns.adobe.com/pdf/1.3/")) &&
               span_eq(f->name, SPAN("Keywords"));
    case SPACE_HTML: return span_eq(f->name, SPAN("keywords"));
    case SPACE_EXIF:
    case SPACE_IPTC:
    case SPACE_JSONLD:
    case SPACE_FRONT:
    case SPACE_COMMENT: break;
    }
    return false;
}

static void find(struct hunt *h)
{
    const struct fields *all = hunt_fields(h);
    const struct traits *t = hunt_traits(h);

    for (uint32_t i = 0; i < all->count && t->of; i++) {
        const struct field *f = &all->list[i];
        bool named = t->of[i] & TRAIT_SOURCE_TYPE && is_named(f);

        if (!named && !is_keywords(f))
            continue;
        if (!hunt_step(h, 1))
            return;
        if (named)
            tell(h, f, f->value);
        else
            find_keyword(h, f);
    }
}

const struct finder finder_source_type = {
    .name = "source-type",
    .what = "IPTC digital source type in XMP, PDF, HTML and JSON-LD",
    .find = find,
};
