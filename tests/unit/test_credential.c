/* SPDX-License-Identifier: Apache-2.0
 * test_credential.c - whole credentials: no flipped byte, cut or lack of
 * memory makes one hold that does not. */
#include "tests/test.h"

#include "tests/authority.h"

enum {
    MOST = 1 << 20
};

static uint8_t file[MOST], work[MOST];
static size_t size;
static struct trust *trust;
static struct arena arena;
static struct doc doc;
static struct c2pa c2pa;

static gm_c2pa_state judge(const uint8_t *p, size_t n, uint64_t budget)
{
    struct source src = source_of((struct span){p, n});
    struct limits lim = limits_default;
    struct walk_config wc = {&arena, &lim, {0}, NULL, NULL};
    struct c2pa_config cc = {
        .arena = &arena, .limits = &lim, .trust = trust, .now = AUTHORITY_NOW};

    arena_reset(&arena);
    arena_init(&arena, budget);
    walk_run(&doc, &src, &wc);
    c2pa_read(&c2pa, &doc, &src, &cc);
    return c2pa.told.state;
}

static void open_file(const char *path)
{
    size = authority_file(path, file, MOST);
    memcpy(work, file, size);
}

/* store is where the chunk caBX is. */
static struct range store(void)
{
    for (uint32_t i = 0; i < doc.block_count; i++)
        if (span_eq(doc.blocks[i].name, SPAN("caBX")))
            return doc.blocks[i].at;
    fail();
    return (struct range){0};
}

static void every_flipped_byte_outside_the_store_is_found(void **state)
{
    struct range at;
    unsigned tried = 0;

    (void)state;
    open_file("corpus/png/good-c2pa-large.png");
    assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_TRUSTED);
    at = store();
    for (size_t i = 0; i < size; i++) {
        if (i >= at.off && i < at.off + at.len)
            continue;
        work[i] ^= (uint8_t)(1 << i % 8);
        assert_true(judge(work, size, MOST * 8) < GM_C2PA_VALID);
        work[i] = file[i];
        tried++;
    }
    assert_true(tried > 2000);
}

/* flip_all flips every bit outside the blocks of these names, and is how many
 * it tried. */
static unsigned flip_all(const char *path, const char *const *left_out)
{
    static uint8_t skip[MOST];
    unsigned tried = 0;

    open_file(path);
    assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_TRUSTED);
    memset(skip, 0, size);
    for (; *left_out; left_out++) {
        struct range at = {0};

        for (uint32_t i = 0; i < doc.block_count; i++)
            if (span_eq(doc.blocks[i].name,
                        (struct span){(const uint8_t *)*left_out,
                                      strlen(*left_out)}))
                at = doc.blocks[i].at;
        assert_true(at.len > 0 && at.off + at.len <= size);
        memset(skip + at.off, 1, at.len);
    }
    for (size_t i = 0; i < size; i++)
        for (int bit = 0; bit < 8 && !skip[i]; bit++) {
            work[i] ^= (uint8_t)(1 << bit);
            if (judge(work, size, MOST * 8) >= GM_C2PA_VALID) {
                print_error("%s: bit %d of byte %zu\n", path, bit, i);
                fail();
            }
            work[i] = file[i];
            tried++;
        }
    return tried;
}

static void every_flipped_bit_of_a_signed_jpeg_is_found(void **state)
{
    static const char *const out[] = {"APP11", NULL};

    (void)state;
    assert_true(flip_all("corpus/jpeg/good-c2pa-large.jpg", out) > 2000);
}

static void every_flipped_bit_of_a_signed_webp_is_found(void **state)
{
    static const char *const out[] = {"C2PA", NULL};

    (void)state;
    assert_true(flip_all("corpus/webp/good-c2pa-large.webp", out) > 2000);
}

static void every_flipped_bit_of_a_signed_film_is_found(void **state)
{
    static const char *const out[] = {"ftyp", "uuid", NULL};

    (void)state;
    assert_true(flip_all("corpus/mp4/good-c2pa-film.mp4", out) > 2000);
}

static void every_flipped_bit_of_signed_sound_is_found(void **state)
{
    static const char *const out[] = {"C2PA", NULL};

    (void)state;
    assert_true(flip_all("corpus/ogg/good-c2pa-stream.ogg", out) > 2000);
}

/* Inside the store some bytes bind nothing (a chunk's CRC, lengths that are
 * too long): but what it says may not change with them. */
static void no_flipped_byte_of_the_store_changes_what_it_says(void **state)
{
    struct range at;
    unsigned held = 0;

    (void)state;
    open_file("corpus/png/good-c2pa-large.png");
    judge(work, size, MOST * 8);
    at = store();
    for (size_t i = at.off; i < at.off + at.len; i++)
        for (int bit = (int)i % 4; bit < 8; bit += 4) {
            work[i] ^= (uint8_t)(1 << bit);
            if (judge(work, size, MOST * 8) >= GM_C2PA_VALID) {
                held++;
                assert_int_equal(c2pa.statement_count, 1);
                assert_true(
                    span_eq(c2pa.statements[0].name, SPAN("c2pa.created")));
                assert_true(span_eq(
                    c2pa.statements[0].value,
                    SPAN("http://cv.iptc.org/newscodes/digitalsourcetype/"
                         "trainedAlgorithmicMedia")));
                assert_true(span_eq(c2pa.statements[0].agent, SPAN("GPT-4o")));
            }
            work[i] = file[i];
        }
    assert_true(held < at.len * 2 / 10);
}

static void cut_anywhere_it_never_holds(void **state)
{
    (void)state;
    open_file("corpus/png/good-c2pa-history.png");
    for (size_t n = 0; n < size; n++)
        assert_true(judge(work, n, MOST * 8) < GM_C2PA_VALID);
    assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_TRUSTED);
}

static void with_any_memory_it_is_the_same_or_an_error(void **state)
{
    (void)state;
    open_file("corpus/png/good-c2pa-history.png");
    for (uint64_t budget = 0; budget < 200000; budget += 256) {
        gm_c2pa_state s = judge(work, size, budget);

        assert_true(s == GM_C2PA_TRUSTED || s == GM_C2PA_ERROR ||
                    s == GM_C2PA_NONE);
        if (s != GM_C2PA_TRUSTED)
            assert_true(c2pa.memory || doc.memory);
    }
}

/* swap puts `by` for the first `from` in the file; both are as long. */
static void swap(const char *from, const char *by)
{
    size_t n = strlen(from);

    for (size_t i = 0; i + n <= size; i++)
        if (memcmp(work + i, from, n) == 0) {
            memcpy(work + i, by, n);
            return;
        }
    fail();
}

static void a_damaged_store_is_an_error_and_never_none(void **state)
{
    static const char *const parts[] = {"c2pa", "c2ma", "c2as", "c2cl",
                                        "c2cs", "jumb", "jumd"};

    (void)state;
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        open_file("corpus/png/good-c2pa-generated.png");
        swap(parts[i], "xxxx");
        assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_ERROR);
    }
}

static void a_store_of_nothing_is_an_error(void **state)
{
    (void)state;
    open_file("corpus/png/good-c2pa-generated.png");
    judge(work, size, MOST * 8);
    memset(work + store().off + 8, 0, store().len - 12);
    assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_ERROR);
}

static void a_store_that_the_file_no_longer_leads_to_is_an_error(void **state)
{
    (void)state;
    open_file("corpus/png/good-c2pa-generated.png");
    work[8] = 0x7f; /* the chunk before it passes the end of the file */
    assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_ERROR);
    swap("jumdc2pa", "jumdxxxx");
    assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_NONE);
}

static void statements_of_a_broken_one_are_broken(void **state)
{
    (void)state;
    open_file("corpus/png/bad-c2pa-signature.png");
    assert_int_equal(judge(work, size, MOST * 8), GM_C2PA_INVALID);
    assert_int_equal(c2pa.statement_count, 1);
    assert_int_equal(c2pa.statements[0].proof, GM_BROKEN);
    assert_int_equal(c2pa.proof, GM_BROKEN);
}

static void lists_that_do_not_parse_are_refused(void **state)
{
    static const char *const bad[] = {
        "nothing here",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n",
        "{\"LoTE\": {}}",
        "{"};
    char why[100];

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        gm_trust t = {GM_TRUST_SIGNERS, {"my.pem", bad[i], strlen(bad[i])}};

        why[0] = 0;
        assert_null(trust_new(&t, 1, why, sizeof(why)));
        assert_true(strncmp(why, "my.pem: ", 8) == 0);
    }
}

static void usages_are_dotted_numbers(void **state)
{
    static const char good[] = "// one\n1.3.6.1.5.5.7.3.36\n";
    gm_trust t = {GM_TRUST_USAGES, {"u", good, sizeof(good) - 1}};
    struct trust *got = trust_new(&t, 1, NULL, 0);

    (void)state;
    assert_non_null(got);
    trust_free(got);
    t.text.ptr = "1.3.x";
    t.text.len = 5;
    assert_null(trust_new(&t, 1, NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_flipped_byte_outside_the_store_is_found),
        cmocka_unit_test(every_flipped_bit_of_a_signed_jpeg_is_found),
        cmocka_unit_test(every_flipped_bit_of_a_signed_webp_is_found),
        cmocka_unit_test(every_flipped_bit_of_a_signed_film_is_found),
        cmocka_unit_test(every_flipped_bit_of_signed_sound_is_found),
        cmocka_unit_test(no_flipped_byte_of_the_store_changes_what_it_says),
        cmocka_unit_test(cut_anywhere_it_never_holds),
        cmocka_unit_test(with_any_memory_it_is_the_same_or_an_error),
        cmocka_unit_test(a_damaged_store_is_an_error_and_never_none),
        cmocka_unit_test(a_store_of_nothing_is_an_error),
        cmocka_unit_test(a_store_that_the_file_no_longer_leads_to_is_an_error),
        cmocka_unit_test(statements_of_a_broken_one_are_broken),
        cmocka_unit_test(lists_that_do_not_parse_are_refused),
        cmocka_unit_test(usages_are_dotted_numbers),
    };
    int failed;

    trust = authority();
    failed = trust ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    trust_free(trust);
    arena_reset(&arena);
    return failed;
}
