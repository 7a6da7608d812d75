/* SPDX-License-Identifier: Apache-2.0
 * fuzz_svg.c - EPS and SVG. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct format *f = format_of((struct span){data, size}, size);

    return f && f == format_named("svg") ? fuzz_walk(data, size) : 0;
}
