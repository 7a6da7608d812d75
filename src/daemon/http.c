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
#define _GNU_SOURCE /* openat2 by syscall, EPOLLRDHUP */
#include "daemon/http.h"

#include "daemon/cache.h"
#include "daemon/crew.h"
#include "daemon/loop.h"
#include "daemon/metrics.h"
#include "daemon/page.h"
#include "daemon/sandbox.h"
#include "daemon/wish.h"
#include "genmark.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    LISTENERS = 4,
    BUFFER = 128 << 10, /* of a connection, for its head and its reading */
    FORM = 8 << 10,     /* of a form's parser */
    SWALLOW = 1 << 20,  /* a refused body up to this is read and dropped */
    SLOWEST = 64 << 10, /* bytes a second that an upload must keep up */
    IDLE = 30,          /* seconds of silence on a connection */
    FIELD = 1200        /* bytes of a form's field */
};

enum route {
    ROUTE_NONE,
    ROUTE_PAGE,
    ROUTE_CHECK,
    ROUTE_PATH,
    ROUTE_LAWS,
    ROUTE_RULES,
    ROUTE_LIVE,
    ROUTE_READY,
    ROUTE_METRICS
};

static const struct {
    const char *path;
    enum route route;
    bool post;
} routes[] = {
    {"/v1/check", ROUTE_CHECK, true},  {"/v1/path", ROUTE_PATH, true},
    {"/v1/laws", ROUTE_LAWS, false},   {"/v1/rules", ROUTE_RULES, false},
    {"/livez", ROUTE_LIVE, false},     {"/readyz", ROUTE_READY, false},
    {"/metrics", ROUTE_METRICS, false}};

/* A connection, for its clock. */
struct line {
    struct line *next, *before;
    int fd;
    int64_t since; /* ms: when it began to keep us waiting; 0: we keep it */
};

struct listener {
    struct MHD_Daemon *mhd;
    struct watch watch;
    bool local;
    bool woken; /* MHD looks after what was resumed only when it is run */
};

struct request {
    struct MHD_Connection *connection;
    struct line *line;
    struct listener *listener;
    char id[20];
    enum route route;
    const char *path; /* a fixed text, for counts and logs */
    char method[8];
    int64_t began;
    unsigned refused; /* a status, once it is; wish.why tells why */
    gm_fault fault;
    const char *limit; /* of GM_FAULT_LIMIT: "body" */
    struct MHD_PostProcessor *form;
    char field[40], value[FIELD]; /* of the form, being read */
    size_t value_len;
    unsigned files;
    struct ticket *ticket;
    struct watch watch; /* of the client, while a worker has the file */
    bool asleep, gone, cached, answered;
    uint64_t bytes;
    char key[CACHE_KEY];
    struct wish wish;
};

static struct http_config config;
static struct listener listeners[LISTENERS];
static unsigned listener_count;
static struct ledger ledger;
static struct line *lines;
static unsigned line_count, active;
static uint64_t serial, salt;
static bool quiet;

/* ---- answers ------------------------------------------------------------ */

static void seal_headers(struct MHD_Response *r, const char *type)
{
    MHD_add_response_header(r, "Content-Type", type);
    MHD_add_response_header(r, "Cache-Control", "no-store");
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(
        r, "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' blob:; media-src blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    if (quiet)
        MHD_add_response_header(r, "Connection", "close");
}

/* send_text answers; how tells who frees p. */
static enum MHD_Result send_text(struct request *q, unsigned status,
                                 const char *type, char *p, size_t n,
                                 enum MHD_ResponseMemoryMode how)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(n, p, how);
    enum MHD_Result sent;

    if (!r)
        return MHD_NO;
    seal_headers(r, type);
    MHD_add_response_header(r, "X-Request-Id", q->id);
    if (status == 503 || status == 429)
        MHD_add_response_header(r, "Retry-After", "1");
    if (status == 405)
        MHD_add_response_header(
            r, "Allow",
            q->route == ROUTE_CHECK || q->route == ROUTE_PATH ? "POST" : "GET");
    sent = MHD_queue_response(q->connection, status, r);
    MHD_destroy_response(r);
    q->answered = true;
    q->line->since = now_ms();
    return sent;
}

static enum MHD_Result send_draft(struct request *q, unsigned status,
                                  const char *type, struct draft *d)
{
    if (d->failed) {
        draft_free(d);
        return MHD_NO;
    }
    return send_text(q, status, type, d->at, d->len, MHD_RESPMEM_MUST_FREE);
}

static const char *fault_word(unsigned status, gm_fault f)
{
    if (f != GM_FAULT_NONE && status != 400)
        return gm_fault_name(f);
    return status == 503 ? "busy" : status == 403 ? "refused" : "request";
}

static void count(struct request *q, unsigned status, const struct told *told,
                  const char *fault, const char *why)
{
    struct journal_request r = {.id = q->id,
                                .method = q->method,
                                .path = q->path,
                                .status = status,
                                .ms = now_ms() - q->began,
                                .bytes = q->bytes,
                                .why = why,
                                .cached = q->cached};

    if (told) {
        r.format = told->format;
        r.verdicts = told->verdicts;
    }
    if (q->ticket)
        r.pid = q->ticket->pid;
    metrics_request(&r, fault);
    if (q->route != ROUTE_LIVE && q->route != ROUTE_READY &&
        q->route != ROUTE_METRICS)
        journal_request(&r);
}

/* send_fault answers with what went wrong: never with a verdict, and never
 * with an empty list of marks. */
static enum MHD_Result send_fault(struct request *q, unsigned status,
                                  gm_fault fault, const char *why)
{
    struct draft d = {0};
    const char *word = fault_word(status, fault);
    const char *limit = q->limit ? q->limit : "";

    draft_text(&d, "{\"error\":{");
    draft_pair(&d, "kind", (gm_str){word, strlen(word)});
    draft_text(&d, ",");
    draft_pair(&d, "limit", (gm_str){limit, strlen(limit)});
    draft_text(&d, ",");
    draft_pair(&d, "message", (gm_str){why, strlen(why)});
    draft_say(&d, "},\"request\":\"%s\"}\n", q->id);
    count(q, status, NULL, word, why);
    return send_draft(q, status, "application/json", &d);
}

static enum MHD_Result refuse(struct request *q)
{
    return send_fault(q, q->refused, q->fault, q->wish.why);
}

static void set_refused(struct request *q, unsigned status, const char *why)
{
    q->refused = status;
    if (why)
        snprintf(q->wish.why, sizeof(q->wish.why), "%s", why);
}

static unsigned status_of(uint32_t fault)
{
    switch ((gm_fault)fault) {
    case GM_FAULT_NONE: return 200;
    case GM_FAULT_UNSUPPORTED: return 415;
    case GM_FAULT_LIMIT: return 422;
    case GM_FAULT_TIMEOUT: return 504;
    case GM_FAULT_IO:
    case GM_FAULT_CRASH: break;
    }
    return 500;
}

/* send_ticket answers with what a worker said. */
static enum MHD_Result send_ticket(struct request *q)
{
    struct ticket *t = q->ticket;
    unsigned status;
    char *json = t->json;

    if (t->status != 200)
        return send_fault(q, t->status, t->fault, t->why);
    status = status_of(t->told.fault);
    if (status == 200 && q->key[0])
        cache_add(q->key, t);
    count(q, status, &t->told,
          status == 200 ? NULL : gm_fault_name((gm_fault)t->told.fault), NULL);
    t->json = NULL;
    return send_text(q, status, "application/json", json, t->told.length,
                     MHD_RESPMEM_MUST_FREE);
}

/* ---- who asks ------------------------------------------------------------ */

static const char *header(const struct request *q, const char *name)
{
    return MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, name);
}

/* host_ok: the name under which this server was reached is one of ours.  A
 * page that had its own name point here would come under that name. */
static bool host_ok(const struct request *q, const char *host)
{
    static const char *const own[] = {"localhost", "127.0.0.1", "[::1]"};
    const char *colon;
    size_t n;

    if (!host)
        return q->listener->local;
    colon = *host == '[' ? strchr(host, ']') : strchr(host, ':');
    n = !colon ? strlen(host) : (size_t)(colon - host) + (*host == '[');
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (strlen(own[i]) == n && strncasecmp(own[i], host, n) == 0)
            return true;
    for (size_t i = 0; i < config.hosts->count; i++)
        if (strlen(config.hosts->list[i]) == n &&
            strncasecmp(config.hosts->list[i], host, n) == 0)
            return true;
    return q->listener->local && !config.hosts->count;
}

static bool origin_ok(const struct request *q, const char *host)
{
    const char *origin = header(q, "Origin"),
               *site = header(q, "Sec-Fetch-Site");
    const char *name = origin ? strstr(origin, "://") : NULL;

    if (origin && (!name || !host || strcasecmp(name + 3, host) != 0))
        return false;
    return !site || strcmp(q->method, "POST") != 0 ||
           strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
}

/* ---- what is asked ------------------------------------------------------- */

static enum MHD_Result add_parameter(void *ctx, enum MHD_ValueKind kind,
                                     const char *key, const char *value)
{
    struct request *q = ctx;

    (void)kind;
    if (!q->refused && !wish_set(&q->wish, key, value))
        set_refused(q, 400, NULL);
    return MHD_YES;
}

static void read_wish(struct request *q)
{
    const char *law = header(q, "Genmark-Law"),
               *facts = header(q, "Genmark-Fact"),
               *name = header(q, "Genmark-Name");

    if ((law && !wish_set(&q->wish, "law", law)) ||
        (name && !wish_set(&q->wish, "name", name)) ||
        (facts && !wish_facts(&q->wish, facts)))
        set_refused(q, 400, NULL);
    MHD_get_connection_values(q->connection, MHD_GET_ARGUMENT_KIND,
                              add_parameter, q);
}

/* declared is the length of the body, or UINT64_MAX where none is told. */
static uint64_t declared(const struct request *q)
{
    const char *text = header(q, "Content-Length");
    char *end;
    unsigned long long n = text ? strtoull(text, &end, 10) : 0;

    return text && !*end ? n : UINT64_MAX;
}

/* room is whether there is place for this body; else it refuses. */
static void room(struct request *q)
{
    uint64_t n = declared(q), least = n == UINT64_MAX ? 1 : n;

    if (n != UINT64_MAX && n > config.body) {
        q->fault = GM_FAULT_LIMIT;
        q->limit = "body";
        set_refused(q, 413, "the upload is larger than this server takes");
    } else if (!crew_rules() || crew_full() ||
               least > ledger.most - ledger.held) {
        metrics_shed();
        set_refused(q, 503, "too many files wait; try again");
    }
}

/* form_type: a form of the request's own.  What curl calls urlencoded by
 * default is a file all the same. */
static bool form_type(const struct request *q, const char *type)
{
    return type &&
           (strncasecmp(type, "multipart/form-data", 19) == 0 ||
            (q->route == ROUTE_PATH &&
             strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0));
}

static void end_field(struct request *q)
{
    if (!q->field[0])
        return;
    q->value[q->value_len] = 0;
    if (!q->refused && !wish_set(&q->wish, q->field, q->value))
        set_refused(q, 400, NULL);
    q->field[0] = 0;
}

static void add_bytes(struct request *q, const char *p, size_t n)
{
    if (q->refused)
        return;
    switch (body_add(&q->ticket->body, p, n, config.body)) {
    case BODY_OK: return;
    case BODY_LARGE:
        q->fault = GM_FAULT_LIMIT;
        q->limit = "body";
        set_refused(q, 413, "the upload is larger than this server takes");
        return;
    case BODY_FULL:
        metrics_shed();
        set_refused(q, 503, "no memory for the upload now; try again");
        return;
    }
}

static enum MHD_Result add_form(void *ctx, enum MHD_ValueKind kind,
                                const char *key, const char *file,
                                const char *type, const char *encoding,
                                const char *data, uint64_t off, size_t size)
{
    struct request *q = ctx;

    (void)kind;
    (void)type;
    (void)encoding;
    if (!key)
        return MHD_YES;
    if (file) {
        if (off == 0) {
            end_field(q);
            if (q->files++ > 0)
                set_refused(q, 400, "one file a request");
            else if (!q->wish.name && !wish_set(&q->wish, "name", file))
                set_refused(q, 400, NULL);
        }
        add_bytes(q, data, size);
        return MHD_YES;
    }
    if (off == 0) {
        end_field(q);
        snprintf(q->field, sizeof(q->field), "%s", key);
        q->value_len = 0;
    }
    if (size >= FIELD - q->value_len) {
        set_refused(q, 400, "a field of the form is too long");
        return MHD_YES;
    }
    memcpy(q->value + q->value_len, data, size);
    q->value_len += size;
    return MHD_YES;
}

/* ---- a file -------------------------------------------------------------- */

static void client_gone(struct watch *w, unsigned events)
{
    struct request *q = w->ctx;

    (void)events;
    loop_drop(w);
    q->asleep = false;
    q->gone = true;
    crew_cancel(q->ticket);
    q->ticket = NULL;
    q->listener->woken = true;
    MHD_resume_connection(q->connection);
}

static void file_ready(struct ticket *t)
{
    struct request *q = t->owner;

    loop_drop(&q->watch);
    q->asleep = false;
    q->listener->woken = true;
    MHD_resume_connection(q->connection);
}

static enum MHD_Result send_cached(struct request *q, const struct cached *c)
{
    char *copy = malloc(c->told.length);

    if (!copy)
        return MHD_NO;
    memcpy(copy, c->json, c->told.length);
    q->cached = true;
    count(q, 200, &c->told, NULL, NULL);
    return send_text(q, 200, "application/json", copy, c->told.length,
                     MHD_RESPMEM_MUST_FREE);
}

/* submit gives a whole ticket to the crew, and lets the connection sleep. */
static enum MHD_Result submit(struct request *q, uint64_t size)
{
    struct ticket *t = q->ticket;
    unsigned most = config.deadline;

    if (q->wish.seconds && q->wish.seconds < most)
        most = q->wish.seconds;
    t->large = size >= LARGE;
    t->ask.length = size;
    t->ask.id = ++serial;
    t->deadline = now_ms() + (int64_t)most * 1000;
    t->ready = file_ready;
    t->owner = q;
    q->watch = (struct watch){q->line->fd, client_gone, q};
    q->line->since = 0;
    q->asleep = true;
    MHD_suspend_connection(q->connection);
    loop_add(&q->watch, 0);
    crew_put(t);
    return MHD_YES;
}

static enum MHD_Result check_body(struct request *q)
{
    struct ticket *t = q->ticket;
    const struct rulebook *book = crew_rules();
    const struct cached *c;
    char hex[65] = "";
    uint64_t size = t->body.len;

    if (q->form)
        end_field(q);
    if (!q->refused && !book)
        set_refused(q, 503, "the rules are not loaded; try again");
    if (!q->refused && (q->form ? !q->files : !size))
        set_refused(q, 400, "there is no file in the request");
    if (config.open)
        q->wish.flags |= ASK_REDACT;
    if (!q->refused && !wish_write(&q->wish, book, t))
        set_refused(q, 400, NULL);
    if (q->refused)
        return refuse(q);
    if (!body_seal(&t->body, cache_on() && size <= LARGE * 8 ? hex : NULL))
        return send_fault(q, 503, GM_FAULT_NONE, "no memory; try again");
    if (hex[0]) {
        cache_key(hex, t, book->edition, q->key);
        c = cache_find(q->key);
        metrics_cache(c != NULL);
        if (c)
            return send_cached(q, c);
    }
    return submit(q, size);
}

/* open_under opens a path below an allowed folder: no link leads out of it. */
static int open_under(const char *path)
{
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};

    for (size_t i = 0; i < config.roots->count; i++) {
        const char *root = config.roots->list[i];
        size_t n = strlen(root);
        int folder, fd;

        while (n && root[n - 1] == '/')
            n--;
        if (strncmp(path, root, n) != 0 || path[n] != '/' || !path[n + 1])
            continue;
        folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
        fd = (int)syscall(SYS_openat2, folder, path + n + 1, &how, sizeof(how));
        if (folder >= 0)
            close(folder);
        if (fd >= 0)
            return fd;
    }
    return -1;
}

static enum MHD_Result check_path(struct request *q)
{
    struct ticket *t = q->ticket;
    struct stat st;

    if (q->form)
        end_field(q);
    if (!q->refused && !q->wish.path)
        set_refused(q, 400, "path names the file");
    if (!q->refused) {
        t->body.fd = open_under(q->wish.path);
        if (t->body.fd < 0 || fstat(t->body.fd, &st) != 0 ||
            !S_ISREG(st.st_mode))
            set_refused(q, 404, "no such file under an allowed folder");
        else if (!q->wish.name)
            q->wish.name = q->wish.path;
    }
    if (!q->refused && !crew_rules())
        set_refused(q, 503, "the rules are not loaded; try again");
    if (!q->refused && !wish_write(&q->wish, crew_rules(), t))
        set_refused(q, 400, NULL);
    if (q->refused)
        return refuse(q);
    return submit(q, (uint64_t)st.st_size);
}

/* ---- the small answers ----------------------------------------------------
 */

static enum MHD_Result send_ready(struct request *q)
{
    const struct rulebook *book = crew_rules();
    bool fine = book && crew_live() > 0 && !quiet;
    uint32_t level = crew_sandbox();
    struct draft d = {0};

    draft_say(&d,
              "{\"ready\":%s,\"draining\":%s,\"workers\":%u,\"running\":%u,"
              "\"waiting\":%u,",
              fine ? "true" : "false", quiet ? "true" : "false", crew_live(),
              crew_running(), crew_waiting());
    draft_say(&d,
              "\"sandbox\":{\"level\":\"%s\",\"no_new_privs\":%s,"
              "\"limits\":%s,\"landlock\":%s,\"seccomp\":%s},",
              sandbox_name(level), level & SANDBOX_PRIVS ? "true" : "false",
              level & SANDBOX_LIMITS ? "true" : "false",
              level & SANDBOX_LANDLOCK ? "true" : "false",
              level & SANDBOX_SECCOMP ? "true" : "false");
    draft_say(&d,
              "\"packs\":\"%s\",\"edition\":%u,\"reload_failures\":%llu,"
              "\"public\":%s,\"version\":\"%s\"}\n",
              book ? book->born.packs : "", book ? book->edition : 0,
              (unsigned long long)crew_counts()->reload_failures,
              config.open ? "true" : "false", gm_version());
    return send_draft(q, fine ? 200 : 503, "application/json", &d);
}

static enum MHD_Result send_metrics(struct request *q)
{
    struct draft d = {0};
    struct gauges g = {line_count, active, ledger.held, ledger.most};

    metrics_write(&d, &g);
    return send_draft(q, 200, "text/plain; version=0.0.4; charset=utf-8", &d);
}

static enum MHD_Result send_kept(struct request *q, const char *type,
                                 const char *p, size_t n)
{
    return send_text(q, 200, type, (char *)(uintptr_t)p, n,
                     MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result send_small(struct request *q, const char *url)
{
    static const char alive[] = "{\"alive\":true}\n";
    const struct rulebook *book = crew_rules();
    const struct page *page;

    if (q->route == ROUTE_READY)
        return send_ready(q);
    if (q->route == ROUTE_METRICS)
        return send_metrics(q);
    if (q->route == ROUTE_LIVE)
        return send_kept(q, "application/json", alive, sizeof(alive) - 1);
    if (q->route == ROUTE_PAGE) {
        page = page_find(url);
        count(q, 200, NULL, NULL, NULL);
        return send_kept(q, page->type, page->text, page->len);
    }
    if (!book || !book->laws || !book->rules) {
        set_refused(q, 503, "the rules are not loaded; try again");
        return refuse(q);
    }
    count(q, 200, NULL, NULL, NULL);
    return q->route == ROUTE_LAWS
               ? send_kept(q, "application/json", book->laws, book->laws_len)
               : send_kept(q, "application/json", book->rules, book->rules_len);
}

/* ---- MHD's callbacks ------------------------------------------------------
 */

static struct request *request_new(struct listener *l, struct MHD_Connection *c,
                                   const char *url, const char *method)
{
    struct request *q = malloc(sizeof(*q));
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    if (!q)
        return NULL;
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
        }
    if (q->route == ROUTE_NONE && page_find(url)) {
        q->route = ROUTE_PAGE;
        q->path = page_find(url)->path;
    }
    if (q->route == ROUTE_PATH && !config.roots->count)
        q->route = ROUTE_NONE;
    active++;
    return q;
}

/* look is what is done with a head: nothing, or a refusal. */
static void look(struct request *q)
{
    const char *host = header(q, "Host");
    bool post = q->route == ROUTE_CHECK || q->route == ROUTE_PATH;

    if (!host_ok(q, host)) {
        set_refused(q, 403, "this server does not go by that Host");
    } else if (!origin_ok(q, host)) {
        set_refused(q, 403, "requests from pages of other sites are refused");
    } else if (q->route == ROUTE_NONE) {
        set_refused(q, 404,
                    "there is nothing here; /v1/openapi.json lists "
                    "what there is");
    } else if (strcmp(q->method, post ? "POST" : "GET") != 0 &&
               (post || strcmp(q->method, "HEAD") != 0)) {
        set_refused(q, 405, post ? "POST a file here" : "only GET is served");
    } else if (post) {
        room(q);
        if (!q->refused)
            read_wish(q);
        if (!q->refused)
            q->ticket = ticket_new(&ledger);
        if (!q->refused && !q->ticket)
            set_refused(q, 503, "no memory; try again");
        if (!q->refused && form_type(q, header(q, "Content-Type"))) {
            q->form =
                MHD_create_post_processor(q->connection, FORM, add_form, q);
            if (!q->form)
                set_refused(q, 400, "the form tells no boundary");
        }
    }
}

static enum MHD_Result begin(struct request *q)
{
    uint64_t n = declared(q);

    look(q);
    /* Answering now closes the connection; a short body is better read and
     * dropped, so that a busy server is a polite one. */
    if (q->refused &&
        (n == UINT64_MAX ? strcmp(q->method, "POST") == 0 : n > SWALLOW))
        return refuse(q);
    return MHD_YES;
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
            if (MHD_post_process(q->form, data, *size) != MHD_YES &&
                !q->refused)
                set_refused(q, 400, "the form is not well formed");
        } else if (!q->refused && q->ticket) {
            add_bytes(q, data, *size);
        }
        *size = 0;
        return MHD_YES;
    }
    if (q->gone || q->answered)
        return MHD_NO;
    if (q->ticket && q->ticket->state == TICKET_DONE)
        return send_ticket(q);
    if (q->refused)
        return refuse(q);
    if (q->route == ROUTE_CHECK)
        return check_body(q);
    if (q->route == ROUTE_PATH)
        return check_path(q);
    return send_small(q, url);
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
    if (q->asleep)
        loop_drop(&q->watch);
    if (q->form)
        MHD_destroy_post_processor(q->form);
    if (q->ticket &&
        (q->ticket->state == TICKET_WAITS || q->ticket->state == TICKET_RUNS))
        crew_cancel(q->ticket);
    else
        ticket_free(q->ticket);
    if (q->line)
        q->line->since = now_ms();
    free(q);
    *ctx = NULL;
    active--;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct line *l = *context;

    (void)cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        l = calloc(1, sizeof(*l));
        *context = l;
        if (!l)
            return;
        l->fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)
                    ->connect_fd;
        l->since = now_ms();
        l->next = lines;
        if (lines)
            lines->before = l;
        lines = l;
        line_count++;
    } else if (l) {
        if (l->before)
            l->before->next = l->next;
        else
            lines = l->next;
        if (l->next)
            l->next->before = l->before;
        free(l);
        *context = NULL;
        line_count--;
    }
}

static void mhd_ready(struct watch *w, unsigned events)
{
    struct listener *l = w->ctx;

    (void)events;
    MHD_run(l->mhd);
}

/* ---- the calls ------------------------------------------------------------
 */

bool http_init(const struct http_config *c)
{
    config = *c;
    ledger.most = c->memory;
    return getrandom(&salt, sizeof(salt), 0) == sizeof(salt);
}

bool http_listen(int fd, bool local)
{
    struct listener *l = &listeners[listener_count];
    const union MHD_DaemonInfo *info;

    if (listener_count == LISTENERS)
        return false;
    l->local = local;
    l->mhd = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, l,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        config.connections, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)BUFFER,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, NULL, MHD_OPTION_END);
    if (!l->mhd)
        return false;
    listener_count++;
    info = MHD_get_daemon_info(l->mhd, MHD_DAEMON_INFO_EPOLL_FD);
    l->watch = (struct watch){info->epoll_fd, mhd_ready, l};
    return loop_add(&l->watch, EPOLLIN);
}

/* slow ones are hung up on: MHD then sees the end of the connection. */
static void hang_up(int64_t now)
{
    int64_t patience = (int64_t)config.patience * 1000;

    for (struct line *l = lines; l; l = l->next)
        if (l->since && now - l->since > patience) {
            shutdown(l->fd, SHUT_RDWR);
            l->since = now;
        }
}

int http_turn(void)
{
    static int64_t last;
    int64_t now = now_ms();
    int next = 1000;

    if (now - last >= 500) {
        hang_up(now);
        last = now;
    }
    for (unsigned i = 0; i < listener_count; i++) {
        MHD_UNSIGNED_LONG_LONG wait;

        if (listeners[i].woken) {
            listeners[i].woken = false;
            MHD_run(listeners[i].mhd);
        }
        if (MHD_get_timeout(listeners[i].mhd, &wait) != MHD_YES)
            continue;
        if (wait == 0)
            MHD_run(listeners[i].mhd);
        if (wait < (unsigned)next)
            next = (int)wait;
    }
    return next;
}

void http_quiet(void)
{
    for (unsigned i = 0; i < listener_count; i++) {
        int fd;

        MHD_run(listeners[i].mhd); /* whoever has connected is served */
        fd = MHD_quiesce_daemon(listeners[i].mhd);
        if (fd >= 0)
            close(fd);
    }
    quiet = true;
}

bool http_idle(void)
{
    return active == 0;
}

unsigned http_connections(void)
{
    return line_count;
}

void http_stop(void)
{
    for (unsigned i = 0; i < listener_count; i++) {
        loop_drop(&listeners[i].watch);
        MHD_stop_daemon(listeners[i].mhd);
    }
    listener_count = 0;
}
