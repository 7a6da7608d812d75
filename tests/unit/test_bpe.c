/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "token/bpe.h"

/* A vocabulary of a, b, c, space (spelt U+0120), ab, abc, and a bb that only a
 * later merge makes.  Ranks: a+b first, then b+b, then ab+c. */
#define TOKENIZER                                                             \
    "{\"pre_tokenizer\": {\"type\": \"ByteLevel\"}, \"model\": {\"vocab\": "  \
    "{\"a\": 0, \"b\": 1, \"c\": 2, \"\\u0120\": 3, \"ab\": 4, \"bb\": 5, "   \
    "\"abc\": 6, \"\\u0120a\": 7}, \"merges\": [\"a b\", \"b b\", \"ab c\", " \
    "[\"\\u0120\", \"a\"]]}}"

static void encodes_to(const char *text, const uint32_t *want, uint32_t count)
{
    const char *why = "";
    struct arena a;
    struct bpe *b;
    struct ids ids;

    arena_init(&a, 1 << 20);
    b = bpe_new(SPAN(TOKENIZER), &a, &limits_default, &why);
    assert_non_null(b);
    assert_int_equal(bpe_vocab(b), 8);
    assert_true(bpe_encode(
        b, (struct span){(const uint8_t *)text, strlen(text)}, &a, &ids, &why));
    assert_int_equal(ids.count, count);
    assert_memory_equal(ids.list, want, count * sizeof(*want));
    bpe_free(b);
    arena_reset(&a);
}

static void merges_go_by_rank_and_not_by_place(void **state)
{
    (void)state;
    encodes_to("abc", (uint32_t[]){6}, 1);
    encodes_to("abb", (uint32_t[]){4, 1}, 2); /* a+b before b+b */
    encodes_to("bbb", (uint32_t[]){5, 1}, 2); /* of equal rank the left one */
    encodes_to("abab", (uint32_t[]){4, 4}, 2);
}

/* A space goes with the word behind it; of several the last one does
 * (\s+(?!\S) takes the others). */
static void spaces_go_with_the_next_word(void **state)
{
    (void)state;
    encodes_to("c a", (uint32_t[]){2, 7}, 2);
    encodes_to("c   a", (uint32_t[]){2, 3, 3, 7}, 4);
    encodes_to("c ", (uint32_t[]){2, 3}, 2);
}

static void what_is_no_tokenizer_says_so(void **state)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{\"model\": {}}",
        "{\"model\": {\"vocab\": {\"a\": 0}, \"merges\": []}}",
        "{\"pre_tokenizer\": {\"type\": \"ByteLevel\"}, \"model\": {\"vocab\": "
        "{\"a\": 0}, \"merges\": [\"a q\"]}}",
        "{\"pre_tokenizer\": {\"type\": \"Split\", \"pattern\": {\"Regex\": "
        "\"(\"}}, \"model\": {\"vocab\": {\"a\": 0}, \"merges\": []}}"};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *why = NULL;
        struct arena a;

        arena_init(&a, 1 << 20);
        assert_null(
            bpe_new((struct span){(const uint8_t *)bad[i], strlen(bad[i])}, &a,
                    &limits_default, &why));
        assert_non_null(why);
        arena_reset(&a);
    }
}

static void a_byte_without_a_token_is_no_silence(void **state)
{
    const char *why = NULL;
    struct arena a;
    struct bpe *b;
    struct ids ids;

    (void)state;
    arena_init(&a, 1 << 20);
    b = bpe_new(SPAN(TOKENIZER), &a, &limits_default, &why);
    assert_false(bpe_encode(b, SPAN("abz"), &a, &ids, &why));
    assert_string_equal(why, "a byte has no token");
    assert_false(bpe_encode(b, SPAN("ab\xff"), &a, &ids, &why));
    bpe_free(b);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merges_go_by_rank_and_not_by_place),
        cmocka_unit_test(spaces_go_with_the_next_word),
        cmocka_unit_test(what_is_no_tokenizer_says_so),
        cmocka_unit_test(a_byte_without_a_token_is_no_silence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
