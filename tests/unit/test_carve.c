/* SPDX-License-Identifier: Apache-2.0
 * test_carve.c - XMP packets and AIGC records out of bytes of no known format.
 */
#include "tests/test.h"

#include "scan/scan.h"
#include "tests/carved.h"
#include "tests/clock.h"
#include "tests/walks.h"

#include "base/cpu.h"

#include <stdlib.h>

enum {
    ROOM = 4 << 20
};

#define XMP  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"></x:xmpmeta>"
#define OPEN "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
#define SHUT "<?xpacket end=\"w\"?>"
#define HEAD                           \
    "\x01\x02\x03\x04\x05\x06\x07\x08" \
    "FOOBAR\0\0"

static uint8_t bytes[ROOM + 1];
static struct span in;
static struct arena arena;
static struct doc doc;

static void put(const void *p, size_t n)
{
    assert_true(n <= ROOM - in.len);
    memcpy(bytes + in.len, p, n);
    in.len += n;
}

#define PUT(lit) put(lit, sizeof(lit) - 1)

static void fresh(void)
{
    in = (struct span){bytes, 0};
    PUT(HEAD);
}

static void fill(size_t n)
{
    memset(bytes + in.len, 0, n);
    in.len += n;
}

/* put_wide writes ASCII in UTF-16, with U+FEFF for a '^'. */
static void put_wide(const char *s, bool big)
{
    for (; *s; s++) {
        uint16_t c = *s == '^' ? 0xFEFF : (uint8_t)*s;
        uint8_t to[2] = {(uint8_t)(big ? c >> 8 : c),
                         (uint8_t)(big ? c : c >> 8)};

        put(to, 2);
    }
}

static void carve(void)
{
    struct source src = source_of(in);
    struct walk_config c = {.arena = &arena, .limits = &limits_default};

    arena_reset(&arena);
    walk_run(&doc, &src, &c);

    assert_null(doc.format);
}

static void is_slot(unsigned i, enum slot_kind kind, size_t from, size_t len)
{
    assert_true(i < doc.slot_count);
    assert_int_equal(doc.slots[i].kind, kind);
    assert_int_equal(doc.slots[i].at.off, from);
    assert_int_equal(doc.slots[i].at.len, len);
}

static void packets_and_records_are_found(void **state)
{
    (void)state;
    fresh();
    PUT("{\"AIGC\":{\"Label\":\"1\"}}");
    PUT(OPEN XMP SHUT "<?xpacket ");
    PUT(XMP);
    carve();
    assert_int_equal(doc.slot_count, 3);
    is_slot(0, SLOT_XMP, 38, sizeof(OPEN XMP SHUT) - 1);
    is_slot(1, SLOT_XMP, 48 + sizeof(OPEN XMP SHUT) - 1, sizeof(XMP) - 1);
    is_slot(2, SLOT_COMMENT, 16, 22);
}

static void what_only_looks_alike_is_not(void **state)
{
    (void)state;
    fresh();
    PUT("<?XPACKET BEGIN=\"\"?><?XPACKET END=\"w\"?>"); /* names have case */
    PUT("<x:xmpmet></x:xmpmeta><y:xmpmeta></y:xmpmeta>");
    PUT("{\"aigc\":{}}    (\"AIGC\"){     \"AIGC\":1}\"AIGC\"{}{\"AIGC\":\0}");
    PUT("{}\"AIGC\"");
    carve();
    assert_int_equal(doc.slot_count, 0);
}

static void utf_16_is_told_by_its_mark(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        for (size_t odd = 0; odd < 2; odd++) {
            const char *wide[] = {
                "<?xpacket begin=\"^\"?><x/><?xpacket end=\"w\"?>",
                "<?xpacket begin='^'?><x/><?xpacket end='w'?>"};

            for (int quote = 0; quote < 2; quote++) {
                fresh();
                fill(1 + odd);
                put_wide(wide[quote], big);
                fill(9);
                carve();
                assert_int_equal(doc.slot_count, 1);
                is_slot(0, SLOT_XMP, 17 + odd, 2 * strlen(wide[quote]));
            }
            fresh();
            fill(1 + odd);
            put_wide("<?xpacket begin=\"\"?><x/><?xpacket end=\"w\"?>", big);
            carve();
            assert_int_equal(doc.slot_count, 0);
        }
    }
}

/* A word may lie across two parts of a scan, wherever these meet. */
static void no_seam_hides_a_word(void **state)
{
    (void)state;
    for (size_t at = (16 << 10) - 80; at < (16 << 10) + 80; at++) {
        fresh();
        fill(at - in.len);
        PUT("{\"AIGC\":{}}" OPEN XMP SHUT);
        carve();
        assert_int_equal(doc.slot_count, 2);
        is_slot(0, SLOT_XMP, at + 11, sizeof(OPEN XMP SHUT) - 1);
        is_slot(1, SLOT_COMMENT, at, 11);
    }
}

static void what_is_cut_is_not_taken(void **state)
{
    size_t whole;

    (void)state;
    fresh();
    PUT(OPEN XMP SHUT);
    for (whole = in.len; in.len > 16; in.len--) {
        carve();
        assert_int_equal(doc.slot_count, in.len == whole);
    }
    fresh();
    PUT("{\"AIGC\":{\"Label\":\"1\"}}");
    for (whole = in.len; in.len > 16; in.len--) {
        carve();
        assert_int_equal(doc.slot_count, in.len == whole);
    }
}

static double took(const char *word, size_t len, size_t size)
{
    double start;

    fresh();
    while (in.len + len <= size)
        put(word, len);
    start = cpu_time();
    carve();
    return cpu_time() - start;
}

/* As many words as the input holds: the work grows with it, and no more. */
static void crowds_cost_what_they_are_long(void **state)
{
    static const struct span crowds[] = {
        SPAN_OF("<?xpacket begin"),
        SPAN_OF("<?xpacket end"),
        SPAN_OF("<?xpacket begin<?xpacket end"),
        SPAN_OF("<x:xmpmeta"),
        SPAN_OF("<x:xmpmeta<?xpacket begin</x:xmpmeta>"),
        SPAN_OF("\"AIGC\""),
        SPAN_OF("{\"AIGC\":{"),
        SPAN_OF("{\"AIGC\":}"),
        SPAN_OF("\0<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0e\0n\0d"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(crowds) / sizeof(*crowds); i++) {
        const char *word = (const char *)crowds[i].ptr;
        double tenth = took(word, crowds[i].len, ROOM / 10), whole;

        whole = took(word, crowds[i].len, ROOM);
        assert_true(whole < 40 * tenth + 0.05);
        assert_true(doc.slot_count <= CARVED_MOST);
    }
}

/* Where the search ends before the input does, a note says where. */
static void what_is_left_out_is_said(void **state)
{
    static const char said[] = "metadata was not searched for behind this";
    struct limits less = limits_default;
    struct walk_config c = {.arena = &arena, .limits = &less};
    struct source src;

    (void)state;
    fresh();
    fill(200);
    PUT(XMP);
    carve();
    assert_int_equal(doc.slot_count, 1);
    assert_false(has_note(&doc, said));

    less.carve_bytes = 200;
    src = source_of(in);
    arena_reset(&arena);
    walk_run(&doc, &src, &c);
    assert_int_equal(doc.slot_count, 0);
    assert_true(has_note(&doc, said));
    assert_int_equal(doc.notes[0].off, 200);

    fresh();
    for (unsigned i = 0; i <= CARVED_MOST; i++)
        PUT(XMP);
    carve();
    assert_int_equal(doc.slot_count, CARVED_MOST);
    assert_true(has_note(&doc, said));
}

static uint32_t seed = 20261128;

static uint32_t draw(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void mix(void)
{
    static const struct span parts[] = {
        SPAN_OF("<?xpacket begin"),
        SPAN_OF("<?xpacket end"),
        SPAN_OF("?>"),
        SPAN_OF("<x:xmpmeta"),
        SPAN_OF("</x:xmpmeta>"),
        SPAN_OF("{\"AIGC\":"),
        SPAN_OF("\"AIGC\""),
        SPAN_OF("{"),
        SPAN_OF("}"),
        SPAN_OF("\""),
        SPAN_OF("\\"),
        SPAN_OF("\0"),
    };
    static const char *const wide[] = {"<?xpacket begin=\"^", "<?xpacket end",
                                       "?>", "<x:xmpmeta"};

    fresh();
    for (uint32_t n = 2 + draw(120); n; n--) {
        const struct span *p = &parts[draw(sizeof(parts) / sizeof(*parts))];

        if (draw(5) == 0)
            put_wide(wide[draw(4)], draw(2));
        else
            put(p->ptr, p->len);
        if (draw(20) == 0)
            fill(draw(3000));
    }
}

static void a_search_at_every_place_finds_the_same(void **state)
{
    static const uint32_t levels[] = {UINT32_MAX, CPU_SSSE3 | CPU_AVX2,
                                      CPU_SSSE3, CPU_KNOWN};

    (void)state;
    for (unsigned i = 0; i < 4000; i++) {
        cpu_limit(levels[i % 4]);
        mix();
        carve();
        assert_true(carved_same(&doc, in));
    }
    cpu_limit(UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packets_and_records_are_found),
        cmocka_unit_test(what_only_looks_alike_is_not),
        cmocka_unit_test(utf_16_is_told_by_its_mark),
        cmocka_unit_test(no_seam_hides_a_word),
        cmocka_unit_test(what_is_cut_is_not_taken),
        cmocka_unit_test(crowds_cost_what_they_are_long),
        cmocka_unit_test(what_is_left_out_is_said),
        cmocka_unit_test(a_search_at_every_place_finds_the_same),
    };

    arena_init(&arena, 64 << 20);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
