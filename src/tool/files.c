/* SPDX-License-Identifier: Apache-2.0
 * files.c - walking folders without recursion: a stack of sorted names. */
#define _DEFAULT_SOURCE /* d_type */
#include "tool/files.h"

#include "tool/input.h"
#include "tool/own.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    LIST_MOST = 1 << 30, /* bytes of a --files-from list */
    PATH_LONG = 1 << 16  /* bytes of a path; the system takes fewer */
};

/* One name of a folder: where it stands in the folder's text, and what it is
 * where the folder says so. */
struct name {
    size_t at;
    unsigned char type;
};

/* A folder whose names are being given out. */
struct folder {
    struct folder *up;
    char *text;
    struct name *names;
    size_t count, next;
    size_t prefix; /* bytes of `path` up to its last slash */
};

struct files {
    const char *const *paths;
    size_t count, next;
    char *list; /* text of the list file */
    size_t list_len, list_at;
    char list_end;
    struct folder *top;
    const struct own *own; /* NULL: nothing */
    char *path;            /* of the entry given out */
    size_t cap;
};

struct files *files_new(const char *const *paths, size_t count,
                        const char *list_file)
{
    struct files *f = calloc(1, sizeof(*f));

    if (!f)
        return NULL;
    f->paths = paths;
    f->count = count;
    if (!list_file)
        return f;
    if (strcmp(list_file, "-") == 0)
        list_file = "/dev/stdin";
    f->list = input_text(list_file, LIST_MOST, &f->list_len);
    if (!f->list) {
        free(f);
        return NULL;
    }
    f->list_end = memchr(f->list, 0, f->list_len) ? 0 : '\n';
    f->list_at = (size_t)(input_words(f->list) - f->list);
    return f;
}

static void pop(struct files *f)
{
    struct folder *d = f->top;

    f->top = d->up;
    free(d->text);
    free(d->names);
    free(d);
}

void files_free(struct files *f)
{
    if (!f)
        return;
    while (f->top)
        pop(f);
    free(f->list);
    free(f->path);
    free(f);
}

void files_own(struct files *f, const struct own *own)
{
    f->own = own;
}

static bool path_set(struct files *f, size_t prefix, const char *name)
{
    size_t n = strlen(name), want = prefix + n + 2;
    char *more;

    if (n > PATH_LONG || prefix > PATH_LONG)
        return false;
    if (want > f->cap) {
        more = realloc(f->path, want * 2);
        if (!more)
            return false;
        f->path = more;
        f->cap = want * 2;
    }
    memcpy(f->path + prefix, name, n + 1);
    return true;
}

static void *grown(void *p, size_t *cap, size_t need, size_t each)
{
    size_t more = *cap ? *cap : 64;
    void *q;

    if (p && need <= *cap)
        return p;
    while (more < need)
        more *= 2;
    q = realloc(p, more * each);
    if (q)
        *cap = more;
    return q;
}

static int by_name(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

/* sort orders the names; the type travels in the byte before each. */
static bool sort(struct folder *d)
{
    char **list = malloc((d->count + 1) * sizeof(*list));

    if (!list)
        return false;
    for (size_t i = 0; i < d->count; i++)
        list[i] = d->text + d->names[i].at;
    qsort(list, d->count, sizeof(*list), by_name);
    for (size_t i = 0; i < d->count; i++)
        d->names[i] = (struct name){(size_t)(list[i] - d->text),
                                    (unsigned char)list[i][-1]};
    free(list);
    return true;
}

static bool names_read(struct folder *d, DIR *dir)
{
    size_t text_cap = 0, name_cap = 0, len = 0;
    struct dirent *e;

    for (;;) {
        size_t n;
        void *p;

        errno = 0;
        e = readdir(dir);
        if (!e)
            return errno == 0;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        n = strlen(e->d_name) + 1;
        p = grown(d->text, &text_cap, len + n + 1, 1);
        if (!p)
            return false;
        d->text = p;
        p = grown(d->names, &name_cap, d->count + 1, sizeof(*d->names));
        if (!p)
            return false;
        d->names = p;
        d->text[len] = (char)e->d_type;
        memcpy(d->text + len + 1, e->d_name, n);
        d->names[d->count++] = (struct name){len + 1, e->d_type};
        len += n + 1;
    }
}

/* push opens the folder at f->path; false with errno set. */
static bool push(struct files *f)
{
    size_t n = strlen(f->path);
    struct folder *d;
    DIR *dir = opendir(f->path);
    int error;

    if (!dir)
        return false;
    d = calloc(1, sizeof(*d));
    errno = ENOMEM;
    if (!d || !names_read(d, dir) || !sort(d)) {
        error = errno;
        closedir(dir);
        if (d) {
            free(d->text);
            free(d->names);
        }
        free(d);
        errno = error;
        return false;
    }
    closedir(dir);
    if (f->path[n - 1] != '/')
        f->path[n++] = '/'; /* path_set left room for it */
    d->prefix = n;
    d->up = f->top;
    f->top = d;
    return true;
}

static bool failed(struct entry *out, gm_error why)
{
    out->failed = true;
    out->why = why;
    return true;
}

/* listed is the next path of the command line or the list. */
static const char *listed(struct files *f)
{
    while (f->next < f->count)
        return f->paths[f->next++];
    while (f->list_at < f->list_len) {
        char *p = f->list + f->list_at;
        size_t left = f->list_len - f->list_at;
        char *end = memchr(p, f->list_end, left);
        size_t n = end ? (size_t)(end - p) : left;

        f->list_at += n + (end ? 1 : 0);
        p[n] = 0; /* input_text ends its text by a NUL */
        if (f->list_end && n && p[n - 1] == '\r')
            p[--n] = 0;
        if (n)
            return p;
    }
    return NULL;
}

static bool is_link(const char *path, unsigned char type)
{
    struct stat st;

    return type == DT_LNK ||
           (type == DT_UNKNOWN && lstat(path, &st) == 0 && S_ISLNK(st.st_mode));
}

/* settle says what f->path is: a folder is opened and yields false. */
static bool settle(struct files *f, struct entry *out, bool linked)
{
    struct stat st;

    *out = (struct entry){.path = f->path, .alone = !f->top};
    if (strcmp(f->path, "-") == 0 && !f->top)
        return true;
    if (stat(f->path, &st) != 0)
        return failed(out, input_why(errno));
    if (!S_ISDIR(st.st_mode))
        return true;
    if (linked)
        return failed(out,
                      (gm_error){GM_FAULT_UNSUPPORTED,
                                 {"", 0},
                                 {"a link to a folder: not followed", 32}});
    return push(f) ? false : failed(out, input_why(errno));
}

/* walk gives out the next entry. */
static bool walk(struct files *f, struct entry *out)
{
    for (;;) {
        const struct name *n;
        const char *path;

        if (!f->top) {
            path = listed(f);
            if (!path)
                return false;
            if (!path_set(f, 0, path)) {
                *out = (struct entry){.path = path, .alone = true};
                return failed(out, input_why(ENAMETOOLONG));
            }
            if (settle(f, out, false))
                return true;
            continue;
        }
        if (f->top->next == f->top->count) {
            pop(f);
            continue;
        }
        n = &f->top->names[f->top->next++];
        if (!path_set(f, f->top->prefix, f->top->text + n->at)) {
            *out = (struct entry){.path = f->top->text + n->at};
            return failed(out, input_why(ENAMETOOLONG));
        }
        if (n->type == DT_REG) {
            *out = (struct entry){.path = f->path};
            return true;
        }
        if (settle(f, out, is_link(f->path, n->type)))
            return true;
    }
}

bool files_next(struct files *f, struct entry *out)
{
    if (!walk(f, out))
        return false;
    out->own = f->own && !out->failed && own_is(f->own, out->path);
    return true;
}
