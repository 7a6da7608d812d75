/* SPDX-License-Identifier: Apache-2.0
 * fuzz_ole.c - compound files: HWP, old office documents, messages. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_walk(data, size);
}
