/* SPDX-License-Identifier: Apache-2.0
 * test_wish.c - parameters of a request, and what a worker is told of them. */
#include "tests/test.h"

#include "daemon/ticket.h"
#include "daemon/wish.h"

#include <string.h>

static struct wish *fresh(void)
{
    static struct wish w;

    wish_init(&w);
    return &w;
}

static void facts_come_in_three_ways(void **state)
{
    struct wish *w = fresh();

    (void)state;
    assert_true(wish_set(w, "fact", "role=provider"));
    assert_true(wish_set(w, "delivery", "exported"));
    assert_true(wish_facts(w, " notice=yes ; visible=no;"));
    assert_int_equal(w->count, 4);
    assert_string_equal(w->facts[2].name, "notice");
    assert_string_equal(w->facts[2].value, "yes");
    /* The later one counts. */
    assert_true(wish_set(w, "role", "user"));
    assert_int_equal(w->count, 4);
    assert_string_equal(w->facts[0].value, "user");
}

static void what_is_none_is_told(void **state)
{
    static const char *const wrong[][2] = {{"fact", "role"},
                                           {"fact", "role=king"},
                                           {"fact", "=x"},
                                           {"role", ""},
                                           {"lang", "fr"},
                                           {"effort", "much"},
                                           {"as-of", "2026-02-30"},
                                           {"deadline", "0"},
                                           {"deadline", "9x"},
                                           {"redact", "maybe"},
                                           {"x", "1"},
                                           {"", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct wish *w = fresh();

        if (wish_set(w, wrong[i][0], wrong[i][1]) || !w->why[0])
            fail_msg("%s=%s passes", wrong[i][0], wrong[i][1]);
    }
    assert_false(wish_facts(fresh(), "role=provider; nonsense"));
}

/* The pool is bounded, and says so. */
static void too_much_is_told(void **state)
{
    struct wish *w = fresh();
    static char big[WISH_POOL + 1];
    unsigned n = 0;

    (void)state;
    memset(big, 'a', sizeof(big) - 1);
    assert_false(wish_set(w, "name", big));
    assert_non_null(strstr(w->why, "too long"));
    w = fresh();
    while (n < 100000 && wish_set(w, "name", "0123456789"))
        n++;
    assert_in_range(n, 1, WISH_POOL / 11);
}

static void a_worker_gets_the_texts_in_order(void **state)
{
    static const char want[] = "a.png\0kr,eu\0"
                               "2026-11-23\0role\0provider";
    struct rulebook book = {.born = {.laws = "kr,cn,eu"}};
    struct ledger l = {0};
    struct ticket *t = ticket_new(&l);
    struct wish *w = fresh();

    (void)state;
    wish_set(w, "name", "a.png");
    wish_set(w, "law", "kr,eu");
    wish_set(w, "as-of", "2026-11-23");
    wish_set(w, "role", "provider");
    wish_set(w, "lang", "ko");
    assert_true(wish_write(w, &book, t));
    assert_int_equal(t->ask.texts, sizeof(want));
    assert_memory_equal(t->texts, want, sizeof(want));
    assert_int_equal(t->ask.flags, ASK_KOREAN);
    wish_set(w, "law", "kr,xx");
    assert_false(wish_write(w, &book, t));
    assert_non_null(strstr(w->why, "'xx'"));
    ticket_free(t);
}

/* The oldest goes first; a large one only where it may. */
static void lanes_keep_their_order(void **state)
{
    struct queue q = {.most = 9};
    struct ticket t[5] = {{.began = 1, .large = true},
                          {.began = 2},
                          {.began = 3, .large = true},
                          {.began = 4},
                          {.began = 5}};

    (void)state;
    for (int i = 0; i < 5; i++)
        queue_put(&q, &t[i]);
    assert_int_equal(q.count, 5);
    assert_ptr_equal(queue_take(&q, false), &t[1]);
    assert_ptr_equal(queue_take(&q, true), &t[0]);
    queue_remove(&q, &t[3]);
    queue_remove(&q, &t[3]); /* not there any more */
    assert_ptr_equal(queue_take(&q, true), &t[2]);
    assert_ptr_equal(queue_take(&q, false), &t[4]);
    assert_null(queue_take(&q, true));
    assert_int_equal(q.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_come_in_three_ways),
        cmocka_unit_test(what_is_none_is_told),
        cmocka_unit_test(too_much_is_told),
        cmocka_unit_test(a_worker_gets_the_texts_in_order),
        cmocka_unit_test(lanes_keep_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
