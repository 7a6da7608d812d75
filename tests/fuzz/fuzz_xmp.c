/* SPDX-License-Identifier: Apache-2.0
 * fuzz_xmp.c - XMP to fields. */
#include "tests/fuzz/slotted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_slot(SLOT_XMP, data, size);
}
