/* The clocks that a test gives a daemon. The wall clock stands where the file $WALL_CLOCK says, in seconds since
 * the epoch. The monotonic clock runs sixty times as fast, so that a timer of a minute ends in a second. libfaketime
 * sets neither without the other, and while its file changes a thread may see the true time. */
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SPEED = 60, SECOND = 1000000000 };

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
