/* SPDX-License-Identifier: Apache-2.0
 * fuzz_thin.c - XML out of the input; who listens to few elements must be told
 * of them, and of all text, the same with and without the others. */
#include "base/buf.h"
#include "base/xml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
    struct buf out;
    uint64_t heard, asked;
};

static bool start(void *ctx, const struct xml_event *e)
{
    struct told *t = ctx;
    uint64_t kind = xml_kind(e->name);

    if (!(kind & t->heard))
        return true;
    buf_byte(&t->out, '<');
    buf_put(&t->out, e->name);
    for (size_t i = 0; (kind & t->asked) && i < e->attr_count; i++) {
        buf_put(&t->out, e->attrs[i].name);
        buf_put(&t->out, e->attrs[i].value);
    }
    return true;
}

static bool end(void *ctx, const struct xml_event *e)
{
    struct told *t = ctx;

    if (xml_kind(e->name) & t->heard)
        buf_byte(&t->out, '>');
    return true;
}

static bool text(void *ctx, const struct xml_event *e)
{
    struct told *t = ctx;

    buf_put(&t->out, e->text);
    return true;
}

static enum xml_ear hears(void *ctx, struct span name)
{
    const struct told *t = ctx;
    uint64_t kind = xml_kind(xml_local(name));

    if (!(kind & t->heard))
        return XML_NONE;
    return kind & t->asked ? XML_ALL : XML_TAGS;
}

static enum xml_end read(struct arena *a, struct told *t, struct span doc,
                         bool thins)
{
    struct xml_events to = {
        .ctx = t, .local = true, .start = start, .end = end, .text = text};

    if (thins)
        to.hears = hears;
    buf_init(&t->out, a, 1 << 20);
    return xml_read(a, doc, XML_LAX, &limits_default, &to, NULL);
}

/* The input: the kinds of names that are heard, and asked; a document. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct told whole, thin;
    struct arena a;

    if (size < 16 || size > 1 << 16)
        return 0;
    memcpy(&whole.heard, data, 8);
    memcpy(&whole.asked, data + 8, 8);
    thin = whole;
    arena_init(&a, 1 << 24);
    if (read(&a, &whole, (struct span){data + 16, size - 16}, false) !=
            read(&a, &thin, (struct span){data + 16, size - 16}, true) ||
        !span_eq(buf_span(&whole.out), buf_span(&thin.out)))
        abort();
    arena_reset(&a);
    return 0;
}
