/* SPDX-License-Identifier: Apache-2.0
 * about.c - what the server tells of itself: whether it lives and is ready,
 * its counts, its rules, its page. */
#include "daemon/about.h"

#include "daemon/page.h"
#include "daemon/sandbox.h"

#include <stdint.h>

static enum MHD_Result send_ready(struct request *q)
{
    const struct rulebook *book = crew_rules();
    bool fine = book && crew_live() > 0 && !front.quiet;
    uint32_t level = crew_sandbox();
    struct draft d = {0};

    draft_say(&d,
              "{\"ready\":%s,\"draining\":%s,\"workers\":%u,\"running\":%u,"
              "\"waiting\":%u,",
              fine ? "true" : "false", front.quiet ? "true" : "false",
              crew_live(), crew_running(), crew_waiting());
    draft_say(&d,
              "\"sandbox\":{\"level\":\"%s\",\"no_new_privs\":%s,"
              "\"limits\":%s,\"landlock\":%s,\"seccomp\":%s},",
              sandbox_name(level), level & SANDBOX_PRIVS ? "true" : "false",
              level & SANDBOX_LIMITS ? "true" : "false",
              level & SANDBOX_LANDLOCK ? "true" : "false",
              level & SANDBOX_SECCOMP ? "true" : "false");
    draft_say(&d,
              "\"packs\":\"%s\",\"edition\":%u,\"reload_failures\":%llu,"
              "\"public\":%s,\"version\":\"%s\"}\n",
              book ? book->born.packs : "", book ? book->edition : 0,
              (unsigned long long)crew_counts()->reload_failures,
              front.config.open ? "true" : "false", gm_version());
    return reply_draft(q, fine ? 200 : 503, "application/json", &d);
}

static enum MHD_Result send_metrics(struct request *q)
{
    struct draft d = {0};
    struct gauges g = {http_connections(), http_active(), front.ledger.held,
                       front.ledger.most};

    metrics_write(&d, &g);
    return reply_draft(q, 200, "text/plain; version=0.0.4; charset=utf-8", &d);
}

static enum MHD_Result send_kept(struct request *q, unsigned status,
                                 const char *type, const char *p, size_t n)
{
    return reply_text(q, status, type, (char *)(uintptr_t)p, n,
                      MHD_RESPMEM_MUST_COPY);
}

enum MHD_Result about_reply(struct request *q, const char *url)
{
    static const char alive[] = "{\"alive\":true}\n";
    const struct rulebook *book = crew_rules();
    const struct page *page;

    if (q->route == ROUTE_OPTIONS) {
        reply_count(q, 204, NULL, NULL, NULL);
        return send_kept(q, 204, NULL, "", 0);
    }
    if (q->route == ROUTE_READY)
        return send_ready(q);
    if (q->route == ROUTE_METRICS)
        return send_metrics(q);
    if (q->route == ROUTE_LIVE)
        return send_kept(q, 200, "application/json", alive, sizeof(alive) - 1);
    if (q->route == ROUTE_PAGE) {
        page = page_find(url);
        reply_count(q, 200, NULL, NULL, NULL);
        return send_kept(q, 200, page->type, page->text, page->len);
    }
    if (!book || !book->laws || !book->rules) {
        request_refuse(q, 503, "the rules are not loaded; try again");
        return reply_refused(q);
    }
    reply_count(q, 200, NULL, NULL, NULL);
    return q->route == ROUTE_LAWS ? send_kept(q, 200, "application/json",
                                              book->laws, book->laws_len)
                                  : send_kept(q, 200, "application/json",
                                              book->rules, book->rules_len);
}
