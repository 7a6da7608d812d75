/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/compound.h"

/* A set of two properties: a code page with a text in it, and a number. */
static struct span properties(struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    put_le(&b, 0xFFFE, 2);
    put_be(&b, 0, 2 + 4 + 16);
    put_le(&b, 1, 4);
    put_be(&b, 0, 16);
    put_le(&b, 48, 4);
    put_le(&b, 72, 4);
    put_le(&b, 3, 4);
    put_le(&b, 1, 4);
    put_le(&b, 32, 4);
    put_le(&b, 2, 4);
    put_le(&b, 40, 4);
    put_le(&b, 9, 4);
    put_le(&b, 56, 4);
    put_le(&b, 2, 4); /* the code page: 949 */
    put_le(&b, 949, 4);
    put_le(&b, 0x1E, 4);
    put_le(&b, 5, 4);
    buf_put(&b, SPAN("\xB0\xA1\xB3\xAA\0\0\0\0"));
    put_le(&b, 3, 4);
    put_le(&b, 17, 4);
    return buf_span(&b);
}

static struct span file_header(struct arena *a, unsigned flags)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    buf_put(&b, SPAN("HWP Document File"));
    put_be(&b, 0, 15);
    put_le(&b, 0x05000300, 4);
    put_le(&b, flags, 4);
    put_be(&b, 0, 256 - 40);
    return buf_span(&b);
}

static struct span section(struct arena *a, bool packed)
{
    struct buf b, z;

    buf_init(&b, a, 1 << 12);
    buf_init(&z, a, 1 << 12);
    put_le(&b, 66 | 4U << 20, 4); /* a record that is no text */
    put_le(&b, 0, 4);
    put_le(&b, 67 | 1 << 10 | 26U << 20, 4);
    put_le(&b, 2, 2); /* a control of eight units */
    put_be(&b, 0, 12);
    put_le(&b, 2, 2);
    put_le(&b, 0xAC00, 2);
    put_le(&b, 9, 2); /* a tab, which also has eight: cut by the end */
    put_be(&b, 0, 6);
    put_le(&b, 67 | 0xFFFU << 20, 4);
    put_le(&b, 6, 4);
    put_le(&b, 'A', 2);
    put_le(&b, 'I', 2);
    put_le(&b, 13, 2);
    if (!packed)
        return buf_span(&b);
    put_stored(&z, buf_span(&b));
    return buf_span(&z);
}

static struct span document(struct arena *a, unsigned flags, bool small)
{
    const struct item list[] = {
        {NULL, "FileHeader", file_header(a, flags)},
        {NULL, "\5HwpSummaryInformation", properties(a)},
        {"BodyText", "Section0", section(a, flags & 1)},
        {"BinData", "BIN0001.png",
         flags & 1 ? SPAN("\1\4\0\xFB\xFF\x89PNG") : SPAN("\x89PNG")},
    };

    return compound(a, list, 4, small);
}

static void hwp_tells_summary_and_text(void **state)
{
    struct arena a;

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        struct doc d;

        arena_init(&a, 16 << 20);
        d = walk_bytes(&a, document(&a, i & 1, i & 2));
        assert_string_equal(d.format->name, "hwp");
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Title", 0),
                            "\xEA\xB0\x80\xEB\x82\x98"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Revision", 0), "17"));
        assert_true(slot_is(slot_at(&d, SLOT_TEXT, "Section0", 0),
                            "\xEA\xB0\x80 \nAI\n"));
        assert_true(slot_at(&d, SLOT_TEXT, NULL, 0)->flags & SLOT_START);
        assert_true(
            slot_is(slot_at(&d, SLOT_PART, "BIN0001.png", 0), "\x89PNG"));
        assert_null(d.limit);
        arena_reset(&a);
    }
}

static void a_password_is_not_covered(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = walk_bytes(&a, document(&a, 3, false));
    assert_string_equal(d.limit, "encrypted");
    assert_null(slot_at(&d, SLOT_TEXT, NULL, 0));
    arena_reset(&a);
}

static void old_documents_tell_their_properties(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    const struct item list[] = {{NULL, "\5SummaryInformation", properties(&a)}};
    d = walk_bytes(&a, compound(&a, list, 1, true));
    assert_string_equal(d.format->name, "ole");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Title", 0),
                        "\xEA\xB0\x80\xEB\x82\x98"));
    assert_string_equal(d.limit, "its text is not read");
    arena_reset(&a);
}

/* What more is said of a document: a category, and a property of the writer's
 * own whose name a dictionary in the same set has.  The set's length is wrong,
 * and so may be its count: both have been seen. */
static struct span more(struct arena *a, unsigned count)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    put_le(&b, 0xFFFE, 2);
    put_be(&b, 0, 2 + 4 + 16);
    put_le(&b, 1, 4);
    buf_put(&b, SPAN("\x02\xD5\xCD\xD5\x9C\x2E\x1B\x10"
                     "\x93\x97\x08\0\x2B\x2C\xF9\xAE"));
    put_le(&b, 48, 4);
    put_le(&b, 16, 4); /* 76 in truth */
    put_le(&b, count, 4);
    put_le(&b, 0, 4);
    put_le(&b, 32, 4);
    put_le(&b, 2, 4);
    put_le(&b, 52, 4);
    put_le(&b, 40, 4);
    put_le(&b, 64, 4);
    put_le(&b, 1, 4); /* the dictionary: 40 is "AIGC" */
    put_le(&b, 40, 4);
    put_le(&b, 5, 4);
    buf_put(&b, SPAN("AIGC\0\0\0\0"));
    put_le(&b, 0x1E, 4);
    put_le(&b, 4, 4);
    buf_put(&b, SPAN("art\0"));
    put_le(&b, 0x1E, 4);
    put_le(&b, 4, 4);
    buf_put(&b, SPAN("yes\0"));
    return buf_span(&b);
}

static void a_set_is_read_past_its_wrong_length(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 16 << 20);
    for (unsigned count = 3; count; count = count == 3 ? UINT32_MAX : 0) {
        const struct item list[] = {
            {NULL, "\5DocumentSummaryInformation", more(&a, count)}};
        struct doc d = walk_bytes(&a, compound(&a, list, 1, true));

        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Category", 0), "art"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "yes"));
        assert_int_equal(has_note(&d, "more properties than the set can hold"),
                         count != 3);
        assert_string_equal(d.limit, "its text is not read");
    }
    arena_reset(&a);
}

static void a_chain_that_goes_in_a_circle_ends(void **state)
{
    struct arena a;
    struct span s;
    struct buf b;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    s = document(&a, 0, false);
    buf_init(&b, &a, 1 << 16);
    buf_put(&b, s);
    patch(&b, SECTOR + 4 * 3, 1); /* the directory: 1, 2, 3, 1 ... */
    d = walk_bytes(&a, buf_span(&b));
    assert_string_equal(d.format->name, "hwp");
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 16 << 20);
    torture(document(&a, 1, true));
    torture(document(&a, 0, false));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hwp_tells_summary_and_text),
        cmocka_unit_test(a_password_is_not_covered),
        cmocka_unit_test(old_documents_tell_their_properties),
        cmocka_unit_test(a_set_is_read_past_its_wrong_length),
        cmocka_unit_test(a_chain_that_goes_in_a_circle_ends),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
