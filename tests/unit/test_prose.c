/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "genmark.h"
#include "tests/lines.h"

#include <stdlib.h>

/* A million words of prose about AI, put together from the templates of
 * tests/data/prose.tsv and from whatever in tests/data/sentences.tsv mentions,
 * denies, forbids, asks or sets conditions in whole sentences, hold no
 * disclosure.  Korean, Japanese and Chinese count a word for every two
 * characters. */

enum {
    TEMPLATES = 1024,
    TEXT = 1 << 18, /* bytes of one text */
    WORDS = 1000000,
    WRAP = 72
};

struct sentence {
    char lang[4];
    char text[1024];
};

static struct sentence sentences[TEMPLATES];
static size_t count;
static uint32_t seed = 20261123;

static uint32_t draw(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* is_whole: a sentence that ends as one, and holds no sign of templates. */
static bool is_whole(const char *s)
{
    size_t n = strlen(s);

    return n > 3 && !strpbrk(s, "{|}#") &&
           (s[n - 1] == '.' || strcmp(s + n - 3, "\xE3\x80\x82") == 0);
}

/* load_others adds the sentences that disclose nothing. */
static void load_others(void)
{
    static const char *const langs[] = {"en", "ko", "ja", "zh"};
    struct lines l;

    assert_true(lines_open(&l, "tests/data/sentences.tsv"));
    while (lines_next(&l) && count < TEMPLATES) {
        char *const *cell = l.line.cell;
        const char *lang = cell[0] + (cell[0][0] == '!');
        bool ours = false;

        for (unsigned i = 0; i < 4; i++)
            ours |= strcmp(lang, langs[i]) == 0;
        if (!ours || !strchr("CN-", cell[1][0]) || cell[1][1] ||
            !is_whole(cell[3]))
            continue;
        snprintf(sentences[count].lang, 4, "%s", lang);
        snprintf(sentences[count++].text, 1024, "%s", cell[3]);
    }
    lines_close(&l);
    assert_true(count > 500);
}

static void load(void)
{
    struct lines l;

    assert_true(lines_open(&l, "tests/data/prose.tsv"));
    while (lines_next(&l) && count < TEMPLATES) {
        snprintf(sentences[count].lang, 4, "%s", l.line.cell[0]);
        snprintf(sentences[count++].text, 1024, "%s", l.line.cell[1]);
    }
    lines_close(&l);
    assert_true(count > 60);
    load_others();
}

/* choose copies one alternative of "{a|b}", and is where the group ends. */
static const char *choose(const char *s, char *to, size_t *n)
{
    const char *at = s, *end = strchr(s, '}');
    uint32_t bars = 1, pick;

    for (; at < end; at++)
        bars += *at == '|';
    pick = draw(bars);
    for (at = s; at < end; at++) {
        if (*at == '|') {
            if (pick-- == 0)
                break;
        } else if (pick == 0) {
            to[(*n)++] = *at;
        }
    }
    return end + 1;
}

static size_t render(const char *s, char *to)
{
    size_t n = 0;

    while (*s)
        if (*s == '{')
            s = choose(s + 1, to, &n);
        else
            to[n++] = *s++;
    to[n] = 0;
    return n;
}

static unsigned words_of(const char *lang, const char *s)
{
    unsigned spaces = 1, chars = 0;

    for (; *s; s++) {
        spaces += *s == ' ';
        chars += (*s & 0xC0) != 0x80;
    }
    return strcmp(lang, "en") == 0 ? spaces : chars / 2;
}

/* wrap ends lines at the width of a page, as mail and documents do; headings
 * stay whole. */
static void wrap(char *s)
{
    size_t column = 0, space = 0;
    bool heading = false;

    for (size_t i = 0; s[i]; i++, column++) {
        if (s[i] == '\n')
            column = space = 0;
        if (column == 0)
            heading = s[i] == '#' || (s[i] == '\n' && s[i + 1] == '#');
        if (s[i] == ' ')
            space = i;
        if (column > WRAP && space && !heading) {
            s[space] = '\n';
            column = i - space;
            space = 0;
        }
    }
}

/* compose fills one text of one language: headings, and paragraphs of one to
 * six sentences. */
static unsigned compose(const char *lang, char *text, bool wrapped)
{
    size_t n = 0;
    unsigned words = 0, left = 1;

    while (n < TEXT - 2048) {
        const struct sentence *s = &sentences[draw((uint32_t)count)];
        char one[2048];
        bool heading;

        if (strcmp(s->lang, lang))
            continue;
        heading = s->text[0] == '#';
        if (heading && n && text[n - 1] != '\n')
            continue;
        render(s->text, one);
        words += words_of(lang, one);
        if (heading || --left == 0) {
            n += (size_t)snprintf(text + n, TEXT - n, "%s\n\n", one);
            left = 1 + draw(6);
        } else {
            n += (size_t)snprintf(
                text + n, TEXT - n, "%s%s", one,
                strcmp(lang, "en") && strcmp(lang, "ko") ? "" : " ");
        }
    }
    if (wrapped)
        wrap(text);
    return words;
}

static unsigned judge(gm_worker *w, const char *text, const char *name)
{
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;
    unsigned bad = 0;

    in.name = name;
    in.data = text;
    in.length = strlen(text);
    in.laws = "none";
    assert_int_equal(gm_scan(w, &in, &item), GM_OK);
    assert_int_equal(item->error.kind, GM_FAULT_NONE);
    for (size_t i = 0; i < item->mark_count; i++)
        if (item->marks[i].claim == GM_NOTICE) {
            print_error("%s %s: %s\n", name, item->marks[i].cls.ptr,
                        item->marks[i].value.ptr);
            bad++;
        }
    return bad;
}

static void a_million_words_disclose_nothing(void **state)
{
    static const char *const langs[] = {"en", "ko", "ja", "zh"};
    gm_config c = GM_CONFIG_INIT;
    gm_engine *e = NULL;
    gm_worker *w;
    char *text = malloc(TEXT);
    unsigned long words = 0;
    unsigned bad = 0;

    (void)state;
    load();
    assert_int_equal(gm_engine_new(&c, &e, NULL, 0), GM_OK);
    w = gm_worker_new(e);
    assert_non_null(w);
    assert_non_null(text);
    for (unsigned i = 0; words < WORDS && bad < 20; i++) {
        words += compose(langs[i % 4], text, i / 4 % 2);
        bad += judge(w, text, i / 8 % 2 ? "a.md" : "a.txt");
    }
    print_message("%lu words\n", words);
    assert_int_equal(bad, 0);
    free(text);
    gm_worker_free(w);
    gm_engine_unref(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_words_disclose_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
