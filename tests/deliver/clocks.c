/* The clocks that a test gives a daemon. The wall clock stands where the file $WALL_CLOCK says, in seconds since
 * the epoch. The monotonic clock runs sixty times as fast unless told otherwise, so that a timer of a minute ends in a second. libfaketime
 * sets neither without the other, and while its file changes a thread may see the true time.
 *
 * And a disk that does not answer: a file beside which another stands with ".hangs" after its name is not opened before
 * that is gone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* $CLOCK_SPEED says how fast the monotonic clock is. */
static long long speed(void) {
    static long long known;
    if (known == 0) {
        const char *given = getenv("CLOCK_SPEED");
        known = given ? atoll(given) : 60;
    }
    return known;
}

#define SPEED speed()
#define SECOND 1000000000LL

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (clock == CLOCK_REALTIME) {
        char text[32];
        int file = open(getenv("WALL_CLOCK"), O_RDONLY | O_CLOEXEC);
        ssize_t length = read(file, text, sizeof text - 1);
        close(file);
        if (length <= 0)
            abort();
        text[length] = 0;
        now->tv_sec = strtoll(text, NULL, 10);
        now->tv_nsec = 0;
        return 0;
    }
    if (syscall(SYS_clock_gettime, clock, now) != 0)
        return -1;
    if (clock == CLOCK_MONOTONIC) {
        long long nanos = (long long)now->tv_nsec * SPEED;
        now->tv_sec = now->tv_sec * SPEED + nanos / SECOND;
        now->tv_nsec = nanos % SECOND;
    }
    return 0;
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout) {
    /* Rounded up, for a wait of no time would be none. */
    int real = timeout > 0 ? (timeout + SPEED - 1) / SPEED : timeout;
    return syscall(SYS_epoll_pwait, epoll, events, most, real, NULL, 8);
}

/* A condition is waited for until a time of that clock. */
long syscall(long number, ...) {
    long given[6];
    va_list rest;
    va_start(rest, number);
    for (int at = 0; at < 6; at++)
        given[at] = va_arg(rest, long);
    va_end(rest);
    static long (*true_syscall)(long, ...);
    if (true_syscall == NULL)
        true_syscall = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    struct timespec until;
    int waits = number == SYS_futex && (given[1] & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET;
    if (waits && given[3] != 0 && !(given[1] & FUTEX_CLOCK_REALTIME)) {
        until = *(const struct timespec *)given[3];
        until.tv_nsec = (until.tv_sec % SPEED * SECOND + until.tv_nsec) / SPEED;
        until.tv_sec /= SPEED;
        given[3] = (long)&until;
    }
    return true_syscall(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    char hangs[4096];
    snprintf(hangs, sizeof hangs, "%s.hangs", path);
    while (syscall(SYS_faccessat, AT_FDCWD, hangs, F_OK) == 0)
        usleep(1000);
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
