/* SPDX-License-Identifier: Apache-2.0
 * test_seen.c - where a label stands: worked out by hand. */
#include "tests/test.h"

#include "marks/seen.h"

#include <math.h>

static void near_to(double got, double want)
{
    if (fabs(got - want) > 1e-6)
        fail_msg("%g, wanted %g", got, want);
}

static void the_edge_is_the_nearest_of_four(void **state)
{
    (void)state;
    /* A label of Doubao: 322 by 69 at (1692, 1938) of 2048: its middle is at
     * (1853, 1972.5), 75.5 above the lower edge: 3.69 %. */
    near_to(seen_edge((struct area){1692, 1938, 322, 69}, 2048, 2048),
            100 * 75.5 / 2048);
    near_to(seen_edge((struct area){40, 40, 20, 20}, 100, 100), 50);
    near_to(seen_edge((struct area){0, 45, 10, 10}, 100, 100), 5);
    near_to(seen_edge((struct area){90, 45, 20, 10}, 100, 100), 0);
}

static void a_crop_takes_what_is_outside_its_middle(void **state)
{
    (void)state;
    /* In the middle nothing is lost, in a corner of 16:9 all. */
    near_to(seen_cropped((struct area){790, 440, 20, 20}, 1600, 900), 0);
    near_to(seen_cropped((struct area){1500, 800, 50, 50}, 1600, 900), 100);
    /* Of 900 by 1600, 9:16 is all; 1:1 keeps the rows 350 to 1250, 4:5 the
     * rows 237.5 to 1362.5: a box from 1200 to 1300 is half in the first. */
    near_to(seen_cropped((struct area){100, 1200, 50, 100}, 900, 1600), 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_edge_is_the_nearest_of_four),
        cmocka_unit_test(a_crop_takes_what_is_outside_its_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
