/* SPDX-License-Identifier: Apache-2.0
 * fuzz_png.c - PNG and APNG, and the metadata in them. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct format *f = format_of((struct span){data, size}, size);

    return f && f == format_named("png") ? fuzz_walk(data, size) : 0;
}
