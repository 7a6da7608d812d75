/* SPDX-License-Identifier: Apache-2.0
 * wav.c - WAV, AVI and Wave64: sound and film in RIFF chunks.
 *
 * [RIFF] Multimedia Programming Interface and Data Specifications 1.0, 1991:
 * LIST INFO and LIST exif hold texts by four letters.  [BWF] EBU Tech 3285,
 * 2011: bext. [RF64] EBU Tech 3306: sizes past 32 bits are in ds64; the last
 * chunk of that size goes on to the end of the file. [XMP3] XMP Specification
 * part 3, 2020: the chunk "_PMX". [C2PA] C2PA Technical Specification 2.2,
 * A.3.4: the chunk "C2PA".
 * [W64] Sony Wave64: the same chunks, whose names are GUIDs that begin with
 * the four letters and whose sizes have 64 bits and include the head; each
 * begins at a multiple of 8.
 *
 * Sound ("data") and pictures ("movi") are passed over. */
#include "formats/id3.h"
#include "formats/riff.h"
#include "formats/tempo.h"

enum {
    HEAD = 12,
    DEEP = 8,
    RIFFS = 1024, /* of a long AVI, one after another */
    GUID = 16,    /* of Wave64: a name, and its head with a size of 8 */
    W64_HEAD = GUID + 8
};

/* Chunks that are slots whole; those with a space are fields. */
static const struct {
    char id[5], space[5];
    enum slot_kind kind;
} whole[] = {
    {"C2PA", "", SLOT_JUMBF},     {"_PMX", "", SLOT_XMP},
    {"XMP ", "", SLOT_XMP},       {"AIGC", "riff", SLOT_FIELD},
    {"iXML", "riff", SLOT_FIELD}, {"axml", "riff", SLOT_FIELD},
    {"IDIT", "riff", SLOT_FIELD}, {"EXIF", "", SLOT_EXIF},
    {"LABL", "riff", SLOT_FIELD},
};

static bool is(struct span id, const char *name)
{
    return id.len == 4 && memcmp(id.ptr, name, 4) == 0;
}

static struct span trimmed(struct span s)
{
    while (s.len && (s.ptr[s.len - 1] == 0 || s.ptr[s.len - 1] == ' '))
        s.len--;
    return s;
}

/* The chunk of broadcast sound: texts of fixed length, then 264 bytes that
 * are none, then the coding history [BWF 2.3]. */
static void bext(struct walk *w, struct slot s)
{
    static const struct {
        const char *key;
        unsigned len;
    } parts[] = {{"Description", 256},
                 {"Originator", 32},
                 {"OriginatorReference", 32},
                 {"OriginationDate", 10},
                 {"OriginationTime", 8}};
    struct range all = s.at;
    struct reader r = walk_read(w, all.off, all.len);

    s.kind = SLOT_FIELD;
    s.space = SPAN("bext");
    for (size_t i = 0; i <= sizeof(parts) / sizeof(parts[0]); i++) {
        bool last = i == sizeof(parts) / sizeof(parts[0]);
        const char *key = last ? "CodingHistory" : parts[i].key;
        const uint8_t *nul;

        if (last)
            read_span(&r, 264);
        s.at.off = all.off + reader_pos(&r);
        s.data = last ? read_rest(&r) : read_span(&r, parts[i].len);
        s.at.len = s.data.len;
        s.key = (struct span){(const uint8_t *)key, strlen(key)};
        nul = s.data.len ? memchr(s.data.ptr, 0, s.data.len) : NULL;
        if (nul)
            s.data.len = (size_t)(nul - s.data.ptr);
        s.data = trimmed(s.data);
        if (s.data.len)
            walk_slot(w, s);
    }
}

static void info(struct walk *w, struct span id, struct slot s)
{
    s.kind = SLOT_FIELD;
    s.space = SPAN("info");
    s.key = id;
    s.data = trimmed(walk_view(w, s.at.off, s.at.len));
    if (s.data.len)
        walk_slot(w, s);
}

static void chunk(struct walk *w, struct span id, struct slot s, bool in_info)
{
    if (in_info) {
        info(w, id, s);
        return;
    }
    if (is(id, "bext")) {
        bext(w, s);
    } else if (is(id, "id3 ") || is(id, "ID3 ")) {
        id3_walk(w, s.at.off, s.at.off + s.at.len);
    }
    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
        if (!is(id, whole[i].id))
            continue;
        s.kind = whole[i].kind;
        s.data = walk_view(w, s.at.off, s.at.len);
        if (whole[i].space[0]) {
            s.space = SPAN("riff");
            s.key = id;
            s.data = trimmed(s.data);
        }
        if (s.data.len)
            walk_slot(w, s);
        return;
    }
}

/* A list that the walk is in. */
struct level {
    struct riff row;
    uint32_t block;
    bool info;
};

/* rows walks the chunks from first.at on; one that begins before `end` may go
 * past it, as files have it whose RIFF chunk says too little.  The result is
 * where they end. */
static uint64_t rows(struct riff first, uint32_t block, uint64_t end,
                     struct tempo *tempo)
{
    struct walk *w = first.w;
    struct level stack[DEEP] = {{first, block, false}};
    unsigned top = 0;

    while (walk_ok(w)) {
        struct level *l = &stack[top];
        struct riff_chunk c;
        struct slot s = {0};
        struct span type;
        struct riff in;

        if ((top == 0 && l->row.at >= end) || !riff_next(&l->row, &c)) {
            if (top == 0)
                break;
            top--;
            continue;
        }
        if (top == 0 && c.data.off + c.data.len > end)
            walk_note(w, NOTE_ODD, c.whole.off,
                      "chunk passes the end of the RIFF chunk");
        s.at = c.data;
        if (!is(c.id, "LIST")) {
            s.block = walk_child(w, l->block, c.id, c.whole);
            chunk(w, c.id, s, l->info);
            tempo_chunk(w, tempo, c.id, c.data);
            l->row.wide = tempo->wide;
            continue;
        }
        in = riff_inside(w, &c, &type);
        s.block = walk_child(w, l->block, type, c.whole);
        if (is(type, "movi"))
            continue;
        if (top + 1 == DEEP) {
            walk_partial(w, "depth");
            continue;
        }
        stack[++top] =
            (struct level){in, s.block, is(type, "INFO") || is(type, "exif")};
    }
    return num_min(stack[0].row.at, walk_size(w));
}

/* form is the type in the head of the file, where it is one of ours. */
static struct span form(struct span head)
{
    struct span id = span_cut(head, 0, 4), type = span_cut(head, 8, 4);

    if (!is(id, "RIFF") && !is(id, "RF64") && !is(id, "BW64"))
        return (struct span){0};
    return type;
}

static unsigned wav_probe(struct span head, uint64_t size)
{
    (void)size;
    return is(form(head), "WAVE") ? 64 : 0;
}

static unsigned avi_probe(struct span head, uint64_t size)
{
    (void)size;
    return is(form(head), "AVI ") ? 64 : 0;
}

static void wav_walk(struct walk *w)
{
    uint64_t off = 0, size = walk_size(w);
    struct tempo tempo = {0};

    for (unsigned n = 0; n < RIFFS && num_fits(off, HEAD, size); n++) {
        struct reader r = walk_read(w, off, HEAD);
        struct span id = read_span(&r, 4), type;
        uint64_t len = read_u32le(&r), end;
        uint32_t block;

        type = read_span(&r, 4);
        if (!is(id, "RIFF") && !is(id, "RF64") && !is(id, "BW64"))
            break;
        end = off + 8 + len;
        if (end > size || len == UINT32_MAX) {
            if (len != UINT32_MAX)
                walk_note(w, NOTE_TRUNCATED, off,
                          "RIFF chunk passes the end of file");
            end = size;
        }
        if (end < off + HEAD)
            break;
        block = walk_block(w, type, off, HEAD);
        len = rows((struct riff){w, off + HEAD, size, 0}, block, end, &tempo);
        end += end & 1;
        off = len > end ? len : num_min(end, size);
    }
    tempo_end(w, &tempo);
    if (off < size && walk_ok(w))
        walk_tail(w, off);
}

#define W64_RIFF  "riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\x00\x00"
#define W64_CHUNK "\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A"

static unsigned w64_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN(W64_RIFF)) &&
                   span_eq(span_cut(head, 24, 16), SPAN("wave" W64_CHUNK))
               ? 128
               : 0;
}

static void w64_walk(struct walk *w)
{
    uint64_t off = W64_HEAD + GUID, size = walk_size(w);
    struct tempo tempo = {0};

    walk_block(w, SPAN("riff"), 0, num_min(off, size));
    while (walk_ok(w) && num_fits(off, W64_HEAD, size)) {
        struct reader r = walk_read(w, off, W64_HEAD);
        struct span id = read_span(&r, 4), rest = read_span(&r, GUID - 4);
        uint64_t len = read_u64le(&r);
        struct slot s = {0};

        if (len < W64_HEAD || len > size - off) {
            walk_note(w, NOTE_TRUNCATED, off, "chunk passes the end of file");
            return;
        }
        s.at = (struct range){off + W64_HEAD, len - W64_HEAD};
        s.block = walk_block(w, id, off, len);
        if (span_eq(rest, SPAN(W64_CHUNK))) {
            chunk(w, id, s, false);
            tempo_chunk(w, &tempo, id, s.at);
        }
        off += len + (8 - len % 8) % 8;
    }
    tempo_end(w, &tempo);
    if (off < size)
        walk_tail(w, off);
}

const struct format format_wav = {
    .name = "wav",
    .mime = "audio/wav",
    .files = "wav wave bwf rf64",
    .media = MEDIA_AUDIO,
    .probe = wav_probe,
    .verified = "real files",
    .walk = wav_walk,
};

const struct format format_avi = {
    .name = "avi",
    .mime = "video/x-msvideo",
    .files = "avi",
    .media = MEDIA_VIDEO,
    .probe = avi_probe,
    .verified = "real files",
    .walk = wav_walk,
};

const struct format format_w64 = {
    .name = "w64",
    .mime = "audio/x-w64",
    .files = "w64",
    .media = MEDIA_AUDIO,
    .probe = w64_probe,
    .verified = "files of ffmpeg and sox",
    .walk = w64_walk,
};
