/* SPDX-License-Identifier: Apache-2.0
 * created.c - one date out of the many ways to write it.
 *
 * [EXIF]  DateTimeOriginal, DateTimeDigitized: "2026:11:28 09:30:00"
 * [XMP]   dates of ISO 8601, cut anywhere behind the year
 * [IIM]   2:55 Date Created: "20261128"
 * [PDF]   CreationDate: "D:20261128093000+09'00'"
 * All are four digits of the year and, where they go on, two of the month and
 * two of the day, with one sign between or none. */
#include "meta/created.h"

static const struct source_of {
    enum space space;
    struct span ns, name; /* no ns: any */
} sources[] = {
    /* The first that holds a date is taken. */
    {SPACE_EXIF, SPAN_OF("Exif"), SPAN_OF("DateTimeOriginal")},
    {SPACE_XMP, SPAN_OF("http://ns.adobe.com/exif/1.0/"),
     SPAN_OF("DateTimeOriginal")},
    {SPACE_XMP, SPAN_OF("http://ns.adobe.com/photoshop/1.0/"),
     SPAN_OF("DateCreated")},
    {SPACE_IPTC, {NULL, 0}, SPAN_OF("2:55")},
    {SPACE_XMP, SPAN_OF("http://ns.adobe.com/xap/1.0/"), SPAN_OF("CreateDate")},
    {SPACE_EXIF, SPAN_OF("Exif"), SPAN_OF("DateTimeDigitized")},
    {SPACE_PAIR, SPAN_OF("pdf"), SPAN_OF("CreationDate")},
    {SPACE_PAIR, SPAN_OF("ooxml-core"), SPAN_OF("created")},
    {SPACE_PAIR, SPAN_OF("odf"), SPAN_OF("creation-date")},
    {SPACE_PAIR, {NULL, 0}, SPAN_OF("Creation Time")}, /* [PNG 11.3.3.2] */
    {SPACE_PAIR,
     {NULL, 0},
     SPAN_OF("\xC2\xA9"
             "day")},                         /* of ilst */
    {SPACE_PAIR, {NULL, 0}, SPAN_OF("DATE")}, /* Vorbis comments */
    {SPACE_PAIR, {NULL, 0}, SPAN_OF("TDRC")}, /* ID3v2.4 */
    {SPACE_PAIR, {NULL, 0}, SPAN_OF("TYER")}, /* ID3v2.3 */
    {SPACE_PAIR, SPAN_OF("id3v1"), SPAN_OF("year")},
    {SPACE_JSONLD, {NULL, 0}, SPAN_OF("dateCreated")},
    {SPACE_JSONLD, {NULL, 0}, SPAN_OF("datePublished")},
};

/* digits is the number that n digits make, or 0 where they are not there. */
static unsigned digits(struct span s, size_t at, size_t n)
{
    unsigned v = 0;

    if (at > s.len || n > s.len - at)
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (s.ptr[at + i] < '0' || s.ptr[at + i] > '9')
            return 0;
        v = v * 10 + (s.ptr[at + i] - '0');
    }
    return v;
}

/* date writes what a value tells, and is false where that is no date. */
static bool date(struct span s, char out[CREATED_MOST])
{
    size_t at = span_starts(s, SPAN("D:")) ? 2 : 0, used = 4;
    unsigned year = digits(s, at, 4);

    if (year < 1800 || year > 2199)
        return false;
    memcpy(out, s.ptr + at, 4);
    at += 4;
    for (unsigned most = 12; most <= 31; most += 19) { /* month, then day */
        unsigned v;

        if (at < s.len && memchr("-:/.", s.ptr[at], 4))
            at++;
        v = digits(s, at, 2);
        if (v == 0 || v > most)
            break;
        out[used] = '-';
        memcpy(out + used + 1, s.ptr + at, 2);
        used += 3;
        at += 2;
    }
    out[used] = 0;
    return true;
}

void created_of(const struct fields *f, char out[CREATED_MOST])
{
    size_t best = sizeof(sources) / sizeof(sources[0]);

    out[0] = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        const struct field *x = &f->list[i];

        for (size_t k = 0; k < best; k++) {
            const struct source_of *s = &sources[k];

            if (s->space == x->space && span_eq(s->name, x->name) &&
                (!s->ns.len || span_eq(s->ns, x->ns)) && date(x->value, out))
                best = k;
        }
    }
}
