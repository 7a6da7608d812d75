/* SPDX-License-Identifier: Apache-2.0
 * RTF and mail: documents that are text with marks in it. */
#include "tests/walks.h"

static const char rtf[] =
    "{\\rtf1\\ansi\\ansicpg949\\deff0{\\fonttbl{\\f0\\fnil\\fcharset129 A;}"
    "{\\f1\\fnil\\fcharset0 B;}}{\\*\\generator Tool 1;}"
    "{\\info{\\title \\'b0\\'a1}{\\author Me}}"
    "{\\*\\userprops {\\propname AIGC}\\proptype30{\\staticval \\{\\}}}"
    "{\\header \\pard Top\\par}{\\*\\unknown not shown}"
    "\\pard\\f0 \\'b3\\'aa\\u44032?\\u-10179?\\u-8704?{\\v secret}\\par "
    "{\\f1 y}\\tab z"
    "{\\*\\shppict{\\pict\\pngblip 89504e\n47}}{\\nonshppict{\\pict 0102}}}";

static void rtf_tells_information_text_and_pictures(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 4 << 20);
    d = walk_bytes(&a, SPAN(rtf));
    assert_string_equal(d.format->name, "rtf");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "title", 0), "\xEA\xB0\x80"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "author", 0), "Me"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "generator", 0), "Tool 1"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    s = slot_at(&d, SLOT_TEXT, NULL, 0);
    assert_true(slot_is(s, "Top\n\n"));
    assert_true(s->flags & SLOT_START);
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 1),
                        "\xEB\x82\x98\xEA\xB0\x80\xF0\x9F\x98\x80\n"
                        "y z"));
    s = slot_at(&d, SLOT_TEXT, NULL, 2);
    assert_true(slot_is(s, "secret"));
    assert_true(s->flags & SLOT_HIDDEN);
    assert_true(slot_is(slot_at(&d, SLOT_PART, "pict", 0), "\x89PNG"));
    assert_null(slot_at(&d, SLOT_PART, "pict", 1));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static void rtf_of_other_scripts_is_read(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 4 << 20);
    d = walk_bytes(&a, SPAN("{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl"
                            "{\\f0\\fnil\\fcharset204 A;}"
                            "{\\f1\\fnil\\fcharset238 B;}}"
                            "\\pard\\f0 \\'c8\\'c8\\f1 \\'b9}"));
    assert_true(
        slot_is(slot_at(&d, SLOT_TEXT, NULL, 0), "\xD0\x98\xD0\x98\xC4\x85"));
    arena_reset(&a);
}

static const char mail[] =
    "Received: from a\r\n by b; date\r\n"
    "From: =?euc-kr?B?sKGzqg==?= <a@example.com>\r\n"
    "Subject: =?utf-8?Q?AI_=EC=83=9D?=\r\n =?utf-8?Q?=EC=84=B1?= x\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"AA\"\r\n\r\nbefore\r\n--AA\r\n"
    "Content-Type: multipart/alternative; boundary=BB\r\n\r\n--BB\r\n"
    "Content-Type: text/plain; charset=euc-kr\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nsKGzqg==\r\n--BB\r\n"
    "Content-Type: text/html\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>a=\r\nb=3D</p>\r\n"
    "--BB--\r\n--AA\r\nContent-Type: image/png; name=\"x.png\"\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--AA--\r\nafter\r\n";

static void mail_tells_fields_and_parts(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 4 << 20);
    d = walk_bytes(&a, SPAN(mail));
    assert_string_equal(d.format->name, "mail");
    assert_true(
        slot_is(slot_at(&d, SLOT_FIELD, "Received", 0), "from a by b; date"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "From", 0),
                        "\xEA\xB0\x80\xEB\x82\x98 <a@example.com>"));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "title", 0),
                        "AI \xEC\x83\x9D\xEC\x84\xB1 x"));
    assert_true(
        slot_is(slot_at(&d, SLOT_TEXT, NULL, 1), "\xEA\xB0\x80\xEB\x82\x98"));
    assert_null(slot_at(&d, SLOT_TEXT, NULL, 2));
    assert_true(
        slot_is(slot_at(&d, SLOT_PART, "body.html", 0), "<p>ab=</p>\r\n"));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "x.png", 0), "\x89PNG"));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

/* A multipart must name the boundary of its parts; a gateway has not. */
static void a_multipart_without_a_boundary_is_text(void **state)
{
    static const char letter[] =
        "From: a\nTo: b\nSubject: c\nContent-Type: multipart/mixed; boundary=x\n"
        "\n--x\nContent-Type: multipart/signed\n\nmade by AI\n--x--\n";
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 4 << 20);
    d = walk_bytes(&a, SPAN(letter));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 1), "made by AI\n"));
    assert_true(has_note(&d, "no boundary of parts: read as text"));
    assert_null(d.limit);
    arena_reset(&a);
}

static void a_box_holds_messages(void **state)
{
    static const char box[] =
        "From a@example.com Thu\nFrom: a\nTo: b\nSubject: c\n\none\n\n"
        "From b@example.com Fri\nFrom: a\nTo: b\nSubject: c\n\ntwo\n";
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 4 << 20);
    d = walk_bytes(&a, SPAN(box));
    assert_string_equal(d.mime, "application/mbox");
    assert_int_equal(d.slot_count, 2);
    assert_int_equal(d.slots[1].at.off + d.slots[1].at.len, sizeof(box) - 1);
    arena_reset(&a);
}

static void prose_is_no_mail(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 4 << 20);
    d = walk_bytes(&a, SPAN("From: here to there\nTo: be\nor not to be.\n"));
    assert_true(!d.format || strcmp(d.format->name, "mail") != 0);
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    (void)state;
    torture(SPAN(rtf));
    torture(SPAN(mail));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rtf_tells_information_text_and_pictures),
        cmocka_unit_test(rtf_of_other_scripts_is_read),
        cmocka_unit_test(mail_tells_fields_and_parts),
        cmocka_unit_test(a_multipart_without_a_boundary_is_text),
        cmocka_unit_test(a_box_holds_messages),
        cmocka_unit_test(prose_is_no_mail),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
