/* SPDX-License-Identifier: Apache-2.0
 * request.c - who asks, and for what: hosts, origins, queries, headers, forms.
 */
#include "daemon/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *request_header(const struct request *q, const char *name)
{
    return lib.MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND,
                                           name);
}

/* host_ok: the name under which this server was reached is one of ours.  A
 * page that had its own name point here would come under that name. */
bool request_host_ok(const struct request *q, const char *host)
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
    for (size_t i = 0; i < front.config.hosts->count; i++)
        if (strlen(front.config.hosts->list[i]) == n &&
            strncasecmp(front.config.hosts->list[i], host, n) == 0)
            return true;
    return q->listener->local && !front.config.hosts->count;
}

bool request_origin_ok(const struct request *q, const char *host)
{
    const char *origin = request_header(q, "Origin"),
               *site = request_header(q, "Sec-Fetch-Site");
    const char *name = origin ? strstr(origin, "://") : NULL;

    if (origin && (!name || !host || strcasecmp(name + 3, host) != 0))
        return false;
    return !site || strcmp(q->method, "POST") != 0 ||
           strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
}

/* Headers of which one request has one. */
struct single {
    unsigned length, coding, host;
    bool nul;
};

static enum MHD_Result count_header(void *ctx, enum MHD_ValueKind kind,
                                    const char *key, size_t key_size,
                                    const char *value, size_t value_size)
{
    struct single *s = ctx;

    (void)kind;
    s->length += strcasecmp(key, "Content-Length") == 0;
    s->coding += strcasecmp(key, "Transfer-Encoding") == 0;
    s->host += strcasecmp(key, "Host") == 0;
    s->nul |= strlen(key) != key_size || (value && strlen(value) != value_size);
    return MHD_YES;
}

void request_framing(struct request *q)
{
    const char *coding = request_header(q, "Transfer-Encoding"),
               *content = request_header(q, "Content-Encoding"),
               *expect = request_header(q, "Expect");
    struct single s = {0};

    lib.MHD_get_connection_values_n(q->connection, MHD_HEADER_KIND,
                                    count_header, &s);
    q->abrupt = true;
    if (s.length + s.coding > 1)
        request_refuse(q, 400, "the length of the body is told twice");
    else if (s.host > 1 || s.nul)
        request_refuse(q, 400, "two Host headers, or a NUL in a header");
    else if (coding && strcasecmp(coding, "chunked") != 0)
        request_refuse(q, 501, "no Transfer-Encoding but chunked is read");
    else if (content && *content && strcasecmp(content, "identity") != 0)
        request_refuse(q, 415,
                       "a body with a Content-Encoding is not read; "
                       "send the file as it is");
    else if (expect && strcasecmp(expect, "100-continue") != 0)
        request_refuse(q, 417, "nothing is expected here but 100-continue");
    else
        q->abrupt = false;
}

/* ---- what is asked ------------------------------------------------------- */

static enum MHD_Result add_parameter(void *ctx, enum MHD_ValueKind kind,
                                     const char *key, size_t key_size,
                                     const char *value, size_t value_size)
{
    struct request *q = ctx;

    (void)kind;
    if (strlen(key) != key_size || (value && strlen(value) != value_size))
        request_refuse(q, 400, "a parameter has a NUL in it");
    if (!q->refused && !wish_set(&q->wish, key, value))
        request_refuse(q, 400, NULL);
    return MHD_YES;
}

void request_wish(struct request *q)
{
    const char *law = request_header(q, "Genmark-Law"),
               *facts = request_header(q, "Genmark-Fact"),
               *name = request_header(q, "Genmark-Name");

    if ((law && !wish_set(&q->wish, "law", law)) ||
        (name && !wish_set(&q->wish, "name", name)) ||
        (facts && !wish_facts(&q->wish, facts)))
        request_refuse(q, 400, NULL);
    lib.MHD_get_connection_values_n(q->connection, MHD_GET_ARGUMENT_KIND,
                                    add_parameter, q);
}

/* declared is the length of the body, or UINT64_MAX where none is told. */
uint64_t request_declared(const struct request *q)
{
    const char *text = request_header(q, "Content-Length");
    char *end;
    unsigned long long n = text ? strtoull(text, &end, 10) : 0;

    return text && !*end ? n : UINT64_MAX;
}

/* room is whether there is place for this body; else it refuses. */
void request_room(struct request *q)
{
    uint64_t n = request_declared(q), least = n == UINT64_MAX ? 1 : n;

    if (n != UINT64_MAX && n > front.config.body) {
        q->fault = GM_FAULT_LIMIT;
        q->limit = "body";
        request_refuse(q, 413, "the upload is larger than this server takes");
    } else if (!crew_rules() || crew_full() ||
               least > front.ledger.most - front.ledger.held) {
        metrics_shed();
        request_refuse(q, 503, "too many files wait; try again");
    }
}

/* form_type: a form of the request's own.  What curl calls urlencoded by
 * default is a file all the same. */
bool request_is_form(const struct request *q, const char *type)
{
    return type &&
           (strncasecmp(type, "multipart/form-data", 19) == 0 ||
            (q->route != ROUTE_CHECK &&
             strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0));
}

void request_field_end(struct request *q)
{
    if (!q->field[0])
        return;
    q->value[q->value_len] = 0;
    if (!q->refused && !wish_set(&q->wish, q->field, q->value))
        request_refuse(q, 400, NULL);
    q->field[0] = 0;
}

bool request_form_end(struct request *q)
{
    struct MHD_PostProcessor *form = q->form;

    q->form = NULL;
    request_field_end(q);
    return lib.MHD_destroy_post_processor(form) == MHD_YES;
}

void request_bytes(struct request *q, const char *p, size_t n)
{
    if (q->refused)
        return;
    if (q->route != ROUTE_CHECK) {
        request_refuse(q, 400, "this takes no file in its body");
        return;
    }
    switch (body_add(&q->ticket->body, p, n, front.config.body)) {
    case BODY_OK: return;
    case BODY_LARGE:
        q->fault = GM_FAULT_LIMIT;
        q->limit = "body";
        request_refuse(q, 413, "the upload is larger than this server takes");
        return;
    case BODY_FULL:
        metrics_shed();
        request_refuse(q, 503, "no memory for the upload now; try again");
        return;
    }
}

enum MHD_Result request_form(void *ctx, enum MHD_ValueKind kind,
                             const char *key, const char *file,
                             const char *type, const char *encoding,
                             const char *data, uint64_t off, size_t size)
{
    struct request *q = ctx;

    (void)kind;
    (void)type;
    if (!key)
        return MHD_YES;
    if (encoding && strcasecmp(encoding, "binary") != 0 &&
        strcasecmp(encoding, "8bit") != 0 && strcasecmp(encoding, "7bit") != 0)
        request_refuse(q, 400,
                       "a part with a Content-Transfer-Encoding is not read; "
                       "send the file as it is");
    if (file) {
        if (off == 0) {
            request_field_end(q);
            if (q->files++ > 0)
                request_refuse(q, 400, "one file a request");
            else if (!q->wish.name && !wish_set(&q->wish, "name", file))
                request_refuse(q, 400, NULL);
        }
        request_bytes(q, data, size);
        return MHD_YES;
    }
    if (off == 0) {
        request_field_end(q);
        snprintf(q->field, sizeof(q->field), "%s", key);
        q->value_len = 0;
    }
    if (size >= FIELD - q->value_len) {
        request_refuse(q, 400, "a field of the form is too long");
        return MHD_YES;
    }
    memcpy(q->value + q->value_len, data, size);
    q->value_len += size;
    return MHD_YES;
}
