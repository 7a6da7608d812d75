/* SPDX-License-Identifier: Apache-2.0
 * baseline.c - rows sorted by path and rule. */
#include "tool/baseline.h"

#include "tool/input.h"
#include "tool/rows.h"
#include "tool/say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    LIST_MOST = 1 << 30 /* bytes of a list */
};

struct known {
    const char *path, *rule;
    gm_verdict verdict;
    atomic_bool met;
};

struct baseline {
    char *text;
    struct known *list;
    size_t count, cap;
};

static bool verdict_of(const char *name, gm_verdict *out)
{
    for (int v = GM_WARN; v <= GM_FAIL; v++)
        if (strcmp(gm_verdict_name((gm_verdict)v), name) == 0) {
            *out = (gm_verdict)v;
            return true;
        }
    return false;
}

static bool on_row(void *ctx, const gm_fact *cells, size_t count,
                   const char *where)
{
    struct baseline *b = ctx;
    struct known k = {.verdict = GM_PASS};

    for (size_t i = 0; i < count; i++) {
        if (strcmp(cells[i].name, "path") == 0)
            k.path = cells[i].value;
        else if (strcmp(cells[i].name, "rule") == 0)
            k.rule = cells[i].value;
        else if (strcmp(cells[i].name, "verdict") == 0 &&
                 !verdict_of(cells[i].value, &k.verdict)) {
            say(tr("%s: a baseline has the verdicts fail, unknown and warn "
                   "(not '%s')",
                   "%s: 기준선의 판정은 fail, unknown, warn입니다 ('%s' 아님)"),
                where, cells[i].value);
            return false;
        }
    }
    if (!k.path || !k.rule || k.verdict == GM_PASS) {
        say(tr("%s: a baseline wants path, rule and verdict, as --findings "
               "writes them",
               "%s: 기준선에는 --findings가 쓰는 path, rule, verdict가 "
               "필요합니다"),
            where);
        return false;
    }
    if (b->count == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 256;
        struct known *more = realloc(b->list, cap * sizeof(*more));

        if (!more)
            return false;
        b->list = more;
        b->cap = cap;
    }
    memcpy(&b->list[b->count++], &k, sizeof(k));
    return true;
}

static int order(const void *a, const void *b)
{
    const struct known *x = a, *y = b;
    int d = strcmp(x->path, y->path);

    if (!d)
        d = strcmp(x->rule, y->rule);
    return d ? d : (int)x->verdict - (int)y->verdict;
}

/* sort puts the list in order, and what stands there twice once: an archive
 * may have two members of one name. */
static void sort(struct baseline *b)
{
    size_t kept = 0;

    if (b->count)
        qsort(b->list, b->count, sizeof(*b->list), order);
    for (size_t i = 0; i < b->count; i++)
        if (!kept || order(&b->list[kept - 1], &b->list[i]) != 0)
            memmove(&b->list[kept++], &b->list[i], sizeof(*b->list));
    b->count = kept;
}

struct baseline *baseline_read(const char *path)
{
    struct baseline *b = calloc(1, sizeof(*b));
    size_t len;

    if (!b)
        return NULL;
    b->text = input_text(path, LIST_MOST, &len);
    if (!b->text)
        say("%s: %s", path, input_tell(errno));
    if (!b->text || !rows_read(b->text, len, path, on_row, b)) {
        baseline_free(b);
        return NULL;
    }
    sort(b);
    return b;
}

void baseline_free(struct baseline *b)
{
    if (!b)
        return;
    free(b->list);
    free(b->text);
    free(b);
}

void baseline_mark(struct baseline *b, const gm_item *item)
{
    /* The worker's own memory, until it is asked for the next item. */
    gm_finding *list = (gm_finding *)(uintptr_t)item->findings;

    for (size_t i = 0; b->count && i < item->finding_count; i++) {
        struct known key = {.path = item->path.ptr,
                            .rule = list[i].rule.ptr,
                            .verdict = list[i].verdict};
        struct known *k;

        if (list[i].verdict < GM_WARN)
            continue;
        k = bsearch(&key, b->list, b->count, sizeof(key), order);
        if (!k)
            continue;
        list[i].known = 1;
        atomic_store_explicit(&k->met, true, memory_order_relaxed);
    }
}

void baseline_tell(struct baseline *b)
{
    uint64_t met = 0;

    for (size_t i = 0; i < b->count; i++)
        met += atomic_load(&b->list[i].met);
    say(tr("%" PRIu64 " findings are known by the baseline; %" PRIu64
           " of it were not found again (--findings writes a new one)",
           "기준선에 있는 결과 %" PRIu64 "건. 기준선 중 %" PRIu64
           "건은 다시 나오지 않았습니다 (--findings로 새로 쓸 수 있습니다)"),
        met, (uint64_t)b->count - met);
}
