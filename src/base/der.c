/* SPDX-License-Identifier: Apache-2.0
 * der.c - tag, length, value [X.690, 8.1].  Tags above 30 and lengths of more
 * than four bytes do not occur in what is read here, and fail. */
#include "base/der.h"

#include "base/civil.h"

struct der der_next(struct reader *r)
{
    struct span all = {r->at, reader_left(r)};
    unsigned tag = read_u8(r), first = read_u8(r);
    size_t len = first, head = 2;

    if (first > 0x80 && first <= 0x84) {
        head += first & 0x7f;
        len = (size_t)read_be(r, first & 0x7f);
    } else if (first >= 0x80) {
        len = SIZE_MAX; /* indefinite, or absurd */
    }
    if ((tag & 0x1f) == 0x1f)
        len = SIZE_MAX;
    read_span(r, len);
    if (!reader_ok(r))
        return (struct der){0};
    return (struct der){tag, span_cut(all, 0, head + len),
                        span_cut(all, head, len)};
}

bool der_peek(const struct reader *r, unsigned tag)
{
    return reader_left(r) && *r->at == tag;
}

struct der der_take(struct reader *r, unsigned tag)
{
    struct der d;

    if (!der_peek(r, tag))
        read_span(r, SIZE_MAX);
    d = der_next(r);
    return d;
}

struct der der_maybe(struct reader *r, unsigned tag)
{
    return der_peek(r, tag) ? der_next(r) : (struct der){0};
}

struct span der_bits(const struct der *d)
{
    if (d->tag != DER_BITS || d->body.len == 0 || d->body.ptr[0] != 0)
        return (struct span){0};
    return span_cut(d->body, 1, d->body.len - 1);
}

static unsigned digits(struct reader *r, size_t n, bool *ok)
{
    struct span s = read_span(r, n);
    unsigned v = 0;

    *ok &= s.len == n;
    for (size_t i = 0; i < s.len; i++) {
        *ok &= s.ptr[i] >= '0' && s.ptr[i] <= '9';
        v = v * 10 + (unsigned)(s.ptr[i] - '0');
    }
    return v;
}

int64_t der_time(const struct der *d, bool *ok)
{
    struct reader r = reader_over(d->body);
    struct civil c = {0};

    *ok = d->tag == DER_UTC || d->tag == DER_TIME;
    c.year = digits(&r, d->tag == DER_TIME ? 4 : 2, ok);
    if (d->tag != DER_TIME)
        c.year += c.year < 50 ? 2000 : 1900;
    c.month = digits(&r, 2, ok);
    c.day = digits(&r, 2, ok);
    c.hour = digits(&r, 2, ok);
    c.minute = digits(&r, 2, ok);
    c.second = digits(&r, 2, ok);
    if (reader_left(&r) && *r.at == '.') /* a fraction: time-stamps have it */
        while (reader_left(&r) && *r.at != 'Z')
            read_u8(&r);
    *ok &= read_u8(&r) == 'Z' && reader_left(&r) == 0 && civil_ok(&c);
    return *ok ? civil_seconds(&c) : 0;
}
