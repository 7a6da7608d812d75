/* SPDX-License-Identifier: Apache-2.0
 * au.c - AU: sound of Sun and NeXT.
 *
 * [AU] Sun/NeXT audio, audio.h: magic(4) offset(4) length(4) encoding(4)
 * rate(4) channels(4), the most significant byte first, then a text up to the
 * sound.  Programs write lines "key=value" into that text. */
#include "formats/format.h"

enum {
    HEAD = 24,
    LINES = 256
};

/* bytes of a sample, by encoding: logarithmic, linear of 8 to 32 bits,
 * floating point, logarithmic again; 0 where it is not so plain. */
static unsigned bytes(uint32_t encoding)
{
    static const uint8_t sizes[] = {0, 1, 1, 2, 3, 4, 4, 8};

    if (encoding == 27)
        return 1;
    return encoding < sizeof(sizes) ? sizes[encoding] : 0;
}

static void line(struct walk *w, struct span s, struct slot at)
{
    struct reader r = reader_over(s);
    struct span key = read_until(&r, '=');

    at.kind = SLOT_FIELD;
    at.space = SPAN("au");
    at.key = SPAN("Annotation");
    at.data = s;
    if (reader_ok(&r) && key.len) {
        at.key = key;
        at.data = read_rest(&r);
    }
    while (at.data.len && at.data.ptr[at.data.len - 1] <= ' ')
        at.data.len--;
    if (!at.data.len)
        return;
    at.at =
        (struct range){at.at.off + (size_t)(at.data.ptr - s.ptr), at.data.len};
    walk_slot(w, at);
}

static void text(struct walk *w, uint64_t end, uint32_t block)
{
    struct span all = walk_view(w, HEAD, end - HEAD);
    size_t at = 0;

    for (unsigned n = 0; at < all.len; n++) {
        size_t from = at;

        if (n == LINES) {
            walk_partial(w, "fields");
            return;
        }
        while (at < all.len && all.ptr[at] != '\n' && all.ptr[at])
            at++;
        line(w, span_cut(all, from, at - from),
             (struct slot){.at = {HEAD + from, 0}, .block = block});
        at++;
    }
}

static unsigned au_probe(struct span head, uint64_t size)
{
    struct reader r = reader_over(head);
    struct span magic = read_span(&r, 4);
    uint32_t off = read_u32be(&r);

    (void)size;
    return span_eq(magic, SPAN(".snd")) && off >= HEAD && reader_ok(&r) ? 40
                                                                        : 0;
}

static void au_walk(struct walk *w)
{
    uint64_t size = walk_size(w), off, len;
    struct reader r = walk_read(w, 0, num_min(HEAD, size));
    double each, hz;
    uint32_t block;

    read_u32be(&r);
    off = read_u32be(&r);
    len = read_u32be(&r);
    each = bytes(read_u32be(&r));
    hz = read_u32be(&r);
    each *= read_u32be(&r);
    if (!reader_ok(&r) || off > size) {
        walk_note(w, NOTE_TRUNCATED, 0, "header passes the end of file");
        off = size;
    }
    block = walk_block(w, SPAN(".snd"), 0, off);
    if (off > HEAD)
        text(w, off, block);
    if (len == UINT32_MAX) /* a writer that could not go back to say */
        len = size - off;
    if (len > size - off) {
        walk_note(w, NOTE_TRUNCATED, off, "sound passes the end of file");
        len = size - off;
    } else if (each > 0 && hz > 0) {
        walk_lasts(w, (double)len / each / hz);
    }
    if (len)
        walk_block(w, SPAN("audio"), off, len);
    if (off + len < size)
        walk_tail(w, off + len);
}

const struct format format_au = {
    .name = "au",
    .mime = "audio/basic",
    .files = "au snd",
    .media = MEDIA_AUDIO,
    .probe = au_probe,
    .verified = "files of ffmpeg and sox",
    .walk = au_walk,
};
