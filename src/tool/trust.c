/* SPDX-License-Identifier: Apache-2.0
 * trust.c - the installed trust lists, in the order of their names. */
#include "tool/trust.h"

#include "tool/files.h"
#include "tool/input.h"
#include "tool/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    LIST_MOST = 64 << 20,
    PATH_MOST = 4096
};

const char trust_system[] = "/etc/genmark/trust";

bool trust_file(struct trust_list *t, gm_trust_kind kind, const char *path)
{
    size_t len;
    char *name = strdup(path), *text;

    if (t->count == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 8;
        gm_trust *more = realloc(t->list, cap * sizeof(*more));

        if (!more) {
            free(name);
            return false;
        }
        t->list = more;
        t->cap = cap;
    }
    text = name ? input_text(path, LIST_MOST, &len) : NULL;
    if (!text) {
        say("%s: %s", path, input_tell(errno));
        free(name);
        return false;
    }
    t->list[t->count++] = (gm_trust){kind, {name, text, len}};
    return true;
}

void trust_list_free(struct trust_list *t)
{
    for (size_t i = 0; i < t->count; i++) {
        free((void *)(uintptr_t)t->list[i].text.name);
        free((void *)(uintptr_t)t->list[i].text.ptr);
    }
    free(t->list);
    *t = (struct trust_list){0};
}

bool trust_folder(char *to, size_t size)
{
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int n = -1;

    if (base && *base)
        n = snprintf(to, size, "%s/genmark/trust", base);
    else if (home && *home)
        n = snprintf(to, size, "%s/.config/genmark/trust", home);
    return n > 0 && (size_t)n < size;
}

static gm_trust_kind kind_of(const char *below)
{
    if (strncmp(below, "/tsa/", 5) == 0)
        return GM_TRUST_TSA;
    if (strncmp(below, "/allowed/", 9) == 0)
        return GM_TRUST_ALLOWED;
    if (strncmp(below, "/usages/", 8) == 0)
        return GM_TRUST_USAGES;
    return GM_TRUST_SIGNERS;
}

static bool read_folder(struct trust_list *t, const char *folder)
{
    struct files *f;
    struct entry e;
    struct stat st;
    bool ok = true;

    if (stat(folder, &st) != 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    f = files_new(&folder, 1, NULL);
    while (f && ok && files_next(f, &e)) {
        if (e.failed)
            say_about(e.path, e.why.message);
        ok = !e.failed &&
             trust_file(t, kind_of(e.path + strlen(folder)), e.path);
    }
    files_free(f);
    return f && ok;
}

bool trust_installed(struct trust_list *t)
{
    char own[PATH_MOST];

    return read_folder(t, trust_system) &&
           (!trust_folder(own, sizeof(own)) || read_folder(t, own));
}
