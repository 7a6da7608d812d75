/* SPDX-License-Identifier: Apache-2.0
 * tiff_pixels.c - the first picture of a TIFF; the one file with <tiffio.h>.
 *
 * The library's own conversion to eight bits of red, green, blue and alpha is
 * used.  It multiplies colours by an alpha that is stored apart from them,
 * which would change the last bits; so it is told that this was done. */
#include "formats/pixels.h"

#ifdef LIBTIFF
#include "base/plug.h"

#include <tiffio.h>

#define CALLS(X)                            \
    X(TIFFOpenOptionsAlloc)                 \
    X(TIFFOpenOptionsFree)                  \
    X(TIFFOpenOptionsSetMaxSingleMemAlloc)  \
    X(TIFFOpenOptionsSetErrorHandlerExtR)   \
    X(TIFFOpenOptionsSetWarningHandlerExtR) \
    X(TIFFClientOpenExt)                    \
    X(TIFFClose)                            \
    X(TIFFGetFieldDefaulted)                \
    X(TIFFSetField)                         \
    X(TIFFRGBAImageBegin)                   \
    X(TIFFRGBAImageGet)                     \
    X(TIFFRGBAImageEnd)

struct library {
    CALLS(PLUG_MEMBER)
};

static const char *const names[] = {CALLS(PLUG_NAME)};

struct input {
    struct span whole;
    uint64_t at;
};

static tmsize_t feed(thandle_t h, void *to, tmsize_t n)
{
    struct input *in = h;
    struct span s;

    if (n < 0 || in->at > in->whole.len)
        return 0;
    s = span_cut(in->whole, (size_t)in->at, (size_t)n);
    if (s.len)
        memcpy(to, s.ptr, s.len);
    in->at += s.len;
    return (tmsize_t)s.len;
}

static tmsize_t refuse(thandle_t h, void *from, tmsize_t n)
{
    (void)h;
    (void)from;
    (void)n;
    return 0;
}

static toff_t seek(thandle_t h, toff_t off, int whence)
{
    struct input *in = h;

    in->at = off + (whence == SEEK_CUR   ? in->at
                    : whence == SEEK_END ? in->whole.len
                                         : 0);
    return in->at;
}

static toff_t size(thandle_t h)
{
    return ((struct input *)h)->whole.len;
}

static int leave(thandle_t h)
{
    (void)h;
    return 0;
}

static int quiet(TIFF *t, void *user, const char *module, const char *form,
                 va_list rest)
{
    (void)t;
    (void)user;
    (void)module;
    (void)form;
    (void)rest;
    return 1;
}

/* flags says what the picture was; false where it has no size. */
static bool flags(const struct library *lib, TIFF *t, struct pixels *out)
{
    uint16_t bits = 1, squeeze = 0, photo = 0, samples = 1, extra = 0, *kinds;
    uint16_t joined = EXTRASAMPLE_ASSOCALPHA;

    lib->TIFFGetFieldDefaulted(t, TIFFTAG_BITSPERSAMPLE, &bits);
    lib->TIFFGetFieldDefaulted(t, TIFFTAG_COMPRESSION, &squeeze);
    lib->TIFFGetFieldDefaulted(t, TIFFTAG_PHOTOMETRIC, &photo);
    lib->TIFFGetFieldDefaulted(t, TIFFTAG_SAMPLESPERPIXEL, &samples);
    if (lib->TIFFGetFieldDefaulted(t, TIFFTAG_EXTRASAMPLES, &extra, &kinds) &&
        extra == 1 && kinds[0] == EXTRASAMPLE_UNASSALPHA)
        lib->TIFFSetField(t, TIFFTAG_EXTRASAMPLES, 1, &joined);
    out->flags = 0;
    if (bits > 8)
        out->flags |= PIXELS_DEEP;
    if (squeeze == COMPRESSION_JPEG || squeeze == COMPRESSION_OJPEG)
        out->flags |= PIXELS_LOSSY;
    if (photo == PHOTOMETRIC_PALETTE)
        out->flags |= PIXELS_PALETTE;
    if (photo == PHOTOMETRIC_MINISBLACK || photo == PHOTOMETRIC_MINISWHITE)
        out->flags |= PIXELS_GREY;
    return extra > 0;
}

/* unpack makes bytes of the library's words, and drops an alpha that is not
 * one.  It writes behind where it reads. */
static void unpack(struct pixels *out, const uint32_t *word, bool alpha)
{
    size_t count = (size_t)out->width * out->height;
    uint8_t *to = out->ptr;

    out->channels = alpha ? 4 : 3;
    for (size_t i = 0; i < count; i++) {
        uint32_t v = word[i];

        *to++ = (uint8_t)TIFFGetR(v);
        *to++ = (uint8_t)TIFFGetG(v);
        *to++ = (uint8_t)TIFFGetB(v);
        if (alpha)
            *to++ = (uint8_t)TIFFGetA(v);
    }
}

static bool decode(struct walk *w, const struct library *lib, TIFF *t,
                   struct pixels *out)
{
    char why[1024];
    TIFFRGBAImage img;
    bool alpha = flags(lib, t, out), ok;

    if (!lib->TIFFRGBAImageBegin(&img, t, 1, why))
        return pixels_fail(out, "the TIFF picture is of a kind that is not "
                                "decoded, or damaged");
    ok = pixels_room(w, out, img.width, img.height, 4);
    if (ok) {
        uint32_t *words = (uint32_t *)(void *)out->ptr;

        img.req_orientation = img.orientation; /* rows as they are stored */
        ok = lib->TIFFRGBAImageGet(&img, words, img.width, img.height);
        if (ok)
            unpack(out, words, alpha);
        else
            pixels_fail(out, "the TIFF picture is damaged");
    }
    lib->TIFFRGBAImageEnd(&img);
    return ok && walk_step(w, out->height);
}

static TIFF *open(struct walk *w, const struct library *lib, struct input *in)
{
    TIFFOpenOptions *o = lib->TIFFOpenOptionsAlloc();
    TIFF *t;

    if (!o)
        return NULL;
    lib->TIFFOpenOptionsSetMaxSingleMemAlloc(
        o, (tmsize_t)(walk_limits(w)->pixels < (1 << 29)
                          ? walk_limits(w)->pixels * 4
                          : UINT64_C(1) << 31));
    lib->TIFFOpenOptionsSetErrorHandlerExtR(o, quiet, NULL);
    lib->TIFFOpenOptionsSetWarningHandlerExtR(o, quiet, NULL);
    t = lib->TIFFClientOpenExt("", "rm", in, feed, refuse, seek, leave, size,
                               NULL, NULL, o);
    lib->TIFFOpenOptionsFree(o);
    return t;
}

bool tiff_pixels(struct walk *w, struct pixels *out)
{
    struct input in = {walk_view(w, 0, walk_size(w)), 0};
    struct library lib;
    TIFF *t;
    bool ok;

    *out = (struct pixels){0};
    if (!in.whole.ptr)
        return pixels_fail(out, "the file is too large to decode");
    if (!plug(LIBTIFF, names, &lib, sizeof(names) / sizeof(names[0])))
        return pixels_fail(out,
                           "no pixels: the library of the decoder is not here");
    t = open(w, &lib, &in);
    if (!t)
        return pixels_fail(out, "the TIFF picture is damaged");
    ok = decode(w, &lib, t, out);
    lib.TIFFClose(t);
    return ok;
}
#endif
