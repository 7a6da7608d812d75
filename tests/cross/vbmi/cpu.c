/* SPDX-License-Identifier: Apache-2.0
 * cpu.c - a processor that says it has VBMI: see immintrin.h. */
#include "base/cpu.h"

static uint32_t limit = UINT32_MAX;

uint32_t cpu_has(void)
{
    return (CPU_KNOWN | CPU_SSSE3 | CPU_AVX512) & limit;
}

void cpu_limit(uint32_t features)
{
    limit = features | CPU_KNOWN;
}
