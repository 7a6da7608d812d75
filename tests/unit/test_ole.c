/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/walks.h"

enum {
    SECTOR = 512,
    MOST = 8
};

/* What a compound file is built from: streams in one storage each, or in the
 * root where `in` is NULL. */
struct item {
    const char *in, *name;
    struct span data;
};

static void patch(struct buf *b, size_t at, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        b->ptr[at + i] = (uint8_t)(v >> 8 * i);
}

static void name16(struct buf *b, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        put_le(b, (uint8_t)name[i], 2);
    put_be(b, 0, (unsigned)(64 - 2 * n));
    put_le(b, 2 * n + 2, 2);
}

static void entry(struct buf *b, const char *name, unsigned type,
                  uint32_t right, uint32_t child, uint32_t start, size_t size)
{
    name16(b, name);
    put_le(b, type, 1);
    put_le(b, 1, 1);
    put_le(b, UINT32_MAX, 4);
    put_le(b, right, 4);
    put_le(b, child, 4);
    put_be(b, 0, 16 + 4 + 8 + 8);
    put_le(b, start, 4);
    put_le(b, size, 8);
}

static void pad(struct buf *b, size_t to)
{
    while (b->len % to)
        buf_byte(b, 0);
}

/* The header says where the table, the directory, and the table of small
 * streams are: sectors 0, 1 and 2 to 3, then 4. */
static void header(struct buf *b, bool small)
{
    buf_put(b, SPAN("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
    put_be(b, 0, 16);
    put_le(b, 0x3E, 2);
    put_le(b, 3, 2);
    put_le(b, 0xFFFE, 2);
    put_le(b, 9, 2);
    put_le(b, 6, 2);
    put_be(b, 0, 6 + 4);
    put_le(b, 1, 4);
    put_le(b, 1, 4);
    put_le(b, 0, 4);
    put_le(b, small ? 4096 : 0, 4);
    put_le(b, small ? 4 : UINT32_MAX - 1, 4);
    put_le(b, small, 4);
    put_le(b, UINT32_MAX - 1, 4);
    put_le(b, 0, 4);
    put_le(b, 0, 4);
    for (unsigned i = 1; i < 109; i++)
        put_le(b, UINT32_MAX, 4);
}

/* compound writes: FAT, three directory sectors (12 entries), one sector of
 * the small table, then data: each stream in sectors of its own, or in small
 * ones of 64 bytes in one run. */
static struct span compound(struct arena *a, const struct item *list,
                            unsigned count, bool small)
{
    struct buf b, dir, data, fat, mini;
    uint32_t unit = small ? 64 : SECTOR, chain = 5, n = 1;
    uint32_t starts[MOST];

    buf_init(&b, a, 1 << 16);
    buf_init(&dir, a, 1 << 12);
    buf_init(&data, a, 1 << 15);
    buf_init(&fat, a, 1 << 12);
    buf_init(&mini, a, 1 << 12);
    header(&b, small);
    for (unsigned i = 0; i < count; i++) {
        uint32_t first = (uint32_t)(data.len / unit), last;

        starts[i] = small ? first : first + chain;
        buf_put(&data, list[i].data);
        pad(&data, unit);
        last = (uint32_t)(data.len / unit);
        for (uint32_t k = first + 1; k <= last; k++)
            put_le(small ? &mini : &fat,
                   k == last ? UINT32_MAX - 1 : k + (small ? 0 : chain), 4);
    }
    entry(&dir, "Root Entry", 5, UINT32_MAX, 1, small ? 5 : UINT32_MAX - 1,
          small ? data.len : 0);
    for (unsigned i = 0; i < count; i++) {
        uint32_t next = i + 1 < count ? n + (list[i].in ? 2U : 1U) : UINT32_MAX;

        if (list[i].in) {
            entry(&dir, list[i].in, 1, next, n + 1, 0, 0);
            n++;
            next = UINT32_MAX;
        }
        entry(&dir, list[i].name, 2, next, UINT32_MAX, starts[i],
              list[i].data.len);
        n++;
    }
    pad(&dir, (size_t)3 * SECTOR);
    put_le(&b, UINT32_MAX - 2, 4); /* the table's own sector */
    put_le(&b, 2, 4);
    put_le(&b, 3, 4);
    put_le(&b, UINT32_MAX - 1, 4);
    put_le(&b, UINT32_MAX - 1, 4);
    if (small)
        for (uint32_t k = 0; k * SECTOR < data.len; k++)
            put_le(&fat,
                   (k + 1) * SECTOR < data.len ? chain + k + 1 : UINT32_MAX - 1,
                   4);
    buf_put(&b, buf_span(&fat));
    while (b.len % SECTOR)
        put_le(&b, UINT32_MAX, 4);
    buf_put(&b, buf_span(&dir));
    buf_put(&b, buf_span(&mini));
    while (b.len % SECTOR || b.len < (size_t)SECTOR * 6)
        put_le(&b, UINT32_MAX, 4);
    buf_put(&b, buf_span(&data));
    pad(&b, SECTOR);
    return buf_span(&b);
}

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
        cmocka_unit_test(a_chain_that_goes_in_a_circle_ends),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
