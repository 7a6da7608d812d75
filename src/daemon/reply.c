/* SPDX-License-Identifier: Apache-2.0
 * reply.c - answers: what a worker said, what went wrong, and the headers that
 * keep a browser from doing more with them than asked. */
#include "daemon/request.h"

#include <stdio.h>
#include <string.h>

static void seal_headers(struct MHD_Response *r, const char *type)
{
    if (type)
        lib.MHD_add_response_header(r, "Content-Type", type);
    lib.MHD_add_response_header(r, "Cache-Control", "no-store");
    lib.MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    lib.MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
    lib.MHD_add_response_header(r, "Cross-Origin-Resource-Policy",
                                "same-origin");
    lib.MHD_add_response_header(
        r, "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' blob:; media-src blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    if (front.quiet)
        lib.MHD_add_response_header(r, "Connection", "close");
}

/* send_text answers; how tells who frees p. */
enum MHD_Result reply_text(struct request *q, unsigned status, const char *type,
                           char *p, size_t n, enum MHD_ResponseMemoryMode how)
{
    struct MHD_Response *r = lib.MHD_create_response_from_buffer(n, p, how);
    enum MHD_Result sent;

    if (!r)
        return MHD_NO;
    seal_headers(r, type);
    lib.MHD_add_response_header(r, "X-Request-Id", q->id);
    if (status == 503 || status == 429)
        lib.MHD_add_response_header(r, "Retry-After", "1");
    if (status == 405 || q->route == ROUTE_OPTIONS)
        lib.MHD_add_response_header(
            r, "Allow", q->posts ? "POST, OPTIONS" : "GET, HEAD, OPTIONS");
    if (status == 415 && q->abrupt)
        lib.MHD_add_response_header(r, "Accept-Encoding", "identity");
    sent = lib.MHD_queue_response(q->connection, status, r);
    lib.MHD_destroy_response(r);
    q->answered = true;
    q->line->since = now_ms();
    return sent;
}

enum MHD_Result reply_draft(struct request *q, unsigned status,
                            const char *type, struct draft *d)
{
    if (d->failed) {
        draft_free(d);
        return MHD_NO;
    }
    return reply_text(q, status, type, d->at, d->len, MHD_RESPMEM_MUST_FREE);
}

static const char *fault_word(unsigned status, gm_fault f)
{
    if (f != GM_FAULT_NONE && status != 400)
        return gm_fault_name(f);
    return status == 503 ? "busy" : status == 403 ? "refused" : "request";
}

void reply_count(struct request *q, unsigned status, const struct told *told,
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

/* A problem [RFC 9457], and in `error` the same as in an item that could not be
 * read: never a verdict, and never an empty list of marks. */
enum MHD_Result reply_fault(struct request *q, unsigned status, gm_fault fault,
                            const char *why)
{
    struct draft d = {0};
    const char *word = fault_word(status, fault);
    const char *limit = q->limit ? q->limit : "";
    const char *title = lib.MHD_get_reason_phrase_for(status);

    draft_text(&d, "{\"type\":\"about:blank\",");
    draft_pair(&d, "title", (gm_str){title, strlen(title)});
    draft_say(&d, ",\"status\":%u,", status);
    draft_pair(&d, "detail", (gm_str){why, strlen(why)});
    draft_text(&d, ",\"error\":{");
    draft_pair(&d, "kind", (gm_str){word, strlen(word)});
    draft_text(&d, ",");
    draft_pair(&d, "limit", (gm_str){limit, strlen(limit)});
    draft_text(&d, ",");
    draft_pair(&d, "message", (gm_str){why, strlen(why)});
    draft_say(&d, "},\"request\":\"%s\"}\n", q->id);
    reply_count(q, status, NULL, word, why);
    return reply_draft(q, status, "application/problem+json", &d);
}

enum MHD_Result reply_refused(struct request *q)
{
    return reply_fault(q, q->refused, q->fault, q->wish.why);
}

void request_refuse(struct request *q, unsigned status, const char *why)
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
enum MHD_Result reply_ticket(struct request *q)
{
    struct ticket *t = q->ticket;
    unsigned status;
    char *json = t->json;

    if (t->status != 200)
        return reply_fault(q, t->status, t->fault, t->why);
    status = status_of(t->told.fault);
    if (status == 200 && q->key[0])
        cache_add(q->key, t);
    reply_count(q, status, &t->told,
                status == 200 ? NULL : gm_fault_name((gm_fault)t->told.fault),
                NULL);
    t->json = NULL;
    return reply_text(q, status, "application/json", json, t->told.length,
                      MHD_RESPMEM_MUST_FREE);
}
