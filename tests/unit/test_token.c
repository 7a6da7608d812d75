/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/cpu.h"
#include "token/kgw.h"
#include "token/token.h"

#include <math.h>

/* The C++ standard (26.6.5) gives the 10,000th word of mt19937 by its default
 * seed, 5489: 4123659995. */
static void the_twister_is_the_standard_one(void **state)
{
    struct mt m;
    uint32_t v = 0;

    (void)state;
    mt_seed(&m, 5489);
    for (int i = 0; i < 10000; i++)
        v = mt_next(&m);
    assert_int_equal(v, 4123659995u);
}

/* The list itself, by the shuffle as it is written down. */
static bool slow_green(uint64_t seed, uint32_t token, uint32_t vocab,
                       uint32_t size, bool last)
{
    static uint32_t r[4096];
    struct mt m;

    mt_seed(&m, seed);
    for (uint32_t i = 0; i < vocab; i++)
        r[i] = i;
    for (uint32_t i = 0; i + 1 < vocab; i++) {
        uint32_t to = i + mt_next(&m) % (vocab - i), keep = r[i];

        r[i] = r[to];
        r[to] = keep;
    }
    for (uint32_t i = 0; i < size; i++)
        if (r[last ? vocab - 1 - i : i] == token)
            return true;
    return false;
}

static void following_one_place_is_the_shuffle(void **state)
{
    (void)state;
    for (int level = 0; level < 2; level++) {
        cpu_limit(level ? UINT32_MAX : 0);
        for (uint32_t i = 0; i < 3000; i++) {
            uint32_t vocab = 2 + i * 7 % 2100, size = vocab * (i % 5) / 4;
            uint32_t token = i * 31 % vocab;
            bool last = i % 3 == 0;

            assert_int_equal(kgw_green(i * 977, token, vocab, size, last),
                             slow_green(i * 977, token, vocab, size, last));
        }
    }
    cpu_limit(UINT32_MAX);
}

static void what_cannot_be_used_says_why(void **state)
{
    const uint32_t ids[] = {1, 2, 99};
    struct token_scheme s;
    struct token_score r;
    const char *why = NULL;
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    assert_false(token_named(&s, SPAN("kgw-nonsense")));
    assert_true(token_named(&s, SPAN("kgw")));
    s.vocab = 50;
    assert_false(token_check(&r, &s, (struct ids){ids, 3}, &a, &why));
    assert_string_equal(why, "a token id is beyond the vocabulary");
    s.vocab = 0;
    assert_false(token_check(&r, &s, (struct ids){ids, 3}, &a, &why));
    assert_true(token_named(&s, SPAN("synthid")));
    s.key_count = 0;
    assert_false(token_check(&r, &s, (struct ids){ids, 3}, &a, &why));
    assert_true(token_named(&s, SPAN("kgw")));
    assert_true(token_check(&r, &s, (struct ids){ids, 0}, &a,
                            &why)); /* nothing: no proof */
    assert_int_equal(r.scored, 0);
    assert_true(r.p == 1);
    arena_reset(&a);
}

/* Unmarked ids: every scheme's p is spread evenly, so that of 200 texts about
 * two are under 0.01.  Ten would come once in 50,000 runs; the ids are fixed.
 */
static void without_a_mark_p_is_even(void **state)
{
    static const char *const names[] = {"kgw-simple", "unigram", "synthid-hf"};

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        int low = 0;
        uint32_t noise = 5;

        for (int text = 0; text < 200; text++) {
            uint32_t ids[60];
            struct token_scheme s;
            struct token_score r;
            const char *why;
            struct arena a;

            arena_init(&a, 1 << 22);
            for (int i = 0; i < 60; i++) {
                noise = noise * 1664525 + 1013904223;
                ids[i] = (noise >> 8) % 1000;
            }
            token_named(
                &s, (struct span){(const uint8_t *)names[k], strlen(names[k])});
            s.vocab = 1000;
            s.key = 4000 + text; /* one key, one list: vary it */
            assert_true(token_check(&r, &s, (struct ids){ids, 60}, &a, &why));
            low += r.p < 0.01;
            arena_reset(&a);
        }
        assert_in_range(low, 0, 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_twister_is_the_standard_one),
        cmocka_unit_test(following_one_place_is_the_shuffle),
        cmocka_unit_test(what_cannot_be_used_says_why),
        cmocka_unit_test(without_a_mark_p_is_even),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
