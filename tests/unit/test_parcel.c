/* SPDX-License-Identifier: Apache-2.0 */
#include "tool/parcel.h"

#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

static gm_str str(const char *s)
{
    return (gm_str){s, strlen(s)};
}

/* rich is an item with something in every list. */
static void rich(struct parcel *p)
{
    static const uint32_t ids[] = {0, 300};
    const gm_attr attrs[] = {{str("fields"), str("a b"), 0, 0},
                             {str("height"), str(""), 3.37, 1}};
    const gm_mark marks[] = {{.finder = str("aigc"),
                              .kind = GM_AIGC,
                              .name = str("AIGC"),
                              .value = str("{\"Label\":\"1\"}"),
                              .claim = GM_GENERATED,
                              .proof = GM_BROKEN,
                              .sure = 90,
                              .place = {str("xmp"), str("a!xmp"), 1u << 31, 5},
                              .attrs = attrs,
                              .attr_count = 2}};
    const gm_note notes[] = {{str("cut short"), UINT64_MAX, str("in")}};
    const gm_coverage coverage[] = {{str("aigc"), 1, str("")},
                                    {str("pixels"), 0, str("fast")}};
    const gm_code codes[] = {
        {GM_CODE_FAILURE, str("assertion.dataHash.mismatch"), str("u"), {0}}};
    const gm_action actions[] = {
        {str("c2pa.created"), str("t"), str("x"), str("")}};
    const gm_manifest manifests[] = {{.label = str("urn:1"),
                                      .active = 1,
                                      .actions = actions,
                                      .action_count = 1,
                                      .codes = codes,
                                      .code_count = 1}};
    const gm_str ask[] = {str("role"), str("notice")};
    const gm_finding findings[] = {{.law = str("kr"),
                                    .rule = str("kr-1"),
                                    .verdict = GM_UNKNOWN,
                                    .say = {str("say"), str("말")},
                                    .ask = ask,
                                    .ask_count = 2,
                                    .marks = ids,
                                    .mark_count = 2}};
    const gm_law_verdict verdicts[] = {{str("kr"), GM_UNKNOWN, {{0}, {0}}}};
    const gm_fact facts[] = {{"role", "provider"}};
    const gm_item item = {
        .size = sizeof(item),
        .format = str("png"),
        .length = 4000000000u,
        .origin = {GM_GENERATED, GM_BASIS_DECLARED, 1, str("x"), ids, 2},
        .marks = marks,
        .mark_count = 1,
        .credential = {.state = GM_C2PA_INVALID,
                       .active = str("urn:1"),
                       .codes = codes,
                       .code_count = 1,
                       .manifests = manifests,
                       .manifest_count = 1},
        .notes = notes,
        .note_count = 1,
        .coverage = coverage,
        .coverage_count = 2,
        .findings = findings,
        .finding_count = 1,
        .verdicts = verdicts,
        .verdict_count = 1,
        .error = {GM_FAULT_LIMIT, str("pixels"), str("too many")},
        .as_of = str("2026-11-23")};

    assert_true(parcel_pack(p, &item, facts, 1));
}

static void what_was_packed_comes_out(void **state)
{
    struct parcel p = {0};
    struct opened o = {0};

    (void)state;
    rich(&p);
    assert_true(parcel_open(&p, 15, &o));
    assert_string_equal(o.item.marks[0].value.ptr, "{\"Label\":\"1\"}");
    assert_int_equal(o.item.marks[0].proof, GM_BROKEN);
    assert_int_equal(o.item.marks[0].place.off, 1u << 31);
    assert_true(o.item.marks[0].attrs[1].number == 3.37);
    assert_int_equal(o.item.origin.marks[1], 300);
    assert_true(o.item.notes[0].off == UINT64_MAX);
    assert_string_equal(o.item.coverage[1].why.ptr, "fast");
    assert_string_equal(o.item.credential.manifests[0].codes[0].code.ptr,
                        "assertion.dataHash.mismatch");
    assert_string_equal(o.item.findings[0].ask[1].ptr, "notice");
    assert_string_equal(o.item.findings[0].say.ko.ptr, "말");
    assert_int_equal(o.item.error.kind, GM_FAULT_LIMIT);
    assert_string_equal(o.facts[0].value, "provider");
    opened_free(&o);
    parcel_free(&p);
}

static void parts_that_are_not_wanted_stay_shut(void **state)
{
    struct parcel p = {0};
    struct opened o = {0};

    (void)state;
    rich(&p);
    assert_true(parcel_open(&p, 1u << PART_EVIDENCE, &o));
    assert_int_equal(o.item.mark_count, 1);
    assert_int_equal(o.item.finding_count, 0);
    assert_int_equal(o.fact_count, 0);
    opened_free(&o);
    parcel_free(&p);
}

/* Run under ASan, this is the test: nothing outside the parcel is touched. */
static void damage_is_refused_or_harmless(void **state)
{
    struct parcel p = {0}, cut = {0};
    struct opened o = {0};
    uint32_t dice = 1;

    (void)state;
    rich(&p);
    for (size_t n = 0; n < p.at[PART_COVERAGE]; n++) {
        parcel_begin(&cut);
        assert_true(parcel_add(&cut, PART_EVIDENCE, p.bytes, n));
        assert_true(!n || !parcel_open(&cut, 15, &o));
    }
    for (int turn = 0; turn < 20000; turn++) {
        size_t at;
        unsigned char was;

        dice = dice * 1664525 + 1013904223;
        at = (dice >> 8) % p.at[PARTS];
        was = p.bytes[at];
        p.bytes[at] ^= (unsigned char)(1u << (dice & 7));
        parcel_open(&p, 15, &o);
        p.bytes[at] = was;
    }
    assert_true(parcel_open(&p, 15, &o));
    opened_free(&o);
    parcel_free(&cut);
    parcel_free(&p);
}

static void a_new_outcome_leaves_the_evidence(void **state)
{
    struct parcel p = {0};
    struct opened o = {0};
    const gm_item other = {.size = sizeof(other), .as_of = str("2027-01-01")};
    uint64_t before;

    (void)state;
    rich(&p);
    before = parcel_hash(&p);
    assert_true(parcel_judged(&p, &other, NULL, 0));
    assert_true(before != parcel_hash(&p));
    assert_true(parcel_open(&p, 15, &o));
    assert_string_equal(o.item.as_of.ptr, "2027-01-01");
    assert_int_equal(o.item.finding_count, 0);
    assert_int_equal(o.item.mark_count, 1);
    assert_int_equal(o.fact_count, 0);
    opened_free(&o);
    parcel_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_out),
        cmocka_unit_test(parts_that_are_not_wanted_stay_shut),
        cmocka_unit_test(damage_is_refused_or_harmless),
        cmocka_unit_test(a_new_outcome_leaves_the_evidence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
