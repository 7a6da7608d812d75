/* SPDX-License-Identifier: Apache-2.0
 * progress.c - counts and a rate. */
#include "tool/progress.h"

#include "tool/say.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LINE_MS = 100,
    JSON_MS = 1000
};

/* is_watched: a terminal, or a pipe, which may end at one. */
static bool is_watched(int fd)
{
    struct stat st;

    return isatty(fd) || fstat(fd, &st) != 0 || S_ISFIFO(st.st_mode) ||
           S_ISSOCK(st.st_mode);
}

void progress_init(struct progress *p, const char *how)
{
    *p = (struct progress){.how = PROGRESS_NONE};
    if (how && strcmp(how, "json") == 0)
        p->how = PROGRESS_JSON;
    else if (!how || strcmp(how, "auto") == 0)
        p->how = isatty(fileno(say_err())) && !is_watched(STDOUT_FILENO)
                     ? PROGRESS_LINE
                     : PROGRESS_NONE;
    clock_gettime(CLOCK_MONOTONIC, &p->began);
    p->told = p->began;
}

static double seconds(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) +
           (double)(b->tv_nsec - a->tv_nsec) / 1e9;
}

static void show(struct progress *p, bool last)
{
    double took = seconds(&p->began, &p->told);
    double rate = took > 0 ? (double)p->items / took : 0;

    if (p->how == PROGRESS_JSON) {
        fprintf(say_err(),
                "{\"items\":%" PRIu64 ",\"failed\":%" PRIu64
                ",\"unknown\":%" PRIu64 ",\"unread\":%" PRIu64
                ",\"bytes\":%" PRIu64 ",\"ms\":%.0f,\"done\":%s}\n",
                p->items, p->failed, p->unknown, p->unread, p->bytes,
                took * 1000, last ? "true" : "false");
        return;
    }
    fprintf(say_err(), "\r\x1b[K");
    if (last)
        return;
    fprintf(say_err(),
            tr("%" PRIu64 " checked, %.0f/s; failed %" PRIu64
               ", unknown %" PRIu64 ", not read %" PRIu64,
               "%" PRIu64 "개 검사, 초당 %.0f개; 미충족 %" PRIu64
               ", 판단 불가 %" PRIu64 ", 읽지 못함 %" PRIu64),
            p->items, rate, p->failed, p->unknown, p->unread);
    fflush(say_err());
    p->shown = true;
}

void progress_tell(struct progress *p)
{
    struct timespec now;
    double least = p->how == PROGRESS_JSON ? JSON_MS : LINE_MS;

    if (p->how == PROGRESS_NONE)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds(&p->told, &now) * 1000 < least)
        return;
    p->told = now;
    show(p, false);
}

void progress_end(struct progress *p)
{
    if (p->how == PROGRESS_NONE || (p->how == PROGRESS_LINE && !p->shown))
        return;
    clock_gettime(CLOCK_MONOTONIC, &p->told);
    show(p, true);
}
