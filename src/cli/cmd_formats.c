/* SPDX-License-Identifier: Apache-2.0
 * cmd_formats.c - genmark formats: what it reads, finds, and stops at. */
#include "cli/cmds.h"
#include "genmark.h"
#include "tool/say.h"

#include <inttypes.h>
#include <stdio.h>

struct settings {
    bool marks, limits;
    const char *lang;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_ON, "marks", 0, NULL, AT(marks), NULL,
     "the finders of marks instead", "대신 표시 탐색기 목록"},
    {OPT_ON, "limits", 0, NULL, AT(limits), NULL,
     "the limits instead", "대신 한도 목록"},
    {OPT_TEXT, "lang", 0, "en|ko", AT(lang), "en ko",
     "language (default: that of the locale)", "언어 (기본값: 로캘)"},
    {0},
};
/* clang-format on */

static void put_formats(void)
{
    gm_format_info f;

    printf("%-8s %-9s %-7s %-27s %s\n", "format", "media", "pixels",
           "verified by", "MIME");
    for (size_t i = 0; gm_format_at(i, &f); i++)
        printf("%-8s %-9s %-7s %-27s %s\n", f.name, gm_media_name(f.media),
               f.pixels ? "yes" : "no", f.verified ? f.verified : "",
               f.mime ? f.mime : "");
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct texts rest = {0};
    const char *name, *what;
    uint64_t dflt;
    int rc = options_read(c, argc, argv, &s, &rest);

    texts_free(&rest);
    if (rc >= 0)
        return rc;
    if (s.lang)
        say_lang(s.lang);
    if (s.marks)
        for (size_t i = 0; gm_finder_at(i, &name, &what); i++)
            printf("%-16s %s\n", name, what);
    if (s.limits)
        for (size_t i = 0; gm_limit_at(i, &name, &dflt, &what); i++)
            printf("%-14s %15" PRIu64 "  %s\n", name, dflt, what);
    if (!s.marks && !s.limits)
        put_formats();
    return EXIT_PASS;
}

const struct command cmd_formats = {
    .name = "formats",
    .args = "",
    .en = "list the formats that are read, the finders, and the limits",
    .ko = "읽는 형식, 표시 탐색기, 한도를 보여 줍니다",
    .opts = opts,
    .run = run,
};
