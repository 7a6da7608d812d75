/* SPDX-License-Identifier: Apache-2.0
 * sandbox.h - what a worker gives up before it reads the first byte. */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include <stdint.h>

/* Bits, so that a report can say which layer is missing. */
enum sandbox {
    SANDBOX_PRIVS = 1,    /* no new privileges, no core, not traceable */
    SANDBOX_LIMITS = 2,   /* rlimits: memory, files, processes */
    SANDBOX_LANDLOCK = 4, /* no file system */
    SANDBOX_SECCOMP = 8,  /* no socket, no file, no process */
    SANDBOX_STRICT = 15
};

/* sandbox_enter gives up what it can, and is what worked.  memory: bytes of
 * address space. */
uint32_t sandbox_enter(uint64_t memory);

/* "strict", or "partial", or "none". */
const char *sandbox_name(uint32_t level);

#endif
