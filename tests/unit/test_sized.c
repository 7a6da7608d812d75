/* SPDX-License-Identifier: Apache-2.0
 * Programs that were built with another header than the library's: genmark.h
 * says that fields come at the end, and that zero is the default. */
#include "tests/test.h"

#include "base/sized.h"
#include "genmark.h"

struct old {
    size_t size;
    int one;
};

struct now {
    size_t size;
    int one, two;
};

static void what_an_older_header_had_not_is_zero(void **state)
{
    struct old from = {sizeof(from), 7};
    struct now to = {1, 2, 3};

    (void)state;
    from.size = offsetof(struct now, two);
    assert_true(sized_take(&to, sizeof(to), &from));
    assert_int_equal(to.size, sizeof(to));
    assert_int_equal(to.one, 7);
    assert_int_equal(to.two, 0);
}

static void a_newer_header_and_no_size_are_refused(void **state)
{
    struct now from = {sizeof(from) + 8, 1, 2}, to;

    (void)state;
    assert_false(sized_take(&to, sizeof(to), &from));
    from.size = 0;
    assert_false(sized_take(&to, sizeof(to), &from));
    from.size = sizeof(size_t) - 1;
    assert_false(sized_take(&to, sizeof(to), &from));
}

static int drop(void *ctx, const char *p, size_t n)
{
    (void)ctx, (void)p, (void)n;
    return 0;
}

/* The last fields of each struct hold what would fail if it were read. */
static void calls_take_structs_of_an_older_header(void **state)
{
    gm_config config = GM_CONFIG_INIT;
    gm_input in = GM_INPUT_INIT;
    gm_report_config how = GM_REPORT_CONFIG_INIT;
    gm_engine *e = NULL;
    gm_worker *w;
    gm_report *r = NULL;
    const gm_item *item = NULL;
    char sum[129];

    (void)state;
    config.size = offsetof(gm_config, limits);
    config.limit_count = 1;
    assert_int_equal(gm_engine_new(&config, &e, NULL, 0), GM_OK);
    w = gm_worker_new(e);
    in.size = offsetof(gm_input, init);
    in.init = (const gm_input *)(uintptr_t)1;
    in.data = "x";
    in.length = 1;
    assert_int_equal(gm_scan(w, &in, &item), GM_OK);
    assert_int_equal(gm_hash(&in, "md5", sum), GM_OK);
    assert_string_equal(sum, "9dd4e461268c8034f5c8564e155c67a6");
    how.size = offsetof(gm_report_config, hold);
    how.hold = (int (*)(void *, const char *, size_t))(uintptr_t)1;
    how.write = drop;
    assert_int_equal(gm_report_new(&how, &r), GM_OK);
    gm_report_add(r, item);
    gm_report_end(r);
    in.size = sizeof(in) + sizeof(void *);
    assert_int_equal(gm_scan(w, &in, &item), GM_BAD_ARG);
    assert_int_equal(gm_hash(&in, "md5", sum), GM_BAD_ARG);
    in.size = sizeof(in);
    in.init = &(gm_input){.size = 3};
    assert_int_equal(gm_scan(w, &in, &item), GM_BAD_ARG);
    gm_worker_free(w);
    gm_engine_unref(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_older_header_had_not_is_zero),
        cmocka_unit_test(a_newer_header_and_no_size_are_refused),
        cmocka_unit_test(calls_take_structs_of_an_older_header),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
