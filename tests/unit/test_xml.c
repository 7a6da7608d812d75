/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/xml.h"

/* The events as a line: <ns|name @ns|name=value> text </name>. */
struct told {
    struct arena arena;
    struct buf out;
    uint64_t last_off, last_len;
    bool moved, stop_at_text;
};

static void put_name(struct buf *b, struct span ns, struct span name)
{
    buf_put(b, ns);
    buf_put(b, SPAN("|"));
    buf_put(b, name);
}

static bool start(void *ctx, const struct xml_event *e)
{
    struct told *t = ctx;

    buf_put(&t->out, SPAN("<"));
    put_name(&t->out, e->ns, e->name);
    for (size_t i = 0; i < e->attr_count; i++) {
        buf_put(&t->out, SPAN(" @"));
        put_name(&t->out, e->attrs[i].ns, e->attrs[i].name);
        buf_put(&t->out, SPAN("="));
        buf_put(&t->out, e->attrs[i].value);
    }
    buf_put(&t->out, SPAN(">"));
    t->moved = e->moved;
    return true;
}

static bool end(void *ctx, const struct xml_event *e)
{
    struct told *t = ctx;

    buf_put(&t->out, SPAN("</"));
    buf_put(&t->out, e->name);
    buf_put(&t->out, SPAN(">"));
    return true;
}

static bool text(void *ctx, const struct xml_event *e)
{
    struct told *t = ctx;

    buf_put(&t->out, e->text);
    t->last_off = e->off;
    t->last_len = e->len;
    return !t->stop_at_text;
}

static enum xml_end tell(struct told *t, struct span doc, unsigned flags)
{
    struct limits lim = limits_default;
    struct xml_events to = {.ctx = t, .start = start, .end = end, .text = text};

    lim.xml_depth = 8;
    lim.xml_bytes = 1 << 16;
    arena_init(&t->arena, 1 << 22);
    buf_init(&t->out, &t->arena, 1 << 16);
    return xml_read(&t->arena, doc, flags, &lim, &to, NULL);
}

#define assert_told(t, lit) assert_true(span_eq(buf_span(&(t)->out), SPAN(lit)))

static void names_carry_their_name_space(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t,
                          SPAN("<a xmlns='urn:d' xmlns:p='urn:p' p:x='1' y='2'>"
                               "<p:b xmlns:p='urn:q'/><p:c/></a>"),
                          0),
                     XML_WHOLE);
    assert_told(&t, "<urn:d|a @urn:p|x=1 @|y=2><urn:q|b></b><urn:p|c></c></a>");
    arena_reset(&t.arena);
}

static void local_names_have_no_name_space(void **state)
{
    struct limits lim = limits_default;
    struct told t = {0};
    struct xml_events to = {
        .ctx = &t, .start = start, .end = end, .text = text, .local = true};

    (void)state;
    arena_init(&t.arena, 1 << 22);
    buf_init(&t.out, &t.arena, 1 << 16);
    assert_int_equal(xml_read(&t.arena,
                              SPAN("<p:a xmlns:p='urn:p' xmlnsq='1' p:x='2'>"
                                   "t<p:b/></p:a>"),
                              XML_LAX, &lim, &to, NULL),
                     XML_WHOLE);
    assert_told(&t, "<|a @|xmlnsq=1 @|x=2>t<|b></b></a>");
    arena_reset(&t.arena);
}

static void an_undeclared_prefix_costs_only_its_name_space(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t, SPAN("<r><q:a q:v='1'>t</q:a></r>"), 0),
                     XML_WHOLE);
    assert_told(&t, "<|r><|a @|v=1>t</a></r>");
    arena_reset(&t.arena);
}

static void text_knows_its_offset(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t, SPAN("<r><a>BASE64</a></r>"), 0), XML_WHOLE);
    assert_int_equal(t.last_off, 6);
    assert_int_equal(t.last_len, 6);
    arena_reset(&t.arena);
}

static void cdata_and_references_are_text(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(
        tell(&t, SPAN("<r a='&quot;&#x41;'><![CDATA[<x>]]>&lt;&amp;</r>"), 0),
        XML_WHOLE);
    assert_told(&t, "<|r @|a=\"A><x><&</r>");
    arena_reset(&t.arena);
}

static void a_document_type_with_declarations_is_refused(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(
        tell(&t, SPAN("<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>"), 0), XML_DTD);
    assert_int_equal(t.out.len, 0);
    arena_reset(&t.arena);
    /* One that names a file is passed over: SVG files have it. */
    assert_int_equal(
        tell(&t, SPAN("<!DOCTYPE svg PUBLIC '-//W3C//DTD' 'u'><svg/>"), 0),
        XML_WHOLE);
    assert_told(&t, "<|svg></svg>");
    arena_reset(&t.arena);
}

static void depth_and_length_are_bounded(void **state)
{
    static uint8_t longer[(1 << 16) + 1];
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t,
                          SPAN("<a><a><a><a><a><a><a><a/>"
                               "</a></a></a></a></a></a></a>"),
                          0),
                     XML_WHOLE);
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, SPAN("<a><a><a><a><a><a><a><a><a/>"), 0),
                     XML_DEEP);
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, (struct span){longer, sizeof(longer)}, XML_LAX),
                     XML_BYTES);
    arena_reset(&t.arena);
}

static void too_many_name_spaces_end_it(void **state)
{
    static char doc[8192];
    size_t n = 0;
    struct told t = {0};

    (void)state;
    memcpy(doc, "<a", n = 2);
    for (int i = 0; i < 200; i++)
        n += (size_t)snprintf(doc + n, sizeof(doc) - n, " xmlns:p%d='u'", i);
    memcpy(doc + n, "/>", 2);
    assert_int_equal(tell(&t, (struct span){(const uint8_t *)doc, n + 2}, 0),
                     XML_DEEP);
    arena_reset(&t.arena);
}

static void what_came_before_the_damage_is_told(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t, SPAN("<r><a>x</a></b>"), 0), XML_TORN);
    assert_told(&t, "<|r><|a>x</a>");
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, SPAN("<r><a>x</a"), 0), XML_TORN);
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, SPAN("<r>x\x01</r>"), 0), XML_BROKEN);
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, SPAN("<r>x</r> y"), 0), XML_BROKEN);
    arena_reset(&t.arena);
}

static void a_callback_can_stop(void **state)
{
    struct told t = {.stop_at_text = true};

    (void)state;
    assert_int_equal(tell(&t, SPAN("<r><a>x</a><b/></r>"), 0), XML_STOPPED);
    assert_told(&t, "<|r><|a>x");
    arena_reset(&t.arena);
}

static void lax_takes_a_declaration_before_the_packet(void **state)
{
    struct told t = {0};

    (void)state;
    /* As Doubao writes it: a declaration, then an xpacket that ends in "??>" */
    assert_int_equal(
        tell(&t,
             SPAN("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<?xpacket begin='' "
                  "id='W5M0'?\?><r>\x01z</r><?xpacket end='w'?>\0\0"),
             XML_LAX),
        XML_WHOLE);
    assert_told(&t, "<|r> z</r>");
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, SPAN(" <?xml version='1.0'?><r/>"), 0),
                     XML_BROKEN);
    arena_reset(&t.arena);
}

static void lax_keeps_offsets(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t, SPAN("junk<r>\xff\xfe</r>tail"), XML_LAX),
                     XML_WHOLE);
    assert_told(&t, "<|r>\?\?</r>");
    assert_int_equal(t.last_off, 7);
    arena_reset(&t.arena);
}

static void what_follows_the_root_is_looked_at(void **state)
{
    static const struct {
        struct span doc;
        enum xml_end end;
    } cases[] = {
        {SPAN_OF("<r>a</r>  \n\t          \r\n"), XML_WHOLE},
        {SPAN_OF("<r/>\n            "), XML_WHOLE},
        {SPAN_OF("<r>a</r>          <?xpacket end='w'?>\n"), XML_WHOLE},
        {SPAN_OF("<r>a</r>          <s/>          "), XML_BROKEN},
        {SPAN_OF("<r/>              <s>           "), XML_BROKEN},
        {SPAN_OF("<r>a</r>     x    <?xpacket end='w'?>"), XML_BROKEN},
        {SPAN_OF("<r>a</r>          </r>          "), XML_BROKEN},
        {SPAN_OF("<r>a</r>          <!-- >         "), XML_TORN},
        {SPAN_OF("<r>a            <?xpacket end='w'?>"), XML_TORN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct told t = {0};

        assert_int_equal(tell(&t, cases[i].doc, XML_LAX), cases[i].end);
        arena_reset(&t.arena);
    }
}

/* One to ten times as many as there is room for at first, and the most. */
static void attributes_are_told_up_to_the_most(void **state)
{
    static const size_t counts[] = {1, 15, 16, 17, 33, 160, 1024, 1025};
    char doc[1 << 14];

    (void)state;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        struct told t = {0};
        size_t len = 0, told = 0;
        enum xml_end end = counts[i] > 1024 ? XML_DEEP : XML_WHOLE;

        len += (size_t)snprintf(doc, sizeof(doc), "<r");
        for (size_t n = 0; n < counts[i]; n++)
            len += (size_t)snprintf(doc + len, sizeof(doc) - len, " a%zu='%zu'",
                                    n, n);
        len += (size_t)snprintf(doc + len, sizeof(doc) - len, "/>");
        assert_int_equal(
            tell(&t, (struct span){(const uint8_t *)doc, len}, XML_LAX), end);
        for (size_t at = 0; at < t.out.len; at++)
            told += t.out.ptr[at] == '@';
        assert_int_equal(told, end == XML_WHOLE ? counts[i] : 0);
        arena_reset(&t.arena);
    }
}

/* Each event and where it is: [off,len]. */
static void put_place(struct buf *b, const struct xml_event *e)
{
    char at[64];
    int n =
        snprintf(at, sizeof(at), "[%u,%u]", (unsigned)e->off, (unsigned)e->len);

    buf_put(b, (struct span){(const uint8_t *)at, (size_t)n});
}

static bool placed_start(void *ctx, const struct xml_event *e)
{
    put_place(&((struct told *)ctx)->out, e);
    return start(ctx, e);
}

static bool placed_end(void *ctx, const struct xml_event *e)
{
    put_place(&((struct told *)ctx)->out, e);
    return end(ctx, e);
}

static bool placed_text(void *ctx, const struct xml_event *e)
{
    put_place(&((struct told *)ctx)->out, e);
    return text(ctx, e);
}

static enum xml_end tell_places(struct told *t, struct span doc, unsigned flags,
                                uint64_t *off)
{
    const struct xml_events to = {.ctx = t,
                                  .start = placed_start,
                                  .end = placed_end,
                                  .text = placed_text};

    arena_init(&t->arena, 1 << 22);
    buf_init(&t->out, &t->arena, 1 << 18);
    return xml_read(&t->arena, doc, flags, &limits_default, &to, off);
}

/* with_values is the form with a value of n bytes for each '@'. */
static struct span with_values(const char *form, size_t n, char *to)
{
    size_t len = 0;

    for (; *form; form++) {
        for (size_t i = 0; *form == '@' && i < n; i++)
            to[len++] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ >/='"[i % 30];
        if (*form != '@')
            to[len++] = *form;
    }
    return (struct span){(const uint8_t *)to, len};
}

/* A lax reader leaves long values out before the parser; a strict one does not,
 * and reads the same at the same places, errors too, where nothing had to be
 * mended. */
static void long_values_are_told_in_their_places(void **state)
{
    static const char *const forms[] = {
        "<r a='@' b='1' c=\"@\"><x d='@'/>t<y e = '2'>u</y></r>",
        "<r xmlns:p='@' p:b='@'><p:c p:d='@'/></r>",
        "<r a='' b='@' c='' d='@' e=''/>",
        "<r a='@&lt;@' b='@\n@' c='@\t@' d='@\xc3\xa9@' e='@'>t</r>",
        "<r a='@' a='@'>t</r>",
        "<r a='@' b='1' a='@'>t</r>",
        "<r a='@' b>t</r>",
        "<r a='@'b='@'>t</r>",
        "<r a='@' 1='@'>t</r>",
        "<r a='@<@'>t</r>",
        "<r a='@' b='@<@'>t</r>",
        "<r a='@' b=@'>t</r>",
        "<r a='@'><x b='@'></r>",
        "<r a='@'/><r b='@'/>",
        "<r a='@' b='@",
        "<!-- <x a='@'> --><r a='@'/>",
        "<r b='@'><!-- <x a='@'> --><y a='@'/></r>",
        "<r><![CDATA[<x a='@'>]]><y a='@'/></r>",
        "<r><?i <x a='@'?><y a='@'/></r>",
        "<r>a='@' <x/>\"@\"</r>",
    };
    static const size_t sizes[] = {0, 1, 255, 256, 257, 300, 3000};
    static char room[1 << 15];

    (void)state;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
            struct span doc = with_values(forms[i], sizes[k], room);
            struct told strict = {0}, lax = {0};
            uint64_t at, off;
            enum xml_end how = tell_places(&strict, doc, 0, &at);

            assert_int_equal(tell_places(&lax, doc, XML_LAX, &off), how);
            if (how != XML_TORN) /* the last bytes are blanked then */
                assert_int_equal(off, at);
            assert_true(span_eq(buf_span(&lax.out), buf_span(&strict.out)));
            arena_reset(&strict.arena);
            arena_reset(&lax.arena);
        }
}

/* What is washed within a value is told as it is then: here an instruction that
 * seems to begin in one and to end in the next. */
static void what_is_washed_in_a_value_is_told_washed(void **state)
{
    static char room[1 << 12];
    struct span doc = with_values("<r a=\"<?xml '@?>@\">t</r>", 300, room);
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t, doc, XML_LAX), XML_WHOLE);
    assert_true(span_starts(buf_span(&t.out), SPAN("<|r @|a=       ")));
    assert_int_equal(t.out.len, doc.len + 1); /* "|", "@|", not two quotes */
    arena_reset(&t.arena);
}

static void lax_takes_a_bare_ampersand(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(tell(&t,
                          SPAN("<r a='x&y'>cats & dogs &amp; &#65; &nbsp;"
                               "<![CDATA[a & b]]>&</r>"),
                          XML_LAX),
                     XML_WHOLE);
    assert_told(&t, "<|r @|a=x&y>cats & dogs & A &nbsp;a & b&</r>");
    assert_true(t.moved);
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, SPAN("<r>cats & dogs</r>"), 0), XML_BROKEN);
    arena_reset(&t.arena);
    t.moved = true;
    assert_int_equal(tell(&t, SPAN("<r>a &amp; b</r>"), XML_LAX), XML_WHOLE);
    assert_false(t.moved);
    arena_reset(&t.arena);
}

static void lax_reads_utf16_and_utf32(void **state)
{
    struct told t = {0};

    (void)state;
    assert_int_equal(
        tell(&t, SPAN("\xff\xfe<\0r\0>\0\x00\xac<\0/\0r\0>\0"), XML_LAX),
        XML_WHOLE);
    assert_told(&t, "<|r>\xea\xb0\x80</r>");
    assert_true(t.moved);
    arena_reset(&t.arena);
    assert_int_equal(tell(&t, SPAN("\0\0\0<\0\0\0r\0\0\0/\0\0\0>"), XML_LAX),
                     XML_WHOLE);
    assert_told(&t, "<|r></r>");
    arena_reset(&t.arena);
}

static void every_cut_and_every_flip_ends(void **state)
{
    static const char doc[] =
        "<?xml version='1.0'?><x:r xmlns:x='u' a='&lt;'><![CDATA[q]]>"
        "<x:b x:c='1'>text &#65;</x:b><!-- c --><?pi d?></x:r>";
    uint8_t copy[sizeof(doc)];

    (void)state;
    for (size_t i = 0; i < sizeof(doc) - 1; i++) {
        struct told t = {0};

        tell(&t, (struct span){(const uint8_t *)doc, i}, XML_LAX);
        arena_reset(&t.arena);
        memcpy(copy, doc, sizeof(doc));
        copy[i] ^= 0xff;
        t = (struct told){0};
        tell(&t, (struct span){copy, sizeof(doc) - 1}, i & 1 ? XML_LAX : 0);
        arena_reset(&t.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_carry_their_name_space),
        cmocka_unit_test(local_names_have_no_name_space),
        cmocka_unit_test(an_undeclared_prefix_costs_only_its_name_space),
        cmocka_unit_test(text_knows_its_offset),
        cmocka_unit_test(cdata_and_references_are_text),
        cmocka_unit_test(a_document_type_with_declarations_is_refused),
        cmocka_unit_test(depth_and_length_are_bounded),
        cmocka_unit_test(too_many_name_spaces_end_it),
        cmocka_unit_test(what_came_before_the_damage_is_told),
        cmocka_unit_test(a_callback_can_stop),
        cmocka_unit_test(lax_takes_a_declaration_before_the_packet),
        cmocka_unit_test(lax_keeps_offsets),
        cmocka_unit_test(what_follows_the_root_is_looked_at),
        cmocka_unit_test(attributes_are_told_up_to_the_most),
        cmocka_unit_test(long_values_are_told_in_their_places),
        cmocka_unit_test(what_is_washed_in_a_value_is_told_washed),
        cmocka_unit_test(lax_takes_a_bare_ampersand),
        cmocka_unit_test(lax_reads_utf16_and_utf32),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
