/* SPDX-License-Identifier: Apache-2.0
 * crew.h - the workers, as the front sees them: fed, watched, replaced. */
#ifndef DAEMON_CREW_H
#define DAEMON_CREW_H

#include "daemon/edition.h"
#include "daemon/ticket.h"

#include <stdbool.h>

struct crew_config {
    unsigned workers;
    unsigned recycle; /* files after which a worker is replaced */
    unsigned queue;   /* tickets that may wait */
    char **argv;      /* of this program: what the nursery is run with */
};

struct crew_counts {
    uint64_t started, recycled, crashed, killed, cancelled;
    uint64_t reloads, reload_failures;
};

bool crew_start(const struct crew_config *c);
/* crew_reload builds a new engine aside; workers change to it when it
 * stands, and not at all where it does not. */
bool crew_reload(void);
bool crew_reloading(void);
/* crew_failed: the first engine could not be built. */
bool crew_failed(void);
const struct rulebook *crew_rules(void); /* NULL: not yet */

/* crew_put queues a sealed ticket; its ready is called later, never at once. */
void crew_put(struct ticket *t);
/* crew_cancel lets go of a ticket: its client went away. */
void crew_cancel(struct ticket *t);
bool crew_full(void); /* no ticket more may wait */

/* crew_tick kills what is late, and is the ms until it wants to be called
 * again. */
int crew_tick(void);

unsigned crew_waiting(void), crew_running(void), crew_live(void);
uint32_t crew_sandbox(void); /* what every live worker has; 0: none lives */
const struct crew_counts *crew_counts(void);
/* crew_fail_all answers what waits and what runs: the server stops. */
void crew_fail_all(void);
void crew_stop(void);

#endif
