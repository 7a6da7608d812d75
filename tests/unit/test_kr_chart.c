/* SPDX-License-Identifier: Apache-2.0
 * test_kr_chart.c - the decision chart of the Korean guideline (p. 10), over
 * every combination.
 *
 * `expected` is the chart as a person reads it, written from the guideline's
 * text and the words of the report contract, without the packs and without
 * their logic: plain questions in the guideline's order, and page numbers. */
#include "tests/test.h"

#include "tests/synth.h"

enum {
    BUDGET = 1 << 20
};

enum {
    NOT_GIVEN = 0
}; /* of each dimension: nobody said */

static const char *const deliveries[] = {"", "delivery=exported",
                                         "delivery=in-service"};
static const char *const classes[] = {"", "realistic=yes", "realistic=no",
                                      "realistic=cannot-tell"};
static const char *const notices[] = {"", "notice=yes", "notice=no"};
static const char *const arts[] = {"", "artistic=yes", "artistic=no"};
static const char *const screens[] = {"", "ui-mark=yes", "ui-mark=no"};
static const char *const words[] = {"", "visible=yes", "visible=no"};
static const char *const spokens[] = {"", "spoken=yes", "spoken=no"};

enum {
    EXPORTED = 1,
    IN_SERVICE
};
enum {
    REAL = 1,
    UNREAL,
    CANNOT_TELL
};
enum {
    YES_SAID = 1,
    NO_SAID
};

enum type {
    IMAGE,
    VIDEO,
    AUDIO,
    TEXT,
    DOCUMENT,
    CODE,
    TYPES
};
static const char *const types[TYPES] = {"image", "video",    "audio",
                                         "text",  "document", "code"};

enum mark {
    NOTHING,
    METADATA,
    CREDENTIAL,
    WATERMARK,
    TRACE, /* a tool's parameters, which state nothing */
    PERCEIVED,
    MARKS
};

struct combination {
    enum type type;
    enum mark mark;
    unsigned delivery, class, notice, art, screen, word;
};

enum answer {
    NO_ANSWER,
    PASSES,
    WARNS,
    UNKNOWN,
    FAILS
};

static enum answer worse(enum answer a, enum answer b)
{
    return a > b ? a : b;
}

static bool is_media(enum type t)
{
    return t == IMAGE || t == VIDEO || t == AUDIO;
}

/* Is there a mark that a person perceives?  PASSES: yes, FAILS: known not. */
static enum answer perceived(const struct combination *c)
{
    if (c->mark == PERCEIVED || c->word == YES_SAID)
        return PASSES;
    if (c->word == NO_SAID)
        return FAILS;
    /* Text is read whole, so its absence is known; of code a README beside it
     * may speak (p. 15), and a picture or sound was not looked at. */
    return c->type == TEXT || c->type == DOCUMENT ? FAILS : UNKNOWN;
}

/* p. 8: in the output, on the screen, or told; deepfakes alike. */
static enum answer in_service(const struct combination *c)
{
    if (c->screen == YES_SAID || c->notice == YES_SAID)
        return PASSES;
    if (perceived(c) == FAILS && c->screen == NO_SAID && c->notice == NO_SAID)
        return FAILS;
    return perceived(c) == PASSES ? PASSES : UNKNOWN;
}

/* p. 10, ordinary output; every output owes this much (31(2)). */
static enum answer ordinary(const struct combination *c)
{
    enum answer seen = perceived(c);

    if (seen == PASSES || c->type == CODE) /* p. 15: code has no metadata */
        return seen;
    if (c->mark == NOTHING)
        return seen;
    if (c->notice == NOT_GIVEN)
        return UNKNOWN; /* asks for the notice */
    if (c->notice == NO_SAID)
        return seen; /* machine-readable alone is not enough */
    /* p. 19: a tool's name is context; whether it counts is in doubt. */
    if (c->mark == TRACE)
        return seen == FAILS ? WARNS : UNKNOWN;
    return PASSES;
}

/* p. 10, deepfake output: sound, image, video (p. 5: not text). */
static enum answer deepfake(const struct combination *c)
{
    enum answer seen = perceived(c), need = seen;

    if (!is_media(c->type) || c->class == UNREAL)
        return NO_ANSWER;
    /* p. 10: a work of art may be marked invisibly.  That is for the operator
     * to claim: where nobody does, the standard holds. */
    if (c->art == YES_SAID && c->mark != NOTHING)
        need = PASSES;
    /* p. 7: a class that nobody gave is a question, save where the mark
     * satisfies every class. */
    if (c->class == NOT_GIVEN && need != PASSES)
        return UNKNOWN;
    return need;
}

static enum answer exported(const struct combination *c)
{
    return worse(ordinary(c), deepfake(c));
}

/* Where the delivery is not known, only what holds either way is answered; a
 * doubt about the mark itself stays one. */
static enum answer either(enum answer out, enum answer in)
{
    return out <= WARNS && in == PASSES ? out : UNKNOWN;
}

static enum answer expected(const struct combination *c)
{
    if (c->delivery == EXPORTED)
        return exported(c);
    if (c->delivery == IN_SERVICE)
        return in_service(c);
    return either(exported(c), in_service(c));
}

static const char *mark_words(const struct combination *c)
{
    static const char *const machine[] = {
        "origin=ai", "mark:metadata/generated", "mark:c2pa/generated/trusted",
        "mark:watermark/generated", "mark:generator/trace/makes:generated"};

    if (c->mark < PERCEIVED)
        return machine[c->mark];
    if (c->type == AUDIO)
        return "mark:notice/generated/audible";
    return is_media(c->type) ? "mark:visible/generated/visible"
                             : "mark:notice/notice/text/class:A";
}

static enum answer judged(const struct law *l, const struct combination *c,
                          char *settings, size_t size)
{
    struct arena a;
    struct synth s;
    gm_verdict v;

    snprintf(settings, size, "media:%s role=provider %s %s %s %s %s %s %s",
             types[c->type], mark_words(c), deliveries[c->delivery],
             classes[c->class], notices[c->notice], arts[c->art],
             screens[c->screen],
             c->type == AUDIO ? spokens[c->word] : words[c->word]);
    arena_init(&a, BUDGET);
    assert_true(synth_make(&s, &a, settings, strlen(settings)));
    assert_true(synth_judge(l, &s, &a, "kr"));
    v = s.item.verdicts[0].verdict;
    arena_reset(&a);
    return v == GM_PASS      ? PASSES
           : v == GM_WARN    ? WARNS
           : v == GM_UNKNOWN ? UNKNOWN
           : v == GM_FAIL    ? FAILS
                             : NO_ANSWER;
}

static struct combination combination(unsigned i)
{
    struct combination c;

    c.type = (enum type)(i % TYPES), i /= TYPES;
    c.mark = (enum mark)(i % MARKS), i /= MARKS;
    c.delivery = i % 3, i /= 3;
    c.class = i % 4, i /= 4;
    c.notice = i % 3, i /= 3;
    c.art = i % 3, i /= 3;
    c.screen = i % 3, i /= 3;
    c.word = i % 3;
    return c;
}

static void every_combination_is_judged_as_the_chart_says(void **state)
{
    static const char *const names[] = {"none", "pass", "warn", "unknown",
                                        "fail"};
    const unsigned count = (unsigned)TYPES * MARKS * 3 * 4 * 3 * 3 * 3 * 3;
    unsigned wrong = 0, seen[5] = {0};
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    char settings[512];

    (void)state;
    assert_non_null(l);
    for (unsigned i = 0; i < count; i++) {
        struct combination c = combination(i);
        enum answer want = expected(&c),
                    got = judged(l, &c, settings, sizeof(settings));

        seen[want]++;
        if (got == want)
            continue;
        if (wrong++ < 20)
            print_error("%s: %s, wanted %s\n", settings, names[got],
                        names[want]);
    }
    print_message("%u combinations: %u pass, %u warn, %u unknown, %u fail\n",
                  count, seen[PASSES], seen[WARNS], seen[UNKNOWN], seen[FAILS]);
    law_free(l);
    assert_int_equal(wrong, 0);
    for (enum answer a = PASSES; a <= FAILS; a++)
        assert_true(seen[a] > 0);
}

/* Read off the chart by eye, one line a box. */
static void the_boxes_of_the_chart(void **state)
{
    static const struct {
        const char *settings;
        gm_verdict verdict;
    } boxes[] = {
        /* p. 10: exported, ordinary, perceivable */
        {"media:image mark:visible/generated/visible delivery=exported "
         "realistic=no",
         GM_PASS},
        /* p. 10: exported, ordinary, machine-readable and told once */
        {"media:image mark:metadata/generated delivery=exported realistic=no "
         "notice=yes",
         GM_PASS},
        /* the same, never told, and nothing to see */
        {"media:image mark:metadata/generated delivery=exported realistic=no "
         "notice=no visible=no",
         GM_FAIL},
        /* p. 10: deepfake, machine-readable alone is never enough */
        {"media:video mark:metadata/generated delivery=exported realistic=yes "
         "notice=yes visible=no",
         GM_FAIL},
        /* p. 9: only who can rule it out may use the ordinary standard */
        {"media:image mark:metadata/generated delivery=exported "
         "realistic=cannot-tell notice=yes visible=no",
         GM_FAIL},
        /* p. 10: art, an invisible mark, 31(2)'s notice still due */
        {"media:video mark:metadata/generated delivery=exported realistic=yes "
         "artistic=yes notice=yes visible=no",
         GM_PASS},
        {"media:video mark:metadata/generated delivery=exported realistic=yes "
         "artistic=yes notice=no visible=no",
         GM_FAIL},
        /* p. 8: in the service, the screen will do, for deepfakes too */
        {"media:video origin=ai delivery=in-service realistic=yes ui-mark=yes",
         GM_PASS},
        /* p. 1, 8: the prior notice about the service does not count here */
        {"media:video origin=ai delivery=in-service realistic=yes "
         "prior-notice=yes ui-mark=no notice=no visible=no",
         GM_FAIL},
        /* p. 8-9: intermediate results, p. 15: copies to the clipboard */
        {"media:image origin=ai delivery=exported final=no visible=no "
         "realistic=yes",
         GM_NOT_APPLICABLE},
        {"media:text origin=ai delivery=exported clipboard=yes",
         GM_NOT_APPLICABLE},
        /* p. 2-3: a user of a tool has no duty (the later role wins) */
        {"media:image mark:metadata/generated role=user delivery=exported "
         "realistic=yes visible=no",
         GM_NOT_APPLICABLE},
        /* a bare logo will do for an ordinary export, not for a deepfake */
        {"media:image mark:visible/generated/visible/class:logo "
         "delivery=exported realistic=no",
         GM_PASS},
        {"media:image mark:visible/generated/visible/class:logo "
         "delivery=exported realistic=yes visible=no",
         GM_WARN},
        /* nothing says AI: a holiday photograph is not a question */
        {"media:image delivery=exported realistic=yes visible=no",
         GM_NOT_APPLICABLE},
    };
    struct law *l = law_new(&(gm_config){0}, NULL, 0);

    (void)state;
    assert_non_null(l);
    for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
        char all[512];
        struct arena a;
        struct synth s;

        snprintf(all, sizeof(all), "role=provider %s", boxes[i].settings);
        arena_init(&a, BUDGET);
        assert_true(synth_make(&s, &a, all, strlen(all)));
        assert_true(synth_judge(l, &s, &a, "kr"));
        if (s.item.verdicts[0].verdict != boxes[i].verdict)
            fail_msg("%s: %s", all,
                     gm_verdict_name(s.item.verdicts[0].verdict));
        arena_reset(&a);
    }
    law_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination_is_judged_as_the_chart_says),
        cmocka_unit_test(the_boxes_of_the_chart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
