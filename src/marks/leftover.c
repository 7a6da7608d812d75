/* SPDX-License-Identifier: Apache-2.0
 * leftover.c - what chat programs leave in text that people copied from them:
 * citation markers, placeholders, attributes of their pages.
 *
 * Only marks that no one types are traces; a link with utm_source=chatgpt.com
 * is what anyone passes on, so it is a hint.  Source code and quoted passages
 * are left out: there these strings are what the text is about. */
#include "marks/leftovers.h"
#include "marks/mark.h"
#include "marks/shape.h"
#include "scan/scan.h"

extern const struct scan_set leftovers_set; /* patterns are keys */

enum {
    SURE = 80,
    FAINT = 40,
    SHOWN = 48,
    DIGITS = 6
};

/* clang-format off */
/* Attributes of their pages, which editors keep when a person pastes. */
static const struct {
    const char *name, *value; /* NULL: any */
    const char *slug;
    bool hint; /* people write it, too */
} attributes[] = {
    {"data-message-author-role", "assistant", "chatgpt-text", false},
    {"data-path-to-node", NULL, "gemini-text", false},
    {"data-index-in-node", NULL, "gemini-text", false},
    {"data-civitai-metadata", NULL, "civitai", false},
    {"class", "font-claude-message", NULL, false},
    {"class", "markdown prose", "chatgpt-text", true},
};
/* clang-format on */

/* length is how many bytes at s[at] have the form; 0 where they have not. */
static size_t length(struct span s, size_t at, const char *form)
{
    size_t start = at;

    for (; *form; form++) {
        size_t digits = 0;

        if (*form != '#') {
            if (at >= s.len || s.ptr[at] != (uint8_t)*form)
                return 0;
            at++;
            continue;
        }
        while (digits < DIGITS && at < s.len && shape_digit(s.ptr[at])) {
            digits++;
            at++;
        }
        if (!digits)
            return 0;
    }
    return at - start;
}

/* find_form is where the form first stands in s as a word of its own. */
static ptrdiff_t find_form(struct span s, const char *form, size_t *len)
{
    struct span head = {(const uint8_t *)form, strcspn(form, "#")};
    ptrdiff_t at = shape_find(s, head, 0);

    while (at != NOWHERE) {
        bool word = shape_alnum(head.ptr[0]);

        *len = length(s, (size_t)at, form);
        if (*len && (!word || at == 0 || !shape_alnum(s.ptr[at - 1])))
            return at;
        at = shape_find(s, head, (size_t)at + 1);
    }
    return NOWHERE;
}

static void tell(struct hunt *h, struct mark m, const char *slug, bool hint)
{
    m.kind = GM_GENERATOR;
    m.claim = GM_TRACE;
    m.makes = GM_GENERATED;
    m.sure = hint ? FAINT : SURE;
    m.generator = shape_of(slug);
    hunt_mark(h, m);
}

/* find_one tells of the form of a row, where the text has it. */
static void find_one(struct hunt *h, const struct leftover *row, uint32_t index)
{
    const struct slot *s = &hunt_doc(h)->slots[index];
    struct mark m = {.name = SPAN("leftover"), .slot = index};
    size_t len;
    ptrdiff_t at = find_form(s->data, row->form, &len);

    if (at == NOWHERE)
        return;
    m.value = shape_short(span_cut(s->data, (size_t)at, len), SHOWN);
    m.form = GM_READ;
    m.at = mark_in_text(s, (size_t)at, len);
    tell(h, m, row->slug, row->hint);
}

static bool hit(void *ctx, uint32_t key, uint64_t end)
{
    uint32_t *keys = ctx;

    (void)end;
    *keys |= UINT32_C(1) << key;
    return true;
}

static void find_text(struct hunt *h, const struct slot *s, uint32_t index)
{
    uint32_t keys = 0;
    struct scan scan = {.set = &leftovers_set, .hit = hit, .ctx = &keys};
    const struct leftover *row;

    if (s->kind != SLOT_TEXT || s->flags & SLOT_QUOTED)
        return;
    scan_run(&scan, s->data);
    for (size_t i = 0; keys && (row = leftover_at(i)) != NULL &&
                       hunt_step(h, 1 + s->data.len / 4096);
         i++)
        if (keys >> row->key & 1)
            find_one(h, row, index);
}

static void find_attribute(struct hunt *h, const struct field *f)
{
    for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
        struct mark m = mark_of_field(f);

        if (!span_eq(f->name, shape_of(attributes[i].name)) ||
            (attributes[i].value &&
             !shape_has(f->value, shape_of(attributes[i].value))))
            continue;
        m.value = shape_short(f->value, SHOWN);
        m.cls = SPAN("element");
        tell(h, m, attributes[i].slug, attributes[i].hint);
        return;
    }
}

static void find(struct hunt *h)
{
    const struct doc *doc = hunt_doc(h);
    const struct fields *all = hunt_fields(h);
    uint32_t at = 0;
    const struct field *f;

    if (doc->media == MEDIA_CODE)
        return;
    for (uint32_t i = 0; i < doc->slot_count && hunt_ok(h); i++)
        find_text(h, &doc->slots[i], i);
    while ((f = fields_next(all, SPACE_HTML, SPAN("attr"), (struct span){0},
                            &at)) != NULL &&
           hunt_step(h, 1))
        find_attribute(h, f);
}

const struct finder finder_leftover = {
    .name = "leftover",
    .what = "citation markers and page attributes that chat programs leave",
    .find = find,
};
