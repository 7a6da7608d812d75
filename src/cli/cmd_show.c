/* SPDX-License-Identifier: Apache-2.0
 * cmd_show.c - genmark show: what a file is made of. */
#include "cli/cmds.h"
#include "tool/batch.h"
#include "tool/say.h"
#include "tool/setup.h"
#include "tool/usual.h"

#include <string.h>

struct settings {
    struct setup setup;
    struct batch batch;
    const char *as_of;
    bool json, redact;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_ON, "json", 0, NULL, AT(json), NULL,
     "as JSON, with blocks, slots and fields",
     "블록, 슬롯, 필드를 담은 JSON으로"},
    USUAL_TRUST,
    {OPT_TEXT, "as-of", 0, "DATE", AT(as_of), NULL,
     "the clock of certificates (default today)",
     "인증서를 보는 시각 (기본값 오늘)"},
    USUAL_INIT,
    USUAL_LIMIT,
    USUAL_REDACT,
    USUAL_LANG,
    {0},
};

static const char *const show[] = {
    "genmark show picture.png", "the tree of one file", "파일 하나의 구조",
    "genmark show --json picture.png | jq .fields",
    "every metadata statement in it", "파일에 든 모든 메타데이터", NULL,
};
/* clang-format on */

static int go(struct settings *s, const struct texts *paths)
{
    struct task t = {.how = GM_INPUT_INIT};
    struct output out = {s->json ? "json" : "tree", NULL};
    struct files *files;
    char today[11];
    int rc = EXIT_UNREAD;

    if (!paths->count) {
        say("%s", tr("name a file to show", "보여 줄 파일을 적으세요"));
        return EXIT_NOTHING;
    }
    t.how.as_of = setup_as_of(s->as_of, today);
    if (!t.how.as_of)
        return EXIT_USAGE;
    t.how.laws = "none";
    t.how.want = GM_WANT_TREE | (s->redact ? GM_REDACT : 0u);
    if (!setup_init(&s->setup, &t.how))
        return EXIT_USAGE;
    t.facts = facts_new();
    s->setup.laws = t.how.laws;
    t.engine = setup_engine(&s->setup);
    s->batch.outputs = (struct outputs){&out, 1, 1};
    s->batch.redact = s->redact;
    s->batch.threads = 1;
    setup_members(&s->setup, &s->batch.members);
    if (!t.engine)
        rc = EXIT_USAGE;
    files =
        t.engine && t.facts ? files_new(paths->list, paths->count, NULL) : NULL;
    if (files)
        rc = batch_run(&s->batch, &t, files);
    files_free(files);
    gm_engine_unref(t.engine);
    facts_free((struct facts *)(uintptr_t)t.facts);
    return rc;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct texts paths = {0};
    int rc = options_read(c, argc, argv, &s, &paths);

    if (rc < 0)
        rc = go(&s, &paths);
    texts_free(&paths);
    setup_free(&s.setup);
    return rc;
}

const struct command cmd_show = {
    .name = "show",
    .args = "FILE...",
    .en = "draw what a file is made of: blocks, metadata, marks, credentials",
    .ko = "파일의 구조를 보여 줍니다: 블록, 메타데이터, 표시, C2PA 자격 증명",
    .opts = opts,
    .show = show,
    .run = run,
};
