/* SPDX-License-Identifier: Apache-2.0
 * test_joined.c - a report is the same, whoever wrote its items. */
#include "tests/test.h"

#include "report/report.h"
#include "tests/written.h"

#include <stdio.h>

enum {
    ITEMS = 300,
    PER_PART = 7
};

enum way {
    DIRECT,
    PARTS,    /* joined to the report */
    HANDED_ON /* to a part that waits, and that to the report */
};

#define WRITER(name) extern const struct writer writer_##name;
#include "report/list.h"
#undef WRITER

static const struct writer *const writers[] = {
#define WRITER(name) &writer_##name,
#include "report/list.h"
#undef WRITER
};

/* add gives a report the i-th item, whose finding, coverage and long note
 * differ from time to time. */
static void add(gm_report *r, size_t i)
{
    static char what[20000];
    char path[32];
    gm_note note = {.off = i};
    gm_coverage cover = {.finder = str("pixels"), .ran = i % 3 == 0};
    gm_finding finding = {.verdict = i % 2 ? GM_FAIL : GM_PASS};
    gm_item it = {.size = sizeof(it)};

    memset(what, 'x', sizeof(what));
    note.what = (gm_str){what, i % 50 == 0 ? sizeof(what) : i % 9};
    snprintf(path, sizeof(path), "folder/%zu.png", i);
    cover.why = i % 3 ? str("not run: --fast") : str("");
    finding.law = finding.rule = str(i % 4 ? "kr" : "eu");
    it.path = str(path);
    it.format = str("png");
    it.notes = &note;
    it.note_count = 1;
    it.coverage = &cover;
    it.coverage_count = 1;
    it.findings = &finding;
    it.finding_count = 1;
    assert_int_equal(gm_report_add(r, &it), GM_OK);
}

static struct text report(const char *kind, enum way way)
{
    struct text t = {0};
    gm_report_config c = GM_REPORT_CONFIG_INIT;
    gm_report *r, *part, *waits;

    c.kind = kind;
    assert_int_equal(gm_report_new(&c, &part), GM_OK);
    assert_int_equal(gm_report_new(&c, &waits), GM_OK);
    c.write = keep;
    c.ctx = &t;
    assert_int_equal(gm_report_new(&c, &r), GM_OK);
    for (size_t i = 0; i < ITEMS; i++) {
        add(way == DIRECT ? r : part, i);
        if (i % PER_PART != PER_PART - 1 && i + 1 != ITEMS)
            continue;
        if (way == HANDED_ON)
            assert_int_equal(gm_report_join(waits, part), GM_OK);
        if (way != DIRECT && (i % 2 || i + 1 == ITEMS)) /* of one or more */
            assert_int_equal(gm_report_join(r, way == PARTS ? part : waits),
                             GM_OK);
    }
    gm_report_end(part);
    gm_report_end(waits);
    assert_int_equal(gm_report_end(r), GM_OK);
    return t;
}

static void parts_and_parts_of_parts_give_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
        const char *kind = writers[i]->kind;
        struct text a;

        if (strncmp(kind, "diff", 4) == 0)
            continue; /* of two runs, written by one thread */
        a = report(kind, DIRECT);
        if (!a.len)
            fail_msg("%s writes nothing", kind);
        for (enum way way = PARTS; way <= HANDED_ON; way++) {
            struct text b = report(kind, way);

            if (a.len != b.len || memcmp(a.p, b.p, a.len) != 0)
                fail_msg("%s, way %d: %zu bytes, not %zu", kind, (int)way,
                         b.len, a.len);
            free(b.p);
        }
        free(a.p);
    }
}

static void what_cannot_be_joined_is_said(void **state)
{
    struct text t = {0};
    gm_report_config c = GM_REPORT_CONFIG_INIT;
    gm_report *r, *part, *other;

    (void)state;
    c.kind = "json";
    assert_int_equal(gm_report_new(&c, &part), GM_OK);
    c.kind = "csv";
    assert_int_equal(gm_report_new(&c, &other), GM_OK);
    c.write = keep;
    c.ctx = &t;
    assert_int_equal(gm_report_new(&c, &r), GM_OK);
    assert_int_equal(gm_report_join(r, part), GM_BAD_ARG);
    assert_int_equal(gm_report_join(r, r), GM_BAD_ARG);
    assert_int_equal(gm_report_join(other, other), GM_BAD_ARG);
    assert_int_equal(gm_report_join(other, part), GM_BAD_ARG);
    assert_int_equal(gm_report_join(other, r), GM_BAD_ARG);
    gm_report_end(part);
    gm_report_end(other);
    gm_report_end(r);
    free(t.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_and_parts_of_parts_give_the_same),
        cmocka_unit_test(what_cannot_be_joined_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
