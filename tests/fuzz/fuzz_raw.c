/* SPDX-License-Identifier: Apache-2.0
 * fuzz_raw.c - raw pictures that are no TIFF: CRW, X3F, RAF, CR3. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_walk(data, size);
}
