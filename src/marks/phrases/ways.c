/* SPDX-License-Identifier: Apache-2.0
 * ways.c - the patterns of LANG.txt, folded as text is, one character a step.
 *
 * Part of a program of the build, not of the library: it reads our own files,
 * and stops at the first mistake in them. */
#include "marks/phrases/ways.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf.h"

enum {
    SETS = 400,
    DEEP = 12,
    LINE = 8192
};

static const char *const whats[] = {"",
#define X(name, says) #name,
                                    LEX_WHATS(X)
#undef X
};
static const char *const langs[] = {"any",
#define X(name) #name,
                                    LEX_LANGS(X)
#undef X
};

static const char *const kinds[] = {
#define X(name, word) #word,
    LEX_KINDS(X)
#undef X
};

struct set {
    char name[32];
    uint32_t *text;
    size_t len;
};

static struct set sets[SETS];
static size_t set_count, common; /* the first of them are everybody's */
struct edge *edges;
size_t edge_count;
uint32_t state_count;
struct lex_say *says;
static size_t edge_cap, say_cap;
static const char *file;
static int line_no;
static bool spaced; /* spaces of a pattern are spaces of the text */

void die(const char *what, const char *more)
{
    fprintf(stderr, "%s:%d: %s %s\n", file, line_no, what, more ? more : "");
    exit(1);
}

void *grow(void *p, size_t n)
{
    p = realloc(p, n);
    if (!p)
        die("no memory", NULL);
    return p;
}

static uint32_t new_state(void)
{
    if (state_count >= say_cap) {
        size_t cap = say_cap ? say_cap * 2 : 1024;

        says = grow(says, cap * sizeof(*says));
        memset(says + say_cap, 0, (cap - say_cap) * sizeof(*says));
        say_cap = cap;
    }
    return state_count++;
}

static void new_edge(uint32_t from, uint32_t c, uint32_t to)
{
    if (edge_count == edge_cap) {
        edge_cap = edge_cap ? edge_cap * 2 : 4096;
        edges = grow(edges, edge_cap * sizeof(*edges));
    }
    edges[edge_count++] = (struct edge){from, c, to};
}

/* ---- patterns ---------------------------------------------------------- */

struct text {
    const uint32_t *c;
    size_t len, at;
};

static uint32_t expr(struct text *t, uint32_t from, int deep);

static const struct set *named(struct text *t)
{
    char name[32];
    size_t n = 0;

    while (t->at < t->len && t->c[t->at] != '}' && n + 1 < sizeof(name))
        name[n++] = (char)t->c[t->at++];
    name[n] = 0;
    t->at++;
    for (size_t i = set_count; i-- > 0;)
        if (strcmp(sets[i].name, name) == 0)
            return &sets[i]; /* the latest of the name */
    die("no such set:", name);
    return NULL;
}

static uint32_t item(struct text *t, uint32_t from, int deep)
{
    uint32_t c = t->c[t->at++], to;

    if (deep > DEEP)
        die("nested too deep", NULL);
    if (c == '(') {
        to = expr(t, from, deep + 1);
        if (t->at >= t->len || t->c[t->at] != ')')
            die("missing )", NULL);
        t->at++;
    } else if (c == '{') {
        const struct set *s = named(t);
        struct text in = {s->text, s->len, 0};

        to = expr(&in, from, deep + 1);
    } else {
        if (c == '\\')
            c = t->c[t->at++];
        to = new_state();
        new_edge(from, c == '~' ? ' ' : c, to);
    }
    if (t->at < t->len && t->c[t->at] == '?') {
        uint32_t out = new_state();

        t->at++;
        new_edge(from, 0, out);
        new_edge(to, 0, out);
        to = out;
    }
    return to;
}

static uint32_t expr(struct text *t, uint32_t from, int deep)
{
    uint32_t out = new_state(), at = new_state();

    new_edge(from, 0, at);
    while (t->at < t->len && t->c[t->at] != ')') {
        if (t->c[t->at] == '|') {
            t->at++;
            new_edge(at, 0, out);
            at = new_state();
            new_edge(from, 0, at);
        } else {
            at = item(t, at, deep);
        }
    }
    new_edge(at, 0, out);
    return out;
}

/* fold is a line of pattern as it must stand to match a view, without spaces
 * at its ends, and without any where they mean nothing. */
static uint32_t *fold(const char *s, size_t *len)
{
    struct span in = {(const uint8_t *)s, strlen(s)};
    uint32_t *to = grow(NULL, (in.len * 4 + 8) * sizeof(*to));
    size_t at = 0, n = 0;
    bool bad = false;

    while (at < in.len) {
        uint32_t out[VIEW_FOLD], c = utf8_next(in, &at, &bad);
        size_t k = c == ' ' ? 0 : view_fold(&c, 1, out);

        if (bad)
            die("bad UTF-8", NULL);
        if (c == ' ') {
            if (spaced && n && to[n - 1] != ' ')
                to[n++] = ' ';
            continue;
        }
        memcpy(to + n, out, k * sizeof(*to));
        n += k;
    }
    if (n && to[n - 1] == ' ')
        n--;
    *len = n;
    return to;
}

static unsigned index_of(const char *const *list, size_t count,
                         const char *name)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return i;
    die("unknown word:", name);
    return 0;
}

/* "E+A: pattern": two classes. */
static void pattern(uint32_t root, unsigned lang, char *s)
{
    char *colon = strchr(s, ':'), *plus;
    struct text t = {0};
    uint32_t end;
    uint32_t *folded;

    if (!colon)
        die("no colon", s);
    *colon = 0;
    plus = strchr(s, '+');
    if (plus)
        *plus = 0;
    folded = fold(colon + 1, &t.len);
    t.c = folded;
    end = expr(&t, root, 0);
    if (t.at != t.len)
        die("stray )", NULL);
    says[end] = (struct lex_say){
        (uint8_t)index_of(whats, LEX_WHAT_COUNT, s),
        (uint8_t)(plus ? index_of(whats, LEX_WHAT_COUNT, plus + 1) : 0),
        (uint8_t)lang, 0};
    free(folded);
}

static void define(char *s)
{
    char *eq = strchr(s, '=');
    struct set *to = &sets[set_count];
    size_t n = 0;

    if (!eq || set_count == SETS)
        die("bad set", s);
    while (s[n] && s[n] != ' ' && s[n] != '=' && n + 1 < sizeof(to->name))
        n++;
    memcpy(to->name, s, n);
    to->name[n] = 0;
    to->text = fold(eq + 1, &to->len);
    set_count++;
}

/* "[ko phrase]" */
static uint32_t section(const char *s, unsigned *lang)
{
    char name[8] = "", kind[8] = "";
    uint32_t root = new_state();
    unsigned k;

    if (sscanf(s, "[%7[a-z] %7[a-z]]", name, kind) != 2)
        die("bad section", s);
    *lang = index_of(langs, LEX_LANG_COUNT, name);
    k = index_of(kinds, LEX_KIND_COUNT, kind);
    spaced = *lang != LEX_ko && *lang != LEX_ja && *lang != LEX_zh &&
             *lang != LEX_th;
    new_edge(0, LEX_ROOT + k * 256 + (k == LEX_PHRASE ? LEX_ANY : *lang), root);
    return root;
}

void ways_read(const char *name)
{
    static char line[LINE];
    FILE *f = fopen(name, "r");
    uint32_t root = 0;
    unsigned lang = 0;

    file = name;
    line_no = 0;
    if (!f)
        die("cannot open", NULL);
    set_count = common;
    while (fgets(line, sizeof(line), f)) {
        char *s = line;

        line_no++;
        s[strcspn(s, "\r\n")] = 0;
        while (*s == ' ')
            s++;
        if (*s == 0 || *s == '#')
            continue;
        if (*s == '[')
            root = section(s, &lang);
        else if (strncmp(s, "set ", 4) == 0)
            define(s + 4);
        else
            pattern(root, lang, s);
    }
    fclose(f);
    if (!root) /* no section: its sets are for all that come behind it */
        common = set_count;
}

void ways_begin(void)
{
    state_count = 0;
    new_state();
}
