/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "report/html_rows.h"
#include "tests/written.h"

#include <stdio.h>

enum {
    MORE = 40 /* items behind those that are rows */
};

/* item fills the i-th: every second has a note of its own. */
static gm_item item(size_t i, char path[64], gm_note *note, char what[32])
{
    gm_item it = {.size = sizeof(it)};

    snprintf(path, 64, "a\tb\\n</script>%zu\n\xE2\x80\xAE", i);
    snprintf(what, 32, "note <%zu> \\", i % 2 ? i : 0);
    *note = (gm_note){.what = str(what), .off = 7};
    it.path = str(path);
    it.format = str("png");
    it.notes = note;
    it.note_count = 1;
    return it;
}

static struct text page(bool parts)
{
    struct text t = {0};
    gm_report_config c = GM_REPORT_CONFIG_INIT;
    gm_report *r, *part = NULL;
    char path[64], what[32];
    gm_note note;

    c.kind = "html";
    if (parts)
        assert_int_equal(gm_report_new(&c, &part), GM_OK);
    c.write = keep;
    c.ctx = &t;
    assert_int_equal(gm_report_new(&c, &r), GM_OK);
    for (size_t i = 0; i < ROWS_STATIC + MORE; i++) {
        gm_item it = item(i, path, &note, what);

        assert_int_equal(gm_report_add(parts ? part : r, &it), GM_OK);
        if (parts && i % 7 == 6)
            assert_int_equal(gm_report_join(r, part), GM_OK);
    }
    if (parts) {
        assert_int_equal(gm_report_join(r, part), GM_OK);
        gm_report_end(part);
    }
    assert_int_equal(gm_report_end(r), GM_OK);
    return t;
}

static size_t count(const char *in, const char *what)
{
    size_t n = 0;

    for (; (in = strstr(in, what)) != NULL; in += strlen(what))
        n++;
    return n;
}

static void parts_and_items_give_the_same_page(void **state)
{
    struct text a = page(false), b = page(true);

    (void)state;
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.p, b.p, a.len);
    free(a.p);
    free(b.p);
}

static void the_first_are_rows_the_rest_are_lines(void **state)
{
    struct text t = page(true);

    (void)state;
    assert_int_equal(count(t.p, "<tbody "), ROWS_STATIC);
    assert_int_equal(count(t.p, "\n>"), MORE);
    free(t.p);
}

static void what_is_said_twice_stands_there_once(void **state)
{
    struct text t = page(true);

    (void)state;
    /* One text of the rules for all; of the notes one for those of even
     * number, which are alike, and one for each of the others. */
    assert_int_equal(count(t.p, "\n="), 1 + 1 + MORE / 2);
    free(t.p);
}

static void no_path_ends_its_line_or_element(void **state)
{
    struct text t = page(true);
    char *data = strstr(t.p, "<script type=\"text/plain\"");
    char *end = data ? strstr(data, "</script>") : NULL;

    (void)state;
    assert_non_null(end);
    *end = 0;
    assert_int_equal(count(data, "\n>"), MORE);
    assert_int_equal(count(data, "\xE2\x80\xAE"), 0);
    /* The path's backslash, tag and line end, so that they come back. */
    assert_int_equal(count(data, "\xEF\xBF\xBD"
                                 "b\\\\n\\l/script>"),
                     MORE);
    free(t.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_and_items_give_the_same_page),
        cmocka_unit_test(the_first_are_rows_the_rest_are_lines),
        cmocka_unit_test(what_is_said_twice_stands_there_once),
        cmocka_unit_test(no_path_ends_its_line_or_element),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
