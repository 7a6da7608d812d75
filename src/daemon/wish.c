/* SPDX-License-Identifier: Apache-2.0
 * wish.c - parameters, checked before a worker is troubled. */
#include "daemon/wish.h"

#include "tool/setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void wish_init(struct wish *w)
{
    memset(w, 0, offsetof(struct wish, pool));
}

static const char *keep(struct wish *w, const char *s, size_t n)
{
    char *at = w->pool + w->used;

    if (n >= sizeof(w->pool) - w->used) {
        snprintf(w->why, sizeof(w->why), "the parameters are too long");
        return NULL;
    }
    memcpy(at, s, n);
    at[n] = 0;
    w->used += n + 1;
    return at;
}

static bool bad(struct wish *w, const char *key, const char *takes)
{
    snprintf(w->why, sizeof(w->why), "%.40s takes %s", key, takes);
    return false;
}

static bool set_fact(struct wish *w, const char *name, size_t n,
                     const char *value)
{
    gm_fact f = {keep(w, name, n), keep(w, value, strlen(value))};

    if (!f.name || !f.value ||
        gm_fact_check(&f, w->why, sizeof(w->why)) != GM_OK)
        return false;
    for (unsigned i = 0; i < w->count; i++)
        if (strcmp(w->facts[i].name, f.name) == 0) {
            w->facts[i] = f;
            return true;
        }
    if (w->count == WISH_FACTS)
        return bad(w, "fact", "fewer facts than that");
    w->facts[w->count++] = f;
    return true;
}

static bool set_flag(struct wish *w, const char *key, const char *value,
                     uint32_t flag)
{
    bool on = !*value || strcmp(value, "1") == 0 || strcmp(value, "yes") == 0;

    if (!on && strcmp(value, "0") != 0 && strcmp(value, "no") != 0)
        return bad(w, key, "1 or 0");
    w->flags = on ? w->flags | flag : w->flags & ~flag;
    return true;
}

static bool is_fact(const char *key)
{
    const char *name, *values;
    gm_words what;

    for (size_t i = 0; gm_fact_at(i, &name, &values, &what); i++)
        if (strcmp(name, key) == 0)
            return true;
    return false;
}

bool wish_set(struct wish *w, const char *key, const char *value)
{
    const struct {
        const char *key;
        const char **to;
    } texts[] = {{"name", &w->name}, {"law", &w->laws}, {"path", &w->path}};

    if (!value)
        value = "";
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (strcmp(key, texts[i].key) == 0) {
            *texts[i].to = keep(w, value, strlen(value));
            return *texts[i].to != NULL;
        }
    if (strcmp(key, "as-of") == 0 || strcmp(key, "as_of") == 0) {
        w->as_of = keep(w, value, strlen(value));
        return w->as_of && (setup_date_ok(value) ||
                            bad(w, key, "a date such as 2026-11-23"));
    }
    if (strcmp(key, "lang") == 0) {
        if (strcmp(value, "en") != 0 && strcmp(value, "ko") != 0)
            return bad(w, key, "en or ko");
        w->flags &= ~(uint32_t)ASK_KOREAN;
        w->flags |= *value == 'k' ? ASK_KOREAN : 0u;
        return true;
    }
    if (strcmp(key, "effort") == 0) {
        w->effort = strcmp(value, "fast") == 0   ? GM_EFFORT_FAST
                    : strcmp(value, "deep") == 0 ? GM_EFFORT_DEEP
                                                 : GM_EFFORT_NORMAL;
        return w->effort || strcmp(value, "normal") == 0 ||
               bad(w, key, "fast, normal or deep");
    }
    if (strcmp(key, "redact") == 0)
        return set_flag(w, key, value, ASK_REDACT);
    if (strcmp(key, "hash") == 0)
        return set_flag(w, key, value, ASK_HASH);
    if (strcmp(key, "deadline") == 0) {
        char *end;
        unsigned long n = strtoul(value, &end, 10);

        w->seconds = n > 0 && n < 1000 ? (unsigned)n : 0;
        return (w->seconds && !*end) || bad(w, key, "seconds");
    }
    if (strcmp(key, "fact") == 0) {
        size_t n = strcspn(value, "=");

        return value[n] ? set_fact(w, value, n, value + n + 1)
                        : bad(w, key, "NAME=VALUE");
    }
    if (is_fact(key))
        return set_fact(w, key, strlen(key), value);
    snprintf(w->why, sizeof(w->why),
             "there is no parameter '%.40s'; /v1/openapi.json lists them", key);
    return false;
}

bool wish_facts(struct wish *w, const char *list)
{
    char pair[1200];

    while (*list) {
        size_t n;

        list += strspn(list, "; ");
        n = strcspn(list, ";");
        if (n >= sizeof(pair))
            return bad(w, "Genmark-Fact", "NAME=VALUE; ...");
        memcpy(pair, list, n);
        while (n && pair[n - 1] == ' ')
            n--;
        pair[n] = 0;
        if (n && !wish_set(w, "fact", pair))
            return false;
        list += strcspn(list, ";");
    }
    return true;
}

/* known is whether one law of a list "kr,cn" is meant by p,n. */
static bool known(const char *laws, const char *p, size_t n)
{
    while (*laws) {
        size_t k = strcspn(laws, ",");

        if (k == n && memcmp(laws, p, n) == 0)
            return true;
        laws += k;
        laws += *laws == ',';
    }
    return false;
}

bool wish_write(struct wish *w, const struct rulebook *book, struct ticket *t)
{
    const char *laws = w->laws ? w->laws : "kr", *at = laws;
    const char *name = w->name ? w->name : "";
    char today[11];
    bool fine;

    while (*at && strcmp(laws, "none") != 0) {
        size_t n = strcspn(at, ",");

        if (!known(book->born.laws, at, n)) {
            snprintf(w->why, sizeof(w->why),
                     "there is no law '%.*s'; /v1/laws lists them",
                     (int)(n < 40 ? n : 40), at);
            return false;
        }
        at += n;
        at += *at == ',';
    }
    setup_today(today);
    fine = ticket_text(t, name, strlen(name)) &&
           ticket_text(t, laws, strlen(laws)) &&
           ticket_text(t, w->as_of ? w->as_of : today,
                       strlen(w->as_of ? w->as_of : today));
    for (unsigned i = 0; fine && i < w->count; i++)
        fine = ticket_text(t, w->facts[i].name, strlen(w->facts[i].name)) &&
               ticket_text(t, w->facts[i].value, strlen(w->facts[i].value));
    t->ask.flags = w->flags;
    t->ask.effort = w->effort;
    if (!fine)
        snprintf(w->why, sizeof(w->why), "the parameters are too long");
    return fine;
}
