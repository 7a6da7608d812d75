/* SPDX-License-Identifier: Apache-2.0
 * test_ocr.c - what becomes of the text that a reader finds in a picture. */
#include "genmark.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

struct reader {
    const char *says; /* NULL: it fails */
    unsigned calls;
    unsigned width, height;
};

static unsigned char png[400000];
static size_t png_len;

static int reads(void *ctx, const unsigned char *grey, unsigned width,
                 unsigned height, char *to, size_t size)
{
    struct reader *r = ctx;

    r->calls++;
    r->width = width;
    r->height = height;
    assert_true(grey[(size_t)width * height - 1] <= 255);
    if (!r->says)
        return -1;
    snprintf(to, size, "%s", r->says);
    return (int)strlen(r->says);
}

struct answer {
    const gm_mark *mark; /* NULL: none */
    gm_mark copy;
    char value[200], why[100];
    int ran;
};

static void ask(struct reader *r, struct answer *a)
{
    gm_config c = GM_CONFIG_INIT;
    gm_input in = GM_INPUT_INIT;
    gm_engine *e = NULL;
    gm_worker *w;
    const gm_item *item;

    *a = (struct answer){0};
    assert_int_equal(gm_engine_new(&c, &e, NULL, 0), GM_OK);
    w = gm_worker_new(e);
    in.name = "a.png";
    in.data = png;
    in.length = png_len;
    in.laws = "none";
    if (r) {
        in.read_text = reads;
        in.read_text_ctx = r;
    }
    assert_int_equal(gm_scan(w, &in, &item), GM_OK);
    for (size_t i = 0; i < item->coverage_count; i++)
        if (strcmp(item->coverage[i].finder.ptr, "ocr") == 0) {
            a->ran = item->coverage[i].ran;
            if (!a->ran)
                snprintf(a->why, sizeof(a->why), "%s",
                         item->coverage[i].why.ptr);
        }
    for (size_t i = 0; i < item->mark_count; i++)
        if (strcmp(item->marks[i].finder.ptr, "ocr") == 0) {
            a->copy = item->marks[i];
            a->mark = &a->copy;
            snprintf(a->value, sizeof(a->value), "%s",
                     item->marks[i].value.ptr);
        }
    gm_worker_free(w);
    gm_engine_unref(e);
}

static void who_does_not_ask_is_told_so(void **state)
{
    struct answer a;

    (void)state;
    ask(NULL, &a);
    assert_false(a.ran);
    assert_string_equal(a.why, "not run: needs --ocr");
    assert_null(a.mark);
}

static void a_label_is_a_visible_notice(void **state)
{
    struct reader r = {.says = "cafe\nMade with AI\n"};
    struct answer a;

    (void)state;
    ask(&r, &a);
    assert_true(a.ran);
    assert_non_null(a.mark);
    assert_int_equal(a.mark->kind, GM_VISIBLE);
    assert_int_equal(a.mark->claim, GM_NOTICE);
    assert_int_equal(a.mark->makes, GM_GENERATED);
    assert_int_equal(a.mark->form, GM_SEEN);
    assert_string_equal(a.value, "Made with AI");
    assert_int_equal(r.calls, 1);
    assert_true(r.width >= r.height && r.width <= 2304);
}

/* the brief of the confusions: syllables, small L, one, bar, vowel */
static void what_ai_is_taken_for_is_put_right(void **state)
{
    static const char *const taken[] = {
        "\xEC\x8B\x9C\xEC\x83\x9D\xEC\x84\xB1",
        "Al \xEC\x83\x9D\xEC\x84\xB1",
        "A1\xEB\xA1\x9C \xEC\x83\x9D\xEC\x84\xB1\xEB\x90\x9C "
        "\xEC\x9D\xB4\xEB\xAF\xB8\xEC\xA7\x80",
        "A\xE3\x85\xA3 \xEC\x83\x9D\xEC\x84\xB1",
        "Al-generated content",
        "Made with Al",
        "A|\xE7\x94\x9F\xE6\x88\x90"};

    (void)state;
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        struct reader r = {.says = taken[i]};
        struct answer a;

        ask(&r, &a);
        if (!a.mark)
            fail_msg("not read: %s", taken[i]);
    }
}

static void other_words_stay_what_they_are(void **state)
{
    static const char *const other[] = {
        "",
        "Al Pacino",
        "A1 sauce",
        "Made with Alice",
        "Kodak",
        "\xED\x91\x9C\xEC\x8B\x9C \xEC\x83\x9D\xEC\x84\xB1", /* of a sign */
        "\xEC\x8B\x9C\xEC\xB2\xAD",
        "Not made with AI",
        "\xFF\xFE\x80"};

    (void)state;
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
        struct reader r = {.says = other[i]};
        struct answer a;

        ask(&r, &a);
        if (a.mark)
            fail_msg("read: %s in %s", a.value, other[i]);
        assert_true(a.ran);
        assert_int_equal(r.calls, 6);
    }
}

static void a_reader_that_fails_is_no_absence(void **state)
{
    struct reader r = {0};
    struct answer a;

    (void)state;
    ask(&r, &a);
    assert_false(a.ran);
    assert_null(a.mark);
    assert_non_null(strstr(a.why, "failed"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_does_not_ask_is_told_so),
        cmocka_unit_test(a_label_is_a_visible_notice),
        cmocka_unit_test(what_ai_is_taken_for_is_put_right),
        cmocka_unit_test(other_words_stay_what_they_are),
        cmocka_unit_test(a_reader_that_fails_is_no_absence),
    };
    FILE *f = fopen("corpus/pixels/good-unmarked.png", "rb");

    if (!f)
        return 1;
    png_len = fread(png, 1, sizeof(png), f);
    fclose(f);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
