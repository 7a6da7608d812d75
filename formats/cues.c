/* SPDX-License-Identifier: Apache-2.0
 * cues.c - subtitles inside films: samples of a track, joined to one text. */
#include "formats/cues.h"

#include "formats/plain.h"

static void fresh(struct cues *c)
{
    buf_init(&c->text, walk_arena(c->w), (size_t)walk_limits(c->w)->text_bytes);
    text_runs_init(&c->runs, walk_arena(c->w));
}

void cues_init(struct cues *c, struct walk *w)
{
    const struct limits *lim = walk_limits(w);

    /* places in a file may overlap: no more is read than there is */
    *c = (struct cues){.w = w,
                       .samples = lim->cues,
                       .bytes = num_min(walk_size(w), lim->text_bytes)};
    fresh(c);
}

void cues_begin(struct cues *c, uint64_t count)
{
    uint64_t n = num_min(count, c->samples);

    if (n < count)
        walk_partial(c->w, "cues");
    c->tail = count - n / 2;
    c->head = n - n / 2;
    c->samples -= n;
}

bool cues_wanted(const struct cues *c, uint64_t n)
{
    return n < c->head || n >= c->tail;
}

struct span cues_read(struct cues *c, struct range at)
{
    struct span s;

    if (at.len > c->bytes) {
        walk_partial(c->w, "text_bytes");
        return (struct span){0};
    }
    c->bytes -= at.len;
    s = walk_view(c->w, at.off, at.len);
    if (!s.len && at.len && walk_ok(c->w))
        walk_note(c->w, NOTE_BROKEN, at.off, "subtitle outside the file");
    return s;
}

void cues_put(struct cues *c, uint64_t off, struct span text)
{
    struct text_run run = {c->text.len, off, UNIT_SAME};
    bool big = span_starts(text, SPAN("\xFE\xFF"));

    if (!text.len)
        return;
    if (big || span_starts(text, SPAN("\xFF\xFE"))) {
        struct text_map map = {0};

        run.file = off + 2;
        run.unit = UNIT_UTF16;
        charset_text(walk_arena(c->w), span_cut(text, 2, text.len - 2),
                     big ? CHARSET_UTF16BE : CHARSET_UTF16LE, 0, &map);
        text = map.data;
    }
    text_runs_put(&c->runs, run);
    buf_put(&c->text, text);
    buf_byte(&c->text, '\n');
}

void cues_end(struct cues *c, enum cues_as as, uint32_t block)
{
    struct text_map *map = walk_alloc(c->w, sizeof(*map));
    struct prose p = {.w = c->w, .block = block};

    if (!map || !c->text.len)
        return;
    if (c->text.failed || c->runs.buf.failed)
        walk_partial(c->w, "text_bytes");
    *map = text_runs_map(&c->runs, buf_span(&c->text), NULL);
    p.text = map->data;
    p.map = map;
    fresh(c);
    switch (as) {
    case CUES_NONE: return;
    case CUES_TAGGED:
    case CUES_SCRIPT: cues_lines(&p, as == CUES_SCRIPT); return;
    case CUES_FILE: cues_take(&p); return;
    case CUES_TTML:
        if (!markup_text(&p))
            walk_note(c->w, NOTE_BROKEN, text_map_at(map, 0),
                      "XML of a part is not well-formed");
        return;
    }
}
