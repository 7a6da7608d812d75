/* SPDX-License-Identifier: Apache-2.0
 * carve.c - searching where no structure is known.
 *
 * [XMP] Part 1, 7.3: a packet is made to be found by scanning; it begins with
 * "<?xpacket begin" and ends behind "<?xpacket end" and "?>".  Many writers
 * leave that wrapper away, so the x:xmpmeta element is looked for too.
 * [GB45438] 5.4: the record is a JSON map below the key "AIGC". */
#include "formats/carve.h"

enum {
    PACKETS = 64,      /* slots that are carved from one file */
    RECORD = 64 << 10, /* bytes of one JSON record */
    PACKET = 8 << 20   /* bytes of one XMP packet */
};

struct carver {
    struct walk *w;
    struct span s;
    unsigned count;
};

/* find is the offset of word at or behind `at` and before `end`, or end. */
static size_t find(struct span s, size_t at, size_t end, struct span word)
{
    while (at + word.len <= end) {
        const uint8_t *hit =
            memchr(s.ptr + at, word.ptr[0], end - at - word.len + 1);

        if (!hit)
            return end;
        at = (size_t)(hit - s.ptr);
        if (span_eq(span_cut(s, at, word.len), word))
            return at;
        at++;
    }
    return end;
}

static void put(struct carver *c, enum slot_kind kind, size_t from, size_t end)
{
    struct slot s = {.kind = kind,
                     .space = SPAN("carved"),
                     .data = span_cut(c->s, from, end - from),
                     .at = {from, end - from}};

    if (c->count++ == 0)
        walk_note(c->w, NOTE_ODD, from,
                  "metadata carved out of a format that is not known");
    walk_slot(c->w, s);
}

/* packet takes the XMP that begins at `from`; the offset behind it, or the end
 * of the input where it has no end: then no later one has. */
static size_t packet(struct carver *c, size_t from, bool wrapped)
{
    size_t most = (size_t)num_min(c->s.len, (uint64_t)from + PACKET);
    struct span last = wrapped ? SPAN("<?xpacket end") : SPAN("</x:xmpmeta>");
    size_t end = find(c->s, from, most, last);

    if (end == most)
        return c->s.len;
    end += last.len;
    if (wrapped) {
        end = find(c->s, end, most, SPAN("?>"));
        if (end == most)
            return c->s.len;
        end += 2;
    }
    put(c, SLOT_XMP, from, end);
    return end;
}

/* closing is behind the brace that closes the one at `from`; 0: none near. */
static size_t closing(struct span s, size_t from)
{
    size_t end = (size_t)num_min(s.len, (uint64_t)from + RECORD), depth = 0;
    bool quoted = false;

    for (size_t i = from; i < end; i++) {
        if (quoted && s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == '"')
            quoted = !quoted;
        else if (!quoted && s.ptr[i] == '{')
            depth++;
        else if (!quoted && s.ptr[i] == '}' && --depth == 0)
            return i + 1;
        else if (s.ptr[i] == 0)
            return 0;
    }
    return 0;
}

static size_t record(struct carver *c, size_t key)
{
    size_t from = key, end;

    while (from > 0 && key - from < 4 && c->s.ptr[from] != '{')
        from--;
    end = c->s.ptr[from] == '{' ? closing(c->s, from) : 0;
    if (end)
        put(c, SLOT_COMMENT, from, end);
    else
        c->count++; /* each try costs, so that tries are counted too */
    return end ? end : key + 1;
}

static void packets(struct carver *c)
{
    for (size_t at = 0; at < c->s.len && c->count < PACKETS;) {
        const uint8_t *hit = memchr(c->s.ptr + at, '<', c->s.len - at);
        struct span s;

        if (!hit)
            return;
        at = (size_t)(hit - c->s.ptr);
        s = span_cut(c->s, at, c->s.len - at);
        if (span_starts(s, SPAN("<?xpacket begin")))
            at = packet(c, at, true);
        else if (span_starts(s, SPAN("<x:xmpmeta")))
            at = packet(c, at, false);
        else
            at++;
    }
}

void carve_walk(struct walk *w)
{
    uint64_t n = num_min(walk_size(w), walk_limits(w)->carve_bytes);
    struct carver c = {.w = w, .s = walk_view(w, 0, n)};

    if (!walk_step(w, n / 1024 + 1))
        return;
    packets(&c);
    for (size_t at = 0; at < c.s.len && c.count < PACKETS;) {
        at = find(c.s, at, c.s.len, SPAN("\"AIGC\""));
        if (at < c.s.len)
            at = record(&c, at);
    }
}
