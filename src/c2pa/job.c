/* SPDX-License-Identifier: Apache-2.0
 * job.c - memory, log and file access of one validation. */
#include "c2pa/job.h"

enum {
    CHUNK = 64 << 10, /* hashed at once: the near caches hold it */
    AGAIN = 16,       /* times that a file may be hashed */
    SMALL = 16 << 20, /* bytes that are no matter */
    LOG_MAX = 1 << 17,
    NOTE_MAX = 64
};

static void *cut(struct job *j, void *p)
{
    if (!p)
        j->memory = true;
    return p;
}

void *job_alloc(struct job *j, size_t n)
{
    return cut(j, arena_alloc(j->arena, n ? n : 1));
}

void *job_raw(struct job *j, size_t n)
{
    return cut(j, arena_raw(j->arena, n ? n : 1));
}

bool job_error(struct job *j, const char *why)
{
    if (!j->error)
        j->error = why;
    return false;
}

bool job_limit(struct job *j, const char *name)
{
    if (!j->limit)
        j->limit = name;
    return job_error(j, "a limit was reached");
}

/* room doubles an array that is full. */
static void *room(struct job *j, void *list, uint32_t count, uint32_t *cap,
                  size_t size)
{
    void *more;

    if (count < *cap)
        return list;
    more = job_alloc(j, (*cap ? *cap * 2 : 64) * size);
    if (!more)
        return NULL;
    if (count)
        memcpy(more, list, count * size);
    *cap = *cap ? *cap * 2 : 64;
    return more;
}

void job_log(struct job *j, enum status s, struct span uri, const char *text)
{
    struct entry *log;

    if (j->log_count >= LOG_MAX) {
        job_limit(j, "jumbf_boxes");
        return;
    }
    log = room(j, j->log, j->log_count, &j->log_cap, sizeof(*log));
    if (!log)
        return;
    j->log = log;
    log[j->log_count++] = (struct entry){
        NULL, s, uri, j->scope, text ? text : status_text(s), j->keep, false};
}

void job_note(struct job *j, uint64_t off, const char *what)
{
    struct note *list;

    if (j->note_count >= NOTE_MAX)
        return;
    list = room(j, j->notes, j->note_count, &j->note_cap, sizeof(*list));
    if (!list)
        return;
    j->notes = list;
    if (j->piece)
        off = j->piece_at.off; /* the place would be in another file */
    list[j->note_count++] = (struct note){NOTE_ODD, off, what};
}

bool job_alive(struct job *j)
{
    if (!j->stopped && j->alive && j->alive(j->alive_ctx))
        j->stopped = true;
    return !j->stopped;
}

/* Nothing honest hashes a file more than a few times over: lists that name the
 * same bytes again and again end here. */
static bool charge(struct job *j, uint64_t len)
{
    uint64_t most = j->lim->hash_bytes, size = j->src->size;

    if (j->piece && j->piece_src->size > size)
        size = j->piece_src->size;
    if (size < most / AGAIN)
        most = num_min(most, size * AGAIN + SMALL);
    if (j->hashed > most || len > most - j->hashed)
        return job_limit(j, "hash_bytes");
    j->hashed += len;
    return true;
}

bool job_hash(struct job *j, struct hasher *h, uint64_t off, uint64_t len)
{
    uint8_t *chunk;

    if (!num_fits(off, len, j->src->size))
        return false;
    if (!charge(j, len))
        return false;
    if (j->src->whole.ptr) {
        while (len && job_alive(j)) {
            size_t n = (size_t)num_min(len, UINT64_C(64) << 20);

            hasher_put(h, span_cut(j->src->whole, (size_t)off, n));
            off += n;
            len -= n;
        }
        return len == 0;
    }
    chunk = j->chunk ? j->chunk : job_raw(j, CHUNK);
    j->chunk = chunk;
    while (len && chunk && job_alive(j)) {
        size_t n = (size_t)num_min(len, CHUNK);

        if (!j->src->read(j->src->ctx, off, chunk, n)) {
            j->io = true;
            return job_error(j, "the file could not be read");
        }
        hasher_put(h, (struct span){chunk, n});
        off += n;
        len -= n;
    }
    return len == 0;
}

struct span job_uri(struct job *j, const struct manifest *m)
{
    return uri_of(j->arena, m->label, (struct span){0}, (struct span){0});
}

struct span job_assertion_uri(struct job *j, const struct manifest *m,
                              struct span label)
{
    return uri_of(j->arena, m->label, SPAN("c2pa.assertions"), label);
}

struct span job_signature_uri(struct job *j, const struct manifest *m)
{
    return uri_of(j->arena, m->label, (struct span){0}, SPAN("c2pa.signature"));
}
