/* SPDX-License-Identifier: Apache-2.0
 * packs.c - the rule packs that come with the library.
 *
 * The texts are taken in by the assembler, so that what lawyers diff is what
 * is judged by.  .incbin searches from the folder make runs in and along -I;
 * the Makefile names the packs as what this object depends on. */
#include "law/pack.h"

/* The packs, one a line: a symbol and the law, which the file is named by; they
 * stand in reports in the order in which they are asked for. */
#define PACKS(X)            \
    X(kr, "kr")             \
    X(cn, "cn")             \
    X(eu, "eu")             \
    X(us_ca, "us-ca")       \
    X(us_ny, "us-ny")       \
    X(us_ut_wa, "us-ut-wa") \
    X(in, "in")             \
    X(vn, "vn")             \
    X(kz, "kz")             \
    X(iptc, "iptc")

#define EMBED(symbol, file)                                                  \
    __asm__(".section .rodata\n"                                             \
            ".hidden pack_" #symbol "\n"                                     \
            ".globl pack_" #symbol "\n"                                      \
            "pack_" #symbol ":\n"                                            \
            ".incbin \"src/law/packs/" file ".rules\"\n"                     \
            ".hidden end_" #symbol "\n"                                      \
            ".globl end_" #symbol "\n"                                       \
            "end_" #symbol ":\n"                                             \
            ".byte 0\n"                                                      \
            ".text\n");                                                      \
    extern const char pack_##symbol[] __attribute__((visibility("hidden"))); \
    extern const char end_##symbol[] __attribute__((visibility("hidden")));
PACKS(EMBED)

static const struct {
    const char *name, *text, *end;
} table[] = {
#define X(symbol, law) {law ".rules", pack_##symbol, end_##symbol},
    PACKS(X)
#undef X
};

bool pack_builtin(size_t i, gm_text *out)
{
    if (i >= sizeof(table) / sizeof(table[0]))
        return false;
    *out = (gm_text){table[i].name, table[i].text,
                     (size_t)(table[i].end - table[i].text)};
    return true;
}
