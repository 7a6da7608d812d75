/* SPDX-License-Identifier: Apache-2.0
 * test_stated.c - findings are written as they are, however many of the same
 * rule went before. */
#include "tests/test.h"

#include "genmark.h"
#include "tests/gather.h"

#include <stdio.h>
#include <string.h>

static gm_report *report;

static int begin(void **state)
{
    gm_report_config c = GM_REPORT_CONFIG_INIT;

    c.kind = "json";
    c.lang = *state ? *state : "en";
    c.write = gather;
    return gm_report_new(&c, &report);
}

static int end(void **state)
{
    (void)state;
    return gm_report_end(report);
}

static gm_str str(const char *s)
{
    return (gm_str){s, strlen(s)};
}

/* What a finding says, and how JSON writes that; the escaped texts are those
 * of the language of the report. */
struct said {
    const char *law, *rule, *cite, *basis, *say, *fix, *json_say;
    gm_verdict verdict;
    gm_severity severity;
};

/* says adds an item with one finding, and wants it written so. */
static void says(const struct said *s)
{
    static char want[1 << 17];
    gm_finding f = {.law = str(s->law),
                    .rule = str(s->rule),
                    .verdict = s->verdict,
                    .severity = s->severity,
                    .cite = str(s->cite),
                    .basis = str(s->basis),
                    .say = {str(s->say), str("")},
                    .fix = {str(""), str(s->fix)}};
    gm_item it = {.size = sizeof(it), .path = str("a")};

    it.findings = &f;
    it.finding_count = 1;
    snprintf(want, sizeof(want),
             "\"findings\":[{\"law\":\"%s\",\"rule\":\"%s\",\"verdict\":\"%s\","
             "\"severity\":\"%s\",\"cite\":\"%s\",\"basis\":\"%s\","
             "\"say\":\"%s\",\"fix\":\"%s\",\"ask\":[],\"marks\":[]}]",
             s->law, s->rule, gm_verdict_name(s->verdict),
             gm_severity_name(s->severity), s->cite, s->basis,
             s->json_say ? s->json_say : s->say, s->fix);
    len = 0;
    assert_int_equal(gm_report_add(report, &it), GM_OK);
    assert_int_equal(gm_report_flush(report), GM_OK);
    if (!strstr(text, want))
        fail_msg("%s\nis not in\n%s", want, text);
}

static const struct said first = {"kr",      "kr-1",   "Art. 1 (제1조)",
                                  "statute", "say it", "fix it so",
                                  NULL,      GM_FAIL,  GM_SEV_ERROR};

static void every_word_counts(void **state)
{
    (void)state;
    for (int field = 0; field < 8; field++) {
        struct said s = first;

        says(&first);
        says(&first);
        switch (field) {
        case 0: s.law = "eu"; break;
        case 1: s.rule = "kr-2"; break;
        case 2: s.cite = "Art. 1 (제2조)"; break;
        case 3: s.basis = "decree"; break;
        case 4: s.say = "say at"; break;
        case 5: s.fix = "fix it as"; break;
        case 6: s.verdict = GM_WARN; break;
        default: s.severity = GM_SEV_INFO; break;
        }
        says(&s);
        says(&s);
        says(&first);
    }
}

static void a_word_that_changes_in_place_is_read_again(void **state)
{
    char say[] = "said";
    struct said s = first;

    (void)state;
    s.say = say;
    says(&s);
    say[0] = 'p';
    says(&s);
    s.say = "";
    says(&s);
    s.say = say;
    says(&s);
}

static void what_json_escapes_is_escaped_each_time(void **state)
{
    struct said s = first;

    (void)state;
    for (int i = 0; i < 3; i++) {
        s.say = "a \"word\"\n";
        s.json_say = "a \\\"word\\\"\\n";
        says(&s);
        s.say = "cut \xFF";
        s.json_say = "cut \xEF\xBF\xBD";
        says(&s);
        says(&first);
    }
}

static void more_rules_than_are_kept_take_turns(void **state)
{
    char rule[] = "kr-0000000000";
    struct said s = first;

    (void)state;
    s.rule = rule;
    for (int i = 0; i < 600; i++) {
        snprintf(rule, sizeof(rule), "kr-%03d", i % 200);
        says(&s);
    }
}

/* Lengths around what is kept, and around what the buffer holds. */
static void long_texts_are_written_whole(void **state)
{
    static const size_t lengths[] = {700,   800,   840,   863,   864,  865,
                                     1023,  1024,  1025,  6143,  6144, 10000,
                                     16000, 16383, 16384, 16385, 40000};
    static char say[50000];
    struct said s = first;

    (void)state;
    s.say = say;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        memset(say, 'x', lengths[i]);
        say[lengths[i]] = 0;
        says(&s);
        says(&s);
        says(&first);
    }
}

static void the_buffer_may_be_as_full_as_it_likes(void **state)
{
    static char path[16 << 10];
    gm_item it = {.size = sizeof(it)};
    char rule[] = "kr-00000";
    struct said s = first;

    (void)state;
    s.rule = rule;
    for (size_t n = 0; n < sizeof(path); n += 97) {
        memset(path, 'p', n);
        it.path = (gm_str){path, n};
        len = 0;
        assert_int_equal(gm_report_add(report, &it), GM_OK);
        snprintf(rule, sizeof(rule), "kr-%05u", (unsigned)n);
        says(&s);
        says(&s);
    }
}

int main(void)
{
    static char ko[] = "ko";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_word_counts, begin, end),
        cmocka_unit_test_prestate_setup_teardown(every_word_counts, begin, end,
                                                 ko),
        cmocka_unit_test_setup_teardown(
            a_word_that_changes_in_place_is_read_again, begin, end),
        cmocka_unit_test_setup_teardown(what_json_escapes_is_escaped_each_time,
                                        begin, end),
        cmocka_unit_test_setup_teardown(more_rules_than_are_kept_take_turns,
                                        begin, end),
        cmocka_unit_test_setup_teardown(long_texts_are_written_whole, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_buffer_may_be_as_full_as_it_likes,
                                        begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
