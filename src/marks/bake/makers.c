/* SPDX-License-Identifier: Apache-2.0
 * makers.c - a program of the build: product names as a constant set. */
#include "marks/maker.h"
#include "scan/bake/bake.h"

enum {
    MOST = 1024
};

int main(void)
{
    static struct scan_pattern names[MOST];
    const char *word, *slug;
    size_t count = 0;

    for (; count < MOST && maker_at(count, &word, &slug); count++)
        names[count] = (struct scan_pattern){
            {(const uint8_t *)word, strlen(word)}, true, 0};
    return count < MOST && set_bake(stdout, "makers_set", names, count) ? 0 : 1;
}
