/* SPDX-License-Identifier: Apache-2.0
 * http.h - requests in, answers out.  Three files know the framing: http.c
 * takes a request, request.c reads it, reply.c answers it; <microhttpd.h>
 * stands in request.h alone. */
#ifndef DAEMON_HTTP_H
#define DAEMON_HTTP_H

#include "tool/options.h"

#include <stdbool.h>
#include <stdint.h>

struct http_config {
    uint64_t body;     /* bytes an upload may have */
    uint64_t memory;   /* bytes all uploads together may */
    unsigned deadline; /* seconds a file may take */
    unsigned patience; /* seconds a request may take to arrive */
    unsigned connections;
    bool open;                 /* public: redacts always */
    const struct texts *hosts; /* names, beside those of loopback */
    const struct texts *roots; /* folders of /v1/path */
};

bool http_init(const struct http_config *c);

/* http_listen serves a listening socket; local: a UNIX socket; shared: the
 * service manager's, which goes on listening when this server ends. */
bool http_listen(int fd, bool local, bool shared);

/* http_turn does what MHD has to do by itself, and is the ms until it wants
 * to again. */
int http_turn(void);

/* http_quiet stops taking connections; http_idle: no request is under way;
 * http_connections: how many are open. */
void http_quiet(void);
bool http_idle(void);
unsigned http_active(void); /* requests under way */
unsigned http_connections(void);
void http_stop(void);

#endif
