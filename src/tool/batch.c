/* SPDX-License-Identifier: Apache-2.0
 * batch.c - scanning in a loop, reporting, counting. */
#include "tool/batch.h"

#include "tool/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ends {
    uint64_t items, failed, warned, unknown, unread;
};

static void count(struct ends *e, const gm_item *item)
{
    gm_verdict worst = GM_NOT_APPLICABLE;

    for (size_t i = 0; i < item->verdict_count; i++)
        if (item->verdicts[i].verdict > worst)
            worst = item->verdicts[i].verdict;
    e->items++;
    e->failed += worst == GM_FAIL;
    e->warned += worst == GM_WARN;
    e->unknown += worst == GM_UNKNOWN;
    e->unread += item->error.kind != GM_FAULT_NONE;
}

static int exit_code(const struct ends *e, const struct batch *b)
{
    if (!e->items)
        return EXIT_NOTHING;
    if (e->failed || (b->fail_on_warn && e->warned) ||
        (b->strict && e->unknown))
        return EXIT_FAILED;
    if (e->unread)
        return EXIT_UNREAD;
    return e->unknown ? EXIT_UNKNOWN : EXIT_PASS;
}

static int put(void *ctx, const char *p, size_t n)
{
    return fwrite(p, 1, n, ctx) != n;
}

int batch_run(const struct batch *b, const struct task *t, struct files *f)
{
    gm_report_config c = GM_REPORT_CONFIG_INIT;
    struct scanner s;
    struct ends ends = {0};
    struct entry e;
    gm_report *r = NULL;

    c.kind = "json";
    c.lang = say_lang_name();
    c.write = put;
    c.ctx = stdout;
    c.redact = b->redact;
    c.stats = b->stats;
    if (gm_report_new(&c, &r) != GM_OK)
        return EXIT_UNREAD;
    if (!scanner_init(&s, t)) {
        gm_report_end(r);
        return EXIT_UNREAD;
    }
    while (files_next(f, &e)) {
        const gm_item *item = scanner_item(&s, &e);

        if (!item || gm_report_add(r, item) != GM_OK)
            break;
        count(&ends, item);
    }
    gm_report_end(r);
    scanner_free(&s);
    return exit_code(&ends, b);
}
