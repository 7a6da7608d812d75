/* SPDX-License-Identifier: Apache-2.0
 * test_bch.c - BCH words, TrustMark packets, RivaGAN bits. */
#include "marks/rivagan.h"
#include "marks/trustmark.h"
#include "pixel/bch.h"
#include "tests/test.h"

#include <string.h>

static const unsigned checks[] = {0, 7, 14, 21, 28, 35, 42, 49, 56};

static void each_error_costs_seven_checks(void **state)
{
    struct bch b;

    (void)state;
    for (unsigned t = 1; t <= BCH_T; t++) {
        bch_init(&b, t);
        assert_int_equal(b.checks, checks[t]);
        for (unsigned i = 0; i <= b.checks; i++)
            assert_true(b.gen[i] <= 1);
    }
}

/* With t = 1 the generator is the field's polynomial, so the checks of a 1 are
 * x^7 mod (x^7 + x^3 + 1) = x^3 + 1; those of 10 are x^4 + x. */
static void checks_of_one_are_the_polynomial(void **state)
{
    static const uint8_t one[] = {1}, two[] = {1, 0};
    static const uint8_t want[] = {0, 0, 0, 1, 0, 0, 1};
    static const uint8_t next[] = {0, 0, 1, 0, 0, 1, 0};
    uint8_t got[BCH_CHECKS];
    struct bch b;

    (void)state;
    bch_init(&b, 1);
    bch_encode(&b, one, 1, got);
    assert_memory_equal(got, want, sizeof(want));
    bch_encode(&b, two, 2, got);
    assert_memory_equal(got, next, sizeof(next));
}

/* The generator for t = 2 is (x^7+x^3+1)(x^7+x^3+x^2+x+1)
 * = x^14+x^9+x^8+x^6+x^5+x^4+x^2+x+1 [LC, table of BCH codes, 41567]. */
static void the_generator_of_two_is_the_book_s(void **state)
{
    struct bch b;
    unsigned octal = 0;

    (void)state;
    bch_init(&b, 2);
    for (unsigned i = b.checks + 1; i-- > 0;)
        octal = octal << 1 | b.gen[i];
    assert_int_equal(octal, 041567);
}

static void make(const struct bch *b, uint8_t *word, unsigned data)
{
    for (unsigned i = 0; i < data; i++)
        word[i] = (uint8_t)((i * i + i / 3) & 1);
    bch_encode(b, word, data, word + data);
}

static void up_to_t_errors_are_mended_wherever_they_are(void **state)
{
    uint8_t word[BCH_MOST], bad[BCH_MOST];
    struct bch b;

    (void)state;
    for (unsigned t = 1; t <= BCH_T; t++) {
        unsigned n = BCH_MOST;

        bch_init(&b, t);
        make(&b, word, n - b.checks);
        for (unsigned step = 1; step < 40; step++)
            for (unsigned e = 0; e <= t; e++) {
                memcpy(bad, word, sizeof(bad));
                for (unsigned i = 0; i < e; i++)
                    bad[(step * 3 + i * step) % n] ^= 1;
                assert_int_equal(bch_mend(&b, bad, n), e);
                assert_memory_equal(bad, word, n);
            }
    }
}

static void what_is_not_mended_stays_as_it_was(void **state)
{
    uint8_t word[BCH_MOST], bad[BCH_MOST], was[BCH_MOST];
    unsigned refused = 0, n = 96;
    struct bch b;

    (void)state;
    bch_init(&b, 8);
    make(&b, word, n - b.checks);
    for (unsigned step = 1; step < 10; step++) {
        memcpy(bad, word, sizeof(bad));
        for (unsigned i = 0; i < 9; i++)
            bad[(step + i * step) % n] ^= 1;
        memcpy(was, bad, sizeof(was));
        if (bch_mend(&b, bad, n) >= 0)
            continue;
        refused++;
        assert_memory_equal(bad, was, n);
    }
    assert_true(refused >= 8);
    assert_int_equal(bch_mend(&b, bad, 128), -1);
    assert_int_equal(bch_mend(&b, bad, 3), -1);
}

static void packet(unsigned schema, unsigned data, unsigned t, uint8_t *bits)
{
    uint8_t filled[80] = {0};
    struct bch b;

    memset(bits, 0, TRUSTMARK_BITS);
    for (unsigned i = 0; i < data; i++)
        filled[i] = bits[i] = i % 3 == 0;
    bch_init(&b, t);
    bch_encode(&b, filled, (data + 7) / 8 * 8, bits + data);
    bits[98] = schema >> 1 & 1;
    bits[99] = schema & 1;
}

static void a_packet_is_read_by_the_schema_it_names(void **state)
{
    static const unsigned data[] = {40, 61, 68, 75}, t[] = {8, 5, 4, 3};
    uint8_t bits[TRUSTMARK_BITS];
    struct trustmark got;

    (void)state;
    for (unsigned s = 0; s < TRUSTMARK_SCHEMAS; s++) {
        packet(s, data[s], t[s], bits);
        bits[7] ^= 1;
        bits[90] ^= 1;
        assert_true(trustmark_read(bits, false, &got));
        assert_int_equal(got.schema, s);
        assert_int_equal(got.count, data[s]);
        assert_int_equal(got.mended, 2);
        assert_int_equal(strlen(got.data), data[s]);
        assert_int_equal(strncmp(got.data, "1001001001", 10), 0);
        assert_int_equal(trustmark_sure(&got, NULL), s < 2);
        assert_true(trustmark_sure(&got, &got));
    }
}

static void a_lost_schema_is_found_when_asked_for(void **state)
{
    uint8_t bits[TRUSTMARK_BITS];
    struct trustmark got;

    (void)state;
    packet(1, 61, 5, bits);
    bits[98] = bits[99] = 0;
    assert_false(trustmark_read(bits, false, &got));
    assert_true(trustmark_read(bits, true, &got));
    assert_int_equal(got.schema, 1);
}

static void another_reading_must_agree(void **state)
{
    struct trustmark a = {3, 75, 0, "01"}, b = {3, 75, 1, "01"};

    (void)state;
    assert_true(trustmark_sure(&a, &b));
    b.data[0] = '1';
    assert_false(trustmark_sure(&a, &b));
    b = a;
    b.schema = 2;
    assert_false(trustmark_sure(&a, &b));
}

static void noise_is_seldom_a_packet_of_schema_0(void **state)
{
    uint8_t bits[TRUSTMARK_BITS];
    uint32_t x = 1;
    struct trustmark got;
    unsigned taken = 0;

    (void)state;
    for (unsigned n = 0; n < 2000; n++) {
        for (unsigned i = 0; i < TRUSTMARK_BITS; i++) {
            x = x * 1664525u + 1013904223u;
            bits[i] = (uint8_t)(x >> 31);
        }
        bits[98] = bits[99] = 0;
        taken += trustmark_read(bits, false, &got);
    }
    assert_int_equal(taken, 0);
}

static void rivagan_cuts_at_its_own_threshold(void **state)
{
    float raw[RIVAGAN_BITS] = {0};

    (void)state;
    raw[0] = 0.53F;
    raw[1] = 0.52F;
    raw[2] = -9;
    raw[31] = 20;
    assert_int_equal(rivagan_bits(raw), 0x80000001);
    assert_int_equal(rivagan_same(0x80000001, 0x80000000), 31);
    assert_true(rivagan_fits(0x7, 0x4));
    assert_false(rivagan_fits(0x7, 0x0));
    assert_false(rivagan_fits(0xFFFFFFFF, 0));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_error_costs_seven_checks),
        cmocka_unit_test(checks_of_one_are_the_polynomial),
        cmocka_unit_test(the_generator_of_two_is_the_book_s),
        cmocka_unit_test(up_to_t_errors_are_mended_wherever_they_are),
        cmocka_unit_test(what_is_not_mended_stays_as_it_was),
        cmocka_unit_test(a_packet_is_read_by_the_schema_it_names),
        cmocka_unit_test(a_lost_schema_is_found_when_asked_for),
        cmocka_unit_test(another_reading_must_agree),
        cmocka_unit_test(noise_is_seldom_a_packet_of_schema_0),
        cmocka_unit_test(rivagan_cuts_at_its_own_threshold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
