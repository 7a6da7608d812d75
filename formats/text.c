/* SPDX-License-Identifier: Apache-2.0
 * text.c - plain text, Markdown, data in text, and source code.
 *
 * Anything that reads as text in some encoding and that no other format bids
 * for.  The name's ending says what kind of text it is, for its bytes do not.
 *
 *   prose, data   one text slot
 *   Markdown      front matter as fields; the rest in markdown.c
 *   source code   its comments joined in one slot; the code itself as quoted
 *   subtitles, TeX, XML   what is left without the markup (plain.h)
 */
#include "formats/armour.h"
#include "formats/comment.h"
#include "formats/plain.h"
#include "formats/wrapper.h"

enum {
    DETAILS = 3 /* blocks that are looked at */
};

static unsigned text_probe(struct span head, uint64_t size)
{
    size_t mark;

    return size && charset_guess(head, size > head.len, &mark) != CHARSET_NONE;
}

/* A fenced block of YAML in <details> is where some writers keep a label. */
static void details(const struct prose *p, size_t from)
{
    static const char open[] = "```yaml\n", close[] = "\n```";
    struct span s = p->text;

    for (unsigned i = 0; i < DETAILS && from < s.len; i++) {
        const uint8_t *hit = NULL;
        size_t off, end;

        for (off = from; off + sizeof(open) - 1 <= s.len; off++) {
            hit = memchr(s.ptr + off, open[0], s.len - off);
            if (!hit)
                return;
            off = (size_t)(hit - s.ptr);
            if (span_starts(span_cut(s, off, s.len - off), SPAN("```yaml\n")))
                break;
        }
        off += sizeof(open) - 1;
        for (end = off; end + sizeof(close) - 1 <= s.len; end++)
            if (span_eq(span_cut(s, end, sizeof(close) - 1), SPAN("\n```")))
                break;
        if (off > s.len || end + sizeof(close) - 1 > s.len)
            return;
        front_block(p, off, end - off);
        from = end + sizeof(close) - 1;
    }
}

static void walk_prose(const struct prose *p)
{
    struct span ending = walk_ending(p->w);
    bool marked = span_listed(ending, " md markdown mdx mkd rmd qmd ");
    size_t from = 0, end = p->text.len;

    if (marked || span_listed(ending, " txt rst adoc ") || !ending.len) {
        from = front_take(p);
        end = front_foot(p, from);
    }
    if (marked && span_starts(p->text, SPAN("---")))
        details(p, from);
    else if (marked && memchr(p->text.ptr, '<', p->text.len))
        details(p, from);
    if (marked)
        markdown_take(p, from, end);
    else
        prose_put(p, from, end, SLOT_START);
    if (span_listed(ending, " yaml yml ") && p->text.len)
        front_block(p, 0, p->text.len);
}

/* plain reads what is not for readers as it stands; false where it is. */
static bool plain(const struct prose *p)
{
    static const struct {
        const char *endings;
        bool (*take)(const struct prose *p);
    } kinds[] = {{" txt json yaml yml ", notes_take},
                 {" srt vtt ass ssa ", cues_take},
                 {" tex ltx latex ", tex_take},
                 {" rst adoc asciidoc asc ", lists_take},
                 {" gltf ", scene_take}};
    struct span ending = walk_ending(p->w);
    size_t i = 0, n = sizeof(kinds) / sizeof(kinds[0]);

    while (i < n && !span_listed(ending, kinds[i].endings))
        i++;
    return (i < n && kinds[i].take(p)) || markup_take(p);
}

/* mime_of is whether the ending says that it is prose or data, and of which
 * type; the most frequent come first. */
static bool mime_of(struct walk *w)
{
    static const struct {
        const char *endings, *mime;
    } mimes[] = {{" txt ", "text/plain"},
                 {" md markdown mdx mkd rmd qmd ", "text/markdown"},
                 {" json jsonl ndjson ipynb ", "application/json"},
                 {" csv ", "text/csv"},
                 {" tsv ", "text/tab-separated-values"},
                 {" yaml yml ", "application/yaml"},
                 {" srt ", "application/x-subrip"},
                 {" vtt ", "text/vtt"},
                 {" ass ssa ", "text/x-ssa"},
                 {" tex ltx latex ", "text/x-tex"},
                 {" rst ", "text/x-rst"}};

    for (size_t i = 0; i < sizeof(mimes) / sizeof(mimes[0]); i++)
        if (span_listed(walk_ending(w), mimes[i].endings)) {
            walk_mime(w, mimes[i].mime);
            return true;
        }
    return false;
}

static void text_walk(struct walk *w)
{
    const struct limits *lim = walk_limits(w);
    uint64_t most = num_min(lim->text_bytes, lim->view_bytes);
    uint64_t n = num_min(walk_size(w), most);
    struct span all = walk_view(w, 0, n);
    struct prose p = {.w = w};
    struct text_map *map = walk_alloc(w, sizeof(*map));
    const struct tongue *t;
    enum charset set;
    size_t mark;
    bool known;

    if (!all.len || !map)
        return;
    if (n < walk_size(w)) {
        walk_partial(w, "text_bytes");
        p.flags = SLOT_CUT;
    }
    set = charset_guess(span_cut(all, 0, (size_t)num_min(n, 4096)), n > 4096,
                        &mark);
    if (set == CHARSET_NONE)
        return;
    if (!charset_text(walk_arena(w), span_cut(all, mark, all.len - mark), set,
                      mark, map)) {
        walk_partial(w, "arena_bytes");
        return;
    }
    p.block = walk_block(w, SPAN("text"), 0, walk_size(w));
    if (!map->data.len)
        return; /* a byte-order mark alone */
    p.text = map->data;
    p.map = map;
    known = mime_of(w);
    wrapper_take(&p);
    armour_take(&p);
    if (plain(&p))
        return;
    t = known ? NULL : tongue_of(walk_ending(w), p.text);
    if (t) {
        walk_media(w, MEDIA_CODE);
        walk_mime(w, "text/x-source");
        comment_take(&p, t);
        prose_put(&p, 0, p.text.len, SLOT_QUOTED);
    } else {
        walk_prose(&p);
    }
}

const struct format format_text = {
    .name = "text",
    .mime = "text/plain",
    .files = "txt md json csv srt vtt yaml c py js",
    .media = MEDIA_TEXT,
    .verified = "real files and unit tests",
    .probe = text_probe,
    .walk = text_walk,
};
