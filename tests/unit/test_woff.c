/* SPDX-License-Identifier: Apache-2.0
 * test_woff.c - packed fonts of both versions, built here. */
#include "tests/walks.h"

/* A table of one name in Unicode, "A" and a Korean letter as the family. */
static const struct span name_table =
    SPAN_OF("\0\0\0\1\0\x12\0\3\0\1\4\x09\0\1\0\4\0\0\0A\xAC\0");

/* put_brotli is a stream that packs nothing [RFC 7932, 9.2]. */
static void put_brotli(struct buf *b, struct span s)
{
    put_le(b, (s.len - 1) << 4 | 1 << 20, 3);
    buf_put(b, s);
    buf_byte(b, 3);
}

static void put_head(struct buf *b, bool two, size_t packed, size_t metadata)
{
    put_text(b, two ? "wOF2" : "wOFF");
    put_be(b, 0x00010000, 4);
    put_be(b, 0, 4);
    put_be(b, two ? 3 : 1, 2);
    put_be(b, 0, 6);
    if (two)
        put_be(b, packed, 4);
    put_be(b, 0, 4);
    put_be(b, metadata, 4);
    put_be(b, metadata ? 4 : 0, 4);
    put_be(b, 0, 12);
}

static struct span one(struct arena *a, bool packed)
{
    struct buf b, t;

    buf_init(&b, a, 4096);
    buf_init(&t, a, 4096);
    if (packed)
        put_zlib(&t, name_table);
    else
        buf_put(&t, name_table);
    put_head(&b, false, 0, 0);
    put_text(&b, "name");
    put_be(&b, 64, 4);
    put_be(&b, buf_span(&t).len, 4);
    put_be(&b, packed ? 99 : name_table.len, 4);
    put_be(&b, 0, 4);
    buf_put(&b, buf_span(&t));
    return buf_span(&b);
}

/* Version 2: outlines that were transformed, a tag of its own, the names, of
 * which the directory says that they have `more` bytes than there are. */
static struct span two(struct arena *a, const char *tag, size_t more)
{
    struct buf b, t, all;

    buf_init(&b, a, 4096);
    buf_init(&t, a, 4096);
    buf_init(&all, a, 4096);
    put_text(&all, "outlines");
    put_text(&all, "own");
    buf_put(&all, name_table);
    put_brotli(&t, buf_span(&all));
    put_head(&b, true, buf_span(&t).len, 0);
    buf_put(&b, SPAN("\x0A\x87\x68\x08\x3F")); /* glyf: 1000 bytes, 8 now */
    put_text(&b, tag);
    buf_put(&b, SPAN("\3\5"));
    buf_byte(&b, (uint8_t)(name_table.len + more));
    buf_put(&b, buf_span(&t));
    return buf_span(&b);
}

static void names_are_fields(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 1 << 22);
    for (int packed = 0; packed < 2; packed++) {
        d = walk_bytes(&a, one(&a, packed));
        assert_string_equal(d.format->name, "woff");
        assert_string_equal(d.mime, "font/woff");
        s = slot_at(&d, SLOT_FIELD, "Family", 0);
        assert_true(slot_is(s, "A\xea\xb0\x80"));
        assert_int_equal(s->at.off, packed ? 64 : 64 + 18);
        assert_null(d.limit);
    }
    d = walk_bytes(&a, two(&a, "own ", 0));
    assert_string_equal(d.mime, "font/woff2");
    s = slot_at(&d, SLOT_FIELD, "Family", 0);
    assert_true(slot_is(s, "A\xea\xb0\x80"));
    assert_null(d.limit);
    arena_reset(&a);
}

static void a_store_in_it_is_said(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 22);
    assert_string_equal(walk_bytes(&a, two(&a, "C2PA", 0)).limit,
                        "a manifest store in a packed font");
    arena_reset(&a);
}

static void names_behind_the_end_are_said(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 22);
    d = walk_bytes(&a, two(&a, "own ", 1));
    assert_null(slot_at(&d, SLOT_FIELD, "Family", 0));
    assert_string_equal(d.limit, "damaged");
    arena_reset(&a);
}

static void damage_is_survived(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 22);
    torture(one(&a, true));
    torture(two(&a, "own ", 0));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_fields),
        cmocka_unit_test(a_store_in_it_is_said),
        cmocka_unit_test(names_behind_the_end_are_said),
        cmocka_unit_test(damage_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
