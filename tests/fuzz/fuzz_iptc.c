/* SPDX-License-Identifier: Apache-2.0
 * fuzz_iptc.c - IPTC to fields. */
#include "tests/fuzz/slotted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_slot(SLOT_IPTC, data, size);
}
