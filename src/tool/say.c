/* SPDX-License-Identifier: Apache-2.0
 * say.c - language, colour and width as the surroundings ask for. */
#define _DEFAULT_SOURCE /* TIOCGWINSZ */
#include "tool/say.h"

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    WIDTH = 80,
    WIDTH_LEAST = 40,
    WIDTH_MOST = 200 /* longer lines are hard to read */
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

static bool korean;
static bool lost; /* standard output, and it has been said */
static FILE *own; /* standard error, once others have lost it */

static const char *env(const char *name)
{
    const char *v = getenv(name);

    return v && *v ? v : NULL;
}

bool say_lang(const char *lang)
{
    const char *locale;

    if (lang) {
        if (strcmp(lang, "ko") != 0 && strcmp(lang, "en") != 0)
            return false;
        korean = *lang == 'k';
        return true;
    }
    locale = env("LC_ALL");
    if (!locale)
        locale = env("LC_MESSAGES");
    if (!locale)
        locale = env("LANG");
    korean = locale && strncmp(locale, "ko", 2) == 0;
    return true;
}

const char *say_lang_name(void)
{
    return korean ? "ko" : "en";
}

const char *tr(const char *en, const char *ko)
{
    return korean ? ko : en;
}

void say_alone(void)
{
    int copy, null;

    if (SANITIZED || own)
        return;
    copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (copy >= 0 && null >= 0)
        own = fdopen(copy, "w");
    if (own) {
        setvbuf(own, NULL, _IONBF, 0);
        fflush(stderr);
        dup2(null, STDERR_FILENO);
    } else if (copy >= 0) {
        close(copy);
    }
    if (null >= 0)
        close(null);
}

FILE *say_err(void)
{
    return own ? own : stderr;
}

void say(const char *format, ...)
{
    FILE *to = say_err();
    va_list args;

    flockfile(to);
    fputs("genmark: ", to);
    va_start(args, format);
    vfprintf(to, format, args);
    va_end(args);
    fputc('\n', to);
    funlockfile(to);
}

void say_about(const char *path, gm_str what)
{
    gm_str said = gm_said(what, say_lang_name());

    say("%s: %.*s", path, (int)said.len, said.ptr);
}

void say_lost(const char *why)
{
    struct pollfd out = {.fd = STDOUT_FILENO};
    bool left = poll(&out, 1, 0) == 1 && (out.revents & POLLERR);

    if (!left && !lost)
        say(tr("stdout: the output could not be written to its end%s%s",
               "stdout: 출력을 끝까지 쓰지 못했습니다%s%s"),
            why ? ": " : "", why ? why : "");
    lost = true;
}

void say_plain(FILE *to, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        unsigned char next = i + 1 < n ? (unsigned char)p[i + 1] : 0;

        if (c == 0xC2 && next >= 0x80 && next <= 0x9F) { /* U+0080..U+009F */
            fputc('?', to);
            i++;
        } else {
            fputc(c < 0x20 || c == 0x7F ? '?' : c, to);
        }
    }
}

bool say_colour(int fd)
{
    const char *term = env("TERM"), *force = env("CLICOLOR_FORCE");

    if (env("NO_COLOR"))
        return false;
    if (force && strcmp(force, "0") != 0)
        return true;
    return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

unsigned say_width(int fd)
{
    struct winsize w;
    unsigned n = WIDTH;

    if (isatty(fd) && ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col)
        n = w.ws_col;
    return n < WIDTH_LEAST ? WIDTH_LEAST : n > WIDTH_MOST ? WIDTH_MOST : n;
}
