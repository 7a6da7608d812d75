/* SPDX-License-Identifier: Apache-2.0
 * journal.h - what happened, as JSON lines on stderr or in a file.  Never a
 * file's content or name. */
#ifndef DAEMON_JOURNAL_H
#define DAEMON_JOURNAL_H

#include "daemon/ticket.h"

/* journal_open appends to path, or writes to stderr where it is NULL. */
bool journal_open(const char *path, bool quiet);
uint64_t journal_lost(void); /* lines that could not be written */

void journal_event(const char *what, const char *detail);
void journal_worker(int32_t pid, int signal);

struct journal_request {
    const char *id, *method, *path;
    unsigned status;
    int64_t ms;
    uint64_t bytes;
    const char *format, *verdicts; /* of the answer, or NULL */
    const char *why;               /* of a refusal, or NULL */
    bool cached;
    int32_t pid;
};
void journal_request(const struct journal_request *r);

#endif
