/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "formats/walk.h"

#include <string.h>

static struct arena arena;
static struct doc doc;

static const struct doc *walked(struct span bytes, const char *name)
{
    struct source src = source_of(bytes);
    struct walk_config c = {.arena = &arena,
                            .limits = &limits_default,
                            .name = {(const uint8_t *)name, strlen(name)}};

    arena_reset(&arena);
    walk_run(&doc, &src, &c);
    return &doc;
}

static const struct slot *slot_of(enum slot_kind kind, unsigned flags,
                                  unsigned nth)
{
    for (uint32_t i = 0; i < doc.slot_count; i++)
        if (doc.slots[i].kind == kind &&
            (doc.slots[i].flags & flags) == flags && nth-- == 0)
            return &doc.slots[i];
    return NULL;
}

#define assert_span(s, lit)                                      \
    do {                                                         \
        struct span got_ = (s), want_ = SPAN(lit);               \
        assert_int_equal(got_.len, want_.len);                   \
        if (want_.len)                                           \
            assert_memory_equal(got_.ptr, want_.ptr, want_.len); \
    } while (0)

static void nothing_is_no_format(void **state)
{
    (void)state;
    walked(SPAN(""), "a.txt");
    assert_null(doc.format);
    walked(SPAN("\x7F"
                "ELF\x02\x01\x01\x00\x00\x00\x00\x00\x05\x07"),
           "a.txt");
    assert_null(doc.format);
    walked(SPAN("\x01\x02\x03\x04\x05\x06\x0E\x0F"), "a.txt");
    assert_null(doc.format);
}

static void plain_text_is_one_slot(void **state)
{
    const struct slot *s;

    (void)state;
    walked(SPAN("\xEF\xBB\xBFone\ntwo"), "a.txt");
    assert_string_equal(doc.format->name, "text");
    assert_int_equal(doc.media, MEDIA_TEXT);
    s = slot_of(SLOT_TEXT, SLOT_START, 0);
    assert_non_null(s);
    assert_span(s->data, "one\ntwo");
    assert_int_equal(text_map_at(s->map, 4), 7); /* the mark is 3 bytes */
}

/* U+AC00 U+0041 U+1F600 in each form: 3+1+4 bytes of UTF-8. */
static void wide_text_maps_back(void **state)
{
    const struct slot *s;

    (void)state;
    walked(SPAN("\xFF\xFE\x00\xAC\x41\x00\x3D\xD8\x00\xDE\x42\x00"), "a.txt");
    s = slot_of(SLOT_TEXT, 0, 0);
    assert_non_null(s);
    assert_span(s->data, "\xEA\xB0\x80"
                         "A\xF0\x9F\x98\x80"
                         "B");
    assert_int_equal(text_map_at(s->map, 3), 4);
    assert_int_equal(text_map_at(s->map, 4), 6);
    assert_int_equal(text_map_at(s->map, 8), 10);
    walked(SPAN("\x00\x00\xFE\xFF\x00\x00\xAC\x00\x00\x00\x00\x41"), "a.txt");
    s = slot_of(SLOT_TEXT, 0, 0);
    assert_non_null(s);
    assert_span(s->data, "\xEA\xB0\x80"
                         "A");
    assert_int_equal(text_map_at(s->map, 3), 8);
}

/* "인공지능 AI" twice in EUC-KR; the table is [KS X 1001]. */
static void korean_double_bytes_are_read(void **state)
{
    const struct slot *s;

    (void)state;
    walked(SPAN("\xC0\xCE\xB0\xF8\xC1\xF6\xB4\xC9 AI \xC0\xCE\xB0\xF8"),
           "a.txt");
    s = slot_of(SLOT_TEXT, 0, 0);
    assert_non_null(s);
    assert_span(s->data, "인공지능 AI 인공");
    assert_int_equal(text_map_at(s->map, 12), 8);
    assert_int_equal(text_map_at(s->map, 16), 12);
}

/* "AIで生成した画像です" in Shift_JIS. */
static void japanese_double_bytes_are_read(void **state)
{
    (void)state;
    walked(SPAN("AI\x82\xC5\x90\xB6\x90\xAC\x82\xB5\x82\xBD\x89\xE6\x91\x9C"
                "\x82\xC5\x82\xB7"),
           "a.txt");
    assert_non_null(slot_of(SLOT_TEXT, 0, 0));
    assert_span(slot_of(SLOT_TEXT, 0, 0)->data, "AIで生成した画像です");
}

/* The bytes are those of Python's codecs. */
static void other_sets_are_told_apart(void **state)
{
    static const struct {
        const char *bytes, *text;
    } cases[] = {
        {"\xB1\xBE\xC4\xDA\xC8\xDD\xD3\xC9\x41\x49\xC9\xFA\xB3\xC9\xA3\xAC\xBD\xF6\xB9\xA9\xB2\xCE\xBF\xBC\xA1\xA3\x0A",
         "本内容由AI生成，仅供参考。\n"}, /* gb18030 */
        {"\xA5\xBB\xB9\xCF\xA4\xF9\xA5\xD1\x41\x49\xA5\xCD\xA6\xA8\xA1\x41\xB6\xC8\xA8\xD1\xB0\xD1\xA6\xD2\xA1\x43\x0A",
         "本圖片由AI生成，僅供參考。\n"}, /* big5 */
        {"\xA4\xB3\xA4\xCE\xB2\xE8\xC1\xFC\xA4\xCF\x41\x49\xA4\xC7\xC0\xB8\xC0\xAE\xA4\xB7\xA4\xC6\xA4\xA4\xA4\xDE\xA4\xB9\xA1\xA3\x0A",
         "この画像はAIで生成しています。\n"}, /* euc_jp */
        {"\x44\x69\x65\x73\x65\x73\x20\x42\x69\x6C\x64\x20\x77\x75\x72\x64\x65\x20\x6D\x69\x74\x20\x6B\xFC\x6E\x73\x74\x6C\x69\x63\x68\x65\x72\x20\x49\x6E\x74\x65\x6C\x6C\x69\x67\x65\x6E\x7A\x20\x65\x72\x7A\x65\x75\x67\x74\x2E\x0A",
         "Dieses Bild wurde mit künstlicher Intelligenz erzeugt.\n"}, /* latin-1
                                                                       */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct slot *s;

        walked((struct span){(const uint8_t *)cases[i].bytes,
                             strlen(cases[i].bytes)},
               "a.txt");
        s = slot_of(SLOT_TEXT, 0, 0);
        assert_non_null(s);
        assert_int_equal(s->data.len, strlen(cases[i].text));
        assert_memory_equal(s->data.ptr, cases[i].text, s->data.len);
    }
}

static void damage_keeps_its_place(void **state)
{
    const struct slot *s;

    (void)state;
    walked(SPAN("가나다라\xFF마바사"), "a.txt");
    s = slot_of(SLOT_TEXT, 0, 0);
    assert_non_null(s);
    assert_span(s->data, "가나다라\x1A마바사");
}

static void front_matter_becomes_fields(void **state)
{
    const struct slot *s;

    (void)state;
    walked(SPAN("---\nai_generated: true # yes\nAIGC:\n  Label: '1'\n"
                "  Why: \"a\\\"b\"\ntags:\n  - x\n---\nBody\n"),
           "a.md");
    s = slot_of(SLOT_FIELD, 0, 0);
    assert_non_null(s);
    assert_span(s->space, "front-matter");
    assert_span(s->key, "ai_generated");
    assert_span(s->data, "true");
    assert_int_equal(s->at.off, 18);
    s = slot_of(SLOT_FIELD, 0, 1);
    assert_span(s->key, "AIGC.Label");
    assert_span(s->data, "1");
    assert_span(slot_of(SLOT_FIELD, 0, 2)->data, "a\"b");
    assert_span(slot_of(SLOT_FIELD, 0, 3)->key, "tags");
    assert_span(slot_of(SLOT_TEXT, 0, 0)->data, "Body\n");
}

static void a_rule_is_no_front_matter(void **state)
{
    (void)state;
    walked(SPAN("---\nnot: closed\n"), "a.md");
    assert_null(slot_of(SLOT_FIELD, 0, 0));
    assert_non_null(slot_of(SLOT_TEXT, 0, 0));
}

static void a_block_at_the_foot_is_read(void **state)
{
    (void)state;
    walked(SPAN("Text here\n\nAIGC:\n    Label: \"1\"\n    ProduceID: x1\n"),
           "a.md");
    assert_non_null(slot_of(SLOT_FIELD, 0, 1));
    assert_span(slot_of(SLOT_FIELD, 0, 0)->key, "AIGC.Label");
    assert_span(slot_of(SLOT_FIELD, 0, 0)->data, "1");
    assert_span(slot_of(SLOT_FIELD, 0, 1)->key, "AIGC.ProduceID");
}

static void quotations_are_parted(void **state)
{
    (void)state;
    walked(SPAN("one\n> cited\n```\ncode\n```\ntwo\n"), "a.md");
    assert_span(slot_of(SLOT_TEXT, 0, 0)->data, "one\n");
    assert_span(slot_of(SLOT_TEXT, SLOT_QUOTED, 0)->data,
                "> cited\n```\ncode\n```\n");
    assert_span(slot_of(SLOT_TEXT, 0, 2)->data, "two\n");
}

/* What writers set off as a quotation to be noticed is their own: an alert
 * [GFM], what a bold label heads, what stands at the head or the foot. */
static void callouts_are_no_quotations(void **state)
{
    static const struct {
        const char *text, *said;
    } cases[] = {{"one\n> [!NOTE]\n> a\n> b\n\ntwo\n", "a\nb\n"},
                 {"one\n\n> \xE2\x9A\xA0 **Note:** a\nb\n\ntwo\n",
                  "\xE2\x9A\xA0 **Note:** a\nb\n"},
                 {"one\n\n> **Important**\n> a\n", "**Important**\na\n"},
                 {"one\n\n> \xE2\x80\xBB a\n\ntwo\n", "\xE2\x80\xBB a\n"},
                 {"# T\n[![x](y)](z)\n\n> a\n\ntwo\n", "a\n"},
                 {"one\n\n---\n\n> a\n\n<!-- b -->\n", "a\n"},
                 {"> [!TIP]\n> a\n> > cited\n> b\n", "a\n\nb\n"}};
    static const char *const cited[] = {
        "one\n> a\n\ntwo\n",          /* within the text */
        "# T\n> a\n> -- An Author\n", /* whom it names */
        "one\n\n> a\n",               /* behind no rule */
        "one\n> a \xE2\x80\xBB b\n\ntwo\n",
        "one\n\n---\n\n> a\n\ntwo\n", /* not at the foot */
        "one\n> **all that it says is in bold letters**\n"};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        walked(span_text(cases[i].text), "a.md");
        assert_true(span_eq(slot_of(SLOT_TEXT, SLOT_DERIVED, 0)->data,
                            span_text(cases[i].said)));
        assert_null(slot_of(SLOT_TEXT, SLOT_QUOTED, 0));
    }
    for (size_t i = 0; i < sizeof(cited) / sizeof(cited[0]); i++) {
        walked(span_text(cited[i]), "a.md");
        assert_non_null(slot_of(SLOT_TEXT, SLOT_QUOTED, 0));
        assert_null(slot_of(SLOT_TEXT, SLOT_DERIVED, 0));
    }
}

static void comments_of_code_are_joined(void **state)
{
    const struct slot *s;

    (void)state;
    walked(SPAN("// one\n// two\nint a = '\"'; /* three\n * four */\n"
                "char *s = \"// no\";\n"),
           "a.c");
    assert_int_equal(doc.media, MEDIA_CODE);
    s = slot_of(SLOT_COMMENT, 0, 0);
    assert_non_null(s);
    assert_span(s->data, "one\ntwo\n\nthree\nfour \n");
    assert_int_equal(text_map_at(s->map, 4), 10);
    assert_int_equal(text_map_at(s->map, 9), 30);
}

static void python_strings_may_be_comments(void **state)
{
    (void)state;
    walked(SPAN("\"\"\"Doc.\"\"\"\nx = '# no'\n# yes\n"), "a.py");
    assert_span(slot_of(SLOT_COMMENT, 0, 0)->data, "Doc.\n\nyes\n");
}

static void html_is_told_by_its_first_tag(void **state)
{
    (void)state;
    walked(SPAN("<!-- x --><!DOCTYPE html><p>a"), "a.txt");
    assert_string_equal(doc.format->name, "html");
    walked(SPAN("a <b>bold</b> word"), "a.html");
    assert_string_equal(doc.format->name, "text");
    walked(SPAN("<?xml version='1.0'?><svg/>"), "a.svg");
    assert_string_not_equal(doc.format->name, "html");
}

static void html_gives_text_and_fields(void **state)
{
    const struct slot *s;

    (void)state;
    walked(SPAN("<html><head><title>T &amp; U</title>"
                "<meta name=\"AI-Disclosure\" content='none'>"
                "<script>var a = '<p>no</p>';</script>"
                "<script type=\"application/ld+json\">{\"a\":1}</script>"
                "<body><p ai-disclosure=x>One &lt;two<p>Three"
                "<blockquote>cited</blockquote><div hidden>not <b>seen</b>"
                "</div><img alt='a picture'><!-- remark -->end</body>"),
           "a.html");
    assert_span(slot_of(SLOT_TEXT, SLOT_START, 1)->data, "T & U");
    s = slot_of(SLOT_TEXT, SLOT_START, 0);
    assert_span(s->data, "One <two\n\nThree\n\nend");
    assert_int_equal(text_map_at(s->map, 4), 195); /* "&lt;" */
    assert_int_equal(text_map_at(s->map, 5), 199);
    assert_span(slot_of(SLOT_TEXT, SLOT_QUOTED, 0)->data, "cited");
    assert_span(slot_of(SLOT_TEXT, SLOT_HIDDEN, 0)->data, "not seen");
    assert_span(slot_of(SLOT_TEXT, SLOT_HIDDEN, 1)->data, "a picture");
    assert_span(slot_of(SLOT_COMMENT, 0, 0)->data, " remark ");
    assert_span(slot_of(SLOT_JSON, 0, 0)->data, "{\"a\":1}");
    assert_span(slot_of(SLOT_FIELD, 0, 0)->key, "ai-disclosure");
    assert_span(slot_of(SLOT_FIELD, 0, 0)->data, "none");
    assert_span(slot_of(SLOT_FIELD, 0, 1)->space, "attr");
}

/* Any prefix and any byte turned over: no fault, and always an end. */
static void hostile_pages_are_survived(void **state)
{
    static const char page[] =
        "<!doctype html><html><head><meta charset=euc-kr><title>a&#x41;"
        "</title></head><body style=\"display: none\"><p title='>'>x<li>y"
        "<li>z</ul><script type=application/ld+json>{</script><!-- -- -->"
        "<textarea>t</textarea><![CDATA[x]]>&#1114112;&bogus;&#x;</p>";
    uint8_t copy[sizeof(page)];

    (void)state;
    for (size_t n = 0; n < sizeof(page); n++) {
        walked((struct span){(const uint8_t *)page, n}, "a.html");
        walked((struct span){(const uint8_t *)page, n}, "a.md");
    }
    for (size_t i = 0; i + 1 < sizeof(page); i++) {
        memcpy(copy, page, sizeof(page));
        copy[i] ^= 0xFF;
        walked((struct span){copy, sizeof(page) - 1}, "a.html");
        walked((struct span){copy, sizeof(page) - 1}, "a.c");
        copy[i] = '<';
        walked((struct span){copy, sizeof(page) - 1}, "a.html");
    }
    assert_true(doc.slot_count > 0);
}

static int teardown(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_no_format),
        cmocka_unit_test(plain_text_is_one_slot),
        cmocka_unit_test(wide_text_maps_back),
        cmocka_unit_test(korean_double_bytes_are_read),
        cmocka_unit_test(japanese_double_bytes_are_read),
        cmocka_unit_test(other_sets_are_told_apart),
        cmocka_unit_test(damage_keeps_its_place),
        cmocka_unit_test(front_matter_becomes_fields),
        cmocka_unit_test(a_rule_is_no_front_matter),
        cmocka_unit_test(a_block_at_the_foot_is_read),
        cmocka_unit_test(quotations_are_parted),
        cmocka_unit_test(callouts_are_no_quotations),
        cmocka_unit_test(comments_of_code_are_joined),
        cmocka_unit_test(python_strings_may_be_comments),
        cmocka_unit_test(html_is_told_by_its_first_tag),
        cmocka_unit_test(html_gives_text_and_fields),
        cmocka_unit_test(hostile_pages_are_survived),
    };

    arena_init(&arena, 64 << 20);
    return cmocka_run_group_tests(tests, NULL, teardown);
}
