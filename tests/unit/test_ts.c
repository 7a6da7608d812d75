/* SPDX-License-Identifier: Apache-2.0
 * test_ts.c - transport streams, built here after [TS] and [SI]. */
#include "tests/walks.h"

enum {
    PACKET = 188,
    BEGINS = 0x4000
};

/* packet puts one, filled up as tables are. */
static void packet(struct buf *b, unsigned pid, struct span payload)
{
    size_t end = buf_span(b).len + PACKET;

    put_be(b, 0x47, 1);
    put_be(b, pid, 2);
    put_be(b, 0x10, 1);
    buf_put(b, payload);
    while (buf_span(b).len < end)
        put_be(b, 0xFF, 1);
}

/* section is one of a table, behind a pointer of 0, with a sum of zeros. */
static struct span section(struct arena *a, unsigned kind, struct span body)
{
    struct buf b;

    buf_init(&b, a, 2048);
    put_be(&b, 0, 1);
    put_be(&b, kind, 1);
    put_be(&b, 0xB000 | (body.len + 9), 2);
    put_be(&b, 1, 2);
    put_be(&b, 0xC10000, 3);
    buf_put(&b, body);
    put_be(&b, 0, 4);
    return buf_span(&b);
}

static void programs(struct buf *b, struct arena *a)
{
    packet(b, BEGINS, section(a, 0, SPAN("\0\1\xE1\0")));
}

static void map(struct buf *b, struct arena *a, struct span streams)
{
    struct buf m;

    buf_init(&m, a, 1024);
    buf_put(&m, SPAN("\xE1\1\xF0\0"));
    buf_put(&m, streams);
    packet(b, BEGINS | 0x100, section(a, 2, buf_span(&m)));
}

static struct span services(struct arena *a, struct span provider,
                            struct span name)
{
    struct buf b;

    buf_init(&b, a, 1024);
    put_be(&b, 0, 3); /* network, reserved */
    put_be(&b, 1, 2);
    put_be(&b, 0, 1);
    put_be(&b, provider.len + name.len + 5, 2);
    put_be(&b, 0x48, 1);
    put_be(&b, provider.len + name.len + 3, 1);
    put_be(&b, 1, 1);
    put_be(&b, provider.len, 1);
    buf_put(&b, provider);
    put_be(&b, name.len, 1);
    buf_put(&b, name);
    return section(a, 0x42, buf_span(&b));
}

static void nothing(struct buf *b, unsigned n)
{
    while (n-- > 0)
        packet(b, 0x1FFF, SPAN(""));
}

static void services_are_named_in_their_encoding(void **state)
{
    static const struct {
        struct span raw;
        const char *text;
    } names[] = {
        {SPAN_OF("Service01"), "Service01"},
        {SPAN_OF("\x15\xED\x95\x9C"), "\xED\x95\x9C"},
        {SPAN_OF("\x12\xC7\xD1"), "\xED\x95\x9C"}, /* KS X 1001 */
        {SPAN_OF("\x11\xD5\x5C"), "\xED\x95\x9C"},
    };
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 22);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct buf b;
        struct doc d;

        buf_init(&b, &a, 1 << 14);
        packet(&b, BEGINS | 17, services(&a, SPAN("FFmpeg"), names[i].raw));
        programs(&b, &a);
        map(&b, &a, SPAN("\x1B\xE1\1\xF0\0"));
        nothing(&b, 3);
        d = walk_bytes(&a, buf_span(&b));
        assert_string_equal(d.format->name, "ts");
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "provider", 0), "FFmpeg"));
        assert_true(
            slot_is(slot_at(&d, SLOT_FIELD, "service", 0), names[i].text));
        assert_null(d.limit);
    }
    arena_reset(&a);
}

static void an_unknown_encoding_is_said(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 14);
    packet(&b, BEGINS | 17, services(&a, SPAN("x"), SPAN("\x1F\1abc")));
    nothing(&b, 5);
    d = walk_bytes(&a, buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "provider", 0), "x"));
    assert_null(slot_at(&d, SLOT_FIELD, "service", 0));
    assert_string_equal(d.limit, "text of an encoding that is not known");
    arena_reset(&a);
}

/* A section of length 0 may not keep the walk at what stands behind it. */
static void an_empty_section_ends_its_packet(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 14);
    packet(&b, BEGINS | 17, SPAN("\0\x42\xF0\0\x42\xF0\x20"));
    packet(&b, BEGINS | 17, services(&a, SPAN("x"), SPAN("one")));
    nothing(&b, 5);
    d = walk_bytes(&a, buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "service", 0), "one"));
    assert_string_equal(d.limit, "damaged");
    arena_reset(&a);
}

/* A section goes on in a second packet, where another begins behind it. */
static void sections_go_on_in_later_packets(void **state)
{
    struct arena a;
    struct buf b, second;
    struct span long_one;
    char name[201] = {0};
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    memset(name, 'n', 200);
    long_one = services(&a, SPAN("p"), text_span(name));
    buf_init(&b, &a, 1 << 14);
    buf_init(&second, &a, 1 << 10);
    packet(&b, BEGINS | 17, span_cut(long_one, 0, 184));
    put_be(&second, long_one.len - 184, 1);
    buf_put(&second, span_cut(long_one, 184, long_one.len - 184));
    packet(&b, BEGINS | 17, buf_span(&second));
    nothing(&b, 4);
    d = walk_bytes(&a, buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "service", 0), name));
    assert_int_equal(slot_at(&d, SLOT_FIELD, "service", 0)->at.off, 0);
    assert_null(slot_at(&d, SLOT_FIELD, "service", 1));
    arena_reset(&a);
}

static struct span film(struct arena *a, unsigned behind)
{
    struct buf b;

    buf_init(&b, a, 8 << 20);
    packet(&b, 17, SPAN("\xFF the middle of a table"));
    programs(&b, a);
    map(&b, a, SPAN("\x15\xE1\2\xF0\0\6\xE1\3\xF0\2\x56\0"));
    packet(&b, BEGINS | 0x102,
           SPAN("\0\0\1\xBD\0\0\x80\x80\5\0\0\0\0\0ID3\4\0\0one "));
    packet(&b, 0x102, SPAN("and more"));
    packet(&b, BEGINS | 0x102, SPAN("\0\0\1\xBD\0\0\x80\0\0ID3\4\0\0two"));
    nothing(&b, behind);
    return buf_span(&b);
}

static void timed_metadata_is_the_films_own(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 32 << 20);
    d = walk_bytes(&a, film(&a, 4));
    s = slot_at(&d, SLOT_PART, "ID3", 0);
    assert_true(s && s->flags & SLOT_BODY);
    assert_int_equal(s->at.off, 3 * PACKET);
    assert_int_equal(s->data.len, 170 + 184);
    assert_memory_equal(s->data.ptr, "ID3\4\0\0one ", 10);
    assert_memory_equal(s->data.ptr + 170, "and more", 8);
    assert_memory_equal(slot_at(&d, SLOT_PART, "ID3", 1)->data.ptr,
                        "ID3\4\0\0two", 9);
    assert_null(slot_at(&d, SLOT_PART, "ID3", 2));
    assert_string_equal(d.limit, "subtitles of an unknown kind");
    arena_reset(&a);
}

static void what_is_behind_the_beginning_is_said(void **state)
{
    struct arena a;
    struct buf b;

    (void)state;
    arena_init(&a, 32 << 20);
    buf_init(&b, &a, 8 << 20);
    programs(&b, &a);
    map(&b, &a, SPAN("\x15\xE1\2\xF0\0"));
    nothing(&b, (1 << 14) - 2);
    assert_null(walk_bytes(&a, buf_span(&b)).limit);
    nothing(&b, 1);
    assert_string_equal(walk_bytes(&a, buf_span(&b)).limit,
                        "timed metadata, but for its beginning");
    arena_reset(&a);
}

static void damage_is_survived(void **state)
{
    struct arena a;
    struct buf b;

    (void)state;
    arena_init(&a, 16 << 20);
    torture(film(&a, 1));
    buf_init(&b, &a, 1 << 14);
    packet(&b, BEGINS | 17, services(&a, SPAN("x"), SPAN("\x15y")));
    nothing(&b, 5);
    torture(buf_span(&b));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_are_named_in_their_encoding),
        cmocka_unit_test(an_unknown_encoding_is_said),
        cmocka_unit_test(an_empty_section_ends_its_packet),
        cmocka_unit_test(sections_go_on_in_later_packets),
        cmocka_unit_test(timed_metadata_is_the_films_own),
        cmocka_unit_test(what_is_behind_the_beginning_is_said),
        cmocka_unit_test(damage_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
