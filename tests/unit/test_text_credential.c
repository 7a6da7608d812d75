/* SPDX-License-Identifier: Apache-2.0
 * test_text_credential.c - credentials in text: what the binding bears, and
 * what it does not. */
#include "tests/test.h"

#include "base/utf.h"
#include "tests/authority.h"

enum {
    MOST = 1 << 16
};

static uint8_t file[MOST], work[2 * MOST];
static size_t size, used;
static struct trust *trust;
static struct arena arena;
static struct doc doc;
static struct c2pa c2pa;

static void open_file(const char *path)
{
    size = used = authority_file(path, file, MOST);
    memcpy(work, file, size);
}

static gm_c2pa_state judge(const char *name)
{
    struct source src = source_of((struct span){work, used});
    struct limits lim = limits_default;
    struct walk_config wc = {
        &arena, &lim, {(const uint8_t *)name, strlen(name)}, NULL, NULL};
    struct c2pa_config cc = {
        .arena = &arena, .limits = &lim, .trust = trust, .now = AUTHORITY_NOW};

    arena_reset(&arena);
    arena_init(&arena, 64 << 20);
    walk_run(&doc, &src, &wc);
    c2pa_read(&c2pa, &doc, &src, &cc);
    return c2pa.told.state;
}

/* swap puts `by` for the first `from`. */
static void swap(const char *from, const char *by)
{
    size_t n = strlen(from), m = strlen(by);

    for (size_t i = 0; i + n <= used; i++)
        if (memcmp(work + i, from, n) == 0) {
            memmove(work + i + m, work + i + n, used - i - n);
            memcpy(work + i, by, m);
            used += m - n;
            return;
        }
    fail();
}

static bool has_code(const char *code)
{
    for (size_t i = 0; i < c2pa.told.code_count; i++)
        if (strcmp(c2pa.told.codes[i].code.ptr, code) == 0)
            return true;
    return false;
}

static struct range store(void)
{
    for (uint32_t i = 0; i < doc.slot_count; i++)
        if (doc.slots[i].kind == SLOT_JUMBF)
            return doc.slots[i].at;
    fail();
    return (struct range){0};
}

static void a_text_that_was_composed_anew_still_fits(void **state)
{
    (void)state;
    open_file("corpus/text/good-c2pa-wrapper.txt");
    swap("\xC3\xAF", "i\xCC\x88");
    swap("\xC3\xA9", "e\xCC\x81");
    swap("\xEA\xB0\x80", "\xE1\x84\x80\xE1\x85\xA1"); /* a Hangul syllable */
    assert_int_equal(judge("a.txt"), GM_C2PA_TRUSTED);
    assert_true(has_code("assertion.dataHash.match"));
    swap("cafe", "kafe");
    assert_int_equal(judge("a.txt"), GM_C2PA_INVALID);
    assert_true(has_code("assertion.dataHash.mismatch"));
}

static void a_text_that_was_recoded_still_fits(void **state)
{
    size_t at = 0, n = 2;
    bool bad = false;

    (void)state;
    open_file("corpus/text/good-c2pa-wrapper.txt");
    work[0] = 0xFF;
    work[1] = 0xFE;
    while (at < size) {
        uint32_t c = utf8_next((struct span){file, size}, &at, &bad);

        if (c >= 0x10000) {
            uint32_t high = 0xD7C0 + (c >> 10);

            work[n++] = (uint8_t)high;
            work[n++] = (uint8_t)(high >> 8);
            c = 0xDC00 | (c & 0x3FF);
        }
        work[n++] = (uint8_t)c;
        work[n++] = (uint8_t)(c >> 8);
    }
    used = n;
    assert_int_equal(judge("a.txt"), GM_C2PA_TRUSTED);
    work[2] ^= 1;
    assert_int_equal(judge("a.txt"), GM_C2PA_INVALID);
}

static void every_flipped_bit_of_the_words_is_found(void **state)
{
    static const char *const paths[] = {
        "corpus/text/good-c2pa-wrapper.txt", "corpus/text/good-c2pa-middle.md",
        "corpus/text/good-c2pa-block.py", "corpus/text/good-c2pa-block-end.md",
        "corpus/html/good-c2pa-script.html"};

    (void)state;
    for (size_t k = 0; k < 5; k++) {
        struct range at;

        open_file(paths[k]);
        assert_int_equal(judge(paths[k]), GM_C2PA_TRUSTED);
        at = store();
        for (size_t i = 0; i < size; i++)
            for (int bit = 0; bit < 8; bit++) {
                if (i >= at.off && i < at.off + at.len)
                    continue;
                work[i] ^= (uint8_t)(1 << bit);
                assert_true(judge(paths[k]) < GM_C2PA_VALID);
                work[i] = file[i];
            }
    }
}

static void no_flipped_bit_of_the_wrapper_changes_what_it_says(void **state)
{
    struct range at;

    (void)state;
    open_file("corpus/text/good-c2pa-wrapper.txt");
    judge("a.txt");
    at = store();
    for (size_t i = at.off; i < at.off + at.len; i++) {
        work[i] ^= (uint8_t)(1 << i % 8);
        if (judge("a.txt") >= GM_C2PA_VALID) {
            assert_int_equal(c2pa.statement_count, 1);
            assert_true(span_eq(c2pa.statements[0].agent, SPAN("GPT-4o")));
            assert_int_equal(store().len, at.len);
        }
        work[i] = file[i];
    }
}

static void cut_or_continued_it_never_holds(void **state)
{
    (void)state;
    open_file("corpus/text/good-c2pa-wrapper.txt");
    for (used = 0; used < size; used += 3)
        assert_true(judge("a.txt") < GM_C2PA_VALID);
    used = size;
    work[used++] = 'x';
    assert_int_equal(judge("a.txt"), GM_C2PA_INVALID);
}

static void two_wrappers_are_an_error_with_its_code(void **state)
{
    struct range at;

    (void)state;
    open_file("corpus/text/good-c2pa-wrapper.txt");
    judge("a.txt");
    at = store();
    memcpy(work + size, file + at.off, at.len);
    used = size + at.len;
    assert_int_equal(judge("a.txt"), GM_C2PA_ERROR);
    assert_true(has_code("manifest.text.multipleWrappers"));
}

static void marks_piled_on_a_letter_end_at_a_limit(void **state)
{
    (void)state;
    open_file("corpus/text/good-c2pa-wrapper.txt");
    while (used < size + 4000) {
        memcpy(work + used, "\xCC\x81\xCC\xA3", 4);
        used += 4;
    }
    assert_int_equal(judge("a.txt"), GM_C2PA_ERROR);
    assert_string_equal(c2pa.limit, "steps");
}

/* Words that stand beside a delimiter would be left out of the hash. */
static void no_words_can_hide_in_the_lines_of_a_block(void **state)
{
    (void)state;
    open_file("corpus/text/good-c2pa-block.py");
    assert_int_equal(judge("a.py"), GM_C2PA_TRUSTED);
    swap("MANIFEST-----\nprint", "MANIFEST----- words\nprint");
    assert_int_equal(judge("a.py"), GM_C2PA_ERROR);
    assert_true(has_code("manifest.structuredText.malformedReference"));
    open_file("corpus/text/good-c2pa-block.py");
    swap("# -----BEGIN", "words # -----BEGIN");
    assert_true(judge("a.py") < GM_C2PA_VALID);
}

static void cut_anywhere_a_block_or_page_never_holds(void **state)
{
    static const char *const paths[] = {"corpus/text/good-c2pa-block.py",
                                        "corpus/text/good-c2pa-block-end.md",
                                        "corpus/html/good-c2pa-script.html"};

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        open_file(paths[k]);
        for (used = 0; used < size; used++) {
            gm_c2pa_state s = judge(paths[k]);

            if (s >= GM_C2PA_VALID) /* the line's end is of the block */
                assert_true(k == 1 && used + 1 == size);
        }
    }
}

static void many_blocks_and_delimiters_end_soon(void **state)
{
    static const char begin[] = "-----BEGIN C2PA MANIFEST-----";

    (void)state;
    for (used = 0; used + 100 < sizeof(work); used += sizeof(begin) - 1)
        memcpy(work + used, begin, sizeof(begin) - 1);
    assert_int_equal(judge("a.txt"), GM_C2PA_ERROR);
    memset(work, '-', sizeof(work));
    used = sizeof(work);
    assert_int_equal(judge("a.txt"), GM_C2PA_NONE);
}

static void selectors_without_the_magic_are_ordinary_text(void **state)
{
    static const char heart[] = "\xE2\x9D\xA4\xEF\xB8\x8F and "
                                "\xEF\xBB\xBF\xF3\xA0\x84\xB3\xEF\xB8\x82.\n";

    (void)state;
    used = sizeof(heart) - 1;
    memcpy(work, heart, used);
    assert_int_equal(judge("a.txt"), GM_C2PA_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_was_composed_anew_still_fits),
        cmocka_unit_test(a_text_that_was_recoded_still_fits),
        cmocka_unit_test(every_flipped_bit_of_the_words_is_found),
        cmocka_unit_test(no_flipped_bit_of_the_wrapper_changes_what_it_says),
        cmocka_unit_test(cut_or_continued_it_never_holds),
        cmocka_unit_test(two_wrappers_are_an_error_with_its_code),
        cmocka_unit_test(marks_piled_on_a_letter_end_at_a_limit),
        cmocka_unit_test(no_words_can_hide_in_the_lines_of_a_block),
        cmocka_unit_test(cut_anywhere_a_block_or_page_never_holds),
        cmocka_unit_test(many_blocks_and_delimiters_end_soon),
        cmocka_unit_test(selectors_without_the_magic_are_ordinary_text),
    };
    int failed;

    trust = authority();
    failed = trust ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    trust_free(trust);
    arena_reset(&arena);
    return failed;
}
