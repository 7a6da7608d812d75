/* SPDX-License-Identifier: Apache-2.0
 * carve.c - searching where no structure is known.
 *
 * [XMP] Part 1, 7.3: a packet is made to be found by scanning; it begins with
 * "<?xpacket begin" and ends behind "<?xpacket end" and "?>".  Many writers
 * leave that wrapper away, so the x:xmpmeta element is looked for too.
 * [GB45438] 5.4: the record is a JSON map below the key "AIGC".
 *
 * The scanner goes over the input once, a part at a time, by a set that is made
 * at build time.  It tells of its matches in an order of its own, so those of a
 * part are noted by their places, and then gone through as they stand. */
#include "formats/carve.h"

#include "formats/bake/words.h"
#include "scan/scan.h"

enum {
    PACKETS = 64,           /* slots that are carved from one file */
    RECORD_MOST = 64 << 10, /* bytes of one JSON record */
    PACKET_MOST = 8 << 20,  /* bytes of one XMP packet */
    PART = 16 << 10         /* bytes that are scanned at a time */
};

/* What can be carved: a packet ends with the word of its own kind. */
enum form {
    RECORD,
    BARE,    /* x:xmpmeta */
    WRAPPED, /* xpacket, in UTF-8 */
    LITTLE,  /* and in UTF-16 of both orders */
    BIG,
    FORMS
};

struct word {
    uint8_t form, ends, len;
};

static const struct word words[] = {
#define X(form, ends, word) {form, ends, sizeof(word) - 1},
    CARVE_WORDS(X)
#undef X
};

enum {
    LONGEST = 64 /* no less than any word */
};
#define X(form, ends, word) \
    _Static_assert(sizeof(word) <= LONGEST, "a part overlaps the next by it");
CARVE_WORDS(X)
#undef X

struct carver {
    struct walk *w;
    struct span s;
    unsigned count;

    enum form in; /* of the packet that is open; RECORD: none is */
    size_t from;  /* where that begins */
    size_t next;  /* no packet begins before this */

    /* Keys that were tried, with no end where no record is; packets are told
     * first. */
    struct range tries[PACKETS];
    unsigned tried;
    size_t behind; /* the last record */

    size_t part, stop;         /* what is scanned, */
    uint64_t cells[PART / 64]; /* where words begin in it, */
    uint8_t word[PART];        /* and which */
};

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

/* packet takes the open one, whose last word ends at `end`.  Where it is not
 * closed behind that no later one is. */
static void packet(struct carver *c, size_t end)
{
    static const struct span closing[FORMS] = {
        [WRAPPED] = SPAN_OF("?>"),
        [LITTLE] = SPAN_OF("?\0>\0"),
        [BIG] = SPAN_OF("\0?\0>"),
    };
    size_t most = (size_t)num_min(c->s.len, (uint64_t)c->from + PACKET_MOST);
    struct span close = closing[c->in];

    if (close.len) {
        end = span_find(span_cut(c->s, 0, most), end, close);
        end = end == most ? SIZE_MAX : end + close.len;
    }
    c->in = RECORD;
    c->next = c->s.len;
    if (end <= most) {
        put(c, SLOT_XMP, c->from, end);
        c->next = end;
    }
}

/* brace is behind the brace that closes the one at `from`; 0: none near. */
static size_t brace(struct span s, size_t from)
{
    size_t end = (size_t)num_min(s.len, (uint64_t)from + RECORD_MOST),
           depth = 0;
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

/* record tries the key at a place. */
static void record(struct carver *c, size_t key)
{
    size_t from = key, end;

    if (key < c->behind || c->tried == PACKETS)
        return; /* each try costs, so that tries are counted too */
    while (from > 0 && key - from < 4 && c->s.ptr[from] != '{')
        from--;
    end = c->s.ptr[from] == '{' ? brace(c->s, from) : 0;
    if (end <= key)
        end = from; /* none, or closed before the key: no record of it */
    else
        c->behind = end;
    c->tries[c->tried++] = (struct range){from, end - from};
}

static void meet(struct carver *c, size_t at, const struct word *word)
{
    if (word->form == RECORD) {
        record(c, at);
    } else if (at >= c->next && c->in == RECORD && !word->ends) {
        c->in = word->form;
        c->from = at;
    } else if (at >= c->next && c->in == word->form && word->ends) {
        packet(c, at + word->len);
    }
}

static bool hit(void *ctx, uint32_t pattern, uint64_t end)
{
    struct carver *c = ctx;
    size_t at = (size_t)end - words[pattern].len;

    if (at < c->stop - c->part) {
        c->cells[at / 64] |= UINT64_C(1) << at % 64;
        c->word[at] = (uint8_t)pattern;
    }
    return true;
}

/* look goes through the next part. */
static void look(struct carver *c)
{
    struct scan scan = {.set = &carve_set, .hit = hit, .ctx = c};
    size_t left = c->s.len - c->part;

    c->stop = c->part + (left < PART ? left : PART);
    memset(c->cells, 0, sizeof(c->cells));
    scan_run(&scan, span_cut(c->s, c->part,
                             left < PART + LONGEST ? left : PART + LONGEST));
    for (size_t i = 0; i < PART / 64; i++) {
        for (uint64_t m = c->cells[i]; m && c->count < PACKETS; m &= m - 1) {
            size_t at = i * 64 + (size_t)__builtin_ctzll(m);

            meet(c, c->part + at, &words[c->word[at]]);
        }
    }
    c->part = c->stop;
}

void carve_walk(struct walk *w)
{
    uint64_t n = num_min(walk_size(w), walk_limits(w)->carve_bytes);
    struct carver c = {.w = w, .s = walk_view(w, 0, n)};

    if (!walk_step(w, n / 1024 + 1))
        return;
    while (c.part < c.s.len && c.count < PACKETS)
        look(&c);
    for (unsigned i = 0; i < c.tried && c.count < PACKETS; i++) {
        const struct range *r = &c.tries[i];

        if (r->len)
            put(&c, SLOT_COMMENT, (size_t)r->off, (size_t)(r->off + r->len));
        else
            c.count++;
    }
    if (c.count >= PACKETS || c.s.len < walk_size(w))
        walk_note(w, NOTE_ODD, c.part,
                  "metadata was not searched for behind this");
}
