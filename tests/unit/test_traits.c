/* SPDX-License-Identifier: Apache-2.0
 * test_traits.c - names of fields in all spellings, against the plain way to
 * ask: the last part, spelt loosely, in a list of words. */
#include "tests/test.h"

#include "marks/shape.h"
#include "marks/traits.h"

#include <stdio.h>

enum {
    ROUNDS = 200000,
    LONG = 64
};

static const struct {
    unsigned trait;
    const char *names;
} lists[] = {
    {TRAIT_LEVEL, "aidisclosure"},
    {TRAIT_ANSWER, "aicontentdeclaration|aigenerated|generatedbyai|"
                   "generatedwithai|isaigenerated|createdwithai|madewithai"},
    {TRAIT_ASSISTED, "aiassisted|aiedited|editedwithai"},
    {TRAIT_SYSTEM, "aisystemused|aisystemversionused|aipromptinformation|"
                   "aipromptwritername"},
    {TRAIT_PRODUCT, "generator|aimodel|aisystem|aitool|creator|application|"
                    "producer|model"},
    {TRAIT_SAID_PAIR, "description|comment|comments|category|rights|copyright|"
                      "credit|dcdescription|contentstatus"},
    {TRAIT_SAID_XMP, "description|rights|credit|usercomment"},
    {TRAIT_SAID_EXIF, "imagedescription|usercomment|xpcomment|copyright"},
    {TRAIT_SAID_IPTC, "110|116|120"},
    {TRAIT_SOURCE_TYPE, "digitalsourcetype|digitalsourcefiletype"},
    {TRAIT_UNDER, "level"},
};

/* plain is what traits_name has to say. */
static unsigned plain(struct span name)
{
    uint8_t loose[LONG];
    struct span key = shape_loose(shape_last(name), loose, LONG);
    unsigned told = 0;

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (shape_is_one_of(key, lists[i].names))
            told |= lists[i].trait;
    for (size_t i = 0; i + 4 <= name.len; i++)
        if (shape_eq_fold(span_cut(name, i, 4), SPAN("aigc")))
            told |= TRAIT_AIGC;
    return told;
}

/* check: TRAIT_AFTER may be told too often, for what is behind is asked once
 * more, but not too seldom. */
static void check(struct span name)
{
    unsigned told = traits_name(name);
    struct span last = shape_last(name);
    uint8_t loose[LONG];

    if (shape_starts_fold(last, SPAN("data-")))
        last = span_cut(last, 5, last.len - 5);
    if (shape_starts_fold(last, SPAN("x-")))
        last = span_cut(last, 2, last.len - 2);
    if (last.len < shape_last(name).len && plain(last) & ~(unsigned)TRAIT_AIGC)
        assert_true(told & TRAIT_AFTER);
    last = shape_loose(shape_last(name), loose, LONG);
    if (span_starts(last, SPAN("data")) &&
        plain(span_cut(last, 4, last.len - 4)) & TRAIT_PRODUCT)
        assert_true(told & TRAIT_AFTER);
    assert_int_equal(told & ~(unsigned)TRAIT_AFTER, plain(name));
}

static void every_word_stands_by_its_length(void **state)
{
    const char *word;
    size_t found = 0, asked = 0;

    (void)state;
    for (size_t n = 0; n < LONG; n++)
        for (size_t k = 0; (word = traits_word(n, k)) != NULL; k++) {
            assert_int_equal(strlen(word), n);
            assert_int_not_equal(plain(shape_of(word)), 0);
            check(shape_of(word));
            found++;
        }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        for (const char *s = lists[i].names; *s;) {
            size_t n = strcspn(s, "|");

            asked++;
            assert_true(traits_name((struct span){(const uint8_t *)s, n}) &
                        lists[i].trait);
            s += n + (s[n] == '|');
        }
    assert_true(found > 30 && asked >= found);
}

static void spellings_are_one(void **state)
{
    static const char *const names[] = {
        "AI-Disclosure",
        "ai_disclosure",
        "x.y/AI Disclosure",
        "meta.generated_with_ai",
        "data-ai-generated",
        "X-AI-Generated",
        "data-x-ai-generated",
        "data-x-digital-source-file-type",
        "dataGenerator",
        "d-a-t-a-generator",
        "dc:description",
        "label:ai_generated",
        "2:110",
        "TXXX:AIGC",
        "xaigcx",
        "AIGC",
        "aIgC/Label",
        "Digital Source-Type",
        "a-i---------------------------------------------------disclosure",
        "level",
        "description.",
        "",
        ":",
        "aI",
        "@idisclosure",
        "aig",
        "aidisclosures",
        "[i{disclosure",
        "aigenerated\x80",
        "aidisclosureaidisclosureaidisclosure",
        "\x11\x11\x10",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        check(shape_of(names[i]));
    check((struct span){0});
    check(SPAN("level\0"));
    assert_true(traits_name(SPAN("x.y/AI Disclosure")) & TRAIT_LEVEL);
    assert_true(traits_name(SPAN("TXXX:AIGC")) & TRAIT_AIGC);
    assert_int_equal(traits_name(SPAN("AIDisclosure.other")), 0);
    assert_int_equal(traits_name(SPAN("\x11\x11\x10")), 0);
}

/* A word with one byte changed, put in or taken out. */
static void nothing_else_is_a_word(void **state)
{
    static const char bytes[] = "aigcdtx110AIGCXLE_-. /:@[`{\x11\x7f\x80\xc1";
    uint32_t seed = 1;

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        char name[LONG] = "";
        const char *word, *before;
        size_t n, at, k;

        seed = seed * UINT32_C(1664525) + UINT32_C(1013904223);
        n = seed >> 24;
        at = seed >> 16 & 0xff;
        k = seed >> 8 & 0xff;
        word = traits_word(n % 22, k % 3);
        before = at % 5 == 0 ? "data-" : at % 5 == 1 ? "x-" : "";
        n = (size_t)snprintf(name, LONG - 1, "%s%s", before,
                             word ? word : "xmp:AIGC");
        assert_true(n < LONG - 1); /* and one more */
        name[at % n] = bytes[k % (sizeof(bytes) - 1)];
        if (k & 0x80)
            name[n] = '-';
        check(shape_of(name));
    }
}

static void values_tell_how_they_begin(void **state)
{
    static const struct {
        struct span value;
        unsigned traits;
    } cases[] = {
        {SPAN_OF("{\"Label\":\"1\"}"), TRAIT_MAP},
        {SPAN_OF(" \r\n\0{"), TRAIT_MAP},
        {SPAN_OF("aigc={\"Label\""), TRAIT_AIGC},
        {SPAN_OF("\tAIGC"), TRAIT_AIGC},
        {SPAN_OF("AIG"), 0},
        {SPAN_OF("[{"), 0},
        {SPAN_OF(" \0"), 0},
        {SPAN_OF(""), 0},
    };
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct field list[] = {
            {.space = SPACE_EXIF, .value = cases[i].value},
            {.space = SPACE_COMMENT, .name = SPAN("Make")},
        };
        struct fields f = {.list = list, .count = 2};
        struct traits t;

        assert_true(traits_read(&t, &f, &a));
        assert_int_equal(t.of[0], cases[i].traits);
        assert_int_equal(t.of[1], TRAIT_COMMENT);
        assert_int_equal(t.any, cases[i].traits | TRAIT_COMMENT);
    }
    arena_reset(&a);
}

static void no_memory_is_no_traits(void **state)
{
    struct field list[64] = {{.name = SPAN_OF("AIGC")}};
    struct fields f = {.list = list, .count = 64};
    struct traits t;
    struct arena a;

    (void)state;
    arena_init(&a, 16);
    assert_false(traits_read(&t, &f, &a));
    assert_null(t.of);
    assert_int_equal(t.any, 0);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_stands_by_its_length),
        cmocka_unit_test(spellings_are_one),
        cmocka_unit_test(nothing_else_is_a_word),
        cmocka_unit_test(values_tell_how_they_begin),
        cmocka_unit_test(no_memory_is_no_traits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
