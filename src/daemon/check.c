/* SPDX-License-Identifier: Apache-2.0
 * check.c - from a whole request to a ticket for the crew, or to an answer
 * that is kept. */
#define _GNU_SOURCE /* O_PATH */
#include "daemon/check.h"

#include "daemon/root.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void file_ready(struct ticket *t)
{
    http_wake(t->owner);
}

static enum MHD_Result send_cached(struct request *q, const struct cached *c)
{
    char *copy = malloc(c->told.length);

    if (!copy)
        return MHD_NO;
    memcpy(copy, c->json, c->told.length);
    q->cached = true;
    reply_count(q, 200, &c->told, NULL, NULL);
    return reply_text(q, 200, "application/json", copy, c->told.length,
                      MHD_RESPMEM_MUST_FREE);
}

/* submit gives a whole ticket to the crew. */
static enum MHD_Result submit(struct request *q, uint64_t size)
{
    static uint64_t serial;
    struct ticket *t = q->ticket;
    unsigned most = front.config.deadline;

    if (q->line->gone)
        return MHD_NO;
    if (q->wish.seconds && q->wish.seconds < most)
        most = q->wish.seconds;
    t->large = size >= LARGE;
    t->ask.length = size;
    t->ask.id = ++serial;
    t->deadline = now_ms() + (int64_t)most * 1000;
    t->ready = file_ready;
    t->owner = q;
    q->line->since = 0;
    q->line->sleeper = q;
    crew_put(t);
    return MHD_YES;
}

enum MHD_Result check_upload(struct request *q)
{
    struct ticket *t = q->ticket;
    const struct rulebook *book = crew_rules();
    const struct cached *c;
    char hex[65] = "";
    uint64_t size = t->body.len;
    bool form = q->form != NULL;

    if (form && !request_form_end(q) && !q->refused)
        request_refuse(q, 400, "the form ends too early");
    if (!q->refused && !book)
        request_refuse(q, 503, "the rules are not loaded; try again");
    if (!q->refused && (form ? !q->files : !size))
        request_refuse(q, 400, "there is no file in the request");
    if (front.config.open)
        q->wish.flags |= ASK_REDACT;
    if (!q->refused && !wish_write(&q->wish, book, t))
        request_refuse(q, 400, NULL);
    if (q->refused)
        return reply_refused(q);
    if (!body_seal(&t->body, cache_on() && size <= LARGE * 8 ? hex : NULL))
        return reply_fault(q, 503, GM_FAULT_NONE, "no memory; try again");
    if (hex[0]) {
        cache_key(hex, t, book->edition, q->key);
        c = cache_find(q->key);
        metrics_cache(c != NULL);
        if (c)
            return send_cached(q, c);
    }
    return submit(q, size);
}

/* open_path opens the file that path names, as the body of q. */
static void open_path(struct request *q)
{
    if (!q->wish.path) {
        request_refuse(q, 400, "path names the file");
        return;
    }
    body_take(&q->ticket->body, root_open(front.config.roots, q->wish.path));
    if (q->ticket->body.fd < 0)
        request_refuse(q, 404, "no such file under an allowed folder");
    else if (!q->wish.name)
        q->wish.name = q->wish.path;
}

/* open_passed makes the descriptor that came along the body of q. */
static void open_passed(struct request *q)
{
    int fd = q->line->passed, flags = fd < 0 ? 0 : fcntl(fd, F_GETFL);

    body_take(&q->ticket->body, fd);
    q->line->passed = -1;
    if (fd < 0)
        request_refuse(q, 400,
                       "no descriptor came with the first byte of "
                       "this connection");
    else if (flags < 0 || (flags & O_PATH) || (flags & O_ACCMODE) == O_WRONLY)
        request_refuse(q, 400, "the descriptor is not open for reading");
}

enum MHD_Result check_file(struct request *q)
{
    struct ticket *t = q->ticket;
    struct stat st = {0};

    if (q->form && !request_form_end(q) && !q->refused)
        request_refuse(q, 400, "the form ends too early");
    if (!q->refused && q->route == ROUTE_PATH)
        open_path(q);
    else if (!q->refused)
        open_passed(q);
    if (!q->refused && (fstat(t->body.fd, &st) != 0 || !S_ISREG(st.st_mode)))
        request_refuse(q, q->route == ROUTE_PATH ? 404 : 400,
                       "that is no regular file");
    if (front.config.open)
        q->wish.flags |= ASK_REDACT;
    if (!q->refused && !crew_rules())
        request_refuse(q, 503, "the rules are not loaded; try again");
    if (!q->refused && !wish_write(&q->wish, crew_rules(), t))
        request_refuse(q, 400, NULL);
    if (q->refused)
        return reply_refused(q);
    return submit(q, (uint64_t)st.st_size);
}
