/* SPDX-License-Identifier: Apache-2.0
 * fuzz_psd.c - PSD, and with it BMP and ICO, which are too small for a target
 * of their own. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct format *f = format_of((struct span){data, size}, size);

    return f && (f == format_named("psd") || f == format_named("bmp") ||
                 f == format_named("ico"))
               ? fuzz_walk(data, size)
               : 0;
}
