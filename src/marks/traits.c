/* SPDX-License-Identifier: Apache-2.0
 * traits.c - the table of names that finders ask for, and its one reader. */
#include "marks/traits.h"

#include "marks/shape.h"

enum {
    LETTERS = 21,      /* of the longest name */
    LIKE = 5,          /* names of one length at most */
    MOST = LETTERS + 6 /* with "data" and "x" before it; what fills it all is
                          too long */
};

/* By their length, spelt loosely.  The names lie in the rows: pointers to them
 * would have to be written at each start. */
/* clang-format off */
static const struct word {
    char name[LETTERS + 1];
    uint16_t traits;
} words[LETTERS + 1][LIKE] = {
    [3] = {{"110", TRAIT_SAID_IPTC},
           {"116", TRAIT_SAID_IPTC},
           {"120", TRAIT_SAID_IPTC}},
    [5] = {{"level", TRAIT_UNDER},
           {"model", TRAIT_PRODUCT}},
    [6] = {{"rights", TRAIT_SAID_PAIR | TRAIT_SAID_XMP},
           {"credit", TRAIT_SAID_PAIR | TRAIT_SAID_XMP},
           {"aitool", TRAIT_PRODUCT}},
    [7] = {{"comment", TRAIT_SAID_PAIR},
           {"creator", TRAIT_PRODUCT},
           {"aimodel", TRAIT_PRODUCT}},
    [8] = {{"comments", TRAIT_SAID_PAIR},
           {"category", TRAIT_SAID_PAIR},
           {"producer", TRAIT_PRODUCT},
           {"aisystem", TRAIT_PRODUCT},
           {"aiedited", TRAIT_ASSISTED}},
    [9] = {{"generator", TRAIT_PRODUCT},
           {"copyright", TRAIT_SAID_PAIR | TRAIT_SAID_EXIF},
           {"xpcomment", TRAIT_SAID_EXIF}},
    [10] = {{"madewithai", TRAIT_ANSWER},
            {"aiassisted", TRAIT_ASSISTED}},
    [11] = {{"description", TRAIT_SAID_PAIR | TRAIT_SAID_XMP},
            {"usercomment", TRAIT_SAID_XMP | TRAIT_SAID_EXIF},
            {"application", TRAIT_PRODUCT},
            {"aigenerated", TRAIT_ANSWER}},
    [12] = {{"aidisclosure", TRAIT_LEVEL},
            {"aisystemused", TRAIT_SYSTEM},
            {"editedwithai", TRAIT_ASSISTED}},
    [13] = {{"dcdescription", TRAIT_SAID_PAIR},
            {"contentstatus", TRAIT_SAID_PAIR},
            {"generatedbyai", TRAIT_ANSWER},
            {"isaigenerated", TRAIT_ANSWER},
            {"createdwithai", TRAIT_ANSWER}},
    [15] = {{"generatedwithai", TRAIT_ANSWER}},
    [16] = {{"imagedescription", TRAIT_SAID_EXIF}},
    [17] = {{"digitalsourcetype", TRAIT_SOURCE_TYPE}},
    [18] = {{"aipromptwritername", TRAIT_SYSTEM}},
    [19] = {{"aisystemversionused", TRAIT_SYSTEM},
            {"aipromptinformation", TRAIT_SYSTEM}},
    [20] = {{"aicontentdeclaration", TRAIT_ANSWER}},
    [21] = {{"digitalsourcefiletype", TRAIT_SOURCE_TYPE}},
};
/* clang-format on */

const char *traits_word(size_t n, size_t k)
{
    return n <= LETTERS && k < LIKE && words[n][k].traits ? words[n][k].name
                                                          : NULL;
}

static unsigned look_up(const uint8_t *key, size_t n)
{
    const struct word *w = n <= LETTERS ? words[n] : NULL;

    for (size_t k = 0; w && k < LIKE && w[k].traits; k++)
        if (w[k].name[0] == (char)key[0] && memcmp(w[k].name, key, n) == 0)
            return w[k].traits;
    return n && (key[0] == 'x' || (n > 4 && memcmp(key, "data", 4) == 0))
               ? TRAIT_AFTER
               : 0;
}

unsigned traits_name(struct span name)
{
    uint8_t key[MOST], *to = key + MOST; /* filled from its end */
    unsigned told = shape_has_fold(name, SPAN("AIGC")) ? TRAIT_AIGC : 0;

    for (size_t i = name.len; i-- > 0 && to > key;) {
        uint8_t c = name.ptr[i];

        if (c > ':') { /* as nearly all are */
            if (c != '_')
                *--to = c | 0x20; /* no sign becomes a letter by this */
        } else if (c == '/' || c == ':' || c == '.') {
            break;
        } else if (c != '-' && c != ' ') {
            *--to = c;
        }
    }
    return told | look_up(to, (size_t)(key + MOST - to));
}

static unsigned traits_value(struct span s)
{
    static const struct span aigc = SPAN_OF("AIGC");

    s = shape_trim(s);
    if (!s.len)
        return 0;
    if (s.ptr[0] == '{')
        return TRAIT_MAP;
    return shape_lower(s.ptr[0]) == 'a' && shape_starts_fold(s, aigc)
               ? TRAIT_AIGC
               : 0;
}

bool traits_read(struct traits *to, const struct fields *f, struct arena *a)
{
    uint16_t *of = arena_raw(a, f->count * sizeof(*of));

    *to = (struct traits){0};
    if (!of)
        return false;
    for (uint32_t i = 0; i < f->count; i++) {
        const struct field *x = &f->list[i];
        unsigned told = traits_name(x->name) | traits_value(x->value);

        if (x->space == SPACE_COMMENT)
            told |= TRAIT_COMMENT;
        of[i] = (uint16_t)told;
        to->any |= of[i];
    }
    to->of = of;
    return true;
}
