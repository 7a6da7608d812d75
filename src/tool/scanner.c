/* SPDX-License-Identifier: Apache-2.0
 * scanner.c - open, scan, close; every failure becomes an item. */
#include "tool/scanner.h"

#include "tool/bag.h"
#include "tool/tesseract.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool scanner_init(struct scanner *s, const struct task *t)
{
    *s = (struct scanner){.task = t};
    s->worker = gm_worker_new(t->engine);
    if (t->how.read_text)
        s->reader = tesseract_new();
    return s->worker && input_init(&s->in) == 0;
}

void scanner_free(struct scanner *s)
{
    if (s->worker)
        input_free(&s->in);
    gm_worker_free(s->worker);
    tesseract_free(s->reader);
    fact_set_free(&s->facts);
    opened_free(&s->opened);
    free(s->notes);
    free(s->paths);
    parcel_free(&s->twin);
}

static int late(void *ctx)
{
    const struct scanner *s = ctx;
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > s->end.tv_sec ||
           (now.tv_sec == s->end.tv_sec && now.tv_nsec >= s->end.tv_nsec);
}

static void start_clock(struct scanner *s, gm_input *in)
{
    double whole, part = modf(s->task->timeout, &whole);

    if (s->task->timeout <= 0)
        return;
    clock_gettime(CLOCK_MONOTONIC, &s->end);
    s->end.tv_sec += (time_t)whole;
    s->end.tv_nsec += (long)(part * 1e9);
    if (s->end.tv_nsec >= 1000000000L) {
        s->end.tv_nsec -= 1000000000L;
        s->end.tv_sec++;
    }
    in->alive = late;
    in->alive_ctx = s;
}

static gm_error plain_error(gm_fault kind, const char *text)
{
    return (gm_error){kind, {"", 0}, {text, strlen(text)}};
}

static const gm_item *failed(struct scanner *s, const gm_input *in,
                             const gm_error *why)
{
    const gm_item *item;

    return gm_error_item(s->worker, in, why, &item) == GM_OK ? item : NULL;
}

/* add_note puts one more behind those of the item; false without memory. */
static bool add_note(struct scanner *s, const char *what)
{
    size_t n = s->item.note_count;

    if (n + 1 > s->note_cap) {
        gm_note *more = realloc(s->notes, (n + 8) * sizeof(*more));

        if (!more)
            return false;
        s->notes = more;
        s->note_cap = n + 8;
    }
    if (n)
        memcpy(s->notes, s->item.notes, n * sizeof(*s->notes));
    s->notes[n] = (gm_note){.what = {what, strlen(what)}};
    s->item.notes = s->notes;
    s->item.note_count++;
    return true;
}

/* ask_bag adds what the bag says of the file. */
static bool ask_bag(struct scanner *s, const struct bag_line *l,
                    const gm_input *in)
{
    bool note;
    const char *wrong = bag_check(l, in, &note);

    if (wrong && note)
        return add_note(s, wrong);
    if (wrong && s->item.error.kind == GM_FAULT_NONE)
        s->item.error = plain_error(GM_FAULT_IO, wrong);
    return true;
}

/* moved is a place within the file that was, as one of the file that is; to
 * is moved behind it. */
static gm_str moved(gm_str at, const char *was, const char *is, char **to)
{
    size_t n = strlen(was), m = strlen(is);
    char *from = *to;

    if (at.len < n || memcmp(at.ptr, was, n) != 0 ||
        (at.len > n && at.ptr[n] != '!' && at.ptr[n] != '#'))
        return at;
    memcpy(from, is, m);
    memcpy(from + m, at.ptr + n, at.len - n);
    from[m + at.len - n] = 0;
    *to += m + at.len - n + 1;
    return (gm_str){from, m + at.len - n};
}

/* move_places makes the places of a twin's marks and notes those of a file;
 * false without memory. */
static bool move_places(struct scanner *s, const char *was, const char *is)
{
    gm_item *it = &s->opened.item;
    gm_mark *marks = (gm_mark *)(uintptr_t)it->marks; /* of s->opened */
    gm_note *notes = (gm_note *)(uintptr_t)it->notes;
    size_t room = 1, m = strlen(is) + 1;
    char *to;

    for (size_t i = 0; i < it->mark_count; i++)
        room += marks[i].place.path.len + m;
    for (size_t i = 0; i < it->note_count; i++)
        room += notes[i].part.len + m;
    to = realloc(s->paths, room);
    if (!to)
        return false;
    s->paths = to;
    for (size_t i = 0; i < it->mark_count; i++)
        marks[i].place.path = moved(marks[i].place.path, was, is, &to);
    for (size_t i = 0; i < it->note_count; i++)
        notes[i].part = moved(notes[i].part, was, is, &to);
    return true;
}

/* by_twin makes the item of what was found in a copy; NULL where there is
 * none at hand. */
static const gm_item *by_twin(struct scanner *s, const gm_input *in)
{
    struct twins *t = s->task->twins;
    const gm_item *item = NULL;
    char *was;

    s->key[0] = 0;
    /* What a scan leaves beside its evidence, a copy has not. */
    if (!t || in->want & GM_WANT_THUMBNAIL ||
        !twins_key(in, in->effort != GM_EFFORT_FAST, s->key)) {
        s->key[0] = 0;
        return NULL;
    }
    was = twins_find(t, s->key, &s->twin);
    if (was &&
        parcel_open(&s->twin, 1u << PART_EVIDENCE | 1u << PART_COVERAGE,
                    &s->opened) &&
        move_places(s, was, in->name)) {
        s->opened.item.path = (gm_str){in->name, strlen(in->name)};
        if (gm_judge(s->worker, &s->opened.item, in, &item) != GM_OK)
            item = NULL;
    }
    free(was);
    return item;
}

/* scan is the item of an input that is open: a copy's, or what a scan finds, or
 * why it ended. */
static const gm_item *scan(struct scanner *s, gm_input *in)
{
    const gm_item *item;
    gm_error why;
    gm_status got;

    start_clock(s, in);
    in->read_text_ctx = s->reader;
    item = by_twin(s, in);
    s->copied = item != NULL;
    if (item)
        return item;
    got = gm_scan(s->worker, in, &item);
    if (got == GM_OK)
        return item;
    if (got == GM_STOPPED)
        why = plain_error(GM_FAULT_TIMEOUT, "the time-out was reached");
    else
        why = plain_error(got == GM_IO ? GM_FAULT_IO : GM_FAULT_LIMIT,
                          gm_status_text(got));
    return failed(s, in, &why);
}

const gm_item *scanner_item(struct scanner *s, const struct entry *e)
{
    gm_input in = s->task->how;
    const gm_item *item;
    gm_error why = e->why;

    s->key[0] = 0;
    s->copied = false;
    in.name = e->path;
    s->stamp = (struct stamp){0};
    s->facts.count = 0;
    if (e->failed)
        return failed(s, &in, &why);
    if (!facts_of(s->task->facts, e->path, &s->facts))
        return NULL;
    in.facts = s->facts.list;
    in.fact_count = s->facts.count;
    if (e->member) {
        input_member(&s->in, e->path, e->member, &in);
    } else if (input_open(&s->in, e->path, &in, &why) != 0) {
        input_close(&s->in);
        return failed(s, &in, &why);
    }
    s->stamp = keep_stamp(&s->in.stat);
    item = scan(s, &in);
    if (item) {
        s->item = *item;
        if (e->bag && !ask_bag(s, e->bag, &in))
            item = NULL;
        /* That of a copy stays what its scan read, so that a store does not
         * depend on which of them was met first. */
        if (!s->copied)
            s->item.bytes_read = s->in.bytes_read;
    }
    input_close(&s->in);
    return item ? &s->item : NULL;
}

/* add_stored puts facts of then behind those of now, which are stronger. */
static bool add_stored(struct fact_set *now, const struct opened *o)
{
    size_t own = now->count, need = own + o->fact_count;

    if (need > now->cap) {
        gm_fact *more = realloc(now->list, need * sizeof(*more));

        if (!more)
            return false;
        now->list = more;
        now->cap = need;
    }
    for (size_t i = 0; i < o->fact_count; i++) {
        size_t k = 0;

        while (k < own && strcmp(now->list[k].name, o->facts[i].name) != 0)
            k++;
        if (k == own)
            now->list[now->count++] = o->facts[i];
    }
    return true;
}

const gm_item *scanner_again(struct scanner *s, const struct row *r, bool judge,
                             bool stored)
{
    unsigned parts = 1u << PART_EVIDENCE | 1u << PART_COVERAGE;
    gm_input how = s->task->how;
    struct opened *o = &s->opened;
    const gm_item *item = &o->item;

    parts |= judge ? 0u : 1u << PART_OUTCOME;
    parts |= stored ? 1u << PART_FACTS : 0u;
    if (!parcel_open(&r->parcel, parts, o))
        return NULL;
    o->item.path = (gm_str){r->path, strlen(r->path)};
    if (!judge)
        return item;
    how.name = r->path;
    if (!facts_of(s->task->facts, r->path, &s->facts) ||
        (stored && !add_stored(&s->facts, o)))
        return NULL;
    how.facts = s->facts.list;
    how.fact_count = s->facts.count;
    return gm_judge(s->worker, item, &how, &item) == GM_OK ? item : NULL;
}
