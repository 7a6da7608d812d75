/* SPDX-License-Identifier: Apache-2.0
 * comment.c - the comments of source code, by language.
 *
 * A scanner of three states: code, string, comment.  It knows line comments,
 * block comments and quotes of a language from a table, and nothing else; a
 * quote that never closes ends with its line, so that one apostrophe in a
 * macro does not hide the rest of a file.  Python's doc strings count as
 * comments: they are what a reader of the code is told. */
#include "formats/comment.h"

struct tongue {
    const char *endings;     /* between spaces */
    const char *line[3];     /* markers of comments to the end of the line */
    const char *block[2][2]; /* where they open and close */
    const char *quotes;      /* characters that open and close a string */
    bool docs;               /* strings in three quotes are comments */
};

/* clang-format off */
static const struct tongue tongues[] = {
    {" c h cc cpp cxx hpp hh hxx java js mjs cjs jsx ts tsx go rs swift kt kts "
     "scala cs dart m mm groovy gradle proto zig v sv cu glsl wgsl strings ",
     {"//"}, {{"/*", "*/"}}, "\"'`", false},
    {" php ", {"//", "#"}, {{"/*", "*/"}, {"<!--", "-->"}}, "\"'", false},
    {" css scss less ", {"//"}, {{"/*", "*/"}}, "\"'", false},
    {" py pyw pyi ", {"#"}, {{NULL}}, "\"'", true},
    {" sh bash zsh fish ksh rb pl pm r mk cmake tcl awk sed nim ex exs jl "
     "coffee dockerfile tf hcl nix gd ", {"#"}, {{NULL}}, "\"'", false},
    {" ps1 psm1 ", {"#"}, {{"<#", "#>"}}, "\"'", false},
    {" sql ", {"--"}, {{"/*", "*/"}}, "\"'", false},
    {" lua ", {"--"}, {{"--[[", "]]"}}, "\"'", false},
    {" hs elm ", {"--"}, {{"{-", "-}"}}, "\"", false},
    {" ada adb ads vhd vhdl ", {"--"}, {{NULL}}, "\"", false},
    {" lisp cl el clj cljs scm rkt asm s ", {";"}, {{"#|", "|#"}}, "\"", false},
    {" ini cfg ", {";", "#"}, {{NULL}}, "", false},
    {" po pot env ", {"#"}, {{NULL}}, "\"", false},
    {" properties ftl ", {"#"}, {{NULL}}, "", false},
    {" toml ", {"#"}, {{NULL}}, "\"'", false},
    {" sty cls bib ", {"%"}, {{NULL}}, "", false},
    {" erl hrl ", {"%"}, {{NULL}}, "\"", false},
    {" ml mli fs fsi pas ", {"//"}, {{"(*", "*)"}, {"{", "}"}}, "\"'", false},
    {" f90 f95 f03 f08 ", {"!"}, {{NULL}}, "\"'", false},
    {" vb bas vbs ", {"'", "REM "}, {{NULL}}, "\"", false},
    {" bat cmd ", {"REM ", "rem ", "::"}, {{NULL}}, "", false},
    {" vue svelte astro ", {"//"}, {{"<!--", "-->"}, {"/*", "*/"}}, "", false},
};
/* clang-format on */

enum {
    TONGUES = sizeof(tongues) / sizeof(tongues[0]),
    SHELL = 4, /* whose comments a "#!" line announces */
    BLOCKS = 2,
    LINES = 3
};

struct scan {
    const struct prose *p;
    const struct tongue *t;
    struct buf out;
    struct text_runs runs;
    size_t last; /* where the last comment ended */
    bool began;
};

static bool here(struct span s, size_t at, const char *word)
{
    size_t n = word ? strlen(word) : 0;

    return n &&
           span_eq(span_cut(s, at, n), (struct span){(const uint8_t *)word, n});
}

static size_t line_end(struct span s, size_t at)
{
    const uint8_t *nl =
        at < s.len ? memchr(s.ptr + at, '\n', s.len - at) : NULL;

    return nl ? (size_t)(nl - s.ptr) : s.len;
}

static void line(struct scan *c, size_t off, size_t len)
{
    static const char frame[] = " \t\r*/#;!-%'|=";
    struct span s = c->p->text;

    while (len && strchr(frame, s.ptr[off]) && s.ptr[off]) {
        off++;
        len--;
    }
    text_runs_put(&c->runs, (struct text_run){c->out.len, off, UNIT_SAME});
    buf_put(&c->out, span_cut(s, off, len));
    buf_byte(&c->out, '\n');
}

/* keep joins one comment's text, line by line, without the marks that stand
 * at the beginning of each; code between two comments parts them. */
static void keep(struct scan *c, size_t off, size_t end, size_t next)
{
    struct span s = c->p->text;

    for (size_t i = c->last; c->began && i < off; i++)
        if (!strchr(" \t\r\n*/#;!-%<>{}()'\"", s.ptr[i]) || !s.ptr[i]) {
            buf_byte(&c->out, '\n');
            break;
        }
    while (off < end) {
        size_t stop = (size_t)num_min(line_end(s, off), end);

        line(c, off, stop - off);
        off = stop + 1;
    }
    c->began = true;
    c->last = next;
}

/* comment is where the comment that begins at `at` ends; at itself where none
 * does. */
static size_t comment(struct scan *c, size_t at)
{
    struct span s = c->p->text;
    size_t end;

    for (size_t i = 0; i < BLOCKS; i++)
        if (here(s, at, c->t->block[i][0])) {
            size_t from = at + strlen(c->t->block[i][0]);

            end = span_find(s, from, span_text(c->t->block[i][1]));
            keep(c, from, end, end);
            return (size_t)num_min(end + strlen(c->t->block[i][1]), s.len);
        }
    for (size_t i = 0; i < LINES; i++)
        if (here(s, at, c->t->line[i])) {
            end = line_end(s, at);
            keep(c, at + strlen(c->t->line[i]), end, end);
            return end;
        }
    return at;
}

static size_t string(struct scan *c, size_t at)
{
    struct span s = c->p->text;
    uint8_t quote = s.ptr[at];
    const char *three = quote == '"' ? "\"\"\"" : "'''";
    size_t end = line_end(s, at);

    if (c->t->docs && here(s, at, three)) {
        end = span_find(s, at + 3, span_text(three));
        keep(c, at + 3, end, end);
        return (size_t)num_min(end + 3, s.len);
    }
    for (size_t i = at + 1; i < end; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == quote)
            return i + 1;
    }
    return at + 1; /* no string: the quote stands for itself */
}

const struct tongue *tongue_of(struct span ending, struct span text)
{
    for (size_t i = 0; i < TONGUES; i++)
        if (span_listed(ending, tongues[i].endings))
            return &tongues[i];
    return !ending.len && span_starts(text, SPAN("#!")) ? &tongues[SHELL]
                                                        : NULL;
}

void comment_take(const struct prose *p, const struct tongue *t)
{
    struct scan c = {.p = p, .t = t};
    struct text_map *map = walk_alloc(p->w, sizeof(*map));
    size_t at = 0;

    if (!map)
        return;
    buf_init(&c.out, walk_arena(p->w), p->text.len * 2 + 2);
    text_runs_init(&c.runs, walk_arena(p->w));
    while (at < p->text.len && !c.out.failed) {
        size_t next = comment(&c, at);

        if (next == at)
            next = p->text.ptr[at] && strchr(t->quotes, p->text.ptr[at])
                       ? string(&c, at)
                       : at + 1;
        at = next;
    }
    if (c.out.failed || c.runs.buf.failed)
        walk_partial(p->w, "arena_bytes");
    if (!c.out.len)
        return;
    *map = text_runs_map(&c.runs, buf_span(&c.out), p->map);
    walk_slot(p->w, (struct slot){.kind = SLOT_COMMENT,
                                  .flags = SLOT_DERIVED | SLOT_START,
                                  .key = SPAN("comments"),
                                  .data = map->data,
                                  .at = prose_at(p, 0, p->text.len),
                                  .block = p->block,
                                  .map = map});
}
