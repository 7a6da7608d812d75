/* SPDX-License-Identifier: Apache-2.0
 * cmd_diff.c - genmark diff: do the marks come through a pipeline, and what do
 * the laws say that ask so? */
#include "cli/cmds.h"
#include "tool/say.h"
#include "tool/scanner.h"
#include "tool/setup.h"
#include "tool/usual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATH_MOST = 8192,
    ENDING = 8,      /* bytes of the longest ending of a file, with its NUL */
    LAWS_MOST = 1024 /* bytes of "cn,eu,..." */
};

struct settings {
    struct setup setup;
    const char *law, *as_of, *fail_on;
    struct texts facts, profiles, manifests;
    bool tree, json, fast, deep, redact, strict;
};

struct diff {
    const struct settings *s;
    struct scanner before, after;
    gm_worker *judge;
    gm_input how;          /* of judging: laws, day, redaction */
    struct fact_set facts; /* of the pair at hand */
    gm_report *report;
    bool lost, failed, unknown, unread;
    uint64_t pairs, losses, skipped; /* skipped: not compared */
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "What to judge by:", .ko = "판정 기준:"},
    {OPT_TEXT, "law", 0, "LAWS", AT(law), NULL,
     "laws whose duties to keep marks to judge by, such as cn,eu; none "
     "(default: all that have any)",
     "표시 보존 의무를 판정할 법령. 예: cn,eu 또는 none (기본값: 그런 의무가 "
     "있는 모든 법령)"},
    USUAL_PACK,
    USUAL_DAY,
    {OPT_LIST, "fact", 0, "NAME=VALUE", AT(facts), NULL,
     "what no file tells, such as role=platform",
     "파일만으로는 알 수 없는 사실. 예: role=platform"},
    USUAL_PROFILE,
    {OPT_LIST, "facts", 0, "MANIFEST", AT(manifests), NULL,
     "facts of each delivered file: CSV or JSON lines with a path",
     "배포한 파일별 사실: path 열이 있는 CSV 또는 JSON lines"},
    USUAL_END(strict, fail_on),
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_ON, "tree", 0, NULL, AT(tree), NULL,
     "two folders: each file of the first with its namesake in the second",
     "두 폴더를 이름이 같은 파일끼리 비교"},
    {OPT_ON, "json", 0, NULL, AT(json), NULL,
     "JSON lines, an object for each pair", "쌍마다 JSON 한 줄"},
    USUAL_EFFORT,
    {OPT_ON, "redact", 0, NULL, AT(redact), NULL,
     "withhold the values of marks", "표시의 값을 가림"},
    USUAL_TRUST,
    USUAL_LIMIT,
    USUAL_LANG,
    {0},
};

static const char *const show[] = {
    "genmark diff master.png delivered.webp",
    "what the image service did to the marks",
    "이미지 서비스를 거치며 표시가 어떻게 되었는지",
    "genmark diff --law us-ca --as-of 2027-01-01 --fact role=platform in.jpg "
    "out.jpg",
    "whether a platform keeps what it must from 2027 on",
    "2027년부터 플랫폼이 보존해야 할 것을 지켰는지",
    "genmark diff --tree masters/ cdn/", "a gate for the build server",
    "빌드 서버에서 쓰는 검사", NULL,
};
/* clang-format on */

/* ---- pairs -------------------------------------------------------------- */

static const gm_item *scan(struct diff *d, struct scanner *s, const char *path)
{
    const struct entry e = {.path = path};
    const gm_item *item = scanner_item(s, &e);

    if (!item)
        say("%s: %s", path, tr("out of memory", "메모리가 부족합니다"));
    else if (item->error.kind != GM_FAULT_NONE)
        say_about(path, item->error.message);
    else
        return item;
    d->unread = true;
    d->skipped++;
    return NULL;
}

/* note keeps what decides the exit code. */
static void note(struct diff *d, const gm_item *it)
{
    bool warns = d->s->fail_on && *d->s->fail_on == 'w';
    bool lost = it->kept == GM_LOST || it->kept == GM_WEAKENED;

    for (size_t i = 0; i < it->pair_count; i++) {
        gm_outcome o = it->pairs[i].outcome;

        lost |= o == GM_LOST || o == GM_WEAKENED;
        d->unread |= o == GM_UNSURE;
    }
    d->lost |= lost;
    d->losses += lost;
    d->unread |= it->kept == GM_UNSURE;
    for (size_t i = 0; i < it->finding_count; i++) {
        gm_verdict v = it->findings[i].verdict;

        d->failed |= v == GM_FAIL || (warns && v == GM_WARN);
        d->unknown |= v == GM_UNKNOWN;
    }
}

static void one(struct diff *d, const char *a, const char *b)
{
    const gm_item *before = scan(d, &d->before, a);
    const gm_item *after = before ? scan(d, &d->after, b) : NULL;
    const gm_item *item = NULL;

    d->pairs++;
    if (!after)
        return;
    d->how.name = b;
    d->how.before = before;
    if (facts_of(d->after.task->facts, b, &d->facts)) {
        d->how.facts = d->facts.list;
        d->how.fact_count = d->facts.count;
        gm_judge(d->judge, after, &d->how, &item);
    }
    if (!item) {
        say("%s: %s", b, tr("out of memory", "메모리가 부족합니다"));
        d->unread = true;
        return;
    }
    gm_report_add(d->report, item);
    note(d, item);
}

/* namesake finds the delivered file of a master: the same name, or the same
 * name with another ending, as transcoders give it. */
static bool namesake(const char *folder, const char *rest, char *to)
{
    static const char *const endings[] = {
        "png",  "jpg", "jpeg", "webp", "avif", "heic", "gif", "jxl",
        "tiff", "mp4", "mov",  "webm", "mp3",  "m4a",  "wav", "pdf"};
    struct stat st;
    int n = snprintf(to, PATH_MOST, "%s/%s", folder, rest);
    char *dot;

    if (n < 0 || n >= PATH_MOST - ENDING)
        return false;
    if (stat(to, &st) == 0)
        return true;
    dot = strrchr(to, '.');
    if (!dot || strchr(dot, '/'))
        return false;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        snprintf(dot + 1, ENDING, "%s", endings[i]);
        if (stat(to, &st) == 0)
            return true;
    }
    return false;
}

static void trees(struct diff *d, const char *masters, const char *delivered)
{
    struct files *f = files_new(&masters, 1, NULL);
    size_t n = strlen(masters);
    struct entry e;
    char *path = malloc(PATH_MOST), *other = malloc(PATH_MOST);

    while (f && path && other && files_next(f, &e)) {
        const char *rest = e.path + n;

        if (e.failed || strlen(e.path) >= PATH_MOST) {
            say_about(e.path, e.why.message);
            d->skipped++;
            d->unread = true;
            continue;
        }
        while (*rest == '/')
            rest++;
        snprintf(path, PATH_MOST, "%s", e.path);
        if (namesake(delivered, rest, other)) {
            one(d, path, other);
            continue;
        }
        d->skipped++;
        say(tr("%s: nothing by this name in %s",
               "%s: %s에 같은 이름이 없습니다"),
            path, delivered);
        d->unread = true;
    }
    free(path);
    free(other);
    files_free(f);
}

/* keeping writes the laws that have a rule about keeping marks. */
static void keeping(const gm_engine *e, char to[LAWS_MOST])
{
    gm_rule_info r;
    gm_str last = {"", 0};
    size_t n = 0;

    to[0] = 0;
    for (size_t i = 0; gm_rule_at(e, i, &r); i++) {
        bool same =
            last.len == r.law.len && memcmp(last.ptr, r.law.ptr, last.len) == 0;

        if (!r.pair || same || n + r.law.len + 2 > LAWS_MOST)
            continue;
        n += (size_t)snprintf(to + n, LAWS_MOST - n, "%s%s", n ? "," : "",
                              r.law.ptr);
        last = r.law;
    }
    if (!n)
        snprintf(to, LAWS_MOST, "none");
}

static int put(void *ctx, const char *p, size_t n)
{
    return fwrite(p, 1, n, ctx) != n;
}

static bool begin_report(struct diff *d)
{
    gm_report_config c = GM_REPORT_CONFIG_INIT;

    c.kind = d->s->json ? "diff-json" : "diff";
    c.lang = say_lang_name();
    c.colour = say_colour(STDOUT_FILENO);
    c.width = say_width(STDOUT_FILENO);
    c.write = put;
    c.ctx = stdout;
    c.redact = d->s->redact;
    return gm_report_new(&c, &d->report) == GM_OK;
}

/* sum_up ends the text of two folders. */
static void sum_up(const struct diff *d)
{
    if (!d->s->tree || d->s->json)
        return;
    printf(tr("\n %llu pairs: %llu with a mark lost or weakened, %llu not "
              "compared\n",
              "\n %llu쌍: 표시가 사라지거나 약해진 것 %llu쌍, 비교하지 못한 것 "
              "%llu개\n"),
           (unsigned long long)d->pairs, (unsigned long long)d->losses,
           (unsigned long long)d->skipped);
}

static int code(const struct diff *d)
{
    if (d->lost || d->failed || (d->unknown && d->s->strict))
        return EXIT_FAILED;
    if (d->unread)
        return EXIT_UNREAD;
    if (d->unknown)
        return EXIT_UNKNOWN;
    return d->pairs ? EXIT_PASS : EXIT_NOTHING;
}

/* compare_all opens what a comparison needs, and compares. */
static int compare_all(const struct settings *s, struct task *t,
                       const struct texts *paths)
{
    struct diff d = {.s = s, .how = t->how};
    int rc = EXIT_UNREAD;

    t->how.laws = "none"; /* of scanning: the judging comes after */
    d.judge = gm_worker_new(t->engine);
    if (d.judge && scanner_init(&d.before, t) && scanner_init(&d.after, t) &&
        begin_report(&d)) {
        if (s->tree)
            trees(&d, paths->list[0], paths->list[1]);
        else
            one(&d, paths->list[0], paths->list[1]);
        facts_tell(t->facts);
        rc = code(&d);
    }
    if (d.report) {
        gm_report_end(d.report);
        sum_up(&d);
    }
    fact_set_free(&d.facts);
    scanner_free(&d.before);
    scanner_free(&d.after);
    gm_worker_free(d.judge);
    return rc;
}

static int go(const struct settings *s, const struct texts *paths)
{
    struct facts *facts = facts_new();
    struct task t = {.how = GM_INPUT_INIT, .facts = facts};
    char today[11], laws[LAWS_MOST];
    int rc = EXIT_USAGE;

    t.how.as_of = setup_as_of(s->as_of, today);
    if (t.how.as_of && setup_effort(s->fast, s->deep, &t.how.effort) && facts &&
        facts_read(facts, &s->facts, &s->profiles, &s->manifests))
        t.engine = setup_engine(&s->setup);
    if (t.engine) {
        keeping(t.engine, laws);
        t.how.laws = s->law ? s->law : laws;
        if (setup_laws_ok(t.engine, t.how.laws))
            rc = compare_all(s, &t, paths);
    }
    gm_engine_unref(t.engine);
    facts_free(facts);
    return rc;
}

static bool is_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct texts paths = {0};
    int rc = options_read(c, argc, argv, &s, &paths);

    if (rc < 0 && paths.count != 2) {
        say("%s", tr("diff takes two paths: before and after",
                     "diff에는 경로가 둘 필요합니다: 이전과 이후"));
        rc = EXIT_USAGE;
    }
    if (rc < 0 && s.tree &&
        (is_file(paths.list[0]) || is_file(paths.list[1]))) {
        say("%s", tr("--tree takes two folders; without it diff takes two "
                     "files",
                     "--tree에는 폴더가 둘 필요합니다. 파일 둘은 --tree 없이 "
                     "비교합니다"));
        rc = EXIT_USAGE;
    }
    if (rc < 0)
        rc = go(&s, &paths);
    texts_free(&paths);
    texts_free(&s.facts);
    texts_free(&s.profiles);
    texts_free(&s.manifests);
    setup_free(&s.setup);
    return rc;
}

const struct command cmd_diff = {
    .name = "diff",
    .args = "BEFORE AFTER",
    .en = "tell which marks survived, weakened, changed, or were lost",
    .ko = "어떤 표시가 유지되고, 약해지고, 바뀌고, 사라졌는지 보여 줍니다",
    .opts = opts,
    .show = show,
    .run = run,
};
