/* SPDX-License-Identifier: Apache-2.0
 * genmark.c - the public calls: arguments are checked here, and only here. */
#include "genmark.h"

#include "base/cpu.h"
#include "base/crypto.h"
#include "base/sized.h"
#include "base/utf.h"
#include "c2pa/trust.h"
#include "digest.h"
#include "marks/mark.h"
#include "run.h"
#include "scheme.h"

const char *gm_version(void)
{
    return GM_VERSION;
}

const char *gm_status_text(gm_status s)
{
    switch (s) {
    case GM_OK: return "ok";
    case GM_STOPPED: return "stopped by the caller";
    case GM_BAD_ARG: return "bad argument";
    case GM_NO_MEMORY: return "out of memory";
    case GM_IO: return "the input could not be read";
    case GM_BAD_PACK: return "a rule pack, fact or trust list is not valid";
    }
    return "unknown status";
}

/* A wrong fact would be judged as one that nobody gave, and a wrong law as
 * one that has no rules: so they are no input. */
static bool how_ok(const gm_worker *w, const gm_input *in)
{
    int64_t seconds;

    for (size_t i = 0; i < in->fact_count; i++)
        if (!law_fact_ok(&in->facts[i], NULL, 0))
            return false;
    return law_laws_ok(w->engine->law, in->laws, NULL, 0) &&
           (!in->as_of || law_clock(in->as_of, &seconds));
}

static bool bytes_ok(const gm_input *in)
{
    if (in->data)
        return in->length <= SIZE_MAX;
    return in->read || !in->length;
}

/* input_take is the caller's input as this library knows it; false where it
 * breaks the header's rules. */
static bool input_take(gm_input *to, const gm_input *from)
{
    return from && sized_take(to, sizeof(*to), from) && bytes_ok(to);
}

gm_status gm_scan(gm_worker *w, const gm_input *in, const gm_item **out)
{
    gm_input input, init;
    gm_status s;

    if (!w || !out || !input_take(&input, in))
        return GM_BAD_ARG;
    if (input.init && !input_take(&init, input.init))
        return GM_BAD_ARG;
    if (input.init)
        input.init = &init;
    if (!how_ok(w, &input))
        return GM_BAD_PACK;
    if (input.token_count &&
        gm_tokens_check(input.tokens, input.token_count, NULL, 0) != GM_OK)
        return GM_BAD_ARG;
    s = run_scan(w, &input);
    *out = s == GM_OK ? &w->item : NULL;
    return s;
}

gm_status gm_judge(gm_worker *w, const gm_item *stored, const gm_input *how,
                   const gm_item **out)
{
    gm_input input;
    gm_status s;

    if (!w || !stored || !how || !out || stored == &w->item ||
        !sized_take(&input, sizeof(input), how))
        return GM_BAD_ARG;
    if (!how_ok(w, &input))
        return GM_BAD_PACK;
    s = run_judge(w, stored, &input);
    *out = s == GM_OK ? &w->item : NULL;
    return s;
}

gm_status gm_error_item(gm_worker *w, const gm_input *in, const gm_error *error,
                        const gm_item **out)
{
    gm_input input;

    if (!w || !in || !error || !out || !sized_take(&input, sizeof(input), in))
        return GM_BAD_ARG;
    *out = &w->item;
    return run_error(w, &input, error);
}

gm_status gm_hash(const gm_input *in, const char *algorithm, char out[129])
{
    gm_input input;

    if (!algorithm || !out || !input_take(&input, in))
        return GM_BAD_ARG;
    return digest_of(&input, algorithm, out);
}

static void copy_text(char *to, size_t size, struct span s)
{
    size_t n = s.len < size - 1 ? s.len : size - 1;

    while (n && n < s.len && (s.ptr[n] & 0xC0) == 0x80)
        n--;
    if (n)
        memcpy(to, s.ptr, n);
    to[n] = 0;
    if (!utf8_ok((struct span){(const uint8_t *)to, n}))
        for (size_t i = 0; i < n; i++)
            if ((uint8_t)to[i] >= 0x80)
                to[i] = '?';
}

size_t gm_nfc(const char *text, char *to, size_t room)
{
    enum {
        GROWTH = 24 /* bytes that one may need while it is taken apart */
    };
    struct span s = {(const uint8_t *)text, text ? strlen(text) : 0}, form;
    struct arena a;

    if (!s.len || s.len > SIZE_MAX / GROWTH / 2 || !to || !utf8_ok(s))
        return 0;
    arena_init(&a, s.len * GROWTH + 4096);
    form = utf8_nfc(&a, s);
    if (form.len && form.len < room) {
        memcpy(to, form.ptr, form.len);
        to[form.len] = 0;
    } else {
        form.len = 0;
    }
    arena_reset(&a);
    return form.len;
}

int gm_anchor_at(const gm_engine *e, size_t i, gm_anchor_info *out)
{
    const struct anchor *a = e && out ? trust_anchor(e->trust, i) : NULL;
    size_t n;

    if (!a)
        return 0;
    *out = (gm_anchor_info){
        .kind = a->kind, .from = a->cert.from, .to = a->cert.to};
    if (a->since > out->from)
        out->from = a->since;
    if (a->until < out->to)
        out->to = a->until;
    copy_text(out->list, sizeof(out->list), a->list);
    copy_text(out->name, sizeof(out->name), a->cert.cn);
    n = strlen(out->name);
    if (a->cert.o.len && n + 4 < sizeof(out->name)) {
        if (n)
            memcpy(out->name + n, ", ", 2);
        copy_text(out->name + n + (n ? 2 : 0),
                  sizeof(out->name) - n - (n ? 2 : 0), a->cert.o);
    }
    return 1;
}

void gm_alone(void)
{
    crypto_alone();
}

gm_status gm_cpu(const char *most)
{
    static const struct {
        const char *name;
        uint32_t features;
    } table[] = {
        {"plain", 0},
        {"ssse3", CPU_SSSE3},
        {"avx2", CPU_SSSE3 | CPU_AVX2},
        {"avx512", CPU_SSSE3 | CPU_AVX2 | CPU_AVX512},
        {"neon", CPU_NEON},
    };

    for (size_t i = 0; most && i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].name, most) == 0) {
            cpu_limit(table[i].features);
            return GM_OK;
        }
    return GM_BAD_ARG;
}

int gm_rule_at(const gm_engine *e, size_t i, gm_rule_info *out)
{
    return e && out ? law_rule_at(e->law, i, out) : 0;
}

int gm_format_at(size_t i, gm_format_info *out)
{
    const struct format *f = format_at(i);

    if (!f || !out)
        return 0;
    *out = (gm_format_info){f->name,           f->mime,
                            f->files,          (gm_media)f->media,
                            f->pixels != NULL, f->verified};
    return 1;
}

int gm_limit_at(size_t i, const char **name, uint64_t *dflt, const char **what)
{
    static const struct {
        const char *name, *what;
        uint64_t dflt;
    } table[] = {
#define X(limit, value, says) {#limit, says, value},
        LIMITS(X)
#undef X
    };

    if (i >= sizeof(table) / sizeof(table[0]))
        return 0;
    *name = table[i].name;
    *dflt = table[i].dflt;
    *what = table[i].what;
    return 1;
}

int gm_finder_at(size_t i, const char **name, const char **what)
{
    const struct finder *f = finder_at(i);

    if (!f)
        return 0;
    *name = f->name;
    *what = f->what;
    return 1;
}

int gm_fact_at(size_t i, const char **name, const char **values, gm_words *what)
{
    return law_fact_at(i, name, values, what);
}

gm_status gm_fact_check(const gm_fact *f, char *why, size_t why_size)
{
    if (!f || !f->name || !f->value)
        return GM_BAD_ARG;
    return law_fact_ok(f, why, why_size) ? GM_OK : GM_BAD_PACK;
}

int gm_scheme_at(size_t i, const char **name)
{
    *name = token_name_at(i);
    return *name != NULL;
}

gm_status gm_tokens_check(const gm_fact *tokens, size_t count, char *why,
                          size_t why_size)
{
    struct token_scheme s;

    if (!tokens || !count)
        return GM_BAD_ARG;
    return scheme_read(&s, tokens, count, why, why_size) ? GM_OK : GM_BAD_ARG;
}
