/* SPDX-License-Identifier: Apache-2.0
 * test_raw.c - raw pictures of Canon's CRW and Sigma's X3F, built here after
 * their specifications. */
#include "tests/walks.h"

/* A heap of CIFF that holds the maker, the owner's name in the directory
 * itself, and whatever heap `inner` is. */
static struct span heap(struct arena *a, struct span inner)
{
    struct buf b;
    size_t dir;

    buf_init(&b, a, 1 << 14);
    put_text(&b, "Canon");
    buf_byte(&b, 0);
    put_text(&b, "EOS D60");
    buf_byte(&b, 0);
    buf_put(&b, inner);
    dir = buf_span(&b).len;
    put_le(&b, 4, 2);
    put_le(&b, 0x080A, 2);
    put_le(&b, 14, 4);
    put_le(&b, 0, 4);
    put_le(&b, 0x4810, 2);
    buf_put(&b, SPAN("Kim\0\0\0\0\0"));
    put_le(&b, inner.len ? 0x300A : 0x1810, 2);
    put_le(&b, inner.len, 4);
    put_le(&b, 14, 4);
    put_le(&b, 0x2008, 2);
    put_le(&b, 5, 4);
    put_le(&b, 6, 4);
    put_le(&b, dir, 4);
    return buf_span(&b);
}

static struct span crw(struct arena *a, unsigned deep)
{
    struct buf b;
    struct span in = {0};

    while (deep-- > 0)
        in = heap(a, in);
    buf_init(&b, a, 1 << 15);
    put_text(&b, "II");
    put_le(&b, 26, 4);
    put_text(&b, "HEAPCCDR");
    put_le(&b, 0x00010002, 4);
    put_le(&b, 0, 8);
    buf_put(&b, in);
    return buf_span(&b);
}

static void crw_tells_maker_and_owner(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, crw(&a, 2));
    assert_string_equal(d.format->name, "crw");
    for (unsigned i = 0; i < 2; i++) {
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Make", i), "Canon"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Model", i), "EOS D60"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "OwnerName", i), "Kim"));
        assert_int_equal(slot_at(&d, SLOT_PART, "thumbnail", i)->at.len, 5);
    }
    /* The inner heap begins behind the outer one's text of 14 bytes. */
    assert_int_equal(slot_at(&d, SLOT_FIELD, "Make", 0)->at.off, 26);
    assert_int_equal(slot_at(&d, SLOT_FIELD, "Make", 1)->at.off, 40);
    assert_int_equal(slot_at(&d, SLOT_FIELD, "Model", 1)->at.off, 46);
    assert_null(slot_at(&d, SLOT_FIELD, "Make", 2));
    assert_null(d.limit);
    arena_reset(&a);
}

static void too_many_heaps_are_said(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 24);
    d = walk_bytes(&a, crw(&a, 64));
    assert_null(d.limit);
    assert_non_null(slot_at(&d, SLOT_FIELD, "Make", 63));
    d = walk_bytes(&a, crw(&a, 65));
    assert_string_equal(d.limit, "directories");
    arena_reset(&a);
}

static struct span x3f(struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    put_text(&b, "FOVb");
    put_le(&b, 0x00020003, 36);
    put_text(&b, "SECi"); /* 40 */
    put_le(&b, 0x00020000, 4);
    put_le(&b, 2, 4);
    put_le(&b, 18, 4);
    put_le(&b, 0, 12);
    put_text(&b, "JPEG");
    put_text(&b, "SECp"); /* 72 */
    put_le(&b, 0x00020000, 4);
    put_le(&b, 2, 4);
    put_le(&b, 0, 12);
    put_le(&b, 0, 4); /* "A", "\u00e9" */
    put_le(&b, 2, 4);
    put_le(&b, 0, 4); /* "A", and behind the end */
    put_le(&b, 99, 4);
    buf_put(&b, SPAN("A\0\0\0\xe9\0\0\0"));
    put_text(&b, "SECd"); /* 120 */
    put_le(&b, 0x00020000, 4);
    put_le(&b, 2, 4);
    put_le(&b, 40, 4);
    put_le(&b, 32, 4);
    put_text(&b, "IMA2");
    put_le(&b, 72, 4);
    put_le(&b, 48, 4);
    put_text(&b, "PROP");
    put_le(&b, 120, 4);
    return buf_span(&b);
}

static void x3f_tells_properties_and_its_jpeg(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, x3f(&a));
    assert_string_equal(d.format->name, "x3f");
    s = slot_at(&d, SLOT_FIELD, "A", 0);
    assert_true(slot_is(s, "\xc3\xa9"));
    assert_int_equal(s->at.off, 116);
    assert_int_equal(s->at.len, 2);
    assert_null(slot_at(&d, SLOT_FIELD, "A", 1));
    s = slot_at(&d, SLOT_PART, "preview", 0);
    assert_int_equal(s->at.off, 68);
    assert_int_equal(s->at.len, 4);
    assert_int_equal(block_at(&d, "PROP", 0)->at.len, 48);
    assert_null(d.limit);
    arena_reset(&a);
}

/* A thousand names that are one text without an end: each is read no further
 * than a name may be long, so that the work does not grow with its square. */
static void a_text_without_an_end_is_cut(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 1 << 24);
    buf_init(&b, &a, 1 << 20);
    put_text(&b, "FOVb");
    put_le(&b, 0x00020003, 36);
    put_text(&b, "SECp"); /* 40 */
    put_le(&b, 0x00020000, 4);
    put_le(&b, 2, 4);
    put_le(&b, 0, 12);
    put_le(&b, 0, 4); /* the end of the text, and all of it */
    put_le(&b, 9999, 4);
    put_le(&b, 9999, 4); /* and again */
    put_le(&b, 0, 4);
    for (unsigned i = 0; i < 10000; i++)
        put_le(&b, 'A', 2);
    put_text(&b, "SECd"); /* 20080 */
    put_le(&b, 0x00020000, 4);
    put_le(&b, 1, 4);
    put_le(&b, 40, 4);
    put_le(&b, 20040, 4);
    put_text(&b, "PROP");
    put_le(&b, 20080, 4);
    d = walk_bytes(&a, buf_span(&b));
    s = slot_at(&d, SLOT_FIELD, "A", 0);
    assert_non_null(s);
    assert_int_equal(s->data.len, 2048);
    assert_string_equal(d.limit, "text_bytes");
    arena_reset(&a);
}

static void damage_is_survived(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 24);
    torture(crw(&a, 3));
    torture(x3f(&a));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crw_tells_maker_and_owner),
        cmocka_unit_test(too_many_heaps_are_said),
        cmocka_unit_test(x3f_tells_properties_and_its_jpeg),
        cmocka_unit_test(a_text_without_an_end_is_cut),
        cmocka_unit_test(damage_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
