/* SPDX-License-Identifier: Apache-2.0
 * plug.c - libraries by name; the loader counts and locks. */
#include "formats/plug.h"

#include <dlfcn.h>
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
