/* SPDX-License-Identifier: Apache-2.0
 * test_source_type.c - the vocabulary, its spellings, and where it is read. */
#include "tests/hunt.h"
#include "tests/test.h"

#include "marks/source_type.h"

#define IPTC_NS "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
#define CV      "http://cv.iptc.org/newscodes/digitalsourcetype/"

static gm_claim claim(const char *s)
{
    return source_type_claim(prey_span(s));
}

static enum source_form form(const char *s)
{
    enum source_form f = SOURCE_ALIAS;

    assert_non_null(source_type_of(prey_span(s), &f));
    return f;
}

/* The expected claims are the classes of the IPTC definitions, by hand. */
static void every_term_says_what_its_definition_says(void **state)
{
    static const struct {
        const char *code;
        gm_claim claim;
    } table[] = {
        {"trainedAlgorithmicMedia", GM_GENERATED},
        {"compositeWithTrainedAlgorithmicMedia", GM_ALTERED},
        {"compositeSynthetic", GM_ALTERED},
        {"composite", GM_CLAIM_NONE},
        {"virtualRecording", GM_CLAIM_NONE},
        {"algorithmicMedia", GM_CLAIM_NONE},
        {"algorithmicallyEnhanced", GM_CLAIM_NONE},
        {"computationalCapture", GM_CAPTURED},
        {"digitalCapture", GM_CAPTURED},
        {"negativeFilm", GM_CAPTURED},
        {"positiveFilm", GM_CAPTURED},
        {"print", GM_CAPTURED},
        {"humanEdits", GM_CAPTURED},
        {"digitalCreation", GM_CAPTURED},
        {"dataDrivenMedia", GM_CLAIM_NONE},
        {"screenCapture", GM_CLAIM_NONE},
        {"compositeCapture", GM_CAPTURED},
        {"minorHumanEdits", GM_CAPTURED},
        {"digitalArt", GM_CAPTURED},
        {"softwareImage", GM_CLAIM_NONE},
        {"empty", GM_CLAIM_NONE},
        {"trainedAlgorithmicData", GM_GENERATED},
    };
    size_t n = sizeof(table) / sizeof(table[0]);
    char uri[128];

    (void)state;
    for (size_t i = 0; i < n; i++) {
        snprintf(uri, sizeof(uri), "%s%s", CV, table[i].code);
        assert_non_null(source_type_of(prey_span(uri), NULL));
        assert_int_equal(claim(uri), table[i].claim);
        assert_int_equal(claim(table[i].code), table[i].claim);
        assert_int_equal(form(uri), SOURCE_URI);
    }
    assert_null(source_type_at(n));
}

static void spellings_of_real_files_are_known(void **state)
{
    (void)state;
    assert_int_equal(claim("https://cv.iptc.org/newscodes/digitalsourcetype/"
                           "trainedAlgorithmicMedia"),
                     GM_GENERATED);
    assert_int_equal(claim(" " CV "trainedAlgorithmicMedia/ \n"), GM_GENERATED);
    assert_int_equal(form("digsrctype:compositeSynthetic"), SOURCE_QCODE);
    assert_int_equal(form("trainedAlgorithmicMedia"), SOURCE_BARE);
    assert_int_equal(claim("trained_algorithmic_media"), GM_GENERATED);
    assert_int_equal(form("trained_algorithmic_media"), SOURCE_ALIAS);
    assert_int_equal(claim(CV "compositedWithTrainedAlgorithmicMedia"),
                     GM_ALTERED);
    assert_int_equal(
        claim("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData"),
        GM_GENERATED);
    assert_int_equal(claim("c2pa.trainedAlgorithmicData"), GM_GENERATED);
    assert_int_equal(
        claim("https://schema.org/TrainedAlgorithmicMediaDigitalSource"),
        GM_GENERATED);
    assert_int_equal(
        form("https://schema.org/MultiFrameComputationalCaptureDigitalSource"),
        SOURCE_SCHEMA);
}

static void what_only_resembles_a_term_is_none(void **state)
{
    (void)state;
    assert_null(source_type_of(prey_span(""), NULL));
    assert_null(source_type_of(prey_span("/"), NULL));
    assert_null(source_type_of(prey_span("AlgorithmicMedia2"), NULL));
    assert_null(source_type_of(prey_span("notTrainedAlgorithmicMedia"), NULL));
    assert_null(source_type_of(
        prey_span("http://example.com/trainedAlgorithmicMedia"), NULL));
    assert_null(source_type_of(prey_span(CV), NULL));
    assert_null(source_type_of(
        prey_span("trainedAlgorithmicMediatrainedAlgorithmicMediatrainedAlgorit"
                  "hmicMediatrainedAlgorithmicMedia"),
        NULL));
    assert_int_equal(claim("digitalSource"), GM_CLAIM_NONE);
}

static struct mark found_in(enum space space, const char *ns, const char *name,
                            const char *value)
{
    struct prey p;
    struct mark m = {0};
    const struct mark *hit;

    prey_init(&p);
    prey_field(&p, space, ns, name, value);
    prey_hunt(&p, NULL);
    hit = prey_mark(&p, "source-type");
    if (hit)
        m = *hit;
    m.attrs = NULL;
    prey_free(&p);
    return m;
}

static void it_is_read_where_it_may_stand(void **state)
{
    const char *ai = CV "trainedAlgorithmicMedia";

    (void)state;
    assert_int_equal(
        found_in(SPACE_XMP, IPTC_NS, "DigitalSourceType", ai).claim,
        GM_GENERATED);
    assert_int_equal(
        found_in(SPACE_XMP, IPTC_NS, "DigitalSourceFileType", ai).claim,
        GM_GENERATED);
    assert_int_equal(found_in(SPACE_XMP,
                              "http://iptc.org/std/Iptc4xmpExt/2021/metadata/",
                              "DigitalSourceType", ai)
                         .claim,
                     GM_GENERATED);
    assert_int_equal(
        found_in(SPACE_XMP, "Iptc4xmpExt:", "DigitalSourceType", ai).claim,
        GM_GENERATED);
    assert_int_equal(
        found_in(SPACE_PAIR, "opf", "iptc:digitalSourceType", ai).claim,
        GM_GENERATED);
    assert_int_equal(
        found_in(SPACE_HTML, "meta", "iptc:digitalsourcetype", ai).claim,
        GM_GENERATED);
    assert_int_equal(
        found_in(SPACE_JSONLD, "", "digitalSourceType", "compositeSynthetic")
            .claim,
        GM_ALTERED);
    assert_int_equal(found_in(SPACE_PAIR, "pdf", "Keywords",
                              "report, digitalsourcetype=" CV
                              "trainedAlgorithmicMedia, x")
                         .claim,
                     GM_GENERATED);
}

static void it_is_not_read_elsewhere(void **state)
{
    const char *ai = CV "trainedAlgorithmicMedia";

    (void)state;
    assert_null(
        found_in(SPACE_XMP, "http://example.com/", "DigitalSourceType", ai).by);
    assert_null(found_in(SPACE_XMP, IPTC_NS, "PersonInImage", ai).by);
    assert_null(found_in(SPACE_COMMENT, "", "", ai).by);
    assert_null(found_in(SPACE_EXIF, "IFD0", "ImageDescription", ai).by);
    assert_null(found_in(SPACE_PAIR, "pdf", "Keywords",
                         "a text about digitalsourcetype")
                    .by);
}

static void an_unknown_term_says_nothing_but_is_shown(void **state)
{
    struct mark m =
        found_in(SPACE_XMP, IPTC_NS, "DigitalSourceType", CV "newTerm");

    (void)state;
    assert_non_null(m.by);
    assert_int_equal(m.claim, GM_CLAIM_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_term_says_what_its_definition_says),
        cmocka_unit_test(spellings_of_real_files_are_known),
        cmocka_unit_test(what_only_resembles_a_term_is_none),
        cmocka_unit_test(it_is_read_where_it_may_stand),
        cmocka_unit_test(it_is_not_read_elsewhere),
        cmocka_unit_test(an_unknown_term_says_nothing_but_is_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
