/* SPDX-License-Identifier: Apache-2.0
 * digest.c - a program of the build: writes the digest of the built-in packs
 * as a source of the library. */
#include "law/pack.h"

#include <stdio.h>

int main(void)
{
    char text[PACK_DIGEST];

    pack_digest(NULL, 0, text);
    printf("#include \"law/pack.h\"\n\n"
           "const char pack_builtin_digest[PACK_DIGEST] = \"%s\";\n",
           text);
    return strlen(text) + 1 == PACK_DIGEST ? 0 : 1;
}
