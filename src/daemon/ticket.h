/* SPDX-License-Identifier: Apache-2.0
 * ticket.h - one file on its way through the daemon, from the last byte of
 * its upload to its answer. */
#ifndef DAEMON_TICKET_H
#define DAEMON_TICKET_H

#include "daemon/body.h"
#include "daemon/wire.h"
#include "genmark.h"

struct seat;

enum ticket_state {
    TICKET_NEW,   /* being uploaded */
    TICKET_WAITS, /* in a lane */
    TICKET_RUNS,  /* with a worker */
    TICKET_DONE
};

struct ticket {
    struct ticket *next; /* in its lane */
    enum ticket_state state;
    bool large;
    struct body body;
    struct ask ask;
    char texts[WIRE_TEXTS];
    int64_t began, deadline; /* ms of the monotonic clock */
    int32_t pid;             /* of the worker that had it; 0: none */
    struct seat *seat;       /* of the worker that has it */

    /* The answer: an HTTP status, and told with its JSON; or, where fault is
     * not GM_FAULT_NONE and json is NULL, a fault of ours and why. */
    unsigned status;
    struct told told;
    char *json; /* to be freed */
    gm_fault fault;
    const char *why; /* constant, or in json */

    /* ready is called once, from the loop; NULL: nobody waits any more, and
     * the ticket is freed when it is done. */
    void (*ready)(struct ticket *t);
    void *owner;
};

struct ticket *ticket_new(struct ledger *l);
void ticket_free(struct ticket *t);

/* ticket_text appends a text and its NUL; false where it does not fit. */
bool ticket_text(struct ticket *t, const char *p, size_t n);

/* ticket_fail and ticket_done hand the ticket back. */
void ticket_fail(struct ticket *t, unsigned status, gm_fault fault,
                 const char *why);
void ticket_done(struct ticket *t);

int64_t now_ms(void); /* monotonic */

/* Two lanes, so that large files cannot keep small ones waiting. */
enum {
    LARGE = SMALL /* bytes from which a file is large */
};
struct queue {
    struct ticket *first[2], *last[2];
    unsigned count, most;
};

void queue_put(struct queue *q, struct ticket *t);
/* queue_take is the oldest that may run now, or NULL. */
struct ticket *queue_take(struct queue *q, bool large_too);
void queue_remove(struct queue *q, struct ticket *t);

#endif
