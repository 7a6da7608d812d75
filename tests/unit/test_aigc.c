/* SPDX-License-Identifier: Apache-2.0
 * test_aigc.c - the record of GB 45438 in its carriers, and what it is held
 * against.  The codes are those of real files; their check characters were
 * computed by hand from GB 32100-2015. */
#include "tests/hunt.h"
#include "tests/test.h"

#include "marks/aigc.h"

#define CODE "001191110102MACQD9K64010000"
#define RECORD                                                                \
    "{\"Label\":\"1\",\"ContentProducer\":\"" CODE "\",\"ProduceID\":\"a1\"," \
    "\"ReservedCode1\":\"\",\"ContentPropagator\":\"" CODE                    \
    "\",\"PropagateID\":\"a1\",\"ReservedCode2\":\"\"}"
#define WRAPPED "{\"AIGC\":" RECORD "}"
#define TC260   "http://www.tc260.org.cn/ns/AIGC/1.0/"

static const struct mark *label(struct prey *p, enum space space,
                                const char *ns, const char *name,
                                const char *value)
{
    prey_init(p);
    prey_field(p, space, ns, name, value);
    prey_hunt(p, NULL);
    return prey_mark(p, "aigc");
}

static void every_carrier_is_read(void **state)
{
    static const struct {
        enum space space;
        const char *ns, *name, *value, *form;
    } table[] = {
        {SPACE_XMP, TC260, "AIGC", RECORD, "bare"},
        {SPACE_XMP, TC260, "AIGC", WRAPPED, "wrapped"},
        {SPACE_XMP, "", "AIGC", RECORD, "bare"}, /* undeclared prefix */
        {SPACE_PAIR, "tEXt", "AIGC", RECORD, "bare"},
        {SPACE_PAIR, "zTXt", "AIGC", WRAPPED, "wrapped"},
        {SPACE_EXIF, "Exif", "UserComment", WRAPPED, "wrapped"},
        {SPACE_EXIF, "IFD0", "ImageDescription", RECORD, "bare"},
        {SPACE_COMMENT, "COM", "", RECORD, "bare"},
        {SPACE_COMMENT, "COM", "", "AIGC" RECORD, "bare"},
        {SPACE_PAIR, "ilst", "AIGC", RECORD, "bare"},
        {SPACE_PAIR, "ilst",
         "\xc2\xa9"
         "cmt",
         WRAPPED, "wrapped"},
        {SPACE_PAIR, "id3", "TXXX:AIGC", RECORD, "bare"},
        {SPACE_PAIR, "id3", "TXXX:aigc", "{\"aigc\": " RECORD "}", "wrapped"},
        {SPACE_PAIR, "INFO", "AIGC", RECORD, "bare"},
        {SPACE_PAIR, "vorbis", "AIGC", RECORD, "bare"},
        {SPACE_PAIR, "matroska", "AIGC", WRAPPED, "wrapped"},
        {SPACE_PAIR, "onMetaData", "AIGC", RECORD, "bare"},
        {SPACE_PAIR, "ooxml-custom", "AIGC", RECORD, "bare"},
        {SPACE_PAIR, "pdf", "AIGC", RECORD, "bare"},
        {SPACE_HTML, "meta", "aigc", RECORD, "bare"},
        {SPACE_FRONT, "", "AIGC", RECORD, "bare"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct prey p;
        const struct mark *m = label(&p, table[i].space, table[i].ns,
                                     table[i].name, table[i].value);

        if (!m)
            fail_msg("%s %s is not read", table[i].ns, table[i].name);
        assert_int_equal(m->kind, GM_AIGC);
        assert_int_equal(m->claim, GM_GENERATED);
        assert_true(span_eq(m->generator, SPAN("doubao")));
        assert_string_equal(prey_attr(&p, m, "record"), table[i].form);
        assert_string_equal(prey_attr(&p, m, "ContentProducer"), CODE);
        assert_string_equal(prey_attr(&p, m, "fields"), "complete");
        assert_string_equal(prey_attr(&p, m, "uscc"), "ok");
        prey_free(&p);
    }
}

static void front_matter_is_joined(void **state)
{
    struct prey p;
    const struct mark *m;

    (void)state;
    prey_init(&p);
    prey_field(&p, SPACE_FRONT, "", "title", "x");
    prey_field(&p, SPACE_FRONT, "", "AIGC/ContentProducer",
               "001191440300708461136T1XGW3");
    prey_field(&p, SPACE_FRONT, "", "AIGC/Label", "1");
    prey_field(&p, SPACE_FRONT, "", "AIGC/ProduceID", "x");
    prey_field(&p, SPACE_FRONT, "", "author", "x");
    prey_hunt(&p, NULL);
    m = prey_mark(&p, "aigc");
    assert_non_null(m);
    assert_int_equal(m->claim, GM_GENERATED);
    assert_true(span_eq(m->generator, SPAN("tencent")));
    assert_string_equal(prey_attr(&p, m, "record"), "yaml");
    assert_string_equal(prey_attr(&p, m, "records"), "1");
    assert_string_equal(
        prey_attr(&p, m, "fields"),
        "missing:ReservedCode1,ContentPropagator,PropagateID,ReservedCode2");
    prey_free(&p);
}

/* XMP has structures: a key of the record may be a field of its own. */
static void structures_are_joined(void **state)
{
    static const char *const names[][2] = {
        {"AIGC/Label", "AIGC/ContentProducer"},
        {"Label", "ContentProducer"},
    };
    struct prey p;
    const struct mark *m;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        prey_init(&p);
        prey_field(&p, SPACE_XMP, TC260, names[i][0], "1");
        prey_field(&p, SPACE_XMP, TC260, names[i][1], CODE);
        prey_hunt(&p, NULL);
        m = prey_mark(&p, "aigc");
        assert_non_null(m);
        assert_int_equal(m->claim, GM_GENERATED);
        assert_true(span_eq(m->generator, SPAN("doubao")));
        assert_string_equal(prey_attr(&p, m, "records"), "1");
        assert_string_equal(prey_attr(&p, m, "record"), "bare");
        prey_free(&p);
    }
    m = label(&p, SPACE_XMP, "http://ns.adobe.com/xap/1.0/", "Label", "1");
    assert_null(m); /* a colour of a picture viewer */
    prey_free(&p);
}

static void private_segments_and_texts_are_searched(void **state)
{
    static const char yaml[] = "# Title\n\nWords.\n\nAIGC:\n    Label: \"1\"\n"
                               "    ContentProducer: " CODE "\n"
                               "    ProduceID: 'x'\n";
    struct prey p;
    const struct mark *m;

    (void)state;
    prey_init(&p);
    prey_slot(&p, SLOT_OTHER, "APP4",
              SPAN("\x01\x02"
                   "AIGC" RECORD "\x00"));
    prey_hunt(&p, NULL);
    assert_non_null(prey_mark(&p, "aigc"));
    prey_free(&p);

    prey_init(&p);
    prey_slot(&p, SLOT_OTHER, "AIGC", SPAN(RECORD));
    prey_hunt(&p, NULL);
    assert_non_null(prey_mark(&p, "aigc"));
    prey_free(&p);

    prey_init(&p);
    prey_slot(&p, SLOT_TEXT, "", SPAN(yaml));
    prey_hunt(&p, NULL);
    m = prey_mark(&p, "aigc");
    assert_non_null(m);
    assert_true(span_eq(m->generator, SPAN("doubao")));
    prey_free(&p);
}

static void labels_differ_in_what_they_say(void **state)
{
    static const struct {
        const char *label;
        gm_claim claim;
        unsigned sure;
        const char *valid, *text;
    } table[] = {
        {"\"1\"", GM_GENERATED, 100, "yes", "yes"},
        {"1", GM_GENERATED, 100, "yes", "no"},
        {"\"2\"", GM_TRACE, 60, "yes", "yes"},
        {"\"3\"", GM_TRACE, 45, "yes", "yes"},
        {"\"AIGC\"", GM_TRACE, 60, "no", "yes"},
        {"\"0\"", GM_CLAIM_NONE, 100, "no", "yes"},
        {"\"4\"", GM_CLAIM_NONE, 100, "no", "yes"},
        {"null", GM_CLAIM_NONE, 100, "no", "no"},
    };
    char text[256];

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct prey p;
        const struct mark *m;

        snprintf(text, sizeof(text),
                 "{\"Label\":%s,\"ContentProducer\":\"x\",\"ProduceID\":\"y\"}",
                 table[i].label);
        m = label(&p, SPACE_PAIR, "tEXt", "AIGC", text);
        assert_non_null(m);
        assert_int_equal(m->claim, table[i].claim);
        assert_int_equal(m->sure, table[i].sure);
        assert_string_equal(prey_attr(&p, m, "label-valid"), table[i].valid);
        assert_string_equal(prey_attr(&p, m, "label-text"), table[i].text);
        prey_free(&p);
    }
}

static void faults_of_form_are_told(void **state)
{
    static const struct {
        const char *value, *attr, *expect;
    } table[] = {
        {RECORD "x", "trailing", "yes"},
        {RECORD " \n", "trailing", "no"},
        {"{\"Label\":\"1\",\"Label\":\"2\",\"ProduceID\":\"x\"}",
         "duplicate-keys", "yes"},
        {"{\"Label\":\"1\",\"ProduceID\":\"a b\"}", "characters", "other"},
        {"{\"Label\":\"1\",\"ProduceID\":\"\\\"a\"}", "characters", "ok"},
        {"{\"Label\":\"1\",\"ProduceID\":\"a\"}", "fields",
         "missing:ContentProducer,ReservedCode1,ContentPropagator,PropagateID,"
         "ReservedCode2"},
        {"{\"Label\":\"1\",\"ProduceID\":\"\"}", "empty", "ProduceID"},
        {RECORD, "empty", "ReservedCode1,ReservedCode2"},
        {"{\"Label\":1,\"ProduceID\":7}", "not-text", "Label,ProduceID"},
        {RECORD, "first-write", "yes"},
        {"{\"Label\":\"1\",\"ContentProducer\":\"a\",\"ContentPropagator\":"
         "\"b\"}",
         "first-write", "no"},
        {"{\"Label\":\"1\",\"ContentProducer\":\"a\"}", "propagated", "no"},
        {RECORD, "propagated", "yes"},
        {RECORD, "producer-code", "code"},
        {RECORD, "service", "1"},
        {RECORD, "code-length", "27"},
        {"{\"Label\":\"1\",\"ContentProducer\":\"doubao\"}", "producer-code",
         "name"},
        {"{\"Label\":\"1\",\"ContentProducer\":\"001191110102MACQD9K65010000\"}",
         "uscc", "bad"},
        {"{\"Label\":\"1\",\"ReservedCode1\":\"{\\\"SecurityData\\\":{}}\"}",
         "security1", "security-data"},
        {"{\"Label\":\"1\",\"ReservedCode1\":\"L-9\"}", "security1", "opaque"},
        {RECORD, "security2", "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct prey p;
        const struct mark *m =
            label(&p, SPACE_PAIR, "tEXt", "AIGC", table[i].value);

        assert_non_null(m);
        assert_string_equal(prey_attr(&p, m, table[i].attr), table[i].expect);
        prey_free(&p);
    }
}

static void a_field_of_that_name_without_a_record_says_nothing(void **state)
{
    struct prey p;
    const struct mark *m = label(&p, SPACE_PAIR, "tEXt", "AIGC", "{\"Label\":");

    (void)state;
    assert_non_null(m);
    assert_int_equal(m->claim, GM_CLAIM_NONE);
    assert_string_equal(prey_attr(&p, m, "record"), "unreadable");
    prey_free(&p);
}

static void records_are_counted(void **state)
{
    struct prey p;

    (void)state;
    prey_init(&p);
    prey_field(&p, SPACE_PAIR, "tEXt", "AIGC", RECORD);
    prey_field(&p, SPACE_XMP, TC260, "AIGC", RECORD);
    prey_hunt(&p, NULL);
    assert_int_equal(p.found.count, 2);
    assert_string_equal(prey_attr(&p, &p.found.list[0], "records"), "2");
    prey_free(&p);
}

static void other_values_are_no_records(void **state)
{
    static const char *const values[] = {
        "{\"Label\":\"1\"}",
        "{\"AIGC\":\"yes\"}",
        "AIGC",
        "AIGC rules",
        "{\"label\":\"1\",\"contentProducer\":\"x\"}",
        "{\"aigc_label_type\":0}",
        "the \"Label\" of a bottle"};
    struct prey p;

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        assert_null(label(&p, SPACE_EXIF, "Exif", "UserComment", values[i]));
        prey_free(&p);
    }
    prey_init(&p);
    prey_slot(&p, SLOT_OTHER, "APP4", SPAN("AIGCAIGCAIGC{\"AIGC\":AIGC"));
    prey_slot(
        &p, SLOT_TEXT, "",
        SPAN("AIGC:\nis a word\nAIGC:\n  Label: maybe\n  ProduceID: 1\n"));
    prey_hunt(&p, NULL);
    assert_null(prey_mark(&p, "aigc"));
    prey_free(&p);
}

/* A megabyte of beginnings: the work is counted, and its end is said. */
static void false_beginnings_are_counted(void **state)
{
    static char text[1 << 20];
    struct prey p;

    (void)state;
    for (size_t i = 0; i + 5 <= sizeof(text); i += 5)
        memcpy(text + i, "AIGC{", 5);
    prey_init(&p);
    prey_slot(&p, SLOT_OTHER, "APP4",
              (struct span){(const uint8_t *)text, sizeof(text)});
    prey_hunt(&p, NULL);
    assert_null(prey_mark(&p, "aigc"));
    assert_string_equal(p.found.limit, "steps");
    prey_free(&p);
}

/* The six codes stand in real files; one digit changed breaks each. */
static void check_characters_are_those_of_the_register(void **state)
{
    static const char *const codes[] = {
        "91110102MACQD9K640", "9144030008867405X2", "91440300708461136T",
        "91110102MAD55U9H0F", "91310104MACE0YX639", "91110108335469089C"};
    char bad[32];

    (void)state;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        assert_true(aigc_uscc_ok(prey_span(codes[i])));
        for (size_t k = 0; k < 18; k++) {
            snprintf(bad, sizeof(bad), "%s", codes[i]);
            bad[k] = bad[k] == '1' ? '2' : '1';
            assert_false(aigc_uscc_ok(prey_span(bad)));
        }
    }
    assert_false(aigc_uscc_ok(prey_span("")));
    assert_false(aigc_code_ok(prey_span("001191110102macqd9k64010000")));
    assert_true(aigc_code_ok(prey_span(CODE)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_carrier_is_read),
        cmocka_unit_test(front_matter_is_joined),
        cmocka_unit_test(structures_are_joined),
        cmocka_unit_test(private_segments_and_texts_are_searched),
        cmocka_unit_test(labels_differ_in_what_they_say),
        cmocka_unit_test(faults_of_form_are_told),
        cmocka_unit_test(a_field_of_that_name_without_a_record_says_nothing),
        cmocka_unit_test(records_are_counted),
        cmocka_unit_test(other_values_are_no_records),
        cmocka_unit_test(false_beginnings_are_counted),
        cmocka_unit_test(check_characters_are_those_of_the_register),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
