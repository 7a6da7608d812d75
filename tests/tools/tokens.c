/* SPDX-License-Identifier: Apache-2.0
 * tokens.c - the ids of a text by a tokenizer.json:  tokens TOKENIZER TEXT */
#include "token/bpe.h"

#include "tests/slurp.h"

int main(int argc, char **argv)
{
    struct span json, text;
    struct arena a;
    struct bpe *b;
    const char *why = "usage: tokens TOKENIZER TEXT";
    struct ids ids;
    bool ok = argc == 3;

    arena_init(&a, 1 << 30);
    if (ok) {
        json = slurp(argv[1]);
        text = slurp(argv[2]);
        b = bpe_new(json, &a, &limits_default, &why);
        ok = b && bpe_encode(b, text, &a, &ids, &why);
        for (uint32_t i = 0; ok && i < ids.count; i++)
            printf("%u%c", ids.list[i], i + 1 < ids.count ? ' ' : '\n');
        bpe_free(b);
        free((void *)(uintptr_t)json.ptr);
        free((void *)(uintptr_t)text.ptr);
    }
    if (!ok)
        fprintf(stderr, "tokens: %s\n", why);
    arena_reset(&a);
    return !ok;
}
