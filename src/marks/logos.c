/* SPDX-License-Identifier: Apache-2.0
 * logos.c - the registry of vendors' visible marks.
 *
 * [RAR] Words, corners and shares: published measurements of real exports
 * (remove-ai-watermarks, f52e40a), checked here against one export each where
 * the row's margins are known.  The other rows are described there without a
 * capture: their letters are plain, and their margins are searched.
 *
 * To add a mark: a row below, and letters that its alphabet lacks. */
#include "marks/logos.h"

#include "base/span.h"

#include <string.h>

/* clang-format off */

/* Doubao's: heavy, 69 units high as in an export of 2048 pixels. */
static const struct letter round_letters[] = {
    {"dou", 63,
     "w 11 s 0 6 54 6 s 10 22 45 22 45 39 10 39 10 22 s 16 48 16 58 s 39 48 39 58 s 0 64 54 64"},
    {"bao", 58,
     "w 11 s 9 0 6 15 s 0 10 44 10 44 51 s 7 62 7 26 26 26 26 46 7 46 s 3 63 48 63"},
    {"A", 59, "w 12 s 6 69 22 0 s 44 69 28 0 s 14 46 36 46"},
    {"I", 25, "w 13 s 6 1 6 68"},
    {"sheng", 61, "w 11 s 8 0 6 12 s 1 17 52 17 s 26 0 26 58 s 5 39 47 39 s 0 63 52 63"},
    {"cheng", 57,
     "w 11 s 4 14 57 14 s 9 14 9 30 5 69 s 10 34 26 34 26 64 s 16 63 31 63 s 34 0 39 22 45 48 51 69 "
     "s 48 0 51 14 s 55 43 36 56"},
    {0}};
static const struct alphabet rounded = {round_letters, 0, 69};

/* Jimeng's: a star of two pieces and slanted letters, in an export's pixels. */
static const struct letter slant_letters[] = {
    {"star", 124,
     "f 16 2 20 2 40 22 60 35 80 38 96 36 99 44 70 65 40 79 1 90 -1 84 12 67 19 51 21 37 17 12 "
     "f 33 87 52 83 68 72 77 66 69 84 68 104 62 103 48 94"},
    {"ji", 96,
     "w 13 s 15 31 7 94 s 62 31 54 94 w 12 s 42 31 37 70 s 83 31 76 85 w 4 s 10 33 48 33 s 18 51 35 51 s 16 68 42 68 "
     "s 57 33 89 33 w 3 s 12 89 28 87 f 29 77 41 77 38 93 25 93"},
    {"meng", 79,
     "w 5 s 5 37 40 37 s 47 37 83 37 w 12 s 24 31 23 59 s 68 31 66 59 w 5 s 16 42 2 56 s 31 44 38 55 s 59 42 45 56 s 74 44 80 55 "
     "w 6 s 26 64 7 77 w 3 s 26 67 74 67 f 62 66 75 66 66 80 52 89 30 94 3 94 3 92 30 90 45 86 54 80 f 30 76 40 76 46 82 40 86"},
    {"A", 74, "w 4 s 2 94 38 34 s 12 81 44 81 w 14 s 41 31 58 94"},
    {"I", 27, "w 14 s 19 31 9 94"},
    {0}};
static const struct alphabet slanted = {slant_letters, 2, 105};

/* Samsung's: thin, in an export's pixels at a width of 1086. */
static const struct letter thin_letters[] = {
    {"star", 33,
     "f 6 15 11 15 12 7 13 6 15 13 22 15 22 17 16 19 14 25 11 25 9 22 5 24 1 19 1 18 5 18 7 13 w 2 s 5 3 5 8 s 3 6 8 6 s 19 22 19 28 s 16 25 22 25"},
    {"M", 22, "w 3 s 2 25 2 5 s 2 6 10 22 s 10 22 18 6 s 18 5 18 25"},
    {"w", 20, "w 3 s 1 11 5 25 s 5 24 10 12 s 10 12 14 24 s 14 25 18 11"},
    {"h", 15, "w 3 s 2 4 2 25 s 2 15 4 12 7 11 10 13 11 16 11 25"},
    {"C", 19, "w 3 s 17 10 14 6 10 5 6 6 3 9 1 14 3 20 6 23 10 25 14 24 17 20"},
    {"o", 15, "w 3 s 6 12 3 14 1 18 3 22 6 24 9 22 11 18 9 14 6 12 3 14"},
    {"n", 15, "w 3 s 2 11 2 25 s 2 15 4 12 7 11 10 13 11 16 11 25"},
    {"t", 11, "w 3 s 4 6 4 21 5 24 9 24 s 0 12 9 12"},
    {"e", 15, "w 3 s 2 18 11 18 10 14 7 12 4 12 2 15 2 19 4 23 7 24 10 23 11 21"},
    {"u", 14, "w 3 s 2 11 2 20 4 24 7 24 10 21 s 11 11 11 25"},
    {"i", 6, "w 3 s 2 5 2 9 s 2 11 2 25"},
    {"g", 15, "w 3 s 6 12 3 14 1 18 3 22 6 24 9 22 11 18 9 14 6 12 3 14 s 11 11 11 25 10 29 6 31 2 29"},
    {"r", 10, "w 3 s 2 11 2 25 s 2 15 5 12 9 12"},
    {"a", 14, "w 3 s 1 14 4 12 8 12 11 15 11 25 s 11 18 5 18 2 21 4 24 8 24 11 21"},
    {"d", 16, "w 3 s 6 12 3 14 1 18 3 22 6 24 9 22 11 18 9 14 6 12 3 14 s 12 4 12 25"},
    {"c", 13, "w 3 s 11 14 8 12 4 12 2 16 2 20 4 24 8 24 11 22"},
    {"l", 6, "w 3 s 2 4 2 25"},
    {"'", 4, "w 3 s 3 5 1 11"},
    {"A", 19, "w 3 s 1 25 8 5 15 25 s 4 18 12 18"},
    {"I", 5, "w 3 s 2 5 2 25"},
    {"-", 9, "w 3 s 1 18 7 18"},
    {"_", 7, ""},
    {0}};
static const struct alphabet thin = {thin_letters, 4, 31};

/* Plain letters, 64 units the square, for marks whose letters are not known. */
static const struct letter plain_letters[] = {
    {"qian", 66, "w 6 s 52 6 14 13 s 4 30 60 30 s 32 10 32 62"},
    {"wen", 66,
     "w 6 s 8 16 8 62 s 20 10 57 10 57 60 48 60 s 10 3 17 11 s 22 27 42 27 42 45 22 45 22 24"},
    {"ke", 66, "w 6 s 4 10 60 10 s 48 10 48 58 36 58 s 12 25 32 25 32 45 12 45 12 22"},
    {"ling", 66,
     "w 6 s 12 6 52 6 52 27 10 27 s 14 16 52 16 s 14 34 10 46 s 53 34 46 44 s 32 28 30 44 20 55 6 61 s 32 42 42 54 60 61"},
    {"yuan", 66, "w 6 s 12 9 52 9 s 4 27 60 27 s 24 27 22 46 6 61 s 39 27 39 58 58 58 58 47"},
    {"bao", 66,
     "w 6 s 32 2 32 12 s 6 22 6 12 58 12 58 22 s 12 27 52 27 s 16 42 48 42 s 6 59 58 59 s 32 27 32 59 s 44 47 51 54"},
    {"bai", 66, "w 6 s 4 7 60 7 s 32 7 28 20 s 12 62 12 21 52 21 52 62 s 12 40 52 40 s 12 58 52 58"},
    {"du", 66,
     "w 5 s 32 2 34 10 s 10 10 60 10 s 11 10 11 40 4 61 s 16 22 58 22 s 26 16 26 32 46 32 46 16 s 18 41 52 41 42 52 16 61 "
     "s 24 44 38 55 60 61"},
    {"sheng", 66, "w 6 s 17 4 13 18 6 29 s 14 18 56 18 s 33 2 33 60 s 11 38 54 38 s 3 59 61 59"},
    {"cheng", 66,
     "w 6 s 9 15 60 15 s 11 15 11 38 4 60 s 12 32 28 32 27 54 18 54 s 36 2 39 30 46 48 54 58 59 58 60 47 "
     "s 55 24 47 42 30 60 s 46 4 54 11"},
    {"A", 42, "w 7 s 3 58 20 6 s 37 58 20 6 s 9 42 31 42"},
    {"I", 22, "w 7 s 8 6 8 58"},
    {"saeng", 61,
     "w 6 s 19 6 17 18 5 33 s 18 16 32 31 s 42 3 42 38 s 55 2 55 40 s 42 20 55 20 s 18 50 22 43 36 40 50 43 54 50 50 57 36 60 22 57 18 50"},
    {"seong", 61,
     "w 6 s 19 6 17 18 4 33 s 18 16 34 31 s 53 3 53 40 s 36 20 53 20 s 18 50 22 43 36 40 50 43 54 50 50 57 36 60 22 57 18 50"},
    {"ro", 61, "w 6 s 11 8 49 8 49 21 12 21 12 35 52 35 s 31 35 31 53 s 3 55 58 55"},
    {"doen", 61, "w 6 s 35 7 9 7 9 24 36 24 s 21 24 21 35 s 3 37 40 34 s 53 2 53 48 s 14 43 14 59 55 59"},
    {"in", 61, "w 6 s 8 20 11 11 20 7 29 11 32 20 29 29 20 33 11 29 8 20 s 53 2 53 45 s 14 41 14 59 55 59"},
    {"gong", 61, "w 6 s 10 7 48 7 47 24 s 28 22 28 35 s 3 36 58 36 s 12 51 17 44 30 42 44 44 49 51 44 58 30 60 17 58 12 51"},
    {"ji", 61, "w 6 s 6 11 38 11 s 22 11 20 28 4 48 s 22 28 40 46 s 53 2 53 63"},
    {"neung", 61, "w 6 s 11 4 11 22 51 22 s 3 33 58 33 s 12 51 17 44 30 42 44 44 49 51 44 58 30 60 17 58 12 51"},
    {"ren", 66, "w 6 s 32 3 30 26 18 48 4 61 s 31 24 44 46 61 61"},
    {"gongzuo", 66, "w 6 s 8 10 57 10 s 32 10 32 57 s 4 57 61 57"},
    {"zhi", 66,
     "w 5 s 14 3 6 16 s 10 9 31 9 s 4 20 34 20 s 19 9 18 22 5 35 s 22 24 32 33 s 40 8 58 8 58 31 40 31 40 6 "
     "s 16 40 50 40 50 62 s 16 38 16 62 s 16 50 50 50 s 16 60 50 60"},
    {"neng", 66,
     "w 5 s 16 3 6 16 29 14 s 24 8 32 20 s 8 24 8 62 s 8 26 28 26 28 59 22 59 s 8 36 28 36 s 8 46 28 46 s 38 3 38 24 59 24 60 17 "
     "s 56 6 38 14 s 38 34 38 58 59 58 60 50 s 56 38 38 47"},
    {"3", 36, "w 6 s 4 10 14 6 26 9 28 18 24 28 12 31 s 14 31 26 34 31 44 26 55 14 58 3 53"},
    {".", 16, "w 7 s 6 52 6 59"},
    {"0", 36, "w 6 s 17 8 8 14 4 32 8 51 17 57 26 51 30 32 26 14 17 8 8 14"},
    {"|", 30, "w 4 s 12 2 12 62"},
    {"_", 12, ""},
    {0}};
static const struct alphabet plain = {plain_letters, 2, 62};

#define DOUBAO "\xE8\xB1\x86\xE5\x8C\x85"
#define JIMENG "\xE5\x8D\xB3\xE6\xA2\xA6"
#define MAKES  "\xEC\x83\x9D\xEC\x84\xB1" /* saengseong */
#define MADE   "\xE7\x94\x9F\xE6\x88\x90"

static const struct logo logos[] = {
    {"doubao-label", DOUBAO "AI" MADE, "doubao", true, &rounded, "dou bao A I sheng cheng",
     0, LOGO_OF_WIDTH, .157f, .0166f, .0200f},
    {"jimeng-logo", JIMENG "AI", "jimeng", false, &slanted, "star ji meng A I",
     0, LOGO_OF_WIDTH, .195f, .0327f, .0322f},
    {"samsung-label", "Contenuti generati dall'AI", "samsung", true, &thin,
     "star C o n t e n u t i _ g e n e r a t i _ d a l l ' A I",
     LOGO_LEFT, LOGO_OF_SHORT, .3066f, .0175f, .013f},
    {"samsung-label", "AI-generated content", "samsung", true, &thin,
     "star A I - g e n e r a t e d _ c o n t e n t",
     LOGO_LEFT, LOGO_OF_SHORT, .265f, .0175f, .013f},
    {"qwen-label", "\xE5\x8D\x83\xE9\x97\xAE" "AI" MADE, "qwen", true, &plain, "qian wen A I sheng cheng",
     0, LOGO_OF_SHORT, .160f, -1, -1},
    {"kling-logo", "\xE5\x8F\xAF\xE7\x81\xB5" "AI 3.0", "kling", false, &plain, "ke ling A I _ 3 . 0",
     0, LOGO_OF_SHORT, .120f, -1, -1},
    {"baidu-label", "\xE7\x99\xBE\xE5\xBA\xA6|AI" MADE, "baidu", true, &plain, "bai du | A I sheng cheng",
     0, LOGO_OF_SHORT, .090f, -1, -1},
    {"ai-label", "AI" MADE, "", true, &plain, "A I sheng cheng",
     LOGO_LEFT | LOGO_UP, LOGO_OF_SHORT, .120f, -1, -1},

    /* Labels that anybody may draw, in no place of their own. */
    {"ai-label", "AI" MADE, "", true, &plain, "A I sheng cheng", LOGO_ANY, LOGO_OF_SHORT, .155f, -1, -1},
    {"ai-label", "AI " MAKES, "", true, &plain, "A I _ saeng seong", LOGO_ANY, LOGO_OF_SHORT, .167f, -1, -1},
    {"ai-label", "AI\xEB\xA1\x9C " MAKES "\xEB\x90\x9C", "", true, &plain, "A I ro _ saeng seong doen", LOGO_ANY, LOGO_OF_SHORT, .267f, -1, -1},
    {"ai-label", "\xEC\x9D\xB8\xEA\xB3\xB5\xEC\xA7\x80\xEB\x8A\xA5 " MAKES, "", true, &plain, "in gong ji neung _ saeng seong", LOGO_ANY, LOGO_OF_SHORT, .32f, -1, -1},
    {"ai-label", "AI-generated", "", true, &thin, "A I - g e n e r a t e d", LOGO_ANY, LOGO_OF_SHORT, .31f, -1, -1},
    {"ai-label", "Made with AI", "", true, &thin, "M a d e _ w i t h _ A I", LOGO_ANY, LOGO_OF_SHORT, .31f, -1, -1},
    {"ai-label", "\xE4\xBA\xBA\xE5\xB7\xA5\xE6\x99\xBA\xE8\x83\xBD" MADE, "", true, &plain, "ren gongzuo zhi neng sheng cheng", LOGO_ANY, LOGO_OF_SHORT, .325f, -1, -1},
};
/* clang-format on */

const struct logo *logo_at(size_t i)
{
    return i < sizeof(logos) / sizeof(logos[0]) ? &logos[i] : NULL;
}

static const struct letter *letter(const struct logo *l, const char **names)
{
    size_t n = strcspn(*names, " ");
    const struct letter *a = l->alphabet->letters;

    while (a->name && (strlen(a->name) != n || memcmp(a->name, *names, n) != 0))
        a++;
    *names += n;
    while (**names == ' ')
        ++*names;
    return a->name ? a : NULL;
}

unsigned logo_letters(const struct logo *l)
{
    const char *at = l->letters;
    unsigned n = 0;

    while (*at)
        n += letter(l, &at) != NULL;
    return n;
}

void logo_size(const struct logo *l, float *width, float *height)
{
    const char *at = l->letters;

    *height = l->alphabet->bottom - l->alphabet->top;
    *width = 0;
    while (*at) {
        const struct letter *a = letter(l, &at);

        *width += a ? a->advance : 0;
    }
}

void logo_draw(const struct logo *l, struct cover *c, struct pen pen)
{
    const char *at = l->letters;

    pen.y -= l->alphabet->top * pen.scale;
    while (*at) {
        const struct letter *a = letter(l, &at);

        if (!a)
            continue;
        stroke_draw(c, a->drawing, pen);
        pen.x += a->advance * pen.scale;
    }
}
