/* SPDX-License-Identifier: Apache-2.0
 * pixels.c - the memory of a picture, asked for before any is decoded. */
#include "formats/pixels.h"

bool pixels_fail(struct pixels *out, const char *why)
{
    out->ptr = NULL;
    out->why = why;
    return false;
}

bool pixels_room(struct walk *w, struct pixels *out, uint32_t width,
                 uint32_t height, uint32_t channels)
{
    uint64_t count = (uint64_t)width * height;

    if (!count)
        return pixels_fail(out, "the picture is empty");
    if (count > walk_limits(w)->pixels || count > SIZE_MAX / channels) {
        walk_partial(w, "pixels");
        return pixels_fail(out, "limit pixels");
    }
    out->width = width;
    out->height = height;
    out->channels = channels;
    out->ptr = arena_alloc(walk_arena(w), (size_t)count * channels);
    if (!out->ptr)
        return pixels_fail(out, "no memory for the picture");
    return true;
}
