/* SPDX-License-Identifier: Apache-2.0
 * fuzz_bmff.c - MP4, QuickTime, HEIF, AVIF, JPEG XL: anything of boxes. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_walk(data, size);
}
