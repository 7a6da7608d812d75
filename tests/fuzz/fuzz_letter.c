/* SPDX-License-Identifier: Apache-2.0
 * fuzz_letter.c - RTF, mail, answers of web servers, WARC. */
#include "tests/fuzz/walked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_walk(data, size);
}
