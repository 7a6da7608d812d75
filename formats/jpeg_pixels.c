/* SPDX-License-Identifier: Apache-2.0
 * jpeg_pixels.c - the picture of a JPEG; the one file with <jpeglib.h>.
 *
 * The decoder is set as OpenCV and Pillow set it (accurate integer transform,
 * fancy upsampling), for detectors compare with what those see.  A progressive
 * file may ask for any number of passes over the picture, so passes are
 * counted and bounded. */
#include "base/plug.h"
#include "formats/pixels.h"

#include <stdio.h>

#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>

#define CALLS(X)               \
    X(jpeg_CreateCompress)     \
    X(jpeg_CreateDecompress)   \
    X(jpeg_abort_decompress)   \
    X(jpeg_destroy_compress)   \
    X(jpeg_destroy_decompress) \
    X(jpeg_finish_compress)    \
    X(jpeg_finish_decompress)  \
    X(jpeg_mem_dest)           \
    X(jpeg_mem_src)            \
    X(jpeg_read_header)        \
    X(jpeg_read_scanlines)     \
    X(jpeg_set_defaults)       \
    X(jpeg_set_quality)        \
    X(jpeg_start_compress)     \
    X(jpeg_start_decompress)   \
    X(jpeg_std_error)          \
    X(jpeg_write_scanlines)

static struct {
    CALLS(PLUG_MEMBER)
} lib;

static const char *const names[] = {CALLS(PLUG_NAME)};
static struct plug library = PLUG(LIBJPEG, names, lib);

enum {
    SCANS = 200,       /* of a progressive file; encoders write ten */
    MEMORY = 512 << 20 /* of libjpeg for a progressive picture */
};

struct guard {
    struct jpeg_error_mgr error;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
};

static void on_error(j_common_ptr j)
{
    struct guard *g = (struct guard *)(void *)j->err;

    longjmp(g->out, 1);
}

static void on_message(j_common_ptr j)
{
    (void)j;
}

static void on_warning(j_common_ptr j, int level)
{
    if (level < 0) /* others only tell what goes on */
        j->err->num_warnings++;
}

static void on_progress(j_common_ptr j)
{
    if (((j_decompress_ptr)(void *)j)->input_scan_number > SCANS)
        on_error(j);
}

/* Adobe writes CMYK inverted; others do not [libjpeg, "Special color spaces"].
 * The simple product is what viewers without a profile show. */
static void row_of_cmyk(const uint8_t *from, uint8_t *to, uint32_t width,
                        bool inverted)
{
    for (uint32_t x = 0; x < width; x++, from += 4, to += 3) {
        unsigned k = inverted ? from[3] : 255u - from[3];

        for (int c = 0; c < 3; c++) {
            unsigned v = inverted ? from[c] : 255u - from[c];

            to[c] = (uint8_t)(v * k / 255);
        }
    }
}

static bool decode(struct walk *w, struct jpeg_decompress_struct *j,
                   struct span whole, struct pixels *out)
{
    bool cmyk;
    JSAMPROW row;
    uint8_t *line = NULL;

    lib.jpeg_mem_src(j, whole.ptr, (unsigned long)whole.len);
    j->mem->max_memory_to_use = MEMORY;
    if (lib.jpeg_read_header(j, TRUE) != JPEG_HEADER_OK)
        return pixels_fail(out, "the JPEG picture is damaged");
    cmyk = j->num_components == 4;
    j->out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    j->dct_method = JDCT_ISLOW;
    j->do_fancy_upsampling = TRUE;
    out->flags = PIXELS_LOSSY | (j->num_components == 1 ? PIXELS_GREY : 0u);
    if (!pixels_room(w, out, j->image_width, j->image_height, 3))
        return false;
    if (cmyk) {
        line = arena_alloc(walk_arena(w), (size_t)out->width * 4);
        if (!line)
            return pixels_fail(out, "no memory for the picture");
    }
    lib.jpeg_start_decompress(j);
    while (j->output_scanline < j->output_height && walk_step(w, 1)) {
        uint8_t *to = pixels_row(out, j->output_scanline);

        row = cmyk ? line : to;
        if (lib.jpeg_read_scanlines(j, &row, 1) != 1)
            break;
        if (cmyk)
            row_of_cmyk(line, to, out->width, j->saw_Adobe_marker);
    }
    if (j->err->num_warnings > 0) { /* a cut scan is filled with grey */
        lib.jpeg_abort_decompress(j);
        return pixels_fail(out, "the JPEG picture is damaged");
    }
    lib.jpeg_finish_decompress(j);
    return walk_ok(w);
}

bool jpeg_pixels(struct walk *w, struct pixels *out)
{
    struct span whole = walk_view(w, 0, walk_size(w));
    struct jpeg_decompress_struct j = {0};
    struct guard g = {0};
    volatile bool ok = false;

    *out = (struct pixels){0};
    if (!whole.ptr)
        return pixels_fail(out, "the file is too large to decode");
    if (!plug_once(&library))
        return pixels_fail(out,
                           "no pixels: the library of the decoder is not here");
    j.err = lib.jpeg_std_error(&g.error);
    g.error.error_exit = on_error;
    g.error.output_message = on_message;
    g.error.emit_message = on_warning;
    g.progress.progress_monitor = on_progress;
    if (setjmp(g.out)) {
        pixels_fail(out, "the JPEG picture is damaged");
        ok = false;
    } else {
        lib.jpeg_CreateDecompress(&j, JPEG_LIB_VERSION, sizeof(j));
        j.progress = &g.progress;
        ok = decode(w, &j, whole, out);
    }
    lib.jpeg_destroy_decompress(&j);
    return ok;
}

/* ---- the other way ------------------------------------------------------ */

enum {
    QUALITY = 70,
    ROOM = 4096, /* of headers and tables */
    SAMPLES = 4  /* a side, of what becomes one pixel */
};

/* shrunk is the mean of some pixels of those that become (x, y). */
static void shrunk(const struct pixels *p, double step, const uint32_t *xy,
                   uint8_t *to)
{
    unsigned sum[3] = {0};

    for (unsigned i = 0; i < SAMPLES * SAMPLES; i++) {
        double u = (xy[0] + (i % SAMPLES + .5) / SAMPLES) * step;
        double v = (xy[1] + (double)(i / SAMPLES) / SAMPLES) * step;
        uint32_t x = u < p->width ? (uint32_t)u : p->width - 1;
        uint32_t y = v < p->height ? (uint32_t)v : p->height - 1;
        const uint8_t *at = pixels_row(p, y) + (size_t)x * p->channels;
        unsigned alpha = p->channels == 4 ? at[3] : UINT8_MAX;

        for (int c = 0; c < 3; c++)
            sum[c] +=
                (at[c] * alpha + UINT8_MAX * (UINT8_MAX - alpha)) / UINT8_MAX;
    }
    for (int c = 0; c < 3; c++)
        to[c] = (uint8_t)(sum[c] / (SAMPLES * SAMPLES));
}

static void encode(struct jpeg_compress_struct *j, const struct pixels *p,
                   double step, uint8_t *line)
{
    j->input_components = 3;
    j->in_color_space = JCS_RGB;
    lib.jpeg_set_defaults(j);
    lib.jpeg_set_quality(j, QUALITY, TRUE);
    lib.jpeg_start_compress(j, TRUE);
    while (j->next_scanline < j->image_height) {
        JSAMPROW row = line;

        for (uint32_t x = 0; x < j->image_width; x++)
            shrunk(p, step, (uint32_t[]){x, j->next_scanline}, line + 3 * x);
        lib.jpeg_write_scanlines(j, &row, 1);
    }
    lib.jpeg_finish_compress(j);
}

struct span jpeg_small(const struct pixels *p, uint32_t side, struct arena *a)
{
    uint32_t longest = p->width > p->height ? p->width : p->height;
    double step = longest > side ? (double)longest / side : 1;
    struct jpeg_compress_struct j = {0};
    struct guard g = {0};
    uint8_t *line = arena_alloc(a, (size_t)3 * side);
    size_t room = (size_t)side * side * 4 + ROOM; /* more than it can need */
    unsigned char *first = arena_raw(a, room), *out = first;
    unsigned long len = room;
    volatile bool fine = false;

    if (!line || !first || !longest || !plug_once(&library))
        return (struct span){0};
    j.err = lib.jpeg_std_error(&g.error);
    g.error.error_exit = on_error;
    g.error.output_message = on_message;
    if (setjmp(g.out) == 0) {
        lib.jpeg_CreateCompress(&j, JPEG_LIB_VERSION, sizeof(j));
        lib.jpeg_mem_dest(&j, &out, &len);
        j.image_width = (JDIMENSION)(p->width / step);
        j.image_height = (JDIMENSION)(p->height / step);
        j.image_width += j.image_width == 0;
        j.image_height += j.image_height == 0;
        encode(&j, p, step, line);
        fine = true;
    }
    lib.jpeg_destroy_compress(&j);
    if (out != first) /* then it was allocated, and is none of ours */
        free(out);
    return fine && out == first ? (struct span){first, len} : (struct span){0};
}
