/* SPDX-License-Identifier: Apache-2.0
 * batch.c - the pool, fed by files, writing reports.
 *
 * A job is a handful of files.  A worker writes its items to a part of every
 * report; the parts are joined to the reports in order. */
#include "tool/batch.h"

#include "tool/ahead.h"
#include "tool/bag.h"
#include "tool/baseline.h"
#include "tool/pool.h"
#include "tool/progress.h"
#include "tool/say.h"
#include "tool/sinks.h"
#include "tool/supply.h"

#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* A job is about a quarter of a millisecond, by what the latest ones took: to
 * hand over each small file by itself costs as much as the file, and workers
 * who share few large ones should end together. */
enum {
    JOB_TIME = 250000, /* nanoseconds */
    HANDFUL = 8,       /* files of a job at most */
    LATEST = 8         /* jobs whose time counts most */
};

/* What items did to the exit code. */
struct ends {
    uint64_t items, failed, warned, unknown, unread, bytes, marked, wrong,
        copies;
};

struct slot {
    struct job jobs[HANDFUL];
    size_t count;
    int64_t took; /* nanoseconds */
    gm_report *parts[SINKS];
    bool lost; /* an item, for want of memory */
    struct ends ends;
};

struct run {
    const struct batch *b;
    const struct task *task;
    struct supply supply;
    struct sinks sinks;
    struct progress progress;
    struct ahead *ahead; /* how much is before it; NULL: not counted */
    int64_t each;        /* nanoseconds that a file takes, as it looks */
    atomic_size_t share; /* files of a job that is listed now */
    uint64_t warned, marked;
    uint64_t wrong; /* by the checksums of a bag */
    bool lost;      /* an item, for want of memory */
    bool broken_out;
    bool lacking; /* a bag is not what its manifests say */
};

struct state {
    const struct run *run;
    struct scanner scanner;
    gm_report *parts[SINKS]; /* they remember what was written lately */
    struct parcel fresh;     /* a judgement on its way to a row */
};

/* ---- stopping ------------------------------------------------------------ */

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
}

/* listen_for makes the first interrupt end the listing, so that reports get
 * their ends; the second one ends the program. */
static void listen_for(int number)
{
    struct sigaction a = {.sa_handler = on_signal}, before;

    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN)
        return; /* as nohup and shells wish */
    sigemptyset(&a.sa_mask);
    a.sa_flags = (int)SA_RESETHAND;
    sigaction(number, &a, NULL);
}

/* ---- the pool's five calls --------------------------------------------- */

static bool next(void *ctx, void *to)
{
    struct run *r = ctx;
    struct slot *s = to;
    size_t most = r->share;

    s->count = 0;
    while (s->count < most && !asked_to_stop &&
           supply_next(&r->supply, &s->jobs[s->count]))
        s->count++;
    return s->count > 0;
}

static void *begin(void *ctx)
{
    struct run *r = ctx;
    struct state *s = calloc(1, sizeof(*s));

    if (!s)
        return NULL;
    s->run = r;
    if (scanner_init(&s->scanner, r->task))
        return s;
    scanner_free(&s->scanner);
    free(s);
    return NULL;
}

static void parts_end(gm_report **parts)
{
    for (size_t i = 0; i < SINKS; i++)
        if (parts[i])
            gm_report_end(parts[i]);
}

static void end(void *state)
{
    struct state *s = state;

    scanner_free(&s->scanner);
    parts_end(s->parts);
    parcel_free(&s->fresh);
    free(s);
}

/* part_of is a part of report i, which may be new; NULL without memory. */
static gm_report *part_of(const struct run *r, gm_report **parts, size_t i)
{
    gm_report_config c;

    if (parts[i])
        return parts[i];
    c = r->sinks.list[i].config;
    c.write = NULL;
    return gm_report_new(&c, &parts[i]) == GM_OK ? parts[i] : NULL;
}

static bool write_parts(struct state *st, const gm_item *item)
{
    for (size_t i = 0; i < st->run->sinks.count; i++) {
        gm_report *part = part_of(st->run, st->parts, i);

        if (!part || gm_report_add(part, item) != GM_OK)
            return false;
    }
    return true;
}

/* pass_parts puts into the slot what was written of its items. */
static bool pass_parts(struct state *st, struct slot *s)
{
    bool ok = true;

    for (size_t i = 0; i < st->run->sinks.count; i++) {
        gm_report *to = part_of(st->run, s->parts, i);

        ok &= to && st->parts[i] && gm_report_join(to, st->parts[i]) == GM_OK;
    }
    return ok;
}

/* worst_of is the heaviest verdict of an item that is not known. */
static gm_verdict worst_of(const struct batch *b, const gm_item *item)
{
    gm_verdict worst = GM_NOT_APPLICABLE;

    for (size_t i = 0; !b->baseline && i < item->verdict_count; i++)
        if (item->verdicts[i].verdict > worst)
            worst = item->verdicts[i].verdict;
    for (size_t i = 0; b->baseline && i < item->finding_count; i++)
        if (!item->findings[i].known && item->findings[i].verdict > worst)
            worst = item->findings[i].verdict;
    return worst;
}

/* warns is whether a rule warned, even where a heavier verdict stands above. */
static bool warns(const gm_item *item)
{
    for (size_t i = 0; i < item->finding_count; i++)
        if (item->findings[i].verdict == GM_WARN && !item->findings[i].known)
            return true;
    return false;
}

static void count(struct ends *e, const gm_item *item, gm_verdict worst,
                  bool known)
{
    e->items++;
    e->failed += worst == GM_FAIL;
    e->warned += warns(item);
    e->unknown += worst == GM_UNKNOWN;
    e->unread += item->error.kind != GM_FAULT_NONE;
    e->wrong += bag_wrong(item);
    e->bytes += known ? 0 : item->bytes_read;
    e->marked +=
        item->origin.claim == GM_GENERATED || item->origin.claim == GM_ALTERED;
}

static const gm_item *item_of(struct state *st, struct job *j)
{
    const struct batch *b = st->run->b;
    const gm_item *item;

    if (j->known)
        return scanner_again(&st->scanner, &j->row, !b->from || b->judge,
                             b->from);
    item = scanner_item(&st->scanner, &j->entry);
    if (!j->row.member && !j->entry.failed)
        j->row.stamp = st->scanner.stamp;
    return item;
}

/* renew puts a new judgement into a row that was known. */
static bool renew(struct state *st, struct job *j, const gm_item *item)
{
    struct parcel *f = &st->fresh, *p = &j->row.parcel;
    uint64_t before = parcel_hash(p);

    parcel_begin(f);
    if (!parcel_judged(f, item, st->scanner.facts.list,
                       st->scanner.facts.count) ||
        !parcel_add(p, PART_OUTCOME, f->bytes, f->at[PART_FACTS]) ||
        !parcel_add(p, PART_FACTS, f->bytes + f->at[PART_FACTS],
                    f->at[PARTS] - f->at[PART_FACTS]))
        return false;
    j->changed |= before != parcel_hash(p);
    return true;
}

/* pack makes the row of an item, where there is a store for it; it is the
 * item's end, for a known one lies in the row. */
static bool pack(struct state *st, struct job *j, const gm_item *item)
{
    const struct batch *b = st->run->b;

    if (!b->keep && !b->save)
        return true;
    if (j->known)
        return renew(st, j, item);
    if (!parcel_pack(&j->row.parcel, item, st->scanner.facts.list,
                     st->scanner.facts.count))
        return false;
    /* An error of reading is of this file, not of its bytes. */
    if (st->scanner.key[0] && !st->scanner.copied && !j->entry.bag &&
        (item->error.kind == GM_FAULT_NONE ||
         item->error.kind == GM_FAULT_UNSUPPORTED))
        twins_put(st->run->task->twins, st->scanner.key, j->path,
                  &j->row.parcel);
    return true;
}

/* now is nanoseconds since some moment of this machine's. */
static int64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* pace says how many files a job has from here on. */
static void pace(struct run *r, const struct slot *s)
{
    int64_t share;

    r->each += (s->took / (int64_t)s->count - r->each) / LATEST;
    share = r->each * HANDFUL < JOB_TIME ? HANDFUL : JOB_TIME / r->each;
    r->share = share > 0 ? (size_t)share : 1;
}

static void work(void *state, void *to)
{
    struct state *st = state;
    const struct batch *b = st->run->b;
    struct slot *s = to;
    int64_t from = now();

    s->ends = (struct ends){0};
    s->lost = false;
    for (size_t i = 0; i < s->count; i++) {
        struct job *j = &s->jobs[i];
        const gm_item *item;

        j->entry.path = j->path;
        item = item_of(st, j);
        if (item && b->baseline)
            baseline_mark(b->baseline, item);
        if (item && write_parts(st, item)) {
            count(&s->ends, item, worst_of(b, item), j->known);
            s->ends.copies += !j->known && st->scanner.copied;
            if (pack(st, j, item))
                continue;
        }
        j->lost = s->lost = true;
        say("%s: %s", j->path, tr("out of memory", "메모리가 부족합니다"));
    }
    if (s->ends.items && !pass_parts(st, s))
        s->lost = true;
    s->took = now() - from;
}

/* put_rows writes to the store, where there is one to write to. */
static bool put_rows(struct run *r, struct slot *s)
{
    const struct batch *b = r->b;
    bool ok = true;

    for (size_t i = 0; ok && i < s->count; i++) {
        const struct job *j = &s->jobs[i];

        if (j->lost)
            continue;
        if (b->keep)
            ok = keep_put(b->keep, &j->row, j->known, j->changed);
        else if (b->save && j->changed)
            ok = db_judge(b->from, &j->row);
    }
    return ok;
}

static bool done(void *ctx, void *from)
{
    struct run *r = ctx;
    struct slot *s = from;
    struct progress *p = &r->progress;
    bool go = true;

    p->items += s->ends.items;
    p->failed += s->ends.failed;
    p->unknown += s->ends.unknown;
    p->unread += s->ends.unread;
    p->bytes += s->ends.bytes;
    p->copies += s->ends.copies;
    r->warned += s->ends.warned;
    r->marked += s->ends.marked;
    r->wrong += s->ends.wrong;
    r->lost |= s->lost;
    pace(r, s);
    if ((r->b->keep || r->b->save) && !put_rows(r, s))
        go = false;
    for (size_t i = 0; i < r->sinks.count && s->ends.items; i++)
        if (gm_report_join(r->sinks.list[i].report, s->parts[i]) != GM_OK)
            go = false;
    if (r->sinks.live && (gm_report_flush(r->sinks.live->report) != GM_OK ||
                          fflush(stdout) != 0))
        go = false;
    r->broken_out |= !go;
    if (s->count)
        p->entries = r->b->from ? p->items : s->jobs[s->count - 1].row.seq + 1;
    if (progress_due(p)) {
        if (!p->total)
            p->total =
                r->b->from ? db_count(r->b->from) : ahead_total(r->ahead);
        progress_tell(p, s->count ? s->jobs[s->count - 1].path : NULL);
    }
    return go;
}

static void drop(void *from)
{
    struct slot *s = from;

    parts_end(s->parts);
    for (size_t i = 0; i < HANDFUL; i++)
        job_free(&s->jobs[i]);
}

/* ---- the reports -------------------------------------------------------- */

static int exit_code(const struct run *r)
{
    const struct progress *p = &r->progress;
    const struct batch *b = r->b;

    /* A report that was written is a success, whatever it says. */
    if (b->from && !b->judge && p->items)
        return r->lost || r->broken_out || asked_to_stop ? EXIT_UNREAD
                                                         : EXIT_PASS;
    if (p->failed || (b->fail_on_warn && r->warned) ||
        (b->strict && p->unknown))
        return EXIT_FAILED;
    if (p->unread || r->lost || r->broken_out || r->lacking || asked_to_stop)
        return EXIT_UNREAD;
    if (!p->items)
        return EXIT_NOTHING;
    return p->unknown ? EXIT_UNKNOWN : EXIT_PASS;
}

/* tell_sample says what a sample says of the whole. */
static void tell_sample(const struct run *r)
{
    const struct pick *p = r->b->pick;
    const struct progress *n = &r->progress;
    const struct {
        const char *en, *ko;
        uint64_t hits;
    } lines[] = {
        {"fail", "규칙 미충족", n->failed},
        {"are unknown", "판단 불가", n->unknown},
        {"say AI made or changed them", "AI 생성·변경 표시", r->marked}};
    double low, high;

    if (!p || p->share <= 0 || !n->items)
        return;
    say(tr("a sample (seed %" PRIu64 "): %" PRIu64 " of %" PRIu64 " files",
           "표본 (시드 %" PRIu64 "): %" PRIu64 " / %" PRIu64 "개 파일"),
        p->seed, p->taken, p->listed);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        pick_interval(lines[i].hits, n->items, &low, &high);
        fprintf(say_err(),
                tr("  %.2f %% %s (95 %% interval %.2f to %.2f %%)\n",
                   "  %.2f %% %s (95 %% 구간 %.2f ~ %.2f %%)\n"),
                100 * (double)lines[i].hits / (double)n->items,
                tr(lines[i].en, lines[i].ko), 100 * low, 100 * high);
    }
}

/* tell_end says what a run leaves to be said. */
static void tell_end(const struct run *r, int rc)
{
    const struct pick *p = r->b->pick;

    if (asked_to_stop && !r->b->keep)
        say(tr("stopped after %llu items; the reports end there",
               "%llu개 항목까지 검사하고 멈췄습니다. 보고서도 여기까지입니다"),
            (unsigned long long)r->progress.items);
    if (rc == EXIT_NOTHING && r->b->from)
        say("%s", tr("the store holds no items: `check --db FILE PATH...` "
                     "fills it",
                     "저장소가 비어 있습니다. `check --db FILE PATH...`로 "
                     "채우세요"));
    else if (rc == EXIT_NOTHING && p && p->listed)
        say(tr("nothing to check: none of the %" PRIu64 " files is in this "
               "sample or shard",
               "검사할 것이 없습니다. 파일 %" PRIu64 "개 가운데 이 표본이나 "
               "샤드에 드는 것이 없습니다"),
            p->listed);
    else if (rc == EXIT_NOTHING)
        say("%s", tr("nothing to check: the folders are empty",
                     "검사할 것이 없습니다. 폴더가 비어 있습니다"));
}

/* is_part is whether the files are some of those that were meant. */
static bool is_part(const struct pick *p)
{
    return asked_to_stop || (p && (p->shards > 1 || p->share > 0));
}

/* run_all feeds the pool until the files, or the patience of whoever waits,
 * are at their end; the store ends with it. */
static void run_all(struct run *r, const struct pool_config *c)
{
    const struct batch *b = r->b;

    say_alone();
    progress_init(&r->progress, b->progress);
    if (r->progress.how != PROGRESS_NONE && (b->path_count || b->list_file))
        r->ahead =
            ahead_new(b->paths, b->path_count, b->list_file, &r->sinks.own);
    listen_for(SIGINT);
    listen_for(SIGTERM);
    if (!pool_run(c))
        r->lost = true;
    progress_end(&r->progress);
    ahead_free(r->ahead);
    tell_sample(r);
    if (b->baseline && !asked_to_stop)
        baseline_tell(b->baseline);
    if (!is_part(b->pick))
        facts_tell(r->task->facts);
    if (b->bags && !asked_to_stop)
        r->lacking = !bags_tell(b->bags, r->wrong);
    supply_end(&r->supply);
    r->lost |= r->supply.failed;
    if (b->keep && !keep_end(b->keep, b->pick,
                             !r->lost && !r->broken_out && !asked_to_stop))
        r->lost = true;
}

int batch_run(const struct batch *b, const struct task *t, struct files *f)
{
    struct run *r = calloc(1, sizeof(*r));
    struct pool_config c = {.threads = b->threads ? b->threads : pool_threads(),
                            .unordered = b->unordered,
                            .slot_size = sizeof(struct slot),
                            .ctx = r,
                            .next = next,
                            .begin = begin,
                            .work = work,
                            .end = end,
                            .done = done,
                            .drop = drop};
    int rc = EXIT_USAGE;

    if (!r)
        return EXIT_UNREAD;
    *r = (struct run){.b = b,
                      .task = t,
                      .supply = {.b = b, .files = f},
                      .each = JOB_TIME,
                      .share = 1};
    if (b->single)
        c.threads = 1;
    if (!sinks_open(&r->sinks, b)) {
        sinks_close(&r->sinks);
    } else if (b->keep && !keep_begin(b->keep, b->pick)) {
        sinks_close(&r->sinks);
        rc = EXIT_UNREAD;
    } else {
        if (f)
            files_own(f, &r->sinks.own);
        run_all(r, &c);
        if (!sinks_close(&r->sinks))
            r->broken_out = true;
        rc = exit_code(r);
        tell_end(r, rc);
    }
    free(r);
    return rc;
}
