/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/utf.h"
#include "genmark.h"
#include "tests/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* The sentences stand in tests/data/sentences.tsv:
 *   lang  class  claim  text
 * class: A B service election advertising (then claim is notice), N (denial or
 * near-miss), C (a mention: claim none) or - (no mark at all).  A "!" before
 * the lang says that the sentence also holds decomposed, full-width, broken
 * into lines and, in Korean, without spaces. */

static gm_engine *engine;
static gm_worker *worker;

static const char *const claims[] = {"none",     "generated", "altered",
                                     "captured", "trace",     "notice",
                                     "denial",   "near-miss"};

/* worth orders what a text may say: the strongest mark speaks for it. */
static int worth(const gm_mark *m)
{
    switch (m->claim) {
    case GM_NOTICE: return m->makes == GM_GENERATED ? 9 : 8;
    case GM_DENIAL: return 6;
    case GM_NEAR_MISS: return 5;
    case GM_CLAIM_NONE: return 1;
    default: return 7;
    }
}

struct answer {
    char cls[16], claim[16];
    bool other; /* a second notice has the class asked for */
};

static struct answer ask(const char *name, const char *text, size_t len,
                         const char *want)
{
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;
    struct answer a = {"-", "-", false};
    int best = 0;

    in.name = name;
    in.data = text;
    in.length = len;
    in.laws = "none";
    in.effort = GM_EFFORT_FAST;
    if (gm_scan(worker, &in, &item) != GM_OK)
        return a;
    for (size_t i = 0; i < item->mark_count; i++) {
        const gm_mark *m = &item->marks[i];

        if (strcmp(m->finder.ptr, "notice"))
            continue;
        a.other |= m->claim == GM_NOTICE && strcmp(m->cls.ptr, want) == 0;
        if (worth(m) <= best)
            continue;
        best = worth(m);
        snprintf(a.cls, sizeof(a.cls), "%s", m->cls.ptr);
        snprintf(a.claim, sizeof(a.claim), "%s", claims[m->claim]);
    }
    return a;
}

/* A text without AI in it is neither; where the table says C or -, both will
 * do: what is claimed is the same, nothing. */
static bool agrees(const struct answer *a, const char *cls, const char *claim)
{
    if (strcmp(cls, "C") == 0 || strcmp(cls, "-") == 0)
        return strcmp(a->cls, "C") == 0 || strcmp(a->cls, "-") == 0;
    return strcmp(a->claim, claim) == 0 &&
           (strcmp(a->cls, cls) == 0 || a->other);
}

static bool check(const struct line *l, const char *form, const char *text)
{
    struct answer a = ask("a.txt", text, strlen(text), l->cell[1]);

    if (agrees(&a, l->cell[1], l->cell[2]))
        return true;
    print_error("line %u, %s: wants %s %s, got %s %s: %s\n", l->number, form,
                l->cell[1], l->cell[2], a.cls, a.claim, text);
    return false;
}

static unsigned decomposed(const struct line *l, const char *text)
{
    char *s = (char *)utf8proc_NFD((const utf8proc_uint8_t *)text);
    unsigned bad = !check(l, "NFD", s);

    free(s);
    return bad;
}

static unsigned wide(const struct line *l, const char *text)
{
    struct span in = {(const uint8_t *)text, strlen(text)};
    char out[4096];
    size_t n = 0, at = 0;
    bool bad = false;

    while (at < in.len && n + 8 < sizeof(out)) {
        uint32_t c = utf8_next(in, &at, &bad);
        uint8_t to[4];
        size_t k;

        if (c > ' ' && c < 0x7F)
            c += 0xFEE0;
        k = utf8_put(c == ' ' ? 0x3000 : c, to);
        memcpy(out + n, to, k);
        n += k;
    }
    out[n] = 0;
    return !check(l, "full-width", out);
}

/* broken ends a line at every space, and at every second; where there is no
 * space, in the middle. */
static unsigned broken(const struct line *l, const char *text)
{
    char out[4096];
    size_t n = strlen(text);
    unsigned bad = 0, spaces;

    for (unsigned every = 1; every <= 2; every++) {
        memcpy(out, text, n + 1);
        spaces = 0;
        for (size_t i = 0; i < n; i++)
            if (out[i] == ' ' && ++spaces % every == 0 && i && i + 1 < n &&
                (unsigned char)out[i - 1] > ' ')
                out[i] = '\n';
        bad += !check(l, "broken", out);
    }
    return bad;
}

static unsigned unspaced(const struct line *l, const char *text)
{
    char out[4096];
    size_t n = 0;

    for (size_t i = 0; text[i]; i++)
        if (text[i] != ' ')
            out[n++] = text[i];
    out[n] = 0;
    return !check(l, "unspaced", out);
}

static void every_sentence_is_judged_as_listed(void **state)
{
    struct lines lines;
    unsigned bad = 0, count = 0, forms = 0;

    (void)state;
    assert_true(lines_open(&lines, "tests/data/sentences.tsv"));
    while (lines_next(&lines)) {
        const struct line *l = &lines.line;
        bool all = l->cell[0][0] == '!';

        count++;
        bad += !check(l, "plain", l->cell[3]);
        if (!all)
            continue;
        forms++;
        bad += decomposed(l, l->cell[3]) + wide(l, l->cell[3]) +
               broken(l, l->cell[3]);
        if (strcmp(l->cell[0] + 1, "ko") == 0)
            bad += unspaced(l, l->cell[3]);
    }
    lines_close(&lines);
    print_message("%u sentences, %u of them in all forms, %u wrong\n", count,
                  forms, bad);
    assert_int_equal(bad, 0);
}

static int setup(void **state)
{
    gm_config c = GM_CONFIG_INIT;
    char why[256] = "";

    (void)state;
    if (gm_engine_new(&c, &engine, why, sizeof(why)) != GM_OK)
        return -1;
    worker = gm_worker_new(engine);
    return worker ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    gm_worker_free(worker);
    gm_engine_unref(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_is_judged_as_listed),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
