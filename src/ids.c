/* SPDX-License-Identifier: Apache-2.0
 * ids.c - a scan of token ids: the statistical watermark that the caller's key
 * opens, as one mark of an item. */
#include "base/buf.h"
#include "base/source.h"
#include "base/str.h"
#include "marks/origin.h"
#include "run.h"
#include "scheme.h"
#include "token/bpe.h"

#include <stdio.h>

enum {
    NUMBER = 32 /* characters of a printed number */
};

/* From these p on unmarked text is as good as ruled out, or only doubted. */
static const double PROVEN = 1e-6, DOUBTED = 1e-3;

static struct span whole(gm_worker *w, const gm_input *in)
{
    uint8_t *to;

    if (in->data || !in->length)
        return (struct span){in->data, (size_t)in->length};
    if (in->length > w->engine->limits.text_bytes)
        return (struct span){0};
    to = arena_alloc(&w->arena, (size_t)in->length);
    if (!to || in->read(in->ctx, 0, to, (size_t)in->length) != 0)
        return (struct span){0};
    return (struct span){to, (size_t)in->length};
}

/* ids_read takes the numbers of a text; brackets, commas and white space stand
 * between them.  False where anything else does. */
static bool ids_read(gm_worker *w, struct span s, struct ids *out)
{
    uint32_t *ids = arena_alloc(&w->arena, (s.len / 2 + 1) * sizeof(*ids));
    uint32_t n = 0;

    if (!ids || s.len > UINT32_MAX)
        return false;
    for (size_t i = 0; i < s.len;) {
        uint64_t v = 0;
        size_t from = i;

        for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++) {
            v = v * 10 + (s.ptr[i] - '0');
            if (v > UINT32_MAX)
                return false;
        }
        if (i > from)
            ids[n++] = (uint32_t)v;
        else if (!memchr(" \t\r\n,;[]", s.ptr[i++], 8))
            return false;
    }
    *out = (struct ids){ids, n};
    return true;
}

/* encode turns text into ids by the caller's tokenizer. */
static bool encode(gm_worker *w, const gm_input *in, struct span text,
                   struct token_scheme *s, struct ids *out, const char **why)
{
    struct bpe *b = bpe_new(
        (struct span){(const uint8_t *)in->tokenizer.ptr, in->tokenizer.len},
        &w->arena, &w->engine->limits, why);
    bool ok = b && bpe_encode(b, text, &w->arena, out, why);

    if (ok && s->vocab < bpe_vocab(b))
        s->vocab = bpe_vocab(b);
    bpe_free(b);
    return ok;
}

static gm_attr measure(const char *name, double v)
{
    return (gm_attr){str_of(name), {"", 0}, v, 1};
}

static void tell(gm_worker *w, const struct token_scheme *s,
                 const struct token_score *r, const char *name)
{
    gm_mark *m = arena_alloc(&w->arena, sizeof(*m));
    gm_attr *a = arena_alloc(&w->arena, 5 * sizeof(*a));
    char *value = arena_alloc(&w->arena, 3 * NUMBER);
    int len;

    if (!m || !a || !value)
        return;
    len = snprintf(value, 3 * NUMBER, "z=%.2f p=%.2e of %u tokens", r->z, r->p,
                   r->scored);
    a[0] = measure("scored", r->scored);
    a[1] = measure(s->family == TOKEN_SYNTHID ? "mean" : "green",
                   s->family == TOKEN_SYNTHID ? r->mean : r->sum);
    a[2] = measure("z", r->z);
    a[3] = measure("p", r->p);
    a[4] = measure("vocab", s->vocab);
    *m = (gm_mark){.finder = str_of("token-watermark"),
                   .kind = GM_WATERMARK,
                   .name = str_of(name),
                   .value = {value, len > 0 ? (size_t)len : 0},
                   .claim = r->p <= PROVEN    ? GM_GENERATED
                            : r->p <= DOUBTED ? GM_TRACE
                                              : GM_CLAIM_NONE,
                   .makes = r->p <= DOUBTED && r->p > PROVEN ? GM_GENERATED
                                                             : GM_CLAIM_NONE,
                   .sure = r->p <= PROVEN    ? 99
                           : r->p <= DOUBTED ? 45
                                             : 1,
                   .place = {str_of("tokens"), w->item.path, 0, 0},
                   .attrs = a,
                   .attr_count = 5};
    w->item.marks = m;
    w->item.mark_count = 1;
}

static const char *scheme_name(const gm_input *in)
{
    for (size_t i = 0; i < in->token_count; i++)
        if (strcmp(in->tokens[i].name, "scheme") == 0)
            return in->tokens[i].value;
    return "";
}

gm_status run_tokens(gm_worker *w, const gm_input *in)
{
    gm_coverage *c;
    struct token_scheme s;
    struct token_score r;
    struct span text;
    struct ids ids = {0};
    const char *why = "not a list of token ids";

    run_begin(w, in);
    c = arena_alloc(&w->arena, sizeof(*c));
    if (!c || !scheme_read(&s, in->tokens, in->token_count, NULL, 0))
        return GM_NO_MEMORY;
    w->item.format = str_of(in->tokenizer.len ? "text" : "token-ids");
    w->item.mime = str_of("text/plain");
    w->item.media = GM_TEXT;
    *c = (gm_coverage){str_of("token-watermark"), 0, str_of("")};
    w->item.coverage = c;
    w->item.coverage_count = 1;
    text = whole(w, in);
    w->item.bytes_read = text.len;
    if (text.ptr &&
        (in->tokenizer.len ? encode(w, in, text, &s, &ids, &why)
                           : ids_read(w, text, &ids)) &&
        ids.count > 0 && token_check(&r, &s, ids, &w->arena, &why)) {
        c->ran = 1;
        tell(w, &s, &r, scheme_name(in));
    } else {
        c->why = str_of(why);
        w->item.error = (gm_error){GM_FAULT_UNSUPPORTED, {"", 0}, str_of(why)};
    }
    if (!origin_of(&w->item, &w->arena))
        return GM_NO_MEMORY;
    return run_end(w, in);
}
