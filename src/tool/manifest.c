/* SPDX-License-Identifier: Apache-2.0
 * manifest.c - what the files of a bag say, line by line, cut in place. */
#include "tool/manifest.h"

#include "tool/say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool add(struct lines *l, struct bag_line line)
{
    if (l->count == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 256;
        struct bag_line *more = realloc(l->list, cap * sizeof(*more));

        if (!more)
            return false;
        l->list = more;
        l->cap = cap;
    }
    l->list[l->count++] = line;
    return true;
}

/* decode takes the percent signs of a path back, in place. */
static void decode(char *s, bool old)
{
    char *to = s;

    for (; *s; s++) {
        char c = 0;

        if (strncasecmp(s, "%0A", 3) == 0)
            c = '\n';
        else if (strncasecmp(s, "%0D", 3) == 0)
            c = '\r';
        else if (strncmp(s, "%25", 3) == 0 && !old)
            c = '%';
        *to++ = c ? c : *s;
        s += c ? 2 : 0;
    }
    *to = 0;
}

/* is_inside: a path that leads to a place within the bag's folder. */
static bool is_inside(const char *p)
{
    if (!*p)
        return false;
    while (*p) {
        size_t n = strcspn(p, "/");

        if (n == 0 || (n == 2 && p[0] == '.' && p[1] == '.'))
            return false;
        p += n;
        if (*p && !*++p)
            return false; /* it ends in a slash */
    }
    return true;
}

/* next_line cuts the next line that is not empty from *at. */
static char *next_line(char **at)
{
    char *line;

    *at += strspn(*at, "\r\n");
    line = *at;
    if (!*line)
        return NULL;
    *at += strcspn(line, "\r\n");
    if (**at)
        *(*at)++ = 0;
    return line;
}

const char *manifest_read(struct lines *to, char *s, const struct manifest *m)
{
    char *line;

    while ((line = next_line(&s)) != NULL) {
        size_t n = strcspn(line, " \t");
        char *path = line + n + strspn(line + n, " \t");

        if (n && *path == '*' && path[1])
            path++; /* as md5sum marks binary files */
        if (!n || !*path)
            return tr("a line is not a checksum and a path",
                      "체크섬과 경로로 된 줄이 아닌 것이 있습니다");
        line[n] = 0;
        decode(path, m->old);
        if (strncmp(path, "./", 2) == 0)
            path += 2;
        if (strncmp(path, m->from, strlen(m->from)) != 0 || !is_inside(path))
            return tr("a path leads out of the payload",
                      "페이로드 밖을 가리키는 경로가 있습니다");
        if (!add(to,
                 (struct bag_line){path, line, m->kind, false, false, false}))
            return tr("out of memory", "메모리가 부족합니다");
    }
    return NULL;
}

bool manifest_fetch(struct lines *to, char *s, bool old)
{
    char *line;

    while ((line = next_line(&s)) != NULL) {
        char *at = line + strcspn(line, " \t");

        at += strspn(at, " \t");
        at += strcspn(at, " \t");
        at += strspn(at, " \t");
        decode(at, old);
        if (*at && !add(to, (struct bag_line){.path = at}))
            return false;
    }
    return true;
}

/* number reads decimal digits at *at; false where there are none, or more than
 * a number holds. */
static bool number(const char **at, uint64_t *to)
{
    const char *from = *at;

    for (*to = 0; **at >= '0' && **at <= '9'; ++*at) {
        uint64_t digit = (uint64_t)(**at - '0');

        if (*to > (UINT64_MAX - digit) / 10)
            return false;
        *to = *to * 10 + digit;
    }
    return *at != from;
}

bool manifest_oxum(struct oxum *to, char *s)
{
    static const char label[] = "Payload-Oxum:";
    char *line;

    *to = (struct oxum){0};
    while ((line = next_line(&s)) != NULL) {
        const char *at = line + sizeof(label) - 1;

        if (strncasecmp(line, label, sizeof(label) - 1) != 0)
            continue;
        at += strspn(at, " \t");
        if (to->said || !number(&at, &to->bytes) || *at++ != '.' ||
            !number(&at, &to->files) || at[strspn(at, " \t")]) {
            *to = (struct oxum){0};
            return false;
        }
        to->said = true;
    }
    return true;
}

int manifest_order(const void *a, const void *b)
{
    return strcmp(((const struct bag_line *)a)->path,
                  ((const struct bag_line *)b)->path);
}
