/* SPDX-License-Identifier: Apache-2.0
 * test_leftover.c - what chat programs leave, and what people type. */
#include "tests/hunt.h"
#include "tests/test.h"

#include "marks/leftovers.h"

#include <stdio.h>

struct sample {
    const char *text, *slug;
    bool hint;
};

/* clang-format off */
static const struct sample samples[] = {
    {"It is so :contentReference[oaicite:3]{index=3}.", "chatgpt-text", false},
    {"It is [oaicite:12].", "chatgpt-text", false},
    {"so oai_citation:1 and", "chatgpt-text", false},
    {"so oai_citation_attribution:1 and", "chatgpt-text", false},
    {"x\xee\x88\x80" "cite\xee\x88\x82turn1", "chatgpt-text", false},
    {"See citeturn0search12 there", "chatgpt-text", false},
    {"See citeturn0view12 there", "chatgpt-text", false},
    {"as (turn2search1) says", "chatgpt-text", false},
    {"as (turn2image1) says", "chatgpt-text", false},
    {"as (turn2file1) says", "chatgpt-text", false},
    {"as (turn2view1) says", "chatgpt-text", false},
    {"as (turn2fetch1) says", "chatgpt-text", false},
    {"{\"attributableIndex\":\"3-1\"}", "chatgpt-text", false},
    {":::writing{variant=\"email\"}", "chatgpt-text", false},
    {"as (turn2news1) says", "chatgpt-text", false},
    {"\xe3\x80\x90" "4\xe2\x80\xa0source\xe3\x80\x91", "chatgpt-text", false},
    {"\xe3\x80\x90" "4:1\xe2\x80\xa0source\xe3\x80\x91", "chatgpt-text", false},
    {"[cite_start]Words [cite: 1, 2]", "gemini-text", false},
    {"[span_1](start_span)Words", "gemini-text", false},
    {"fact [web:1]", "perplexity-text", true},
    {"<grok-card data-id=\"1\">", "grok-text", false},
    {"[grok_card id=1]", "grok-text", false},
    {"a grok_render_citation_card_json b", "grok-text", false},
    {"https://ppl-ai-file-upload.s3.amazonaws.com/x", "perplexity-text", false},
    {"fact [attached_file:1]", "perplexity-text", false},
    {"https://example.com/?referrer=grok.com", "grok-text", true},
    {"https://example.com/?utm_source=openai", "chatgpt-text", true},
    {"https://example.com/?utm_source=copilot.com", "", true},
    {"https://example.com/?utm_source=perplexity", "perplexity-text", true},
    {"https://example.com/?utm_source=chatgpt.com", "chatgpt-text", true},
};

static const char *const others[] = {
    "", "turn 0 search 0", "return0search0 is a word", "turnsearch",
    "turn0", "[cite]", "[cite: Kim 2020]", "[web: a]", "[web:]", "[oaicite:]",
    "utm_source=newsletter", "we turn left, then search",
    "\xe3\x80\x90source\xe3\x80\x91", "citeturn#search#",
};
/* clang-format on */

static const struct mark *hunt(struct prey *p, const char *text, unsigned flags)
{
    prey_init(p);
    prey_slot(p, SLOT_TEXT, "", prey_span(text));
    p->slots[0].flags = flags;
    prey_hunt(p, NULL);
    return prey_mark(p, "leftover");
}

/* A long text is searched in another way than a short one. */
static void leftovers_are_traces(void **state)
{
    static char text[4000];

    (void)state;
    for (size_t i = 0; i < 2 * sizeof(samples) / sizeof(samples[0]); i++) {
        const struct sample *s = &samples[i / 2];
        struct prey p;
        const struct mark *m;

        snprintf(text, sizeof(text), "%*s%s", i % 2 ? 3000 : 0, "", s->text);
        m = hunt(&p, text, 0);
        if (!m)
            fail_msg("'%s' is not found", s->text);
        assert_int_equal(m->claim, GM_TRACE);
        assert_int_equal(m->sure < 50, s->hint);
        assert_true(span_eq(m->generator, prey_span(s->slug)));
        prey_free(&p);
    }
}

/* A form is only looked for in a text that has its key. */
static void forms_hold_their_keys(void **state)
{
    static const char *const keys[] = {
#define X(name, text) text,
        LEFTOVER_KEYS(X)
#undef X
    };
    const struct leftover *row;
    size_t i = 0;

    (void)state;
    for (; (row = leftover_at(i)) != NULL; i++)
        assert_non_null(strstr(row->form, keys[row->key]));
    assert_true(i > 0);
}

static void what_people_type_is_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct prey p;

        if (hunt(&p, others[i], 0))
            fail_msg("'%s' is taken for one", others[i]);
        prey_free(&p);
    }
}

static void the_place_is_that_of_the_marker(void **state)
{
    struct prey p;
    const struct mark *m;

    (void)state;
    prey_init(&p);
    prey_slot(&p, SLOT_TEXT, "", SPAN("It is [oaicite:3]."));
    p.slots[0].at = (struct range){100, 18};
    prey_hunt(&p, NULL);
    m = prey_mark(&p, "leftover");
    assert_non_null(m);
    assert_int_equal(m->at.off, 106);
    assert_int_equal(m->at.len, 11);
    prey_free(&p);
}

static void a_quotation_is_about_them(void **state)
{
    struct prey p;

    (void)state;
    assert_null(hunt(&p, samples[0].text, SLOT_QUOTED));
    prey_free(&p);
}

static void attributes_of_their_pages_are_traces(void **state)
{
    struct prey p;

    (void)state;
    prey_init(&p);
    prey_field(&p, SPACE_HTML, "attr", "data-path-to-node", "3,0");
    prey_hunt(&p, NULL);
    assert_non_null(prey_mark(&p, "leftover"));
    prey_free(&p);
    prey_init(&p);
    prey_field(&p, SPACE_HTML, "attr", "data-message-author-role", "user");
    prey_field(&p, SPACE_HTML, "meta", "data-path-to-node", "3");
    prey_hunt(&p, NULL);
    assert_null(prey_mark(&p, "leftover"));
    prey_free(&p);
}

/* Far into a long text, and at its very ends, among what is nearly the same. */
static void long_texts_are_searched_to_the_end(void **state)
{
    static const char marker[] = "utm_source=chatgpt.com";
    static char text[5000];
    const size_t len = sizeof marker - 1, last = sizeof text - 1 - len;
    struct prey p;

    (void)state;
    for (size_t n = 0; n <= 46; n++) {
        size_t at = n < 46 ? n * 107 : last;

        for (size_t i = 0; i < sizeof text - 1; i++)
            text[i] = i % (len - 1) ? marker[i % (len - 1)] : ' ';
        assert_null(hunt(&p, text, 0));
        prey_free(&p);
        memcpy(text + at, marker, len);
        if (at)
            text[at - 1] = ' ';
        assert_non_null(hunt(&p, text, 0));
        prey_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_texts_are_searched_to_the_end),
        cmocka_unit_test(leftovers_are_traces),
        cmocka_unit_test(forms_hold_their_keys),
        cmocka_unit_test(what_people_type_is_none),
        cmocka_unit_test(the_place_is_that_of_the_marker),
        cmocka_unit_test(a_quotation_is_about_them),
        cmocka_unit_test(attributes_of_their_pages_are_traces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
