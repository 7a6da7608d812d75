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
};

/* progress_init takes "auto", "json", "none" or NULL (auto): a line where
 * stderr is a terminal and stdout a file, so that the two never mix. */
void progress_init(struct progress *p, const char *how);

/* progress_tell shows the counts, at most some times a second. */
void progress_tell(struct progress *p);

/* progress_end wipes the line, or writes the last JSON line. */
void progress_end(struct progress *p);

#endif
