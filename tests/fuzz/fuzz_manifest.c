/* SPDX-License-Identifier: Apache-2.0
 * fuzz_manifest.c - any text as a manifest, as fetch.txt and as bag-info.txt:
 * no line leads out of the payload, and none is of bytes that are not there. */
#include "tool/manifest.h"
#include "tool/say.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *tr(const char *en, const char *ko)
{
    (void)ko;
    return en;
}

static char *copied(const uint8_t *data, size_t size)
{
    char *s = malloc(size + 1);

    if (s) {
        if (size)
            memcpy(s, data, size);
        s[size] = 0;
    }
    return s;
}

/* inside is whether a path stays below its folder, by its own rule: going
 * through the parts, it never is above. */
static bool inside(const char *path)
{
    long depth = 0;

    if (*path == '/')
        return false;
    while (*path) {
        size_t n = strcspn(path, "/");

        if (n == 2 && strncmp(path, "..", 2) == 0)
            depth--;
        else if (n && !(n == 1 && *path == '.'))
            depth++;
        if (depth < 0)
            return false;
        path += n;
        path += *path == '/';
    }
    return true;
}

static void read_lines(const uint8_t *data, size_t size, const char *from,
                       bool old)
{
    const struct manifest m = {"md5", from, old};
    struct lines l = {0};
    char *s = copied(data, size);
    const char *why = s ? manifest_read(&l, s, &m) : NULL;

    assert(!why || *why);
    for (size_t i = 0; i < l.count; i++) {
        const struct bag_line *b = &l.list[i];

        assert(strncmp(b->path, from, strlen(from)) == 0);
        assert(inside(b->path) && *b->path && *b->sum);
        assert(b->path > s && b->path + strlen(b->path) <= s + size);
        assert(b->sum >= s && b->sum + strlen(b->sum) < b->path);
        assert(!strpbrk(b->sum, " \t\r\n"));
    }
    if (l.count)
        qsort(l.list, l.count, sizeof(*l.list), manifest_order);
    free(l.list);
    free(s);
}

static void read_fetch(const uint8_t *data, size_t size, bool old)
{
    struct lines l = {0};
    char *s = copied(data, size);
    size_t all = 0;

    if (s && manifest_fetch(&l, s, old))
        for (size_t i = 0; i < l.count; i++)
            all += strlen(l.list[i].path);
    assert(all <= size);
    free(l.list);
    free(s);
}

static void read_info(const uint8_t *data, size_t size)
{
    struct oxum o;
    char *s = copied(data, size);

    if (s && !manifest_oxum(&o, s))
        assert(!o.said && !o.bytes && !o.files);
    free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    for (int old = 0; old < 2; old++) {
        read_lines(data, size, "data/", old);
        read_lines(data, size, "", old);
        read_fetch(data, size, old);
    }
    read_info(data, size);
    return 0;
}
