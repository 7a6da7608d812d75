/* SPDX-License-Identifier: Apache-2.0
 * fuzz_font.c - OpenType, TrueType, WOFF. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_walk(data, size);
}
