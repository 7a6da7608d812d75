/* SPDX-License-Identifier: Apache-2.0
 * carve.c - a program of the build: the words of words.h as a constant set. */
#include "formats/bake/words.h"
#include "scan/bake/bake.h"

int main(void)
{
    static const struct scan_pattern words[] = {
#define X(form, ends, word) {SPAN(word), false, 0},
        CARVE_WORDS(X)
#undef X
    };

    return set_bake(stdout, "carve_set", words, sizeof words / sizeof *words)
               ? 0
               : 1;
}
