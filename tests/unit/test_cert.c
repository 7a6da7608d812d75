/* SPDX-License-Identifier: Apache-2.0
 * test_cert.c - DER values, times, and the profile of certificates. */
#include "tests/test.h"

#include <stdio.h>

#include "base/base64.h"
#include "c2pa/trust.h"

static struct arena arena;

static int64_t time_of(const char *s, unsigned tag, bool *ok)
{
    struct der d = {.tag = tag, .body = {(const uint8_t *)s, strlen(s)}};

    return der_time(&d, ok);
}

static void values_are_taken_by_tag(void **state)
{
    struct reader r =
        reader_over(SPAN("\x30\x03\x02\x01\x05\x04\x81\x02hi\x05\x00"));
    struct der d = der_take(&r, DER_SEQ);

    (void)state;
    assert_int_equal(d.whole.len, 5);
    assert_true(span_eq(d.body, SPAN("\x02\x01\x05")));
    assert_int_equal(der_maybe(&r, DER_INT).tag, 0);
    assert_true(span_eq(der_take(&r, DER_OCTETS).body, SPAN("hi")));
    assert_int_equal(der_next(&r).tag, DER_NULL);
    assert_true(reader_ok(&r) && reader_left(&r) == 0);
    der_take(&r, DER_INT);
    assert_false(reader_ok(&r));
}

static void lengths_that_lie_fail(void **state)
{
    static const struct span bad[] = {
        SPAN_OF("\x30\x05\x00"),                     /* cut short */
        SPAN_OF("\x30\x80\x00\x00"),                 /* indefinite */
        SPAN_OF("\x30\x85\x01\x00\x00\x00\x00\x00"), /* five bytes of length */
        SPAN_OF("\x30\x84\xff\xff\xff\xff\x00"),
        SPAN_OF("\x3f\x01\x00"), /* a long tag */
        SPAN_OF("\x30"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct reader r = reader_over(bad[i]);

        assert_int_equal(der_next(&r).tag, 0);
        assert_false(reader_ok(&r));
    }
}

static void times_are_seconds_since_1970(void **state)
{
    bool ok;

    (void)state;
    assert_int_equal(time_of("700101000000Z", DER_UTC, &ok), 0);
    assert_true(ok);
    assert_int_equal(time_of("20261124120000Z", DER_TIME, &ok), 1795521600);
    assert_true(ok);
    assert_int_equal(time_of("20261124120000.123Z", DER_TIME, &ok), 1795521600);
    assert_true(ok);
    assert_int_equal(time_of("20240229000000Z", DER_TIME, &ok), 1709164800);
    assert_int_equal(time_of("491231235959Z", DER_UTC, &ok), 2524607999);
    assert_true(time_of("500101000000Z", DER_UTC, &ok) < 0); /* 1950 */
    time_of("20261324120000Z", DER_TIME, &ok);
    assert_false(ok);
    time_of("2026112412000Z", DER_TIME, &ok);
    assert_false(ok);
    time_of("20261124120000+0100", DER_TIME, &ok);
    assert_false(ok);
    time_of("", DER_TIME, &ok);
    assert_false(ok);
}

static struct span authority(void)
{
    static char pem[1 << 14];
    FILE *f = fopen("corpus/keys/authority.pem", "rb");
    size_t n;
    char *from, *to;
    struct span der = {0};

    assert_non_null(f);
    n = fread(pem, 1, sizeof(pem) - 1, f);
    fclose(f);
    pem[n] = 0;
    from = strstr(pem, "-----BEGIN CERTIFICATE-----");
    to = strstr(pem, "-----END");
    assert_true(from && to);
    from += strlen("-----BEGIN CERTIFICATE-----");
    assert_true(base64_decode(
        &arena, (struct span){(uint8_t *)from, (size_t)(to - from)}, BASE64_LAX,
        &der));
    return der;
}

static void a_certificate_is_read(void **state)
{
    struct cert c;

    (void)state;
    assert_true(cert_read(&c, authority()));
    assert_int_equal(c.version, 3);
    assert_true(span_eq(c.cn, SPAN("Genmark Test CA")));
    assert_true(span_eq(c.o, SPAN("Genmark Test")));
    assert_int_equal(c.from, 1577836800); /* 2020-01-01 */
    assert_int_equal(c.key.kind, KEY_ED25519);
    assert_true(c.ca && c.has_aki && c.has_ski);
    assert_int_equal(c.usage, USAGE_CERT_SIGN);
    assert_true(cert_signed_by(&c, &c));
}

static void a_ca_is_no_signer(void **state)
{
    struct cert c;
    struct fault f;

    (void)state;
    assert_true(cert_read(&c, authority()));
    f = cert_profile(&c, NULL, PURPOSE_CLAIM, 1795521600);
    assert_non_null(f.why);
    assert_false(f.expired);
    f = cert_profile(&c, NULL, PURPOSE_CLAIM, 0);
    assert_true(f.expired);
}

static void a_changed_certificate_was_not_signed(void **state)
{
    struct span der = arena_copy(&arena, authority());
    uint8_t *p = (uint8_t *)(uintptr_t)der.ptr;
    struct cert c;
    unsigned held = 0;

    (void)state;
    for (size_t i = 0; i < der.len; i++) {
        p[i] ^= 1;
        held += cert_read(&c, der) && cert_signed_by(&c, &c);
        p[i] ^= 1;
    }
    assert_int_equal(held, 0);
}

static void cut_anywhere_it_is_no_certificate(void **state)
{
    struct span der = authority();
    struct cert c;

    (void)state;
    for (size_t n = 0; n < der.len; n++)
        assert_false(cert_read(&c, (struct span){der.ptr, n}));
}

static void signatures_are_of_their_data(void **state)
{
    struct cert c;

    (void)state;
    assert_true(cert_read(&c, authority()));
    assert_true(
        key_verify(c.spki, SCHEME_ED25519, DIGEST_NONE, c.tbs, c.signature));
    assert_false(key_verify(c.spki, SCHEME_ED25519, DIGEST_NONE,
                            span_cut(c.tbs, 0, c.tbs.len - 1), c.signature));
    assert_false(
        key_verify(c.spki, SCHEME_ECDSA, DIGEST_SHA256, c.tbs, c.signature));
    assert_false(
        key_verify(c.spki, SCHEME_PSS, DIGEST_SHA256, c.tbs, c.signature));
    assert_false(key_verify(SPAN("no key"), SCHEME_ED25519, DIGEST_NONE, c.tbs,
                            c.signature));
}

static void digests_are_those_of_fips_180(void **state)
{
    struct hash h = hash_of(DIGEST_SHA256, SPAN("abc"));

    (void)state;
    assert_true(
        hash_is(&h, SPAN("\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d"
                         "\xae\x22\x23\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10"
                         "\xff\x61\xf2\x00\x15\xad")));
    assert_int_equal(hash_of(DIGEST_SHA384, SPAN("")).len, 48);
    assert_int_equal(digest_named(SPAN("sha512")), DIGEST_SHA512);
    assert_int_equal(digest_named(SPAN("SHA256")), DIGEST_NONE);
    assert_int_equal(hash_of(DIGEST_NONE, SPAN("")).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_taken_by_tag),
        cmocka_unit_test(lengths_that_lie_fail),
        cmocka_unit_test(times_are_seconds_since_1970),
        cmocka_unit_test(a_certificate_is_read),
        cmocka_unit_test(a_ca_is_no_signer),
        cmocka_unit_test(a_changed_certificate_was_not_signed),
        cmocka_unit_test(cut_anywhere_it_is_no_certificate),
        cmocka_unit_test(signatures_are_of_their_data),
        cmocka_unit_test(digests_are_those_of_fips_180),
    };
    int failed;

    arena_init(&arena, 1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_reset(&arena);
    return failed;
}
