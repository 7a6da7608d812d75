/* SPDX-License-Identifier: Apache-2.0
 * cpu.h - what this processor can do, asked once. */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stdint.h>

enum {
    CPU_KNOWN = 1 << 0, /* always set once asked, so that 0 means not yet */
    CPU_SSSE3 = 1 << 1,
    CPU_AVX2 = 1 << 2,
    CPU_NEON = 1 << 3,
    CPU_AVX512 = 1 << 4 /* F, BW, VL, VBMI and VBMI2 together */
};

uint32_t cpu_has(void);

/* cpu_limit hides all but these features from now on; for tests and for
 * GENMARK_CPU in the environment of the programs.  Not for use while another
 * thread scans. */
void cpu_limit(uint32_t features);

#endif
