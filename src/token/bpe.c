/* SPDX-License-Identifier: Apache-2.0
 * bpe.c - cut into words, then merge pairs by rank; the one file with PCRE2.
 *
 * A word's pieces are a chain; the pairs that may be merged stand in a heap by
 * rank and place, so a word of n bytes takes n log n steps whatever it is. */
#include "token/bpe.h"

#include "base/json.h"
#include "base/plug.h"
#include "base/utf.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define CALLS(X)                    \
    X(pcre2_code_free_8)            \
    X(pcre2_compile_8)              \
    X(pcre2_get_ovector_pointer_8)  \
    X(pcre2_match_8)                \
    X(pcre2_match_context_create_8) \
    X(pcre2_match_context_free_8)   \
    X(pcre2_match_data_create_8)    \
    X(pcre2_match_data_free_8)      \
    X(pcre2_set_match_limit_8)

static struct {
    CALLS(PLUG_MEMBER)
} lib;

static const char *const names[] = {CALLS(PLUG_NAME)};
static struct plug library = PLUG(LIBPCRE2, names, lib);

enum {
    NONE = UINT32_MAX,
    BYTES = 256,
    BACKTRACKS = 1 << 20, /* of the pattern for one word */
    PATTERN = 4096
};

/* Both tables are open-addressed, at most half full. */
struct pair {
    uint32_t left, right, rank, into; /* into: NONE marks a free slot */
};

struct word {
    struct span text; /* of raw bytes */
    uint32_t id;
};

struct bpe {
    struct pair *pairs;
    struct word *words;
    uint32_t pair_mask, word_mask, vocab;
    uint32_t byte_id[BYTES];
    bool whole_first; /* ignore_merges: a word that is a token is it */
    pcre2_code *cut;
};

/* The pattern of GPT-2, which tokenizer.json only names ("ByteLevel"). */
static const char gpt2[] = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+|"
                           " ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

static uint64_t stir(uint64_t h)
{
    h *= 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t stir_span(struct span s)
{
    uint64_t h = s.len;

    for (size_t i = 0; i < s.len; i++)
        h = stir(h ^ s.ptr[i]);
    return h;
}

static struct pair *pair_slot(const struct bpe *b, uint32_t left,
                              uint32_t right)
{
    uint32_t i = (uint32_t)(stir((uint64_t)left << 32 | right) >> 20);

    for (i &= b->pair_mask; b->pairs[i].into != NONE;
         i = (i + 1) & b->pair_mask)
        if (b->pairs[i].left == left && b->pairs[i].right == right)
            break;
    return &b->pairs[i];
}

static struct word *word_slot(const struct bpe *b, struct span text)
{
    uint32_t i = (uint32_t)(stir_span(text) >> 20);

    for (i &= b->word_mask; b->words[i].id != NONE; i = (i + 1) & b->word_mask)
        if (span_eq(b->words[i].text, text))
            break;
    return &b->words[i];
}

/* Vocabularies write bytes as printable characters: those that are printable in
 * Latin-1 stand for themselves, the others, in order, from U+0100 on. */
static int byte_of(uint32_t c)
{
    int n = 0;

    if ((c >= 33 && c <= 126) || (c >= 161 && c <= 172) ||
        (c >= 174 && c <= 255))
        return (int)c;
    if (c < 256 || c > 256 + 67)
        return -1;
    for (int b = 0; b < BYTES; b++) {
        bool shown = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) ||
                     (b >= 174 && b <= 255);

        if (!shown && (uint32_t)(256 + n++) == c)
            return b;
    }
    return -1;
}

/* raw turns a vocabulary's spelling into bytes; empty where it is none. */
static struct span raw(struct span s, struct arena *a)
{
    uint8_t *to = arena_alloc(a, s.len + 1);
    size_t n = 0;
    bool bad = false;

    for (size_t at = 0; to && at < s.len;) {
        int byte = byte_of(utf8_next(s, &at, &bad));

        if (byte < 0)
            return (struct span){0};
        to[n++] = (uint8_t)byte;
    }
    return to && !bad ? (struct span){to, n} : (struct span){0};
}

static uint32_t mask_for(uint32_t count)
{
    uint32_t size = 16;

    while (size < 2 * (uint64_t)count && size < UINT32_MAX / 2)
        size *= 2;
    return size - 1;
}

static bool read_words(struct bpe *b, const struct json *vocab, struct arena *a)
{
    b->word_mask = mask_for(vocab->count);
    b->words = arena_alloc(a, ((size_t)b->word_mask + 1) * sizeof(*b->words));
    if (!b->words)
        return false;
    for (uint32_t i = 0; i <= b->word_mask; i++)
        b->words[i].id = NONE;
    for (const struct json *v = vocab->child; v; v = v->next) {
        struct span text = raw(v->key, a);
        struct word *w;

        if (!text.len || v->kind != JSON_NUMBER || v->number < 0 ||
            v->number > 1 << 24)
            continue; /* a special token, spelt otherwise */
        w = word_slot(b, text);
        *w = (struct word){text, (uint32_t)v->number};
        if (w->id >= b->vocab)
            b->vocab = w->id + 1;
    }
    for (unsigned i = 0; i < BYTES; i++) {
        uint8_t byte = (uint8_t)i;

        b->byte_id[i] = word_slot(b, (struct span){&byte, 1})->id;
    }
    return true;
}

/* halves is a merge's two sides: "a b", or a list of both. */
static bool halves(const struct json *m, struct span *left, struct span *right)
{
    const uint8_t *sign;

    if (m->kind == JSON_LIST && m->count == 2) {
        *left = json_text(m->child);
        *right = json_text(m->child->next);
        return true;
    }
    sign = m->kind == JSON_TEXT && m->text.len
               ? memchr(m->text.ptr, ' ', m->text.len)
               : NULL;
    if (!sign)
        return false;
    *left = span_cut(m->text, 0, (size_t)(sign - m->text.ptr));
    *right = span_cut(m->text, left->len + 1, m->text.len - left->len - 1);
    return true;
}

static bool read_merges(struct bpe *b, const struct json *merges,
                        struct arena *a)
{
    uint32_t rank = 0;

    b->pair_mask = mask_for(merges->count);
    b->pairs = arena_alloc(a, ((size_t)b->pair_mask + 1) * sizeof(*b->pairs));
    if (!b->pairs)
        return false;
    for (uint32_t i = 0; i <= b->pair_mask; i++)
        b->pairs[i].into = NONE;
    for (const struct json *m = merges->child; m; m = m->next, rank++) {
        struct span left, right, both;
        uint8_t *joined;
        struct pair p;

        if (!halves(m, &left, &right))
            return false;
        left = raw(left, a);
        right = raw(right, a);
        joined = arena_alloc(a, left.len + right.len + 1);
        if (!joined || !left.len || !right.len)
            return false;
        memcpy(joined, left.ptr, left.len);
        memcpy(joined + left.len, right.ptr, right.len);
        both = (struct span){joined, left.len + right.len};
        p = (struct pair){word_slot(b, left)->id, word_slot(b, right)->id, rank,
                          word_slot(b, both)->id};
        if (p.left == NONE || p.right == NONE || p.into == NONE)
            return false; /* a merge of what is no token */
        if (pair_slot(b, p.left, p.right)->into == NONE)
            *pair_slot(b, p.left, p.right) = p;
    }
    return true;
}

/* pattern_of is the regular expression of the pre-tokenizer: that of a Split,
 * or GPT-2's for a ByteLevel that uses its own. */
static struct span pattern_of(const struct json *pre)
{
    const struct json *list = json_get(pre, SPAN("pretokenizers"));

    for (list = list ? list->child : pre; list; list = list->next) {
        struct span kind = json_text(json_get(list, SPAN("type")));
        const struct json *own = json_get(list, SPAN("use_regex"));

        if (span_eq(kind, SPAN("Split")))
            return json_text(
                json_get(json_get(list, SPAN("pattern")), SPAN("Regex")));
        if (span_eq(kind, SPAN("ByteLevel")) && !(own && own->number == 0))
            return SPAN(gpt2);
        if (list == pre)
            break;
    }
    return (struct span){0};
}

static const char *build(struct bpe *b, const struct json *j, struct arena *a)
{
    const struct json *model = json_get(j, SPAN("model"));
    const struct json *vocab = json_get(model, SPAN("vocab"));
    const struct json *merges = json_get(model, SPAN("merges"));
    const struct json *whole = json_get(model, SPAN("ignore_merges"));
    struct span pattern = pattern_of(json_get(j, SPAN("pre_tokenizer")));
    PCRE2_SIZE where;
    int error;

    if (!vocab || vocab->kind != JSON_MAP || !merges ||
        merges->kind != JSON_LIST)
        return "not a tokenizer.json with a BPE vocabulary and merges";
    if (!pattern.len || pattern.len > PATTERN)
        return "its pre-tokenizer is not a byte-level one that is known";
    if (!plug_once(&library))
        return "its pattern cannot be compiled: libpcre2 is not here";
    if (!read_words(b, vocab, a))
        return "no memory";
    if (!read_merges(b, merges, a))
        return "its merges do not fit its vocabulary";
    b->whole_first = whole && whole->number == 1;
    b->cut = lib.pcre2_compile(pattern.ptr, pattern.len, PCRE2_UTF | PCRE2_UCP,
                               &error, &where, NULL);
    return b->cut ? NULL : "its pattern does not compile";
}

struct bpe *bpe_new(struct span json, struct arena *a, const struct limits *lim,
                    const char **why)
{
    const struct json *j = json_read(a, json, 0, lim, why);
    struct bpe *b = j ? arena_alloc(a, sizeof(*b)) : NULL;

    if (!b)
        return NULL;
    *why = build(b, j, a);
    return *why ? NULL : b;
}

void bpe_free(struct bpe *b)
{
    if (b)
        lib.pcre2_code_free(b->cut);
}

uint32_t bpe_vocab(const struct bpe *b)
{
    return b->vocab;
}

/* ---- encoding ------------------------------------------------------------ */

/* A word while it is merged: its pieces, and pairs of them in a heap. */
struct merge {
    uint32_t rank, at;    /* of the left piece */
    uint32_t left, right; /* their ids then; other ids make it stale */
};

struct chain {
    uint32_t *id, *next, *before; /* by place of a piece's first byte */
    struct merge *heap;
    uint32_t heap_count;
};

struct output {
    struct arena *arena;
    uint32_t *ids, count, cap;
};

static bool sooner(struct merge a, struct merge b)
{
    return a.rank != b.rank ? a.rank < b.rank : a.at < b.at;
}

static void heap_put(struct chain *c, struct merge m)
{
    uint32_t i = c->heap_count++;

    for (; i > 0 && sooner(m, c->heap[(i - 1) / 2]); i = (i - 1) / 2)
        c->heap[i] = c->heap[(i - 1) / 2];
    c->heap[i] = m;
}

static struct merge heap_take(struct chain *c)
{
    struct merge top = c->heap[0], last = c->heap[--c->heap_count];
    uint32_t i = 0, child;

    for (child = 1; child < c->heap_count; child = 2 * i + 1) {
        if (child + 1 < c->heap_count &&
            sooner(c->heap[child + 1], c->heap[child]))
            child++;
        if (!sooner(c->heap[child], last))
            break;
        c->heap[i] = c->heap[child];
        i = child;
    }
    c->heap[i] = last;
    return top;
}

static void offer(const struct bpe *b, struct chain *c, uint32_t at)
{
    uint32_t right = at == NONE ? NONE : c->next[at];
    const struct pair *p;

    if (right == NONE)
        return;
    p = pair_slot(b, c->id[at], c->id[right]);
    if (p->into != NONE)
        heap_put(c, (struct merge){p->rank, at, p->left, p->right});
}

static bool put(struct output *o, uint32_t id)
{
    if (o->count == o->cap) {
        uint32_t cap = o->cap ? o->cap * 2 : 256;
        uint32_t *more = arena_alloc(o->arena, cap * sizeof(*more));

        if (!more)
            return false;
        if (o->count)
            memcpy(more, o->ids, o->count * sizeof(*more));
        o->ids = more;
        o->cap = cap;
    }
    o->ids[o->count++] = id;
    return true;
}

/* encode merges one word and puts its pieces out. */
static bool encode(const struct bpe *b, struct chain *c, struct span w,
                   struct output *o)
{
    if (b->whole_first && word_slot(b, w)->id != NONE)
        return put(o, word_slot(b, w)->id);
    c->heap_count = 0;
    for (uint32_t i = 0; i < w.len; i++) {
        c->id[i] = b->byte_id[w.ptr[i]];
        c->before[i] = i ? i - 1 : NONE;
        c->next[i] = i + 1 < w.len ? i + 1 : NONE;
        if (c->id[i] == NONE)
            return false;
    }
    for (uint32_t i = 0; i < w.len; i++)
        offer(b, c, i);
    while (c->heap_count) {
        struct merge m = heap_take(c);
        uint32_t right = c->next[m.at];

        if (c->id[m.at] != m.left || right == NONE || c->id[right] != m.right)
            continue;
        c->id[m.at] = pair_slot(b, m.left, m.right)->into;
        c->id[right] = NONE; /* gone: nothing is equal to it */
        c->next[m.at] = c->next[right];
        if (c->next[right] != NONE)
            c->before[c->next[right]] = m.at;
        offer(b, c, c->before[m.at]);
        offer(b, c, m.at);
    }
    for (uint32_t i = 0; i != NONE; i = c->next[i])
        if (!put(o, c->id[i]))
            return false;
    return true;
}

static bool chain_init(struct chain *c, size_t longest, struct arena *a)
{
    size_t n = longest + 1;

    c->id = arena_alloc(a, n * sizeof(*c->id));
    c->next = arena_alloc(a, n * sizeof(*c->next));
    c->before = arena_alloc(a, n * sizeof(*c->before));
    /* each byte offers one pair, each merge two more */
    c->heap = arena_alloc(a, n * 3 * sizeof(*c->heap));
    return c->id && c->next && c->before && c->heap;
}

bool bpe_encode(const struct bpe *b, struct span text, struct arena *a,
                struct ids *out, const char **why)
{
    struct output o = {.arena = a};
    pcre2_match_data *m = lib.pcre2_match_data_create(1, NULL);
    pcre2_match_context *limits = lib.pcre2_match_context_create(NULL);
    struct chain c = {0};
    size_t at = 0, room = 0;

    *why = "no memory";
    if (limits)
        lib.pcre2_set_match_limit(limits, BACKTRACKS);
    while (m && limits && at < text.len) {
        PCRE2_SIZE *hit = lib.pcre2_get_ovector_pointer(m);
        int rc = lib.pcre2_match(b->cut, text.ptr, text.len, at,
                                 at ? PCRE2_NO_UTF_CHECK : 0, m, limits);

        if (rc <= 0 || hit[1] <= hit[0] || hit[0] != at) {
            *why = rc == PCRE2_ERROR_NOMATCH || rc > 0
                       ? "its pattern leaves text between words"
                       : "its pattern cannot be applied to this text";
            break;
        }
        if (hit[1] - hit[0] > room) {
            room = 2 * (hit[1] - hit[0]) + 64;
            if (!chain_init(&c, room, a))
                break;
        }
        if (!encode(b, &c, span_cut(text, at, hit[1] - hit[0]), &o)) {
            *why = "a byte has no token";
            break;
        }
        at = hit[1];
    }
    lib.pcre2_match_context_free(limits);
    lib.pcre2_match_data_free(m);
    *out = (struct ids){o.ids, o.count};
    return at == text.len;
}
