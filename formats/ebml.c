/* SPDX-License-Identifier: Apache-2.0
 * ebml.c - elements of EBML; the subtitles of Matroska by its index.
 *
 * [MATROSKA] RFC 9559, 5.1.5 Cues, 10 blocks; [CODEC] draft-ietf-cellar-codec,
 * 6 subtitles.
 *
 * The blocks of a track lie among those of pictures and sound, in clusters that
 * are most of a film.  The index tells for each where it is, and writers list
 * all blocks of subtitles in it; what is not listed is not looked for. */
#include "formats/ebml.h"

#include "formats/cues.h"

enum {
    POINT = 0xBB,
    PLACES = 0xB7,
    PLACE_TRACK = 0xF7,
    PLACE_CLUSTER = 0xF1,
    PLACE_INSIDE = 0xF0,
    CLUSTER = 0x1F43B675,
    GROUP = 0xA0,
    BLOCK = 0xA1,
    SIMPLE = 0xA3,
    LACING = 0x06,
    TIMED = 3 /* bytes of time and flags behind a block's track */
};

/* Where a block is. */
struct place {
    uint64_t track, cluster, inside;
};

static bool vint(struct reader *r, unsigned most, bool keep, uint64_t *to)
{
    unsigned first = read_u8(r), len = 1;
    uint64_t v;

    while (len <= most && !(first & (0x80U >> (len - 1))))
        len++; /* a first byte of 0 is longer than 8 */
    if (!reader_ok(r) || len > most)
        return false;
    v = keep ? first : first & (0x7FU >> (len - 1));
    v = v << 8 * (len - 1) | read_be(r, len - 1);
    if (!keep && v == (UINT64_C(1) << 7 * len) - 1)
        v = EBML_UNKNOWN;
    *to = v;
    return reader_ok(r);
}

bool ebml_number(struct reader *r, uint64_t *to)
{
    return vint(r, 8, false, to);
}

bool ebml_head(struct reader *r, uint64_t *id, uint64_t *size)
{
    return vint(r, 4, true, id) && ebml_number(r, size);
}

/* ---- the index ---- */

/* next reads the next element of a holder that is in memory. */
static bool next(struct reader *r, uint64_t *id, struct reader *body)
{
    uint64_t size;

    if (!reader_left(r) || !ebml_head(r, id, &size))
        return false;
    *body = reader_over(
        read_span(r, (size_t)num_min(size, (uint64_t)reader_left(r))));
    return true;
}

static struct place places(struct reader r)
{
    struct place to = {0};
    struct reader body;
    uint64_t id;

    while (next(&r, &id, &body)) {
        uint64_t v = read_be(&body, (unsigned)num_min(reader_left(&body), 8));

        if (id == PLACE_TRACK)
            to.track = v;
        else if (id == PLACE_CLUSTER)
            to.cluster = v;
        else if (id == PLACE_INSIDE)
            to.inside = v;
    }
    return to;
}

/* points is how many blocks the index lists; they go to `to`, if it is not
 * NULL. */
static size_t points(struct walk *w, struct span index, struct place *to)
{
    struct reader r = reader_over(index), point, body;
    size_t n = 0;
    uint64_t id;

    while (next(&r, &id, &point) && walk_step(w, 1)) {
        if (id != POINT)
            continue;
        while (next(&point, &id, &body)) {
            if (id == PLACES && to)
                to[n] = places(body);
            n += id == PLACES;
        }
    }
    return n;
}

/* ---- blocks ---- */

/* block is what a block of this track at `off` holds; empty where there is
 * none.  A group holds a block as its first element or later. */
static struct range block(struct walk *w, uint64_t off, uint64_t track)
{
    uint64_t end = walk_size(w), id, size, number;

    for (unsigned i = 0; i < 4 && off < end; i++) {
        struct reader r = walk_read(w, off, num_min(EBML_HEAD + 12, end - off));
        unsigned flags;

        if (!ebml_head(&r, &id, &size) || size > end - off - reader_pos(&r))
            break;
        if (id == GROUP) {
            off += reader_pos(&r);
            continue;
        }
        off += reader_pos(&r);
        if (id != BLOCK && id != SIMPLE) {
            off += size;
            continue;
        }
        r = walk_read(w, off, num_min(size, EBML_HEAD));
        if (!ebml_number(&r, &number) || number != track)
            break;
        read_span(&r, TIMED - 1);
        flags = read_u8(&r);
        if (!reader_ok(&r) || flags & LACING)
            break;
        return (struct range){off + reader_pos(&r), size - reader_pos(&r)};
    }
    return (struct range){0};
}

/* inside is where the data of a cluster begins, 0 where none is at `off`. */
static uint64_t inside(struct walk *w, uint64_t off)
{
    uint64_t end = walk_size(w), id, size;
    struct reader r;

    if (off >= end)
        return 0;
    r = walk_read(w, off, num_min(EBML_HEAD, end - off));
    return ebml_head(&r, &id, &size) && id == CLUSTER ? off + reader_pos(&r)
                                                      : 0;
}

/* ---- tracks ---- */

static enum cues_as kind_of(struct span codec)
{
    static const struct {
        const char *codecs;
        enum cues_as as;
    } kinds[] = {{" S_TEXT/UTF8 S_TEXT/ASCII S_TEXT/WEBVTT D_WEBVTT/SUBTITLES "
                  "D_WEBVTT/CAPTIONS ",
                  CUES_TAGGED},
                 {" S_TEXT/ASS S_TEXT/SSA S_ASS S_SSA ", CUES_SCRIPT}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (span_listed(codec, kinds[i].codecs))
            return kinds[i].as;
    return CUES_NONE;
}

static void track(struct cues *c, const struct ebml_track *t,
                  const struct place *list, size_t count)
{
    enum cues_as as = kind_of(t->codec);
    size_t all = 0, n = 0;

    if (as == CUES_NONE) /* pictures, or what is not known */
        return;
    if (t->packed) {
        walk_partial(c->w, "packed in an unknown way");
        return;
    }
    if (as == CUES_SCRIPT) { /* its fields stand before its lines */
        cues_put(c, t->header.off, cues_read(c, t->header));
        cues_end(c, CUES_FILE, t->block);
    }
    for (size_t i = 0; i < count; i++)
        all += list[i].track == t->number;
    if (!all)
        walk_partial(c->w, "subtitles without an index");
    cues_begin(c, all);
    for (size_t i = 0; i < count && walk_step(c->w, 1); i++) {
        uint64_t from;
        struct range at;

        if (list[i].track != t->number || !cues_wanted(c, n++))
            continue;
        from = inside(c->w, list[i].cluster);
        at = from && num_fits(from, list[i].inside, walk_size(c->w))
                 ? block(c->w, from + list[i].inside, t->number)
                 : (struct range){0};
        if (at.len)
            cues_put(c, at.off, cues_read(c, at));
        else
            walk_note(c->w, NOTE_BROKEN, from,
                      "no subtitle where the index says");
    }
    cues_end(c, as, t->block);
}

void ebml_subtitles(struct walk *w, const struct ebml_track *list, size_t count,
                    struct range index, uint64_t base)
{
    struct span all;
    struct place *to;
    struct cues c;
    size_t n;

    if (!count || !walk_ok(w))
        return;
    all = walk_view(w, index.off, index.len);
    n = points(w, all, NULL);
    to = walk_raw(w, n * sizeof(*to));
    if (!to)
        return;
    points(w, all, to);
    for (size_t i = 0; i < n; i++)
        to[i].cluster = num_fits(base, to[i].cluster, walk_size(w))
                            ? base + to[i].cluster
                            : walk_size(w);
    cues_init(&c, w);
    for (size_t i = 0; i < count; i++)
        track(&c, &list[i], to, n);
}
