/* SPDX-License-Identifier: Apache-2.0
 * facts.c - merging facts; the manifest is read once and sorted by path.
 *
 * A path means the file that is spelled so, byte for byte.  Systems and tables
 * spell the same letters in two ways, composed and not [UAX 15: NFC, NFD]; so a
 * file of which no row is takes the row that differs in that alone, unless
 * the row has a file of its own. */
#include "tool/facts.h"

#include "tool/input.h"
#include "tool/options.h"
#include "tool/rows.h"
#include "tool/say.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    PROFILE_MOST = 1 << 20,
    MANIFEST_MOST = 1 << 30,
    NAMES = 64, /* names that are offered in place of a wrong one */
    PATH_MOST = 4096
};

enum met { /* how some item was found to be of a row */
    MET_NOT,
    MET_FORM, /* by the normal form of its path */
    MET_PATH
};

struct row {
    const char *path;
    const char *form;   /* its normal form; path itself where that is one */
    size_t from, count; /* in cells */
    _Atomic(enum met) met;
};

struct manifest {
    const char *name;     /* of its file, which the caller keeps */
    struct row *rows;     /* sorted by path */
    struct row **by_form; /* those whose path is not ASCII, by form */
    size_t count, cap, formed;
    char *base; /* its folder, with its slash; a text of facts */
};

struct facts {
    struct fact_set all; /* of every item; --fact gave the first `given` */
    size_t given;
    struct fact_set cells; /* of the rows, one after another */
    struct manifest *manifests;
    size_t manifest_count;
    char **texts; /* what all strings point into */
    size_t text_count;
};

struct facts *facts_new(void)
{
    return calloc(1, sizeof(struct facts));
}

void fact_set_free(struct fact_set *s)
{
    free(s->list);
    *s = (struct fact_set){0};
}

void facts_free(struct facts *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->text_count; i++)
        free(f->texts[i]);
    free(f->texts);
    for (size_t i = 0; i < f->manifest_count; i++) {
        free(f->manifests[i].rows);
        free(f->manifests[i].by_form);
    }
    free(f->manifests);
    fact_set_free(&f->all);
    fact_set_free(&f->cells);
    free(f);
}

/* own takes a text that is freed with f. */
static char *own(struct facts *f, char *text)
{
    char **more = realloc(f->texts, (f->text_count + 1) * sizeof(*more));

    if (!text || !more) {
        free(text);
        if (more)
            f->texts = more;
        return NULL;
    }
    f->texts = more;
    return f->texts[f->text_count++] = text;
}

static bool append(struct fact_set *s, gm_fact fact)
{
    if (s->count == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 16;
        gm_fact *more = realloc(s->list, cap * sizeof(*more));

        if (!more)
            return false;
        s->list = more;
        s->cap = cap;
    }
    s->list[s->count++] = fact;
    return true;
}

/* set replaces an earlier value of the same name. */
static bool set(struct fact_set *s, gm_fact fact)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->list[i].name, fact.name) == 0) {
            s->list[i] = fact;
            return true;
        }
    return append(s, fact);
}

/* fact_ok says why a fact is none, naming the place it stands at. */
static bool fact_ok(const gm_fact *fact, const char *where)
{
    const char *names[NAMES + 1] = {0}, *values, *name, *near;
    gm_words what;
    char why[240];

    if (gm_fact_check(fact, why, sizeof(why)) == GM_OK)
        return true;
    for (size_t i = 0; i < NAMES && gm_fact_at(i, &name, &values, &what); i++) {
        names[i] = name;
        if (strcmp(name, fact->name) != 0)
            continue;
        say(tr("%s: fact '%s' takes: %s (not '%s')",
               "%s: 사실 '%s'의 값: %s ('%s' 아님)"),
            where, name, values, fact->value);
        return false;
    }
    near = options_near(fact->name, names);
    if (near)
        say(tr("%s: no fact has the name '%s'; did you mean '%s'?",
               "%s: '%s'라는 사실은 없습니다. '%s' 아닌가요?"),
            where, fact->name, near);
    else
        say(tr("%s: no fact has the name '%s'; `genmark rules --facts` lists "
               "them",
               "%s: '%s'라는 사실은 없습니다. `genmark rules --facts`로 목록을 "
               "볼 수 있습니다"),
            where, fact->name);
    return false;
}

static char *trim(char *s)
{
    size_t n;

    s += strspn(s, " \t");
    n = strlen(s);
    while (n && strchr(" \t\r", s[n - 1]))
        s[--n] = 0;
    return s;
}

/* over tells where a profile takes the place of what the command line says:
 * most programs have it the other way. */
static void over(const struct facts *f, const gm_fact *fact, const char *where)
{
    for (size_t i = 0; i < f->given; i++)
        if (strcmp(f->all.list[i].name, fact->name) == 0 &&
            strcmp(f->all.list[i].value, fact->value) != 0)
            say(tr("%s: %s=%s takes the place of --fact %s=%s: a profile is "
                   "stronger",
                   "%s: %s=%s 값이 --fact %s=%s 대신 쓰입니다. 프로필이 더 "
                   "우선합니다"),
                where, fact->name, fact->value, fact->name,
                f->all.list[i].value);
}

/* take splits "name=value" in place and keeps it. */
static bool take(struct facts *f, char *text, const char *where)
{
    char *eq = strchr(text, '=');
    gm_fact fact;

    if (!eq) {
        say(tr("%s: a fact is NAME=VALUE, such as delivery=exported (not '%s')",
               "%s: 사실은 NAME=VALUE 형식입니다. 예: delivery=exported "
               "('%s' 아님)"),
            where, text);
        return false;
    }
    *eq = 0;
    fact = (gm_fact){trim(text), trim(eq + 1)};
    if (!fact_ok(&fact, where))
        return false;
    over(f, &fact, where);
    return set(&f->all, fact);
}

bool facts_add(struct facts *f, const char *pair)
{
    char *text = own(f, strdup(pair));

    return text && take(f, text, "--fact");
}

static void no_text(const char *path, int error)
{
    say("%s: %s", path, input_tell(error));
}

bool facts_profile(struct facts *f, const char *path)
{
    size_t len, line = 0;
    char *text = input_text(path, PROFILE_MOST, &len);
    char where[300];

    if (!text) {
        no_text(path, errno);
        return false;
    }
    text = own(f, text) ? input_words(text) : NULL;
    while (text && *text) {
        char *end = strchr(text, '\n'), *body;

        line++;
        if (end)
            *end = 0;
        body = trim(text);
        snprintf(where, sizeof(where), "%s:%zu", path, line);
        if (*body && *body != '#' && !take(f, body, where))
            return false;
        text = end ? end + 1 : NULL;
    }
    return true;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->path, ((const struct row *)b)->path);
}

static int by_form(const void *a, const void *b)
{
    return strcmp((*(struct row *const *)a)->form,
                  (*(struct row *const *)b)->form);
}

static bool is_ascii(const char *s)
{
    while (*s && (unsigned char)*s < 0x80)
        s++;
    return !*s;
}

/* index_forms sorts the rows that may be spelled in another way. */
static bool index_forms(struct facts *f, struct manifest *m)
{
    char form[PATH_MOST];

    for (size_t i = 0; i < m->count; i++)
        m->formed += !is_ascii(m->rows[i].path);
    if (!m->formed)
        return true;
    m->by_form = malloc(m->formed * sizeof(*m->by_form));
    m->formed = 0;
    for (size_t i = 0; m->by_form && i < m->count; i++) {
        struct row *r = &m->rows[i];

        if (is_ascii(r->path))
            continue;
        r->form = r->path;
        m->by_form[m->formed++] = r;
        if (!gm_nfc(r->path, form, sizeof(form)) || !strcmp(form, r->path))
            continue; /* it has none, or is it */
        r->form = own(f, strdup(form));
        if (!r->form)
            return false;
    }
    if (m->by_form)
        qsort(m->by_form, m->formed, sizeof(*m->by_form), by_form);
    return m->by_form;
}

static const char *plain(const char *path)
{
    while (path[0] == '.' && path[1] == '/')
        path += 2;
    return path;
}

/* on_row keeps one row of the manifest: rows_read calls it. */
static bool on_row(void *ctx, const gm_fact *cells, size_t count,
                   const char *where)
{
    struct facts *f = ctx;
    struct manifest *m = &f->manifests[f->manifest_count - 1];
    struct row row = {.from = f->cells.count};

    for (size_t i = 0; i < count; i++) {
        if (strcmp(cells[i].name, "path") == 0) {
            row.path = plain(cells[i].value);
            continue;
        }
        if (!cells[i].value[0])
            continue; /* an empty cell says nothing */
        if (!fact_ok(&cells[i], where) || !append(&f->cells, cells[i]))
            return false;
    }
    if (!row.path || !*row.path) {
        say(tr("%s: this row has no path", "%s: 이 행에 path 값이 없습니다"),
            where);
        return false;
    }
    row.count = f->cells.count - row.from;
    if (m->count == m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 64;
        struct row *more = realloc(m->rows, cap * sizeof(*more));

        if (!more)
            return false;
        m->rows = more;
        m->cap = cap;
    }
    memcpy(&m->rows[m->count++], &row, sizeof(row));
    return true;
}

/* another makes room for the manifest at path; NULL without memory. */
static struct manifest *another(struct facts *f, const char *path)
{
    size_t n = f->manifest_count;
    struct manifest *more = realloc(f->manifests, (n + 1) * sizeof(*more));
    const char *slash = strrchr(path, '/');
    char *base;

    if (!more)
        return NULL;
    f->manifests = more;
    base = own(f, strdup(path));
    if (!base)
        return NULL;
    base[slash ? slash - path + 1 : 0] = 0;
    more[n] = (struct manifest){.name = path, .base = base};
    f->manifest_count++;
    return &more[n];
}

bool facts_manifest(struct facts *f, const char *path)
{
    size_t len;
    char *text = input_text(path, MANIFEST_MOST, &len);
    struct manifest *m;

    if (!text) {
        no_text(path, errno);
        return false;
    }
    text = own(f, text);
    m = text ? another(f, path) : NULL;
    if (!m || !rows_read(text, len, path, on_row, f))
        return false;
    if (m->count)
        qsort(m->rows, m->count, sizeof(*m->rows), by_path);
    for (size_t i = 1; i < m->count; i++)
        if (by_path(&m->rows[i - 1], &m->rows[i]) == 0) {
            say(tr("%s: two rows are about '%s'",
                   "%s: '%s'에 대한 행이 둘입니다"),
                path, m->rows[i].path);
            return false;
        }
    return index_forms(f, m);
}

static struct row *spelled(const struct manifest *m, const char *path)
{
    struct row key = {.path = plain(path)};

    return m->count ? bsearch(&key, m->rows, m->count, sizeof(key), by_path)
                    : NULL;
}

/* formed is the row whose path has the normal form of this one, which stands
 * behind `base`.  NULL where two have it, or a file is of the row's path. */
static struct row *formed(const struct manifest *m, const char *path,
                          const char *base)
{
    char form[PATH_MOST], own_path[PATH_MOST];
    struct row key = {.form = form}, *k = &key, **r, **end;
    struct stat st;
    int n;

    if (!m->formed || is_ascii(path) ||
        !gm_nfc(plain(path), form, sizeof(form)))
        return NULL;
    r = bsearch(&k, m->by_form, m->formed, sizeof(k), by_form);
    end = m->by_form + m->formed;
    if (!r || (r > m->by_form && by_form(r - 1, &k) == 0) ||
        (r + 1 < end && by_form(r + 1, &k) == 0))
        return NULL;
    n = snprintf(own_path, sizeof(own_path), "%s%s", base, (*r)->path);
    return n > 0 && n < PATH_MOST && lstat(own_path, &st) != 0 ? *r : NULL;
}

/* meet notes how a row was met; the closer way stays. */
static void meet(struct row *r, enum met how)
{
    enum met was = MET_NOT;

    while (r && was < how && !atomic_compare_exchange_weak(&r->met, &was, how))
        ;
}

static struct row *row_of(const struct manifest *m, const char *path)
{
    size_t n = strlen(m->base);
    const char *rest = n && strncmp(path, m->base, n) == 0 ? path + n : NULL;
    struct row *r = spelled(m, path);

    if (!r && rest)
        r = spelled(m, rest);
    meet(r, MET_PATH);
    if (r)
        return r;
    r = formed(m, path, "");
    if (!r && rest)
        r = formed(m, rest, m->base);
    meet(r, MET_FORM);
    return r;
}

bool facts_of(const struct facts *f, const char *path, struct fact_set *out)
{
    out->count = 0;
    for (size_t i = 0; i < f->all.count; i++)
        if (!append(out, f->all.list[i]))
            return false;
    for (size_t k = 0; k < f->manifest_count; k++) {
        struct row *r = row_of(&f->manifests[k], path);

        for (size_t i = 0; r && i < r->count; i++)
            if (!set(out, f->cells.list[r->from + i]))
                return false;
    }
    return true;
}

/* count_met is how many rows were met so, and the first of them. */
static size_t count_met(const struct manifest *m, enum met how,
                        const char **first)
{
    size_t n = 0;

    for (size_t i = 0; i < m->count; i++)
        if (atomic_load(&m->rows[i].met) == how && !n++)
            *first = m->rows[i].path;
    return n;
}

void facts_tell(const struct facts *f)
{
    for (size_t k = 0; k < f->manifest_count; k++) {
        const struct manifest *m = &f->manifests[k];
        const char *first = NULL;
        size_t n = count_met(m, MET_NOT, &first);

        if (n)
            say(tr("%s: %zu of %zu rows are about no file that was looked at, "
                   "such as '%s'; a path counts as it is spelled, byte for "
                   "byte",
                   "%s: %zu / %zu개 행은 검사한 파일에 해당하지 않습니다. 예: "
                   "'%s'. 경로는 적힌 그대로(바이트 단위로) 견줍니다"),
                m->name, n, m->count, first);
        n = count_met(m, MET_FORM, &first);
        if (n)
            say(tr("%s: %zu of %zu rows are taken for files whose names are "
                   "the same letters in another normal form of Unicode (NFC, "
                   "NFD), such as '%s'",
                   "%s: %zu / %zu개 행은 글자는 같고 유니코드 정규화 "
                   "형식(NFC·NFD)만 다른 이름의 파일에 적용했습니다. 예: '%s'"),
                m->name, n, m->count, first);
    }
}

bool facts_path(const struct facts *f, size_t i, char *to, size_t size)
{
    const struct manifest *m;
    const char *path;
    size_t k = 0;
    int n;

    while (k < f->manifest_count && i >= f->manifests[k].count)
        i -= f->manifests[k++].count;
    if (k == f->manifest_count)
        return false;
    m = &f->manifests[k];
    path = m->rows[i].path;
    n = snprintf(to, size, "%s%s", *path == '/' ? "" : m->base, path);
    return n > 0 && (size_t)n < size;
}

bool facts_read(struct facts *f, const struct texts *pairs,
                const struct texts *profiles, const struct texts *manifests)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (!facts_add(f, pairs->list[i]))
            return false;
    f->given = f->all.count;
    for (size_t i = 0; i < profiles->count; i++)
        if (!facts_profile(f, profiles->list[i]))
            return false;
    for (size_t i = 0; i < manifests->count; i++)
        if (!facts_manifest(f, manifests->list[i]))
            return false;
    return true;
}
