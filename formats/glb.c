/* SPDX-License-Identifier: Apache-2.0
 * glb.c - glTF: scenes in three dimensions, binary (GLB) or as text.
 *
 * [GLTF] glTF 2.0, Khronos 2021 (ISO/IEC 12113:2022), 4: magic(4) version(4)
 * length(4), then chunks of length(4) type(4) data, little-endian; the first
 * is JSON, the second holds what that refers to.  The JSON's "asset" says who
 * wrote it, and "extras" beside it hold what programs like to add.
 * [KHR] KHR_xmp_json_ld: XMP as JSON-LD, in packets of the whole file.
 * [GLTF1] KHR_binary_glTF: in version 1 the length and format (0: JSON) of the
 * scene stand in the head, the scene and then the rest behind it.
 *
 * Pictures are files of their own: in the binary chunk, in a URI, or in a
 * buffer in a URI.  What a URI names that is no data is another file. */
#include "formats/plain.h"

#include "base/base64.h"
#include "base/peek.h"

extern const struct format format_gltf;

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
    struct range at;          /* of the JSON in the file */
    struct range binary;      /* of the first buffer */
    struct span bytes;        /* of it, where it had to be decoded */
    const struct prose *text; /* that the JSON is the whole of, or NULL */
    uint32_t block;
};

/* place is the file's range of a raw value of the JSON. */
static struct range place(const struct scene *g, struct span raw)
{
    size_t off = (size_t)(raw.ptr - g->json.ptr);

    return g->text ? prose_at(g->text, off, raw.len)
                   : (struct range){g->at.off + off, raw.len};
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

/* decoded is what the URI of a buffer or a picture carries, whatever type it
 * is said to be; empty where that is another file. */
static struct span decoded(const struct scene *g, struct span holder)
{
    struct span uri = peek_get(holder, SPAN("uri"));
    struct span text, out = {0};

    uri = span_cut(uri, 1, uri.len < 2 ? 0 : uri.len - 2); /* its quotes */
    text = base64_of(uri, SPAN("data:"));
    if (text.len && !base64_decode(walk_arena(g->w), text, BASE64_LAX, &out))
        walk_note(g->w, NOTE_BROKEN, place(g, uri).off,
                  "embedded picture is no base64");
    return out;
}

/* buffer is about the first one, where it stands in the JSON. */
static void buffer(struct scene *g)
{
    struct span key, value;
    struct peek p;

    if (g->binary.len || !peek_open(&p, peek_get(g->json, SPAN("buffers"))) ||
        p.map || !peek_next(&p, &key, &value))
        return;
    g->bytes = decoded(g, value);
    if (g->bytes.len)
        g->binary = place(g, value);
}

/* viewed makes s the bytes of the first buffer that a view shows. */
static void viewed(const struct scene *g, struct range view, struct slot *s)
{
    if (g->bytes.len) {
        s->data = span_cut(g->bytes, (size_t)view.off, (size_t)view.len);
        s->at = g->binary;
        s->flags = SLOT_DERIVED;
    } else if (view.len && num_fits(view.off, view.len, g->binary.len)) {
        s->at = (struct range){g->binary.off + view.off, view.len};
        s->block = walk_block(g->w, SPAN("image"), s->at.off, s->at.len);
    }
}

static void pictures(struct scene *g)
{
    struct range *list = walk_alloc(g->w, MEMBERS * sizeof(*list));
    unsigned count = list ? views(g, list) : 0, n = 0;
    struct span key, value;
    struct peek p;

    if (!peek_open(&p, peek_get(g->json, SPAN("images"))) || p.map)
        return;
    buffer(g);
    for (; n < MEMBERS && peek_next(&p, &key, &value); n++) {
        uint64_t i = number(value, SPAN("bufferView"), MEMBERS);
        struct slot s = {
            .kind = SLOT_PART, .key = SPAN("image"), .block = g->block};

        if (i < count) {
            viewed(g, list[i], &s);
        } else {
            s.data = decoded(g, value);
            s.at = place(g, value);
            s.flags = SLOT_DERIVED;
        }
        if (s.flags ? s.data.len : s.at.len)
            walk_slot(g->w, s);
    }
    if (n == MEMBERS || count == MEMBERS)
        walk_partial(g->w, "parts");
}

/* whole says so where the JSON ends before its end. */
static void whole(const struct scene *g, struct peek *p)
{
    struct span key, value;

    for (unsigned i = 0; i < MEMBERS && peek_next(p, &key, &value); i++)
        ;
    if (p->broken || p->cut) {
        walk_note(g->w, NOTE_TRUNCATED, g->at.off, "JSON has no end");
        walk_partial(g->w, "damaged");
    }
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
    whole(g, &p);
    walk_step(g->w, g->json.len / 64);
    pictures(g);
}

/* ---- binary ---- */

static unsigned glb_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("glTF\1\0\0\0")) ||
                   span_starts(head, SPAN("glTF\2\0\0\0"))
               ? 64
               : 0;
}

/* first reads a scene of version 1, whose maps of pictures are told to be
 * there. */
static void first(struct scene *g)
{
    uint64_t size = walk_size(g->w), len;
    struct reader r = walk_read(g->w, 0, num_min(HEAD + CHUNK, size));

    read_span(&r, HEAD);
    len = read_u32le(&r);
    if (read_u32le(&r) != 0 || !reader_ok(&r) ||
        !num_fits(HEAD + CHUNK, len, size)) {
        walk_note(g->w, NOTE_BROKEN, 0, "no JSON where it must be");
        walk_partial(g->w, "damaged");
        return;
    }
    g->at = (struct range){HEAD + CHUNK, len};
    g->block = walk_block(g->w, SPAN("JSON"), g->at.off, len);
    walk_block(g->w, SPAN("body"), g->at.off + len, size - g->at.off - len);
    g->json = walk_view(g->w, g->at.off, len);
    tell(g);
    if (peek_get(g->json, SPAN("images")).len)
        walk_partial(g->w, "pictures of glTF 1 are not read");
}

static void glb_walk(struct walk *w)
{
    uint64_t off = HEAD, size = walk_size(w);
    struct scene g = {.w = w};

    walk_block(w, SPAN("glTF"), 0, num_min(HEAD, size));
    if (span_eq(walk_view(w, 4, num_min(4, size - 4)), SPAN("\1\0\0\0"))) {
        first(&g);
        return;
    }
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
    .verified = "files of assimp, Draco and Khronos",
    .walk = glb_walk,
};

/* ---- as text ---- */

bool scene_take(const struct prose *p)
{
    struct scene g = {.w = p->w, .json = p->text, .text = p, .block = p->block};
    struct span asset = peek_get(p->text, SPAN("asset"));

    if (!peek_get(asset, SPAN("version")).len)
        return false;
    walk_become(p->w, &format_gltf);
    tell(&g);
    return true;
}

/* A text is known as a scene by its name: text.c asks. */
static unsigned gltf_probe(struct span head, uint64_t size)
{
    (void)head;
    (void)size;
    return 0;
}

const struct format format_gltf = {
    .name = "gltf",
    .mime = "model/gltf+json",
    .files = "gltf",
    .media = MEDIA_NONE,
    .probe = gltf_probe,
    .verified = "files of assimp, Draco and Khronos",
};
