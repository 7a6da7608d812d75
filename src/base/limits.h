/* SPDX-License-Identifier: Apache-2.0
 * limits.h - every bound on hostile input, in one table.
 *
 * The table makes the struct, its defaults, `--limit NAME=N` and the list in
 * the manual page.  A limit that is hit ends what it bounds, and the report
 * says which one by name: a file is never found clean because we gave up. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stdint.h>

/* clang-format off */
/*    name           default               what it bounds */
#define LIMITS(X) \
    X(file_bytes,    UINT64_C(1)   << 44,  "size of one input") \
    X(arena_bytes,   UINT64_C(256) << 20,  "memory for what one input yields") \
    X(view_bytes,    UINT64_C(64)  << 20,  "bytes one structure may ask for") \
    X(inflate_bytes, UINT64_C(64)  << 20,  "output of one compressed stream") \
    X(inflate_ratio, UINT64_C(1100),       "output over input of such a stream") \
    X(blocks,        UINT64_C(1)   << 18,  "structural blocks of one input") \
    X(slots,         UINT64_C(1)   << 14,  "metadata slots of one input") \
    X(depth,         UINT64_C(16),         "nesting: boxes, directories, parts") \
    X(steps,         UINT64_C(1)   << 24,  "units of work on one input") \
    X(pixels,        UINT64_C(1)   << 28,  "pixels of one picture") \
    X(fields,        UINT64_C(1)   << 16,  "metadata statements of one input") \
    X(marks,         UINT64_C(1)   << 12,  "marks of one input") \
    X(text_bytes,    UINT64_C(64)  << 20,  "text of one input that is read") \
    X(json_bytes,    UINT64_C(16)  << 20,  "one JSON value") \
    X(json_depth,    UINT64_C(64),         "nesting of JSON") \
    X(xml_bytes,     UINT64_C(32)  << 20,  "one XML document") \
    X(xml_depth,     UINT64_C(64),         "nesting of XML") \
    X(cbor_items,    UINT64_C(1)   << 18,  "items of one CBOR value") \
    X(cbor_depth,    UINT64_C(128),        "nesting of CBOR") \
    X(jumbf_boxes,   UINT64_C(1)   << 16,  "boxes of one manifest store") \
    X(manifests,     UINT64_C(1)   << 10,  "manifests of one store") \
    X(certs,         UINT64_C(32),         "certificates of one signature") \
    X(parts,         UINT64_C(1)   << 10,  "files inside one input") \
    X(cues,          UINT64_C(1)   << 12,  "samples of subtitles in a film, half at each end") \
    X(carve_bytes,   UINT64_C(4)   << 20,  "bytes searched where no format is known") \
    X(hash_bytes,    UINT64_C(1)   << 44,  "bytes hashed for one input")
/* clang-format on */

struct limits {
#define X(name, dflt, what) uint64_t name;
    LIMITS(X)
#undef X
};

static const struct limits limits_default = {
#define X(name, dflt, what) .name = dflt,
    LIMITS(X)
#undef X
};

#endif
