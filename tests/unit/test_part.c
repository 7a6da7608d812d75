/* SPDX-License-Identifier: Apache-2.0
 * test_part.c - title, start, middle or end: by letters, not by bytes. */
#include "tests/test.h"

#include "marks/part.h"

#include <string.h>

enum {
    MOST = 8,
    ROOM = 4096
};

struct page {
    struct doc doc;
    struct slot slots[MOST];
    char text[MOST][ROOM];
};

static void begin(struct page *p, enum media media)
{
    memset(p, 0, sizeof(*p));
    p->doc.media = media;
    p->doc.slots = p->slots;
}

/* add makes a slot of `before` letters, a sentence in brackets, and `behind`
 * letters; its index. */
static uint32_t add(struct page *p, int before, int behind, unsigned flags)
{
    char *to = p->text[p->doc.slot_count];
    int n = 0;

    while (before-- > 0)
        to[n++] = 'a';
    to[n++] = '[';
    to[n++] = 'x';
    to[n++] = ']';
    while (behind-- > 0)
        to[n++] = 'b';
    p->slots[p->doc.slot_count] =
        (struct slot){.kind = SLOT_TEXT,
                      .flags = flags,
                      .data = {(const uint8_t *)to, (size_t)n}};
    return p->doc.slot_count++;
}

static const char *ask(struct page *p, uint32_t slot)
{
    struct parts parts = {.doc = &p->doc};
    const char *at = strchr(p->text[slot], '[');
    size_t off = (size_t)(at - p->text[slot]);
    const char *part = part_of(&parts, slot, off, off + 3);

    return part ? part : "none";
}

static const char *of(int before, int behind)
{
    static struct page p;

    begin(&p, MEDIA_TEXT);
    return ask(&p, add(&p, before, behind, 0));
}

static void the_first_and_last_letters_are_start_and_end(void **state)
{
    (void)state;
    assert_string_equal(of(0, 1000), "start");
    assert_string_equal(of(63, 1000), "start");
    assert_string_equal(of(399, 1000), "start"); /* the first line still */
    assert_string_equal(of(400, 1000), "middle");
    assert_string_equal(of(1000, 64), "middle");
    assert_string_equal(of(1000, 63), "end");
    assert_string_equal(of(0, 0), "start"); /* a label alone is both */
}

static void a_line_that_ended_was_the_first(void **state)
{
    struct page p;
    uint32_t i;

    (void)state;
    begin(&p, MEDIA_TEXT);
    i = add(&p, 100, 1000, 0);
    assert_string_equal(ask(&p, i), "start");
    p.text[i][50] = '\n';
    assert_string_equal(ask(&p, i), "middle");
    p.text[i][50] = 'a';
    p.text[i][0] = '\n'; /* an empty line is none */
    assert_string_equal(ask(&p, i), "start");
}

static void spaces_and_signs_are_no_letters(void **state)
{
    struct page p;
    uint32_t i;

    (void)state;
    begin(&p, MEDIA_TEXT);
    i = add(&p, 200, 1000, 0);
    memset(p.text[i], '#', 150);
    p.text[i][160] = '\n';
    assert_string_equal(ask(&p, i), "start"); /* 49 letters before it */
}

static void slots_are_read_one_after_another(void **state)
{
    struct page p;
    uint32_t first, last;

    (void)state;
    begin(&p, MEDIA_TEXT);
    first = add(&p, 500, 500, 0);
    add(&p, 500, 500, SLOT_HIDDEN); /* nobody reads this */
    last = add(&p, 10, 10, 0);
    assert_string_equal(ask(&p, first), "middle");
    assert_string_equal(ask(&p, last), "end");
    assert_string_equal(ask(&p, 1), "none");
    p.slots[last].flags = SLOT_CUT; /* more may follow */
    assert_string_equal(ask(&p, last), "middle");
}

static void a_title_and_a_header_are_where_they_say(void **state)
{
    struct page p;
    uint32_t title, header, body;

    (void)state;
    begin(&p, MEDIA_DOCUMENT);
    body = add(&p, 500, 500, 0);
    header = add(&p, 100, 100, SLOT_START);
    title = add(&p, 10, 10, SLOT_START);
    p.slots[title].key = SPAN("title");
    assert_string_equal(ask(&p, body), "middle");
    assert_string_equal(ask(&p, header), "start");
    assert_string_equal(ask(&p, title), "title");
    begin(&p, MEDIA_TEXT);
    title = add(&p, 64, 10, 0);
    p.slots[title].key = SPAN("title"); /* a later heading of a page */
    assert_string_equal(ask(&p, title), "middle");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_and_last_letters_are_start_and_end),
        cmocka_unit_test(a_line_that_ended_was_the_first),
        cmocka_unit_test(spaces_and_signs_are_no_letters),
        cmocka_unit_test(slots_are_read_one_after_another),
        cmocka_unit_test(a_title_and_a_header_are_where_they_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
