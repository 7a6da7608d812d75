/* SPDX-License-Identifier: Apache-2.0
 * sinks.c - opening and closing them; writing goes through their reports. */
#include "tool/sinks.h"

#include "tool/input.h"
#include "tool/say.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 64 << 10 /* bytes written to a file at once */
};

static int put(void *ctx, const char *p, size_t n)
{
    struct sink *s = ctx;

    if (fwrite(p, 1, n, s->file) == n)
        return 0;
    s->error = errno;
    return -1;
}

static int hold(void *ctx, const char *p, size_t n)
{
    struct sink *s = ctx;

    if (!s->aside)
        s->aside = tmpfile();
    if (s->aside && fwrite(p, 1, n, s->aside) == n)
        return 0;
    s->error = errno;
    return -1;
}

static long held(void *ctx, char *to, size_t room)
{
    struct sink *s = ctx;

    if (!s->aside)
        return 0;
    if (!s->turned && fseek(s->aside, 0, SEEK_SET) != 0)
        return -1;
    s->turned = true;
    room = fread(to, 1, room, s->aside);
    return ferror(s->aside) ? -1 : (long)room;
}

static bool is_stdout(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

/* may_write is whether a report at path destroys nothing of this run: a file
 * that is to be checked, another report, the store. */
static bool may_write(const struct sinks *s, const struct batch *b,
                      const char *path)
{
    const struct texts *own = &s->own.paths;
    bool taken = false;

    for (size_t i = 0; !taken && i < own->count; i++)
        taken = own_same(path, own->list[i]);
    for (size_t i = 0; !taken && i < b->path_count; i++)
        taken = own_same(path, b->paths[i]);
    if (taken)
        say(tr("%s: it would be written over, and is in use by this run: give "
               "the report another name",
               "%s: 이번 실행에서 쓰는 파일을 덮어쓰게 됩니다. 보고서에 다른 "
               "이름을 지정하세요"),
            path);
    return !taken;
}

/* gather lets a file have whole blocks, which are cheaper for it; who reads a
 * pipe or a terminal gets what a report has gathered.  A block lasts as long
 * as standard output does. */
static void gather(FILE *file, size_t sink)
{
    static char blocks[SINKS][BLOCK];
    struct stat st;

    if (fstat(fileno(file), &st) == 0 && S_ISREG(st.st_mode))
        setvbuf(file, blocks[sink], _IOFBF, BLOCK);
    else
        setvbuf(file, NULL, _IONBF, 0);
}

static bool open_sink(struct sinks *all, const struct batch *b,
                      const struct output *o)
{
    struct sink *s = &all->list[all->count];
    int fd = STDOUT_FILENO;

    if (all->count == SINKS) {
        say("%s", tr("too many reports at once", "보고서가 너무 많습니다"));
        return false;
    }
    s->path = is_stdout(o->path) ? NULL : o->path;
    if (s->path && !may_write(all, b, s->path))
        return false;
    s->file = s->path ? fopen(s->path, "wb") : stdout;
    if (!s->file) {
        say("%s: %s", s->path, input_tell(errno));
        return false;
    }
    gather(s->file, all->count);
    s->config = (gm_report_config)GM_REPORT_CONFIG_INIT;
    s->config.kind = o->kind;
    s->config.lang = say_lang_name();
    s->config.write = put;
    s->config.ctx = s;
    s->config.hold = hold;
    s->config.held = held;
    s->config.redact = b->redact;
    s->config.stats = b->stats;
    s->config.single = b->single;
    s->config.unknown_fails = b->strict;
    s->config.warn_fails = b->fail_on_warn;
    s->config.colour = !s->path && say_colour(fd);
    s->config.width = say_width(fd);
    s->config.fit = !s->path && isatty(fd);
    all->count++;
    if (s->path && !own_add(&all->own, s->path, ""))
        return false;
    if (!s->path && isatty(fd))
        all->live = s;
    return gm_report_new(&s->config, &s->report) == GM_OK;
}

/* own_store takes in the store, which SQLite keeps in up to four files. */
static bool own_store(struct own *own, const struct batch *b)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    const struct db *store = b->keep ? b->keep->store : b->from;

    for (size_t i = 0; store && i < sizeof(endings) / sizeof(*endings); i++)
        if (!own_add(own, db_path(store), endings[i]))
            return false;
    return true;
}

bool sinks_open(struct sinks *s, const struct batch *b)
{
    const struct outputs *o = &b->outputs;
    const struct output text = {"text", NULL};
    bool taken = false;

    if (!own_store(&s->own, b))
        return false;
    for (size_t i = 0; i < o->count; i++) {
        if (is_stdout(o->list[i].path) && taken) {
            say("%s", tr("two reports cannot both go to standard output: give "
                         "one a file, as in --json=FILE",
                         "두 보고서를 함께 표준 출력으로 보낼 수 없습니다. "
                         "--json=FILE처럼 파일을 지정하세요"));
            return false;
        }
        taken |= is_stdout(o->list[i].path);
        if (!open_sink(s, b, &o->list[i]))
            return false;
    }
    return taken || open_sink(s, b, &text);
}

static void tell(const struct sink *s)
{
    const char *why = s->error ? input_tell(s->error)
                               : tr("out of memory", "메모리가 부족합니다");

    if (!s->path)
        say_lost(why);
    else if (s->error != EPIPE)
        say(tr("%s: the report could not be written to its end: %s",
               "%s: 보고서를 끝까지 쓰지 못했습니다: %s"),
            s->path, why);
}

bool sinks_close(struct sinks *all)
{
    bool ok = true;

    for (size_t i = 0; i < all->count; i++) {
        struct sink *s = &all->list[i];
        bool good = !s->report || gm_report_end(s->report) == GM_OK;

        if (fflush(s->file) != 0 || (s->path && fclose(s->file) != 0)) {
            s->error = errno;
            good = false;
        }
        if (s->aside)
            fclose(s->aside);
        if (!good)
            tell(s);
        ok &= good;
    }
    own_free(&all->own);
    return ok;
}
