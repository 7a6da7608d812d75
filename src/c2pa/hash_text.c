/* SPDX-License-Identifier: Apache-2.0
 * hash_text.c - a data hash over a text that carries its store as a wrapper.
 *
 * [C2PA 2.3] A.8 and 18.5: what is hashed is the text in UTF-8 and in normal
 * form C, and exclusions count bytes of that form; so a text that was only
 * recoded or composed anew still fits.  A byte-order mark in UTF-8 is a
 * character of the text; in UTF-16 and UTF-32 it only tells the encoding. */
#include "c2pa/job.h"

#include "base/charset.h"
#include "base/utf.h"
#include "formats/wrapper.h"

enum {
    SNIFF = 4096,
    MARKS = 128 /* on one letter: they are sorted, which is not linear */
};

/* read_text is the whole file as UTF-8; empty after a hard error. */
static struct span read_text(struct job *j)
{
    uint64_t n = j->src->size;
    struct text_map map = {0};
    struct span all;
    enum charset set;
    size_t mark;

    if (n > j->lim->text_bytes || n > j->lim->view_bytes) {
        job_limit(j, "text_bytes");
        return map.data;
    }
    all = source_view(j->src, j->arena, 0, (size_t)n);
    if (!all.len) {
        job_error(j, "the file could not be read");
        return map.data;
    }
    set = charset_guess(span_cut(all, 0, (size_t)num_min(n, SNIFF)), n > SNIFF,
                        &mark);
    if (set == CHARSET_UTF8 && utf8_ok(all))
        return all;
    if (!charset_text(j->arena, span_cut(all, mark, all.len - mark), set, mark,
                      &map))
        job_limit(j, "arena_bytes");
    return map.data;
}

static bool is_mark(uint32_t c)
{
    bool selector =
        (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    bool spacing = c == 0x302E || c == 0x302F || c == 0x16FF0 || c == 0x16FF1 ||
                   (c >= 0x1D165 && c <= 0x1D172);

    return spacing || (!selector && utf_extends(c));
}

/* is_piled is whether more marks stand on one letter than any script has: the
 * normal form of such a text is not looked for. */
static bool is_piled(struct span text)
{
    unsigned run = 0;
    bool bad = false;

    for (size_t at = 0; at < text.len && run <= MARKS;) {
        if (text.ptr[at] < 0x80) {
            at++;
            run = 0;
        } else {
            run = is_mark(utf8_next(text, &at, &bad)) ? run + 1 : 0;
        }
    }
    return run > MARKS;
}

bool hash_text_check(struct job *j, struct manifest *m, struct assertion *a)
{
    const struct source *file = j->src;
    struct span text = read_text(j);
    struct range at = j->at;
    struct source normal;
    size_t from = 0, end;
    bool ok;

    if (!text.len)
        return false;
    if (is_piled(text))
        return job_limit(j, "steps");
    text = utf8_nfc(j->arena, text);
    if (!text.len)
        return job_error(j, "the text has no normal form");
    if (!wrapper_next(text, &from, &end))
        return job_error(j, "the wrapper is not in the text");
    normal = source_of(text);
    j->src = &normal;
    j->at = (struct range){from, end - from};
    ok = hash_data_check(j, m, a);
    j->src = file;
    j->at = at;
    return ok;
}
