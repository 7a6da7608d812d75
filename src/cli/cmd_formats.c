/* SPDX-License-Identifier: Apache-2.0
 * cmd_formats.c - genmark formats: what it reads, finds, and stops at. */
#include "cli/cmds.h"
#include "genmark.h"
#include "tool/members.h"
#include "tool/row.h"
#include "tool/say.h"
#include "tool/usual.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct settings {
    bool marks, limits, json;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_ON, "marks", 0, NULL, AT(marks), NULL,
     "the finders of marks instead", "대신 표시 탐색기 목록"},
    {OPT_ON, "limits", 0, NULL, AT(limits), NULL,
     "the limits instead", "대신 한도 목록"},
    {OPT_ON, "json", 0, NULL, AT(json), NULL,
     "JSON lines, an object for each", "한 줄에 하나씩 JSON으로"},
    USUAL_LANG,
    {0},
};
/* clang-format on */

static void text(const char *name, const char *value)
{
    row_text(name, value, value ? strlen(value) : 0);
}

static void put_formats(bool json)
{
    gm_format_info f;

    if (!json)
        printf("%-8s %-9s %-7s %-27s %s\n", "format", "media", "pixels",
               "verified by", "MIME");
    for (size_t i = 0; gm_format_at(i, &f); i++) {
        if (!json) {
            printf("%-8s %-9s %-7s %-27s %s\n", f.name, gm_media_name(f.media),
                   f.pixels ? "yes" : "no", f.verified ? f.verified : "",
                   f.mime ? f.mime : "");
            continue;
        }
        text("format", f.name);
        text("media", gm_media_name(f.media));
        row_flag("pixels", f.pixels);
        text("verified", f.verified);
        text("mime", f.mime);
        text("endings", f.files);
        row_end();
    }
}

static void put_marks(bool json)
{
    const char *name, *what;

    for (size_t i = 0; gm_finder_at(i, &name, &what); i++) {
        if (!json) {
            printf("%-17s %s\n", name, what);
            continue;
        }
        text("finder", name);
        text("what", what);
        row_end();
    }
}

static void put_limit(bool json, const char *name, uint64_t dflt,
                      const char *what)
{
    if (!json) {
        printf("%-14s %15" PRIu64 "  %s\n", name, dflt, what);
        return;
    }
    text("limit", name);
    row_number("default", dflt);
    text("what", what);
    row_end();
}

/* Those of the library, and of the archives that the program opens itself. */
static void put_limits(bool json)
{
    const char *name, *what;
    uint64_t dflt;

    for (size_t i = 0; gm_limit_at(i, &name, &dflt, &what); i++)
        put_limit(json, name, dflt, what);
    for (size_t i = 0; members_limit_at(i, &name, &dflt, &what); i++)
        put_limit(json, name, dflt, what);
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    int rc = options_read(c, argc, argv, &s, NULL);

    if (rc >= 0)
        return rc;
    if (s.marks)
        put_marks(s.json);
    if (s.limits)
        put_limits(s.json);
    if (!s.marks && !s.limits)
        put_formats(s.json);
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
