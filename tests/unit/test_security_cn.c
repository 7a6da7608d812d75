/* SPDX-License-Identifier: Apache-2.0
 * test_security_cn.c - signatures of a label, made by `openssl pkeyutl -sign
 * -rawin -digest sm3` with the signer's id 1234567812345678 over the message of
 * TC260-PG-202511A, A.1. */
#include "tests/test.h"

#include "marks/security_cn.h"

#include <stdio.h>

#define X    "a2d8fd35d1d5e6ecc4caf123b6b799155959a73958d3db53dc906ff082094a25"
#define Y    "d6a950bb0153192fe03be6b22dc681472995d56d6148e15552436093ecf8bbb4"
#define SPKI "3059301306072a8648ce3d020106082a811ccf5501822d034200"
#define ZERO "0000000000000000000000000000000000000000000000000000000000000000"
#define SIG                                                                   \
    "3046022100a2841d0102b2169d09061b770f9fef6b2cb73b1637ae2d19494b78783ccaa" \
    "5a1022100a6613923c798ebfa93135f97f66f369c51632268a27f46451fa95dbfeb7d625c"
#define SIG_SPREAD                                                             \
    "3045022027777ac26992bb6aaf79f659f13e9bba26de060425f60ec8694f6e4abbef0960" \
    "022100df5a9d12deb9e208ec88ee77d096fb396caa47e813bfc9cd80ab445bf03edfbb"

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static struct aigc record(void)
{
    struct aigc r = {0};

    r.value[AIGC_LABEL] = span_of("1");
    r.value[AIGC_PRODUCER] = span_of("001191110102MACQD9K64010000");
    r.value[AIGC_PRODUCE_ID] = span_of("0123456789abcdef");
    return r;
}

static enum security with(const struct aigc *r, const char *key,
                          const char *sig)
{
    char text[2048];
    struct arena a;
    enum security s;
    unsigned tries = 8;

    snprintf(text, sizeof(text),
             "{\"SecurityData\":{\"Type\":\"TC260PG\",\"Version\":1,\"PubSD\":["
             "{\"Type\":\"DS\",\"AlgID\":\"1.2.156.10197.1.501\",\"TBSData\":"
             "{\"Type\":\"Md\"},\"Signature\":\"%s\"},"
             "{\"Type\":\"PubKey\",\"AlgID\":\"1.2.156.10197.1.501\","
             "\"KeyValue\":\"%s\"}]}}",
             sig, key);
    arena_init(&a, 1 << 20);
    s = security_cn(&a, span_of(text), r, &tries);
    arena_reset(&a);
    return s;
}

static void a_label_signed_by_its_producer_verifies(void **state)
{
    const struct aigc r = record();

    (void)state;
    assert_int_equal(with(&r, "04" X Y, SIG), SECURITY_VERIFIED);
}

static void keys_are_taken_in_the_forms_that_writers_use(void **state)
{
    const struct aigc r = record();

    (void)state;
    assert_int_equal(with(&r, SPKI "04" X Y, SIG), SECURITY_VERIFIED);
    assert_int_equal(with(&r, X Y, SIG), SECURITY_VERIFIED);
    assert_int_equal(with(&r, X, SIG), SECURITY_VERIFIED);
    assert_int_equal(with(&r, X ZERO, SIG), SECURITY_VERIFIED);
    assert_int_equal(with(&r, "00" X, SIG), SECURITY_VERIFIED);
    assert_int_equal(with(&r, "0400" X Y, SIG), SECURITY_DATA);
    assert_int_equal(with(&r, "", SIG), SECURITY_DATA);
    assert_int_equal(with(&r, "zz", SIG), SECURITY_DATA);
}

static void a_changed_label_does_not(void **state)
{
    struct aigc r = record();

    (void)state;
    r.value[AIGC_LABEL] = span_of("2");
    assert_int_equal(with(&r, "04" X Y, SIG), SECURITY_DATA);
    r = record();
    r.value[AIGC_PRODUCE_ID] = span_of("0123456789abcdee");
    assert_int_equal(with(&r, "04" X Y, SIG), SECURITY_DATA);
    assert_int_equal(with(&r, "04" X Y, SIG_SPREAD), SECURITY_DATA);
    assert_int_equal(with(&r, "04" X Y, "3045"), SECURITY_DATA);
}

static void a_platform_signs_its_own_fields(void **state)
{
    struct aigc r = record();

    (void)state;
    r.value[AIGC_LABEL] = span_of("2");
    r.value[AIGC_PROPAGATOR] = span_of("platform");
    r.value[AIGC_PROPAGATE_ID] = span_of("77");
    assert_int_equal(with(&r, "04" X Y, SIG_SPREAD), SECURITY_VERIFIED);
}

static void what_is_not_of_this_form_is_opaque(void **state)
{
    const struct aigc r = record();
    struct arena a;
    unsigned tries = 0;

    (void)state;
    arena_init(&a, 1 << 16);
    assert_int_equal(security_cn(&a, span_of(""), &r, &tries), SECURITY_NONE);
    assert_int_equal(security_cn(&a, span_of("e862483430d978cb"), &r, &tries),
                     SECURITY_OPAQUE);
    assert_int_equal(security_cn(&a, span_of("{\"x\":1}"), &r, &tries),
                     SECURITY_OPAQUE);
    assert_int_equal(
        security_cn(&a, span_of("{\"SecurityData\":{\"PubSD\":["), &r, &tries),
        SECURITY_DATA);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_signed_by_its_producer_verifies),
        cmocka_unit_test(keys_are_taken_in_the_forms_that_writers_use),
        cmocka_unit_test(a_changed_label_does_not),
        cmocka_unit_test(a_platform_signs_its_own_fields),
        cmocka_unit_test(what_is_not_of_this_form_is_opaque),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
