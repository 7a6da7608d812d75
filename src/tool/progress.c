/* SPDX-License-Identifier: Apache-2.0
 * progress.c - counts, rates, and what is left. */
#include "tool/progress.h"

#include "tool/row.h"
#include "tool/say.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
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
        fputs("\"path\":", say_err());
        row_quote(say_err(), path, strlen(path));
        fputc(',', say_err());
    }
    fprintf(say_err(), "\"done\":%s}\n", last ? "true" : "false");
}

/* A line that is being put together, never wider than the terminal: one that
 * wraps is not taken back by the next. */
struct line {
    char text[400];
    size_t len, columns, width;
};

/* columns_of counts those that text takes, where what is not ASCII is Korean
 * and takes two. */
static size_t columns_of(const char *s)
{
    size_t n = 0;

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        n += c < 0x80 ? 1 : c >= 0xC0 ? 2 : 0;
    }
    return n;
}

/* add puts a part at the end where it fits; else the line goes without it. */
__attribute__((format(printf, 2, 3))) static void add(struct line *l,
                                                      const char *format, ...)
{
    char part[100];
    va_list args;
    size_t n, columns;

    va_start(args, format);
    vsnprintf(part, sizeof(part), format, args);
    va_end(args);
    n = strlen(part);
    columns = columns_of(part);
    if (l->columns + columns >= l->width || l->len + n >= sizeof(l->text))
        return;
    memcpy(l->text + l->len, part, n + 1);
    l->len += n;
    l->columns += columns;
}

/* add_bar draws how much is done. */
static void add_bar(struct line *l, const struct progress *p)
{
    enum {
        CELLS = 16,
        WIDE = 100 /* columns; half the cells where there are fewer */
    };
    uint64_t done = p->entries < p->total ? p->entries : p->total;
    unsigned most = l->width < WIDE ? CELLS / 2 : CELLS;
    unsigned full = (unsigned)(done * most / p->total);
    char cells[CELLS + 1] = {0};

    memset(cells, '.', most);
    memset(cells, '#', full);
    add(l, "[%s] %3.0f%%  ", cells,
        floor(100 * (double)done / (double)p->total));
}

/* add_counts tells of what there is some. */
static void add_counts(struct line *l, const struct progress *p)
{
    const struct {
        const char *what;
        uint64_t count;
    } parts[] = {{tr("failed", "미충족"), p->failed},
                 {tr("unknown", "판단 불가"), p->unknown},
                 {tr("not read", "읽지 못함"), p->unread}};
    const char *sign = ";";

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (!parts[i].count)
            continue;
        add(l, "%s %s %" PRIu64, sign, parts[i].what, parts[i].count);
        sign = ",";
    }
}

/* What tells more stands first: a narrow terminal shows that. */
static void put_line(const struct progress *p, double took, const char *path)
{
    struct line l = {.width = p->width};
    double rest = left(p, took), per = took > 0 ? 1 / took : 0;

    if (p->total)
        add_bar(&l, p);
    add(&l, tr("%" PRIu64 " checked", "%" PRIu64 "개 검사"), p->items);
    if (rest >= 0)
        add(&l, tr(", %.0f:%02.0f left", ", %.0f:%02.0f 남음"),
            floor(rest / 60), fmod(floor(rest), 60));
    add_counts(&l, p);
    add(&l, tr(", %.0f/s", ", 초당 %.0f개"), (double)p->items * per);
    add(&l, ", %.1f MB/s", (double)p->bytes * per / 1e6);
    add(&l, "  ");
    fprintf(say_err(), "\r\x1b[K%s", l.text);
    /* The end of the path tells more than its beginning.  Bytes are counted
     * as columns, which never makes the line too long. */
    if (path && l.columns + 8 < l.width) {
        size_t len = strlen(path), room = l.width - l.columns - 2;

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
