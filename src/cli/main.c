/* SPDX-License-Identifier: Apache-2.0
 * main.c - picks the command. */
#include "cli/cmds.h"
#include "genmark.h"
#include "tool/input.h"
#include "tool/say.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* LEAVE ends the program.  Once all is written and closed, the system takes
 * back at once what libraries would tidy up, so the release build says _exit;
 * sanitizers and coverage report at exit. */
#ifndef LEAVE
#define LEAVE exit
#endif

static const struct command *const commands[] = {
    &cmd_check,   &cmd_show,  &cmd_diff,   &cmd_report,
    &cmd_rejudge, &cmd_merge, &cmd_rules,  &cmd_formats,
    &cmd_trust,   &cmd_serve, &cmd_doctor, &cmd_selftest};

static const struct {
    const char *line, *en, *ko;
} first[] = {
    {"genmark check picture.png",
     "what marks it carries, what the law asks, and how to mend it",
     "어떤 표시가 있고, 법이 무엇을 요구하며, 어떻게 고치는지"},
    {"genmark check --fact role=provider --fact delivery=exported out/",
     "the same for a folder, telling what no file tells",
     "폴더 전체를, 파일로는 알 수 없는 사실과 함께"},
    {"genmark check --html report.html out/", "a page to hand on",
     "공유할 HTML 보고서"},
    {"genmark rules --facts", "the questions the law asks, and their answers",
     "법이 묻는 것과 그 답 목록"},
    {"genmark show picture.png", "where everything stands in a file",
     "파일 안 어디에 무엇이 있는지"},
};

enum {
    COMMANDS = sizeof(commands) / sizeof(commands[0])
};

static void help(void)
{
    printf(
        "%s\n\n%s\n",
        tr("Usage: genmark COMMAND [option]... [argument]...",
           "사용법: genmark 명령 [옵션]... [인자]..."),
        tr("genmark finds the marks of AI generation in files and judges them "
           "against\ndisclosure law.",
           "genmark는 파일에서 AI 생성 표시를 찾아 표시 의무 법령에 따라 "
           "판정합니다."));
    printf("\n%s\n", tr("Commands:", "명령:"));
    for (int i = 0; i < COMMANDS; i++)
        printf("  %-10s %s\n", commands[i]->name,
               tr(commands[i]->en, commands[i]->ko));
    printf("\n%s\n", tr("Begin with:", "이렇게 시작하세요:"));
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
        printf("  %s\n      %s\n", first[i].line, tr(first[i].en, first[i].ko));
    printf(
        "\n%s\n",
        tr("`genmark COMMAND --help` explains a command; exit codes: 0 all "
           "well, 1 a rule failed,\n2 usage, 3 some verdict is unknown, 4 "
           "nothing to check, 5 something was not read.",
           "`genmark 명령 --help`로 자세한 설명을 볼 수 있습니다. 종료 코드: "
           "0 이상 없음, 1 규칙 미충족,\n2 사용법 오류, 3 판단 불가, 4 검사할 "
           "것 없음, 5 읽지 못한 것 있음."));
}

static const struct command *find(const char *name)
{
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i];
    return NULL;
}

static int unknown(const char *name)
{
    const char *names[COMMANDS + 1] = {0}, *near;

    for (int i = 0; i < COMMANDS; i++)
        names[i] = commands[i]->name;
    near = options_near(name, names);
    if (*name == '-')
        say(tr("options come after a command, as in `genmark check %s`",
               "옵션은 `genmark check %s`처럼 명령 뒤에 적습니다"),
            name);
    else if (!near && access(name, F_OK) == 0)
        say(tr("there is no command '%s'; `genmark check %s` judges what is "
               "there",
               "'%s' 명령은 없습니다. `genmark check %s`로 검사할 수 있습니다"),
            name, name);
    else if (near)
        say(tr("there is no command '%s'; did you mean '%s'?",
               "'%s' 명령은 없습니다. '%s' 명령을 찾으셨나요?"),
            name, near);
    else
        say(tr("there is no command '%s'; `genmark --help` lists them",
               "'%s' 명령은 없습니다. `genmark --help`로 목록을 볼 수 있습니다"),
            name);
    return EXIT_USAGE;
}

/* keep_memory lets what one file took wait for the next: without it the C
 * library hands some pages back and asks for them again with every file, which
 * was two fifths of the time in the system for small ones. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
    mallopt(M_TOP_PAD, 1 << 20); /* else a worker's memory grows by pages */
#endif
}

/* written is the exit code, once all that was printed is out: a full disk is
 * often met only then. */
static int written(int rc)
{
    bool flushed = fflush(stdout) == 0;

    if (flushed && !ferror(stdout))
        return rc;
    say_lost(flushed ? NULL : input_tell(errno));
    return rc == EXIT_FAILED || rc == EXIT_USAGE ? rc : EXIT_UNREAD;
}

static int run(int argc, char **argv)
{
    const char *cpu;
    const struct command *c;

    /* A reader that goes away ends the output, not the program's manners. */
    signal(SIGPIPE, SIG_IGN);
    keep_memory();
    gm_alone();
    say_lang(NULL);
    cpu = getenv("GENMARK_CPU");
    if (cpu && *cpu && gm_cpu(cpu) != GM_OK) {
        say(tr("GENMARK_CPU: '%s' is none of plain, ssse3, avx2, avx512, neon",
               "GENMARK_CPU: '%s'은 plain, ssse3, avx2, avx512, neon 중 하나가 "
               "아닙니다"),
            cpu);
        return EXIT_USAGE;
    }
    if (argc < 2) {
        help();
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        c = argc > 2 ? find(argv[2]) : NULL;
        if (argc > 2 && !c)
            return unknown(argv[2]);
        if (c)
            options_help(c);
        else
            help();
        return EXIT_PASS;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("genmark %s\n", gm_version());
        return EXIT_PASS;
    }
    c = find(argv[1]);
    return c ? c->run(c, argc - 2, argv + 2) : unknown(argv[1]);
}

int main(int argc, char **argv)
{
    LEAVE(written(run(argc, argv)));
}
