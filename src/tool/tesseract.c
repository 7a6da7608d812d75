/* SPDX-License-Identifier: Apache-2.0
 * tesseract.c - the few calls of tesseract's C API that are needed.
 *
 * [CAPI] tesseract/capi.h of version 5: the names and types below. */
#include "tool/tesseract.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 6,       /* [CAPI] PSM_SINGLE_BLOCK */
    PATIENCE = 3000, /* milliseconds that one reading may take */
    DPI = 150
};

struct tesseract {
    void *api;
};

/* clang-format off */
#define CALLS(X)                                                              \
    X(void *, TessBaseAPICreate, (void))                                      \
    X(void, TessBaseAPIDelete, (void *))                                      \
    X(int, TessBaseAPIInit3, (void *, const char *, const char *))            \
    X(int, TessBaseAPISetVariable, (void *, const char *, const char *))      \
    X(void, TessBaseAPISetPageSegMode, (void *, int))                         \
    X(char **, TessBaseAPIGetAvailableLanguagesAsVector, (const void *))      \
    X(void, TessBaseAPISetImage,                                              \
      (void *, const unsigned char *, int, int, int, int))                    \
    X(void, TessBaseAPISetSourceResolution, (void *, int))                    \
    X(int, TessBaseAPIRecognize, (void *, void *))                            \
    X(char *, TessBaseAPIGetUTF8Text, (void *))                               \
    X(void, TessBaseAPIClear, (void *))                                       \
    X(void, TessDeleteText, (const char *))                                   \
    X(void, TessDeleteTextArray, (char **))                                   \
    X(void *, TessMonitorCreate, (void))                                      \
    X(void, TessMonitorDelete, (void *))                                      \
    X(void, TessMonitorSetDeadlineMSecs, (void *, int))
/* clang-format on */

static struct {
#define X(type, name, args) type(*name) args;
    CALLS(X)
#undef X
    char langs[64];
} lib;

/* [POSIX dlsym] a function's address comes as that of an object. */
static bool load(void *from, const char *name, void *to)
{
    void *p = dlsym(from, name);

    memcpy(to, &p, sizeof(p));
    return p != NULL;
}

/* languages lists those that labels are written in, as far as there are. */
static bool languages(void)
{
    static const char *const want[] = {"kor", "eng", "chi_sim", "jpn"};
    void *api = lib.TessBaseAPICreate();
    char **have = NULL;

    if (api && lib.TessBaseAPIInit3(api, NULL, "eng") == 0)
        have = lib.TessBaseAPIGetAvailableLanguagesAsVector(api);
    for (size_t i = 0; have && i < sizeof(want) / sizeof(want[0]); i++)
        for (size_t k = 0; have[k]; k++) {
            size_t n = strlen(lib.langs);

            if (strcmp(have[k], want[i]) == 0)
                snprintf(lib.langs + n, sizeof(lib.langs) - n, "%s%s",
                         n ? "+" : "", want[i]);
        }
    if (have)
        lib.TessDeleteTextArray(have);
    if (api)
        lib.TessBaseAPIDelete(api);
    return lib.langs[0];
}

bool tesseract_load(char *why, size_t size)
{
    void *from;
    bool all = true;

    /* each of our threads reads for itself; more would stand in their way */
    setenv("OMP_THREAD_LIMIT", "1", 0);
    from = dlopen("libtesseract.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!from) {
        snprintf(why, size, "libtesseract.so.5 is not installed");
        return false;
    }
#define X(type, name, args) all &= load(from, #name, &lib.name);
    CALLS(X)
#undef X
    if (!all) {
        snprintf(why, size, "libtesseract.so.5 lacks a call that is needed");
        return false;
    }
    if (!languages()) {
        snprintf(why, size, "tesseract has none of kor, eng, chi_sim, jpn");
        return false;
    }
    return true;
}

struct tesseract *tesseract_new(void)
{
    struct tesseract *t = calloc(1, sizeof(*t));

    if (!t || !lib.langs[0]) {
        free(t);
        return NULL;
    }
    t->api = lib.TessBaseAPICreate();
    if (!t->api || lib.TessBaseAPIInit3(t->api, NULL, lib.langs) != 0) {
        tesseract_free(t);
        return NULL;
    }
    lib.TessBaseAPISetVariable(t->api, "debug_file", "/dev/null");
    lib.TessBaseAPISetPageSegMode(t->api, BLOCK);
    return t;
}

void tesseract_free(struct tesseract *t)
{
    if (t && t->api)
        lib.TessBaseAPIDelete(t->api);
    free(t);
}

int tesseract_read(void *ctx, const unsigned char *grey, unsigned width,
                   unsigned height, char *to, size_t size)
{
    struct tesseract *t = ctx;
    void *clock = t ? lib.TessMonitorCreate() : NULL;
    char *text = NULL;
    int n = -1;

    if (!clock)
        return -1;
    lib.TessMonitorSetDeadlineMSecs(clock, PATIENCE);
    lib.TessBaseAPISetImage(t->api, grey, (int)width, (int)height, 1,
                            (int)width);
    lib.TessBaseAPISetSourceResolution(t->api, DPI);
    if (lib.TessBaseAPIRecognize(t->api, clock) == 0)
        text = lib.TessBaseAPIGetUTF8Text(t->api);
    if (text) {
        size_t len = strlen(text);

        len = len < size ? len : size;
        memcpy(to, text, len);
        n = (int)len;
        lib.TessDeleteText(text);
    }
    lib.TessBaseAPIClear(t->api);
    lib.TessMonitorDelete(clock);
    return n;
}
