/* SPDX-License-Identifier: Apache-2.0
 * votes.c - what the invisible-watermark frame reads in pictures: a JSON line a
 * file with the majority bits and r for each payload length, score and domain.
 *
 *   votes NAME=BITS,... FILE... */
#include "formats/pixels.h"
#include "formats/walk.h"
#include "marks/dwt_dct.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MOST = 64 << 20,
    PAYLOADS = 16,
    BITS = 512
};

static void one(const struct haar *h, const char *name, const char *bits,
                size_t n)
{
    static const char *const domain[] = {"u8", "f32"};
    static const char *const score[] = {"dct", "svd"};
    double mean[BITS], r;

    for (int s = 0; s < HAAR_SCORES; s++)
        for (int d = 0; d < HAAR_DOMAINS; d++) {
            dwt_vote(h, (enum haar_score)s, d, n, mean);
            printf(", \"%s_%s_%.*s\": \"", score[s], domain[d],
                   (int)strcspn(name, "="), name);
            for (size_t j = 0; j < n; j++)
                putchar(mean[j] * 255 > 127 ? '1' : '0');
            printf("\"");
            if (dwt_correlate(mean, bits, n, &r))
                printf(", \"r_%s_%s_%.*s\": %.6f", score[s], domain[d],
                       (int)strcspn(name, "="), name, r);
        }
}

static void file(const char *path, const char *list, uint8_t *bytes)
{
    FILE *f = fopen(path, "rb");
    struct arena a;
    struct walk_config wc = {&a, &limits_default, {0}, NULL, NULL};
    struct source src;
    struct doc doc;
    struct pixels p;
    struct haar h = {0};

    if (!f) {
        perror(path);
        exit(2);
    }
    arena_init(&a, UINT64_C(1) << 32);
    src = source_of((struct span){bytes, fread(bytes, 1, MOST, f)});
    fclose(f);
    walk_run(&doc, &src, &wc);
    printf("{\"file\": \"%s\"", path);
    if (walk_pixels(&doc, &src, &wc, &p) && haar_read(&h, &p, HAAR_DCT, &a) &&
        haar_read(&h, &p, HAAR_SVD, &a)) {
        for (const char *at = list; at && *at;) {
            size_t name = strcspn(at, "="), n = strcspn(at + name + 1, ",");
            char bits[BITS + 1] = {0};

            memcpy(bits, at + name + 1, n < BITS ? n : BITS);
            one(&h, at, bits, n);
            at += name + 1 + n;
            at += *at == ',';
        }
    } else {
        printf(", \"why\": \"%s\"", p.why ? p.why : "no picture");
    }
    printf("}\n");
    arena_reset(&a);
}

int main(int argc, char **argv)
{
    uint8_t *bytes = malloc(MOST);

    for (int i = 2; i < argc && bytes; i++)
        file(argv[i], argv[1], bytes);
    free(bytes);
    return argc > 2 && bytes ? 0 : 2;
}
