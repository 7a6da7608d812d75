/* SPDX-License-Identifier: Apache-2.0
 * ticket.c - tickets and the lanes they wait in. */
#include "daemon/ticket.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct ticket *ticket_new(struct ledger *l)
{
    struct ticket *t = malloc(sizeof(*t));

    if (!t)
        return NULL;
    memset(t, 0, offsetof(struct ticket, texts));
    memset((char *)t + offsetof(struct ticket, began), 0,
           sizeof(*t) - offsetof(struct ticket, began));
    body_init(&t->body, l);
    t->began = now_ms();
    return t;
}

void ticket_free(struct ticket *t)
{
    if (!t)
        return;
    body_free(&t->body);
    free(t->json);
    free(t);
}

bool ticket_text(struct ticket *t, const char *p, size_t n)
{
    if (n >= WIRE_TEXTS - t->ask.texts)
        return false;
    memcpy(t->texts + t->ask.texts, p, n);
    t->texts[t->ask.texts + n] = 0;
    t->ask.texts += (uint32_t)n + 1;
    return true;
}

void ticket_done(struct ticket *t)
{
    t->state = TICKET_DONE;
    t->seat = NULL;
    if (t->ready)
        t->ready(t);
    else
        ticket_free(t);
}

void ticket_fail(struct ticket *t, unsigned status, gm_fault fault,
                 const char *why)
{
    free(t->json);
    t->json = NULL;
    t->status = status;
    t->fault = fault;
    t->why = why;
    ticket_done(t);
}

int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void queue_put(struct queue *q, struct ticket *t)
{
    unsigned lane = t->large;

    t->next = NULL;
    t->state = TICKET_WAITS;
    if (q->last[lane])
        q->last[lane]->next = t;
    else
        q->first[lane] = t;
    q->last[lane] = t;
    q->count++;
}

void queue_remove(struct queue *q, struct ticket *t)
{
    unsigned lane = t->large;
    struct ticket *before = NULL, *at = q->first[lane];

    while (at && at != t) {
        before = at;
        at = at->next;
    }
    if (!at)
        return;
    if (before)
        before->next = t->next;
    else
        q->first[lane] = t->next;
    if (q->last[lane] == t)
        q->last[lane] = before;
    t->next = NULL;
    q->count--;
}

struct ticket *queue_take(struct queue *q, bool large_too)
{
    struct ticket *small = q->first[0], *large = large_too ? q->first[1] : NULL;
    struct ticket *t = small;

    if (!small || (large && large->began < small->began))
        t = large;
    if (t)
        queue_remove(q, t);
    return t;
}
