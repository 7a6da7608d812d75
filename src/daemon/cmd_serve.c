/* SPDX-License-Identifier: Apache-2.0
 * cmd_serve.c - genmark serve: the daemon's options, sockets and signals. */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "daemon/cache.h"
#include "daemon/crew.h"
#include "daemon/http.h"
#include "daemon/journal.h"
#include "daemon/loop.h"
#include "daemon/notify.h"
#include "daemon/nursery.h"
#include "daemon/sandbox.h"
#include "tool/pool.h"
#include "tool/say.h"
#include "tool/usual.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    BACKLOG = 256,
    MIB = 20,            /* shift */
    WORKER_MEMORY = 2048 /* MiB a worker may address beyond the upload */
};

struct settings {
    struct setup setup;
    const char *listen, *socket, *log;
    struct texts hosts, roots;
    unsigned workers, recycle, queue, body, memory, deadline, patience;
    unsigned connections, kept, drain;
    bool open, strict, silent, no_cache;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "Where to listen:", .ko = "접속 받을 곳:"},
    {OPT_TEXT, "listen", 0, "ADDR:PORT", AT(listen), NULL,
     "a loopback address (default 127.0.0.1:8437)",
     "루프백 주소 (기본값 127.0.0.1:8437)"},
    {OPT_TEXT, "socket", 0, "PATH", AT(socket), NULL,
     "a UNIX socket instead, mode 0660", "대신 UNIX 소켓 (권한 0660)"},
    {OPT_LIST, "host", 0, "NAME", AT(hosts), NULL,
     "a name this server goes by, beside those of loopback",
     "이 서버를 부르는 이름 (루프백 이름 외에)"},
    {OPT_ON, "public", 0, NULL, AT(open), NULL,
     "for strangers: prompts and names of persons are always withheld",
     "공개 서비스: 프롬프트와 사람 이름을 항상 가림"},
    {OPT_LIST, "root", 0, "FOLDER", AT(roots), NULL,
     "a folder whose files POST /v1/path may name",
     "POST /v1/path로 지정할 수 있는 파일의 폴더"},

    {.kind = OPT_TITLE, .en = "What to judge by:", .ko = "판정 기준:"},
    {OPT_LIST, "pack", 0, "FILE", AT(setup.packs), NULL,
     "a rule pack of your own, read again at SIGHUP",
     "직접 만든 규칙 묶음. SIGHUP에 다시 읽음"},
    USUAL_TRUST,
    USUAL_TRUST_MORE,
    USUAL_LIMIT,

    {.kind = OPT_TITLE, .en = "How much at once:", .ko = "처리량:"},
    {OPT_COUNT, "workers", 'j', "N", AT(workers), NULL,
     "worker processes (default: one a processor)",
     "작업 프로세스 수 (기본값: 프로세서 수)"},
    {OPT_COUNT, "recycle", 0, "N", AT(recycle), NULL,
     "files after which a worker is replaced (default 2000)",
     "작업 프로세스를 바꾸기까지의 파일 수 (기본값 2000)"},
    {OPT_COUNT, "queue", 0, "N", AT(queue), NULL,
     "files that may wait; more get 503 (default 64)",
     "대기할 수 있는 파일 수. 넘으면 503 (기본값 64)"},
    {OPT_COUNT, "connections", 0, "N", AT(connections), NULL,
     "open connections (default 512)", "동시 연결 수 (기본값 512)"},
    {OPT_COUNT, "max-body", 0, "MIB", AT(body), NULL,
     "largest upload (default 256)", "업로드 최대 크기 (기본값 256)"},
    {OPT_COUNT, "max-memory", 0, "MIB", AT(memory), NULL,
     "all uploads together (default 1024)", "업로드 전체의 메모리 (기본값 1024)"},
    {OPT_COUNT, "deadline", 0, "SECONDS", AT(deadline), NULL,
     "the longest a file may take, waiting included (default 10)",
     "파일 하나에 쓸 최대 시간, 대기 포함 (기본값 10)"},
    {OPT_COUNT, "patience", 0, "SECONDS", AT(patience), NULL,
     "the longest a request may take to arrive (default 30)",
     "요청이 다 도착하기까지의 최대 시간 (기본값 30)"},
    {OPT_COUNT, "drain", 0, "SECONDS", AT(drain), NULL,
     "the longest SIGTERM waits for files under way (default 30)",
     "SIGTERM 후 진행 중인 파일을 기다리는 시간 (기본값 30)"},
    {OPT_COUNT, "cache", 0, "N", AT(kept), NULL,
     "answers that are kept (default 1024)", "보관할 답의 수 (기본값 1024)"},
    {OPT_ON, "no-cache", 0, NULL, AT(no_cache), NULL,
     "keep no answers", "답을 보관하지 않음"},

    {.kind = OPT_TITLE, .en = "How to run:", .ko = "실행:"},
    {OPT_ON, "require-sandbox", 0, NULL, AT(strict), NULL,
     "end where a worker cannot be locked in entirely",
     "작업 프로세스를 완전히 가둘 수 없으면 종료"},
    {OPT_TEXT, "log", 0, "FILE", AT(log), NULL,
     "JSON lines there, not on stderr", "표준 오류 대신 이 파일에 기록"},
    {OPT_ON, "quiet", 0, NULL, AT(silent), NULL,
     "no line for each request", "요청마다 기록하지 않음"},
    {OPT_LANG, "lang", 0, "en|ko", 0, "en ko",
     "language of messages (default: that of the locale)",
     "안내 언어 (기본값: 로캘)"},
    {0},
};

static const char *const show[] = {
    "genmark serve", "a page for people at http://127.0.0.1:8437/",
    "사람이 쓰는 페이지: http://127.0.0.1:8437/",
    "curl --data-binary @picture.png "
    "'http://127.0.0.1:8437/v1/check?law=kr&role=provider&name=picture.png'",
    "the same answer as `genmark check --json`",
    "`genmark check --json`과 같은 답",
    "genmark serve --socket /run/genmark/http.sock --require-sandbox",
    "behind a platform's upload path, locked in", "플랫폼 업로드 경로 뒤에서, 격리 필수",
    NULL,
};
/* clang-format on */

static struct watch signals;
static bool ending, reload;

static void on_signal(struct watch *w, unsigned events)
{
    struct signalfd_siginfo info;

    (void)events;
    if (read(w->fd, &info, sizeof(info)) != sizeof(info))
        return;
    if (info.ssi_signo == SIGHUP)
        reload = true;
    else
        ending = true;
}

static bool catch_signals(void)
{
    sigset_t set;

    signal(SIGCHLD, SIG_IGN); /* a nursery that ends leaves nothing behind */
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return false;
    signals = (struct watch){signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK),
                             on_signal, NULL};
    return signals.fd >= 0 && loop_add(&signals, EPOLLIN);
}

static ino_t own; /* of the socket's name, so that only it is removed */

/* forget removes the name of our socket, but not that of a server which took
 * our place meanwhile. */
static void forget(const char *path)
{
    struct stat st;

    if (path && own && stat(path, &st) == 0 && st.st_ino == own)
        unlink(path);
}

static int listen_unix(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct stat st;
    mode_t mask = umask(0117);

    if (strlen(path) >= sizeof(at.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(at.sun_path, path, strlen(path) + 1);
    if (stat(path, &st) == 0 && S_ISSOCK(st.st_mode)) {
        if (connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0 ||
            errno == EAGAIN) {
            umask(mask);
            errno = EADDRINUSE; /* somebody serves there */
            return -1;
        }
        unlink(path); /* of one that ended badly, or is ending */
    }
    if (bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
        listen(fd, BACKLOG) != 0)
        fd = -1;
    else if (stat(path, &st) == 0)
        own = st.st_ino;
    umask(mask);
    return fd;
}

/* listen_tcp takes "127.0.0.1:8437" or "[::1]:8437": loopback only. */
static int listen_tcp(const char *text, char told[80])
{
    const char *colon = strrchr(text, ':');
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    char name[64] = "";
    unsigned long port = colon ? strtoul(colon + 1, NULL, 10) : 0;
    struct sockaddr *at = (struct sockaddr *)&four;
    socklen_t size = sizeof(four);
    int fd, on = 1;

    if (!colon || port > 65535 || (size_t)(colon - text) >= sizeof(name)) {
        errno = EINVAL;
        return -1;
    }
    memcpy(name, text, (size_t)(colon - text));
    if (*name == '[' && inet_pton(AF_INET6, "::1", &six.sin6_addr) == 1 &&
        strcmp(name, "[::1]") == 0) {
        at = (struct sockaddr *)&six;
        size = sizeof(six);
        six.sin6_port = htons((uint16_t)port);
    } else if (inet_pton(AF_INET, name, &four.sin_addr) != 1 ||
               ntohl(four.sin_addr.s_addr) >> 24 != 127) {
        errno = EADDRNOTAVAIL;
        return -1;
    }
    four.sin_port = htons((uint16_t)port);
    fd = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
        bind(fd, at, size) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, at, &size) != 0)
        return -1;
    port = ntohs(at == (struct sockaddr *)&six ? six.sin6_port : four.sin_port);
    snprintf(told, 80, "http://%s:%lu/", name, port);
    return fd;
}

/* sockets opens what was asked for, or takes what was passed. */
static int sockets(const struct settings *s)
{
    unsigned passed = notify_sockets();
    char told[80] = "";
    int fd;

    for (unsigned i = 0; i < passed; i++) {
        struct sockaddr_storage at;
        socklen_t size = sizeof(at);

        if (getsockname((int)(3 + i), (struct sockaddr *)&at, &size) != 0 ||
            !http_listen((int)(3 + i), at.ss_family == AF_UNIX, true))
            return EXIT_UNREAD;
    }
    if (passed) {
        journal_event("listening", "sockets of the service manager");
        return -1;
    }
    fd = s->socket ? listen_unix(s->socket)
                   : listen_tcp(s->listen ? s->listen : "127.0.0.1:8437", told);
    if (fd < 0 || !http_listen(fd, s->socket != NULL, false)) {
        say(tr("cannot listen on %s: %s (a loopback address and a port; a "
               "reverse proxy belongs in front of anything else)",
               "%s에서 접속을 받을 수 없습니다: %s (루프백 주소와 포트만 됩니다. "
               "그 밖에는 앞에 리버스 프록시를 두세요)"),
            s->socket   ? s->socket
            : s->listen ? s->listen
                        : "127.0.0.1:8437",
            strerror(errno));
        return EXIT_USAGE;
    }
    journal_event("listening", s->socket ? s->socket : told);
    return -1;
}

static void turn(void)
{
    int b = crew_tick(), a = http_turn();

    notify_alive(now_ms());
    loop_turn(a < b ? a : b);
}

/* start waits for rules and the first workers. */
static int start(const struct settings *s)
{
    while (!ending && !crew_failed() && crew_live() < 1)
        loop_turn(crew_tick());
    if (ending || crew_failed())
        return EXIT_USAGE;
    if (s->strict && crew_sandbox() != SANDBOX_STRICT) {
        say("%s",
            tr("--require-sandbox: not every layer of the sandbox works "
               "on this system",
               "--require-sandbox: 이 시스템에서는 격리 기능 일부를 쓸 수 "
               "없습니다"));
        return EXIT_UNREAD;
    }
    return -1;
}

static void drain(unsigned seconds)
{
    int64_t end = now_ms() + (int64_t)seconds * 1000, idle_since = 0;

    notify_tell("STOPPING=1");
    journal_event("draining", NULL);
    http_quiet();
    while (now_ms() < end && http_connections()) {
        if (!http_idle())
            idle_since = 0;
        else if (!idle_since)
            idle_since = now_ms();
        else if (now_ms() - idle_since > 1000)
            break; /* connections that are kept open for nothing */
        turn();
    }
    crew_fail_all();
    for (int i = 0; i < 50 && !http_idle(); i++)
        turn();
}

static void tell_reloading(void)
{
    char text[64];

    snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%lld",
             (long long)now_ms() * 1000);
    notify_tell(text);
}

static void serve(const struct settings *s)
{
    bool reloading = false;

    notify_tell("READY=1");
    while (!ending) {
        /* One that comes meanwhile is a reload of its own, afterwards. */
        if (reload && !crew_reloading()) {
            reload = false;
            reloading = true;
            tell_reloading();
            crew_reload();
        }
        turn();
        if (reloading && !crew_reloading()) {
            reloading = false;
            notify_tell("READY=1");
        }
    }
    drain(s->drain);
}

static void defaults(struct settings *s)
{
    struct {
        unsigned *to, value;
    } table[] = {{&s->workers, pool_threads()},
                 {&s->recycle, 2000},
                 {&s->queue, 64},
                 {&s->body, 256},
                 {&s->memory, 1024},
                 {&s->deadline, 10},
                 {&s->patience, 30},
                 {&s->connections, 512},
                 {&s->kept, 1024},
                 {&s->drain, 30}};

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (!*table[i].to)
            *table[i].to = table[i].value;
    if (s->workers > 64)
        s->workers = 64;
    if (s->no_cache)
        s->kept = 0;
}

/* descriptors allows as many as the system does: connections want them. */
static void descriptors(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
        r.rlim_cur = r.rlim_max;
        setrlimit(RLIMIT_NOFILE, &r);
    }
}

/* front is the daemon itself. */
static int front(struct settings *s, char **argv)
{
    struct crew_config crew = {s->workers, s->recycle, s->queue, argv};
    struct http_config http = {.body = (uint64_t)s->body << MIB,
                               .memory = (uint64_t)s->memory << MIB,
                               .deadline = s->deadline,
                               .patience = s->patience,
                               .connections = s->connections,
                               .open = s->open,
                               .hosts = &s->hosts,
                               .roots = &s->roots};
    int rc = -1;

    if (s->open && s->roots.count) {
        say("%s", tr("--public and --root exclude each other",
                     "--public과 --root는 함께 쓸 수 없습니다"));
        return EXIT_USAGE;
    }
    if (!setup_hashes())
        return EXIT_USAGE;
    if (!journal_open(s->log, s->silent)) {
        say("%s: %s", s->log, strerror(errno));
        return EXIT_USAGE;
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    descriptors();
    if (!loop_init() || !catch_signals() || !http_init(&http) ||
        !cache_init(s->kept) || !crew_start(&crew))
        return EXIT_UNREAD;
    rc = start(s);
    if (rc < 0)
        rc = sockets(s);
    if (rc < 0) {
        serve(s);
        rc = EXIT_PASS;
    }
    http_stop();
    crew_stop();
    cache_free();
    forget(s->socket);
    return rc;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    const char *nursery = getenv("GENMARK_NURSERY");
    int rc = options_read(c, argc, argv, &s, NULL);

    defaults(&s);
    if (rc < 0 && nursery)
        rc = nursery_run((int)strtol(nursery, NULL, 10), &s.setup,
                         (uint64_t)(WORKER_MEMORY + s.body) << MIB);
    else if (rc < 0)
        rc = front(&s, argv - 2);
    texts_free(&s.hosts);
    texts_free(&s.roots);
    setup_free(&s.setup);
    return rc;
}

const struct command cmd_serve = {
    .name = "serve",
    .args = "",
    .en = "judge uploads over HTTP, with a page for people",
    .ko = "HTTP로 받은 파일을 판정합니다. 사람이 쓰는 페이지 포함",
    .opts = opts,
    .show = show,
    .run = run,
};
