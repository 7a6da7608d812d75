/* SPDX-License-Identifier: Apache-2.0
 * sandbox.c - four layers, each of which would do alone: privileges,
 * resource limits, Landlock, seccomp.  The one file with <seccomp.h>.
 *
 * A system call that is not on the list fails with EPERM rather than kill:
 * what a rare path of a decoder then cannot do shows in its file's coverage,
 * and the other files of this worker are not lost.
 *
 * [landlock(7)]; the numbers of its system calls have no wrapper in glibc. */
#define _GNU_SOURCE /* syscall */
#include "daemon/sandbox.h"

#include "tool/plug.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1 /* they want terabytes of addresses, /proc and threads */
#else
#define SANITIZED 0
#endif

enum {
    FILES = 64,
    CPU_SECONDS = 3600
};

/* Rights of Landlock's first version: all of them, on no path. */
enum {
    FS_RIGHTS = (1 << 13) - 1
};

#define CALLS(X)        \
    X(seccomp_init)     \
    X(seccomp_load)     \
    X(seccomp_release)  \
    X(seccomp_rule_add) \
    X(seccomp_rule_add_array)

static struct {
    CALLS(PLUG_MEMBER)
} lib;

static bool privileges(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

static bool cap(int what, uint64_t most)
{
    struct rlimit r = {(rlim_t)most, (rlim_t)most};

    return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool limits(uint64_t memory)
{
    bool fine = cap(RLIMIT_CORE, 0) && cap(RLIMIT_FSIZE, 0) &&
                cap(RLIMIT_NOFILE, FILES) && cap(RLIMIT_CPU, CPU_SECONDS) &&
                cap(RLIMIT_NPROC, 0);

    return (SANITIZED || cap(RLIMIT_AS, memory)) && fine;
}

static bool landlock(void)
{
    struct landlock_ruleset_attr all = {.handled_access_fs = FS_RIGHTS};
    long set = syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
    bool fine;

    if (set < 0)
        return false;
    fine = syscall(SYS_landlock_restrict_self, (int)set, 0) == 0;
    close((int)set);
    return fine;
}

/* What scanning memory and talking over an open socket takes. */
static const int allowed[] = {
    SCMP_SYS(read),           SCMP_SYS(pread64),
    SCMP_SYS(write),          SCMP_SYS(writev),
    SCMP_SYS(recvfrom),       SCMP_SYS(recvmsg),
    SCMP_SYS(sendto),         SCMP_SYS(sendmsg),
    SCMP_SYS(close),          SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),     SCMP_SYS(lseek),
    SCMP_SYS(mmap),           SCMP_SYS(munmap),
    SCMP_SYS(mremap),         SCMP_SYS(mprotect),
    SCMP_SYS(madvise),        SCMP_SYS(brk),
    SCMP_SYS(futex),          SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),   SCMP_SYS(getrandom),
    SCMP_SYS(getpid),         SCMP_SYS(gettid),
    SCMP_SYS(tgkill),         SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigaction),   SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),   SCMP_SYS(sigaltstack),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),
    SCMP_SYS(restart_syscall)};

static bool filter(void)
{
    scmp_filter_ctx ctx = lib.seccomp_init(SCMP_ACT_ERRNO(EPERM));
    struct scmp_arg_cmp seals = SCMP_A1_32(SCMP_CMP_EQ, 1034);
    bool fine = ctx != NULL;

    for (size_t i = 0; fine && i < sizeof(allowed) / sizeof(allowed[0]); i++)
        fine = lib.seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    /* fcntl only to ask for seals: F_GET_SEALS. */
    fine = fine && lib.seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW,
                                              SCMP_SYS(fcntl), 1, &seals) == 0;
    /* These never have a reason: the worker ends. */
    fine = fine &&
           lib.seccomp_rule_add(ctx, SCMP_ACT_KILL_PROCESS, SCMP_SYS(execve),
                                0) == 0 &&
           lib.seccomp_rule_add(ctx, SCMP_ACT_KILL_PROCESS, SCMP_SYS(ptrace),
                                0) == 0 &&
           lib.seccomp_load(ctx) == 0;
    if (ctx)
        lib.seccomp_release(ctx);
    return fine;
}

uint32_t sandbox_enter(uint64_t memory)
{
    static const char *const names[] = {CALLS(PLUG_NAME)};
    uint32_t level = 0;
    bool here = /* before no file can be opened any more */
        plug_in(LIBSECCOMP, names, &lib, sizeof(names) / sizeof(names[0]));

    if (privileges())
        level |= SANDBOX_PRIVS;
    if (limits(memory))
        level |= SANDBOX_LIMITS;
    if (landlock())
        level |= SANDBOX_LANDLOCK;
    if (!SANITIZED && here && filter())
        level |= SANDBOX_SECCOMP;
    return level;
}

const char *sandbox_name(uint32_t level)
{
    return level == SANDBOX_STRICT ? "strict" : level ? "partial" : "none";
}
