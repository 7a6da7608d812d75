/* SPDX-License-Identifier: Apache-2.0
 * members.c - the one file with libarchive.
 *
 * Nested archives are a stack of readers, not recursion.  What an archive may
 * unpack to is bounded by named limits: the bytes of a member, their sum in
 * proportion to the archive, the number of members, and the depth. */
#include "tool/members.h"

#include "tool/mail.h"
#include "tool/plug.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define CALLS(X)                          \
    X(archive_entry_filetype)             \
    X(archive_entry_hardlink)             \
    X(archive_entry_is_encrypted)         \
    X(archive_entry_pathname)             \
    X(archive_entry_pathname_utf8)        \
    X(archive_entry_size)                 \
    X(archive_format)                     \
    X(archive_read_data)                  \
    X(archive_read_free)                  \
    X(archive_read_new)                   \
    X(archive_read_next_header)           \
    X(archive_read_open_fd)               \
    X(archive_read_open_filename)         \
    X(archive_read_open_memory)           \
    X(archive_read_support_filter_bzip2)  \
    X(archive_read_support_filter_gzip)   \
    X(archive_read_support_filter_xz)     \
    X(archive_read_support_filter_zstd)   \
    X(archive_read_support_format_7zip)   \
    X(archive_read_support_format_gnutar) \
    X(archive_read_support_format_tar)    \
    X(archive_read_support_format_warc)   \
    X(archive_read_support_format_zip)

static struct {
    CALLS(PLUG_MEMBER)
} lib;

static const char *const lib_names[] = {CALLS(PLUG_NAME)};

/* Names in Unicode pass through the charset of the locale on their way, and
 * are lost where it lacks their letters: that of C lacks all but ASCII. */
static locale_t unicode;

enum {
    DEEPEST = 16,
    BLOCK = 64 << 10,
    SLACK = 64 << 20 /* bytes that a small archive may unpack to anyway */
};

#define END(text)              \
    {                          \
        text, sizeof(text) - 1 \
    }

struct level {
    struct archive *a;
    struct archive_entry *entry;
    struct mail *mail;  /* in its place, of mail */
    bool self;          /* a message that lies in something: itself is next */
    struct member from; /* what it reads, of a nested one */
    uint64_t given;     /* bytes of itself so far */
    size_t path_len;    /* of its own path */
};

struct members {
    struct member_limits limits;
    struct level levels[DEEPEST];
    size_t depth; /* levels that are open */
    char *path;
    size_t cap;
    uint64_t size, unpacked, count;
    bool ended;
};

static const struct {
    const char *name, *what;
    size_t at;
} bounds[] = {{"members", "files of one archive, with those of archives in it",
               offsetof(struct member_limits, members)},
              {"member_bytes", "one member of an archive, unpacked",
               offsetof(struct member_limits, member_bytes)},
              {"archive_ratio", "bytes unpacked to one of the archive",
               offsetof(struct member_limits, archive_ratio)},
              {"archive_depth", "archives in archives",
               offsetof(struct member_limits, archive_depth)}};

enum {
    BOUNDS = sizeof(bounds) / sizeof(bounds[0])
};

static uint64_t *bound(struct member_limits *l, size_t i)
{
    return (uint64_t *)(void *)((char *)l + bounds[i].at);
}

uint64_t *members_limit(struct member_limits *l, const char *name)
{
    for (size_t i = 0; i < BOUNDS; i++)
        if (strcmp(bounds[i].name, name) == 0)
            return bound(l, i);
    return NULL;
}

bool members_limit_at(size_t i, const char **name, uint64_t *dflt,
                      const char **what)
{
    struct member_limits l = MEMBER_LIMITS;

    if (i >= BOUNDS)
        return false;
    *name = bounds[i].name;
    *what = bounds[i].what;
    *dflt = *bound(&l, i);
    return true;
}

/* ends_in is whether a path ends so, in letters of any case, and has more. */
static bool ends_in(gm_str path, gm_str end)
{
    size_t n = path.len, k = end.len;

    return n > k && (path.ptr[n - 1] | 32) == (end.ptr[k - 1] | 32) &&
           strcasecmp(path.ptr + n - k, end.ptr) == 0;
}

bool members_known(const char *path)
{
    static const gm_str ends[] = {
        END(".zip"),     END(".tar"),  END(".tgz"),    END(".tar.gz"),
        END(".tar.zst"), END(".tzst"), END(".tar.xz"), END(".txz"),
        END(".tar.bz2"), END(".7z"),   END(".warc"),   END(".warc.gz"),
        END(".mbox"),    END(".eml")};
    gm_str s = {path, strlen(path)};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (ends_in(s, ends[i]))
            return true;
    return false;
}

static bool is_mbox(const char *path)
{
    return ends_in((gm_str){path, strlen(path)}, (gm_str)END(".mbox"));
}

static bool is_eml(const char *path)
{
    return ends_in((gm_str){path, strlen(path)}, (gm_str)END(".eml"));
}

bool members_beside(const char *path)
{
    return is_eml(path);
}

static gm_str text(const char *s)
{
    return (gm_str){s, strlen(s)};
}

static gm_error limited(const char *name)
{
    return (gm_error){
        GM_FAULT_LIMIT, text(name),
        text("a limit was reached: what lies behind it was not looked at")};
}

static gm_error damaged(const char *what)
{
    return (gm_error){GM_FAULT_IO, text(""), text(what)};
}

/* loaded asks for the library with the first archive, and once. */
static bool loaded(void)
{
    static bool asked, have;

    if (!asked) {
        have = plug_in(LIBARCHIVE, lib_names, &lib,
                       sizeof(lib_names) / sizeof(lib_names[0]));
        unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    }
    asked = true;
    return have;
}

/* reader is a new one for the formats that are known. */
static struct archive *reader(void)
{
    struct archive *a = loaded() ? lib.archive_read_new() : NULL;

    if (!a)
        return NULL;
    lib.archive_read_support_filter_gzip(a);
    lib.archive_read_support_filter_bzip2(a);
    lib.archive_read_support_filter_xz(a);
    lib.archive_read_support_filter_zstd(a);
    lib.archive_read_support_format_zip(a);
    lib.archive_read_support_format_tar(a);
    lib.archive_read_support_format_gnutar(a);
    lib.archive_read_support_format_7zip(a);
    lib.archive_read_support_format_warc(a);
    return a;
}

static bool set_path(struct members *m, size_t at, const char *name)
{
    size_t n = strlen(name), want = at + n + 2;
    char *more;

    if (want > m->cap) {
        more = realloc(m->path, want * 2);
        if (!more)
            return false;
        m->path = more;
        m->cap = want * 2;
    }
    memcpy(m->path + at, name, n + 1);
    return true;
}

static bool is_mail(const char *path)
{
    return is_mbox(path) || is_eml(path);
}

struct members *members_open(const char *path, const struct member_limits *l)
{
    struct members *m = calloc(1, sizeof(*m));
    struct stat st;

    if (!m)
        return NULL;
    m->limits = *l;
    m->levels[0].from.fd = -1;
    m->depth = 1;
    if (is_mail(path)) {
        m->levels[0].mail = mail_open(fopen(path, "rbe"), is_mbox(path));
        m->levels[0].path_len = strlen(path);
        if (m->levels[0].mail && set_path(m, 0, path) && stat(path, &st) == 0 &&
            S_ISREG(st.st_mode)) {
            m->size = (uint64_t)st.st_size;
            return m;
        }
        members_free(m);
        return NULL;
    }
    m->levels[0].a = reader();
    m->levels[0].path_len = strlen(path);
    if (m->levels[0].a && set_path(m, 0, path) && stat(path, &st) == 0 &&
        S_ISREG(st.st_mode) &&
        lib.archive_read_open_filename(m->levels[0].a, path, BLOCK) ==
            ARCHIVE_OK) {
        m->size = (uint64_t)st.st_size;
        return m;
    }
    members_free(m);
    return NULL;
}

static void pop(struct members *m)
{
    struct level *v = &m->levels[--m->depth];

    if (v->a)
        lib.archive_read_free(v->a);
    mail_free(v->mail);
    if (v->from.fd >= 0)
        close(v->from.fd);
    free(v->from.bytes);
    *v = (struct level){.from = {.fd = -1}};
}

void members_free(struct members *m)
{
    if (!m)
        return;
    while (m->depth)
        pop(m);
    free(m->path);
    free(m);
}

/* push_mail opens what a level holds as mail.  The message itself is an item
 * too, before what is attached to it. */
static bool push_mail(struct level *v, const char *path)
{
    int fd = v->from.fd >= 0 ? dup(v->from.fd) : -1;
    size_t n = (size_t)v->from.size;
    FILE *in;

    if (v->from.fd >= 0) {
        in = fd < 0 ? NULL : fdopen(fd, "rb");
    } else {
        if (n == 0)
            v->from.bytes[n++] = '\n'; /* a stream of nothing cannot be */
        in = fmemopen(v->from.bytes, n, "rb");
    }
    if (!in && fd >= 0)
        close(fd);
    v->mail = mail_open(in, is_mbox(path));
    v->self = is_eml(path);
    return v->mail;
}

/* push opens the member at hand as an archive; false where it is none. */
static bool push(struct members *m)
{
    struct level *v = &m->levels[m->depth];
    gm_error why;
    int rc;

    *v = (struct level){.from = {.fd = -1}};
    if (!members_read(m, &v->from, &why)) {
        free(v->from.bytes);
        v->from.bytes = NULL;
        return false;
    }
    v->path_len = strlen(m->path);
    m->depth++;
    if (is_mail(m->path))
        return push_mail(v, m->path);
    v->a = reader();
    if (!v->a)
        return false;
    rc = v->from.fd >= 0 ? lib.archive_read_open_fd(v->a, v->from.fd, BLOCK)
                         : lib.archive_read_open_memory(v->a, v->from.bytes,
                                                        (size_t)v->from.size);
    return rc == ARCHIVE_OK;
}

/* name puts the member's path together. */
static bool name(struct members *m, const struct level *v, const char *own)
{
    return set_path(m, v->path_len, "!") &&
           set_path(m, v->path_len + 1, own ? own : "?");
}

static bool stop(struct members *m, gm_error *why, gm_error what)
{
    *why = what;
    m->ended = true;
    return false;
}

/* next_mail goes to the next member of mail: its name, or NULL where there is
 * none; *broken says if that is not the end. */
static const char *next_mail(struct level *v, const char **broken)
{
    const char *own;

    return mail_next(v->mail, &own, broken) ? own : NULL;
}

/* next_header goes to the next member of an archive: *own is its name, in its
 * own bytes where they are no Unicode, or NULL. */
static int next_header(struct level *v, const char **own)
{
    locale_t before = unicode ? uselocale(unicode) : (locale_t)0;
    int rc = lib.archive_read_next_header(v->a, &v->entry);

    if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN) {
        *own = lib.archive_entry_pathname_utf8(v->entry);
        if (!*own)
            *own = lib.archive_entry_pathname(v->entry);
    }
    if (before)
        uselocale(before);
    return rc;
}

bool members_next(struct members *m, const char **path, gm_error *why)
{
    *why = (gm_error){GM_FAULT_NONE, {"", 0}, {"", 0}};
    while (m->depth && !m->ended) {
        struct level *v = &m->levels[m->depth - 1];
        const char *own = NULL, *broken = NULL;
        int rc = ARCHIVE_OK;

        v->self = false;
        if (v->mail)
            own = next_mail(v, &broken);
        else
            rc = next_header(v, &own);
        if (broken)
            return stop(m, why, damaged(broken));
        if (rc == ARCHIVE_EOF || (v->mail && !own)) {
            pop(m);
            continue;
        }
        if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
            return stop(m, why,
                        damaged("the archive is damaged: what lies behind "
                                "that was not looked at"));
        if (!v->mail && (lib.archive_entry_filetype(v->entry) != AE_IFREG ||
                         lib.archive_entry_hardlink(v->entry)))
            continue;
        if (++m->count > m->limits.members)
            return stop(m, why, limited("members"));
        if (!name(m, v, own))
            return stop(m, why, damaged("out of memory"));
        *path = m->path;
        if (!members_known(m->path))
            return true;
        if (m->depth >= m->limits.archive_depth || m->depth == DEEPEST)
            return stop(m, why, limited("archive_depth"));
        if (!push(m))
            return stop(m, why,
                        m->unpacked > m->size * m->limits.archive_ratio + SLACK
                            ? limited("archive_ratio")
                            : damaged("an archive in it could not be opened"));
        if (m->levels[m->depth - 1].self)
            return true;
    }
    return false;
}

static int nameless(void)
{
    FILE *f = tmpfile();
    int fd = f ? dup(fileno(f)) : -1;

    if (f)
        fclose(f);
    return fd;
}

static bool put_all(int fd, const unsigned char *p, size_t n)
{
    while (n) {
        ssize_t k = write(fd, p, n);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

/* spill moves what was unpacked so far to a file. */
static bool spill(struct member *to)
{
    to->fd = nameless();
    return to->fd >= 0 && put_all(to->fd, to->bytes, (size_t)to->size);
}

static bool give_up(struct member *to, gm_error *why, gm_error what)
{
    if (to->fd >= 0)
        close(to->fd);
    to->fd = -1;
    to->size = 0;
    *why = what;
    return false;
}

/* trim takes off what libarchive 3.6 reads behind a WARC record: the line ends
 * that separate it from the next [ISO 28500:2017, 4]. */
static void trim(const struct level *v, struct member *to)
{
    int64_t said = v->a ? lib.archive_entry_size(v->entry) : -1;

    if (v->a && lib.archive_format(v->a) == ARCHIVE_FORMAT_WARC && said >= 0 &&
        (uint64_t)said < to->size)
        to->size = (uint64_t)said;
}

/* next_block unpacks the next bytes of the member at hand, as
 * archive_read_data does. */
static la_ssize_t next_block(struct level *v, unsigned char *to, size_t room)
{
    la_ssize_t k;

    if (!v->self)
        return v->mail ? (la_ssize_t)mail_read(v->mail, to, room)
                       : lib.archive_read_data(v->a, to, room);
    if (v->from.fd >= 0) {
        k = pread(v->from.fd, to, room, (off_t)v->given);
    } else {
        if (room > v->from.size - v->given)
            room = (size_t)(v->from.size - v->given);
        memcpy(to, v->from.bytes + v->given, room);
        k = (la_ssize_t)room;
    }
    v->given += k > 0 ? (uint64_t)k : 0;
    return k;
}

bool members_read(struct members *m, struct member *to, gm_error *why)
{
    struct level *v = &m->levels[m->depth - 1];
    unsigned char block[BLOCK];

    to->size = 0;
    to->fd = -1;
    if (!to->bytes)
        to->bytes = malloc(MEMBER_HELD);
    if (!to->bytes)
        return give_up(to, why, damaged("out of memory"));
    for (;;) {
        la_ssize_t k = next_block(v, block, sizeof(block));

        if (k == 0)
            break;
        if (k < 0)
            return give_up(to, why,
                           v->a && lib.archive_entry_is_encrypted(v->entry)
                               ? (gm_error){GM_FAULT_UNSUPPORTED, text(""),
                                            text("the member is encrypted")}
                               : damaged("the member could not be unpacked"));
        m->unpacked += (uint64_t)k;
        if (m->unpacked / (m->limits.archive_ratio + 1) > m->size &&
            m->unpacked > SLACK) {
            m->ended = true;
            return give_up(to, why, limited("archive_ratio"));
        }
        if ((uint64_t)k > m->limits.member_bytes - to->size)
            return give_up(to, why, limited("member_bytes"));
        if (to->fd < 0 && to->size + (uint64_t)k > MEMBER_HELD && !spill(to))
            return give_up(to, why, damaged("no room to unpack it"));
        if (to->fd < 0)
            memcpy(to->bytes + to->size, block, (size_t)k);
        else if (!put_all(to->fd, block, (size_t)k))
            return give_up(to, why, damaged("no room to unpack it"));
        to->size += (uint64_t)k;
    }
    if (to->fd >= 0 && lseek(to->fd, 0, SEEK_SET) != 0)
        return give_up(to, why, damaged("no room to unpack it"));
    trim(v, to);
    return true;
}
