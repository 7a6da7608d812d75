/* SPDX-License-Identifier: Apache-2.0
 * haar_x86.c - the kernels for AVX2: the same C, for wider registers. */
#if defined(__x86_64__)
#include "base/cpu.h"
#include "pixel/haar.h"

#include <math.h>

#if defined(__clang__)
#define TARGET __attribute__((target("avx2")))
#else
#define TARGET __attribute__((target("avx2"), optimize("O3")))
#endif
#define NAME(x) x##_avx2
#include "pixel/haar_body.h"

static const struct haar_kernel haar_avx2 = {chroma_avx2, low_byte_avx2,
                                             low_float_avx2, upper_byte_avx2,
                                             upper_float_avx2};

const struct haar_kernel *haar_x86(uint32_t cpu)
{
    return cpu & CPU_AVX2 ? &haar_avx2 : NULL;
}
#endif
