/* SPDX-License-Identifier: Apache-2.0
 * fuzz_near.c - notices of any bytes are those of a full reading. */
#include "tests/near.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 << 16 && !near_same((struct span){data, size}))
        abort();
    return 0;
}
