/* SPDX-License-Identifier: Apache-2.0
 * test_pack.c - the grammar of packs: what is taken, and what is told of the
 * rest. */
#include "tests/test.h"

#include "law/pack.h"
#include "tests/synth.h"

#define HEAD "[law zz]\n[rule zz-1]\ncite c\nbasis practice\nsay.en s\n"

static struct law *with(const char *text, char *why, size_t size)
{
    const gm_text t = {"my.rules", text, strlen(text)};

    why[0] = 0;
    return law_new(&(gm_config){.packs = &t, .pack_count = 1}, why, size);
}

/* The build's digest is that of the packs which were linked; one more pack, or
 * one of another name, makes another. */
static void the_digest_is_of_what_judges(void **state)
{
    const gm_text one = {"my.rules", "[law zz]\n", 9};
    const gm_text two = {"m.rules", "y[law zz]\n", 10};
    char sum[PACK_DIGEST], first[PACK_DIGEST];

    (void)state;
    pack_digest(NULL, 0, sum);
    assert_string_equal(sum, pack_builtin_digest);
    assert_int_equal(strlen(sum), sizeof("sha256:") - 1 + 64);
    pack_digest(&one, 1, first);
    assert_string_not_equal(first, sum);
    pack_digest(&two, 1, sum);
    assert_string_not_equal(first, sum);
}

static void an_error_says_file_line_and_word(void **state)
{
    static const struct {
        const char *text, *why;
    } bad[] = {
        {"title.en x\n", "my.rules:1: a line before any stanza: 'title.en'"},
        {"[law]\n", "my.rules:1: not a stanza"},
        {"[law ZZ]\n", "my.rules:1: not a stanza"},
        {"[law zz\n", "my.rules:1: not a stanza"},
        {"[lore zz]\n", "my.rules:1: unknown stanza 'lore'"},
        {"[rule zz-1]\n", "my.rules:1: a rule wants [law NAME]"},
        {"\n\n[law zz]\ncolour red\n", "my.rules:4: unknown line 'colour'"},
        {"[law zz]\nchecked 2026-02-30\n", "my.rules:2: not a date"},
        {HEAD, "a rule wants cite, basis, say and need"},
        {HEAD "need\n", "my.rules:6: a line wants a value: 'need'"},
        {HEAD "cite d\nneed never\n", "my.rules:6: a second line 'cite'"},
        {HEAD "need nevr\n", "my.rules:6: unknown condition 'nevr'"},
        {HEAD "need fact rolle=user\n", "my.rules:6: unknown fact 'rolle'"},
        {HEAD "need fact role=usr\n", "not a value of this fact 'usr'"},
        {HEAD "need fact role\n", "wants NAME=VALUE 'role'"},
        {HEAD "need media pictures\n", "unknown word 'pictures'"},
        {HEAD "need media\n", "wants a word"},
        {HEAD "need mark c2pb\n", "my.rules:6: unknown mark 'c2pb'"},
        {HEAD "need mark\n", "wants a mark"},
        {HEAD "need claim generted\n", "unknown word after this 'claim'"},
        {HEAD "need count aigc 1\n", "unknown mark '1'"},
        {HEAD "need count aigc =\n", "not a number"},
        {HEAD "need count aigc = 1.2.3\n", "not a number '1.2.3'"},
        {HEAD "need measure height\n", "wants < <= = >= or >"},
        {HEAD "need date today within x days before today\n",
         "not a number 'x'"},
        {HEAD "need date never before today\n", "neither a date nor a fact"},
        {HEAD "need format hmtl\n", "unknown format 'hmtl'"},
        {HEAD "need format\n", "wants the name of a format"},
        {HEAD "need covers mark-ranges role\n", "no fact of ranges 'role'"},
        {HEAD "need covers mark-ranges\n", "unknown fact"},
        {HEAD "need starts mark-ranges\n", "wants < <= = >= or >"},
        {HEAD "need mark notice part:\n", "unknown mark 'part:'"},
        {HEAD "need mark notice says:a says:b says:c\n",
         "too many lists of words 'c'"},
        {HEAD "need mark notice says:a,b,c,d,e\n", "too many words"},
        {HEAD "need lost\n", "wants a mark"},
        {HEAD "need not weakened c2pb\n", "unknown mark 'c2pb'"},
        {HEAD "need not changed aigc\n", "wants the name of a detail"},
        {HEAD "need never machine\n", "wants a bar before this 'machine'"},
        {HEAD "need never |\n", "unknown condition"},
        {HEAD "need never\nfrom 2026-13-01\n", "my.rules:7: not a date"},
        {HEAD "need never\nfrom 2027-01-01\nto 2026-01-01\n",
         "`from` is after `to`"},
        {HEAD "need never\nelse fail\n", "else is warn or info"},
        {HEAD "need never\nseverity grave\n", "severity is error"},
        {HEAD "need never\nunless zz-2\n", "no rule above has the name"},
        {HEAD "need never\nunless zz-1\n", "no rule above has the name"},
        {HEAD "need never\n[rule zz-1]\n", "a second rule of this name"},
        {HEAD "need never\n[rule kr-31-clear]\n", "a second rule of this name"},
        {HEAD "basis decree\n", "my.rules:6: a second line 'basis'"},
        {"[law zz]\n[rule zz-1]\nbasis rumour\n", "unknown basis 'rumour'"},
        {"[overlay zz-9]\n", "no rule of this name 'zz-9'"},
        {"[overlay kr-31-clear]\nsay.en x\n", "an overlay takes severity"},
        {"[waive kr-31-clear]\npath a\n", "a waiver wants path"},
        {"[add zz]\n", "no law of this name 'zz'"},
        {"[law zz]\n\xff\n", "my.rules:1: the text is not UTF-8"},
    };
    char why[300];

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct law *l = with(bad[i].text, why, sizeof(why));

        if (l)
            fail_msg("taken: %s", bad[i].text);
        if (!strstr(why, bad[i].why))
            fail_msg("%s\n  says: %s\n  wanted: %s", bad[i].text, why,
                     bad[i].why);
    }
}

/* Words of a line that goes on are still what they were once later lines, which
 * go on too, have been read. */
static void the_words_of_a_continued_line_stay(void **state)
{
    char why[300];
    struct law *l = with(HEAD "need mark notice\n  class:first,second\n"
                              "fix.en one\n  two three four five six seven\n"
                              "fix.ko eight\n  nine ten eleven twelve\n",
                         why, sizeof(why));
    const struct pack *k;
    const struct choice *c;

    (void)state;
    assert_non_null(l);
    k = &l->packs[l->pack_count - 1];
    c = &k->rules[0].lines[0].atoms[0].pattern->classes;
    assert_int_equal(c->count, 2);
    assert_int_equal(c->word[0].len, 5);
    assert_memory_equal(c->word[0].ptr, "first", 5);
    assert_int_equal(c->word[1].len, 6);
    assert_memory_equal(c->word[1].ptr, "second", 6);
    law_free(l);
}

static void every_condition_of_the_grammar_is_taken(void **state)
{
    const char *text = HEAD
        "when ai | not ai | told ai | not told said\n"
        "when media image video | not media text\n"
        "when fact role=provider,user | given notice | not given ad\n"
        "need origin generated altered | perceivable | perceivable visible\n"
        "need perceivable audible | perceivable text | machine | trace\n"
        "need conflict | limit | never\n"
        "need mark c2pa signed,trusted | mark form:visible no-class:logo\n"
        "need mark source-type | mark makes:generated generator:dall-e\n"
        "need claim denial | proof bound | form audible | phrase A,B\n"
        "need count aigc <= 1 | count watermark >= 2 | count notice text = 0\n"
        "need field Label | field aigc Label=1 | measure height >= 5.0\n"
        "need date today before 2026-12-02 | date generated-at from today\n"
        "need date today within 90 days before election-date\n"
        "else warn\nquiet yes\nfrom 2026-01-01\nto 2026-12-31\n"
        "fix.en a\n  and b\n\n# a comment\nfix.ko c\n"
        "pass media:text -- why\n";
    char why[300];
    struct law *l = with(text, why, sizeof(why));
    gm_rule_info r;
    size_t n = 0;

    (void)state;
    assert_string_equal(why, "");
    assert_non_null(l);
    while (law_rule_at(l, n, &r))
        n++;
    assert_true(law_rule_at(l, n - 1, &r));
    assert_string_equal(r.rule.ptr, "zz-1");
    assert_string_equal(r.fix.en.ptr, "a and b");
    assert_string_equal(r.from.ptr, "2026-01-01");
    assert_int_equal(strncmp(r.text.ptr, "[rule zz-1]\n", 12), 0);
    assert_non_null(strstr(r.text.ptr, "pass media:text"));
    law_free(l);
}

static gm_verdict judged(const struct law *l, const char *settings,
                         const char *law, struct synth *s, struct arena *a)
{
    assert_true(synth_make(s, a, settings, strlen(settings)));
    assert_true(synth_judge(l, s, a, law));
    return s->item.verdicts[0].verdict;
}

static void a_pack_of_the_same_law_replaces_it(void **state)
{
    char why[300];
    struct law *l = with("[law kr]\n[rule kr-mine]\ncite c\nbasis practice\n"
                         "say.en s\nneed never\nelse warn\n",
                         why, sizeof(why));
    struct arena a;
    struct synth s;

    (void)state;
    assert_string_equal(why, "");
    assert_non_null(l);
    arena_init(&a, 1 << 20);
    assert_int_equal(judged(l, "media:text", "kr", &s, &a), GM_WARN);
    assert_int_equal(s.item.finding_count, 1);
    arena_reset(&a);
    law_free(l);
}

static void a_pack_adds_overlays_and_waives(void **state)
{
    const char *item = "media:text mark:notice/notice/text/class:B "
                       "role=provider delivery=exported on:";
    char why[300], settings[200];
    struct law *l =
        with("[add kr]\n[rule kr-mine]\ncite c\nbasis practice\nsay.en s\n"
             "need not mark class:B\n"
             "[overlay kr-31-clear]\nseverity error\n"
             "[waive kr-31-clear]\npath synth*\nreason it is agreed\n"
             "until 2026-12-31\n",
             why, sizeof(why));
    struct arena a;
    struct synth s;
    bool seen = false;

    (void)state;
    assert_string_equal(why, "");
    assert_non_null(l);
    arena_init(&a, 1 << 20);
    snprintf(settings, sizeof(settings), "%s2026-11-23", item);
    assert_int_equal(judged(l, settings, "kr", &s, &a), GM_FAIL);
    for (size_t i = 0; i < s.item.finding_count; i++) {
        const gm_finding *f = &s.item.findings[i];

        if (strcmp(f->rule.ptr, "kr-31-clear") == 0) {
            assert_int_equal(f->verdict, GM_INFO); /* waived */
            assert_non_null(strstr(f->why.en.ptr, "it is agreed"));
        }
        seen |= strcmp(f->rule.ptr, "kr-mine") == 0 && f->verdict == GM_FAIL;
    }
    assert_true(seen);
    snprintf(settings, sizeof(settings), "%s2027-01-01", item);
    assert_int_equal(judged(l, settings, "kr", &s, &a), GM_FAIL);
    seen = false;
    for (size_t i = 0; i < s.item.finding_count; i++)
        seen |= strcmp(s.item.findings[i].rule.ptr, "kr-31-clear") == 0 &&
                s.item.findings[i].verdict == GM_FAIL; /* it has run out */
    assert_true(seen);
    arena_reset(&a);
    law_free(l);
}

/* laws_of lists the laws of an engine that was asked for some, with commas. */
static void laws_of(const struct law *l, char *to, size_t size)
{
    gm_rule_info r, last = {0};

    *to = 0;
    for (size_t i = 0; law_rule_at(l, i, &r); i++) {
        size_t n = strlen(to);

        if (!last.law.ptr || strcmp(last.law.ptr, r.law.ptr) != 0)
            snprintf(to + n, size - n, "%s%s", n ? "," : "", r.law.ptr);
        last = r;
    }
}

static void a_pack_is_of_the_law_that_names_it(void **state)
{
    gm_text t;
    char want[80], laws[80];

    (void)state;
    for (size_t i = 0; pack_builtin(i, &t); i++) {
        struct law *l;

        snprintf(want, sizeof(want), "%s", t.name);
        *strrchr(want, '.') = 0;
        l = law_new(&(gm_config){.laws = want}, NULL, 0);
        assert_non_null(l);
        laws_of(l, laws, sizeof(laws));
        assert_string_equal(laws, want);
        assert_int_equal(strlen(t.ptr),
                         t.len); /* a NUL ends it, and no other */
        law_free(l);
    }
}

static void packs_that_are_not_asked_for_are_not_read(void **state)
{
    static const struct {
        const char *asked, *laws;
    } tries[] = {{"eu,kr", "kr,eu"}, {" kz , vn ", "vn,kz"}, {"none", ""},
                 {"", ""},           {"kr-31,u", ""},        {"kr,zz", "kr"}};
    char laws[80];

    (void)state;
    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        struct law *l = law_new(&(gm_config){.laws = tries[i].asked}, NULL, 0);

        assert_non_null(l);
        laws_of(l, laws, sizeof(laws));
        assert_string_equal(laws, tries[i].laws);
        assert_string_equal(law_digest(l), pack_builtin_digest);
        law_free(l);
    }
}

/* A rule judges alike whatever stands beside its law. */
static void what_is_not_asked_for_changes_no_verdict(void **state)
{
    static const char *const items[] = {
        "media:text mark:notice/notice/text/class:B role=provider",
        "media:image mark:c2pa/generated/trusted", "media:image"};
    struct law *all = law_new(&(gm_config){0}, NULL, 0);
    struct law *one = law_new(&(gm_config){.laws = "cn"}, NULL, 0);
    struct synth s, t;
    struct arena a;

    (void)state;
    assert_non_null(all);
    assert_non_null(one);
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        gm_verdict was = judged(all, items[i], "cn", &s, &a);

        assert_int_equal(judged(one, items[i], "cn", &t, &a), was);
        assert_int_equal(t.item.finding_count, s.item.finding_count);
        for (size_t k = 0; k < s.item.finding_count; k++)
            assert_string_equal(t.item.findings[k].rule.ptr,
                                s.item.findings[k].rule.ptr);
        assert_string_equal(t.item.packs.ptr, s.item.packs.ptr);
    }
    assert_false(law_laws_ok(one, "kr", NULL, 0));
    arena_reset(&a);
    law_free(all);
    law_free(one);
}

static void a_cut_or_broken_pack_is_refused_or_taken_never_worse(void **state)
{
    gm_text builtin;
    char why[300];

    (void)state;
    assert_true(pack_builtin(0, &builtin));
    for (size_t cut = 0; cut < builtin.len; cut += 97) {
        const gm_text t = {"cut.rules", builtin.ptr, cut};
        struct law *l = law_new(&(gm_config){.packs = &t, .pack_count = 1}, why,
                                sizeof(why));

        if (!l)
            assert_true(strstr(why, "cut.rules:") == why);
        law_free(l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_of_what_judges),
        cmocka_unit_test(an_error_says_file_line_and_word),
        cmocka_unit_test(the_words_of_a_continued_line_stay),
        cmocka_unit_test(every_condition_of_the_grammar_is_taken),
        cmocka_unit_test(a_pack_of_the_same_law_replaces_it),
        cmocka_unit_test(a_pack_adds_overlays_and_waives),
        cmocka_unit_test(a_pack_is_of_the_law_that_names_it),
        cmocka_unit_test(packs_that_are_not_asked_for_are_not_read),
        cmocka_unit_test(what_is_not_asked_for_changes_no_verdict),
        cmocka_unit_test(a_cut_or_broken_pack_is_refused_or_taken_never_worse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
