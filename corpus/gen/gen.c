/* SPDX-License-Identifier: Apache-2.0
 * gen.c - makes a file from its recipe:  gen RECIPE OUTPUT-WITHOUT-ENDING
 *
 * A recipe is words; corpus/README.md describes them.  Literals put bytes,
 * blocks wrap what stands between their braces.  `gen --help` lists them. */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORD = 1 << 16,
    ARGS = 4,
    DEEP = 64
};

struct words {
    const char *name, *at;
    int line;
    char word[WORD];
    bool quoted;
    char ending[32];
};

void words_fail(struct words *w, const char *why)
{
    fprintf(stderr, "%s:%d: %s (at '%.40s')\n", w->name, w->line, why, w->word);
    exit(1);
}

static void skip(struct words *w)
{
    for (;;) {
        if (*w->at == '#')
            while (*w->at && *w->at != '\n')
                w->at++;
        if (*w->at == '\n')
            w->line++;
        if (*w->at != ' ' && *w->at != '\t' && *w->at != '\n' && *w->at != '\r')
            return;
        w->at++;
    }
}

const char *words_next(struct words *w)
{
    size_t n = 0;

    skip(w);
    w->quoted = *w->at == '"';
    if (!*w->at)
        return NULL;
    if (w->quoted) {
        w->word[n++] = *w->at++;
        while (*w->at && *w->at != '"' && n + 3 < WORD) {
            if (*w->at == '\\' && w->at[1])
                w->word[n++] = *w->at++;
            if (*w->at == '\n')
                w->line++;
            w->word[n++] = *w->at++;
        }
        if (*w->at != '"')
            words_fail(w, "a text without its end");
        w->at++;
    } else if (*w->at == '{' || *w->at == '}') {
        w->word[n++] = *w->at++;
    } else {
        while (*w->at && !strchr(" \t\r\n{}\"#", *w->at) && n + 1 < WORD)
            w->word[n++] = *w->at++;
    }
    w->word[n] = 0;
    return w->word;
}

bool words_peek(struct words *w, const char *word)
{
    skip(w);
    return strncmp(w->at, word, strlen(word)) == 0;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void put_code(struct out *o, unsigned long c)
{
    if (c < 0x80) {
        out_be(o, c, 1);
    } else if (c < 0x800) {
        out_be(o, 0xC080 | (c << 2 & 0x1F00) | (c & 0x3F), 2);
    } else if (c < 0x10000) {
        out_be(o,
               0xE08080 | (c << 4 & 0xF0000) | (c << 2 & 0x3F00) | (c & 0x3F),
               3);
    } else {
        out_be(o, 0xF0 | c >> 18, 1);
        out_be(o, 0x80 | (c >> 12 & 0x3F), 1);
        out_be(o, 0x80 | (c >> 6 & 0x3F), 1);
        out_be(o, 0x80 | (c & 0x3F), 1);
    }
}

/* A text: \n \r \t \0 \\ \" \xNN (a byte) \u{N} (a character). */
static void put_text(struct words *w, struct out *o)
{
    for (const char *s = w->word + 1; *s; s++) {
        char c = *s;

        if (c != '\\') {
            out_put(o, &c, 1);
            continue;
        }
        c = *++s;
        if (c == 'x') {
            out_be(o, (uint64_t)(hex(s[1]) << 4 | hex(s[2])), 1);
            s += 2;
        } else if (c == 'u' && s[1] == '{') {
            char *end;

            put_code(o, strtoul(s + 2, &end, 16));
            s = end;
        } else {
            out_be(o,
                   c == 'n'   ? '\n'
                   : c == 'r' ? '\r'
                   : c == 't' ? '\t'
                   : c == '0' ? 0
                              : (uint8_t)c,
                   1);
        }
    }
}

static bool is_hex(const char *s)
{
    size_t n = strlen(s);

    if (n < 3 || n % 2 == 0 || s[0] != 'x')
        return false;
    while (*++s)
        if (hex(*s) < 0)
            return false;
    return true;
}

static void put_hex(const char *s, struct out *o)
{
    for (s++; *s; s += 2)
        out_be(o, (uint64_t)(hex(s[0]) << 4 | hex(s[1])), 1);
}

/* Places in the file by name, from the first pass on. */
static struct mark {
    char name[32];
    uint64_t at;
} marks[16];

static struct mark *mark_of(struct words *w, const char *name, size_t n)
{
    struct mark *m = marks;

    while (m < marks + 16 && m->name[0] &&
           (strncmp(m->name, name, n) != 0 || m->name[n]))
        m++;
    if (m == marks + 16 || n >= sizeof(m->name))
        words_fail(w, "too many marks, or too long a name");
    memcpy(m->name, name, n);
    return m;
}

/* marked is @NAME, or @NAME-@NAME or @NAME-12, how far apart two are. */
static uint64_t marked(struct words *w, const char *s)
{
    const char *minus = strchr(s, '-');
    size_t n = minus ? (size_t)(minus - s) : strlen(s);
    uint64_t at = mark_of(w, s + 1, n - 1)->at;

    if (!minus)
        return at;
    if (minus[1] != '@')
        return at - strtoull(minus + 1, NULL, 0);
    return at - mark_of(w, minus + 2, strlen(minus + 2))->at;
}

uint64_t words_number(struct words *w)
{
    const char *s = words_next(w);
    char *end;
    uint64_t v;

    if (s && s[0] == '@')
        return marked(w, s);
    v = s ? strtoull(s, &end, 0) : 0;

    if (!s || *end || end == s)
        words_fail(w, "a number is wanted here");
    return v;
}

static const struct {
    const char *name;
    unsigned bytes;
    bool big;
} numbers[] = {{"u8", 1, true},    {"u16", 2, true},   {"u24", 3, true},
               {"u32", 4, true},   {"u64", 8, true},   {"le16", 2, false},
               {"le24", 3, false}, {"le32", 4, false}, {"le64", 8, false}};

static bool put_number(struct words *w, struct out *o)
{
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (strcmp(w->word, numbers[i].name) != 0)
            continue;
        (numbers[i].big ? out_be : out_le)(o, words_number(w),
                                           numbers[i].bytes);
        return true;
    }
    return false;
}

static void put_all(struct words *w, struct out *o, int depth);

/* The file as the first pass made it. */
static struct out before;

void words_text(struct words *w, struct out *o)
{
    put_text(w, o);
}

bool words_hex(const char *s, struct out *o)
{
    if (!is_hex(s))
        return false;
    put_hex(s, o);
    return true;
}

void words_block(struct words *w, struct out *o)
{
    const char *s = words_next(w);

    if (!s || strcmp(s, "{") != 0)
        words_fail(w, "{ ... } is wanted here");
    put_all(w, o, 1);
}

/* put_range puts bytes of the file itself, as they will stand there; in the
 * first pass zeros. */
static void put_range(struct words *w, struct out *o)
{
    uint64_t from = words_number(w), to = words_number(w);

    if (from > to || (before.len && to > before.len))
        words_fail(w, "no such range of the file");
    for (; from < to; from++)
        out_be(o, before.len ? before.ptr[from] : 0, 1);
}

static void put_sum(struct words *w, struct out *o)
{
    struct out in = {0};
    uint8_t sum[32];

    words_block(w, &in);
    sha256_of(in.ptr, in.len, sum);
    out_put(o, sum, sizeof(sum));
    out_free(&in);
}

static bool put_block(struct words *w, struct out *o, int depth)
{
    const struct wrap *b = wrap_named(w->word);
    char *args[ARGS] = {0};
    const char *brace;
    struct out in = {0};

    if (!b)
        return false;
    for (int i = 0; i < b->args; i++) {
        const char *s = words_next(w);
        size_t n = s ? strlen(s) : 0;

        if (!s)
            words_fail(w, "a block wants its words");
        args[i] = calloc(1, n + 1);
        if (args[i])
            memcpy(args[i], s + w->quoted, n - w->quoted);
    }
    brace = words_next(w);
    if (!brace || strcmp(brace, "{") != 0 || depth >= DEEP)
        words_fail(w, "a block wants { ... }");
    put_all(w, &in, depth + 1);
    b->make(o, (const char *const *)args, &in);
    out_free(&in);
    for (int i = 0; i < ARGS; i++)
        free(args[i]);
    return true;
}

/* Things that are neither literal nor block. */
static bool put_other(struct words *w, struct out *o)
{
    if (strcmp(w->word, "file") == 0) {
        const char *s = words_next(w);

        snprintf(w->ending, sizeof(w->ending), "%s", s ? s : "bin");
    } else if (strcmp(w->word, "zero") == 0) {
        for (uint64_t n = words_number(w); n > 0; n--)
            out_be(o, 0, 1);
    } else if (strcmp(w->word, "tail") == 0) {
        o->tail = words_number(w);
    } else if (strcmp(w->word, "mark") == 0) {
        const char *s = words_next(w);

        if (s)
            mark_of(w, s, strlen(s))->at = o->len;
    } else if (strcmp(w->word, "cbor") == 0) {
        value_put(w, o);
    } else if (strcmp(w->word, "range") == 0) {
        put_range(w, o);
    } else if (strcmp(w->word, "sum") == 0) {
        put_sum(w, o);
    } else if (strcmp(w->word, "png") == 0) {
        out_text(o, "\x89PNG\r\n\x1a\n");
    } else if (strcmp(w->word, "grey-png") == 0) {
        unsigned width = (unsigned)words_number(w);

        grey_png(o, width, (unsigned)words_number(w));
    } else if (strcmp(w->word, "soi") == 0) {
        out_be(o, 0xFFD8, 2);
    } else if (strcmp(w->word, "grey-jpeg") == 0) {
        grey_jpeg(o);
    } else if (strcmp(w->word, "grey-webp") == 0) {
        grey_webp(o);
    } else if (strcmp(w->word, "credential") == 0) {
        credential_read(w);
        credential_put(o);
    } else if (strcmp(w->word, "tiff") == 0) {
        tiff_make(w, o);
    } else if (strcmp(w->word, "picture") == 0) {
        picture_make(w, o);
    } else {
        return false;
    }
    return true;
}

bool words_bytes(struct words *w, struct out *o)
{
    const char *s = words_next(w);

    if (!s)
        return false;
    if (w->quoted)
        put_text(w, o);
    else if (is_hex(s))
        put_hex(s, o);
    else
        return put_number(w, o) || put_block(w, o, 1);
    return true;
}

static void put_all(struct words *w, struct out *o, int depth)
{
    while (words_next(w)) {
        if (!w->quoted && strcmp(w->word, "}") == 0) {
            if (depth == 0)
                words_fail(w, "a } too many");
            return;
        }
        if (w->quoted)
            put_text(w, o);
        else if (is_hex(w->word))
            put_hex(w->word, o);
        else if (!put_number(w, o) && !put_other(w, o) &&
                 !put_block(w, o, depth))
            words_fail(w, "not a word of recipes");
    }
    if (depth > 0)
        words_fail(w, "a block without its }");
}

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    struct out o = {0};
    char piece[4096];
    size_t n;

    if (!f) {
        perror(path);
        exit(1);
    }
    while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
        out_put(&o, piece, n);
    fclose(f);
    out_be(&o, 0, 1);
    return (char *)o.ptr;
}

int main(int argc, char **argv)
{
    static struct words w = {.line = 1, .ending = "bin"};
    struct out o = {0};
    char path[4096], *text;
    FILE *f;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        for (size_t i = 0; wrap_at(i); i++)
            printf("%s: %s\n", wrap_at(i)->name, wrap_at(i)->says);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--authority") == 0) {
        pem_print(WHO_CA);
        return 0;
    }
    if (argc != 3) {
        fputs("usage: gen RECIPE OUTPUT-WITHOUT-ENDING\n", stderr);
        return 2;
    }
    w.name = argv[1];
    w.at = text = slurp(argv[1]);
    put_all(&w, &o, 0);
    if (credential_place(&o) || marks[0].name[0]) { /* now they are known */
        before = o;
        o = (struct out){0};
        w.at = text;
        put_all(&w, &o, 0);
    }
    out_free(&before);
    free(text);
    snprintf(path, sizeof(path), "%s.%s", argv[2], w.ending);
    f = fopen(path, "wb");
    if (!f || fwrite(o.ptr, 1, o.len, f) != o.len ||
        (o.tail &&
         (fseek(f, (long)(o.tail - 1), SEEK_CUR) != 0 || fputc(0, f) == EOF)) ||
        fclose(f) != 0) {
        perror(path);
        return 1;
    }
    out_free(&o);
    return 0;
}
