/* SPDX-License-Identifier: Apache-2.0
 * notes.c - settings that a program keeps in a text file beside a picture.
 *
 * Three shapes are met.  Lines of any text, and a last one of "Key: value" in
 * a row parted by commas: all of it is one field, "parameters".  Lines that
 * are each "Key: value"; and a map in JSON, in files that end in .json: each
 * key is a field.  Only small files are looked at. */
#include "formats/plain.h"

#include "base/peek.h"

enum {
    LARGEST = 1 << 16,
    LEAST = 4, /* settings in a row, or lines of one */
    MEMBERS = 256,
    KEY = 40 /* longest key */
};

/* colon is where a key at the start of s ends, or 0 where none does. */
static size_t colon(struct span s)
{
    for (size_t i = 0; i < s.len && i <= KEY; i++) {
        uint8_t c = s.ptr[i];

        if (c == ':')
            return i + 1 < s.len && s.ptr[i + 1] == ' ' ? i : 0;
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && c != ' ' && c != '_' &&
            !(c >= '0' && c <= '9' && i))
            return 0;
    }
    return 0;
}

/* row is whether s is settings in a row. */
static bool row(struct span s)
{
    unsigned n = 0;

    while (s.len) {
        const uint8_t *comma = memchr(s.ptr, ',', s.len);
        size_t end = comma ? (size_t)(comma - s.ptr) : s.len;

        n += colon(span_cut(s, 0, end)) > 0;
        s = comma ? span_cut(s, end + 1, s.len - end - 1) : (struct span){0};
        while (s.len && s.ptr[0] == ' ')
            s = span_cut(s, 1, s.len - 1);
    }
    return n >= LEAST;
}

static struct span trim(struct span s)
{
    while (s.len && s.ptr[s.len - 1] <= ' ')
        s.len--;
    return s;
}

static void field(const struct prose *p, struct span key, struct span value,
                  struct span raw)
{
    size_t off = (size_t)(raw.ptr - p->text.ptr);
    bool same = value.ptr == raw.ptr && value.len == raw.len && !p->map->count;

    walk_slot(p->w, (struct slot){.kind = SLOT_FIELD,
                                  .flags = same ? 0 : SLOT_DERIVED,
                                  .space = SPAN("notes"),
                                  .key = key,
                                  .data = value,
                                  .at = prose_at(p, off, raw.len),
                                  .block = p->block});
}

/* lines lists "Key: value" lines, where all that are not empty are such. */
static bool lines(const struct prose *p, struct span s, bool list)
{
    unsigned n = 0;

    while (s.len) {
        const uint8_t *nl = memchr(s.ptr, '\n', s.len);
        size_t end = nl ? (size_t)(nl - s.ptr) : s.len, key;
        struct span l = trim(span_cut(s, 0, end));

        s = nl ? span_cut(s, end + 1, s.len - end - 1) : (struct span){0};
        if (!l.len)
            continue;
        key = colon(l);
        if (!key || n == MEMBERS)
            return false;
        n++;
        if (list && l.len > key + 2) {
            struct span v = span_cut(l, key + 2, l.len - key - 2);

            field(p, span_cut(l, 0, key), v, v);
        }
    }
    return n >= LEAST;
}

static void map(const struct prose *p)
{
    struct span key, value;
    struct peek k;

    if (!peek_open(&k, p->text) || !k.map)
        return;
    for (unsigned i = 0; i < MEMBERS && peek_next(&k, &key, &value); i++) {
        struct span v = peek_text(walk_arena(p->w), value);

        if (v.len)
            field(p, key, v, value);
    }
}

bool notes_take(const struct prose *p)
{
    struct span s = trim(p->text), last;
    size_t at = s.len;

    if (!s.len || s.len > LARGEST)
        return false;
    if (s.ptr[0] == '{') {
        map(p);
        return false; /* the text is still a text */
    }
    while (at > 0 && s.ptr[at - 1] != '\n')
        at--;
    last = span_cut(s, at, s.len - at);
    if (row(last))
        field(p, SPAN("parameters"), s, s);
    else if (lines(p, s, false))
        lines(p, s, true);
    return false;
}
