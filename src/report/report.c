/* SPDX-License-Identifier: Apache-2.0
 * report.c - the public report calls, and the table of writers. */
#include "report/report.h"

#include "base/sized.h"
#include "base/str.h"
#include "base/utf.h"
#include "report/words.h"

#include <stdlib.h>

#define WRITER(name) extern const struct writer writer_##name;
#include "report/list.h"
#undef WRITER

enum {
    SHORT = 160,          /* bytes of a prompt that tell which one it is */
    PART_MOST = 256 << 20 /* bytes that a part may hold between two joins */
};

static const struct writer *const writers[] = {
#define WRITER(name) &writer_##name,
#include "report/list.h"
#undef WRITER
};

gm_str report_pick(const gm_report *r, gm_words w)
{
    gm_str first = r->ko ? w.ko : w.en, other = r->ko ? w.en : w.ko;

    return first.len ? first : other;
}

bool report_personal(const gm_mark *m)
{
    return m->kind == GM_GENERATOR || m->kind == GM_HIDDEN_TEXT ||
           m->kind == GM_WATERMARK;
}

struct shown report_value(const gm_report *r, const gm_mark *m)
{
    struct shown s = {m->value, false, false};

    if (!report_personal(m))
        return s;
    if (r->c.redact) {
        s.held = true;
        s.value = (gm_str){"", 0};
        return s;
    }
    if (s.value.len <= SHORT)
        return s;
    s.value.len = SHORT;
    while (s.value.len && ((uint8_t)m->value.ptr[s.value.len] & 0xC0) == 0x80)
        s.value.len--;
    s.cut = true;
    return s;
}

bool report_same(const gm_item *it, size_t i, size_t k)
{
    const gm_coverage *a = &it->coverage[i], *b = &it->coverage[k];

    return !b->ran && a->why.len == b->why.len &&
           (!a->why.len || memcmp(a->why.ptr, b->why.ptr, a->why.len) == 0);
}

bool report_gap(const gm_item *it, size_t i)
{
    if (it->coverage[i].ran)
        return false;
    for (size_t k = 0; k < i; k++)
        if (report_same(it, i, k))
            return false;
    return true;
}

gm_str report_place(const gm_item *it, const gm_mark *m)
{
    gm_str path = m->place.path;
    size_t n = it->path.len;

    if (path.len > n + 1 && memcmp(path.ptr, it->path.ptr, n) == 0 &&
        (path.ptr[n] == '!' || path.ptr[n] == '#'))
        return (gm_str){path.ptr + n + 1, path.len - n - 1};
    return m->place.slot.len ? m->place.slot : path;
}

bool report_odd(const gm_item *it)
{
    return !utf8_ok(str_span(it->path));
}

size_t report_escape(char c, char to[3])
{
    static const char hex[] = "0123456789ABCDEF";

    to[0] = c;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
        (c >= '0' && c <= '9') || (c && strchr("-._~/", c)))
        return 1;
    to[0] = '%';
    to[1] = hex[(uint8_t)c >> 4];
    to[2] = hex[(uint8_t)c & 15];
    return 3;
}

void report_percent(struct out *o, gm_str path)
{
    char to[3];

    for (size_t i = 0; i < path.len; i++)
        out_put(o, to, report_escape(path.ptr[i], to));
}

static int keep(void *ctx, const char *p, size_t n)
{
    struct buf *b = ctx;

    buf_put(b, (struct span){(const uint8_t *)p, n});
    return b->failed;
}

static void part_clear(gm_report *r)
{
    arena_clear(&r->keep);
    buf_init(&r->bytes, &r->keep, PART_MOST);
    buf_init(&r->later, &r->keep, PART_MOST);
    r->out.len = 0;
    r->out.failed = r->later_out.failed = r->wrote = false;
    if (r->by->foot)
        tally_clear(&r->tally);
}

void report_later(gm_report *r)
{
    char block[16 << 10];
    long n = 1;

    out_flush(&r->later_out);
    if (!r->c.hold || !r->c.held) {
        out_put(&r->out, r->later.ptr, r->later.len);
        return;
    }
    while (n > 0 && !r->later_out.failed) {
        n = r->c.held(r->c.ctx, block, sizeof(block));
        if (n > 0)
            out_put(&r->out, block, (size_t)n);
    }
    r->later_out.failed |= n < 0;
}

static const struct writer *writer_of(const char *kind)
{
    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++)
        if (strcmp(writers[i]->kind, kind) == 0)
            return writers[i];
    return NULL;
}

gm_status gm_report_new(const gm_report_config *config, gm_report **out)
{
    gm_report_config ours, *c = &ours;
    const struct writer *by;
    gm_report *r;

    if (!config || !out || !sized_take(&ours, sizeof(ours), config) ||
        !c->kind || !c->lang)
        return GM_BAD_ARG;
    *out = NULL;
    by = writer_of(c->kind);
    if (!by)
        return GM_BAD_ARG;
    r = malloc(sizeof(*r));
    if (!r)
        return GM_NO_MEMORY;
    memset(r, 0, offsetof(gm_report, out)); /* what follows is filled */
    r->c = *c;
    if (!r->c.width)
        r->c.width = 80;
    r->by = by;
    r->ko = strcmp(c->lang, "ko") == 0;
    r->part = !c->write;
    arena_init(&r->keep, 2ull * PART_MOST);
    if (r->part)
        out_init(&r->out, keep, &r->bytes);
    else
        out_init(&r->out, c->write, c->ctx);
    if (by->join || r->part) /* what waits is not for the foot */
        r->c.hold = NULL;
    if (r->c.hold && r->c.held)
        out_init(&r->later_out, r->c.hold, r->c.ctx);
    else
        out_init(&r->later_out, keep, &r->later);
    part_clear(r);
    *out = r;
    return GM_OK;
}

void report_element(gm_report *r)
{
    if (r->wrote && r->by->between)
        out_text(&r->out, r->by->between);
    r->wrote = true;
}

static void begin(gm_report *r)
{
    if (!r->begun && !r->part && r->by->head)
        r->by->head(r);
    r->begun = true;
}

gm_status gm_report_add(gm_report *r, const gm_item *item)
{
    if (!r || !item)
        return GM_BAD_ARG;
    begin(r);
    r->by->item(r, item);
    if (r->by->foot)
        tally_add(&r->tally, item);
    return r->out.failed ? GM_STOPPED : GM_OK;
}

/* take puts what another wrote to a report; one that waits keeps it at once,
 * for of many that wait each would touch a buffer of its own. */
static void take(gm_report *r, const void *p, size_t n)
{
    if (r->part && !r->out.len && n)
        r->out.failed |= keep(&r->bytes, p, n) != 0;
    else
        out_put(&r->out, p, n);
}

gm_status gm_report_join(gm_report *r, gm_report *part)
{
    gm_status s = GM_OK;

    if (!r || !part || !part->part || r == part || r->by != part->by)
        return GM_BAD_ARG;
    begin(r);
    if (r->by->join && !r->part)
        out_flush(&part->out);
    out_flush(&part->later_out);
    if (part->out.failed || part->later_out.failed) {
        s = GM_NO_MEMORY;
    } else {
        if (part->wrote)
            report_element(r);
        if (r->by->join && !r->part) {
            r->by->join(r, part);
        } else {
            part->late = r->late;
            take(r, part->bytes.ptr, part->bytes.len);
            take(r, part->out.bytes, part->out.len);
        }
        out_put(&r->later_out, part->later.ptr, part->later.len);
    }
    if (r->by->foot)
        tally_join(&r->tally, &part->tally);
    part_clear(part);
    return r->out.failed ? GM_STOPPED : s;
}

gm_status gm_report_flush(gm_report *r)
{
    if (!r)
        return GM_BAD_ARG;
    if (!r->part)
        out_flush(&r->out);
    return r->out.failed ? GM_STOPPED : GM_OK;
}

gm_str gm_said(gm_str text, const char *lang)
{
    return word_said(lang && strcmp(lang, "ko") == 0, text);
}

gm_status gm_report_end(gm_report *r)
{
    gm_status s;

    if (!r)
        return GM_BAD_ARG;
    if (!r->part) {
        begin(r);
        if (r->by->foot)
            r->by->foot(r);
        out_flush(&r->out);
    }
    s = r->out.failed ? GM_STOPPED : r->later_out.failed ? GM_NO_MEMORY : GM_OK;
    arena_reset(&r->keep);
    free(r->rows);
    free(r->covered);
    free(r->stated);
    free(r);
    return s;
}
