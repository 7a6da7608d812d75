/* SPDX-License-Identifier: Apache-2.0
 * test_origin.c - many marks, one answer.  The expected answers follow the
 * output contract: declared before trace, broken for nothing. */
#include "tests/test.h"

#include "marks/origin.h"

#define SLUG(s)          \
    {                    \
        s, sizeof(s) - 1 \
    }

static gm_origin in(gm_media media, const gm_mark *marks, size_t count)
{
    struct arena a;
    gm_item item = {.media = media,
                    .path = SLUG("a.docx"),
                    .marks = marks,
                    .mark_count = count};

    arena_init(&a, 1 << 16);
    assert_true(origin_of(&item, &a));
    arena_reset(&a);
    return item.origin;
}

static gm_origin of(const gm_mark *marks, size_t count)
{
    return in(GM_IMAGE, marks, count);
}

#define OF(...)                        \
    of((const gm_mark[]){__VA_ARGS__}, \
       sizeof((const gm_mark[]){__VA_ARGS__}) / sizeof(gm_mark))

#define STATED(c)                 \
    {                             \
        .claim = (c), .sure = 100 \
    }
#define TRACE(c, s)                                  \
    {                                                \
        .claim = GM_TRACE, .makes = (c), .sure = (s) \
    }

static void nothing_is_none(void **state)
{
    gm_origin o = of(NULL, 0);

    (void)state;
    assert_int_equal(o.claim, GM_CLAIM_NONE);
    assert_int_equal(o.basis, GM_BASIS_NONE);
    assert_int_equal(o.conflict, 0);
}

static void a_statement_is_declared(void **state)
{
    gm_origin o = OF(STATED(GM_ALTERED), TRACE(GM_GENERATED, 95));

    (void)state;
    assert_int_equal(o.claim, GM_ALTERED);
    assert_int_equal(o.basis, GM_BASIS_DECLARED);
    assert_int_equal(o.mark_count, 2);
}

static void a_trace_is_a_trace(void **state)
{
    gm_origin o = OF({.claim = GM_NOTICE, .sure = 100}, TRACE(GM_ALTERED, 95));

    (void)state;
    assert_int_equal(o.claim, GM_ALTERED);
    assert_int_equal(o.basis, GM_BASIS_TRACE);
}

static void made_says_more_than_changed(void **state)
{
    (void)state;
    assert_int_equal(OF(STATED(GM_ALTERED), STATED(GM_GENERATED)).claim,
                     GM_GENERATED);
    assert_int_equal(OF(STATED(GM_GENERATED), STATED(GM_ALTERED)).claim,
                     GM_GENERATED);
}

static void a_faint_mark_decides_nothing(void **state)
{
    gm_origin o = OF(TRACE(GM_GENERATED, 49), {.claim = GM_TRACE, .sure = 100});

    (void)state;
    assert_int_equal(o.claim, GM_CLAIM_NONE);
    assert_int_equal(o.basis, GM_BASIS_NONE);
    assert_int_equal(o.mark_count, 0);
}

static void what_is_broken_or_of_rights_counts_for_nothing(void **state)
{
    gm_origin o = OF({.claim = GM_GENERATED, .proof = GM_BROKEN, .sure = 100},
                     {.claim = GM_GENERATED, .kind = GM_RIGHTS, .sure = 100},
                     {.claim = GM_NEAR_MISS, .sure = 100},
                     {.claim = GM_DENIAL, .proof = GM_BROKEN, .sure = 100});

    (void)state;
    assert_int_equal(o.claim, GM_CLAIM_NONE);
    assert_int_equal(o.conflict, 0);
}

static void captured_and_made_is_a_conflict(void **state)
{
    gm_origin o = OF(STATED(GM_CAPTURED), STATED(GM_GENERATED));

    (void)state;
    assert_int_equal(o.conflict, 1);
    assert_int_equal(o.claim, GM_GENERATED);
    assert_int_equal(o.basis, GM_BASIS_DECLARED);
    o = OF(STATED(GM_CAPTURED), TRACE(GM_ALTERED, 95));
    assert_int_equal(o.conflict, 1);
    assert_int_equal(o.claim, GM_ALTERED);
    assert_int_equal(o.basis, GM_BASIS_TRACE);
    o = OF(STATED(GM_CAPTURED));
    assert_int_equal(o.conflict, 0);
    assert_int_equal(o.claim, GM_CAPTURED);
}

static void a_denial_contradicts_but_claims_nothing(void **state)
{
    gm_origin o = OF(STATED(GM_DENIAL));

    (void)state;
    assert_int_equal(o.claim, GM_CLAIM_NONE);
    assert_int_equal(o.basis, GM_BASIS_NONE);
    o = OF(STATED(GM_DENIAL), STATED(GM_GENERATED));
    assert_int_equal(o.conflict, 1);
    assert_int_equal(o.claim, GM_GENERATED);
    o = OF({.claim = GM_DENIAL, .sure = 100, .cls = SLUG("element")},
           STATED(GM_GENERATED));
    assert_int_equal(o.conflict, 0);
}

static void what_a_file_says_of_itself_beats_its_history(void **state)
{
    gm_origin o =
        OF({.claim = GM_GENERATED, .sure = 100, .cls = SLUG("history")},
           STATED(GM_ALTERED));

    (void)state;
    assert_int_equal(o.claim, GM_ALTERED);
    o = OF({.claim = GM_GENERATED, .sure = 100, .cls = SLUG("history")});
    assert_int_equal(o.claim, GM_GENERATED);
}

static void the_generator_is_that_of_the_weightiest_mark(void **state)
{
    gm_origin o = OF({.claim = GM_TRACE,
                      .makes = GM_GENERATED,
                      .sure = 95,
                      .generator = SLUG("a1111")},
                     {.claim = GM_TRACE,
                      .makes = GM_GENERATED,
                      .sure = 95,
                      .generator = SLUG("fooocus")},
                     {.claim = GM_TRACE,
                      .makes = GM_GENERATED,
                      .sure = 40,
                      .generator = SLUG("grok")});

    (void)state;
    assert_string_equal(o.generator.ptr, "fooocus");
    o = OF({.claim = GM_TRACE,
            .makes = GM_GENERATED,
            .sure = 95,
            .generator = SLUG("comfyui")},
           {.claim = GM_GENERATED, .sure = 100, .generator = SLUG("kling")});
    assert_string_equal(o.generator.ptr, "kling");
}

static void what_a_part_says_is_true_of_a_part(void **state)
{
    gm_mark inner[] = {
        {.claim = GM_GENERATED,
         .sure = 100,
         .place = {.path = SLUG("a.docx!media/1[2].png!iTXt[XML]")}},
        {.claim = GM_CAPTURED,
         .sure = 100,
         .place = {.path = SLUG("a.docx!media/2.jpg!xmp")}}};
    gm_mark own = {.claim = GM_GENERATED,
                   .sure = 100,
                   .place = {.path = SLUG("a.docx!ooxml-custom[what!]")}};
    gm_origin o = in(GM_DOCUMENT, inner, 2);

    (void)state;
    assert_int_equal(o.claim, GM_ALTERED);
    assert_int_equal(o.conflict, 0);
    assert_int_equal(o.basis, GM_BASIS_DECLARED);
    assert_int_equal(in(GM_DOCUMENT, inner + 1, 1).claim, GM_CLAIM_NONE);
    assert_int_equal(in(GM_DOCUMENT, &own, 1).claim, GM_GENERATED);
    assert_int_equal(in(GM_IMAGE, inner, 1).claim, GM_GENERATED);
}

static void without_memory_there_is_no_answer(void **state)
{
    struct arena a;
    gm_mark m = STATED(GM_GENERATED);
    gm_item item = {.marks = &m, .mark_count = 1};

    (void)state;
    arena_init(&a, 0);
    assert_false(origin_of(&item, &a));
    arena_reset(&a);
}

/* The path of a part says which it is: "#" the document itself. */
static void a_chapter_is_the_book_and_a_cover_is_not_the_song(void **state)
{
    gm_mark own = {.claim = GM_NOTICE,
                   .sure = 100,
                   .place = {.path = SLUG("a.docx#ch1.xhtml!text")}};
    gm_mark inner = {.claim = GM_NOTICE,
                     .sure = 100,
                     .place = {.path = SLUG("a.docx#ch1.xhtml!p.svg!text")}};
    gm_mark cover = {.claim = GM_GENERATED,
                     .sure = 100,
                     .place = {.path = SLUG("a.docx!cover!xmp")}};

    (void)state;
    assert_int_equal(in(GM_DOCUMENT, &own, 1).claim, GM_NOTICE);
    assert_int_equal(in(GM_DOCUMENT, &inner, 1).claim, GM_CLAIM_NONE);
    assert_int_equal(in(GM_AUDIO, &cover, 1).claim, GM_ALTERED);
    assert_int_equal(in(GM_VIDEO, &cover, 1).claim, GM_ALTERED);
    assert_int_equal(in(GM_IMAGE, &cover, 1).claim, GM_GENERATED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_none),
        cmocka_unit_test(a_statement_is_declared),
        cmocka_unit_test(a_trace_is_a_trace),
        cmocka_unit_test(made_says_more_than_changed),
        cmocka_unit_test(a_faint_mark_decides_nothing),
        cmocka_unit_test(what_is_broken_or_of_rights_counts_for_nothing),
        cmocka_unit_test(captured_and_made_is_a_conflict),
        cmocka_unit_test(a_denial_contradicts_but_claims_nothing),
        cmocka_unit_test(what_a_file_says_of_itself_beats_its_history),
        cmocka_unit_test(the_generator_is_that_of_the_weightiest_mark),
        cmocka_unit_test(what_a_part_says_is_true_of_a_part),
        cmocka_unit_test(a_chapter_is_the_book_and_a_cover_is_not_the_song),
        cmocka_unit_test(without_memory_there_is_no_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
