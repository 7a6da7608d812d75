/* SPDX-License-Identifier: Apache-2.0
 * request.h - one request while it lives, shared by the three files that know
 * HTTP: http.c takes it, request.c reads it, reply.c answers it. */
#ifndef DAEMON_REQUEST_H
#define DAEMON_REQUEST_H

#include "daemon/cache.h"
#include "daemon/crew.h"
#include "daemon/door.h"
#include "daemon/http.h"
#include "daemon/loop.h"
#include "daemon/metrics.h"
#include "daemon/wish.h"
#include "genmark.h"
#include "tool/plug.h"

#include <microhttpd.h>

#define MHD_CALLS(X)                   \
    X(MHD_add_connection)              \
    X(MHD_add_response_header)         \
    X(MHD_create_post_processor)       \
    X(MHD_create_response_from_buffer) \
    X(MHD_destroy_post_processor)      \
    X(MHD_destroy_response)            \
    X(MHD_get_connection_info)         \
    X(MHD_get_connection_values_n)     \
    X(MHD_get_daemon_info)             \
    X(MHD_get_reason_phrase_for)       \
    X(MHD_get_timeout)                 \
    X(MHD_lookup_connection_value)     \
    X(MHD_post_process)                \
    X(MHD_queue_response)              \
    X(MHD_quiesce_daemon)              \
    X(MHD_resume_connection)           \
    X(MHD_run)                         \
    X(MHD_start_daemon)                \
    X(MHD_stop_daemon)                 \
    X(MHD_suspend_connection)

/* libmicrohttpd, loaded by the first http_listen: TLS and all that it needs
 * come with it, and only the daemon serves. */
extern struct mhd {
    MHD_CALLS(PLUG_MEMBER)
} lib;

enum {
    FIELD = 1200 /* bytes of a form's field */
};

enum route {
    ROUTE_NONE,
    ROUTE_OPTIONS,
    ROUTE_PAGE,
    ROUTE_CHECK,
    ROUTE_PATH,
    ROUTE_FD,
    ROUTE_LAWS,
    ROUTE_RULES,
    ROUTE_LIVE,
    ROUTE_READY,
    ROUTE_METRICS
};

/* A connection. */
struct line {
    struct line *next, *before;
    struct watch watch;      /* tells once what became of the client */
    bool gone;               /* it went away */
    bool half;               /* it sends no more */
    struct request *sleeper; /* that a worker has */
    int passed;              /* a descriptor that came along; -1: none */
    int64_t since; /* ms: when it began to keep us waiting; 0: we keep it */
};

struct listener {
    struct MHD_Daemon *mhd;
    struct watch watch;
    bool local, shared;
    struct door door; /* of a local one; MHD accepts on the others */
    bool woken;       /* MHD looks after what was resumed only when it is run */
};

struct request {
    struct MHD_Connection *connection;
    struct line *line;
    struct listener *listener;
    char id[20];
    enum route route;
    bool posts;       /* its path takes POST */
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
    bool abrupt; /* it is answered before its body, and the connection ends */
    bool asleep, gone, cached, answered;
    uint64_t bytes;
    char key[CACHE_KEY];
    struct wish wish;
};

/* What all of the front shares; http.c fills it. */
struct front {
    struct http_config config;
    struct ledger ledger; /* bytes that uploads hold */
    bool quiet;           /* no more connections are taken */
};

extern struct front front;

/* http_wake lets the connection of q go on, where it sleeps. */
void http_wake(struct request *q);

/* request_header is a header of it, or NULL. */
const char *request_header(const struct request *q, const char *name);

/* request_framing refuses what two readers could take for different requests:
 * a length told twice or in two ways, two hosts, an encoding that is not
 * undone here. */
void request_framing(struct request *q);

/* request_form_end is whether a form was whole; its parser ends. */
bool request_form_end(struct request *q);

/* request_host_ok and request_origin_ok: nobody comes here by another name, or
 * through another site's page. */
bool request_host_ok(const struct request *q, const char *host);
bool request_origin_ok(const struct request *q, const char *host);

/* request_wish reads law, facts and name out of query and headers. */
void request_wish(struct request *q);

/* request_room refuses where there is no place for the body. */
void request_room(struct request *q);

/* request_is_form: a form of the request's own, by its type. */
bool request_is_form(const struct request *q, const char *type);

/* request_field_end takes the field that was being read. */
void request_field_end(struct request *q);

/* request_bytes adds to the file. */
void request_bytes(struct request *q, const char *p, size_t n);

/* request_form is the iterator of a form. */
enum MHD_Result request_form(void *ctx, enum MHD_ValueKind kind,
                             const char *key, const char *file,
                             const char *type, const char *encoding,
                             const char *data, uint64_t off, size_t size);

/* request_declared is the length of the body, UINT64_MAX where none is told. */
uint64_t request_declared(const struct request *q);

/* reply_text answers; how tells who frees p. */
enum MHD_Result reply_text(struct request *q, unsigned status, const char *type,
                           char *p, size_t n, enum MHD_ResponseMemoryMode how);

/* reply_draft answers with what was drafted, and frees it. */
enum MHD_Result reply_draft(struct request *q, unsigned status,
                            const char *type, struct draft *d);

/* reply_count counts and logs a request that is answered. */
void reply_count(struct request *q, unsigned status, const struct told *told,
                 const char *fault, const char *why);

/* reply_fault answers with what went wrong: never with a verdict, and never
 * with an empty list of marks. */
enum MHD_Result reply_fault(struct request *q, unsigned status, gm_fault fault,
                            const char *why);

/* reply_refused answers a request that request_refuse refused. */
enum MHD_Result reply_refused(struct request *q);

/* request_refuse keeps the status, and why where it is not in wish.why. */
void request_refuse(struct request *q, unsigned status, const char *why);

/* reply_ticket answers with what a worker said. */
enum MHD_Result reply_ticket(struct request *q);

#endif
