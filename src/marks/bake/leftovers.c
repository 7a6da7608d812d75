/* SPDX-License-Identifier: Apache-2.0
 * leftovers.c - a program of the build: the keys of leftovers as a set. */
#include "marks/leftovers.h"
#include "scan/bake/bake.h"

int main(void)
{
    static const struct scan_pattern keys[] = {
#define X(name, text) {SPAN_OF(text), false, 0},
        LEFTOVER_KEYS(X)
#undef X
    };

    return set_bake(stdout, "leftovers_set", keys, LEFTOVER_KEY_COUNT) ? 0 : 1;
}
