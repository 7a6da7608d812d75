/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "redact.h"

#include <string.h>

#define STR(lit)             \
    {                        \
        lit, sizeof(lit) - 1 \
    }

static const gm_attr attrs[] = {{.name = STR("prompt"), .value = STR("cat")}};
static const gm_mark marks[] = {
    {.kind = GM_METADATA,
     .name = STR("DigitalSourceType"),
     .value = STR("trained"),
     .attrs = attrs,
     .attr_count = 1},
    {.kind = GM_GENERATOR,
     .name = STR("parameters"),
     .value = STR("a cat"),
     .attrs = attrs,
     .attr_count = 1},
    {.kind = GM_HIDDEN_TEXT, .value = STR("secret")},
    {.kind = GM_KIND_NOTICE, .value = STR("made by AI")}};
static const gm_slot slots[] = {{.kind = STR("field"), .value = STR("a cat")}};
static const gm_field fields[] = {{.name = STR("Artist"), .value = STR("Kim")}};
static const gm_ingredient ingredients[] = {{.title = STR("kim.jpg")}};
static const gm_assertion assertions[] = {
    {.label = STR("stds.exif"), .summary = STR("Kim")}};
static const gm_manifest manifests[] = {{.label = STR("urn:1"),
                                         .title = STR("kim.png"),
                                         .generator = STR("Tool"),
                                         .assertions = assertions,
                                         .assertion_count = 1,
                                         .ingredients = ingredients,
                                         .ingredient_count = 1}};

static gm_item item_new(void)
{
    gm_item it = {.size = sizeof(it),
                  .marks = marks,
                  .mark_count = 4,
                  .slots = slots,
                  .slot_count = 1,
                  .fields = fields,
                  .field_count = 1};

    it.credential.manifests = manifests;
    it.credential.manifest_count = 1;
    return it;
}

static void words_of_persons_go_and_labels_stay(void **state)
{
    struct arena a;
    gm_item it = item_new();

    (void)state;
    arena_init(&a, 1 << 20);
    assert_true(redact_item(&it, &a));
    assert_string_equal(it.marks[0].value.ptr, "trained");
    assert_string_equal(it.marks[3].value.ptr, "made by AI");
    assert_int_equal(it.marks[1].value.len, 0);
    assert_int_equal(it.marks[1].attr_count, 0);
    assert_string_equal(it.marks[1].name.ptr, "parameters");
    assert_int_equal(it.marks[2].value.len, 0);
    assert_int_equal(it.slots[0].value.len, 0);
    assert_int_equal(it.fields[0].value.len, 0);
    assert_string_equal(it.fields[0].name.ptr, "Artist");
    assert_int_equal(it.credential.manifests[0].title.len, 0);
    assert_int_equal(it.credential.manifests[0].ingredients[0].title.len, 0);
    assert_int_equal(it.credential.manifests[0].assertions[0].summary.len, 0);
    assert_string_equal(it.credential.manifests[0].generator.ptr, "Tool");
    /* What the item was made of is as it was. */
    assert_string_equal(marks[1].value.ptr, "a cat");
    arena_reset(&a);
}

static void without_memory_it_says_so(void **state)
{
    (void)state;
    for (uint64_t budget = 0; budget < 800; budget += 16) {
        struct arena a;
        gm_item it = item_new();

        arena_init(&a, budget);
        assert_false(redact_item(&it, &a));
        arena_reset(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_persons_go_and_labels_stay),
        cmocka_unit_test(without_memory_it_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
