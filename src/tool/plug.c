/* SPDX-License-Identifier: Apache-2.0
 * plug.c - libraries by name; the loader counts and locks. */
#include "tool/plug.h"

#include "tool/say.h"

#include <dlfcn.h>
#include <string.h>

bool plug_in(const char *library, const char *const *names, void *table,
             size_t count)
{
    void *from = dlopen(library, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    bool all = from != NULL;

    for (size_t i = 0; all && i < count; i++) {
        void *p = dlsym(from, names[i]);

        all = p != NULL;
        /* [POSIX dlsym] a function's address comes as that of an object */
        memcpy((char *)table + i * sizeof(p), &p, sizeof(p));
    }
    if (!all)
        say(tr("%s is not installed: install the package that has it",
               "%s이(가) 설치되어 있지 않습니다. 이 라이브러리의 패키지를 "
               "설치하세요"),
            library);
    return all;
}
