/* SPDX-License-Identifier: Apache-2.0
 * wire.h - what the daemon's processes say to each other.
 *
 * Three kinds of process: the front holds the sockets and reads requests; the
 * nursery, a fresh program run by the front, builds the engine and forks
 * workers, so that a worker's memory never held anybody's request; a worker
 * scans one file after another.  Front and nursery speak by `struct born`
 * over a packet socket, front and worker by `struct ask` and `struct told`
 * over a stream.  The front believes nothing that a worker says without
 * looking at it: a worker may have been taken over by the file it read. */
#ifndef DAEMON_WIRE_H
#define DAEMON_WIRE_H

#include <stdint.h>

enum {
    WIRE_TEXTS = 8 << 10,   /* bytes of the texts behind an ask */
    WIRE_ANSWER = 64 << 20, /* bytes of one answer */
    WIRE_GRACE = 500        /* ms a worker has to stop by itself */
};

/* From the nursery, one packet each. */
enum born_what {
    BORN_READY = 1, /* the engine stands; fds: laws, rules as JSON texts */
    BORN_WORKER,    /* fds: its socket, its pidfd */
    BORN_DIED       /* a worker ended: pid, status of waitpid */
};
struct born {
    uint32_t what;
    int32_t pid, status;
    char packs[80]; /* digest of the rules */
    char laws[512]; /* "kr,cn,eu": the laws there are */
};

/* To a worker: the head, then the texts, each with its NUL: name, laws, as_of,
 * then facts as name and value.  With the head comes a descriptor, of the file
 * or of the worker's desk (desk.h), or none where the file lies on the desk
 * that it has. */
enum ask_place {
    ASK_FILE = 1, /* the descriptor is the file */
    ASK_NEW_DESK, /* the descriptor is the desk; the file lies there */
    ASK_DESK
};
enum ask_flag {
    ASK_REDACT = 1,
    ASK_HASH = 2,
    ASK_KOREAN = 4
};
struct ask {
    uint64_t id, length;
    uint32_t ms; /* until it must be done */
    uint32_t flags, effort, texts;
    uint32_t place; /* enum ask_place */
};

/* From a worker: the head, then `length` bytes of JSON, or of a message where
 * the request was wrong. */
enum told_what {
    TOLD_HELLO = 1, /* once: ready to work, in a sandbox of `sandbox` */
    TOLD_ANSWER,    /* an item, with its fault */
    TOLD_WRONG,     /* a fact, a law or a date of the request is none */
    TOLD_MEMORY     /* no memory for it */
};
struct told {
    uint64_t id;
    uint32_t what, fault, length, sandbox;
    char format[16];
    char limit[32];
    char verdicts[256]; /* "kr=fail,eu=unknown" */
};

#endif
