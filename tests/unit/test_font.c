/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;

enum {
    TABLES = 12 + 2 * 16 /* where the first table begins */
};

static void font(const char *version, uint32_t store)
{
    made_new(&m);
    made_put(&m, (struct span){(const uint8_t *)version, 4});
    made_be(&m, 2, 2);
    made_lit(&m, "\0\0\0\0\0\0");
    made_lit(&m, "C2PA");
    made_be(&m, 0, 4);
    made_be(&m, TABLES, 4);
    made_be(&m, 32, 4);
    made_lit(&m, "name");
    made_be(&m, 0, 4);
    made_be(&m, TABLES + 32, 4);
    made_be(&m, 6 + 24 + 4, 4);
    made_lit(&m, "\0\0\0\1");
    made_be(&m, 0, 4);
    made_be(&m, 0, 4);
    made_be(&m, store, 4);
    made_be(&m, 12, 4);
    made_lit(&m, "\0\0\0\x0cjumbabcd");
    made_lit(&m, "\0\0\0\2\0\x1e");
    made_lit(&m, "\0\1\0\0\0\0\0\1\0\4\0\0"); /* Macintosh */
    made_lit(&m, "\0\3\0\1\4\x09\0\1\0\4\0\0");
    made_lit(&m, "\0A\xac\0");
}

static void tables_are_blocks_and_names_fields(void **state)
{
    const struct slot *s;

    (void)state;
    font("OTTO", 20);
    made_far(&m);
    assert_string_equal(m.doc.format->name, "font");
    assert_int_equal(m.doc.block_count, 2);
    assert_int_equal(m.doc.note_count, 0);
    s = made_slot(&m, SLOT_JUMBF, 0);
    assert_slot(s, "\0\0\0\x0cjumbabcd");
    assert_int_equal(s->at.off, TABLES + 20);
    s = made_slot(&m, SLOT_FIELD, 0);
    assert_slot(s, "A\xea\xb0\x80");
    assert_null(made_slot(&m, SLOT_FIELD, 1));
    made_hurt(&m);
}

static void versions_of_fonts_are_three(void **state)
{
    (void)state;
    font("\0\1\0", 20);
    made_walk(&m);
    assert_string_equal(m.doc.format->name, "font");
    font("true", 20);
    made_walk(&m);
    assert_string_equal(m.doc.format->name, "font");
    font("wOFF", 20);
    made_walk(&m);
    assert_true(!m.doc.format || strcmp(m.doc.format->name, "font") != 0);
}

static void a_store_past_its_table_is_one_without_data(void **state)
{
    const struct slot *s;

    (void)state;
    font("OTTO", 21);
    made_walk(&m);
    assert_true(made_noted(&m, "C2PA table does not hold itself"));
    s = made_slot(&m, SLOT_JUMBF, 0);
    assert_non_null(s);
    assert_int_equal(s->data.len, 0);
    font("OTTO", 0xffffffff);
    made_walk(&m);
    assert_true(made_noted(&m, "C2PA table does not hold itself"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_blocks_and_names_fields),
        cmocka_unit_test(versions_of_fonts_are_three),
        cmocka_unit_test(a_store_past_its_table_is_one_without_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
