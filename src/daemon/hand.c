/* SPDX-License-Identifier: Apache-2.0
 * hand.c - from an ask with a descriptor to JSON.
 *
 * The deadline and a signal (the client went away) stop a scan through
 * gm_input.alive.  Where that does not help, the front kills the process. */
#define _GNU_SOURCE /* F_GET_SEALS */
#include "daemon/hand.h"

#include "daemon/desk.h"
#include "daemon/display.h"
#include "daemon/pass.h"
#include "daemon/sandbox.h"
#include "daemon/ticket.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FACTS = 64,
    REPORTS = 4 /* by ASK_REDACT, and by language */
};

struct scene {
    int fd;
    gm_engine *engine;
    gm_worker *worker;
    gm_report *reports[REPORTS];
    struct draft text;
    int64_t end; /* of the scan at hand */
    int file;    /* of it; -1: it lies on the desk */
    const void *desk;
    size_t desk_len;
    bool hooks; /* crash and hang where a test file says so */
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

static int late(void *ctx)
{
    const struct scene *s = ctx;

    return stopped || now_ms() >= s->end;
}

static int add_text(void *ctx, const char *p, size_t n)
{
    struct draft *d = ctx;

    draft_bytes(d, p, n);
    return d->failed || d->len > WIRE_ANSWER;
}

static bool read_all(int fd, void *to, size_t n)
{
    char *at = to;

    while (n) {
        ssize_t k = recv(fd, at, n, 0);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        at += k;
        n -= (size_t)k;
    }
    return true;
}

/* answer sends a head and its text, together where that goes: the front then
 * wakes once. */
static bool answer(int fd, const struct told *head, const char *text, size_t n)
{
    size_t sent = 0, all = sizeof(*head) + n;

    while (sent < all) {
        size_t first = sent < sizeof(*head) ? sizeof(*head) - sent : 0;
        size_t skip = sent > sizeof(*head) ? sent - sizeof(*head) : 0;
        struct iovec parts[2] = {
            {(char *)(uintptr_t)head + sizeof(*head) - first, first},
            {(char *)(uintptr_t)text + skip, n - skip}};
        struct msghdr m = {.msg_iov = parts, .msg_iovlen = 2};
        ssize_t k = sendmsg(fd, &m, MSG_NOSIGNAL);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        sent += (size_t)k;
    }
    return true;
}

/* sit takes a desk. */
static bool sit(struct scene *s)
{
    if (!s->desk && s->file >= 0)
        s->desk = desk_map(s->file, &s->desk_len);
    if (s->file >= 0)
        close(s->file);
    s->file = -1;
    return s->desk != NULL;
}

/* placed is whether the file of an ask is where it says. */
static bool placed(struct scene *s, const struct ask *a)
{
    if (a->place == ASK_FILE)
        return s->file >= 0;
    return (a->place == ASK_NEW_DESK ? sit(s) : s->file < 0) && s->desk &&
           a->length <= s->desk_len;
}

/* hear takes an ask and its descriptor; false at the end. */
static bool hear(struct scene *s, struct ask *a)
{
    struct passed came;
    ssize_t n = pass_take(s->fd, a, sizeof(*a), &came);

    s->file = came.fds[0];
    if (n <= 0 || came.count > 1)
        return false;
    return read_all(s->fd, (char *)a + n, sizeof(*a) - (size_t)n) &&
           placed(s, a) && a->texts <= WIRE_TEXTS;
}

static int read_at(void *ctx, uint64_t off, void *to, size_t n)
{
    const struct scene *s = ctx;
    char *at = to;

    while (n) {
        ssize_t k = pread(s->file, at, n, (off_t)off);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return -1;
        at += k;
        off += (uint64_t)k;
        n -= (size_t)k;
    }
    return 0;
}

/* next_text is the text at *at, and moves past it; "" past the last. */
static const char *next_text(const char *texts, size_t len, size_t *at)
{
    const char *text = texts + *at;

    if (*at >= len)
        return "";
    *at += strnlen(text, len - *at) + 1;
    return text;
}

static bool begins(const char *p, size_t n, const char *with)
{
    return n >= strlen(with) && memcmp(p, with, strlen(with)) == 0;
}

/* escaped is whether any way out of the sandbox is open. */
static bool escaped(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    return child > 0 || open("/etc/passwd", O_RDONLY) >= 0 ||
           open("/proc/self/maps", O_RDONLY) >= 0 ||
           open("/tmp", O_TMPFILE | O_RDWR, 0600) >= 0 ||
           socket(AF_INET, SOCK_STREAM, 0) >= 0 ||
           socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || kill(getppid(), 0) == 0;
}

/* hoard takes all memory that there is, up to what a worker may have twice. */
static void hoard(void)
{
    enum {
        PIECE = 16 << 20,
        PIECES = 256
    };
    void *volatile kept = NULL; /* so that it is not left out */

    for (int size = PIECE; size >= 1 << 10; size >>= 2)
        for (int i = 0; i < PIECES && (kept = malloc((size_t)size)); i++)
            ;
    (void)kept;
}

/* hook does what a test file asks for: end badly, not at all, without memory,
 * or by breaking out. */
static void hook(const char *p, size_t n)
{
    if (begins(p, n, "GENMARK-TEST-CRASH") ||
        (begins(p, n, "GENMARK-TEST-ESCAPE") && escaped()))
        abort();
    if (begins(p, n, "GENMARK-TEST-MEMORY"))
        hoard();
    while (begins(p, n, "GENMARK-TEST-HANG"))
        ;
}

/* verdicts writes "kr=fail,eu=pass". */
static void verdicts(const gm_item *it, char *to, size_t size)
{
    size_t at = 0;

    *to = 0;
    for (size_t i = 0; i < it->verdict_count; i++) {
        const gm_law_verdict *v = &it->verdicts[i];
        const char *word = gm_verdict_name(v->verdict);
        size_t n = v->law.len + strlen(word) + 2;

        if (n >= size - at)
            return;
        if (at)
            to[at++] = ',';
        memcpy(to + at, v->law.ptr, v->law.len);
        at += v->law.len;
        to[at++] = '=';
        memcpy(to + at, word, strlen(word) + 1);
        at += strlen(word);
    }
}

static void copy(char *to, size_t size, gm_str from)
{
    size_t n = from.len < size ? from.len : size - 1;

    if (n)
        memcpy(to, from.ptr, n);
    to[n] = 0;
}

/* write_item makes the JSON of an item, with what stands beside it. */
static bool write_item(struct scene *s, const struct ask *a, const gm_item *it)
{
    unsigned kind =
        (a->flags & ASK_REDACT ? 1u : 0u) | (a->flags & ASK_KOREAN ? 2u : 0u);
    gm_report_config c = GM_REPORT_CONFIG_INIT;

    c.kind = "json";
    c.lang = kind & 2 ? "ko" : "en";
    c.redact = kind & 1;
    c.write = add_text;
    c.ctx = &s->text;
    if (!s->reports[kind] && gm_report_new(&c, &s->reports[kind]) != GM_OK)
        return false;
    if (gm_report_add(s->reports[kind], it) != GM_OK ||
        gm_report_flush(s->reports[kind]) != GM_OK)
        return false;
    while (s->text.len && (s->text.at[s->text.len - 1] == '\n' ||
                           s->text.at[s->text.len - 1] == '\r'))
        s->text.len--;
    if (!s->text.len || s->text.at[s->text.len - 1] != '}')
        return false;
    s->text.len--;
    draft_text(&s->text, ",");
    display_put(&s->text, it, c.redact != 0);
    draft_text(&s->text, "}\n");
    return !s->text.failed;
}

static const gm_item *scan(struct scene *s, gm_input *in, gm_status *got)
{
    const gm_item *item = NULL;
    static const char stop_text[] = "the time-out was reached";
    gm_error why = {
        GM_FAULT_TIMEOUT, {"", 0}, {stop_text, sizeof(stop_text) - 1}};

    *got = gm_scan(s->worker, in, &item);
    if (*got == GM_OK || *got == GM_BAD_PACK || *got == GM_BAD_ARG)
        return item;
    if (*got != GM_STOPPED) {
        const char *text = gm_status_text(*got);

        why = (gm_error){*got == GM_IO ? GM_FAULT_IO : GM_FAULT_LIMIT,
                         {"", 0},
                         {text, strlen(text)}};
    }
    if (*got == GM_NO_MEMORY)
        return NULL;
    return gm_error_item(s->worker, in, &why, &item) == GM_OK ? item : NULL;
}

/* open_file makes a descriptor the input; what it mapped, or NULL. */
static const void *open_file(struct scene *s, gm_input *in)
{
    int seals = fcntl(s->file, F_GET_SEALS);
    struct stat st;
    void *map = MAP_FAILED;

    in->length = fstat(s->file, &st) == 0 ? (uint64_t)st.st_size : 0;
    if (!in->length)
        return NULL;
    /* What cannot shrink may be mapped; a file could, and is read. */
    if (seals > 0 && (seals & F_SEAL_SHRINK))
        map = mmap(NULL, (size_t)in->length, PROT_READ, MAP_SHARED, s->file, 0);
    if (map != MAP_FAILED) {
        in->data = map;
        return map;
    }
    in->read = read_at;
    in->ctx = s;
    return NULL;
}

/* work answers one ask. */
static void work(struct scene *s, const struct ask *a, const char *texts,
                 struct told *out)
{
    gm_fact facts[FACTS];
    gm_input in = GM_INPUT_INIT;
    size_t at = 0;
    const void *map = NULL;
    const gm_item *item;
    gm_status got;

    in.name = next_text(texts, a->texts, &at);
    in.laws = next_text(texts, a->texts, &at);
    in.as_of = next_text(texts, a->texts, &at);
    in.facts = facts;
    for (; at < a->texts && in.fact_count < FACTS; in.fact_count++) {
        facts[in.fact_count].name = next_text(texts, a->texts, &at);
        facts[in.fact_count].value = next_text(texts, a->texts, &at);
    }
    in.effort = (gm_effort)a->effort;
    in.want = (a->flags & ASK_REDACT ? GM_REDACT : 0u) |
              (a->flags & ASK_HASH ? GM_WANT_HASH : 0u);
    in.alive = late;
    in.alive_ctx = s;
    if (a->place == ASK_FILE) {
        map = open_file(s, &in);
    } else {
        in.length = a->length;
        in.data = in.length ? s->desk : NULL;
    }
    if (s->hooks && in.data)
        hook(in.data, (size_t)in.length);
    item = scan(s, &in, &got);
    out->what = got == GM_NO_MEMORY                       ? TOLD_MEMORY
                : got == GM_BAD_PACK || got == GM_BAD_ARG ? TOLD_WRONG
                                                          : TOLD_ANSWER;
    if (item) {
        out->fault = item->error.kind;
        copy(out->format, sizeof(out->format), item->format);
        copy(out->limit, sizeof(out->limit), item->error.limit);
        verdicts(item, out->verdicts, sizeof(out->verdicts));
    }
    if (out->what == TOLD_ANSWER && (!item || !write_item(s, a, item)))
        out->what = TOLD_MEMORY;
    if (map)
        munmap((void *)(uintptr_t)map, (size_t)in.length);
}

static bool serve_one(struct scene *s)
{
    struct ask a;
    struct told out = {0};
    char texts[WIRE_TEXTS + 1];
    bool fine;

    if (!hear(s, &a) || !read_all(s->fd, texts, a.texts))
        return false;
    texts[a.texts] = 0;
    stopped = 0;
    s->end = now_ms() + a.ms;
    s->text.len = 0;
    work(s, &a, texts, &out);
    if (s->file >= 0)
        close(s->file);
    if (out.what != TOLD_ANSWER)
        s->text.len = 0;
    out.id = a.id;
    out.length = (uint32_t)s->text.len;
    fine = answer(s->fd, &out, s->text.at, s->text.len);
    if (s->text.failed)
        draft_free(&s->text);
    return fine;
}

int hand_run(int fd, gm_engine *e, uint64_t memory)
{
    struct scene s = {.fd = fd, .engine = e, .file = -1};
    struct told hello = {.what = TOLD_HELLO};
    struct sigaction on = {.sa_handler = stop};

    s.hooks = getenv("GENMARK_TEST_HOOKS") != NULL;
    sigaction(SIGUSR1, &on, NULL);
    /* Signals for the whole group are the front's: it lets files end. */
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    s.worker = gm_worker_new(e);
    if (!s.worker)
        return 1;
    hello.sandbox = sandbox_enter(memory);
    if (!answer(fd, &hello, NULL, 0))
        return 1;
    while (serve_one(&s))
        ;
    return 0;
}

/* Beginnings of files whose libraries are loaded when the first of them comes:
 * in the sandbox none can be.  The decoders; for packed text in a PNG, a packed
 * box of JPEG XL, and EXIF whose directory is cut off. */
static const struct {
    const char *bytes;
    size_t length;
} heads[] = {
#define HEAD(bytes)              \
    {                            \
        bytes, sizeof(bytes) - 1 \
    }
    HEAD("\x89PNG\r\n\32\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0\x90wS\xDE"),
    HEAD("\xFF\xD8\xFF\xE0\0\20JFIF\0\1\1\0\0\1\0\1\0\0\xFF\xD9"),
    HEAD("RIFF\22\0\0\0WEBPVP8L\5\0\0\0/\0\0\0\0"),
    HEAD("GIF89a\1\0\1\0\0\0\0;"),
    HEAD("II*\0\10\0\0\0\0\0\0\0\0\0"),
    HEAD("\0\0\0\24ftypavif\0\0\0\0avif\0\0\0\10meta"),
    HEAD("\xFF\x0A\0\0\0\0\0\0"),
    HEAD("\x89PNG\r\n\32\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0\x90wS\xDE"
         "\0\0\0\13zTXta\0\0x\x9C\3\0\0\0\0\1\xCB\xF6#\xE1"),
    HEAD("\0\0\0\14JXL \r\n\x87\n\0\0\0\24ftypjxl \0\0\0\0jxl "
         "\0\0\0\15brobxml \6"),
    HEAD("\xFF\xD8\xFF\xE1\0\22Exif\0\0II*\0\10\0\0\0\1\0\xFF\xD9"),
#undef HEAD
};

void hand_warm(gm_engine *e)
{
    static const char page[] = "This picture was made with AI.";
    gm_worker *w = gm_worker_new(e);
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;

    in.name = "page.txt";
    in.data = page;
    in.length = sizeof(page) - 1;
    in.as_of = "2026-01-22";
    in.want = GM_WANT_HASH;
    if (w)
        gm_scan(w, &in, &item);
    for (size_t i = 0; w && i < sizeof(heads) / sizeof(heads[0]); i++) {
        in.name = "picture";
        in.data = heads[i].bytes;
        in.length = heads[i].length;
        gm_scan(w, &in, &item);
    }
    gm_worker_free(w);
}
