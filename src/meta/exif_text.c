/* SPDX-License-Identifier: Apache-2.0
 * exif_text.c - UserComment and other text, as writers really code it.
 *
 * [EXIF] CIPA DC-008-2023, 4.6.6, UserComment: eight bytes name the code
 * (ASCII, UNICODE, JIS, or zeros for undefined), then the text.
 *
 * "UNICODE" is UTF-16, and its byte order is not that of the TIFF stream:
 * much used libraries write big-endian text into little-endian streams.  So a
 * byte-order mark decides, else in which order the pairs are more likely
 * characters, and only where that is even the stream. */
#include "meta/exif_text.h"

#include "base/charset.h"
#include "base/utf.h"

enum {
    CODE = 8 /* bytes that name the code */
};

static struct span rest(struct span s, size_t from)
{
    return span_cut(s, from, s.len - from);
}

/* strip takes the padding off the end: zeros and blanks. */
static struct span strip(struct span s)
{
    while (s.len && (s.ptr[s.len - 1] == 0 || s.ptr[s.len - 1] == ' ' ||
                     s.ptr[s.len - 1] == '\n' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    return s;
}

/* is_code is whether raw begins with this name, in any case, filled up with
 * zeros or blanks. */
static bool is_code(struct span raw, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < CODE; i++) {
        uint8_t c = raw.ptr[i];

        if (i >= n ? c != 0 && c != ' '
                   : (c >= 'a' && c <= 'z' ? c - 32 : c) != name[i])
            return false;
    }
    return true;
}

bool exif_printable(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 0x20 && s.ptr[i] != '\t' && s.ptr[i] != '\n' &&
            s.ptr[i] != '\r')
            return false;
    return s.len && utf8_ok(s);
}

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 0x7f || (s.ptr[i] < 0x20 && s.ptr[i] != '\t' &&
                                 s.ptr[i] != '\n' && s.ptr[i] != '\r'))
            return false;
    return true;
}

/* zeros counts the zero bytes at even and at odd places. */
static void zeros(struct span s, size_t *even, size_t *odd)
{
    *even = *odd = 0;
    for (size_t i = 0; i + 1 < s.len; i += 2) {
        *even += s.ptr[i] == 0 && s.ptr[i + 1] != 0;
        *odd += s.ptr[i] != 0 && s.ptr[i + 1] == 0;
    }
}

/* likely weighs how usual a character is: a wrong order turns ASCII into
 * ideographs, and ideographs into anything. */
static inline unsigned likely(unsigned c)
{
    if ((c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t')
        return 4;
    if ((c >= 0xac00 && c <= 0xd7a3) || (c >= 0x4e00 && c <= 0x9fff) ||
        (c >= 0x3000 && c <= 0x30ff) || (c >= 0xff01 && c <= 0xff60))
        return 2;
    return c >= 0xa0 && c <= 0x52f;
}

/* order is whether s is more likely big-endian; `big` where that is even.  It
 * ends where what is left cannot turn it. */
static bool order(struct span s, bool big)
{
    const int64_t most = 4; /* what likely gives */
    int64_t lead = 0;       /* of big-endian */

    for (size_t i = 0; i + 1 < s.len; i += 2) {
        int64_t left = most * (int64_t)((s.len - i) / 2);

        if (lead > left || lead < -left)
            break;
        lead += likely((unsigned)s.ptr[i] << 8 | s.ptr[i + 1]);
        lead -= likely((unsigned)s.ptr[i + 1] << 8 | s.ptr[i]);
    }
    return lead ? lead > 0 : big;
}

static struct span utf16(struct arena *a, struct span s, bool big)
{
    if (span_starts(s, SPAN("\xfe\xff"))) {
        big = true;
        s = rest(s, 2);
    } else if (span_starts(s, SPAN("\xff\xfe"))) {
        big = false;
        s = rest(s, 2);
    } else {
        big = order(s, big);
    }
    return strip(utf8_of_utf16(a, s, big));
}

/* looks_wide is whether text without a known code is UTF-16 all the same. */
static bool looks_wide(struct span s)
{
    size_t even, odd;

    if (span_starts(s, SPAN("\xfe\xff")) || span_starts(s, SPAN("\xff\xfe")))
        return true;
    s = strip(s);
    zeros(s, &even, &odd);
    return (even > odd ? even : odd) > s.len / 8 && s.len >= 4;
}

/* jis turns what escapes select into EUC-JP, which has the same characters:
 * ESC $ B or ESC $ @ begin two-byte ones, ESC ( and a letter end them
 * [ISO-2022-JP, RFC 1468]. */
static struct span jis(struct arena *a, struct span s)
{
    uint8_t *to = arena_alloc(a, s.len ? s.len : 1);
    struct text_map map = {0};
    bool two = false, escaped = false;
    size_t n = 0;

    if (!to)
        return (struct span){0};
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == 0x1b && i + 2 < s.len) {
            two = s.ptr[i + 1] == '$';
            escaped = true;
            i += 2;
            continue;
        }
        to[n++] = two ? (uint8_t)(s.ptr[i] | 0x80) : s.ptr[i];
    }
    s = (struct span){to, n};
    if (!escaped) /* then it is one of the codes that PCs had */
        return charset_repair(a, s, CHARSET_UTF8);
    return charset_text(a, s, CHARSET_EUCJP, 0, &map) ? map.data : s;
}

struct span exif_comment(struct arena *a, struct span raw, bool big,
                         bool *plain, size_t *skip)
{
    struct span s = raw;
    bool wide = false, eight = false;

    *plain = false;
    *skip = 0;
    if (raw.len >= CODE) {
        s = rest(raw, CODE);
        wide = is_code(raw, "UNICODE");
        /* Some write the name and then eight-bit text. */
        eight = wide && strip(s).len >= 4 && is_ascii(strip(s));
        if (is_code(raw, "JIS"))
            return jis(a, strip(s));
        if (!wide && !is_code(raw, "ASCII") && !is_code(raw, ""))
            s = raw;
    }
    if (!eight && (wide || looks_wide(s)))
        return utf16(a, s, big);
    *skip = raw.len - s.len;
    s = strip(s);
    *plain = utf8_ok(s);
    return charset_repair(a, s, CHARSET_UTF8);
}

struct span exif_wide(struct arena *a, struct span raw)
{
    return strip(utf8_of_utf16(a, raw, false));
}
