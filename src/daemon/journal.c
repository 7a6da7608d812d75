/* SPDX-License-Identifier: Apache-2.0
 * journal.c - a line each, in one write, so that lines never mix.  A log that
 * is full or stuck costs lines, which are counted, and never a request. */
#include "daemon/journal.h"

#include "daemon/draft.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int to = STDERR_FILENO;
static bool silent;
static uint64_t lost;
static struct draft line;

bool journal_open(const char *path, bool quiet)
{
    silent = quiet;
    if (!path)
        return true;
    to = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    return to >= 0;
}

uint64_t journal_lost(void)
{
    return lost;
}

static void begin(void)
{
    struct timespec now;
    struct tm t;
    char stamp[32];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &t);
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &t);
    line.len = 0;
    draft_say(&line, "{\"time\":\"%s.%03ldZ\"", stamp, now.tv_nsec / 1000000);
}

static void text(const char *key, const char *value)
{
    if (!value || !*value)
        return;
    draft_say(&line, ",\"%s\":", key);
    draft_json(&line, value, strlen(value));
}

static void end(void)
{
    struct pollfd p = {to, POLLOUT, 0};

    draft_text(&line, "}\n");
    if (line.failed) {
        draft_free(&line);
        lost++;
    } else if (poll(&p, 1, 0) != 1 ||
               write(to, line.at, line.len) != (ssize_t)line.len) {
        lost++;
    }
}

void journal_event(const char *what, const char *detail)
{
    begin();
    text("event", what);
    text("detail", detail);
    end();
}

void journal_worker(int32_t pid, int signal)
{
    begin();
    text("event", "worker died");
    draft_say(&line, ",\"pid\":%d,\"signal\":%d", (int)pid, signal);
    end();
}

void journal_request(const struct journal_request *r)
{
    if (silent)
        return;
    begin();
    text("id", r->id);
    text("method", r->method);
    text("path", r->path);
    draft_say(&line, ",\"status\":%u,\"ms\":%lld,\"bytes\":%llu", r->status,
              (long long)r->ms, (unsigned long long)r->bytes);
    text("format", r->format);
    text("verdicts", r->verdicts);
    text("why", r->why);
    if (r->cached)
        draft_text(&line, ",\"cached\":true");
    if (r->pid)
        draft_say(&line, ",\"pid\":%d", (int)r->pid);
    end();
}
