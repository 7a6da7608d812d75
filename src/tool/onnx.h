/* SPDX-License-Identifier: Apache-2.0
 * onnx.h - neural networks of the user's, run by the ONNX Runtime of the
 * system or of a path: loaded when asked for, never linked. */
#ifndef TOOL_ONNX_H
#define TOOL_ONNX_H

#include "genmark.h"

#include <stdbool.h>

struct onnx;

/* onnx_new loads the runtime (library NULL: libonnxruntime.so.1); NULL, with a
 * line in why, where there is none.  Call it before any thread starts. */
struct onnx *onnx_new(const char *library, char *why, size_t size);
void onnx_free(struct onnx *o);

/* onnx_add takes a network from a file, by the name that gm_input.infer asks
 * for; false with a line in why.  model must outlive o. */
bool onnx_add(struct onnx *o, const char *name, const char *model, char *why,
              size_t size);

/* onnx_infer is gm_input.infer; ctx is a struct onnx.  Threads may share it. */
int onnx_infer(void *ctx, const char *network, const gm_tensor *in, float *out,
               size_t most);

#endif
