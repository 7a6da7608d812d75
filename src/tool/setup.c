/* SPDX-License-Identifier: Apache-2.0
 * setup.c - reading packs and lists; the library opens nothing by itself. */
#include "tool/setup.h"

#include "tool/input.h"
#include "tool/members.h"
#include "tool/say.h"
#include "tool/trust.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    PACK_MOST = 16 << 20,
    INIT_MOST = 64 << 20,
    DATE_MOST = 32, /* bytes of a date-time and its NUL, as a store keeps it */
    NAMES = 64
};

struct made {
    gm_text *packs;
    gm_setting *limits;
    size_t limit_count;
    struct trust_list trust;
    char *names; /* of the limits, cut at their "=" */
};

static bool read_packs(const struct setup *s, struct made *m)
{
    m->packs = calloc(s->packs.count + 1, sizeof(*m->packs));
    for (size_t i = 0; m->packs && i < s->packs.count; i++) {
        const char *path = s->packs.list[i];
        gm_text *t = &m->packs[i];

        t->name = path;
        t->ptr = input_text(path, PACK_MOST, &t->len);
        if (t->ptr)
            continue;
        say("%s: %s", path, input_tell(errno));
        return false;
    }
    return m->packs != NULL;
}

static bool number(const char *s, uint64_t *out)
{
    static const char units[] = "KMGT";
    char *end;
    unsigned long long n;
    const char *unit;

    errno = 0;
    if (*s < '0' || *s > '9')
        return false;
    n = strtoull(s, &end, 10);
    unit = *end ? strchr(units, *end) : NULL;
    if (unit && !end[1]) {
        unsigned shift = 10 * (unsigned)(unit - units + 1);

        if (n > UINT64_MAX >> shift)
            return false;
        n <<= shift;
        end++;
    }
    *out = n;
    return !errno && !*end;
}

static bool limit_known(const char *name)
{
    const char *names[NAMES + 1] = {0}, *what, *near;
    uint64_t dflt;

    for (size_t i = 0; i < NAMES && gm_limit_at(i, &names[i], &dflt, &what);
         i++)
        if (strcmp(names[i], name) == 0)
            return true;
    near = options_near(name, names);
    say(tr("no limit has the name '%s'; %s%s",
           "'%s'라는 한도는 없습니다. %s%s"),
        name,
        near ? tr("did you mean ", "이것인가요? ")
             : tr("`genmark formats --limits` lists them",
                  "`genmark formats --limits`로 목록을 볼 수 있습니다"),
        near ? near : "");
    return false;
}

static bool read_limits(const struct setup *s, struct made *m)
{
    struct member_limits ours = MEMBER_LIMITS;
    size_t total = 1;
    char *at;

    for (size_t i = 0; i < s->limits.count; i++)
        total += strlen(s->limits.list[i]) + 1;
    m->limits = calloc(s->limits.count + 1, sizeof(*m->limits));
    m->names = at = malloc(total);
    if (!m->limits || !m->names)
        return false;
    for (size_t i = 0; i < s->limits.count; i++) {
        const char *text = s->limits.list[i], *eq = strchr(text, '=');

        gm_setting *to = &m->limits[m->limit_count];

        if (!eq || !number(eq + 1, &to->value)) {
            say(tr("--limit takes NAME=N, such as inflate_bytes=64M (not '%s')",
                   "--limit 값은 NAME=N 형식입니다. 예: inflate_bytes=64M "
                   "('%s' 아님)"),
                text);
            return false;
        }
        memcpy(at, text, (size_t)(eq - text));
        at[eq - text] = 0;
        to->name = at;
        if (!members_limit(&ours, at)) {
            if (!limit_known(at))
                return false;
            m->limit_count++;
        }
        at += eq - text + 1;
    }
    return true;
}

static bool read_trust(const struct setup *s, struct made *m)
{
    const struct {
        const struct texts *files;
        gm_trust_kind kind;
    } given[] = {{&s->trust, GM_TRUST_SIGNERS},
                 {&s->tsa, GM_TRUST_TSA},
                 {&s->allowed, GM_TRUST_ALLOWED},
                 {&s->eku, GM_TRUST_USAGES}};

    if (!s->no_trust && !trust_installed(&m->trust))
        return false;
    for (size_t k = 0; k < sizeof(given) / sizeof(given[0]); k++)
        for (size_t i = 0; i < given[k].files->count; i++)
            if (!trust_file(&m->trust, given[k].kind, given[k].files->list[i]))
                return false;
    return true;
}

gm_engine *setup_engine(const struct setup *s)
{
    struct made m = {0};
    gm_config c = GM_CONFIG_INIT;
    gm_engine *e = NULL;
    char why[300] = "";
    gm_status got;

    if (read_packs(s, &m) && read_limits(s, &m) && read_trust(s, &m)) {
        c.packs = m.packs;
        c.pack_count = s->packs.count;
        /* A pack may add to any law, and name any rule. */
        c.laws = s->packs.count ? NULL : s->laws;
        c.trust = m.trust.list;
        c.trust_count = m.trust.count;
        c.limits = m.limits;
        c.limit_count = m.limit_count;
        got = gm_engine_new(&c, &e, why, sizeof(why));
        if (got != GM_OK)
            say("%s", *why ? why : gm_status_text(got));
    }
    for (size_t i = 0; m.packs && i < s->packs.count; i++)
        free((void *)(uintptr_t)m.packs[i].ptr);
    free(m.packs);
    free(m.limits);
    free(m.names);
    trust_list_free(&m.trust);
    return e;
}

void setup_members(const struct setup *s, struct member_limits *out)
{
    *out = (struct member_limits)MEMBER_LIMITS;
    for (size_t i = 0; i < s->limits.count; i++) {
        const char *text = s->limits.list[i], *eq = strchr(text, '=');
        char name[32];
        uint64_t *to;

        if (!eq)
            continue;
        snprintf(name, sizeof(name), "%.*s", (int)(eq - text), text);
        to = members_limit(out, name);
        if (to)
            number(eq + 1, to);
    }
}

void setup_free(struct setup *s)
{
    texts_free(&s->packs);
    texts_free(&s->limits);
    texts_free(&s->trust);
    texts_free(&s->tsa);
    texts_free(&s->allowed);
    texts_free(&s->eku);
    free(s->init_bytes);
}

bool setup_init(struct setup *s, gm_input *how)
{
    size_t len = 0;

    if (!s->init)
        return true;
    s->init_bytes = input_text(s->init, INIT_MOST, &len);
    if (!s->init_bytes) {
        say("%s: %s", s->init, input_tell(errno));
        return false;
    }
    s->init_input = (gm_input)GM_INPUT_INIT;
    s->init_input.name = s->init;
    s->init_input.data = s->init_bytes;
    s->init_input.length = len;
    how->init = &s->init_input;
    return true;
}

bool setup_hashes(void)
{
    char sum[65];

    gm_digest("", 0, sum);
    if (!*sum)
        say("%s", tr("no hashes: libcrypto is not here: install OpenSSL's "
                     "package that has it",
                     "해시를 계산할 수 없음: libcrypto가 없습니다. OpenSSL의 "
                     "해당 패키지를 설치하세요"));
    return *sum;
}

void setup_chain(char sum[65], const char *text)
{
    char both[64 + 512];
    size_t n = strlen(text), most = sizeof(both) - 64;

    do {
        size_t k = n < most ? n : most;

        memcpy(both, sum, 64);
        memcpy(both + 64, text, k);
        gm_digest(both, 64 + k, sum);
        text += k;
        n -= k;
    } while (n);
}

static void chain_bytes(char sum[65], const void *p, size_t n)
{
    char of[65];

    gm_digest(p, n, of);
    setup_chain(sum, of);
}

void setup_digest(const struct setup *s, const gm_engine *e,
                  const gm_input *how, char out[65])
{
    char line[800];
    const char *name, *what;
    gm_anchor_info a;

    gm_digest("", 0, out);
    setup_chain(out, gm_version());
    snprintf(line, sizeof(line), "effort %d want %u", (int)how->effort,
             how->want & (GM_WANT_HASH | GM_REDACT));
    setup_chain(out, line);
    setup_chain(out, how->watermark_bits ? how->watermark_bits : "-");
    if (how->read_text)
        setup_chain(out, "ocr");
    if (how->init)
        chain_bytes(out, how->init->data, (size_t)how->init->length);
    if (how->tokenizer.len)
        chain_bytes(out, how->tokenizer.ptr, how->tokenizer.len);
    for (size_t i = 0; i < how->token_count; i++) {
        setup_chain(out, how->tokens[i].name);
        setup_chain(out, how->tokens[i].value);
    }
    for (size_t i = 0; i < s->limits.count; i++)
        setup_chain(out, s->limits.list[i]);
    for (size_t i = 0; gm_finder_at(i, &name, &what); i++)
        setup_chain(out, name);
    for (size_t i = 0; gm_anchor_at(e, i, &a); i++) {
        snprintf(line, sizeof(line), "anchor %d %lld %lld ", (int)a.kind,
                 (long long)a.from, (long long)a.to);
        setup_chain(out, line);
        setup_chain(out, a.name);
    }
}

bool setup_laws_ok(const gm_engine *e, const char *laws)
{
    gm_rule_info r;

    if (strcmp(laws, "none") == 0)
        return true;
    while (*laws) {
        size_t n = strcspn(laws, ",");
        bool known = false;

        for (size_t i = 0; !known && gm_rule_at(e, i, &r); i++)
            known = r.law.len == n && memcmp(r.law.ptr, laws, n) == 0;
        if (!known) {
            say(tr("no pack has the law '%.*s'; `genmark rules` lists them",
                   "'%.*s' 법령 묶음이 없습니다. `genmark rules`로 목록을 볼 수 "
                   "있습니다"),
                (int)n, laws);
            return false;
        }
        laws += n;
        laws += *laws == ',';
    }
    return true;
}

bool setup_date_ok(const char *s)
{
    /* Any fact that is a date: the library reads all dates alike. */
    gm_fact date = {"published-at", s};

    return strlen(s) < DATE_MOST && gm_fact_check(&date, NULL, 0) == GM_OK;
}

void setup_today(char out[11])
{
    time_t now = time(NULL);
    struct tm t;

    if (!localtime_r(&now, &t) || !strftime(out, 11, "%Y-%m-%d", &t))
        *out = 0;
}

const char *setup_as_of(const char *told, char today[11])
{
    if (!told) {
        setup_today(today);
        told = today;
    }
    if (setup_date_ok(told))
        return told;
    say(tr("--as-of takes a date from 1900 on, such as 2026-11-23 or "
           "2026-11-23T12:00:00Z (not '%s')",
           "--as-of 값은 1900년 이후의 날짜로, 2026-11-23 또는 "
           "2026-11-23T12:00:00Z 형식입니다 ('%s' 아님)"),
        told);
    return NULL;
}

bool setup_effort(bool fast, bool deep, gm_effort *out)
{
    *out = fast ? GM_EFFORT_FAST : deep ? GM_EFFORT_DEEP : GM_EFFORT_NORMAL;
    if (fast && deep)
        say("%s", tr("--fast and --deep exclude each other",
                     "--fast와 --deep은 함께 쓸 수 없습니다"));
    return !(fast && deep);
}
