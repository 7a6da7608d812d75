/* SPDX-License-Identifier: Apache-2.0
 * credential.c - the C2PA verdict on many files, a JSON line each.
 *
 *   credential NOW [-signers F] [-tsa F] [-allowed F] [-usages F] FILE...
 *
 * NOW is in seconds since 1970.  With "-" as FILE names come from stdin, where
 * INIT<TAB>FRAGMENT is a fragment with its initialization segment. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/source.h"
#include "c2pa/c2pa.h"
#include "tests/slurp.h"

enum {
    TRUST = 16
};

static void put(const char *name, gm_str s)
{
    printf("\"%s\":\"", name);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c == '"' || c == '\\' || c < ' ')
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void put_codes(const char *name, const gm_code *c, size_t n, int kind)
{
    int more = 0;

    printf(",\"%s\":[", name);
    for (size_t i = 0; i < n; i++)
        if (kind < 0 || (int)c[i].kind == kind)
            printf("%s\"%s\"", more++ ? "," : "", c[i].code.ptr);
    printf("]");
}

static void report(const char *path, const struct c2pa *c, clock_t began)
{
    static const char *const states[] = {"none",    "remote", "error",
                                         "invalid", "valid",  "trusted"};
    const gm_credential *t = &c->told;

    putchar('{');
    put("file", (gm_str){path, strlen(path)});
    printf(",\"state\":\"%s\"", states[t->state]);
    put_codes("success", t->codes, t->code_count, GM_CODE_SUCCESS);
    put_codes("informational", t->codes, t->code_count, GM_CODE_INFO);
    put_codes("failure", t->codes, t->code_count, GM_CODE_FAILURE);
    put_codes("deltas", c->deltas, c->delta_count, GM_CODE_FAILURE);
    put_codes("cawg", t->cawg, t->cawg_count, -1);
    printf(",\"notes\":[");
    for (uint32_t i = 0; i < c->note_count; i++)
        printf("%s\"%s\"", i ? "," : "", c->notes[i].what);
    printf("],\"limit\":\"%s\"", c->limit ? c->limit : "");
    putchar(',');
    put("active", t->active);
    putchar(',');
    put("time", t->signer.time);
    printf(",\"statements\":[");
    for (uint32_t i = 0; i < c->statement_count; i++) {
        const struct statement *s = &c->statements[i];

        printf("%s{", i ? "," : "");
        put("name", (gm_str){(const char *)s->name.ptr, s->name.len});
        putchar(',');
        put("value", (gm_str){(const char *)s->value.ptr, s->value.len});
        printf(",\"active\":%d,\"proof\":%d}", s->active, (int)s->proof);
    }
    printf("],\"cpu\":%.3f}\n", (double)(clock() - began) / CLOCKS_PER_SEC);
}

struct file {
    struct span data;
    struct source src;
    struct doc doc;
};

static void file_open(struct file *f, struct arena *a, const char *path)
{
    struct walk_config wc = {
        a, &limits_default, {(const uint8_t *)path, strlen(path)}, NULL, NULL};

    f->data = slurp(path);
    f->src = source_of(f->data);
    walk_run(&f->doc, &f->src, &wc);
}

/* one judges a file, or "INIT<TAB>FRAGMENT". */
static void one(char *path, struct trust *trust, int64_t now)
{
    struct arena a;
    struct file file, init = {0};
    struct fields fields;
    struct c2pa c2pa;
    struct c2pa_config cc = {.arena = &a,
                             .limits = &limits_default,
                             .trust = trust,
                             .fields = &fields,
                             .now = now};
    clock_t began = clock();
    char *tab = strchr(path, '\t');

    arena_init(&a, limits_default.arena_bytes);
    if (tab) {
        *tab = 0;
        file_open(&init, &a, path);
        cc.init = &init.doc;
        cc.init_src = &init.src;
        path = tab + 1;
    }
    file_open(&file, &a, path);
    fields_read(&fields, &file.doc, &a, &limits_default);
    c2pa_read(&c2pa, &file.doc, &file.src, &cc);
    report(path, &c2pa, began);
    arena_reset(&a);
    free((void *)(uintptr_t)file.data.ptr);
    free((void *)(uintptr_t)init.data.ptr);
}

int main(int argc, char **argv)
{
    gm_trust list[TRUST];
    size_t count = 0;
    char why[200] = "", line[4096];
    struct trust *trust;
    int i = 2;

    for (; i + 1 < argc && argv[i][0] == '-' && argv[i][1]; i += 2) {
        struct span s = slurp(argv[i + 1]);
        char kind = argv[i][1];

        if (count == TRUST)
            return 2;
        list[count++] = (gm_trust){kind == 's'   ? GM_TRUST_SIGNERS
                                   : kind == 't' ? GM_TRUST_TSA
                                   : kind == 'a' ? GM_TRUST_ALLOWED
                                                 : GM_TRUST_USAGES,
                                   {argv[i + 1], (const char *)s.ptr, s.len}};
    }
    trust = trust_new(list, count, why, sizeof(why));
    if (!trust || argc < 2) {
        fprintf(stderr, "credential: %s\n", why);
        return 2;
    }
    for (; i < argc; i++)
        if (strcmp(argv[i], "-") != 0)
            one(argv[i], trust, strtoll(argv[1], NULL, 10));
        else
            while (fgets(line, sizeof(line), stdin)) {
                line[strcspn(line, "\n")] = 0;
                one(line, trust, strtoll(argv[1], NULL, 10));
            }
    trust_free(trust);
    for (size_t k = 0; k < count; k++)
        free((void *)(uintptr_t)list[k].text.ptr);
    return 0;
}
