/* SPDX-License-Identifier: Apache-2.0
 * cmd_trust.c - genmark trust: the installed trust lists. */
#define _DEFAULT_SOURCE /* timegm */
#include "cli/cmds.h"
#include "genmark.h"
#include "tool/input.h"
#include "tool/lists.h"
#include "tool/say.h"
#include "tool/setup.h"
#include "tool/trust.h"
#include "tool/usual.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    PATH_MOST = 4096,
    SOON = 30 * 86400 /* seconds before an end that are worth a word */
};

struct settings {
    const char *purpose, *as_of;
    bool system, force;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_TEXT, "for", 0, "PURPOSE", AT(purpose),
     "signers tsa allowed usages",
     "of add: signers (the default), tsa, allowed or usages",
     "add: signers(기본값), tsa, allowed, usages 중 하나"},
    {OPT_ON, "system", 0, NULL, AT(system), NULL,
     "of add: for all users of this machine",
     "add: 이 컴퓨터의 모든 사용자용으로"},
    {OPT_ON, "force", 0, NULL, AT(force), NULL,
     "of add: also a list that is older than the installed one",
     "add: 설치된 것보다 오래된 목록도"},
    {OPT_TEXT, "as-of", 0, "DATE", AT(as_of), NULL,
     "of check: the day to look from (default today)",
     "check: 기준일 (기본값 오늘)"},
    USUAL_LANG,
    {0},
};

static const char *const show[] = {
    "genmark trust add C2PA-TRUST-LIST.json",
    "install anchors of signatures, for yourself", "서명 신뢰 목록 설치",
    "genmark trust add --for tsa C2PA-TSA-TRUST-LIST.json",
    "and those of time-stamps", "타임스탬프 신뢰 목록 설치",
    "genmark trust check", "what is stale, or soon will be",
    "오래되었거나 곧 만료되는 것", NULL,
};
/* clang-format on */

static const char *purpose_of(gm_trust_kind k)
{
    switch (k) {
    case GM_TRUST_SIGNERS: return "signers";
    case GM_TRUST_TSA: return "tsa";
    case GM_TRUST_ALLOWED: return "allowed";
    case GM_TRUST_USAGES: return "usages";
    }
    return "";
}

static gm_trust_kind kind_of(const char *purpose)
{
    for (int k = GM_TRUST_SIGNERS; k <= GM_TRUST_USAGES; k++) {
        static const gm_trust_kind all[] = {GM_TRUST_SIGNERS, GM_TRUST_TSA,
                                            GM_TRUST_ALLOWED, GM_TRUST_USAGES};

        if (purpose && strcmp(purpose, purpose_of(all[k])) == 0)
            return all[k];
    }
    return GM_TRUST_SIGNERS;
}

static const char *day(int64_t seconds, char to[12])
{
    time_t t = (time_t)seconds;
    struct tm tm;

    if (!gmtime_r(&t, &tm) || !strftime(to, 12, "%Y-%m-%d", &tm))
        snprintf(to, 12, "?");
    return to;
}

/* engine_of builds an engine with these lists, to have them parsed. */
static gm_engine *engine_of(const struct trust_list *t)
{
    gm_config c = GM_CONFIG_INIT;
    gm_engine *e = NULL;
    char why[300] = "";
    gm_status got;

    c.trust = t->list;
    c.trust_count = t->count;
    got = gm_engine_new(&c, &e, why, sizeof(why));
    if (got != GM_OK)
        say("%s", *why ? why : gm_status_text(got));
    return e;
}

/* ---- list and check ------------------------------------------------------ */

/* first_end is the earliest end of a list's anchors, and how many they are. */
static size_t first_end(const gm_engine *e, const char *list, int64_t *end)
{
    gm_anchor_info a;
    size_t n = 0;

    *end = INT64_MAX;
    for (size_t i = 0; gm_anchor_at(e, i, &a); i++) {
        if (strcmp(a.list, list) != 0)
            continue;
        n++;
        if (a.to < *end)
            *end = a.to;
    }
    return n;
}

static int list(const struct trust_list *t, const gm_engine *e)
{
    for (size_t i = 0; i < t->count; i++) {
        const gm_trust *x = &t->list[i];
        struct list_head head;
        char until[12];
        int64_t end;
        size_t n = first_end(e, x->text.name, &end);

        printf("%-8s %s\n", purpose_of(x->kind), x->text.name);
        if (list_head(x->text.ptr, x->text.len, &head))
            printf("         %s; %s %lld, %s %.10s, %s %.10s\n", head.name,
                   tr("number", "번호"), head.sequence, tr("of", "발행"),
                   head.issued, tr("next by", "다음 갱신"), head.next);
        if (n)
            printf(
                "         %zu %s %s\n", n,
                tr("anchors; the first to end:", "개 인증서; 가장 먼저 만료:"),
                day(end, until));
    }
    if (!t->count)
        say("%s", tr("no trust list is installed; `genmark trust add FILE` "
                     "installs one",
                     "설치된 신뢰 목록이 없습니다. `genmark trust add FILE`로 "
                     "설치하세요"));
    return t->count ? EXIT_PASS : EXIT_NOTHING;
}

/* part reads n digits; -1 where they are none. */
static int part(const char *s, int n)
{
    int v = 0;

    for (; n-- > 0; s++) {
        if (*s < '0' || *s > '9')
            return -1;
        v = v * 10 + (*s - '0');
    }
    return v;
}

/* seconds_of reads 2027-08-05, with or without T00:11:39Z. */
static int64_t seconds_of(const char *iso)
{
    struct tm tm = {0};

    if (strlen(iso) < 10 || part(iso, 4) < 0 || part(iso + 5, 2) < 1 ||
        part(iso + 8, 2) < 1)
        return INT64_MAX;
    tm.tm_year = part(iso, 4) - 1900;
    tm.tm_mon = part(iso + 5, 2) - 1;
    tm.tm_mday = part(iso + 8, 2);
    if (strlen(iso) >= 19 && part(iso + 11, 2) >= 0 && part(iso + 14, 2) >= 0) {
        tm.tm_hour = part(iso + 11, 2);
        tm.tm_min = part(iso + 14, 2);
    }
    return (int64_t)timegm(&tm);
}

/* tell says what ended or soon will; true where it has ended. */
static bool tell(const char *list, const char *what, int64_t end, int64_t now)
{
    char until[12];

    if (end == INT64_MAX || end > now + SOON)
        return false;
    printf("%s: %s: %s %s\n", list, what,
           end < now ? tr("ended on", "만료됨:") : tr("ends on", "곧 만료:"),
           day(end, until));
    return end < now;
}

static int check(const struct trust_list *t, const gm_engine *e, int64_t now)
{
    bool stale = false;
    gm_anchor_info a;
    struct list_head head;

    for (size_t i = 0; i < t->count; i++) {
        const gm_trust *x = &t->list[i];

        if (list_head(x->text.ptr, x->text.len, &head) && head.next[0])
            stale |= tell(x->text.name,
                          tr("the list itself; get the next one", "목록 자체"),
                          seconds_of(head.next), now);
    }
    for (size_t i = 0; gm_anchor_at(e, i, &a); i++)
        stale |= tell(a.list, a.name, a.to, now);
    if (!stale)
        printf("%s\n", tr("nothing is stale", "만료된 것이 없습니다"));
    return stale ? EXIT_FAILED : EXIT_PASS;
}

/* ---- add ---------------------------------------------------------------- */

/* folders makes a folder and those above it. */
static bool folders(const char *path)
{
    char part[PATH_MOST];
    size_t n = strlen(path);

    if (n >= sizeof(part))
        return false;
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i])
            continue;
        memcpy(part, path, i);
        part[i] = 0;
        if (mkdir(part, 0755) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

/* replace writes a file beside its place and puts it there at once. */
static bool replace(const char *path, const gm_text *text)
{
    char beside[PATH_MOST];
    int n = snprintf(beside, sizeof(beside), "%s.new", path);
    FILE *f;
    bool ok;

    if (n < 0 || (size_t)n >= sizeof(beside))
        return false;
    f = fopen(beside, "wb");
    if (!f)
        return false;
    ok = fwrite(text->ptr, 1, text->len, f) == text->len;
    ok = fflush(f) == 0 && fsync(fileno(f)) == 0 && ok;
    ok = fclose(f) == 0 && ok;
    if (ok && rename(beside, path) == 0)
        return true;
    unlink(beside);
    return false;
}

/* older: the same list is installed with a higher number. */
static bool older(const char *path, const gm_text *text)
{
    struct list_head now, then;
    size_t len;
    char *there = input_text(path, 64 << 20, &len);
    bool is;

    is = there && list_head(there, len, &then) &&
         list_head(text->ptr, text->len, &now) && now.sequence < then.sequence;
    free(there);
    return is;
}

static int put(const struct settings *s, const gm_text *text, const char *name)
{
    char folder[PATH_MOST], path[PATH_MOST + 300];
    size_t n;

    if (s->system)
        snprintf(folder, sizeof(folder), "%s", trust_system);
    else if (!trust_folder(folder, sizeof(folder)))
        return EXIT_UNREAD;
    n = strlen(folder);
    snprintf(folder + n, sizeof(folder) - n, "/%s",
             s->purpose ? s->purpose : "signers");
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (older(path, text) && !s->force) {
        say(tr("%s: the installed list is newer; --force takes this one",
               "%s: 설치된 목록이 더 새것입니다. --force로 바꿀 수 있습니다"),
            path);
        return EXIT_FAILED;
    }
    if (!folders(folder) || !replace(path, text)) {
        say("%s: %s", path, input_tell(errno));
        return EXIT_UNREAD;
    }
    printf("%s %s\n", tr("installed:", "설치함:"), path);
    return EXIT_PASS;
}

static int add(const struct settings *s, const struct texts *files)
{
    int rc = EXIT_PASS;

    if (!files->count) {
        say("%s", tr("name a list: PEM, or the JSON of an ETSI list",
                     "목록 파일을 적으세요: PEM 또는 ETSI JSON"));
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < files->count && rc == EXIT_PASS; i++) {
        const char *path = files->list[i], *slash = strrchr(path, '/');
        struct trust_list one = {0};
        gm_engine *e = NULL;

        if (trust_file(&one, kind_of(s->purpose), path))
            e = engine_of(&one);
        rc = e ? put(s, &one.list[0].text, slash ? slash + 1 : path)
               : EXIT_USAGE;
        gm_engine_unref(e);
        trust_list_free(&one);
    }
    return rc;
}

/* ---- the command -------------------------------------------------------- */

static int look(const struct settings *s, bool checked)
{
    struct trust_list t = {0};
    gm_engine *e = NULL;
    char today[11];
    int rc = EXIT_USAGE;

    if (!setup_as_of(s->as_of, today))
        return rc;
    if (trust_installed(&t))
        e = engine_of(&t);
    if (e)
        rc = checked && t.count
                 ? check(&t, e,
                         s->as_of ? seconds_of(s->as_of) : (int64_t)time(NULL))
                 : list(&t, e);
    gm_engine_unref(e);
    trust_list_free(&t);
    return rc;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct texts rest = {0};
    int rc = options_read(c, argc, argv, &s, &rest);
    const char *verb = rest.count ? rest.list[0] : "list";
    struct texts files = {rest.list ? rest.list + 1 : NULL,
                          rest.count ? rest.count - 1 : 0, 0};

    if (rc < 0 && strcmp(verb, "add") == 0)
        rc = add(&s, &files);
    else if (rc < 0 &&
             (strcmp(verb, "list") == 0 || strcmp(verb, "check") == 0))
        rc = look(&s, verb[0] == 'c');
    else if (rc < 0) {
        say(tr("trust has no '%s'; it has list, add and check",
               "trust에 '%s'은 없습니다. list, add, check가 있습니다"),
            verb);
        rc = EXIT_USAGE;
    }
    texts_free(&rest);
    return rc;
}

const struct command cmd_trust = {
    .name = "trust",
    .args = "list|add FILE...|check",
    .en = "list, install and check the trust lists of C2PA signatures",
    .ko = "C2PA 서명 신뢰 목록을 보고, 설치하고, 점검합니다",
    .opts = opts,
    .show = show,
    .run = run,
};
