/* SPDX-License-Identifier: Apache-2.0
 * cpu.c - the compiler's cpuid and xgetbv, kept in one word. */
#include "base/cpu.h"

#include <stdatomic.h>

static _Atomic uint32_t seen;

static uint32_t ask(void)
{
    uint32_t has = CPU_KNOWN;

#if defined(__x86_64__)
    if (__builtin_cpu_supports("ssse3"))
        has |= CPU_SSSE3;
    if (__builtin_cpu_supports("avx2"))
        has |= CPU_AVX2;
    if (__builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vbmi") &&
        __builtin_cpu_supports("avx512vbmi2"))
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
