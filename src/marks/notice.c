/* SPDX-License-Identifier: Apache-2.0
 * notice.c - sentences that tell a reader that AI made or changed something.
 *
 * Text that a person reads makes a notice (form text); the same words in a
 * comment of HTML, in hidden text or in a field of metadata are a statement
 * that only a machine will meet, and are marked so.  What looks like a label
 * and is none (a prohibition, a question, a topic) and what denies are marks of
 * their own claim, and the bare mention of AI generation claims nothing.
 *
 * Only what is near a seed (near.h) is folded, a window at a time; the windows
 * overlap by more than a sentence is followed, and each phrase is judged in one
 * of them. */
#include "marks/mark.h"
#include "marks/near.h"
#include "marks/part.h"
#include "marks/sentence.h"
#include "marks/shape.h"

enum {
    WINDOW = 1 << 14, /* code points of a view */
    MARGIN = 1 << 10, /* of its end, left to the next window */
    CLAIMS = 96,      /* marks of each kind that are listed */
    DENIALS = 24,
    MISSES = 24,
    MENTIONS = 8,
    SNIPPET = 240, /* bytes of a sentence that are shown */
    SURE_LABEL = 85,
    SURE_EDGE = 70,
    SURE_CUT = 45, /* the rest of the sentence may have taken it back */
    SURE_MENTION = 30,
    SURE_MISS = 90
};

enum tally_kind {
    TALLY_CLAIM,
    TALLY_DENIAL,
    TALLY_MISS,
    TALLY_MENTION,
    TALLIES
};

static const uint32_t most[TALLIES] = {CLAIMS, DENIALS, MISSES, MENTIONS};

struct notice {
    struct hunt *h;
    struct view view;
    struct setting set;
    struct mark base; /* what all marks of this text have */
    struct span text;
    const struct text_map *map;
    struct range at; /* of the text; where it has no map of its own */
    struct near_back back;
    bool exact;   /* offsets of the text are offsets of the file */
    bool machine; /* nobody is shown this text */
    bool field;
    bool alt; /* describes pictures */
    uint32_t seen[TALLIES], last[TALLIES];
    struct parts parts;
};

static struct span word(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static struct range place(const struct notice *n, size_t off, size_t end)
{
    uint64_t a, b;

    if (n->map) {
        a = text_map_at(n->map, off);
        b = text_map_at(n->map, end);
        return (struct range){a, b > a ? b - a : 0};
    }
    if (n->exact)
        return (struct range){n->at.off + off, end - off};
    return n->at;
}

/* snippet is the sentence, or its beginning, up to the bound of a character. */
static struct span snippet(const struct notice *n, const struct said *s)
{
    const struct view *v = n->set.v;
    size_t off = v->at[s->from], end = v->at[s->to];

    if (end - off > SNIPPET) {
        off = v->at[s->off];
        end = end - off > SNIPPET ? off + SNIPPET : end;
        while (end > off && end < n->text.len &&
               (n->text.ptr[end] & 0xC0) == 0x80)
            end--;
    }
    while (end > off && n->text.ptr[end - 1] <= ' ')
        end--;
    return span_cut(n->text, off, end - off);
}

static gm_claim made(enum lex_what w)
{
    return w == LEX_B                 ? GM_ALTERED
           : w == LEX_A || w == LEX_E ? GM_GENERATED
                                      : GM_CLAIM_NONE;
}

static bool keeps(struct notice *n, enum tally_kind kind)
{
    if (n->seen[kind]++ < most[kind])
        return true;
    return false;
}

static struct mark claim(const struct notice *n, enum lex_what w, bool cut)
{
    static const struct {
        const char *name, *cls;
    } as[] = {[LEX_A] = {"disclosure", "A"},
              [LEX_B] = {"assistance", "B"},
              [LEX_S] = {"service notice", "service"},
              [LEX_E] = {"election notice", "election"},
              [LEX_F] = {"virtual person notice", "advertising"}};
    struct mark m = n->base;

    m.name = word(as[w].name);
    m.cls = word(as[w].cls);
    m.claim = GM_NOTICE;
    m.makes = made(w);
    if (n->field && m.makes) {
        m.kind = GM_METADATA;
        m.claim = m.makes;
        m.makes = GM_CLAIM_NONE;
    }
    m.form = n->machine || n->field ? GM_MACHINE : GM_READ;
    m.sure = cut ? SURE_CUT : SURE_LABEL;
    return m;
}

static struct mark other(const struct notice *n, enum lex_what w)
{
    struct mark m = n->base;

    m.form = n->machine || n->field ? GM_MACHINE : GM_READ;
    m.cls = word("N");
    m.sure = SURE_MISS;
    m.claim = GM_NEAR_MISS;
    m.name = word("near miss");
    if (w == LEX_deny) {
        m.name = word("denial");
        m.claim = GM_DENIAL;
    } else if (w == LEX_train) {
        m.kind = GM_RIGHTS;
        m.name = word("training ban");
    } else if (w == LEX_H) {
        m.name = word("mention");
        m.claim = GM_CLAIM_NONE;
        m.cls = word("C");
        m.sure = SURE_MENTION;
    }
    return m;
}

static const char *reason(enum lex_what w)
{
    switch (w) {
    case LEX_deny: return "denial";
    case LEX_ban: return "prohibition";
    case LEX_train: return "training ban";
    case LEX_ask: return "question or supposition";
    case LEX_cond: return "condition or instruction";
    case LEX_topic: return "topic, tool or law";
    case LEX_quote: return "quotation";
    default: return "";
    }
}

static void put(struct notice *n, struct mark m, const struct said *s,
                enum tally_kind kind)
{
    const struct view *v = n->set.v;
    const char *part = NULL;
    uint32_t id;

    if (!keeps(n, kind))
        return;
    m.value = snippet(n, s);
    m.at = place(n, v->at[s->off], v->at[s->end]);
    id = n->last[kind] = hunt_mark(n->h, m);
    hunt_attr(n->h, id, SPAN("lang"), word(lex_lang_name(s->lang)));
    if (m.form == GM_READ && kind == TALLY_CLAIM)
        part = part_of(&n->parts, m.slot, v->at[s->off], v->at[s->end]);
    if (part)
        hunt_attr(n->h, id, SPAN("part"), word(part));
    if (*reason(s->what))
        hunt_attr(n->h, id, SPAN("why"), word(reason(s->what)));
    if (s->weak && m.claim == GM_NOTICE)
        hunt_attr(n->h, id, SPAN("election"), SPAN("weak form"));
    if (s->edge)
        hunt_attr(n->h, id, SPAN("edge"),
                  n->set.cut ? SPAN("the text is cut off behind it")
                             : SPAN("the text ends right behind it"));
}

/* of_itself: what Office appends to an alternative text that it wrote; it
 * speaks of the description, not of the picture. */
static bool of_itself(const struct notice *n, const struct said *s)
{
    static const char words[] = "AI-generated content may be incorrect";
    size_t len = sizeof(words) - 1;
    struct span said = snippet(n, s);

    return n->alt && said.len >= len &&
           memcmp(said.ptr + said.len - len, words, len) == 0;
}

static void report(struct notice *n, const struct said *s)
{
    bool cut = n->set.cut && s->edge;

    switch (of_itself(n, s) ? LEX_H : s->what) {
    case LEX_A:
    case LEX_B:
    case LEX_S:
    case LEX_E:
    case LEX_F:
        put(n, claim(n, s->what, cut), s, TALLY_CLAIM);
        if (s->also)
            put(n, claim(n, s->also, cut), s, TALLY_CLAIM);
        return;
    case LEX_H: put(n, other(n, LEX_H), s, TALLY_MENTION); return;
    case LEX_deny: put(n, other(n, s->what), s, TALLY_DENIAL); return;
    default: put(n, other(n, s->what), s, TALLY_MISS); return;
    }
}

/* next_phrase is the next place, from `from` on, that a phrase begins at; `to`
 * or more where none does before that. */
static size_t next_phrase(const struct view *v, size_t from, size_t to,
                          struct lex_hit *p)
{
    for (from = lex_next(v, from, to); from < to;
         from = lex_next(v, from + 1, to))
        if (lex_may(v, from) &&
            lex_follow(v, from, v->len, LEX_PHRASE, LEX_ANY, p))
            break;
    return from;
}

/* pass judges the phrases of a view that begin from `from` to `to`, and is
 * where the next may. */
static size_t pass(struct notice *n, size_t from, size_t to)
{
    struct lex_hit p;
    struct said s;

    while ((from = next_phrase(&n->view, from, to, &p)) < to &&
           hunt_step(n->h, 64)) {
        if (sentence_says(&n->set, &p, &s))
            report(n, &s);
        else if (p.what == LEX_by)
            p.end = from + 1; /* another may begin within it */
        from = s.end > p.end ? s.end : p.end;
    }
    return from;
}

/* index_of is the first place of the view, from `low` on, of an offset or
 * behind it. */
static size_t index_of(const struct view *v, size_t low, size_t off)
{
    size_t high = v->len;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (v->at[mid] < off)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* judge judges the phrases that begin in a stretch of the text, window by
 * window, and is where the next may. */
static size_t judge(struct notice *n, struct near_range r)
{
    size_t from = near_back(&n->back, n->text, r.from, MARGIN);

    while (r.from < r.to && hunt_ok(n->h)) {
        struct view *v = &n->view;
        size_t want = r.to - from + 2 * MARGIN, next, first, stop;

        v->cap = want < WINDOW ? want : WINDOW;
        next = view_fill(v, n->text, from);
        n->set.calm = (struct calm){0};
        first = index_of(v, 0, r.from);
        stop = index_of(v, first, r.to);
        if (next < n->text.len && stop + MARGIN > v->len)
            stop = v->len > MARGIN ? v->len - MARGIN : 0;
        if (stop < first)
            stop = first;
        stop = pass(n, first, stop);
        if (stop < v->len && next < n->text.len && stop == first)
            stop++; /* a view that is all margin */
        r.from = v->at[stop];
        if (!hunt_step(n->h, 1 + v->len / 64))
            break;
        from = v->at[stop > MARGIN ? stop - MARGIN : 0];
    }
    return r.from;
}

/* probe says whether any phrase begins in a stretch, by a view of no more. */
static bool probe(struct notice *n, struct near_range r)
{
    struct view *v = &n->view;
    size_t end = near_on(n->text, r.to, NEAR_PHRASE);
    struct lex_hit p;

    if (end == SIZE_MAX || end - r.from > WINDOW - VIEW_FOLD)
        return true;
    v->cap = WINDOW;
    view_fill(v, (struct span){n->text.ptr, end}, r.from);
    end = index_of(v, 0, r.to);
    if (next_phrase(v, 0, end, &p) < end)
        return true;
    hunt_step(n->h, 1 + v->len / 64);
    return false;
}

/* roomy makes room for the view when it is first wanted: most files have
 * nothing to be folded. */
static bool roomy(struct notice *n)
{
    uint32_t *room;

    if (n->view.cap)
        return true;
    room = arena_raw(hunt_arena(n->h), 2 * (WINDOW + 1) * sizeof(*room));
    if (!room) {
        hunt_partial(n->h, "arena_bytes");
        return false;
    }
    n->view = (struct view){room, room + WINDOW, 0, WINDOW};
    return true;
}

static void read_text(struct notice *n)
{
    struct near near = {.text = n->text};
    struct near_range r;
    size_t done = 0;

    n->set.v = &n->view;
    n->set.text = n->text;
    n->back = (struct near_back){0};
    while (hunt_ok(n->h) && near_next(&near, &r) && roomy(n)) {
        if (r.from < done)
            r.from = done;
        if (r.from >= r.to || !probe(n, r))
            continue;
        near_join(&near, &r);
        done = judge(n, r);
    }
    hunt_step(n->h, 1 + n->text.len / 4096);
}

static bool is_data(const struct doc *d)
{
    return d->mime && (strstr(d->mime, "json") || strstr(d->mime, "csv") ||
                       strstr(d->mime, "tab-separated"));
}

static void read_slot(struct notice *n, const struct slot *s, uint32_t index)
{
    const struct doc *d = hunt_doc(n->h);

    if (!s->data.len || (s->flags & SLOT_QUOTED))
        return;
    if (s->kind != SLOT_TEXT &&
        (s->kind != SLOT_COMMENT ||
         (d->media != MEDIA_CODE && d->media != MEDIA_TEXT)))
        return;
    n->text = s->data;
    n->map = s->map;
    n->at = s->at;
    n->exact = !(s->flags & SLOT_DERIVED);
    n->machine = s->flags & SLOT_HIDDEN;
    n->field = false;
    n->alt = span_eq(s->key, SPAN("alt"));
    n->set = (struct setting){.title = span_eq(s->key, SPAN("title")),
                              .data = is_data(d),
                              .cut = s->flags & SLOT_CUT};
    n->base = (struct mark){.kind = GM_KIND_NOTICE, .slot = index};
    read_text(n);
}

/* Fields in which people and programs write sentences about a work, without
 * '_', '-' and case, by their length: those of metadata, of ID3, RIFF and
 * QuickTime. */
#define SIGN(c) c "art|" c "cmt|" c "des|" c "nam|" c "cpy|" c "inf|" c "lyr"
static const char *const prose[] = {
    [3] = "com|ult|tt1|tt2|tt3|tcr|tp1",
    [4] = "note|desc|ldes|tags|comm|uslt|tit1|tit2|tit3|tcop|tpe1|icmt|isbj|"
          "inam|icop|ikey|iart|cprt|titl|dscp|" SIGN("\xA9"),
    [5] = "title|label|notes|" SIGN("\xC2\xA9"),
    [6] = "credit|source|rights|notice|lyrics|author|artist",
    [7] = "caption|comment|subject|xptitle|warning|creator",
    [8] = "headline|keywords|synopsis|ainotice|comments|abstract|xpauthor",
    [9] = "copyright|xpcomment|xpsubject",
    [10] = "usageterms|xpkeywords|disclaimer|disclosure|annotation",
    [11] = "description|usercomment",
    [12] = "instructions",
    [15] = "captionabstract|aicontentnotice",
    [16] = "imagedescription",
    [19] = "specialinstructions",
    [20] = "alttextaccessibility",
    [21] = "extdescraccessibility",
};
#undef SIGN

/* Those that hold a list, and fields of IPTC-IIM. */
static const char lists[] = "subject|keywords|xpkeywords|tags|ikey|2:25";
static const char iim[] = "2:5|2:25|2:40|2:80|2:105|2:110|2:116|2:120";

enum {
    LONGEST = sizeof(prose) / sizeof(prose[0]) /* of these names, and one */
};

/* name_of is what a field is called in these lists. */
static struct span name_of(const struct field *f, uint8_t low[LONGEST])
{
    if (f->space == SPACE_IPTC)
        return f->name;
    return shape_loose(shape_last(f->name), low, LONGEST - 1);
}

static bool is_prose(const struct field *f)
{
    uint8_t low[LONGEST];
    struct span name = name_of(f, low);

    if (f->space == SPACE_COMMENT)
        return true;
    return shape_is_one_of(name,
                           f->space == SPACE_IPTC ? iim : prose[name.len]);
}

static bool is_list(const struct field *f)
{
    uint8_t low[LONGEST];

    return shape_is_one_of(name_of(f, low), lists);
}

/* has_letter: numbers and codes of cameras, which most fields are, say
 * nothing. */
static bool has_letter(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] | 32u) - 'a' < 26 || s.ptr[i] >= 0x80)
            return true;
    return false;
}

static void read_field(struct notice *n, const struct field *f)
{
    const struct doc *d = hunt_doc(n->h);
    const struct slot *s = &d->slots[f->slot];

    if (f->slot >= d->slot_count || !has_letter(f->value) || !is_prose(f) ||
        (s->kind == SLOT_COMMENT &&
         (d->media == MEDIA_CODE || d->media == MEDIA_TEXT)) ||
        f->value.ptr[0] == '{' ||            /* JSON: others read it */
        span_starts(f->name, SPAN("AIGC."))) /* a record: label_cn.c */
        return;
    n->text = f->value;
    n->map = NULL;
    n->at = f->at;
    n->exact = false;
    n->field = true;
    n->alt = false;
    n->machine = true;
    n->set = (struct setting){.list = is_list(f),
                              .about = d->media == MEDIA_IMAGE ||
                                       d->media == MEDIA_AUDIO ||
                                       d->media == MEDIA_VIDEO};
    n->base = mark_of_field(f);
    n->base.kind = GM_KIND_NOTICE;
    read_text(n);
}

/* tell says on the last listed mark of a kind how many more there were. */
static void tell(struct notice *n)
{
    for (unsigned i = 0; i < TALLIES; i++)
        if (n->seen[i] > most[i])
            hunt_measure(n->h, n->last[i], SPAN("more"), n->seen[i] - most[i]);
}

static void find(struct hunt *h)
{
    const struct doc *d = hunt_doc(h);
    const struct fields *f = hunt_fields(h);
    struct notice n = {.h = h, .parts = {.doc = d}};

    for (uint32_t i = 0; i < d->slot_count && hunt_ok(h); i++)
        read_slot(&n, &d->slots[i], i);
    for (uint32_t i = 0; i < f->count && hunt_ok(h); i++)
        read_field(&n, &f->list[i]);
    tell(&n);
}

const struct finder finder_notice = {
    .name = "notice",
    .what = "sentences that disclose AI generation, in 35 languages",
    .find = find,
};
