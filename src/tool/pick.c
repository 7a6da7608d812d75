/* SPDX-License-Identifier: Apache-2.0
 * pick.c - shards by number, samples by a hash of seed and path.
 *
 * Whether a path is in a sample depends on nothing but the seed and the path,
 * so a sample of a tree that grew holds the sample of before. */
#include "tool/pick.h"

#include "genmark.h"
#include "tool/say.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* number reads decimal digits to `end`; false where there are none. */
static bool number(const char *s, char end, uint64_t *out)
{
    char *stop;

    if (!s || *s < '0' || *s > '9')
        return false;
    errno = 0;
    *out = strtoull(s, &stop, 10);
    return !errno && *stop == end;
}

/* from_job finds out which task of an array this is. */
static bool from_job(struct pick *p)
{
    uint64_t id, first, step;

    if (number(getenv("SLURM_ARRAY_TASK_ID"), 0, &id)) {
        if (!number(getenv("SLURM_ARRAY_TASK_MIN"), 0, &first))
            first = 0;
        if (!number(getenv("SLURM_ARRAY_TASK_STEP"), 0, &step) || !step)
            step = 1;
        if (id < first)
            return false;
        p->shard = (id - first) / step + 1;
        if (!p->shards)
            number(getenv("SLURM_ARRAY_TASK_COUNT"), 0, &p->shards);
        return true;
    }
    if (!number(getenv("JOB_COMPLETION_INDEX"), 0, &id))
        return false;
    p->shard = id + 1;
    return true;
}

bool pick_shard(struct pick *p, const char *text)
{
    const char *slash = strchr(text, '/');
    bool given = number(text, '/', &p->shard);

    p->shards = 0;
    if (slash && !number(slash + 1, 0, &p->shards))
        given = false;
    else if (strncmp(text, "auto", 4) == 0 && (text[4] == 0 || slash))
        given = from_job(p);
    if (given && p->shards && p->shard && p->shard <= p->shards)
        return true;
    say(tr("--shard takes I/N with I from 1 to N, or auto in an array job, or "
           "auto/N in an indexed job (not '%s')",
           "--shard 값은 I/N(1부터 N까지)이거나, 배열 작업의 auto, 인덱스 "
           "작업의 auto/N입니다 ('%s' 아님)"),
        text);
    return false;
}

bool pick_share(struct pick *p, const char *text)
{
    char *end;
    double v = strtod(text, &end);

    if (end != text && (!*end || strcmp(end, "%") == 0) && v > 0 && v <= 100) {
        p->share = v / 100;
        return true;
    }
    say(tr("--sample takes a percentage such as 1%% (not '%s')",
           "--sample 값은 1%% 와 같은 백분율입니다 ('%s' 아님)"),
        text);
    return false;
}

/* chance is a number from 0 up to 1 that seed and path alone decide. */
static double chance(uint64_t seed, const char *path)
{
    uint64_t h = seed ^ 0x9e3779b97f4a7c15u;

    for (; *path; path++)
        h = (h ^ (unsigned char)*path) * 0x100000001b3u;
    /* the last steps of splitmix64 */
    h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 27) * 0x94d049bb133111ebu;
    h ^= h >> 31;
    return (double)(h >> 11) / 9007199254740992.0; /* 2 to the 53rd */
}

static void digest_on(struct pick *p)
{
    char sum[65];

    gm_digest(p->text, p->used, sum);
    memcpy(p->text, sum, 64);
    p->used = 64;
}

/* prove takes a path, and the NUL at its end, into the digest. */
static void prove(struct pick *p, const char *path)
{
    size_t n = strlen(path) + 1;

    while (n) {
        size_t left = sizeof(p->text) - p->used, k = n < left ? n : left;

        memcpy(p->text + p->used, path, k);
        p->used += k;
        path += k;
        n -= k;
        if (p->used == sizeof(p->text))
            digest_on(p);
    }
}

bool pick_takes(struct pick *p, const char *path)
{
    if (p->proves)
        prove(p, path);
    p->listed++;
    if (p->shards && (p->listed - 1) % p->shards != p->shard - 1)
        return false;
    if (p->share > 0 && chance(p->seed, path) >= p->share)
        return false;
    p->taken++;
    return true;
}

const char *pick_digest(struct pick *p)
{
    digest_on(p);
    p->text[64] = 0;
    return p->text;
}

void pick_interval(uint64_t hits, uint64_t n, double *low, double *high)
{
    const double z = 1.959963984540054;
    double all = (double)n, at = n ? (double)hits / all : 0;
    double down = 1 + z * z / all, mid = at + z * z / (2 * all);
    double half = z * sqrt(at * (1 - at) / all + z * z / (4 * all * all));

    *low = 0;
    *high = 1;
    if (!n)
        return;
    *low = fmax(0, (mid - half) / down);
    *high = fmin(1, (mid + half) / down);
}
