/* SPDX-License-Identifier: Apache-2.0
 * bag.c - the manifests of a bag as one list of lines, sorted by path. */
#include "tool/bag.h"

#include "tool/input.h"
#include "tool/manifest.h"
#include "tool/say.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum {
    NAME = 24, /* bytes of the name of an algorithm, with its NUL */
    KINDS = 8  /* manifests of one bag */
};

struct bag {
    char *dir; /* with its slash */
    char *payload;
    bool old;         /* before version 1.0 */
    struct oxum oxum; /* what bag-info.txt says of the payload, */
    struct oxum held; /* and what it holds */
    struct lines named, fetch;
    char *texts[KINDS + 1];
    char kinds[KINDS][NAME];
    size_t kind_count, text_count;
    uint64_t files, missing, extra, uneven, tags;
    size_t next;
};

struct bags {
    struct bag *list;
    size_t count;
    bool fixity;
    char digest[65];
    char *path; /* of the entry given out */
};

static const struct bag_line unnamed;
static const char changed[] = "its checksum is not that of the bag's manifest";

struct bags *bags_new(bool fixity)
{
    struct bags *b = calloc(1, sizeof(*b));

    if (b) {
        b->fixity = fixity;
        gm_digest("", 0, b->digest);
    }
    return b;
}

void bags_free(struct bags *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < b->count; i++) {
        struct bag *g = &b->list[i];

        for (size_t k = 0; k < g->text_count; k++)
            free(g->texts[k]);
        free(g->named.list);
        free(g->fetch.list);
        free(g->dir);
        free(g->payload);
    }
    free(b->list);
    free(b->path);
    free(b);
}

/* ---- reading ------------------------------------------------------------- */

static char *joined(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    char *s = malloc(n + m + 1);

    if (s) {
        memcpy(s, a, n);
        memcpy(s + n, b, m + 1);
    }
    return s;
}

static bool refuse(const struct bag *g, const char *name, const char *why)
{
    say("%s%s: %s", g->dir, name, why);
    return false;
}

/* text reads a file of the bag; NULL, and that has been said. */
static char *text(struct bags *b, const struct bag *g, const char *name)
{
    char *path = joined(g->dir, name), *s;
    size_t len = 0;

    s = path ? input_text(path, BAG_TEXT, &len) : NULL;
    if (!s)
        refuse(g, name, input_tell(errno));
    free(path);
    if (s && strlen(s) != len) {
        refuse(g, name, tr("it is no text", "텍스트가 아닙니다"));
        free(s);
        return NULL;
    }
    if (s) {
        char both[130];

        gm_digest(s, len, both + 64);
        memcpy(both, b->digest, 64);
        gm_digest(both, 128, b->digest);
    }
    return s;
}

static bool read_fetch(struct bags *b, struct bag *g)
{
    char *s = text(b, g, "fetch.txt");

    if (!s)
        return false;
    g->texts[g->text_count++] = s;
    return manifest_fetch(&g->fetch, s, g->old) ||
           refuse(g, "fetch.txt", tr("out of memory", "메모리가 부족합니다"));
}

static bool read_info(struct bags *b, struct bag *g)
{
    char *s = text(b, g, "bag-info.txt");

    if (!s)
        return false;
    if (!manifest_oxum(&g->oxum, s)) {
        refuse(g, "bag-info.txt",
               tr("its Payload-Oxum is not one of BYTES.FILES",
                  "Payload-Oxum이 '바이트.파일 수' 꼴이 아닙니다"));
        g->tags++;
    }
    free(s);
    return true;
}

/* read_manifest adds the lines of a manifest; `from` is how their paths must
 * begin. */
static bool read_manifest(const struct bag *g, struct lines *to, char *s,
                          const char *name, const char *kind, const char *from)
{
    const struct manifest m = {kind, from, g->old};
    const char *why = manifest_read(to, s, &m);

    return !why || refuse(g, name, why);
}

/* hashes_as is whether an input has a checksum. */
static bool hashes_as(const gm_input *in, const char *kind, const char *sum)
{
    char found[129];

    return gm_hash(in, kind, found) == GM_OK && strcasecmp(found, sum) == 0;
}

/* check_tags compares the files beside the payload. */
static void check_tags(struct bags *b, struct bag *g, const char *name,
                       const char *kind)
{
    struct lines tags = {0};
    char *s = text(b, g, name);

    if (!s || !read_manifest(g, &tags, s, name, kind, ""))
        g->tags++;
    for (size_t i = 0; i < tags.count; i++) {
        char *path = joined(g->dir, tags.list[i].path), *bytes;
        gm_input in = GM_INPUT_INIT;
        size_t len = 0;

        bytes = path ? input_text(path, BAG_TEXT, &len) : NULL;
        in.data = bytes;
        in.length = len;
        if (!bytes || !hashes_as(&in, kind, tags.list[i].sum)) {
            g->tags++;
            refuse(g, tags.list[i].path,
                   bytes ? tr(changed, "체크섬이 백의 매니페스트와 다릅니다")
                         : input_tell(errno));
        }
        free(bytes);
        free(path);
    }
    free(tags.list);
    free(s);
}

/* kind_of is the algorithm of "manifest-sha256.txt" behind a prefix, copied to
 * `to`; false where the name is another. */
static bool kind_of(const char *name, const char *prefix, char to[NAME])
{
    size_t n = strlen(prefix), len = strlen(name);

    if (strncmp(name, prefix, n) != 0 || len <= n + 4 || len - n - 4 >= NAME ||
        strcmp(name + len - 4, ".txt") != 0)
        return false;
    memcpy(to, name + n, len - n - 4);
    to[len - n - 4] = 0;
    return true;
}

static bool is_known(const char *kind)
{
    gm_input in = GM_INPUT_INIT;
    char hex[129];

    in.data = "";
    return gm_hash(&in, kind, hex) == GM_OK;
}

/* read_one reads what a file of the bag's own says. */
static bool read_one(struct bags *b, struct bag *g, const char *name)
{
    char *kind = g->kinds[g->kind_count];
    char tag[NAME];
    bool known;

    if (strcmp(name, "fetch.txt") == 0)
        return read_fetch(b, g);
    if (strcmp(name, "bag-info.txt") == 0)
        return read_info(b, g);
    if (b->fixity && kind_of(name, "tagmanifest-", tag) && is_known(tag)) {
        check_tags(b, g, name, tag);
        return true;
    }
    if (g->kind_count == KINDS - 1 || !kind_of(name, "manifest-", kind))
        return true;
    known = is_known(kind);
    if (!known && b->fixity)
        refuse(g, name,
               tr("checksums of this kind are not known and not compared",
                  "이 종류의 체크섬은 알지 못해 비교하지 않습니다"));
    g->texts[g->text_count] = text(b, g, name);
    if (!g->texts[g->text_count])
        return false;
    g->kind_count++;
    return read_manifest(g, &g->named, g->texts[g->text_count++], name,
                         known ? kind : NULL, "data/");
}

/* declared reads bagit.txt [RFC 8493, 2.1.1]. */
static bool declared(struct bags *b, struct bag *g)
{
    char *s = text(b, g, "bagit.txt"), *from;
    int version = -1;

    if (!s)
        return false;
    from = input_words(s);
    if (strncmp(from, "BagIt-Version: ", 15) == 0)
        version = from[15] - '0';
    g->old = version == 0;
    if (version >= 0 && version <= 9 && !strstr(from, "UTF-8")) {
        free(s);
        return refuse(g, "bagit.txt",
                      tr("only bags whose files are named in UTF-8 are read",
                         "파일 이름이 UTF-8인 백만 읽습니다"));
    }
    free(s);
    return (version >= 0 && version <= 9) ||
           refuse(g, "bagit.txt",
                  tr("it does not begin with BagIt-Version",
                     "BagIt-Version으로 시작하지 않습니다"));
}

/* settle sorts what was read and counts the files. */
static bool settle(struct bags *b, struct bag *g)
{
    struct lines *l = &g->named;
    size_t first = 0;

    if (!g->kind_count)
        return refuse(g, "",
                      tr("no bag: it has no manifest-ALGORITHM.txt",
                         "백이 아닙니다. manifest-ALGORITHM.txt가 없습니다"));
    if (l->count)
        qsort(l->list, l->count, sizeof(*l->list), manifest_order);
    if (g->fetch.count)
        qsort(g->fetch.list, g->fetch.count, sizeof(*l->list), manifest_order);
    for (size_t i = 0; i < l->count; i++) {
        l->list[i].fixity = b->fixity;
        l->list[i].more = i + 1 < l->count &&
                          manifest_order(&l->list[i], &l->list[i + 1]) == 0;
        if (l->list[i].more)
            continue;
        g->files++;
        g->uneven += i + 1 - first != g->kind_count;
        first = i + 1;
    }
    return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

bool bags_add(struct bags *b, const char *dir)
{
    struct bag *more = realloc(b->list, (b->count + 1) * sizeof(*more)), *g;
    size_t n = strlen(dir);
    struct dirent **names = NULL;
    bool ok;
    int count;

    if (!more)
        return false;
    b->list = more;
    g = &b->list[b->count++];
    *g = (struct bag){.dir = joined(dir, n && dir[n - 1] == '/' ? "" : "/")};
    g->payload = g->dir ? joined(g->dir, "data") : NULL;
    if (!g->payload || !declared(b, g))
        return false;
    count = scandir(dir, &names, NULL, by_name);
    if (count < 0)
        return refuse(g, "", input_tell(errno));
    ok = true;
    for (int i = 0; i < count; i++) {
        ok = ok && read_one(b, g, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return ok && settle(b, g);
}

const char *bags_path(const struct bags *b, size_t i)
{
    return i < b->count ? b->list[i].payload : NULL;
}

const char *bags_digest(const struct bags *b)
{
    return b->digest;
}

/* ---- the run ------------------------------------------------------------ */

/* weigh counts a file of the payload, where somebody said how many there are.
 */
static void weigh(struct bag *g, const char *path)
{
    struct stat st;

    if (!g->oxum.said)
        return;
    g->held.files++;
    g->held.bytes += stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

void bags_meet(struct bags *b, struct entry *e)
{
    for (size_t i = 0; i < b->count; i++) {
        struct bag *g = &b->list[i];
        size_t n = strlen(g->dir);
        struct bag_line key = {.path = e->path + n}, *l;

        if (strncmp(e->path, g->payload, n + 4) != 0 || e->path[n + 4] != '/')
            continue;
        l = g->named.count ? bsearch(&key, g->named.list, g->named.count,
                                     sizeof(key), manifest_order)
                           : NULL;
        while (l && l > g->named.list && l[-1].more)
            l--;
        if (!l || !l->met)
            weigh(g, e->path);
        if (l)
            l->met = true;
        else
            g->extra++;
        e->bag = l ? l : &unnamed;
        return;
    }
}

bool bags_missing(struct bags *b, struct entry *e)
{
    static const char gone[] =
        "named in the bag's manifest, but not in the bag",
                      far[] = "not in the bag yet: it is to be fetched";

    for (size_t i = 0; i < b->count; i++) {
        struct bag *g = &b->list[i];

        while (g->next < g->named.count) {
            struct bag_line *l = &g->named.list[g->next++];
            const char *why;

            while (g->next < g->named.count && g->named.list[g->next - 1].more)
                g->next++;
            if (l->met)
                continue;
            g->missing++;
            free(b->path);
            b->path = joined(g->dir, l->path);
            why = g->fetch.count && bsearch(l, g->fetch.list, g->fetch.count,
                                            sizeof(*l), manifest_order)
                      ? far
                      : gone;
            *e = (struct entry){.path = b->path ? b->path : l->path,
                                .failed = true,
                                .why = {GM_FAULT_IO, {"", 0}, {why, 0}}};
            e->why.message.len = strlen(why);
            return true;
        }
    }
    return false;
}

const char *bag_check(const struct bag_line *l, const gm_input *in, bool *note)
{
    *note = !l->path;
    if (!l->path)
        return "the bag's manifests do not name it";
    for (bool go = l->fixity; go; go = (l++)->more)
        if (l->kind && !hashes_as(in, l->kind, l->sum))
            return changed;
    return NULL;
}

bool bag_wrong(const gm_item *item)
{
    return item->error.message.len == sizeof(changed) - 1 &&
           memcmp(item->error.message.ptr, changed, sizeof(changed) - 1) == 0;
}

/* weighs_right is whether a payload is as large as its bag says. */
static bool weighs_right(const struct bag *g)
{
    const struct oxum *o = &g->oxum, *h = &g->held;

    if (!o->said || (o->bytes == h->bytes && o->files == h->files))
        return true;
    say(tr("%sbag-info.txt: Payload-Oxum says %" PRIu64 " bytes in %" PRIu64
           " files; there are %" PRIu64 " in %" PRIu64,
           "%sbag-info.txt: Payload-Oxum은 %" PRIu64 "바이트, 파일 %" PRIu64
           "개라고 하나 실제로는 %" PRIu64 "바이트, %" PRIu64 "개입니다"),
        g->dir, o->bytes, o->files, h->bytes, h->files);
    return false;
}

bool bags_tell(const struct bags *b, uint64_t wrong)
{
    uint64_t files = 0, missing = 0, extra = 0, uneven = 0, tags = 0;

    for (size_t i = 0; i < b->count; i++) {
        tags += !weighs_right(&b->list[i]);
        files += b->list[i].files;
        missing += b->list[i].missing;
        extra += b->list[i].extra;
        uneven += b->list[i].uneven;
        tags += b->list[i].tags;
    }
    if (!missing && !extra && !uneven && !tags && !wrong) {
        say(b->fixity
                ? tr("the manifests name %" PRIu64
                     " files: all are there, no other, each with its checksum",
                     "매니페스트의 파일 %" PRIu64
                     "개가 모두 있고, 다른 파일은 없으며, 체크섬도 모두 "
                     "맞습니다")
                : tr("the manifests name %" PRIu64
                     " files: all are there, and no other (--fixity compares "
                     "their checksums too)",
                     "매니페스트의 파일 %" PRIu64
                     "개가 모두 있고 다른 파일은 없습니다 (--fixity는 "
                     "체크섬도 비교합니다)"),
            files);
        return true;
    }
    say(tr("the manifests name %" PRIu64 " files: %" PRIu64 " missing, %" PRIu64
           " in the bag unnamed, %" PRIu64
           " not named once by each manifest, %" PRIu64
           " with another checksum, %" PRIu64 " tag files wrong",
           "매니페스트의 파일 %" PRIu64 "개: 없음 %" PRIu64
           ", 적히지 않은 파일 %" PRIu64 ", 매니페스트마다 한 번씩 적히지 "
           "않음 %" PRIu64 ", 체크섬 다름 %" PRIu64
           ", 태그 파일 오류 %" PRIu64),
        files, missing, extra, uneven, wrong, tags);
    return false;
}
