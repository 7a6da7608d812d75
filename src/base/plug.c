/* SPDX-License-Identifier: Apache-2.0
 * plug.c - libraries by name; the loader counts and locks. */
#include "base/plug.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

bool plug(const char *library, const char *const *names, void *table,
          size_t count)
{
    void *from = dlopen(library, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);

    for (size_t i = 0; from && i < count; i++) {
        void *p = dlsym(from, names[i]);

        if (!p)
            return false;
        /* [POSIX dlsym] a function's address comes as that of an object */
        memcpy((char *)table + i * sizeof(p), &p, sizeof(p));
    }
    return from != NULL;
}

bool plug_once(struct plug *p)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    bool have;

    pthread_mutex_lock(&lock);
    if (!p->asked)
        p->have = plug(p->library, p->names, p->table, p->count);
    p->asked = true;
    have = p->have;
    pthread_mutex_unlock(&lock);
    return have;
}
