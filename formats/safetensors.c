/* SPDX-License-Identifier: Apache-2.0
 * safetensors.c - tensors in a row, and what is said of them.
 *
 * [SAFE] safetensors, Hugging Face 2022: the length(8, little-endian) of a map
 * in JSON, that map, then the tensors.  The map's member "__metadata__" holds
 * texts.  Latents that a program keeps have the graph there that made them. */
#include "formats/format.h"

#include "base/peek.h"

enum {
    HEAD = 8,
    MEMBERS = 4096,
    LONGEST = 100 << 20 /* of the map [SAFE] */
};

static uint64_t length(struct span head)
{
    struct reader r = reader_over(head);

    return read_u64le(&r);
}

static unsigned safetensors_probe(struct span head, uint64_t size)
{
    uint64_t len = length(head);

    return head.len >= 10 && len >= 2 && len <= LONGEST && len <= size - HEAD &&
                   head.ptr[8] == '{' &&
                   (head.ptr[9] == '"' || head.ptr[9] == '}')
               ? 56
               : 0;
}

static void safetensors_walk(struct walk *w)
{
    uint64_t size = walk_size(w), len = length(walk_view(w, 0, HEAD));
    struct span json = walk_view(w, HEAD, len), key, value;
    uint32_t block = walk_block(w, SPAN("header"), 0, HEAD + len);
    unsigned n = 0;
    struct peek p;

    if (HEAD + len < size)
        walk_block(w, SPAN("tensors"), HEAD + len, size - HEAD - len);
    walk_step(w, len / 64);
    if (!peek_open(&p, peek_get(json, SPAN("__metadata__"))) || !p.map)
        return;
    for (; n < MEMBERS && peek_next(&p, &key, &value); n++) {
        struct slot s = {.kind = SLOT_FIELD,
                         .flags = SLOT_DERIVED,
                         .space = SPAN("safetensors"),
                         .key = key,
                         .block = block};

        s.at =
            (struct range){HEAD + (uint64_t)(value.ptr - json.ptr), value.len};
        s.data = peek_text(walk_arena(w), value);
        if (s.data.len)
            walk_slot(w, s);
    }
    if (n == MEMBERS)
        walk_partial(w, "fields");
}

const struct format format_safetensors = {
    .name = "safetensors",
    .mime = "application/x-safetensors",
    .files = "safetensors latent",
    .media = MEDIA_NONE,
    .probe = safetensors_probe,
    .verified = "specification",
    .walk = safetensors_walk,
};
