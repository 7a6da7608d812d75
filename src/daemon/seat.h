/* SPDX-License-Identifier: Apache-2.0
 * seat.h - one worker as the front sees it: what it is given, and what of its
 * answer is there. */
#ifndef DAEMON_SEAT_H
#define DAEMON_SEAT_H

#include "daemon/desk.h"
#include "daemon/edition.h"
#include "daemon/ticket.h"

enum {
    SEAT_FIRST = 16 << 10
};

struct seat {
    struct watch watch; /* of the worker's socket */
    int pidfd;
    int32_t pid;
    struct edition *home;
    bool ready;   /* it said hello */
    bool retired; /* it ends when its file has ended */
    bool killed;  /* it was told to end at once */
    uint32_t sandbox;
    unsigned served;
    struct desk desk;
    bool seated;           /* the worker has its desk */
    struct ticket *ticket; /* NULL: it has none */
    struct told told;      /* of the answer that is being read */
    size_t got;            /* bytes of told, then of json */
    char *json;
    char first[SEAT_FIRST]; /* of json, before its length is known */
};

/* seat_new takes over the worker's socket and pidfd; NULL: no memory, and they
 * are still the caller's. */
struct seat *seat_new(const int fds[2], int32_t pid, struct edition *home);
void seat_free(struct seat *s);

void seat_signal(struct seat *s, int signal);

/* seat_retire lets a worker end, now or after its file. */
void seat_retire(struct seat *s);

/* seat_give sends a ticket. */
enum seat_give {
    SEAT_GIVEN,
    SEAT_DEAD,   /* the worker is gone */
    SEAT_NO_ROOM /* the system has no memory for the file's way there */
};
enum seat_give seat_give(struct seat *s, struct ticket *t);

/* seat_take reads what is there.  SEAT_GONE: the worker ended, or it talks
 * nonsense. */
enum seat_take {
    SEAT_WAIT,
    SEAT_ANSWER, /* told and json are whole */
    SEAT_GONE
};
enum seat_take seat_take(struct seat *s);

#endif
