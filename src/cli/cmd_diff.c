/* SPDX-License-Identifier: Apache-2.0
 * cmd_diff.c - genmark diff: do the marks come through a pipeline? */
#include "cli/cmds.h"
#include "tool/compare.h"
#include "tool/say.h"
#include "tool/scanner.h"
#include "tool/setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    PATH_MOST = 8192,
    VALUE_MOST = 100 /* bytes of a value that are shown */
};

struct settings {
    struct setup setup;
    const char *as_of, *lang;
    bool tree, json, fast, deep, redact;
};

struct diff {
    const struct settings *s;
    struct scanner before, after;
    bool lost, unread;
    uint64_t pairs;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_ON, "tree", 0, NULL, AT(tree), NULL,
     "two folders: each file of the first with its namesake in the second",
     "두 폴더를 이름이 같은 파일끼리 비교"},
    {OPT_ON, "json", 0, NULL, AT(json), NULL,
     "JSON lines, an object for each pair", "쌍마다 JSON 한 줄"},
    {OPT_ON, "fast", 0, NULL, AT(fast), NULL,
     "decode no pixels", "픽셀을 풀지 않음"},
    {OPT_ON, "deep", 0, NULL, AT(deep), NULL,
     "the expensive searches too", "오래 걸리는 탐색까지"},
    {OPT_ON, "redact", 0, NULL, AT(redact), NULL,
     "withhold the values of marks", "표시의 값을 가림"},
    {OPT_LIST, "trust", 0, "PEM", AT(setup.trust), NULL,
     "anchors of C2PA signatures", "C2PA 서명 신뢰 목록"},
    {OPT_LIST, "trust-tsa", 0, "PEM", AT(setup.tsa), NULL,
     "anchors of time-stamps", "타임스탬프 신뢰 목록"},
    {OPT_LIST, "trust-allowed", 0, "PEM", AT(setup.allowed), NULL,
     "certificates that are trusted as they are",
     "그 자체로 신뢰하는 인증서"},
    {OPT_LIST, "limit", 0, "NAME=N", AT(setup.limits), NULL,
     "a limit other than the default", "기본값과 다른 한도"},
    {OPT_TEXT, "as-of", 0, "DATE", AT(as_of), NULL,
     "the clock of certificates (default today)",
     "인증서를 보는 시각 (기본값 오늘)"},
    {OPT_TEXT, "lang", 0, "en|ko", AT(lang), "en ko",
     "language (default: that of the locale)", "언어 (기본값: 로캘)"},
    {0},
};

static const char *const show[] = {
    "genmark diff master.png delivered.webp",
    "what the image service did to the marks",
    "이미지 서비스를 거치며 표시가 어떻게 되었는지",
    "genmark diff --tree masters/ cdn/", "a gate for the build server",
    "빌드 서버에서 쓰는 검사", NULL,
};
/* clang-format on */

/* ---- telling ------------------------------------------------------------- */

static const char *word(enum outcome o)
{
    switch (o) {
    case SURVIVED: return tr("survived", "유지");
    case WEAKENED: return tr("weakened", "약해짐");
    case CHANGED: return tr("changed", "바뀜");
    case LOST: return tr("lost", "사라짐");
    case UNSURE: return tr("unsure", "확인 불가");
    case INVENTED: return tr("invented", "새로 생김");
    case OUTCOMES: break;
    }
    return "";
}

static void put_value(const struct settings *s, const gm_mark *m)
{
    gm_str v = m->value;

    if (s->redact || !v.len)
        return;
    fputs(" = ", stdout);
    if (v.len > VALUE_MOST) {
        v.len = VALUE_MOST;
        while (v.len && ((unsigned char)m->value.ptr[v.len] & 0xC0) == 0x80)
            v.len--;
    }
    say_plain(stdout, v.ptr, v.len);
    if (v.len < m->value.len)
        fputs("...", stdout);
}

static void put_text(const struct diff *d, const struct comparison *c,
                     const gm_item *before, const gm_item *after)
{
    say_plain(stdout, before->path.ptr, before->path.len);
    fputs(" -> ", stdout);
    say_plain(stdout, after->path.ptr, after->path.len);
    putchar('\n');
    for (size_t i = 0; i < c->count; i++) {
        const struct compared *p = &c->list[i];
        const gm_mark *m = p->before ? p->before : p->after;

        printf("  %s: %s, ", word(p->outcome), gm_kind_name(m->kind));
        say_plain(stdout, m->name.ptr, m->name.len);
        put_value(d->s, m);
        if (p->outcome == CHANGED) {
            fputs(" ->", stdout);
            put_value(d->s, p->after);
        }
        if (p->outcome == WEAKENED)
            printf(" (%s -> %s)", gm_proof_name(p->before->proof),
                   gm_proof_name(p->after->proof));
        putchar('\n');
    }
    if (before->credential.state != GM_C2PA_NONE ||
        after->credential.state != GM_C2PA_NONE)
        printf("  %s: C2PA, %s -> %s\n", word(c->credential),
               gm_c2pa_state_name(before->credential.state),
               gm_c2pa_state_name(after->credential.state));
    if (!c->count && before->credential.state == GM_C2PA_NONE)
        printf("  %s\n", tr("no marks in either", "두 파일 모두 표시 없음"));
}

/* ---- pairs ----------------------------------------------------------------
 */

static const gm_item *scan(struct diff *d, struct scanner *s, const char *path)
{
    const struct entry e = {.path = path};
    const gm_item *item = scanner_item(s, &e);

    if (item && item->error.kind == GM_FAULT_NONE)
        return item;
    d->unread = true;
    say("%s: %.*s", path, item ? (int)item->error.message.len : 13,
        item ? item->error.message.ptr : "out of memory");
    return NULL;
}

static void one(struct diff *d, const char *a, const char *b)
{
    const gm_item *before = scan(d, &d->before, a);
    const gm_item *after = before ? scan(d, &d->after, b) : NULL;
    struct comparison c;

    d->pairs++;
    if (!after)
        return;
    if (!compare(before, after, &c)) {
        d->unread = true;
        return;
    }
    if (d->s->json)
        comparison_json(stdout, &c, before, after, d->s->redact);
    else
        put_text(d, &c, before, after);
    d->lost |= c.counts[LOST] || c.counts[WEAKENED] || c.credential == LOST ||
               c.credential == WEAKENED;
    d->unread |= c.counts[UNSURE] || c.credential == UNSURE;
    comparison_free(&c);
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

    if (n < 0 || n >= PATH_MOST - 8)
        return false;
    if (stat(to, &st) == 0)
        return true;
    dot = strrchr(to, '.');
    if (!dot || strchr(dot, '/'))
        return false;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        snprintf(dot + 1, 8, "%s", endings[i]);
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
            say("%s: %.*s", e.path, (int)e.why.message.len, e.why.message.ptr);
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
        say(tr("%s: nothing by this name in %s",
               "%s: %s에 같은 이름이 없습니다"),
            path, delivered);
        d->unread = true;
    }
    free(path);
    free(other);
    files_free(f);
}

static int go(const struct settings *s, const struct texts *paths)
{
    struct facts *facts = facts_new();
    struct task t = {.how = GM_INPUT_INIT, .facts = facts};
    struct diff d = {.s = s};
    char today[11];
    int rc = EXIT_USAGE;

    setup_today(today);
    t.how.laws = "none";
    t.how.as_of = s->as_of ? s->as_of : today;
    t.how.effort = s->fast   ? GM_EFFORT_FAST
                   : s->deep ? GM_EFFORT_DEEP
                             : GM_EFFORT_NORMAL;
    t.engine = facts ? setup_engine(&s->setup) : NULL;
    if (t.engine && scanner_init(&d.before, &t) && scanner_init(&d.after, &t)) {
        if (s->tree)
            trees(&d, paths->list[0], paths->list[1]);
        else
            one(&d, paths->list[0], paths->list[1]);
        rc = d.lost     ? EXIT_FAILED
             : d.unread ? EXIT_UNREAD
             : d.pairs  ? EXIT_PASS
                        : EXIT_NOTHING;
    }
    scanner_free(&d.before);
    scanner_free(&d.after);
    gm_engine_unref(t.engine);
    facts_free(facts);
    return rc;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct texts paths = {0};
    int rc = options_read(c, argc, argv, &s, &paths);

    if (rc < 0 && s.lang)
        say_lang(s.lang);
    if (rc < 0 && paths.count != 2) {
        say("%s", tr("diff takes two paths: before and after",
                     "diff에는 경로가 둘 필요합니다: 이전과 이후"));
        rc = EXIT_USAGE;
    }
    if (rc < 0 && s.as_of && !setup_date_ok(s.as_of)) {
        say(tr("--as-of: '%s' is no date", "--as-of: '%s'은 날짜가 아닙니다"),
            s.as_of);
        rc = EXIT_USAGE;
    }
    if (rc < 0)
        rc = go(&s, &paths);
    texts_free(&paths);
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
