/* SPDX-License-Identifier: Apache-2.0
 * http.c - HTTP/1.1 over libmicrohttpd, driven by the front's own loop.
 *
 * A request is looked at when its head is there: who asks (Host and Origin,
 * so that a page of another site cannot reach this server through a browser),
 * what for, and whether there is room.  Only then its body is read.  While a
 * worker has it the connection sleeps; its answer, or its client going away,
 * wakes it.
 *
 * [RFC 9110, 9112]; [Fetch] for Origin and Sec-Fetch-Site. */
#define _GNU_SOURCE /* EPOLLRDHUP, accept4 */
#include "daemon/http.h"

#include "daemon/about.h"
#include "daemon/check.h"
#include "daemon/linger.h"
#include "daemon/page.h"
#include "daemon/request.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    LISTENERS = 4,
    BUFFER = 64 << 10,  /* of a connection, for its head and its reading */
    FORM = 8 << 10,     /* of a form's parser */
    SLOWEST = 64 << 10, /* bytes a second that an upload must keep up */
    TICK = 200,         /* ms between looks at the slow */
    IDLE = 30           /* seconds of silence on a connection */
};

static const struct {
    const char *path;
    enum route route;
    bool post;
} routes[] = {
    {"/v1/check", ROUTE_CHECK, true},  {"/v1/path", ROUTE_PATH, true},
    {"/v1/fd", ROUTE_FD, true},        {"/v1/laws", ROUTE_LAWS, false},
    {"/v1/rules", ROUTE_RULES, false}, {"/livez", ROUTE_LIVE, false},
    {"/readyz", ROUTE_READY, false},   {"/metrics", ROUTE_METRICS, false}};

struct front front;
static struct listener listeners[LISTENERS];
static unsigned listener_count;
static struct line *lines;
static unsigned line_count, active;
static uint64_t serial, salt;
static int arriving = -1; /* came with the connection that is being added */

/* ---- connections --------------------------------------------------------- */

void http_wake(struct request *q)
{
    q->line->sleeper = NULL;
    if (!q->asleep)
        return;
    q->asleep = false;
    q->listener->woken = true;
    lib.MHD_resume_connection(q->connection);
}

/* nudge has MHD look for the end of what a client sends: it may have missed
 * that, where the end came together with a request. */
static void nudge(const struct line *l)
{
    if (l->half)
        shutdown(l->watch.fd, SHUT_RD);
}

static void client_changed(struct watch *w, unsigned events)
{
    struct line *l = w->ctx;
    struct request *q = l->sleeper;

    if (!l->half) {
        l->half = true;
        nudge(l);
    }
    if (!(events & (EPOLLHUP | EPOLLERR)))
        return;
    l->gone = true;
    if (!q)
        return;
    crew_cancel(q->ticket);
    q->ticket = NULL;
    q->gone = true;
    http_wake(q);
}

/* doze suspends a connection whose file is with the crew.  It is called a turn
 * after that: MHD then no longer reads from the connection, and a client that
 * closed its sending half still gets its answer. */
static enum MHD_Result doze(struct request *q)
{
    if (!q->asleep) {
        q->asleep = true;
        lib.MHD_suspend_connection(q->connection);
    }
    return MHD_YES;
}

/* ---- MHD's callbacks ---------------------------------------------------- */

static struct request *request_new(struct listener *l, struct MHD_Connection *c,
                                   const char *url, const char *method)
{
    const union MHD_ConnectionInfo *info =
        lib.MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct request *q = info->socket_context ? malloc(sizeof(*q)) : NULL;

    if (!q)
        return NULL; /* no memory: the connection is closed */
    memset(q, 0, offsetof(struct request, wish));
    wish_init(&q->wish);
    q->connection = c;
    q->listener = l;
    q->line = info->socket_context;
    q->began = now_ms();
    snprintf(q->id, sizeof(q->id), "%016llx",
             (unsigned long long)(salt + ++serial * 0x9E3779B97F4A7C15u));
    snprintf(q->method, sizeof(q->method), "%s", method);
    q->path = "other";
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        if (strcmp(url, routes[i].path) == 0) {
            q->route = routes[i].route;
            q->path = routes[i].path;
            q->posts = routes[i].post;
        }
    if (q->route == ROUTE_NONE && page_find(url)) {
        q->route = ROUTE_PAGE;
        q->path = page_find(url)->path;
    }
    if ((q->route == ROUTE_PATH && !front.config.roots->count) ||
        (q->route == ROUTE_FD && !l->local))
        q->route = ROUTE_NONE;
    active++;
    return q;
}

/* welcome makes ready for the body of a POST. */
static void welcome(struct request *q)
{
    uint64_t n = request_declared(q);

    request_room(q);
    if (!q->refused)
        request_wish(q);
    if (q->refused)
        return;
    q->ticket = ticket_new(&front.ledger);
    if (!q->ticket) {
        request_refuse(q, 503, "no memory; try again");
        return;
    }
    if (q->route == ROUTE_CHECK && n <= front.config.body)
        body_expect(&q->ticket->body, n);
    if (!request_is_form(q, request_header(q, "Content-Type")))
        return;
    q->form =
        lib.MHD_create_post_processor(q->connection, FORM, request_form, q);
    if (!q->form)
        request_refuse(q, 400, "the form tells no boundary");
}

static bool method_ok(const struct request *q)
{
    return q->posts ? strcmp(q->method, "POST") == 0
                    : strcmp(q->method, "GET") == 0 ||
                          strcmp(q->method, "HEAD") == 0;
}

/* look is what is done with a head: nothing, or a refusal. */
static void look(struct request *q)
{
    const char *host = request_header(q, "Host");

    request_framing(q);
    if (q->refused)
        return;
    if (!request_host_ok(q, host))
        request_refuse(q, 403, "this server does not go by that Host");
    else if (!request_origin_ok(q, host))
        request_refuse(q, 403,
                       "requests from pages of other sites are refused");
    else if (q->route == ROUTE_NONE)
        request_refuse(q, 404,
                       "there is nothing here; /v1/openapi.json lists "
                       "what there is");
    else if (strcmp(q->method, "OPTIONS") == 0)
        q->route = ROUTE_OPTIONS;
    else if (!method_ok(q))
        request_refuse(q, 405,
                       q->posts ? "POST a file here" : "only GET is served");
    else if (q->posts)
        welcome(q);
}

/* begin answers at once what is refused, before its body is read. */
static enum MHD_Result begin(struct request *q)
{
    look(q);
    if (!q->refused ||
        (request_declared(q) == UINT64_MAX && strcmp(q->method, "POST") != 0))
        return MHD_YES;
    if (request_declared(q) == 0 && !q->abrupt)
        return MHD_YES;
    linger(q->line->watch.fd);
    return reply_refused(q);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c,
                                  const char *url, const char *method,
                                  const char *version, const char *data,
                                  size_t *size, void **ctx)
{
    struct request *q = *ctx;

    (void)version;
    if (!q) {
        *ctx = q = request_new(cls, c, url, method);
        return q ? begin(q) : MHD_NO;
    }
    if (*size) {
        q->bytes += *size;
        if (q->line->since)
            q->line->since += (int64_t)(*size * 1000 / SLOWEST);
        if (!q->refused && q->ticket && q->form) {
            if (lib.MHD_post_process(q->form, data, *size) != MHD_YES &&
                !q->refused)
                request_refuse(q, 400, "the form is not well formed");
        } else if (!q->refused && q->ticket) {
            request_bytes(q, data, *size);
        }
        *size = 0;
        return MHD_YES;
    }
    if (q->gone || q->answered)
        return MHD_NO;
    if (q->ticket && q->ticket->state == TICKET_DONE)
        return reply_ticket(q);
    if (q->ticket && q->ticket->state != TICKET_NEW)
        return doze(q);
    if (q->refused)
        return reply_refused(q);
    if (q->route == ROUTE_CHECK)
        return check_upload(q);
    if (q->route == ROUTE_PATH || q->route == ROUTE_FD)
        return check_file(q);
    return about_reply(q, url);
}

static void on_completed(void *cls, struct MHD_Connection *c, void **ctx,
                         enum MHD_RequestTerminationCode how)
{
    struct request *q = *ctx;

    (void)cls;
    (void)c;
    (void)how;
    if (!q)
        return;
    if (q->form)
        lib.MHD_destroy_post_processor(q->form);
    if (q->ticket &&
        (q->ticket->state == TICKET_WAITS || q->ticket->state == TICKET_RUNS))
        crew_cancel(q->ticket);
    else
        ticket_free(q->ticket);
    q->line->since = now_ms();
    q->line->sleeper = NULL;
    nudge(q->line);
    free(q);
    *ctx = NULL;
    active--;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct line *l = *context;
    struct listener *listener = cls;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        l = calloc(1, sizeof(*l));
        *context = l;
        if (!l)
            return;
        l->watch = (struct watch){
            lib.MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)
                ->connect_fd,
            client_changed, l};
        l->passed = arriving;
        arriving = -1;
        loop_add(&l->watch, EPOLLRDHUP | EPOLLET);
        l->since = now_ms();
        l->next = lines;
        if (lines)
            lines->before = l;
        lines = l;
        line_count++;
    } else if (l) {
        loop_drop(&l->watch);
        if (l->passed >= 0)
            close(l->passed);
        if (l->before)
            l->before->next = l->next;
        else
            lines = l->next;
        if (l->next)
            l->next->before = l->before;
        free(l);
        *context = NULL;
        line_count--;
        /* At its limit MHD took no more; it only looks again when it is run. */
        listener->woken = true;
    }
}

static void mhd_ready(struct watch *w, unsigned events)
{
    struct listener *l = w->ctx;

    (void)events;
    lib.MHD_run(l->mhd);
}

/* ---- the calls ---------------------------------------------------------- */

bool http_init(const struct http_config *c)
{
    front.config = *c;
    front.ledger.most = c->memory;
    return getrandom(&salt, sizeof(salt), 0) == sizeof(salt);
}

/* enter gives MHD a connection that came through a door. */
static void enter(struct door *d, int fd, int passed)
{
    struct listener *l = d->ctx;
    struct sockaddr_un name = {.sun_family = AF_UNIX};

    arriving = passed;
    lib.MHD_add_connection(l->mhd, fd, (struct sockaddr *)&name, sizeof(name));
    if (arriving >= 0)
        close(arriving); /* it was not taken */
    arriving = -1;
    l->woken = true;
}

struct mhd lib;

static bool loaded(void)
{
    static const char *const names[] = {MHD_CALLS(PLUG_NAME)};

    return plug_in(LIBMICROHTTPD, names, &lib,
                   sizeof(names) / sizeof(names[0]));
}

bool http_listen(int fd, bool local, bool shared)
{
    struct listener *l = &listeners[listener_count];
    const union MHD_DaemonInfo *info;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
                     (local ? MHD_USE_NO_LISTEN_SOCKET : 0);

    if (listener_count == LISTENERS || (!listener_count && !loaded()))
        return false;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    l->local = local;
    l->shared = shared;
    l->door = (struct door){.watch = {.fd = -1}, .in = enter, .ctx = l};
    l->mhd = lib.MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, l, MHD_OPTION_CONNECTION_LIMIT,
        front.config.connections, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)BUFFER,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, l,
        local ? MHD_OPTION_END : MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_END);
    if (!l->mhd)
        return false;
    listener_count++;
    info = lib.MHD_get_daemon_info(l->mhd, MHD_DAEMON_INFO_EPOLL_FD);
    l->watch = (struct watch){info->epoll_fd, mhd_ready, l};
    return loop_add(&l->watch, EPOLLIN) && (!local || door_open(&l->door, fd));
}

/* slow ones are hung up on: MHD then sees the end of the connection. */
static void hang_up(int64_t now)
{
    int64_t patience = (int64_t)front.config.patience * 1000;

    for (struct line *l = lines; l; l = l->next) {
        if (l->since && now - l->since > patience) {
            shutdown(l->watch.fd, SHUT_RDWR);
            l->since = now;
        } else if (!l->sleeper) {
            nudge(l); /* it may have read the rest, and stopped there */
        }
    }
    for (unsigned i = 0; i < listener_count; i++) {
        unsigned most = front.config.connections;

        door_turn(&listeners[i].door, now - patience,
                  line_count < most ? most - line_count : 0);
    }
}

int http_turn(void)
{
    static int64_t last;
    int64_t now = now_ms();
    int next = 1000;

    if (now - last >= TICK) {
        hang_up(now);
        linger_turn(now);
        last = now;
    }
    for (unsigned i = 0; i < listener_count; i++) {
        MHD_UNSIGNED_LONG_LONG wait;

        if (listeners[i].woken) {
            listeners[i].woken = false;
            lib.MHD_run(listeners[i].mhd);
        }
        if (lib.MHD_get_timeout(listeners[i].mhd, &wait) != MHD_YES)
            continue;
        if (wait == 0)
            lib.MHD_run(listeners[i].mhd);
        if (wait < (unsigned)next)
            next = (int)wait;
    }
    for (unsigned i = 0; i < listener_count; i++) {
        if (listeners[i].door.full && next > TICK)
            next = TICK;
        if (listeners[i].woken)
            next = 0;
    }
    return next;
}

/* let_in takes those who have connected, and closes the listening socket. */
static void let_in(struct MHD_Daemon *mhd, int fd, bool shared)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof(at);
    int one;

    if (!shared)
        door_bar(fd);
    while (!shared && (one = accept4(fd, (struct sockaddr *)&at, &size,
                                     SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
        lib.MHD_add_connection(mhd, one, (struct sockaddr *)&at, size);
        size = sizeof(at);
    }
    close(fd);
}

void http_quiet(void)
{
    for (unsigned i = 0; i < listener_count; i++) {
        struct listener *l = &listeners[i];
        int fd = lib.MHD_quiesce_daemon(l->mhd);

        if (l->door.watch.fd >= 0 && !l->shared)
            door_bar(l->door.watch.fd);
        door_shut(&l->door);
        if (fd >= 0)
            let_in(l->mhd, fd, l->shared);
        l->woken = true;
    }
    front.quiet = true;
}

bool http_idle(void)
{
    return active == 0;
}

unsigned http_active(void)
{
    return active;
}

unsigned http_connections(void)
{
    unsigned n = line_count;

    for (unsigned i = 0; i < listener_count; i++)
        n += listeners[i].door.count;
    return n;
}

void http_stop(void)
{
    for (unsigned i = 0; i < listener_count; i++) {
        loop_drop(&listeners[i].watch);
        door_shut(&listeners[i].door);
        door_clear(&listeners[i].door);
        lib.MHD_stop_daemon(listeners[i].mhd);
    }
    listener_count = 0;
    linger_stop();
}
