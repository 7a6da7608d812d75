/* SPDX-License-Identifier: Apache-2.0
 * jxl_pixels.c - the first picture of a JPEG XL; the one file with <jxl/...>.
 *
 * Its memory is counted, for a small file may ask for much. */
#include "formats/pixels.h"

#ifdef LIBJXL
#include "base/plug.h"

#include <jxl/decode.h>
#include <stdlib.h>

enum {
    PER_PIXEL = 96,      /* bytes that the decoder may use for one */
    AT_LEAST = 64 << 20, /* and whatever the picture */
    DEPTH = 8
};

#define CALLS(X)                       \
    X(JxlDecoderCreate)                \
    X(JxlDecoderDestroy)               \
    X(JxlDecoderSubscribeEvents)       \
    X(JxlDecoderSetKeepOrientation)    \
    X(JxlDecoderSetUnpremultiplyAlpha) \
    X(JxlDecoderSetInput)              \
    X(JxlDecoderCloseInput)            \
    X(JxlDecoderProcessInput)          \
    X(JxlDecoderGetBasicInfo)          \
    X(JxlDecoderImageOutBufferSize)    \
    X(JxlDecoderSetImageOutBuffer)

struct library {
    CALLS(PLUG_MEMBER)
};

static const char *const names[] = {CALLS(PLUG_NAME)};

/* What was cut for the decoder; its size stands before each piece. */
struct purse {
    size_t spent, most;
};

enum {
    BEFORE = 2 * sizeof(max_align_t) > 16 ? 2 * sizeof(max_align_t) : 16
};

static void *cut(void *ctx, size_t n)
{
    struct purse *p = ctx;
    uint8_t *at;

    if (n > p->most - p->spent)
        return NULL;
    at = malloc(n + BEFORE);
    if (!at)
        return NULL;
    memcpy(at, &n, sizeof(n));
    p->spent += n;
    return at + BEFORE;
}

static void give(void *ctx, void *piece)
{
    struct purse *p = ctx;
    uint8_t *at = piece;
    size_t n;

    if (!at)
        return;
    memcpy(&n, at - BEFORE, sizeof(n));
    p->spent -= n;
    free(at - BEFORE);
}

/* room is what happens when the picture's size is known. */
static bool room(struct walk *w, const struct library *lib, JxlDecoder *d,
                 struct purse *purse, struct pixels *out)
{
    JxlBasicInfo info;
    uint64_t count;

    if (lib->JxlDecoderGetBasicInfo(d, &info) != JXL_DEC_SUCCESS)
        return pixels_fail(out, "the JPEG XL picture is damaged");
    if (!info.uses_original_profile)
        out->flags |= PIXELS_LOSSY;
    if (info.bits_per_sample > DEPTH)
        out->flags |= PIXELS_DEEP;
    if (info.num_color_channels == 1)
        out->flags |= PIXELS_GREY;
    if (!pixels_room(w, out, info.xsize, info.ysize, info.alpha_bits ? 4 : 3))
        return false;
    count = (uint64_t)info.xsize * info.ysize;
    purse->most = (size_t)(count * PER_PIXEL + AT_LEAST);
    return true;
}

static bool decode(struct walk *w, const struct library *lib, JxlDecoder *d,
                   struct purse *purse, struct pixels *out)
{
    JxlPixelFormat form = {3, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
    size_t size = 0;

    while (walk_step(w, 1))
        switch (lib->JxlDecoderProcessInput(d)) {
        case JXL_DEC_BASIC_INFO:
            if (!room(w, lib, d, purse, out))
                return false;
            form.num_channels = out->channels;
            break;
        case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
            if (!out->ptr ||
                lib->JxlDecoderImageOutBufferSize(d, &form, &size) !=
                    JXL_DEC_SUCCESS ||
                size != (size_t)out->width * out->height * out->channels ||
                lib->JxlDecoderSetImageOutBuffer(d, &form, out->ptr, size) !=
                    JXL_DEC_SUCCESS)
                return pixels_fail(out, "the JPEG XL picture is not of its "
                                        "stated size");
            break;
        case JXL_DEC_FULL_IMAGE: /* of the first frame */ return true;
        default: return pixels_fail(out, "the JPEG XL picture is damaged");
        }
    return false;
}

bool jxl_pixels(struct walk *w, struct pixels *out)
{
    struct span whole = walk_view(w, 0, walk_size(w));
    struct purse purse = {0, AT_LEAST};
    JxlMemoryManager memory = {&purse, cut, give};
    struct library lib;
    JxlDecoder *d;
    bool ok;

    *out = (struct pixels){0};
    if (!whole.ptr)
        return pixels_fail(out, "the file is too large to decode");
    if (!plug(LIBJXL, names, &lib, sizeof(names) / sizeof(names[0])))
        return pixels_fail(out,
                           "no pixels: the library of the decoder is not here");
    d = lib.JxlDecoderCreate(&memory);
    if (!d)
        return pixels_fail(out, "no memory for the picture");
    ok = lib.JxlDecoderSubscribeEvents(
             d, JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE) == JXL_DEC_SUCCESS &&
         lib.JxlDecoderSetKeepOrientation(d, JXL_TRUE) == JXL_DEC_SUCCESS &&
         lib.JxlDecoderSetUnpremultiplyAlpha(d, JXL_TRUE) == JXL_DEC_SUCCESS &&
         lib.JxlDecoderSetInput(d, whole.ptr, whole.len) == JXL_DEC_SUCCESS;
    if (ok) {
        lib.JxlDecoderCloseInput(d);
        ok = decode(w, &lib, d, &purse, out);
    }
    lib.JxlDecoderDestroy(d);
    return ok;
}
#endif
