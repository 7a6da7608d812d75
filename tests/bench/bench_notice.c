/* SPDX-License-Identifier: Apache-2.0
 * bench_notice.c - how fast the finder of notices goes through text, beside the
 * same finder folding and judging all of it, and beside memchr.
 *
 *     bench_notice            on made prose without AI, and on prose about it
 *     bench_notice FILE...    these as well
 *
 * Times are of the thread's processor clock, medians of rounds in which each
 * has its turn. */
#define _DEFAULT_SOURCE
#include "bench_text.h"

#include "tests/clock.h"
#include "tests/lines.h"
#define put told_put
#include "tests/near.h"
#undef put

enum {
    BYTES = 4 << 20,
    ROUNDS = 5
};

/* took is the time of one reading; the marks it made are added to *marks. */
static double took(struct span text, bool all, uint32_t *marks)
{
    static struct told t;
    struct notice n;
    double start;

    t = (struct told){0};
    arena_init(&t.arena, 1 << 24);
    near_start(&n, &t, text);
    start = cpu_time();
    if (!all)
        read_text(&n);
    else if (roomy(&n))
        judge(&n, (struct near_range){0, text.len});
    start = cpu_time() - start;
    *marks = n.seen[0] + n.seen[1] + n.seen[2] + n.seen[3];
    arena_reset(&t.arena);
    return start;
}

static void measure(const char *what, const struct text *in)
{
    struct span text = {in->ptr, in->len};
    double all[ROUNDS], near[ROUNDS], read[ROUNDS];
    uint32_t a = 0, b = 0;
    volatile bool found;

    for (int r = 0; r < ROUNDS; r++) {
        double start;

        all[r] = took(text, true, &a);
        near[r] = took(text, false, &b);
        start = cpu_time();
        found = memchr(text.ptr, 0xC1, text.len) != NULL;
        read[r] = cpu_time() - start;
    }
    (void)found;
    median(all, ROUNDS);
    median(near, ROUNDS);
    median(read, ROUNDS);
    printf("%-24s folding all %6.3f GB/s, near seeds %6.3f GB/s, %5.1f times; "
           "memchr %5.1f; %u phrases%s\n",
           what, (double)text.len / all[ROUNDS / 2] / 1e9,
           (double)text.len / near[ROUNDS / 2] / 1e9,
           all[ROUNDS / 2] / near[ROUNDS / 2],
           (double)text.len / read[ROUNDS / 2] / 1e9, b,
           a == b ? "" : " DIFFERENT");
}

static struct text text_new(void)
{
    struct text t = {malloc(BYTES + 4096), 0, BYTES};

    if (!t.ptr)
        exit(2);
    return t;
}

static void repeat(struct text *t)
{
    size_t unique = t->len;

    while (unique && t->len < t->cap)
        put(t, (const char *)t->ptr, unique);
}

/* The templates of tests/data/prose.tsv, as they are: every sentence of them
 * speaks of AI. */
static void about_ai(struct text *t, const char *lang)
{
    struct lines l;

    if (!lines_open(&l, "tests/data/prose.tsv"))
        return;
    while (lines_next(&l))
        if (strcmp(l.line.cell[0], lang) == 0) {
            put(t, l.line.cell[1], strlen(l.line.cell[1]));
            put(t, " ", 1);
        }
    lines_close(&l);
    repeat(t);
}

int main(int argc, char **argv)
{
    static const char *const langs[] = {"en", "ko", "ja", "zh"};
    struct text t = text_new();

    setvbuf(stdout, NULL, _IOLBF, 0);
    make_ranks();
    make_language(&t, 0);
    measure("english", &t);
    t.len = 0;
    make_language(&t, 1);
    measure("korean", &t);
    t.len = 0;
    make_html(&t);
    measure("html", &t);
    for (int i = 0; i < 4; i++) {
        char name[24];

        t.len = 0;
        about_ai(&t, langs[i]);
        snprintf(name, sizeof(name), "about AI, %s", langs[i]);
        measure(name, &t);
    }
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");

        if (!f)
            return 2;
        t.len = fread(t.ptr, 1, BYTES, f);
        fclose(f);
        repeat(&t);
        measure(argv[i], &t);
    }
    free(t.ptr);
    return 0;
}
