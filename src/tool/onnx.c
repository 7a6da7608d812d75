/* SPDX-License-Identifier: Apache-2.0
 * onnx.c - the few calls of ONNX Runtime's C API that are needed.
 *
 * [ORT] onnxruntime_c_api.h: OrtApi is a table of functions that only ever
 * grows at its end, so a function is its number.  A call gives NULL or a
 * status, whose message is kept and which is then released. */
#include "tool/onnx.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NETWORKS = 8,
    VERSION = 11,          /* of the table: of 2022; all numbers are older */
    FLOAT = 1,             /* [ORT] ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT */
    ERRORS_ONLY = 3,       /* [ORT] ORT_LOGGING_LEVEL_ERROR */
    ARENA = 1,             /* [ORT] OrtArenaAllocator */
    NAME = 128,            /* bytes of an input's or output's name */
    MODEL_MOST = 512 << 20 /* bytes of a model's file */
};

/* The type, the name, the number, the arguments. */
/* clang-format off */
#define CALLS(X)                                                              \
    X(const char *, GetErrorMessage, 2, (const void *))                       \
    X(void *, CreateEnv, 3, (int, const char *, void **))                     \
    X(void *, CreateSessionFromArray, 8,                                      \
      (const void *, const void *, size_t, const void *, void **))            \
    X(void *, Run, 9,                                                         \
      (void *, const void *, const char *const *, const void *const *,        \
       size_t, const char *const *, size_t, void **))                         \
    X(void *, CreateSessionOptions, 10, (void **))                            \
    X(void *, SetIntraOpNumThreads, 24, (void *, int))                        \
    X(void *, SetInterOpNumThreads, 25, (void *, int))                        \
    X(void *, SessionGetInputName, 36, (const void *, size_t, void *, char **)) \
    X(void *, SessionGetOutputName, 37,                                       \
      (const void *, size_t, void *, char **))                                \
    X(void *, CreateTensorWithDataAsOrtValue, 49,                             \
      (const void *, void *, size_t, const int64_t *, size_t, int, void **))  \
    X(void *, GetTensorMutableData, 51, (void *, void **))                    \
    X(void *, GetTensorElementType, 60, (const void *, int *))                \
    X(void *, GetTensorShapeElementCount, 64, (const void *, size_t *))       \
    X(void *, GetTensorTypeAndShape, 65, (const void *, void **))             \
    X(void *, CreateCpuMemoryInfo, 69, (int, int, void **))                   \
    X(void *, AllocatorFree, 76, (void *, void *))                            \
    X(void *, GetAllocatorWithDefaultOptions, 78, (void **))                  \
    X(void, ReleaseEnv, 92, (void *))                                         \
    X(void, ReleaseStatus, 93, (void *))                                      \
    X(void, ReleaseMemoryInfo, 94, (void *))                                  \
    X(void, ReleaseSession, 95, (void *))                                     \
    X(void, ReleaseValue, 96, (void *))                                       \
    X(void, ReleaseTensorTypeAndShapeInfo, 99, (void *))                      \
    X(void, ReleaseSessionOptions, 100, (void *))
/* clang-format on */

struct network {
    const char *name;
    void *session;
    char input[NAME], output[NAME];
};

struct onnx {
#define X(type, name, number, args) type(*name) args;
    CALLS(X)
#undef X
    void *env, *options, *memory, *allocator;
    struct network list[NETWORKS];
    size_t count;
};

/* What OrtGetApiBase gives [ORT]. */
struct base {
    const void *const *(*api)(uint32_t version);
    const char *(*version)(void);
};

/* ok is whether a call went well; otherwise its message is kept in why. */
static bool ok(const struct onnx *o, void *status, char *why, size_t size)
{
    if (!status)
        return true;
    if (size)
        snprintf(why, size, "%s", o->GetErrorMessage(status));
    o->ReleaseStatus(status);
    return false;
}

static bool table(struct onnx *o, const char *library, char *why, size_t size)
{
    void *from = dlopen(library, RTLD_NOW | RTLD_LOCAL), *p;
    const struct base *(*get)(void) = NULL;
    const void *const *api = NULL;

    if (!from) {
        snprintf(why, size, "%s is not there", library);
        return false;
    }
    p = dlsym(from, "OrtGetApiBase");
    memcpy(&get, &p, sizeof(p)); /* [POSIX dlsym] */
    if (get)
        api = get()->api(VERSION);
    if (!api) {
        snprintf(why, size, "%s is not an ONNX Runtime, or too old", library);
        return false;
    }
#define X(type, name, number, args) \
    memcpy(&o->name, &api[number], sizeof(o->name));
    CALLS(X)
#undef X
    return true;
}

struct onnx *onnx_new(const char *library, char *why, size_t size)
{
    struct onnx *o = calloc(1, sizeof(*o));

    if (!o) {
        snprintf(why, size, "out of memory");
        return NULL;
    }
    if (!table(o, library ? library : "libonnxruntime.so.1", why, size)) {
        free(o);
        return NULL;
    }
    /* each of our threads runs for itself; more would stand in their way */
    if (ok(o, o->CreateEnv(ERRORS_ONLY, "genmark", &o->env), why, size) &&
        ok(o, o->CreateSessionOptions(&o->options), why, size) &&
        ok(o, o->SetIntraOpNumThreads(o->options, 1), why, size) &&
        ok(o, o->SetInterOpNumThreads(o->options, 1), why, size) &&
        ok(o, o->CreateCpuMemoryInfo(ARENA, 0, &o->memory), why, size) &&
        ok(o, o->GetAllocatorWithDefaultOptions(&o->allocator), why, size))
        return o;
    onnx_free(o);
    return NULL;
}

void onnx_free(struct onnx *o)
{
    if (!o)
        return;
    for (size_t i = 0; i < o->count; i++)
        o->ReleaseSession(o->list[i].session);
    if (o->memory)
        o->ReleaseMemoryInfo(o->memory);
    if (o->options)
        o->ReleaseSessionOptions(o->options);
    if (o->env)
        o->ReleaseEnv(o->env);
    free(o);
}

/* named copies the name of the first input or output. */
static bool named(const struct onnx *o, void *status, char *name, char *to)
{
    bool fits = false;

    if (!ok(o, status, NULL, 0) || !name)
        return false;
    fits = strlen(name) < NAME;
    if (fits)
        memcpy(to, name, strlen(name) + 1);
    ok(o, o->AllocatorFree(o->allocator, name), NULL, 0);
    return fits;
}

static unsigned char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    unsigned char *all = NULL;
    long n = -1;

    if (f && fseek(f, 0, SEEK_END) == 0)
        n = ftell(f);
    if (n > 0 && n <= MODEL_MOST && fseek(f, 0, SEEK_SET) == 0)
        all = malloc((size_t)n);
    if (all && fread(all, 1, (size_t)n, f) != (size_t)n) {
        free(all);
        all = NULL;
    }
    *len = (size_t)n;
    if (f)
        fclose(f);
    return all;
}

bool onnx_add(struct onnx *o, const char *name, const char *model, char *why,
              size_t size)
{
    struct network *n = &o->list[o->count];
    char *first = NULL, *last = NULL;
    unsigned char *bytes;
    size_t len;
    void *status;

    if (o->count == NETWORKS) {
        snprintf(why, size, "too many networks");
        return false;
    }
    bytes = slurp(model, &len);
    if (!bytes) {
        snprintf(why, size, "%s could not be read", model);
        return false;
    }
    status =
        o->CreateSessionFromArray(o->env, bytes, len, o->options, &n->session);
    free(bytes);
    if (!ok(o, status, why, size))
        return false;
    n->name = name;
    status = o->SessionGetInputName(n->session, 0, o->allocator, &first);
    if (named(o, status, first, n->input)) {
        status = o->SessionGetOutputName(n->session, 0, o->allocator, &last);
        if (named(o, status, last, n->output)) {
            o->count++;
            return true;
        }
    }
    snprintf(why, size, "%s has no input or no output", model);
    o->ReleaseSession(n->session);
    return false;
}

/* take copies the numbers of a result, if they are floats and fit. */
static int take(const struct onnx *o, void *value, float *out, size_t most)
{
    void *info = NULL, *data = NULL;
    size_t count = 0;
    int type = 0, n = -1;

    if (!ok(o, o->GetTensorTypeAndShape(value, &info), NULL, 0))
        return -1;
    if (ok(o, o->GetTensorElementType(info, &type), NULL, 0) && type == FLOAT &&
        ok(o, o->GetTensorShapeElementCount(info, &count), NULL, 0) &&
        count <= most &&
        ok(o, o->GetTensorMutableData(value, &data), NULL, 0)) {
        memcpy(out, data, count * sizeof(*out));
        n = (int)count;
    }
    o->ReleaseTensorTypeAndShapeInfo(info);
    return n;
}

int onnx_infer(void *ctx, const char *network, const gm_tensor *in, float *out,
               size_t most)
{
    const struct onnx *o = ctx;
    const struct network *n = NULL;
    const char *first, *last;
    void *value = NULL, *result = NULL;
    int count = -1;

    for (size_t i = 0; o && i < o->count; i++)
        if (strcmp(o->list[i].name, network) == 0)
            n = &o->list[i];
    if (!n)
        return GM_NO_NETWORK;
    if (!in)
        return 0;
    if (!ok(o,
            o->CreateTensorWithDataAsOrtValue(
                o->memory, in->at, in->count * sizeof(*in->at), in->shape,
                in->rank, FLOAT, &value),
            NULL, 0))
        return -1;
    first = n->input;
    last = n->output;
    if (ok(o,
           o->Run(n->session, NULL, &first, (const void *const *)&value, 1,
                  &last, 1, &result),
           NULL, 0) &&
        result) {
        count = take(o, result, out, most);
        o->ReleaseValue(result);
    }
    o->ReleaseValue(value);
    return count;
}
