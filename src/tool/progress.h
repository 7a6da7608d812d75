/* SPDX-License-Identifier: Apache-2.0
 * progress.h - how far a long run is: a line on a terminal, or JSON lines for
 * another program, both on stderr. */
#ifndef TOOL_PROGRESS_H
#define TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    enum {
        PROGRESS_NONE,
        PROGRESS_LINE,
        PROGRESS_JSON
    } how;
    struct timespec began, told;
    bool shown;
    uint64_t items, failed, unknown, unread, bytes;
    uint64_t copies;         /* that shared the scan of another */
    uint64_t entries, total; /* of the list: done, and all; total 0: unknown */
    unsigned width;          /* of the terminal */
};

/* progress_init takes "auto", "json", "none" or NULL (auto): a line where
 * stderr is a terminal and stdout a file, so that the two never mix. */
void progress_init(struct progress *p, const char *how);

/* progress_due: it is time to tell, which is some times a second. */
bool progress_due(struct progress *p);

/* progress_tell shows the counts, and the path that is at hand. */
void progress_tell(struct progress *p, const char *path);

/* progress_end wipes the line, or writes the last JSON line.  A JSON line has
 * items, failed, unknown, unread, bytes, copies, ms, done and, where they are
 * known, entries, total, left_ms and path. */
void progress_end(struct progress *p);

#endif
