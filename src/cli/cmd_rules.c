/* SPDX-License-Identifier: Apache-2.0
 * cmd_rules.c - genmark rules: what is judged by, and what may be told. */
#include "cli/cmds.h"
#include "genmark.h"
#include "tool/explain.h"
#include "tool/row.h"
#include "tool/say.h"
#include "tool/setup.h"
#include "tool/usual.h"

#include <stdio.h>
#include <string.h>

enum {
    RULES = 1000 /* whose names are offered in place of a wrong one */
};

struct settings {
    struct setup setup;
    const char *law;
    bool facts, json;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_TEXT, "law", 0, "LAW", AT(law), NULL,
     "only the rules of this law", "이 법령의 규칙만"},
    {OPT_LIST, "pack", 0, "FILE", AT(setup.packs), NULL,
     "a rule pack of your own too", "직접 만든 규칙 묶음까지"},
    {OPT_ON, "facts", 0, NULL, AT(facts), NULL,
     "the facts that --fact takes, instead", "대신 --fact로 줄 수 있는 사실 목록"},
    {OPT_ON, "json", 0, NULL, AT(json), NULL,
     "JSON lines, an object for each", "한 줄에 하나씩 JSON으로"},
    USUAL_LANG,
    {0},
};

static const char *const show[] = {
    "genmark rules --law kr", "the Korean rules, a line each",
    "한국 규칙을 한 줄씩",
    "genmark rules kr-31-2-export", "one rule in full, as it is evaluated",
    "규칙 하나의 전문", NULL,
};
/* clang-format on */

static gm_str pick(gm_words w)
{
    gm_str first = *say_lang_name() == 'k' ? w.ko : w.en;

    return first.len ? first : w.en.len ? w.en : w.ko;
}

static bool is(gm_str s, const char *text)
{
    return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

static void text(const char *name, gm_str s)
{
    row_text(name, s.ptr, s.len);
}

static void row_fact(const char *name, const char *values, gm_words what)
{
    row_text("fact", name, strlen(name));
    row_text("values", values, strlen(values));
    text("en", what.en);
    text("ko", what.ko);
    row_end();
}

static void row_rule(const gm_rule_info *r)
{
    const char *severity = gm_severity_name(r->severity);

    text("law", r->law);
    text("rule", r->rule);
    row_text("severity", severity, strlen(severity));
    text("cite", r->cite);
    text("basis", r->basis);
    text("from", r->from);
    text("to", r->to);
    text("say.en", r->say.en);
    text("say.ko", r->say.ko);
    text("fix.en", r->fix.en);
    text("fix.ko", r->fix.ko);
    text("asked_by", r->pair ? (gm_str){"diff", 4} : (gm_str){"check", 5});
    row_end();
}

static void put_facts(bool json)
{
    const char *name, *values;
    gm_words what;

    for (size_t i = 0; gm_fact_at(i, &name, &values, &what); i++)
        if (json)
            row_fact(name, values, what);
        else
            printf("%-18s %s\n%-18s %s\n", name, values, "", pick(what).ptr);
}

/* put_rule explains a rule in both languages, that of the user first, and
 * shows the stanza that is evaluated, with its cases. */
static void put_rule(const gm_rule_info *r)
{
    bool korean = *say_lang_name() == 'k';

    printf("%.*s\n\n", (int)r->rule.len, r->rule.ptr);
    explain_rule(stdout, r, korean);
    putchar('\n');
    explain_rule(stdout, r, !korean);
    if (r->text.len)
        printf("\n%s\n\n%.*s\n",
               tr("As it is evaluated, with its cases (docs/law.md):",
                  "평가에 쓰이는 규칙과 사례 (docs/law.md):"),
               (int)r->text.len, r->text.ptr);
}

static void put_line(const gm_rule_info *r)
{
    printf("%-34.*s %-8s %.*s\n", (int)r->rule.len, r->rule.ptr,
           gm_severity_name(r->severity), (int)r->cite.len, r->cite.ptr);
}

/* no_rule says that a name is none, and which is most like it. */
static void no_rule(const gm_engine *e, const char *id)
{
    const char *names[RULES + 1] = {0}, *near;
    gm_rule_info r;

    for (size_t i = 0; i < RULES && gm_rule_at(e, i, &r); i++)
        names[i] = r.rule.ptr; /* which ends in a NUL */
    near = options_near(id, names);
    if (near)
        say(tr("no rule has the name '%s'; did you mean %s?",
               "'%s'라는 규칙은 없습니다. %s 아닌가요?"),
            id, near);
    else
        say(tr("no rule has the name '%s'; `genmark rules` lists all",
               "'%s'라는 규칙은 없습니다. `genmark rules`로 모두 볼 수 "
               "있습니다"),
            id);
}

/* all_there is whether every name that was given is one of a rule. */
static bool all_there(const gm_engine *e, const struct texts *ids)
{
    bool all = true;

    for (size_t k = 0; k < ids->count; k++) {
        gm_rule_info r;
        bool there = false;

        for (size_t i = 0; !there && gm_rule_at(e, i, &r); i++)
            there = is(r.rule, ids->list[k]);
        if (!there)
            no_rule(e, ids->list[k]);
        all &= there;
    }
    return all;
}

static int list(const gm_engine *e, const struct settings *s,
                const struct texts *ids)
{
    gm_rule_info r;
    size_t shown = 0;

    for (size_t i = 0; gm_rule_at(e, i, &r); i++) {
        bool wanted = !ids->count;

        for (size_t k = 0; k < ids->count; k++)
            wanted |= is(r.rule, ids->list[k]);
        if (!wanted || (s->law && !is(r.law, s->law)))
            continue;
        shown++;
        if (s->json)
            row_rule(&r);
        else if (ids->count)
            put_rule(&r);
        else
            put_line(&r);
    }
    return all_there(e, ids) && shown ? EXIT_PASS : EXIT_NOTHING;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct texts ids = {0};
    gm_engine *e = NULL;
    int rc = options_read(c, argc, argv, &s, &ids);

    s.setup.no_trust = true;
    if (rc < 0 && s.facts) {
        put_facts(s.json);
        rc = EXIT_PASS;
    }
    if (rc < 0) {
        e = setup_engine(&s.setup);
        rc = e && (!s.law || setup_laws_ok(e, s.law)) ? list(e, &s, &ids)
                                                      : EXIT_USAGE;
    }
    gm_engine_unref(e);
    texts_free(&ids);
    setup_free(&s.setup);
    return rc;
}

const struct command cmd_rules = {
    .name = "rules",
    .args = "[RULE...]",
    .en = "list the rules of the laws, or explain one",
    .ko = "법령 규칙을 보여 주거나 하나를 설명합니다",
    .opts = opts,
    .show = show,
    .run = run,
};
