/* SPDX-License-Identifier: Apache-2.0
 * fields.c - what a file holds, one line each: for scripts that compare.
 *
 *   fields [-b] [-w] FILE...
 *     FILE <name>
 *     block <name> <off> <len>                          with -b
 *     slot <kind> <space> <key> <off> <len> <data len> <flags> <pieces>
 *     field <space> <ns> <name> <off> <len> <value>
 *     note <off> <text>
 *     limit <name>
 *
 * Columns are parted by tabs; tabs, lines and backslashes in them are
 * escaped.  -w reads through callbacks as a large file is read. */
#include "meta/field.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kinds[] = {"exif",  "xmp",   "iptc",    "icc",
                                    "jumbf", "field", "comment", "text",
                                    "part",  "tail",  "json",    "other"};

static void cell(struct span s)
{
    putchar('\t');
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.ptr[i];

        if (c == '\n')
            fputs("\\n", stdout);
        else if (c == '\\')
            fputs("\\\\", stdout);
        else if (c < 0x20 || c == 0x7f)
            printf("\\x%02x", c);
        else
            putchar(c);
    }
}

static bool read_at(void *ctx, uint64_t off, void *to, size_t len)
{
    FILE *f = ctx;

    return fseek(f, (long)off, SEEK_SET) == 0 && fread(to, 1, len, f) == len;
}

static void slot(const struct slot *s)
{
    printf("slot\t%s", kinds[s->kind]);
    cell(s->space);
    cell(s->key);
    printf("\t%llu\t%llu\t%zu\t%u\t%u\n", (unsigned long long)s->at.off,
           (unsigned long long)s->at.len, s->data.len, s->flags,
           s->piece_count);
}

static void note(const struct note *n)
{
    printf("note\t%llu\t%s\n", (unsigned long long)n->off, n->what);
}

static void field(const struct field *f)
{
    printf("field\t%s", space_name(f->space));
    cell(f->ns);
    cell(f->name);
    printf("\t%llu\t%llu", (unsigned long long)f->at.off,
           (unsigned long long)f->at.len);
    cell(f->value);
    putchar('\n');
}

static void tell(const struct doc *d, const struct fields *f, bool blocks)
{
    printf("format\t%s\n", d->format ? d->format->name : "");
    for (uint32_t i = 0; blocks && i < d->block_count; i++) {
        printf("block");
        cell(d->blocks[i].name);
        printf("\t%llu\t%llu\n", (unsigned long long)d->blocks[i].at.off,
               (unsigned long long)d->blocks[i].at.len);
    }
    for (uint32_t i = 0; i < d->slot_count; i++)
        slot(&d->slots[i]);
    for (uint32_t i = 0; i < f->count; i++)
        field(&f->list[i]);
    for (uint32_t i = 0; i < d->note_count; i++)
        note(&d->notes[i]);
    for (uint32_t i = 0; i < f->note_count; i++)
        note(&f->notes[i]);
    if (d->limit || f->limit)
        printf("limit\t%s\n", d->limit ? d->limit : f->limit);
    if (d->memory || f->memory)
        printf("limit\tmemory\n");
    printf("read\t%llu\n", (unsigned long long)d->bytes_read);
}

static bool one(const char *name, bool blocks, bool walked)
{
    FILE *in = fopen(name, "rb");
    struct arena arena;
    struct limits lim = limits_default;
    struct walk_config c = {
        .arena = &arena,
        .limits = &lim,
        .name = {(const uint8_t *)name, strlen(name)},
    };
    struct source src = {.read = read_at, .ctx = in};
    struct doc doc;
    struct fields f;
    uint8_t *all = NULL;
    long size;

    if (!in)
        return false;
    fseek(in, 0, SEEK_END);
    size = ftell(in);
    src.size = size > 0 ? (uint64_t)size : 0;
    if (!walked) {
        all = malloc(src.size + 1);
        if (!all || !read_at(in, 0, all, src.size)) {
            free(all);
            fclose(in);
            return false;
        }
        src = source_of((struct span){all, src.size});
    }
    arena_init(&arena, lim.arena_bytes);
    printf("FILE\t%s\n", name);
    walk_run(&doc, &src, &c);
    fields_read(&f, &doc, &arena, &lim);
    tell(&doc, &f, blocks);
    arena_reset(&arena);
    free(all);
    fclose(in);
    return true;
}

int main(int argc, char **argv)
{
    bool blocks = false, walked = false;
    int bad = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-b") == 0)
            blocks = true;
        else if (strcmp(argv[i], "-w") == 0)
            walked = true;
        else if (!one(argv[i], blocks, walked)) {
            fprintf(stderr, "%s: cannot read\n", argv[i]);
            bad = 1;
        }
    }
    return bad;
}
