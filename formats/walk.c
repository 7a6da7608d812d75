/* SPDX-License-Identifier: Apache-2.0
 * walk.c - what a format may do, bounded: the only place in this folder that
 * knows limits, memory and the input. */
#include "formats/walk.h"

#include "formats/carve.h"

enum {
    HEAD = 4096,
    WINDOW = 512,           /* read at once where less is asked for */
    SMALL = 64,             /* asked for: worth a window */
    LARGE = 65536,          /* read at once to pass over */
    BEAT = 1024,            /* steps between two questions to `alive` */
    NOTES = 64,             /* more of the same say nothing new */
    SECONDS_MOST = 1 << 24, /* half a year */
    BEGINNING = 1000,       /* bytes that are still the beginning of a text */
    ENDING = 15             /* longest name ending that is looked at */
};

struct walk {
    struct doc *doc;
    const struct source *src;
    const struct walk_config *c;
    uint64_t steps, ask; /* below `ask` a step asks nothing */
    bool failed;
    struct range seen;   /* the last window */
    struct span window;  /* its bytes */
    uint8_t *passing;    /* what walk_window reads into, again and again */
    struct range passed; /* what is in there */
    uint8_t ending[ENDING];
    size_t ending_len;
};

static void stop(struct walk *w, const char *limit)
{
    w->failed = true;
    w->ask = w->steps;
    if (limit)
        w->doc->limit = limit;
}

static void starve(struct walk *w)
{
    w->doc->memory = true;
    stop(w, NULL);
}

/* push makes room for one more in an array whose capacity is the next power of
 * two, and is its address; NULL where there is none to be had. */
static void *push(struct walk *w, void *array, uint32_t *count, size_t size)
{
    uint8_t *p = *(uint8_t **)array;
    uint32_t n = *count;

    if (w->failed)
        return NULL;
    if ((n & (n - 1)) == 0) {
        uint8_t *more = arena_raw(w->c->arena, (n ? 2 * (size_t)n : 1) * size);

        if (!more) {
            starve(w);
            return NULL;
        }
        if (n)
            memcpy(more, p, n * size);
        *(uint8_t **)array = p = more;
    }
    *count = n + 1;
    return p + n * size;
}

bool walk_ok(const struct walk *w)
{
    return !w->failed;
}

uint64_t walk_size(const struct walk *w)
{
    return w->src->size;
}

const struct limits *walk_limits(const struct walk *w)
{
    return w->c->limits;
}

struct arena *walk_arena(struct walk *w)
{
    return w->c->arena;
}

struct span walk_ending(const struct walk *w)
{
    return (struct span){w->ending, w->ending_len};
}

void walk_media(struct walk *w, enum media media)
{
    w->doc->media = media;
}

void walk_drawn(struct walk *w)
{
    w->doc->drawn = true;
}

void walk_lasts(struct walk *w, double seconds)
{
    if (seconds > 0 && seconds < SECONDS_MOST && w->doc->seconds <= 0)
        w->doc->seconds = seconds;
}

void walk_mime(struct walk *w, const char *mime)
{
    w->doc->mime = mime;
}

void walk_become(struct walk *w, const struct format *format)
{
    w->doc->format = format;
    w->doc->media = format->media;
    w->doc->mime = format->mime;
}

/* asked makes steps up to the limit, or over a beat; apart from walk_step,
 * which then saves no registers. */
static __attribute__((noinline)) bool asked(struct walk *w, uint64_t n)
{
    uint64_t before = w->steps, most = w->c->limits->steps;

    if (w->failed)
        return false;
    if (n > most - w->steps) {
        stop(w, "steps");
        return false;
    }
    w->steps += n;
    w->ask = w->steps + num_min(BEAT - w->steps % BEAT, most - w->steps);
    if (w->c->alive && before / BEAT != w->steps / BEAT &&
        w->c->alive(w->c->alive_ctx)) {
        w->doc->stopped = true;
        stop(w, NULL);
    }
    return !w->failed;
}

bool walk_step(struct walk *w, uint64_t n)
{
    if (n >= w->ask - w->steps)
        return asked(w, n);
    w->steps += n;
    return true;
}

/* fetch reads from a source that is not in memory, and tells want of memory
 * from a source that fails. */
static struct span fetch(struct walk *w, uint64_t off, size_t len)
{
    uint8_t *to = arena_raw(w->c->arena, len);

    if (!to) {
        starve(w);
        return (struct span){0};
    }
    if (!w->src->read(w->src->ctx, off, to, len)) {
        w->doc->io = true;
        stop(w, NULL);
        return (struct span){0};
    }
    w->doc->bytes_read += len;
    return (struct span){to, len};
}

struct span walk_view(struct walk *w, uint64_t off, uint64_t len)
{
    if (w->failed || !num_fits(off, len, w->src->size))
        return (struct span){0};
    if (len > w->c->limits->view_bytes) {
        stop(w, "view_bytes");
        return (struct span){0};
    }
    if (!walk_step(w, 1))
        return (struct span){0};
    if (w->src->whole.ptr || len == 0)
        return span_cut(w->src->whole, (size_t)off, (size_t)len);
    if (off >= w->seen.off && num_fits(off - w->seen.off, len, w->seen.len))
        return span_cut(w->window, (size_t)(off - w->seen.off), (size_t)len);
    if (len > SMALL)
        return fetch(w, off, (size_t)len);
    w->seen = (struct range){off, num_min(WINDOW, w->src->size - off)};
    w->window = fetch(w, off, (size_t)w->seen.len);
    if (!w->window.ptr)
        w->seen.len = 0;
    return span_cut(w->window, 0, (size_t)len);
}

struct span walk_window(struct walk *w, uint64_t off)
{
    uint64_t left = off < w->src->size ? w->src->size - off : 0, had;
    size_t n = (size_t)num_min(left, LARGE);

    if (!walk_step(w, 1) || left == 0)
        return (struct span){0};
    if (w->src->whole.ptr)
        return span_cut(w->src->whole, (size_t)off, (size_t)left);
    if (!w->passing)
        w->passing = walk_raw(w, LARGE);
    if (!w->passing)
        return (struct span){0};
    /* What is there is used up before more is read: many short hops must not
     * cost a window each. */
    if (off >= w->passed.off && off - w->passed.off < w->passed.len) {
        had = w->passed.len - (off - w->passed.off);
        if (had >= LARGE / 16 || had == left)
            return (struct span){w->passing + (off - w->passed.off),
                                 (size_t)had};
    }
    w->passed = (struct range){off, n};
    if (!w->src->read(w->src->ctx, off, w->passing, n)) {
        w->doc->io = true;
        stop(w, NULL);
        return (struct span){0};
    }
    w->doc->bytes_read += n;
    return (struct span){w->passing, n};
}

struct reader walk_read(struct walk *w, uint64_t off, uint64_t len)
{
    struct reader r = reader_over(walk_view(w, off, len));

    r.failed = reader_left(&r) != len;
    return r;
}

static void *take(struct walk *w, uint64_t n,
                  void *(*from)(struct arena *a, size_t n))
{
    void *p;

    if (w->failed)
        return NULL;
    if (n > w->c->limits->view_bytes) {
        stop(w, "view_bytes");
        return NULL;
    }
    p = from(w->c->arena, n ? (size_t)n : 1);
    if (!p)
        starve(w);
    return p;
}

void *walk_alloc(struct walk *w, uint64_t n)
{
    return take(w, n, arena_alloc);
}

void *walk_raw(struct walk *w, uint64_t n)
{
    return take(w, n, arena_raw);
}

void walk_partial(struct walk *w, const char *limit)
{
    if (!w->doc->limit)
        w->doc->limit = limit;
}

static struct span unpack(struct walk *w, struct span packed, enum packing how,
                          struct inflated *got)
{
    if (w->failed)
        return got->out;
    switch (inflate_span(w->c->arena, packed, how, w->c->limits, got)) {
    case UNPACK_WHOLE: break;
    case UNPACK_BROKEN:
        walk_note(w, NOTE_BROKEN, 0, "packed data is damaged or cut short");
        break;
    case UNPACK_BYTES: walk_partial(w, "inflate_bytes"); break;
    case UNPACK_RATIO: walk_partial(w, "inflate_ratio"); break;
    case UNPACK_ABSENT: walk_partial(w, "libbrotlidec is not here"); break;
    case UNPACK_MEMORY:
        starve(w);
        *got = (struct inflated){0};
        return got->out;
    }
    walk_step(w, 1 + got->out.len / 64);
    return got->out;
}

struct span walk_first(struct walk *w, struct span packed, enum packing how,
                       struct span *rest)
{
    struct inflated got = {0};

    unpack(w, packed, how, &got);
    *rest = got.rest;
    return got.out;
}

struct span walk_sized(struct walk *w, struct span packed, enum packing how,
                       uint64_t size)
{
    struct inflated got = {.size = size};

    return unpack(w, packed, how, &got);
}

struct span walk_unpack(struct walk *w, struct span packed, enum packing how)
{
    return walk_sized(w, packed, how, 0);
}

struct span walk_inflate(struct walk *w, struct span packed)
{
    return walk_unpack(w, packed, PACKED_ZLIB);
}

static uint32_t list_block(struct walk *w, struct block b, bool top)
{
    uint32_t index = w->doc->block_count;
    struct block *to;

    if (index >= w->c->limits->blocks) {
        stop(w, "blocks");
        return 0;
    }
    to = push(w, &w->doc->blocks, &w->doc->block_count, sizeof(*to));
    if (!to)
        return 0;
    *to = b;
    if (top)
        to->up = index;
    return index;
}

uint32_t walk_block(struct walk *w, struct span name, uint64_t off,
                    uint64_t len)
{
    return list_block(w, (struct block){name, {off, len}, 0}, true);
}

uint32_t walk_child(struct walk *w, uint32_t up, struct span name,
                    struct range at)
{
    return list_block(w, (struct block){name, at, up}, false);
}

void walk_slot(struct walk *w, struct slot s)
{
    struct slot *to;

    if (w->doc->slot_count >= w->c->limits->slots) {
        stop(w, "slots");
        return;
    }
    to = push(w, &w->doc->slots, &w->doc->slot_count, sizeof(*to));
    if (to)
        *to = s;
}

void walk_story(struct walk *w, struct slot s)
{
    struct slot begin = s;
    size_t n = BEGINNING;

    while (n < s.data.len && s.data.ptr[n - 1] != '\n')
        n++;
    if (n > s.data.len)
        n = s.data.len;
    begin.flags |= SLOT_START;
    begin.data = span_cut(s.data, 0, n);
    if (n)
        walk_slot(w, begin);
    s.data = span_cut(s.data, n, s.data.len - n);
    if (s.data.len)
        walk_slot(w, s);
}

void walk_known(struct walk *w, const struct slot_id *known, struct span id,
                struct slot s)
{
    for (; known->id[0]; known++) {
        struct span k = {(const uint8_t *)known->id, strlen(known->id)};

        if (!span_eq(k, id))
            continue;
        s.kind = known->kind;
        s.data = walk_view(w, s.at.off, s.at.len);
        walk_slot(w, s);
        return;
    }
}

void walk_exif(struct walk *w, struct slot s)
{
    const struct span head = SPAN("Exif\0\0");

    s.kind = SLOT_EXIF;
    s.data = walk_view(w, s.at.off, s.at.len);
    if (span_starts(s.data, head)) {
        s.data = span_cut(s.data, head.len, s.data.len - head.len);
        s.at.off += head.len;
        s.at.len -= head.len;
    }
    walk_slot(w, s);
}

void walk_note(struct walk *w, enum note_kind kind, uint64_t off,
               const char *what)
{
    struct note *n;

    if (w->doc->note_count >= NOTES)
        return;
    n = push(w, &w->doc->notes, &w->doc->note_count, sizeof(*n));
    if (n)
        *n = (struct note){kind, off, what};
}

uint32_t walk_noted(const struct walk *w)
{
    return w->doc->note_count;
}

void walk_tail(struct walk *w, uint64_t end)
{
    struct slot s = {.kind = SLOT_TAIL};

    if (w->failed || end >= walk_size(w))
        return;
    s.at = (struct range){end, walk_size(w) - end};
    walk_note(w, NOTE_ODD, end, "bytes after the end of the format");
    walk_slot(w, s);
}

static void take_ending(struct walk *w, struct span name)
{
    size_t from = name.len;

    while (from > 0 && name.ptr[from - 1] != '.' && name.ptr[from - 1] != '/')
        from--;
    if (from == 0 || name.ptr[from - 1] != '.' || name.len - from > ENDING)
        return;
    for (size_t i = from; i < name.len; i++) {
        uint8_t c = name.ptr[i];

        w->ending[w->ending_len++] =
            c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
    }
}

void walk_run(struct doc *doc, const struct source *src,
              const struct walk_config *c)
{
    struct walk w = {.doc = doc, .src = src, .c = c};
    size_t n = src->size < HEAD ? (size_t)src->size : HEAD;

    *doc = (struct doc){0};
    take_ending(&w, c->name);
    if (src->size > c->limits->file_bytes) {
        stop(&w, "file_bytes");
        return;
    }
    w.window = walk_view(&w, 0, n);
    if (w.failed)
        return;
    w.seen = (struct range){0, n};
    doc->format = format_of(w.window, src->size);
    if (!doc->format) {
        carve_walk(&w);
        return;
    }
    doc->media = doc->format->media;
    doc->mime = doc->format->mime;
    doc->format->walk(&w);
}

bool walk_pixels(struct doc *doc, const struct source *src,
                 const struct walk_config *c, struct pixels *out)
{
    struct walk w = {.doc = doc, .src = src, .c = c};

    return doc->format && doc->format->pixels && doc->format->pixels(&w, out) &&
           !w.failed;
}
