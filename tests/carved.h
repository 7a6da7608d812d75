/* SPDX-License-Identifier: Apache-2.0
 * carved.h - what is to be carved out of bytes of no known format, found the
 * plain way: every word is looked for at every place. */
#ifndef TESTS_CARVED_H
#define TESTS_CARVED_H

#include "formats/walk.h"

enum {
    CARVED_MOST = 64,
    CARVED_RECORD = 64 << 10
};

struct carved {
    enum slot_kind kind;
    size_t from, to;
};

struct carved_list {
    struct carved list[CARVED_MOST];
    unsigned count, tries;
};

/* How packets begin, end, and are closed. */
static const struct carved_form {
    struct span begin, end, close;
} carved_forms[] = {
    {SPAN_OF("<?xpacket begin"), SPAN_OF("<?xpacket end"), SPAN_OF("?>")},
    {SPAN_OF("<x:xmpmeta"), SPAN_OF("</x:xmpmeta>"), SPAN_OF("")},
#define WIDE(a, z)                                                \
    {                                                             \
        SPAN_OF(a "<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0b\0e\0g\0i\0n\0" \
                  "=\0\"" z),                                     \
            SPAN_OF(a "<\0?\0x\0p\0a\0c\0k\0e\0t\0 \0e\0n\0d" z), \
            SPAN_OF(a "?\0>" z)                                   \
    }
    WIDE("", "\0"),
    WIDE("\0", ""),
#undef WIDE
};

static inline size_t carved_seek(struct span s, size_t at, struct span word)
{
    while (at < s.len && !span_starts(span_cut(s, at, s.len - at), word))
        at++;
    return at;
}

/* carved_form_at is the form that begins at a place; in UTF-16 the mark of the
 * order of bytes must follow, behind either quotation mark. */
static inline const struct carved_form *carved_form_at(struct span s, size_t at)
{
    static const struct span marks[] = {
        SPAN_OF(""), SPAN_OF(""), SPAN_OF("\xff\xfe"), SPAN_OF("\xfe\xff")};

    s = span_cut(s, at, s.len - at);
    for (unsigned i = 0; i < 4; i++) {
        const struct carved_form *f = &carved_forms[i];
        uint8_t begin[64];
        size_t n = f->begin.len;

        memcpy(begin, f->begin.ptr, n);
        for (int quote = 0; quote < 2; quote++) {
            if (span_starts(s, (struct span){begin, n}) &&
                span_starts(span_cut(s, n, s.len - n), marks[i]))
                return f;
            for (size_t k = 0; k < n; k++)
                begin[k] = begin[k] == '"' ? '\'' : begin[k];
        }
    }
    return NULL;
}

static inline void carved_packets(struct span s, struct carved_list *to)
{
    for (size_t at = 0; at < s.len && to->tries < CARVED_MOST;) {
        const struct carved_form *f = carved_form_at(s, at);
        size_t end;

        if (!f) {
            at++;
            continue;
        }
        end = carved_seek(s, at, f->end);
        if (end == s.len)
            return;
        end = carved_seek(s, end + f->end.len, f->close) + f->close.len;
        if (end > s.len)
            return;
        to->list[to->count++] = (struct carved){SLOT_XMP, at, end};
        to->tries++;
        at = end;
    }
}

/* carved_brace is behind the brace that closes the one at `from`, or 0. */
static inline size_t carved_brace(struct span s, size_t from)
{
    size_t most = s.len - from < CARVED_RECORD ? s.len : from + CARVED_RECORD;
    unsigned depth = 0;
    bool quoted = false;

    for (size_t i = from; i < most && s.ptr[i]; i++) {
        if (quoted && s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == '"')
            quoted = !quoted;
        else if (!quoted && s.ptr[i] == '{')
            depth++;
        else if (!quoted && s.ptr[i] == '}' && --depth == 0)
            return i + 1;
    }
    return 0;
}

static inline void carved_records(struct span s, struct carved_list *to)
{
    size_t at = 0;

    while (to->tries < CARVED_MOST &&
           (at = carved_seek(s, at, SPAN("\"AIGC\""))) < s.len) {
        size_t from = at, end = 0;

        while (from && at - from < 4 && s.ptr[from] != '{')
            from--;
        if (s.ptr[from] == '{')
            end = carved_brace(s, from);
        if (end <= at)
            end = 0;
        if (end)
            to->list[to->count++] = (struct carved){SLOT_COMMENT, from, end};
        to->tries++;
        at = end ? end : at + 1;
    }
}

static inline struct carved_list carved_plain(struct span s)
{
    struct carved_list to = {0};

    carved_packets(s, &to);
    carved_records(s, &to);
    return to;
}

/* carved_same says whether a document has just what is to be carved. */
static inline bool carved_same(const struct doc *d, struct span s)
{
    struct carved_list want = carved_plain(s);

    if (d->slot_count != want.count)
        return false;
    for (unsigned i = 0; i < want.count; i++) {
        const struct slot *slot = &d->slots[i];

        if (slot->kind != want.list[i].kind ||
            slot->at.off != want.list[i].from ||
            slot->at.len != want.list[i].to - want.list[i].from)
            return false;
    }
    return true;
}

#endif
