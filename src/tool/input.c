/* SPDX-License-Identifier: Apache-2.0
 * input.c - open, fstat, read: once each for a small file. */
#define _GNU_SOURCE /* O_PATH */
#include "tool/input.h"

#include "tool/members.h"
#include "tool/say.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gm_str str(const char *s)
{
    return (gm_str){s, strlen(s)};
}

/* Of a report the English text is the name, which src/report/korean.c looks
 * up for who reads it. */
static const struct why {
    int error;
    const char *en, *ko;
} whys[] = {
    {0, "it became shorter while it was read", "읽는 동안 파일이 짧아졌습니다"},
    {ENOENT, "no such file or folder", "그런 파일이나 폴더가 없습니다"},
    {EACCES, "permission denied", "읽을 권한이 없습니다"},
    {EPERM, "permission denied", "읽을 권한이 없습니다"},
    {ELOOP, "too many symbolic links", "심볼릭 링크가 너무 많이 이어집니다"},
    {ENAMETOOLONG, "the name is too long", "이름이 너무 깁니다"},
    {ENOTDIR, "a part of the path is not a folder",
     "경로의 중간이 폴더가 아닙니다"},
    {EIO, "the device reports a read error", "장치에서 읽기 오류가 났습니다"},
    {ENOMEM, "out of memory", "메모리가 부족합니다"},
    {EMFILE, "too many open files", "열린 파일이 너무 많습니다"},
    {ESTALE, "the file is gone from its server",
     "파일이 서버에서 사라졌습니다"},
    {ENXIO, "a socket or a device: not read",
     "소켓이나 장치라서 읽지 않았습니다"},
    {EISDIR, "a folder where a file is wanted",
     "파일이 와야 할 자리에 폴더가 있습니다"},
    {ENOSPC, "no room is left on the device", "장치에 남은 공간이 없습니다"},
    {EDQUOT, "no room is left in the quota", "할당량에 남은 공간이 없습니다"},
    {EFBIG, "too large", "너무 큽니다"},
    {EBADF, "it is closed", "닫혀 있습니다"},
    {EROFS, "the file system is read-only", "읽기 전용 파일 시스템입니다"},
};

static const struct why *why_of(int error)
{
    static const struct why other = {-1, "it could not be read",
                                     "읽을 수 없습니다"};

    for (size_t i = 0; i < sizeof(whys) / sizeof(whys[0]); i++)
        if (whys[i].error == error)
            return &whys[i];
    return &other;
}

gm_error input_why(int error)
{
    return (gm_error){GM_FAULT_IO, {"", 0}, str(why_of(error)->en)};
}

const char *input_tell(int error)
{
    const struct why *w = why_of(error);

    return tr(w->en, w->ko);
}

static gm_error odd_file(const char *what)
{
    return (gm_error){GM_FAULT_UNSUPPORTED, {"", 0}, str(what)};
}

int input_init(struct input *in)
{
    *in = (struct input){.fd = -1, .folder = -1};
    in->whole = malloc(INPUT_WHOLE);
    in->window = malloc(INPUT_WINDOW);
    if (in->whole && in->window)
        return 0;
    input_free(in);
    return -1;
}

/* leave forgets the folder of the last file. */
static void leave(struct input *in)
{
    if (in->folder >= 0)
        close(in->folder);
    in->folder = -1;
    in->way_len = 0;
}

void input_free(struct input *in)
{
    input_close(in);
    leave(in);
    free(in->way);
    free(in->whole);
    free(in->window);
    *in = (struct input){.fd = -1, .folder = -1};
}

void input_close(struct input *in)
{
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    free(in->held);
    in->held = NULL;
    in->fd = -1;
    in->window_len = 0;
}

/* no_window forgets the last file's: the first read of a file is a hop. */
static void no_window(struct input *in)
{
    in->window_at = UINT64_MAX;
    in->window_len = 0;
}

/* fill reads exactly n bytes at off; 0, or -1 where they are not there. */
static int fill(struct input *in, uint64_t off, void *to, size_t n)
{
    size_t got = 0;

    while (got < n) {
        ssize_t k =
            pread(in->fd, (char *)to + got, n - got, (off_t)(off + got));

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return -1;
        got += (size_t)k;
    }
    in->bytes_read += n;
    return 0;
}

static int read_at(void *ctx, uint64_t off, void *to, size_t n)
{
    struct input *in = ctx;
    uint64_t ahead;
    size_t most;

    if (off > in->size || n > in->size - off)
        return -1;
    if (n > INPUT_WINDOW)
        return fill(in, off, to, n);
    if (off < in->window_at || off - in->window_at > in->window_len ||
        n > in->window_len - (off - in->window_at)) {
        /* A hop over data to the next header will be followed by one more. */
        most = off < in->window_at ||
                       off - in->window_at > in->window_len + INPUT_HOP
                   ? INPUT_HOP
                   : INPUT_WINDOW;
        if (most < n)
            most = n;
        ahead = in->size - off;
        in->window_len = 0;
        if (ahead > most)
            ahead = most;
        if (fill(in, off, in->window, (size_t)ahead) != 0)
            return -1;
        in->window_at = off;
        in->window_len = (size_t)ahead;
    }
    memcpy(to, in->window + (off - in->window_at), n);
    return 0;
}

/* gather reads a stream to its end or to `most`; the bytes are the caller's. */
static unsigned char *gather(int fd, size_t most, size_t *len, int *ended)
{
    size_t cap = 64 << 10;
    unsigned char *p = malloc(cap);

    *len = 0;
    *ended = 0;
    while (p && *len < most) {
        ssize_t k;

        if (*len == cap) {
            unsigned char *more = realloc(p, cap * 2);

            if (!more)
                break;
            p = more;
            cap *= 2;
        }
        k = read(fd, p + *len, (cap < most ? cap : most) - *len);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0) {
            free(p);
            return NULL;
        }
        *ended = k == 0;
        if (k == 0)
            break;
        *len += (size_t)k;
    }
    return p;
}

static int put_all(int fd, const unsigned char *p, size_t n)
{
    while (n) {
        ssize_t k = write(fd, p, n);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return -1;
        p += k;
        n -= (size_t)k;
    }
    return 0;
}

/* spool moves what was read, and the rest of the stream, into a file that has
 * no name any more. */
static int spool(const unsigned char *begun, size_t len)
{
    FILE *nameless = tmpfile();
    char block[32 << 10];
    int fd = nameless ? dup(fileno(nameless)) : -1;

    if (nameless)
        fclose(nameless);
    if (fd < 0)
        return -1;
    if (put_all(fd, begun, len) != 0) {
        close(fd);
        return -1;
    }
    for (;;) {
        ssize_t k = read(STDIN_FILENO, block, sizeof(block));

        if (k < 0 && errno == EINTR)
            continue;
        if (k == 0)
            return fd;
        if (k < 0 || put_all(fd, (unsigned char *)block, (size_t)k) != 0) {
            close(fd);
            return -1;
        }
    }
}

static int open_stdin(struct input *in, gm_input *to)
{
    size_t len;
    int ended;

    in->held = gather(STDIN_FILENO, INPUT_STDIN, &len, &ended);
    if (!in->held)
        return -1;
    if (ended) {
        in->size = in->bytes_read = len;
        to->data = len ? in->held : NULL;
        return 0;
    }
    in->fd = spool(in->held, len);
    free(in->held);
    in->held = NULL;
    return in->fd < 0 ? -1 : 1;
}

/* enter is whether the folder that is path[0, n) is open.  The first file of a
 * folder is found by its path; who has many saves the way there for the rest:
 * that is a fifth of what it takes to open and read a small one. */
static bool enter(struct input *in, const char *path, size_t n)
{
    if (n == in->way_len && memcmp(in->way, path, n) == 0) {
        if (in->folder < 0)
            in->folder = open(in->way, O_PATH | O_DIRECTORY | O_CLOEXEC);
        return in->folder >= 0;
    }
    leave(in);
    if (n + 1 > in->way_cap) {
        char *more = realloc(in->way, 2 * n + 1);

        if (!more)
            return false;
        in->way = more;
        in->way_cap = 2 * n + 1;
    }
    memcpy(in->way, path, n);
    in->way[n] = 0;
    in->way_len = n;
    return false;
}

/* open_file does not wait for the other end of a pipe. */
static int open_file(struct input *in, const char *path)
{
    const int how = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    int fd = -1;

    if (n && slash[1] && strlen(path) < PATH_MAX && enter(in, path, n))
        fd = openat(in->folder, slash + 1, how);
    /* What is wrong with a path, the path tells: its folder may have moved. */
    return fd >= 0 ? fd : open(path, how);
}

int input_open(struct input *in, const char *path, gm_input *to, gm_error *why)
{
    struct stat st = {0};

    in->stat = st;
    to->name = path;
    to->data = NULL;
    to->length = 0;
    to->read = NULL;
    to->ctx = NULL;
    in->bytes_read = 0;
    no_window(in);
    errno = 0;
    if (strcmp(path, "-") == 0) {
        int how = open_stdin(in, to);

        if (how < 0) {
            *why = input_why(errno);
            return -1;
        }
        if (how == 0) {
            to->length = in->size;
            return 0;
        }
    } else {
        in->fd = open_file(in, path);
    }
    if (in->fd < 0 || fstat(in->fd, &st) != 0) {
        *why = input_why(errno);
        return -1;
    }
    if (!S_ISREG(st.st_mode)) {
        *why = odd_file(S_ISDIR(st.st_mode) ? "a folder where a file is wanted"
                        : S_ISFIFO(st.st_mode)
                            ? "neither a file nor a folder: not read; a "
                              "pipe is read as standard input (-)"
                            : "neither a file nor a folder: not read");
        return -1;
    }
    in->stat = st;
    in->size = to->length = (uint64_t)st.st_size;
    if (in->size == 0)
        return 0;
    if (in->size > INPUT_WHOLE) {
        to->read = read_at;
        to->ctx = in;
        return 0;
    }
    if (fill(in, 0, in->whole, (size_t)in->size) != 0) {
        *why = input_why(errno);
        return -1;
    }
    to->data = in->whole;
    return 0;
}

void input_member(struct input *in, const char *path, const struct member *m,
                  gm_input *to)
{
    in->stat = (struct stat){0};
    in->bytes_read = in->size = to->length = m->size;
    no_window(in);
    in->fd = m->fd;
    to->name = path;
    to->data = m->size && m->fd < 0 ? m->bytes : NULL;
    to->read = m->fd < 0 ? NULL : read_at;
    to->ctx = in;
}

char *input_text(const char *path, size_t most, size_t *len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), ended;
    unsigned char *p, *more;

    if (fd < 0)
        return NULL;
    p = gather(fd, most, len, &ended);
    close(fd);
    if (!p)
        return NULL;
    more = ended ? realloc(p, *len + 1) : NULL;
    if (!more) {
        errno = ended ? ENOMEM : EFBIG;
        free(p);
        return NULL;
    }
    more[*len] = 0;
    return (char *)more;
}

char *input_words(char *text)
{
    return strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text;
}
