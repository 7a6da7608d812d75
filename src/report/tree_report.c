/* SPDX-License-Identifier: Apache-2.0
 * tree_report.c - `show`: what a file is made of, and what stands where.
 *
 * Blocks in file order, under each its slots, under each slot its fields; then
 * the marks and the credential. */
#include "report/findings.h"
#include "report/manifests.h"
#include "report/words.h"

enum {
    DEEP = 24,       /* levels that are drawn apart */
    OFF_COLUMN = 34, /* where offsets stand, if names leave room */
    MOST_VALUE = 200,
    MOST_KEY = 60,
    LEAST_ROOM = 3,         /* columns that are worth a value */
    LEAST_VALUE = 20,       /* columns of one that finds no such room */
    LINK_BYTES = 256 << 20, /* of the lists below */
    NONE = UINT32_MAX       /* the end of such a list */
};

/* What is drawn, where to, and heads of lists: the first slot of each block,
 * the first field of each slot, and what follows each. */
struct tree {
    gm_report *r;
    struct page *p;
    const gm_item *it;
    uint32_t *slot_of, *slot_next, *field_of, *field_next;
    struct arena arena;
};

static uint32_t *list_of(struct arena *a, size_t n)
{
    uint32_t *l = arena_alloc(a, (n + 1) * sizeof(*l));

    for (size_t i = 0; l && i <= n; i++)
        l[i] = NONE;
    return l;
}

static bool link_up(struct tree *t)
{
    const gm_item *it = t->it;

    arena_init(&t->arena, LINK_BYTES);
    t->slot_of = list_of(&t->arena, it->block_count);
    t->slot_next = list_of(&t->arena, it->slot_count);
    t->field_of = list_of(&t->arena, it->slot_count);
    t->field_next = list_of(&t->arena, it->field_count);
    if (!t->slot_of || !t->slot_next || !t->field_of || !t->field_next)
        return false;
    for (size_t i = it->slot_count; i-- > 0;) {
        size_t b = it->slots[i].block;

        b = b < it->block_count ? b : it->block_count;
        t->slot_next[i] = t->slot_of[b];
        t->slot_of[b] = (uint32_t)i;
    }
    for (size_t i = it->field_count; i-- > 0;) {
        size_t s = it->fields[i].slot;

        s = s < it->slot_count ? s : it->slot_count;
        t->field_next[i] = t->field_of[s];
        t->field_of[s] = (uint32_t)i;
    }
    return true;
}

static void indent(struct page *p, unsigned level)
{
    if (level)
        page_to(p, 2 * level);
}

static void put_range(struct page *p, uint64_t off, uint64_t len)
{
    page_to(p, OFF_COLUMN);
    page_paint(p, PAINT_DIM);
    page_uint(p, off);
    page_text(p, " + ");
    page_uint(p, len);
    page_paint(p, PAINT_NONE);
}

static void put_withheld(const struct tree *t)
{
    page_text(t->p, report_say(t->r, "(withheld)", "(가림)"));
}

/* put_rest writes what the line has room for, but for its last column; where
 * there is hardly any, the line goes on below. */
static void put_rest(struct page *p, gm_str s)
{
    unsigned room = LEAST_VALUE;

    if (p->width > p->column + LEAST_ROOM)
        room = p->width - p->column - 1;
    page_fit(p, s, room < MOST_VALUE ? room : MOST_VALUE);
}

static void put_value(const struct tree *t, gm_str v)
{
    if (!v.len)
        return;
    page_text(t->p, " = ");
    if (t->r->c.redact)
        put_withheld(t);
    else
        put_rest(t->p, v);
}

static void put_field(const struct tree *t, uint32_t i, unsigned level)
{
    const gm_field *f = &t->it->fields[i];
    struct page *p = t->p;

    indent(p, level);
    page_paint(p, PAINT_DIM);
    page_str(p, f->space);
    page_text(p, " ");
    page_paint(p, PAINT_NONE);
    page_str(p, f->name);
    put_value(t, f->value);
    page_line(p);
}

static void put_slot(const struct tree *t, uint32_t i, unsigned level)
{
    const gm_slot *s = &t->it->slots[i];
    struct page *p = t->p;

    indent(p, level);
    page_paint(p, PAINT_BLUE);
    page_str(p, s->kind);
    page_paint(p, PAINT_NONE);
    if (s->key.len) {
        page_text(p, " [");
        page_fit(p, s->key, MOST_KEY);
        page_text(p, "]");
    }
    put_range(p, s->off, s->len);
    page_line(p);
    if (!s->value.len)
        return;
    indent(p, level + 1);
    if (t->r->c.redact)
        put_withheld(t);
    else
        put_rest(p, s->value);
    page_line(p);
}

/* put_slots draws a list of slots, each with its fields. */
static void put_slots(const struct tree *t, uint32_t first, unsigned level)
{
    for (uint32_t s = first; s != NONE; s = t->slot_next[s]) {
        put_slot(t, s, level);
        for (uint32_t f = t->field_of[s]; f != NONE; f = t->field_next[f])
            put_field(t, f, level + 1);
    }
}

static unsigned level_of(const gm_item *it, size_t b)
{
    unsigned level = 0;

    while (level < DEEP && it->blocks[b].up < it->block_count &&
           it->blocks[b].up != b) {
        b = it->blocks[b].up;
        level++;
    }
    return level;
}

static void put_blocks(const struct tree *t)
{
    const gm_item *it = t->it;
    struct page *p = t->p;

    for (size_t b = 0; b < it->block_count; b++) {
        unsigned level = level_of(it, b) + 1;

        indent(p, level);
        page_paint(p, PAINT_BOLD);
        page_str(p, it->blocks[b].name);
        page_paint(p, PAINT_NONE);
        put_range(p, it->blocks[b].off, it->blocks[b].len);
        page_line(p);
        put_slots(t, t->slot_of[b], level + 1);
    }
    put_slots(t, t->slot_of[it->block_count], 1);
    for (uint32_t f = t->field_of[it->slot_count]; f != NONE;
         f = t->field_next[f])
        put_field(t, f, 1);
}

static void heading(struct page *p, const char *s)
{
    page_line(p);
    page_paint(p, PAINT_BOLD);
    page_text(p, s);
    page_paint(p, PAINT_NONE);
    page_line(p);
}

static void put_marks(const struct tree *t)
{
    const gm_item *it = t->it;
    gm_report *r = t->r;
    struct page *p = t->p;

    if (it->mark_count)
        heading(p, report_say(r, "Marks", "표시"));
    for (size_t i = 0; i < it->mark_count; i++) {
        const gm_mark *m = &it->marks[i];
        struct shown s = report_value(r, m);

        indent(p, 1);
        page_paint(p, PAINT_BLUE);
        page_text(p, gm_claim_name(m->claim));
        page_paint(p, PAINT_NONE);
        page_text(p, " ");
        page_str(p, m->name);
        if (s.held)
            page_text(p, report_say(r, " (withheld)", " (가림)"));
        else
            put_value(t, s.value);
        page_line(p);
        indent(p, 2);
        page_paint(p, PAINT_DIM);
        page_str(p, m->finder);
        page_text(p, ", ");
        page_text(p, gm_kind_name(m->kind));
        page_text(p, ", ");
        page_text(p, gm_proof_name(m->proof));
        page_text(p, ": ");
        page_str(p, report_place(it, m));
        page_text(p, "  ");
        page_uint(p, m->place.off);
        page_text(p, " + ");
        page_uint(p, m->place.len);
        page_paint(p, PAINT_NONE);
        page_line(p);
    }
}

/* pair writes "name: value" where there is a value. */
static void pair(struct page *p, unsigned level, const char *name, gm_str v)
{
    if (!v.len)
        return;
    indent(p, level);
    page_paint(p, PAINT_DIM);
    page_text(p, name);
    page_text(p, ": ");
    page_paint(p, PAINT_NONE);
    page_str(p, v);
    page_line(p);
}

static void put_codes(struct page *p, const gm_manifest *m, unsigned level)
{
    static const enum paint paints[] = {PAINT_GREEN, PAINT_DIM, PAINT_RED};

    for (size_t i = 0; i < m->code_count; i++) {
        const gm_code *c = &m->codes[i];

        indent(p, level);
        page_paint(p, paints[c->kind <= GM_CODE_FAILURE ? c->kind : 0]);
        page_str(p, c->code);
        page_paint(p, PAINT_NONE);
        if (c->explanation.len && c->kind == GM_CODE_FAILURE) {
            page_text(p, "  ");
            page_str(p, c->explanation);
        }
        page_line(p);
    }
}

static void also(struct page *p, gm_str s)
{
    if (!s.len)
        return;
    page_text(p, "  ");
    page_str(p, s);
}

static void open_manifest(void *ctx, const gm_manifest *m, unsigned depth)
{
    const struct tree *t = ctx;
    gm_report *r = t->r;
    struct page *p = t->p;
    unsigned level = 2 * depth + 1;

    indent(p, level);
    page_paint(p, PAINT_BOLD);
    page_str(p, m->label);
    page_paint(p, PAINT_NONE);
    if (m->active)
        page_text(p, report_say(r, "  (active)", "  (활성)"));
    page_line(p);
    level++;
    pair(p, level, report_say(r, "title", "제목"),
         r->c.redact ? (gm_str){"", 0} : m->title);
    pair(p, level, report_say(r, "made by", "생성 프로그램"), m->generator);
    pair(p, level, report_say(r, "signer", "서명자"), m->signer.cn);
    pair(p, level, report_say(r, "organisation", "기관"), m->signer.o);
    pair(p, level, report_say(r, "time-stamp", "타임스탬프"), m->signer.time);
    for (size_t i = 0; i < m->action_count; i++) {
        indent(p, level);
        page_text(p, report_say(r, "action ", "작업 "));
        page_str(p, m->actions[i].action);
        also(p, m->actions[i].source_type);
        also(p, m->actions[i].agent);
        page_line(p);
    }
    for (size_t i = 0; i < m->assertion_count; i++) {
        indent(p, level);
        page_text(p, report_say(r, "assertion ", "주장 "));
        page_str(p, m->assertions[i].label);
        if (!r->c.redact)
            also(p, m->assertions[i].summary);
        page_line(p);
    }
}

static void put_ingredient(void *ctx, const gm_ingredient *n, unsigned depth)
{
    const struct tree *t = ctx;

    indent(t->p, 2 * depth + 2);
    page_text(t->p, report_say(t->r, "ingredient ", "재료 "));
    page_str(t->p, n->relationship);
    page_text(t->p, " ");
    if (!t->r->c.redact)
        page_str(t->p, n->title);
    page_line(t->p);
}

static void close_manifest(void *ctx, const gm_manifest *m, unsigned depth)
{
    const struct tree *t = ctx;

    put_codes(t->p, m, 2 * depth + 2);
}

static void put_credential(const struct tree *t)
{
    static const struct manifest_calls calls = {open_manifest, put_ingredient,
                                                close_manifest};
    const gm_credential *c = &t->it->credential;
    const gm_report *r = t->r;
    struct page *p = t->p;

    if (c->state == GM_C2PA_NONE)
        return;
    page_line(p);
    page_paint(p, PAINT_BOLD);
    page_text(p, "C2PA");
    page_paint(p, PAINT_NONE);
    page_text(p, ": ");
    page_text(p, word_state(r->ko, c->state));
    page_line(p);
    pair(p, 1, report_say(r, "remote", "원격"), c->remote);
    manifests_walk(c, &calls, (void *)(uintptr_t)t);
}

static void put_notes(const struct tree *t)
{
    const gm_item *it = t->it;
    const gm_report *r = t->r;
    struct page *p = t->p;

    if (it->note_count)
        heading(p, report_say(r, "Notes", "참고"));
    for (size_t i = 0; i < it->note_count; i++) {
        indent(p, 1);
        page_str(p, word_said(r->ko, it->notes[i].what));
        page_text(p, "  ");
        page_paint(p, PAINT_DIM);
        page_uint(p, it->notes[i].off);
        page_paint(p, PAINT_NONE);
        page_line(p);
    }
    if (it->error.kind == GM_FAULT_NONE)
        return;
    heading(p, word_fault(r->ko, it->error.kind));
    indent(p, 1);
    page_str(p, word_said(r->ko, it->error.message));
    if (it->error.limit.len) {
        page_text(p, ": ");
        page_str(p, it->error.limit);
    }
    page_line(p);
}

static void tree_item(gm_report *r, const gm_item *it)
{
    struct page page = {
        .out = &r->out, .width = r->c.width, .colour = r->c.colour != 0};
    struct page *p = &page;
    struct tree t = {.r = r, .p = p, .it = it};

    page_paint(p, PAINT_BOLD);
    text_path(r, p, it);
    page_paint(p, PAINT_NONE);
    page_text(p, "  ");
    page_str(p, it->format);
    page_text(p, "  ");
    page_uint(p, it->length);
    page_text(p, report_say(r, " bytes", "바이트"));
    page_line(p);
    if (link_up(&t))
        put_blocks(&t);
    else
        page_text(p, report_say(r, "too large to draw", "너무 커서 생략"));
    arena_reset(&t.arena);
    put_marks(&t);
    put_credential(&t);
    put_notes(&t);
}

const struct writer writer_tree = {.kind = "tree", .item = tree_item};
