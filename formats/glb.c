/* SPDX-License-Identifier: Apache-2.0
 * glb.c - binary glTF: scenes in three dimensions.
 *
 * [GLTF] glTF 2.0, Khronos 2021 (ISO/IEC 12113:2022), 4: magic(4) version(4)
 * length(4), then chunks of length(4) type(4) data, little-endian; the first
 * is JSON, the second holds what that refers to.  The JSON's "asset" says who
 * wrote it, and "extras" beside it hold what programs like to add.
 * [KHR] KHR_xmp_json_ld: XMP as JSON-LD, in packets of the whole file.
 *
 * Pictures in the binary chunk are files of their own. */
#include "formats/format.h"

#include "base/peek.h"

enum {
    HEAD = 12,
    CHUNK = 8,
    JSON = 0x4E4F534A,
    BINARY = 0x004E4942,
    MEMBERS = 1024, /* of one map or list that are looked at */
    DIGITS = 15
};

struct scene {
    struct walk *w;
    struct span json;
    struct range at; /* of the JSON in the file */
    struct range binary;
    uint32_t block;
};

/* place is the file's range of a raw value of the JSON. */
static struct range place(const struct scene *g, struct span raw)
{
    return (struct range){g->at.off + (uint64_t)(raw.ptr - g->json.ptr),
                          raw.len};
}

/* fields yields the members of a map, but for one named `but`. */
static void fields(const struct scene *g, struct span map, struct span but)
{
    struct span key, value;
    struct peek p;

    if (!peek_open(&p, map) || !p.map)
        return;
    for (unsigned i = 0; i < MEMBERS && peek_next(&p, &key, &value); i++) {
        struct slot s = {.kind = SLOT_FIELD,
                         .space = SPAN("gltf"),
                         .key = key,
                         .at = place(g, value),
                         .block = g->block};

        if (span_eq(key, but))
            continue;
        s.data = peek_text(walk_arena(g->w), value);
        if (peek_is_text(value))
            s.flags |= SLOT_DERIVED;
        if (s.data.len)
            walk_slot(g->w, s);
    }
}

/* number is a member that is a whole number, or `none`. */
static uint64_t number(struct span map, struct span key, uint64_t none)
{
    struct span raw = peek_get(map, key);
    uint64_t n = 0;

    if (!raw.len || raw.len > DIGITS)
        return none;
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.ptr[i] < '0' || raw.ptr[i] > '9')
            return none;
        n = n * 10 + (raw.ptr[i] - '0');
    }
    return n;
}

/* views fills `to` with the ranges of the binary chunk that views are. */
static unsigned views(const struct scene *g, struct range *to)
{
    struct span key, value;
    unsigned n = 0;
    struct peek p;

    if (!peek_open(&p, peek_get(g->json, SPAN("bufferViews"))) || p.map)
        return 0;
    while (n < MEMBERS && peek_next(&p, &key, &value)) {
        bool first = number(value, SPAN("buffer"), 0) == 0;

        to[n].off = number(value, SPAN("byteOffset"), 0);
        to[n].len = first ? number(value, SPAN("byteLength"), 0) : 0;
        n++;
    }
    return n;
}

static void pictures(const struct scene *g)
{
    struct range *list = walk_alloc(g->w, MEMBERS * sizeof(*list));
    unsigned count = list ? views(g, list) : 0, n = 0;
    struct span key, value;
    struct peek p;

    if (!peek_open(&p, peek_get(g->json, SPAN("images"))) || p.map)
        return;
    for (; n < MEMBERS && peek_next(&p, &key, &value); n++) {
        uint64_t i = number(value, SPAN("bufferView"), MEMBERS);
        struct slot s = {.kind = SLOT_PART, .key = SPAN("image")};

        if (i >= count || !list[i].len ||
            !num_fits(list[i].off, list[i].len, g->binary.len))
            continue;
        s.at = (struct range){g->binary.off + list[i].off, list[i].len};
        s.block = walk_block(g->w, SPAN("image"), s.at.off, s.at.len);
        walk_slot(g->w, s);
    }
    if (n == MEMBERS || count == MEMBERS)
        walk_partial(g->w, "parts");
}

static void tell(struct scene *g)
{
    struct span xmp = peek_get(peek_get(g->json, SPAN("extensions")),
                               SPAN("KHR_xmp_json_ld"));
    struct span packets = peek_get(xmp, SPAN("packets"));
    struct span asset = peek_get(g->json, SPAN("asset"));
    struct peek p;

    if (!peek_open(&p, g->json) || !p.map) {
        walk_note(g->w, NOTE_BROKEN, g->at.off, "no JSON where it must be");
        walk_partial(g->w, "damaged");
        return;
    }
    fields(g, asset, SPAN("extras"));
    fields(g, peek_get(asset, SPAN("extras")), SPAN("\""));
    fields(g, peek_get(g->json, SPAN("extras")), SPAN("\""));
    if (packets.len)
        walk_slot(g->w, (struct slot){.kind = SLOT_JSON,
                                      .space = SPAN("gltf"),
                                      .key = SPAN("KHR_xmp_json_ld"),
                                      .data = packets,
                                      .at = place(g, packets),
                                      .block = g->block});
    walk_step(g->w, g->json.len / 64);
    pictures(g);
}

static unsigned glb_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("glTF\1\0\0\0")) ||
                   span_starts(head, SPAN("glTF\2\0\0\0"))
               ? 64
               : 0;
}

static void glb_walk(struct walk *w)
{
    uint64_t off = HEAD, size = walk_size(w);
    struct scene g = {.w = w};

    walk_block(w, SPAN("glTF"), 0, num_min(HEAD, size));
    while (walk_ok(w) && num_fits(off, CHUNK, size)) {
        struct reader r = walk_read(w, off, CHUNK);
        uint64_t len = read_u32le(&r);
        uint32_t type = read_u32le(&r), block;
        struct range body = {off + CHUNK, num_min(len, size - off - CHUNK)};

        if (body.len < len)
            walk_note(w, NOTE_TRUNCATED, off, "chunk passes the end of file");
        block = walk_block(w,
                           type == JSON     ? SPAN("JSON")
                           : type == BINARY ? SPAN("BIN")
                                            : SPAN("chunk"),
                           off, CHUNK + body.len);
        if (type == JSON && !g.at.len) {
            g.at = body;
            g.block = block;
        } else if (type == BINARY && !g.binary.len) {
            g.binary = body;
        }
        off = body.off + body.len;
    }
    g.json = walk_view(w, g.at.off, g.at.len);
    tell(&g);
    if (off < size)
        walk_tail(w, off);
}

const struct format format_glb = {
    .name = "glb",
    .mime = "model/gltf-binary",
    .files = "glb vrm",
    .media = MEDIA_NONE,
    .probe = glb_probe,
    .verified = "specification",
    .walk = glb_walk,
};
