/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "report/manifests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char said[4096];

static void add(const char *what, gm_str s, unsigned depth)
{
    size_t n = strlen(said);

    snprintf(said + n, sizeof(said) - n, "%u%s%.*s ", depth, what, (int)s.len,
             s.ptr);
}

static void on_open(void *ctx, const gm_manifest *m, unsigned depth)
{
    ++*(size_t *)ctx;
    add("(", m->label, depth);
}

static void on_ingredient(void *ctx, const gm_ingredient *n, unsigned depth)
{
    (void)ctx;
    add("-", n->title, depth);
}

static void on_close(void *ctx, const gm_manifest *m, unsigned depth)
{
    (void)ctx;
    add(")", m->label, depth);
}

static const struct manifest_calls calls = {on_open, on_ingredient, on_close};

#define STR(lit)             \
    {                        \
        lit, sizeof(lit) - 1 \
    }

static size_t walk(const gm_manifest *list, size_t count)
{
    gm_credential c = {.manifests = list, .manifest_count = count};
    size_t opened = 0;

    said[0] = 0;
    manifests_walk(&c, &calls, &opened);
    return opened;
}

static void ingredients_stand_below_what_they_made(void **state)
{
    const gm_ingredient of_a[] = {{.title = STR("x"), .manifest = STR("b")},
                                  {.title = STR("y")}};
    const gm_manifest list[] = {{.label = STR("b")},
                                {.label = STR("a"),
                                 .active = 1,
                                 .ingredients = of_a,
                                 .ingredient_count = 2},
                                {.label = STR("lone")}};

    (void)state;
    assert_int_equal(walk(list, 3), 3);
    assert_string_equal(said, "0(a 0-x 1(b 1)b 0-y 0)a 0(lone 0)lone ");
}

static void a_circle_ends(void **state)
{
    const gm_ingredient to_b[] = {{.title = STR("x"), .manifest = STR("b")}};
    const gm_ingredient to_a[] = {{.title = STR("y"), .manifest = STR("a")},
                                  {.title = STR("z"), .manifest = STR("b")}};
    const gm_manifest list[] = {
        {.label = STR("a"),
         .active = 1,
         .ingredients = to_b,
         .ingredient_count = 1},
        {.label = STR("b"), .ingredients = to_a, .ingredient_count = 2}};

    (void)state;
    assert_int_equal(walk(list, 2), 2);
    assert_string_equal(said, "0(a 0-x 1(b 1-y 1-z 1)b 0)a ");
}

static void a_long_chain_is_shown_whole_but_not_deep(void **state)
{
    enum {
        MANY = 2000
    };
    gm_manifest *list = calloc(MANY, sizeof(*list));
    gm_ingredient *to = calloc(MANY, sizeof(*to));
    char(*names)[8] = calloc(MANY, sizeof(*names));

    (void)state;
    assert_true(list && to && names);
    for (size_t i = 0; i < MANY; i++) {
        int n = snprintf(names[i], sizeof(names[i]), "%zu", i);

        list[i].label = (gm_str){names[i], (size_t)n};
        if (i)
            to[i - 1].manifest = list[i].label;
        list[i].ingredients = &to[i];
        list[i].ingredient_count = 1;
    }
    list[0].active = 1;
    assert_int_equal(walk(list, MANY), MANY);
    assert_null(strstr(said, " 17(")); /* 16 levels at most */
    free(list);
    free(to);
    free(names);
}

static void none_is_fine(void **state)
{
    (void)state;
    assert_int_equal(walk(NULL, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ingredients_stand_below_what_they_made),
        cmocka_unit_test(a_circle_ends),
        cmocka_unit_test(a_long_chain_is_shown_whole_but_not_deep),
        cmocka_unit_test(none_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
