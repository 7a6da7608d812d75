/* SPDX-License-Identifier: Apache-2.0
 * metrics.h - counts, as Prometheus reads them. */
#ifndef DAEMON_METRICS_H
#define DAEMON_METRICS_H

#include "daemon/draft.h"
#include "daemon/journal.h"

/* metrics_request counts one that was answered; r->path is a fixed text. */
void metrics_request(const struct journal_request *r, const char *fault);
void metrics_shed(void);
void metrics_cache(bool hit);

struct gauges {
    unsigned connections, requests;
    uint64_t held, most;
};
void metrics_write(struct draft *d, const struct gauges *g);

#endif
