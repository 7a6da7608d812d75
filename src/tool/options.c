/* SPDX-License-Identifier: Apache-2.0
 * options.c - parsing and helping by table. */
#include "tool/options.h"

#include "tool/say.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMN = 26, /* where the help texts begin */
    WORD = 40    /* bytes of a word that is compared */
};

bool texts_add(struct texts *t, const char *s)
{
    if (t->count == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 8;
        const char **more = realloc(t->list, cap * sizeof(*more));

        if (!more)
            return false;
        t->list = more;
        t->cap = cap;
    }
    t->list[t->count++] = s;
    return true;
}

void texts_free(struct texts *t)
{
    free(t->list);
    *t = (struct texts){0};
}

static bool outputs_add(struct outputs *o, const char *kind, const char *path)
{
    if (o->count == o->cap) {
        size_t cap = o->cap ? o->cap * 2 : 4;
        struct output *more = realloc(o->list, cap * sizeof(*more));

        if (!more)
            return false;
        o->list = more;
        o->cap = cap;
    }
    o->list[o->count++] = (struct output){kind, path};
    return true;
}

void outputs_free(struct outputs *o)
{
    free(o->list);
    *o = (struct outputs){0};
}

/* distance is how many letters differ, are missing, swapped or too many. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[3][WORD + 1];
    size_t n = strlen(a), m = strlen(b);

    if (n > WORD || m > WORD)
        return WORD;
    for (size_t k = 0; k <= m; k++)
        row[0][k] = (unsigned)k;
    for (size_t i = 1; i <= n; i++) {
        unsigned *now = row[i % 3], *up = row[(i - 1) % 3];

        now[0] = (unsigned)i;
        for (size_t k = 1; k <= m; k++) {
            unsigned best = up[k - 1] + (a[i - 1] != b[k - 1]);

            if (up[k] + 1 < best)
                best = up[k] + 1;
            if (now[k - 1] + 1 < best)
                best = now[k - 1] + 1;
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
                a[i - 2] == b[k - 1] && row[(i - 2) % 3][k - 2] + 1 < best)
                best = row[(i - 2) % 3][k - 2] + 1;
            now[k] = best;
        }
    }
    return row[n % 3][m];
}

static bool nearer(const char *word, const char *name, unsigned *best)
{
    unsigned d = distance(word, name);

    if (d >= *best)
        return false;
    *best = d;
    return true;
}

const char *options_near(const char *word, const char *const *list)
{
    unsigned best = strlen(word) < 4 ? 2 : 3;
    const char *found = NULL;

    for (; *list; list++)
        if (nearer(word, *list, &best))
            found = *list;
    return found;
}

static bool last(const struct opt *o)
{
    return o->kind == OPT_END;
}

static const struct opt *by_name(const struct command *c, const char *name,
                                 size_t len)
{
    for (const struct opt *o = c->opts; !last(o); o++)
        if (o->name && strlen(o->name) == len && !memcmp(o->name, name, len))
            return o;
    return NULL;
}

static const struct opt *by_letter(const struct command *c, char letter)
{
    for (const struct opt *o = c->opts; !last(o); o++)
        if (o->name && o->letter == letter)
            return o;
    return NULL;
}

static int unknown(const struct command *c, const char *name)
{
    unsigned best = 3;
    const char *found = NULL;

    for (const struct opt *o = c->opts; !last(o); o++)
        if (o->name && nearer(name, o->name, &best))
            found = o->name;
    if (found)
        say(tr("%s has no option --%s; did you mean --%s?",
               "%s 명령에는 --%s 옵션이 없습니다. --%s 옵션을 찾으셨나요?"),
            c->name, name, found);
    else
        say(tr("%s has no option --%s; `genmark %s --help` lists them",
               "%s 명령에는 --%s 옵션이 없습니다. `genmark %s --help`로 목록을 "
               "볼 수 있습니다"),
            c->name, name, c->name);
    return EXIT_USAGE;
}

static int surplus(const struct command *c, const char *arg)
{
    say(tr("%s takes options only, not '%s'; `genmark %s --help` lists them",
           "%s 명령은 옵션만 받습니다('%s' 아님). `genmark %s --help`로 목록을 "
           "볼 수 있습니다"),
        c->name, arg, c->name);
    return EXIT_USAGE;
}

static bool chosen(const char *choices, const char *value)
{
    size_t n = strlen(value);

    while (*choices) {
        size_t len = strcspn(choices, " ");

        if (len == n && memcmp(choices, value, n) == 0)
            return true;
        choices += len;
        choices += strspn(choices, " ");
    }
    return false;
}

static bool number(const char *s, double most, double *out)
{
    char *end;

    errno = 0;
    *out = strtod(s, &end);
    return !errno && end != s && !*end && isfinite(*out) && *out >= 0 &&
           *out <= most;
}

/* put stores one option; false where its value is not one it can take. */
static bool put(const struct opt *o, void *to, const char *value)
{
    char *at = o->kind == OPT_LANG ? NULL : (char *)to + o->at;
    double x;

    switch (o->kind) {
    case OPT_END:
    case OPT_TITLE: return false;
    case OPT_ON: *(bool *)(void *)at = true; return true;
    case OPT_TEXT:
        *(const char **)(void *)at = value;
        return !o->choices || chosen(o->choices, value);
    case OPT_LIST: return texts_add((struct texts *)(void *)at, value);
    case OPT_COUNT:
        if (!number(value, 1e9, &x) || x != floor(x))
            return false;
        *(unsigned *)(void *)at = (unsigned)x;
        return true;
    case OPT_REAL:
        if (!number(value, 1e12, &x))
            return false;
        *(double *)(void *)at = x;
        return true;
    case OPT_LANG: return say_lang(value);
    case OPT_OUT:
        return outputs_add((struct outputs *)(void *)at, o->name, value);
    }
    return false;
}

static int bad_value(const struct opt *o, const char *value)
{
    if (o->choices)
        say(tr("--%s takes one of: %s (not '%s')",
               "--%s 값은 다음 중 하나입니다: %s ('%s' 아님)"),
            o->name, o->choices, value);
    else
        say(tr("--%s takes a number (not '%s')",
               "--%s 값은 숫자입니다 ('%s' 아님)"),
            o->name, value);
    return EXIT_USAGE;
}

/* one reads the option at argv[*i], which may take argv[*i + 1] too. */
static int one(const struct command *c, int argc, char **argv, int *i, void *to)
{
    const char *arg = argv[*i], *value = NULL;
    const struct opt *o;
    char name[WORD * 2];
    size_t len;

    if (arg[1] == '-') {
        len = strcspn(arg + 2, "=");
        o = by_name(c, arg + 2, len);
        if (arg[2 + len])
            value = arg + 2 + len + 1;
        snprintf(name, sizeof(name), "%.*s", (int)(len < WORD ? len : WORD),
                 arg + 2);
        if (!o)
            return unknown(c, name);
    } else {
        o = by_letter(c, arg[1]);
        if (!o) {
            say(tr("%s has no option -%c; `genmark %s --help` lists them",
                   "%s 명령에는 -%c 옵션이 없습니다. `genmark %s --help`로 "
                   "목록을 볼 수 있습니다"),
                c->name, arg[1], c->name);
            return EXIT_USAGE;
        }
        if (arg[2])
            value = arg + 2;
    }
    if (!o->arg && value) {
        say(tr("--%s takes no value", "--%s 옵션은 값을 받지 않습니다"),
            o->name);
        return EXIT_USAGE;
    }
    if (o->arg && o->arg[0] != '[' && !value) {
        if (*i + 1 >= argc) {
            say(tr("--%s needs a value: --%s %s",
                   "--%s 옵션에는 값이 필요합니다: --%s %s"),
                o->name, o->name, o->arg);
            return EXIT_USAGE;
        }
        value = argv[++*i];
    }
    return put(o, to, value) ? -1 : bad_value(o, value ? value : "");
}

/* speak takes the language before all else, for help and errors are in it. */
static void speak(const struct command *c, int argc, char **argv)
{
    const struct opt *o = c->opts;
    size_t n;

    while (!last(o) && o->kind != OPT_LANG)
        o++;
    if (last(o))
        return;
    n = strlen(o->name);
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *arg = argv[i];

        if (strncmp(arg, "--", 2) != 0 || strncmp(arg + 2, o->name, n) != 0)
            continue;
        if (arg[2 + n] == '=')
            say_lang(arg + 2 + n + 1);
        else if (!arg[2 + n] && i + 1 < argc)
            say_lang(argv[++i]);
    }
}

int options_read(const struct command *c, int argc, char **argv, void *to,
                 struct texts *rest)
{
    bool only_paths = false;

    speak(c, argc, argv);
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        int rc;

        if (only_paths || arg[0] != '-' || !arg[1]) {
            if (!*c->args)
                return surplus(c, arg);
            if (!texts_add(rest, arg))
                return EXIT_UNREAD;
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            only_paths = true;
            continue;
        }
        if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            options_help(c);
            return EXIT_PASS;
        }
        if (strcmp(arg, "--options") == 0) {
            options_dump(c);
            return EXIT_PASS;
        }
        rc = one(c, argc, argv, &i, to);
        if (rc >= 0)
            return rc;
    }
    return -1;
}

static void help_line(const struct opt *o)
{
    char left[80];
    const char *text = tr(o->en, o->ko);
    int n;

    if (o->kind == OPT_TITLE) {
        printf("\n%s\n", text);
        return;
    }
    n = snprintf(left, sizeof(left), "  %s%c%s--%s%s%s", o->letter ? "-" : "",
                 o->letter ? o->letter : ' ', o->letter ? ", " : "   ", o->name,
                 !o->arg            ? ""
                 : o->arg[0] == '[' ? "[="
                                    : " ",
                 !o->arg            ? ""
                 : o->arg[0] == '[' ? o->arg + 1
                                    : o->arg);
    if (n >= COLUMN)
        printf("%s\n%*s%s\n", left, COLUMN + 2, "", text);
    else
        printf("%-*s  %s\n", COLUMN, left, text);
}

void options_help(const struct command *c)
{
    printf("%s genmark %s%s %s\n\n%s\n", tr("Usage:", "사용법:"), c->name,
           c->opts && !last(c->opts) ? tr(" [option]...", " [옵션]...") : "",
           c->args, tr(c->en, c->ko));
    if (c->show)
        printf("\n%s\n", tr("Examples:", "예:"));
    for (const char *const *s = c->show; s && *s; s += 3)
        printf("  %s\n      %s\n", s[0], tr(s[1], s[2]));
    for (const struct opt *o = c->opts; !last(o); o++)
        help_line(o);
}

void options_dump(const struct command *c)
{
    for (const struct opt *o = c->opts; !last(o); o++)
        if (o->name)
            printf("%s --%s %s\n", c->name, o->name, o->arg ? o->arg : "");
}
