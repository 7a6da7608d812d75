/* SPDX-License-Identifier: Apache-2.0
 * fuzz_ts.c - MPEG transport streams. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_walk(data, size);
}
