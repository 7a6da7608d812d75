/* SPDX-License-Identifier: Apache-2.0
 * cmd_doctor.c - genmark doctor: is this installation what its owner thinks?
 *
 * A line each: "ok", "note" of what an owner may have meant so, or "look";
 * nothing is changed. */
#define _DEFAULT_SOURCE
#include "cli/cmds.h"
#include "genmark.h"
#include "tool/pool.h"
#include "tool/say.h"
#include "tool/setup.h"
#include "tool/trust.h"
#include "tool/usual.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    BEGAN = 1767225600 /* 2026-01-01: no clock of ours is before that */
};

struct settings {
    struct setup setup;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Options:", .ko = "옵션:"},
    {OPT_LIST, "pack", 0, "FILE", AT(setup.packs), NULL,
     "look at a rule pack of your own too", "직접 만든 규칙 묶음까지 점검"},
    USUAL_LANG,
    {0},
};
/* clang-format on */

static bool line(bool ok, const char *what)
{
    printf("%-6s %s\n", ok ? tr("ok", "정상") : tr("look", "확인"), what);
    return ok;
}

/* note is a line about what is as it comes, and need not stay so. */
static bool note(const char *what)
{
    printf("%-6s %s\n", tr("note", "참고"), what);
    return true;
}

static bool versions(void)
{
    char text[120];
    bool same = strcmp(gm_version(), GM_VERSION) == 0;

    snprintf(text, sizeof(text),
             tr("program %s, library %s", "프로그램 %s, 라이브러리 %s"),
             GM_VERSION, gm_version());
    return line(same, text);
}

static bool rules(const gm_engine *e)
{
    gm_rule_info r;
    size_t n = 0;
    char text[160];

    while (gm_rule_at(e, n, &r))
        n++;
    snprintf(text, sizeof(text), tr("%zu rules", "규칙 %zu개"), n);
    return line(n > 0, text);
}

static bool anchors(const gm_engine *e)
{
    gm_anchor_info a;
    size_t n = 0, ended = 0;
    int64_t now = (int64_t)time(NULL);
    char text[240];

    for (; gm_anchor_at(e, n, &a); n++)
        ended += a.to < now;
    if (!n)
        return note(tr("no trust list: a valid C2PA signature will not be "
                       "trusted; `genmark trust add FILE`",
                       "신뢰 목록 없음: 유효한 C2PA 서명도 신뢰됨으로 나오지 "
                       "않습니다. `genmark trust add FILE`"));
    snprintf(text, sizeof(text),
             tr("%zu trust anchors, %zu of them ended; `genmark trust check`",
                "신뢰 인증서 %zu개, 만료 %zu개; `genmark trust check`"),
             n, ended);
    return line(!ended, text);
}

/* charset: names and messages are UTF-8 whatever the locale says. */
static bool charset(void)
{
    char text[200];
    bool is;

    setlocale(LC_CTYPE, "");
    is = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    snprintf(text, sizeof(text),
             is ? tr("the locale writes %s; messages are in %s",
                     "로캘 문자 집합 %s; 메시지 언어 %s")
                : tr("the locale writes %s, and genmark UTF-8: a terminal may "
                     "show names wrong; messages are in %s",
                     "로캘 문자 집합은 %s이지만 genmark는 UTF-8로 씁니다. "
                     "터미널에 이름이 잘못 보일 수 있습니다. 메시지 언어 %s"),
             nl_langinfo(CODESET), say_lang_name());
    setlocale(LC_CTYPE, "C");
    return is ? line(true, text) : note(text);
}

static bool surroundings(void)
{
    struct rlimit files;
    char text[200];
    FILE *nameless = tmpfile();
    bool ok;
    struct timespec now;

    ok =
        line(nameless != NULL,
             nameless ? tr("temporary files can be made (for long standard "
                           "input)",
                           "임시 파일을 만들 수 있음 (긴 표준 입력용)")
                      : tr("no temporary file can be made: standard input of "
                           "over 64 MB cannot be read",
                           "임시 파일을 만들 수 없음: 64 MB가 넘는 표준 입력을 "
                           "읽지 못합니다"));
    if (nameless)
        fclose(nameless);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        snprintf(text, sizeof(text),
                 tr("%llu files may be open at once, for %u threads",
                    "동시에 열 수 있는 파일 %llu개, 스레드 %u개"),
                 (unsigned long long)files.rlim_cur, pool_threads());
        ok &= line(files.rlim_cur > 4ull * pool_threads() + 32, text);
    }
    ok &= charset();
    clock_gettime(CLOCK_REALTIME, &now);
    ok &=
        line(now.tv_sec > BEGAN,
             now.tv_sec > BEGAN
                 ? tr("the clock is past 2026-01-01: --as-of may default to "
                      "it",
                      "시계가 2026-01-01 이후를 가리킴: --as-of 기본값으로 쓸 "
                      "수 있음")
                 : tr("the clock is before 2026-01-01: tell --as-of",
                      "시계가 2026-01-01 이전을 가리킴: --as-of를 "
                      "지정하세요"));
    return ok;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    gm_engine *e;
    int rc = options_read(c, argc, argv, &s, NULL);
    bool ok;

    if (rc < 0) {
        ok = versions();
        e = setup_engine(&s.setup);
        ok &= line(e != NULL, tr("packs, trust lists and limits load",
                                 "규칙 묶음, 신뢰 목록, 한도를 읽음"));
        if (e) {
            ok &= rules(e);
            ok &= anchors(e);
        }
        ok &= surroundings();
        gm_engine_unref(e);
        rc = ok ? EXIT_PASS : EXIT_FAILED;
    }
    setup_free(&s.setup);
    return rc;
}

const struct command cmd_doctor = {
    .name = "doctor",
    .args = "",
    .en = "look for what is amiss with this installation",
    .ko = "이 설치에 문제가 없는지 살펴봅니다",
    .opts = opts,
    .run = run,
};
