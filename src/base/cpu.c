/* SPDX-License-Identifier: Apache-2.0
 * cpu.c - the C library's or the compiler's cpuid, kept in one word.
 *
 * The loader has asked the processor before any program begins.  To ask again,
 * as the compiler's own way does at each start, takes ten instructions that a
 * virtual machine leaves to its host, 5 us each. */
#include "base/cpu.h"

#include <stdatomic.h>
#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif

#ifdef CPU_FEATURE_ACTIVE /* glibc 2.34 */
#define HAS(glibc, compiler) CPU_FEATURE_ACTIVE(glibc)
#else
#define HAS(glibc, compiler) __builtin_cpu_supports(compiler)
#endif

static _Atomic uint32_t seen;

static uint32_t ask(void)
{
    uint32_t has = CPU_KNOWN;

#if defined(__x86_64__)
    if (HAS(SSSE3, "ssse3"))
        has |= CPU_SSSE3;
    if (HAS(AVX2, "avx2"))
        has |= CPU_AVX2;
    if (HAS(AVX512F, "avx512f") && HAS(AVX512BW, "avx512bw") &&
        HAS(AVX512VL, "avx512vl") && HAS(AVX512_VBMI, "avx512vbmi") &&
        HAS(AVX512_VBMI2, "avx512vbmi2"))
        has |= CPU_AVX512;
#elif defined(__aarch64__)
    has |= CPU_NEON;
#endif
    return has;
}

uint32_t cpu_has(void)
{
    uint32_t has = atomic_load_explicit(&seen, memory_order_relaxed);

    if (!has) {
        has = ask();
        atomic_store_explicit(&seen, has, memory_order_relaxed);
    }
    return has;
}

void cpu_limit(uint32_t features)
{
    atomic_store(&seen, (ask() & features) | CPU_KNOWN);
}
