/* SPDX-License-Identifier: Apache-2.0
 * cmd_report.c - genmark report and genmark rejudge: what a store holds, as it
 * was judged, or judged anew.  Neither touches media. */
#include "cli/cmds.h"
#include "tool/baseline.h"
#include "tool/batch.h"
#include "tool/say.h"
#include "tool/setup.h"
#include "tool/usual.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct settings {
    struct setup setup;
    struct batch batch;
    const char *law, *as_of, *fail_on, *known;
    struct texts facts, profiles, manifests;
    bool redact;
    char laws[256], today[11];
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
#define WRITE_OPTIONS                                                         \
    {.kind = OPT_TITLE, .en = "What to write:", .ko = "출력:"},               \
    USUAL_OUTPUTS,                                                            \
    USUAL_REDACT,                                                             \
    {OPT_COUNT, "jobs", 'j', "N", AT(batch.threads), NULL,                    \
     "items at once (default: one a processor)",                              \
     "동시에 처리할 항목 수 (기본값: 프로세서 수)"},                          \
    USUAL_LANG,                                                               \
    USUAL_PROGRESS

static const struct opt report_opts[] = {
    WRITE_OPTIONS,
    {OPT_TEXT, "baseline", 0, "FILE", AT(known), NULL,
     "findings that are known: reports mark them",
     "이미 아는 결과 목록. 보고서에 표시함"},
    {0},
};

static const struct opt rejudge_opts[] = {
    {.kind = OPT_TITLE, .en = "What to judge by:", .ko = "판정 기준:"},
    {OPT_TEXT, "law", 0, "LAWS", AT(law), NULL,
     "laws to judge by (default: those of the store)",
     "판정할 법령 (기본값: 저장소의 법령)"},
    USUAL_PACK,
    {OPT_TEXT, "as-of", 0, "DATE", AT(as_of), NULL,
     "the day whose law applies (default today)",
     "법령 적용일 (기본값 오늘)"},
    {OPT_LIST, "fact", 0, "NAME=VALUE", AT(facts), NULL,
     "what no file tells; stronger than what was told then",
     "파일만으로는 알 수 없는 사실. 저장된 것보다 우선함"},
    USUAL_PROFILE,
    {OPT_LIST, "facts", 0, "MANIFEST", AT(manifests), NULL,
     "facts of each file: CSV or JSON lines with a path",
     "파일별 사실: path 열이 있는 CSV 또는 JSON lines"},
    {OPT_ON, "save", 0, NULL, AT(batch.save), NULL,
     "keep the new judgement in the store",
     "새 판정을 저장소에 보관"},
    WRITE_OPTIONS,
    {.kind = OPT_TITLE, .en = "How to end:", .ko = "종료 코드:"},
    USUAL_END(batch.strict, fail_on),
    USUAL_BASELINE,
    {0},
};

static const char *const report_show[] = {
    "genmark report results.db --html report.html",
    "a page from what `check --db results.db` kept",
    "`check --db results.db`가 보관한 결과로 만든 페이지", NULL,
};

static const char *const rejudge_show[] = {
    "genmark rejudge results.db --as-of 2027-01-22 --csv",
    "what the same files would be judged on another day",
    "같은 파일을 다른 날짜의 법으로 판정",
    "genmark rejudge results.db --law kr,eu --fact role=deployer --save",
    "other laws, another role; the store holds the answer",
    "다른 법령과 역할로 판정해 저장소에 보관", NULL,
};
/* clang-format on */

/* ready fills the task from the options and, where they are silent, from the
 * store; -1 is fine. */
static int ready(struct settings *s, struct task *t)
{
    struct db *store = s->batch.from;

    snprintf(s->laws, sizeof(s->laws), "%s", db_word(store, "laws"));
    t->how = (gm_input)GM_INPUT_INIT;
    t->how.laws = s->law ? s->law : *s->laws ? s->laws : "kr";
    t->how.as_of = setup_as_of(s->as_of, s->today);
    if (!t->how.as_of)
        return EXIT_USAGE;
    s->setup.no_trust = true; /* no certificate is looked at */
    t->engine = setup_engine(&s->setup);
    if (!t->engine)
        return EXIT_USAGE;
    if (strcmp(db_word(store, "state"), "complete") != 0)
        say(tr("the last run of this store is not finished: only the %" PRIu64
               " items that it has come to are here",
               "이 저장소의 마지막 실행이 끝나지 않았습니다. 지금까지 검사한 "
               "%" PRIu64 "개 항목만 나옵니다"),
            db_count(store));
    return s->batch.judge && !setup_laws_ok(t->engine, t->how.laws) ? EXIT_USAGE
                                                                    : -1;
}

static int go(struct settings *s, const struct texts *names, struct task *t)
{
    int rc;

    if (names->count != 1) {
        say("%s", tr("name one store, as `check --db FILE` makes it",
                     "`check --db FILE`로 만든 저장소 하나를 적으세요"));
        return EXIT_USAGE;
    }
    s->batch.from = db_open(names->list[0], s->batch.save);
    if (!s->batch.from)
        return EXIT_USAGE;
    s->batch.redact = s->redact;
    s->batch.fail_on_warn = s->fail_on && strcmp(s->fail_on, "warn") == 0;
    rc = ready(s, t);
    if (rc < 0 && s->known) {
        s->batch.baseline = baseline_read(s->known);
        rc = s->batch.baseline ? -1 : EXIT_USAGE;
    }
    if (rc < 0)
        rc = batch_run(&s->batch, t, NULL);
    if (s->batch.save && rc != EXIT_USAGE &&
        !(db_set(s->batch.from, "laws", t->how.laws) &&
          db_set(s->batch.from, "as_of", t->how.as_of)))
        rc = EXIT_UNREAD;
    if (!db_close(s->batch.from))
        rc = EXIT_UNREAD;
    baseline_free(s->batch.baseline);
    return rc;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct task t = {0};
    struct texts names = {0};
    struct facts *facts = facts_new();
    int rc = options_read(c, argc, argv, &s, &names);

    t.facts = facts;
    s.batch.judge = c == &cmd_rejudge;
    if (rc < 0)
        rc = !facts ? EXIT_UNREAD
             : facts_read(facts, &s.facts, &s.profiles, &s.manifests)
                 ? -1
                 : EXIT_USAGE;
    if (rc < 0)
        rc = go(&s, &names, &t);
    gm_engine_unref(t.engine);
    facts_free(facts);
    texts_free(&names);
    outputs_free(&s.batch.outputs);
    texts_free(&s.facts);
    texts_free(&s.profiles);
    texts_free(&s.manifests);
    setup_free(&s.setup);
    return rc;
}

const struct command cmd_report = {
    .name = "report",
    .args = "DB",
    .en = "write reports of what a store holds",
    .ko = "저장소에 있는 결과로 보고서를 만듭니다",
    .opts = report_opts,
    .show = report_show,
    .run = run,
};

const struct command cmd_rejudge = {
    .name = "rejudge",
    .args = "DB",
    .en = "judge what a store holds by another law, date or facts",
    .ko = "저장소의 항목을 다른 법령, 날짜, 사실로 다시 판정합니다",
    .opts = rejudge_opts,
    .show = rejudge_show,
    .run = run,
};
