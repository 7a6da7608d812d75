/* SPDX-License-Identifier: Apache-2.0
 * progress.c - counts, rates, and what is left. */
#include "tool/progress.h"

#include "tool/say.h"

#include <inttypes.h>
#include <math.h>
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
    p->width = say_width(fileno(say_err()));
}

static double seconds(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) +
           (double)(b->tv_nsec - a->tv_nsec) / 1e9;
}

/* left is how many seconds the rest takes at the rate so far; negative where
 * that is not known. */
static double left(const struct progress *p, double took)
{
    if (!p->total || !p->entries || p->entries > p->total || took < 1)
        return -1;
    return took * (double)(p->total - p->entries) / (double)p->entries;
}

static void put_json(const struct progress *p, double took, const char *path,
                     bool last)
{
    double rest = left(p, took);

    fprintf(say_err(),
            "{\"items\":%" PRIu64 ",\"failed\":%" PRIu64 ",\"unknown\":%" PRIu64
            ",\"unread\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"copies\":%" PRIu64
            ",\"ms\":%.0f,",
            p->items, p->failed, p->unknown, p->unread, p->bytes, p->copies,
            took * 1000);
    if (p->entries)
        fprintf(say_err(), "\"entries\":%" PRIu64 ",", p->entries);
    if (p->total)
        fprintf(say_err(), "\"total\":%" PRIu64 ",", p->total);
    if (rest >= 0)
        fprintf(say_err(), "\"left_ms\":%.0f,", rest * 1000);
    if (path) {
        fprintf(say_err(), "\"path\":\"");
        for (; *path; path++) {
            unsigned char c = (unsigned char)*path;

            if (c == '"' || c == '\\')
                fputc('\\', say_err());
            if (c < 32 || c > 126) /* a path may be in no charset */
                fputc('?', say_err());
            else
                fputc(c, say_err());
        }
        fprintf(say_err(), "\",");
    }
    fprintf(say_err(), "\"done\":%s}\n", last ? "true" : "false");
}

/* put_bar draws how much is done. */
static int put_bar(const struct progress *p, char *to, size_t size)
{
    enum {
        CELLS = 16
    };
    uint64_t done = p->entries < p->total ? p->entries : p->total;
    unsigned full = (unsigned)(done * CELLS / p->total);
    char cells[CELLS + 1];

    for (unsigned i = 0; i < CELLS; i++)
        cells[i] = i < full ? '#' : '.';
    cells[CELLS] = 0;
    return snprintf(to, size, "[%s] %3.0f%%  ", cells,
                    floor(100 * (double)done / (double)p->total));
}

static void put_line(const struct progress *p, double took, const char *path)
{
    char text[400];
    double rest = left(p, took), per = took > 0 ? 1 / took : 0;
    size_t size = sizeof(text), n = 0;

    if (p->total)
        n += (size_t)put_bar(p, text, size);
    n += (size_t)snprintf(text + n, size - n,
                          tr("%" PRIu64 " checked, %.0f/s, %.1f MB/s",
                             "%" PRIu64 "개 검사, 초당 %.0f개, %.1f MB/s"),
                          p->items, (double)p->items * per,
                          (double)p->bytes * per / 1e6);
    if (rest >= 0)
        n += (size_t)snprintf(text + n, size - n,
                              tr(", %.0f:%02.0f left", ", %.0f:%02.0f 남음"),
                              floor(rest / 60), fmod(floor(rest), 60));
    n += (size_t)snprintf(text + n, size - n,
                          tr("; failed %" PRIu64 ", unknown %" PRIu64
                             ", not read %" PRIu64 "  ",
                             "; 미충족 %" PRIu64 ", 판단 불가 %" PRIu64
                             ", 읽지 못함 %" PRIu64 "  "),
                          p->failed, p->unknown, p->unread);
    fprintf(say_err(), "\r\x1b[K%s", text);
    /* The end of the path tells more than its beginning.  Bytes are counted
     * as columns, which never makes the line too long. */
    if (path && n + 8 < p->width) {
        size_t len = strlen(path), room = p->width - n - 2;

        if (len > room) {
            fputs("~", say_err());
            path += len - room + 1;
            while (((unsigned char)*path & 0xC0) == 0x80)
                path++;
        }
        say_plain(say_err(), path, strlen(path));
    }
    fflush(say_err());
}

static void show(struct progress *p, const char *path, bool last)
{
    double took = seconds(&p->began, &p->told);

    if (p->how == PROGRESS_JSON) {
        put_json(p, took, path, last);
        return;
    }
    if (last)
        fprintf(say_err(), "\r\x1b[K");
    else
        put_line(p, took, path);
    p->shown = true;
}

bool progress_due(struct progress *p)
{
    struct timespec now;
    double least = p->how == PROGRESS_JSON ? JSON_MS : LINE_MS;

    if (p->how == PROGRESS_NONE)
        return false;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds(&p->told, &now) * 1000 < least)
        return false;
    p->told = now;
    return true;
}

void progress_tell(struct progress *p, const char *path)
{
    show(p, path, false);
}

void progress_end(struct progress *p)
{
    if (p->how == PROGRESS_NONE || (p->how == PROGRESS_LINE && !p->shown))
        return;
    clock_gettime(CLOCK_MONOTONIC, &p->told);
    show(p, NULL, true);
}
