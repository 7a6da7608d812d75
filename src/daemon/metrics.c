/* SPDX-License-Identifier: Apache-2.0
 * metrics.c - the text format of Prometheus, 0.0.4.
 *
 * Labels come from small tables: a name that a worker makes up can add a line
 * only until the table is full. */
#include "daemon/metrics.h"

#include "daemon/cache.h"
#include "daemon/crew.h"
#include "daemon/sandbox.h"

#include <stdio.h>
#include <string.h>

enum {
    NAMES = 160,
    NAME = 96,
    BUCKETS = 12
};

static const double bounds[BUCKETS] = {.001, .002, .005, .01, .02, .05,
                                       .1,   .2,   .5,   1,   5,   30};

struct family {
    char names[NAMES][NAME];
    uint64_t counts[NAMES];
    unsigned used;
};
static struct family requests, verdicts, formats, faults;
static uint64_t buckets[BUCKETS], timed, bytes, shed, hits, misses;
static double seconds;

static void count(struct family *f, const char *name)
{
    unsigned i = 0;

    while (i < f->used && strcmp(f->names[i], name) != 0)
        i++;
    if (i == NAMES)
        return;
    if (i == f->used)
        snprintf(f->names[f->used++], NAME, "%s", name);
    f->counts[i]++;
}

/* plain is whether a worker's word may stand in a label. */
static bool plain(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') ||
              s[i] == '-'))
            return false;
    return n > 0 && n < 32;
}

static void count_verdicts(const char *list)
{
    char name[NAME];

    while (*list) {
        size_t all = strcspn(list, ","), law = strcspn(list, "=");

        if (law < all && plain(list, law) &&
            plain(list + law + 1, all - law - 1)) {
            snprintf(name, sizeof(name), "law=\"%.*s\",verdict=\"%.*s\"",
                     (int)law, list, (int)(all - law - 1), list + law + 1);
            count(&verdicts, name);
        }
        list += all;
        list += *list == ',';
    }
}

void metrics_request(const struct journal_request *r, const char *fault)
{
    char name[NAME];

    snprintf(name, sizeof(name), "path=\"%s\",code=\"%u\"", r->path, r->status);
    count(&requests, name);
    bytes += r->bytes;
    if (r->verdicts)
        count_verdicts(r->verdicts);
    if (r->format && plain(r->format, strlen(r->format))) {
        snprintf(name, sizeof(name), "format=\"%s\"", r->format);
        count(&formats, name);
    }
    if (fault) {
        snprintf(name, sizeof(name), "kind=\"%s\"", fault);
        count(&faults, name);
    }
    if (strncmp(r->path, "/v1/check", 9) != 0 || r->status != 200)
        return;
    timed++;
    seconds += (double)r->ms / 1000;
    for (int i = 0; i < BUCKETS; i++)
        buckets[i] += (double)r->ms / 1000 <= bounds[i];
}

void metrics_shed(void)
{
    shed++;
}

void metrics_cache(bool hit)
{
    hits += hit;
    misses += !hit;
}

static void head(struct draft *d, const char *name, const char *type,
                 const char *help)
{
    draft_say(d, "# HELP genmark_%s %s\n# TYPE genmark_%s %s\n", name, help,
              name, type);
}

static void family(struct draft *d, const char *name, const struct family *f,
                   const char *help)
{
    head(d, name, "counter", help);
    for (unsigned i = 0; i < f->used; i++)
        draft_say(d, "genmark_%s{%s} %llu\n", name, f->names[i],
                  (unsigned long long)f->counts[i]);
}

static void one(struct draft *d, const char *name, const char *type,
                uint64_t value, const char *help)
{
    head(d, name, type, help);
    draft_say(d, "genmark_%s %llu\n", name, (unsigned long long)value);
}

static void histogram(struct draft *d)
{
    head(d, "check_seconds", "histogram", "time of answered checks");
    for (int i = 0; i < BUCKETS; i++)
        draft_say(d, "genmark_check_seconds_bucket{le=\"%g\"} %llu\n",
                  bounds[i], (unsigned long long)buckets[i]);
    draft_say(d,
              "genmark_check_seconds_bucket{le=\"+Inf\"} %llu\n"
              "genmark_check_seconds_sum %.3f\n"
              "genmark_check_seconds_count %llu\n",
              (unsigned long long)timed, seconds, (unsigned long long)timed);
}

static void workers(struct draft *d)
{
    const struct crew_counts *c = crew_counts();
    const struct {
        const char *event;
        uint64_t n;
    } rows[] = {{"started", c->started},
                {"recycled", c->recycled},
                {"crashed", c->crashed},
                {"killed", c->killed},
                {"cancelled", c->cancelled}};

    head(d, "worker_events_total", "counter", "what became of workers");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        draft_say(d, "genmark_worker_events_total{event=\"%s\"} %llu\n",
                  rows[i].event, (unsigned long long)rows[i].n);
    head(d, "reloads_total", "counter", "rules loaded again");
    draft_say(d,
              "genmark_reloads_total{result=\"ok\"} %llu\n"
              "genmark_reloads_total{result=\"failed\"} %llu\n",
              (unsigned long long)c->reloads,
              (unsigned long long)c->reload_failures);
}

void metrics_write(struct draft *d, const struct gauges *g)
{
    const struct rulebook *book = crew_rules();

    family(d, "requests_total", &requests, "answers by path and status");
    family(d, "verdicts_total", &verdicts, "verdicts by law");
    family(d, "formats_total", &formats, "files by format");
    family(d, "faults_total", &faults, "files without a whole answer");
    histogram(d);
    one(d, "body_bytes_total", "counter", bytes, "bytes of uploads");
    one(d, "shed_total", "counter", shed, "requests turned away when full");
    one(d, "cache_hits_total", "counter", hits, "answers from the cache");
    one(d, "cache_misses_total", "counter", misses, "answers it had not");
    one(d, "cache_bytes", "gauge", cache_bytes(), "bytes of kept answers");
    workers(d);
    one(d, "workers", "gauge", crew_live(), "workers that are ready");
    one(d, "running", "gauge", crew_running(), "files being read");
    one(d, "waiting", "gauge", crew_waiting(), "files in the queue");
    one(d, "connections", "gauge", g->connections, "open connections");
    one(d, "body_bytes_held", "gauge", g->held, "bytes of uploads in memory");
    one(d, "body_bytes_most", "gauge", g->most, "bytes that may be");
    one(d, "sandbox_strict", "gauge", crew_sandbox() == SANDBOX_STRICT,
        "1: every layer of the sandbox holds");
    one(d, "log_lines_lost_total", "counter", journal_lost(),
        "log lines that could not be written");
    head(d, "rules_info", "gauge", "the rules that are judged by");
    draft_say(d, "genmark_rules_info{packs=\"%s\",version=\"%s\"} 1\n",
              book ? book->born.packs : "", gm_version());
}
