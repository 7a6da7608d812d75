/* SPDX-License-Identifier: Apache-2.0
 * fuzz_spare.c - XML out of the input; a lax reader, which leaves long values
 * out before the parser, must tell what a strict one does, at the same places,
 * of a document that needs no washing. */
#include "base/buf.h"
#include "base/xml.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void place(struct buf *b, const struct xml_event *e)
{
    char at[64];
    int n = snprintf(at, sizeof(at), "[%llu,%llu]", (unsigned long long)e->off,
                     (unsigned long long)e->len);

    buf_put(b, (struct span){(const uint8_t *)at, (size_t)n});
}

static bool start(void *ctx, const struct xml_event *e)
{
    place(ctx, e);
    buf_put(ctx, e->ns);
    buf_put(ctx, e->name);
    for (size_t i = 0; i < e->attr_count; i++) {
        buf_byte(ctx, '@');
        buf_put(ctx, e->attrs[i].ns);
        buf_put(ctx, e->attrs[i].name);
        buf_byte(ctx, '=');
        buf_put(ctx, e->attrs[i].value);
    }
    return true;
}

static bool end(void *ctx, const struct xml_event *e)
{
    buf_byte(ctx, '/');
    place(ctx, e);
    return true;
}

static bool text(void *ctx, const struct xml_event *e)
{
    place(ctx, e);
    buf_put(ctx, e->text);
    return true;
}

static enum xml_end read(struct arena *a, struct buf *out, struct span doc,
                         unsigned flags)
{
    struct xml_events to = {
        .ctx = out, .start = start, .end = end, .text = text};

    buf_init(out, a, 1 << 22);
    return xml_read(a, doc, flags, &limits_default, &to, NULL);
}

/* needs_washing is whether a well-formed document may be read otherwise by a
 * lax reader: it knows no longer references, and blanks what looks like an
 * instruction of a packet. */
static bool needs_washing(struct span doc)
{
    for (size_t i = 0; i < doc.len; i++)
        if (!doc.ptr[i] || doc.ptr[i] == '&' || doc.ptr[i] >= 0x80)
            return true;
    return span_find(doc, 0, SPAN("<?x")) < doc.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span doc = {data, size};
    struct buf strict, lax;
    struct arena a;

    if (size > 1 << 16 || needs_washing(doc))
        return 0;
    arena_init(&a, 1 << 24);
    if (read(&a, &strict, doc, 0) == XML_WHOLE &&
        (read(&a, &lax, doc, XML_LAX) != XML_WHOLE ||
         !span_eq(buf_span(&strict), buf_span(&lax))))
        abort();
    arena_reset(&a);
    return 0;
}
