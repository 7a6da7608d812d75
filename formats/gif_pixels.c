/* SPDX-License-Identifier: Apache-2.0
 * gif_pixels.c - the first picture of a GIF; the one file with <gif_lib.h>.
 *
 * The picture is the logical screen with the first frame on it; what no frame
 * covers, and the transparent colour, has an alpha of 0. */
#include "formats/pixels.h"

#ifdef LIBGIF
#include "base/plug.h"

#include <gif_lib.h>

#define CALLS(X)            \
    X(DGifOpen)             \
    X(DGifCloseFile)        \
    X(DGifGetRecordType)    \
    X(DGifGetImageDesc)     \
    X(DGifGetLine)          \
    X(DGifGetExtension)     \
    X(DGifGetExtensionNext) \
    X(DGifExtensionToGCB)

struct library {
    CALLS(PLUG_MEMBER)
};

static const char *const names[] = {CALLS(PLUG_NAME)};

struct decoder {
    struct library lib;
    struct reader in;
    GifFileType *gif;
    int clear; /* the transparent colour's index; -1: none */
};

static int feed(GifFileType *gif, GifByteType *to, int n)
{
    struct decoder *d = gif->UserData;
    struct span s = read_span(&d->in, (size_t)n);

    if (s.len != (size_t)n)
        return 0;
    memcpy(to, s.ptr, s.len);
    return n;
}

/* extension reads one; the graphic control of the frame says what is clear. */
static bool extension(struct decoder *d)
{
    GifByteType *data = NULL;
    GraphicsControlBlock g;
    int code = 0;

    if (d->lib.DGifGetExtension(d->gif, &code, &data) == GIF_ERROR)
        return false;
    if (data && code == GRAPHICS_EXT_FUNC_CODE &&
        d->lib.DGifExtensionToGCB(data[0], data + 1, &g) == GIF_OK)
        d->clear = g.TransparentColor;
    while (data)
        if (d->lib.DGifGetExtensionNext(d->gif, &data) == GIF_ERROR)
            return false;
    return true;
}

/* to_frame goes to the first image, or says that there is none. */
static bool to_frame(struct walk *w, struct decoder *d)
{
    GifRecordType type;

    while (walk_step(w, 1) &&
           d->lib.DGifGetRecordType(d->gif, &type) == GIF_OK) {
        if (type == IMAGE_DESC_RECORD_TYPE)
            return d->lib.DGifGetImageDesc(d->gif) == GIF_OK;
        if (type != EXTENSION_RECORD_TYPE || !extension(d))
            return false;
    }
    return false;
}

static void put_line(const struct decoder *d, struct pixels *out, uint32_t y,
                     const GifPixelType *line)
{
    const GifImageDesc *f = &d->gif->Image;
    const ColorMapObject *map = f->ColorMap ? f->ColorMap : d->gif->SColorMap;
    uint8_t *to = pixels_row(out, y) + (size_t)f->Left * out->channels;

    for (int x = 0; x < f->Width; x++, to += out->channels) {
        int i = line[x];

        if (i < map->ColorCount) {
            to[0] = map->Colors[i].Red;
            to[1] = map->Colors[i].Green;
            to[2] = map->Colors[i].Blue;
        }
        if (out->channels == 4)
            to[3] = i == d->clear ? 0 : UINT8_MAX;
    }
}

static bool lines(struct walk *w, struct decoder *d, struct pixels *out)
{
    static const uint8_t first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};
    const GifImageDesc *f = &d->gif->Image;
    int passes = f->Interlace ? 4 : 1;
    GifPixelType *line = arena_alloc(walk_arena(w), (size_t)f->Width);

    if (!line)
        return pixels_fail(out, "no memory for the picture");
    for (int pass = 0; pass < passes; pass++)
        for (int y = f->Interlace ? first[pass] : 0; y < f->Height;
             y += f->Interlace ? step[pass] : 1) {
            if (!walk_step(w, 1))
                return false;
            if (d->lib.DGifGetLine(d->gif, line, f->Width) == GIF_ERROR)
                return pixels_fail(out, "the GIF picture is damaged");
            put_line(d, out, (uint32_t)(f->Top + y), line);
        }
    return true;
}

static bool decode(struct walk *w, struct decoder *d, struct pixels *out)
{
    const GifImageDesc *f = &d->gif->Image;
    int width = d->gif->SWidth, height = d->gif->SHeight;
    bool whole;

    if (!to_frame(w, d))
        return pixels_fail(out, "the GIF picture is damaged");
    if (f->Width <= 0 || f->Height <= 0 || f->Left < 0 || f->Top < 0 ||
        f->Left > width - f->Width || f->Top > height - f->Height)
        return pixels_fail(out, "the GIF frame is outside its screen");
    if (!f->ColorMap && !d->gif->SColorMap)
        return pixels_fail(out, "the GIF picture has no colours");
    whole = f->Width == width && f->Height == height;
    out->flags = PIXELS_PALETTE;
    return pixels_room(w, out, (uint32_t)width, (uint32_t)height,
                       whole && d->clear < 0 ? 3 : 4) &&
           lines(w, d, out);
}

bool gif_pixels(struct walk *w, struct pixels *out)
{
    struct span whole = walk_view(w, 0, walk_size(w));
    struct decoder d = {.in = reader_over(whole), .clear = -1};
    int why = 0;
    bool ok;

    *out = (struct pixels){0};
    if (!whole.ptr)
        return pixels_fail(out, "the file is too large to decode");
    if (!plug(LIBGIF, names, &d.lib, sizeof(names) / sizeof(names[0])))
        return pixels_fail(out,
                           "no pixels: the library of the decoder is not here");
    d.gif = d.lib.DGifOpen(&d, feed, &why);
    if (!d.gif)
        return pixels_fail(out, "the GIF picture is damaged");
    ok = decode(w, &d, out);
    d.lib.DGifCloseFile(d.gif, &why);
    return ok;
}
#endif
