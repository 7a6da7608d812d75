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

/* ended puts what a file ends in behind the sentence. */
static unsigned ended(const struct line *l, const char *text)
{
    char out[4096];

    snprintf(out, sizeof(out), "%s\r\n", text);
    return !check(l, "ended", out);
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
        bad += ended(l, l->cell[3]) + decomposed(l, l->cell[3]) +
               wide(l, l->cell[3]) + broken(l, l->cell[3]);
        if (strcmp(l->cell[0] + 1, "ko") == 0)
            bad += unspaced(l, l->cell[3]);
    }
    lines_close(&lines);
    print_message("%u sentences, %u of them in all forms, %u wrong\n", count,
                  forms, bad);
    assert_int_equal(bad, 0);
}

static const gm_mark *first(const char *name, const void *data, size_t len,
                            gm_claim claim)
{
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;

    in.name = name;
    in.data = data;
    in.length = len;
    in.laws = "none";
    if (gm_scan(worker, &in, &item) != GM_OK)
        return NULL;
    for (size_t i = 0; i < item->mark_count; i++)
        if (item->marks[i].claim == claim &&
            strcmp(item->marks[i].finder.ptr, "notice") == 0)
            return &item->marks[i];
    return NULL;
}

#define MARK(name, lit, claim) first(name, lit, sizeof(lit) - 1, claim)

static void a_mark_tells_its_place(void **state)
{
    const gm_mark *m =
        MARK("a.txt", "제목\n\nAI로 생성되었습니다.\n", GM_NOTICE);

    (void)state;
    assert_non_null(m);
    assert_string_equal(m->cls.ptr, "A");
    assert_int_equal(m->makes, GM_GENERATED);
    assert_int_equal(m->form, GM_READ);
    assert_int_equal(m->kind, GM_KIND_NOTICE);
    assert_int_equal(m->place.off, 8);
    assert_int_equal(m->place.len, strlen("AI로 생성되었습니다"));
    assert_string_equal(m->place.slot.ptr, "text");
}

/* "가 AI" and "AI로 생성됨" in UTF-16 and in EUC-KR: 2 bytes a syllable. */
static void places_are_those_of_the_file(void **state)
{
    const gm_mark *m;

    (void)state;
    m = MARK(
        "a.txt",
        "\xFF\xFE\x00\xAC\n\0\n\0A\0I\0\x5C\xB8 \0\xDD\xC0\x31\xC1\x28\xB4",
        GM_NOTICE);
    assert_non_null(m);
    assert_int_equal(m->place.off, 8);
    assert_int_equal(m->place.len, 14);
    m = MARK("a.txt", "\xB0\xA1\n\nAI\xB7\xCE \xBB\xFD\xBC\xBA\xB5\xCA",
             GM_NOTICE);
    assert_non_null(m);
    assert_int_equal(m->place.off, 4);
    assert_int_equal(m->place.len, 11);
    m = MARK("a.html", "<html><p>x<p>AI&nbsp;ge<b>nera</b>ted</p>", GM_NOTICE);
    assert_non_null(m);
    assert_int_equal(m->place.off, 13);
}

static void comments_of_code_are_read(void **state)
{
    (void)state;
    assert_non_null(MARK("a.py",
                         "# [AI Generated] This function was initially drafted"
                         " using an AI model\ndef f():\n    pass\n",
                         GM_NOTICE));
    assert_non_null(
        MARK("a.c", "int a;\n/* 이 파일은 생성형 AI가\n * 작성했습니다 */\n",
             GM_NOTICE));
    /* What draws writes no prose: it writes a field, which this is about. */
    assert_null(MARK("a.py",
                     "# parameters      (written by Stable Diffusion)\n"
                     "# aesthetic_score (written by Stable Diffusion)\nx = 1\n",
                     GM_NOTICE));
    assert_non_null(
        MARK("a.py", "# utils (written by ChatGPT)\nx = 1\n", GM_NOTICE));
    assert_null(
        MARK("a.c", "const char *s = \"Generated by AI\";\n", GM_NOTICE));
    assert_null(MARK("a.js", "label('AI로 생성되었습니다');\n", GM_NOTICE));
    /* What a program may say: [PO] "#" begins a translator's remark. */
    assert_null(MARK("ko.po",
                     "#: a.c:3\nmsgid \"This image was generated by AI.\"\n"
                     "msgstr \"이 이미지는 AI로 생성되었습니다.\"\n",
                     GM_NOTICE));
    assert_non_null(MARK("ko.po",
                         "# This translation was generated by AI.\n"
                         "msgid \"Save\"\nmsgstr \"저장\"\n",
                         GM_NOTICE));
    assert_null(MARK("a.properties",
                     "save=Save\nbadge=This image was generated by AI.\n",
                     GM_NOTICE));
    assert_null(MARK("a.strings",
                     "/* badge */\n\"b\" = \"AI로 생성된 이미지입니다.\";\n",
                     GM_NOTICE));
}

/* An empty box asks whoever fills it in; a ticked one answers. */
static void an_empty_box_says_nothing(void **state)
{
    (void)state;
    assert_null(MARK("a.md",
                     "- [ ] This change was generated with AI\n"
                     "- [x] I wrote this myself\n",
                     GM_NOTICE));
    assert_null(
        MARK("a.md", "* [ ] This page was written by AI.\n", GM_NOTICE));
    assert_non_null(MARK("a.md",
                         "- [x] This change was generated with AI\n"
                         "- [ ] I wrote this myself\n",
                         GM_NOTICE));
}

/* A picture's own text chunk names what it is; a topic has another noun, and a
 * page tells of others. */
static void metadata_names_its_picture(void **state)
{
    static const struct {
        const char *text;
        gm_claim claim;
    } cases[] = {
        {"AI-generated product photo by Fotograph", GM_GENERATED},
        {"AI-generated image, (c) Acme 2026", GM_GENERATED},
        {"AI-generated synthetic talking-avatar media", GM_GENERATED},
        {"An AI-edited portrait photo", GM_ALTERED},
        {"AI-generated image detector", 0},
        {"AI-generated art debate in Seoul", 0},
        {"AI-generated images and the law", 0},
        {"AI-generated photo wins a prize", 0},
        {"AI-generated product photo of a bag won a prize", 0},
        {"The end of AI-generated product photo shoots", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char gif[200] = "GIF89a\1\0\1\0\0\0\0!\xFE";
        size_t at = 15, len = strlen(cases[i].text);

        gif[at++] = (char)len;
        memcpy(gif + at, cases[i].text, len);
        at += len + 1;
        gif[at++] = ';';
        assert_int_equal(first("a.gif", gif, at, GM_GENERATED) != NULL,
                         cases[i].claim == GM_GENERATED);
        assert_int_equal(first("a.gif", gif, at, GM_ALTERED) != NULL,
                         cases[i].claim == GM_ALTERED);
    }
    assert_null(MARK("a.html",
                     "<html><meta name=description content='AI-generated "
                     "product photo by you'>",
                     GM_GENERATED));
}

static void quotations_do_not_speak(void **state)
{
    (void)state;
    assert_null(MARK("a.html", "<button>AI로 생성</button>", GM_NOTICE));
    assert_non_null(MARK("a.md",
                         "Text\n\n> [!NOTE]\n> This page was written with\n"
                         "> the help of AI.\n\nEnd\n",
                         GM_NOTICE));
    assert_null(MARK("a.md", "Look:\n\n> Generated by AI\n\nEnd\n", GM_NOTICE));
    assert_null(MARK("a.md", "Use:\n\n```\nGenerated by AI\n```\n", GM_NOTICE));
    assert_null(MARK("a.html", "<html><pre>Generated by AI</pre>", GM_NOTICE));
}

/* A label begins and ends with its line: not where running text was broken at
 * a width, and also where a noun ends like an attribute (사진). */
static void lines_bound_labels(void **state)
{
    (void)state;
    assert_null(MARK("a.txt",
                     "새 학기가 시작되었다. 학생들의 숙제는 대부분\n"
                     "AI로 작성되었습니다\n",
                     GM_NOTICE));
    assert_non_null(
        MARK("a.txt", "새 학기 안내\nAI로 작성되었습니다\n", GM_NOTICE));
    assert_non_null(
        MARK("a.txt", "AI 생성 사진\n문의: 02-000-0000\n", GM_NOTICE));
}

static void titles_name_topics(void **state)
{
    (void)state;
    assert_null(
        MARK("a.md", "# AI-generated art\n\nIt began in 1960.\n", GM_NOTICE));
    assert_null(MARK("a.md", "## AI 이미지\n\n역사를 다룬다.\n", GM_NOTICE));
    assert_null(
        MARK("a.html", "<html><title>AI-generated art</title><p>x", GM_NOTICE));
    assert_null(
        MARK("a.html", "<html><h2>AI-generated images</h2><p>x", GM_NOTICE));
    assert_non_null(
        MARK("a.html", "<html><title>[AI 생성] 봄</title><p>x", GM_NOTICE));
    /* Scripts without spaces: a sentence that speaks of itself ends with its
     * line; a bare "AI generation" above another line may be an item. */
    assert_non_null(MARK("a.txt", "本内容由AI生成\n正文\n", GM_NOTICE));
    assert_non_null(
        MARK("a.txt", "この画像はAIで生成しました\n本文\n", GM_NOTICE));
    assert_null(MARK("a.txt", "AI生成\n正文在这里\n", GM_NOTICE));
    assert_non_null(MARK("a.md", "# This page was written by AI\n", GM_NOTICE));
    assert_non_null(MARK("a.md", "Spring\n\nAI-generated art\n", GM_NOTICE));
}

/* A category, a choice and a legend name what there is, not this text. */
static void lists_and_menus_name_choices(void **state)
{
    (void)state;
    assert_null(MARK("a.txt",
                     "Kinds:\n\n- Photographs\n- AI-generated art\n"
                     "- Oil paintings\n",
                     GM_NOTICE));
    assert_null(MARK("a.md",
                     "| sign | meaning |\n|---|---|\n"
                     "| ai | AI-generated |\n| h | by hand |\n",
                     GM_NOTICE));
    assert_null(MARK("a.html", "<html><nav><ul><li>Home<li>AI Art</ul></nav>",
                     GM_NOTICE));
    assert_null(MARK("a.html",
                     "<html><select><option>AI \xEC\x83\x9D\xEC\x84\xB1"
                     "</select>",
                     GM_NOTICE));
    assert_non_null(MARK("a.txt",
                         "Credits:\n\n- Text: Jane Doe\n"
                         "- Cover: AI-generated image\n",
                         GM_NOTICE));
    assert_null(
        MARK("a.txt", "Which?\n(a) AI-generated\n(b) Photograph\n", GM_NOTICE));
    assert_null(MARK("a.html",
                     "<html><p>x<ul><li>Photos<li><a>AI art</a>"
                     "<li>Paintings</ul>",
                     GM_NOTICE));
    assert_null(MARK("a.html",
                     "<html><p>x<table><tr><td>1<td>AI-generated"
                     "<tr><td>0<td>by hand</table>",
                     GM_NOTICE));
    assert_non_null(MARK("a.html",
                         "<html><p>x<ul><li>a<li>This text was written by AI"
                         "<li>b</ul>",
                         GM_NOTICE));
    assert_non_null(
        MARK("a.txt", "A day\n\n- AI-generated image\n", GM_NOTICE));
}

static void what_no_one_sees_is_for_machines(void **state)
{
    const gm_mark *m;

    (void)state;
    m = MARK("a.html", "<html><p>x<!-- Generated by AI --></p>", GM_NOTICE);
    assert_non_null(m);
    assert_int_equal(m->form, GM_MACHINE);
    m = MARK("a.html", "<html><p hidden>Generated by AI</p>", GM_NOTICE);
    assert_non_null(m);
    assert_int_equal(m->form, GM_MACHINE);
    m = MARK("a.html",
             "<html><meta name=description content='Generated by AI'><p>x",
             GM_GENERATED);
    assert_non_null(m);
    assert_int_equal(m->form, GM_MACHINE);
    assert_int_equal(m->kind, GM_METADATA);
}

/* Office ends a description that it wrote itself so; it speaks of the words. */
static void a_description_speaks_of_the_picture(void **state)
{
    const gm_mark *m;

    (void)state;
    m = MARK("a.html", "<html><p>x<img alt='AI-generated image of a cat.'>",
             GM_NOTICE);
    assert_non_null(m);
    assert_int_equal(m->form, GM_MACHINE);
    assert_null(MARK("a.html",
                     "<html><p>x<img alt='A cat on a sofa\n\nAI-generated "
                     "content may be incorrect.'>",
                     GM_NOTICE));
    assert_non_null(MARK("a.html",
                         "<html><p>AI-generated content may be incorrect.</p>",
                         GM_NOTICE));
}

/* Comments of sound: ID3 (COMM, UTF-8, no description) and RIFF (ICMT). */
static void comments_of_sound_are_read(void **state)
{
    static const char id3[] = "ID3\x04\0\0\0\0\0\x24"
                              "COMM\0\0\0\x1A\0\0\x03"
                              "eng\0"
                              "Music generated by AI"
                              "\xFF\xFB\x90\0\0\0\0\0";
    static const char wave[] =
        "RIFF\x50\0\0\0WAVE"
        "fmt \x10\0\0\0\1\0\1\0\x40\x1F\0\0\x80\x3E\0\0\2\0\x10\0"
        "LIST\x22\0\0\0INFOICMT\x16\0\0\0Music generated by AI\0"
        "data\2\0\0\0\0\0";

    (void)state;
    assert_non_null(first("a.mp3", id3, sizeof(id3) - 1, GM_GENERATED));
    assert_non_null(first("a.wav", wave, sizeof(wave) - 1, GM_GENERATED));
}

static void keywords_stand_alone(void **state)
{
    const gm_mark *m;

    (void)state;
    m = MARK("a.html",
             "<html><meta name=keywords content='city, AI generated, night'>",
             GM_GENERATED);
    assert_non_null(m);
    assert_null(MARK("a.html",
                     "<html><meta name=keywords content='AI, generated'>",
                     GM_GENERATED));
    assert_null(MARK("a.html",
                     "<html><meta name=viewport content='AI generated'>",
                     GM_GENERATED));
}

static void values_of_data_are_labels(void **state)
{
    (void)state;
    assert_non_null(MARK("a.json",
                         "{\"a\": 1, \"caption\": \"AI-generated image\"}",
                         GM_NOTICE));
    /* and their names are none */
    assert_null(
        MARK("a.json", "{\"AIGC\": \"Assoc. de geologie\"}", GM_NOTICE));
    assert_null(MARK("a.json", "{\"AI-generated\" : false}", GM_NOTICE));
    assert_non_null(MARK("a.srt",
                         "1\n00:00:01,000 --> 00:00:04,000\n"
                         "AI로 생성된 영상입니다\n\n2\n",
                         GM_NOTICE));
}

/* The end of a text may hide what takes the sentence back. */
static void an_edge_is_noted(void **state)
{
    const gm_mark *m = MARK("a.txt", "이 글은 AI로 생성", GM_NOTICE);
    bool noted = false;

    (void)state;
    assert_non_null(m);
    for (size_t i = 0; i < m->attr_count; i++)
        noted |= strcmp(m->attrs[i].name.ptr, "edge") == 0;
    assert_true(noted);
    m = MARK("a.txt", "이 글은 AI로 생성되었습니다.\n", GM_NOTICE);
    assert_non_null(m);
    for (size_t i = 0; i < m->attr_count; i++)
        assert_string_not_equal(m->attrs[i].name.ptr, "edge");
}

/* A sentence is found wherever the windows of a long text fall. */
static void long_texts_hide_nothing(void **state)
{
    static const char say[] = "\n\nThis text was generated by AI.\n\n";
    static const char fill[] = "Nothing is said here about machines. ";
    size_t size = 200000;
    char *text = malloc(size);

    (void)state;
    assert_non_null(text);
    for (size_t at = 1000; at + 1000 < size; at += 3001) {
        const gm_mark *m;

        for (size_t i = 0; i < size; i++)
            text[i] = fill[i % (sizeof(fill) - 1)];
        memcpy(text + at, say, sizeof(say) - 1);
        m = first("a.txt", text, size, GM_NOTICE);
        assert_non_null(m);
        assert_int_equal(m->place.off, at + 2 + strlen("This text was "));
    }
    free(text);
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
        cmocka_unit_test(a_mark_tells_its_place),
        cmocka_unit_test(places_are_those_of_the_file),
        cmocka_unit_test(comments_of_code_are_read),
        cmocka_unit_test(an_empty_box_says_nothing),
        cmocka_unit_test(metadata_names_its_picture),
        cmocka_unit_test(quotations_do_not_speak),
        cmocka_unit_test(lines_bound_labels),
        cmocka_unit_test(titles_name_topics),
        cmocka_unit_test(lists_and_menus_name_choices),
        cmocka_unit_test(what_no_one_sees_is_for_machines),
        cmocka_unit_test(a_description_speaks_of_the_picture),
        cmocka_unit_test(comments_of_sound_are_read),
        cmocka_unit_test(keywords_stand_alone),
        cmocka_unit_test(values_of_data_are_labels),
        cmocka_unit_test(an_edge_is_noted),
        cmocka_unit_test(long_texts_hide_nothing),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
