/* SPDX-License-Identifier: Apache-2.0
 * own.c - paths, compared by their last part first. */
#include "tool/own.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool own_add(struct own *o, const char *path, const char *ending)
{
    size_t size = strlen(path) + strlen(ending) + 1;
    char *copy = malloc(size);

    if (!copy)
        return false;
    snprintf(copy, size, "%s%s", path, ending);
    if (texts_add(&o->paths, copy))
        return true;
    free(copy);
    return false;
}

void own_free(struct own *o)
{
    for (size_t i = 0; i < o->paths.count; i++)
        free((void *)(uintptr_t)o->paths.list[i]);
    texts_free(&o->paths);
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

bool own_same(const char *a, const char *b)
{
    struct stat x, y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) &&
           x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

bool own_is(const struct own *o, const char *path)
{
    for (size_t i = 0; i < o->paths.count; i++)
        if (strcmp(last_part(o->paths.list[i]), last_part(path)) == 0 &&
            own_same(o->paths.list[i], path))
            return true;
    return false;
}
