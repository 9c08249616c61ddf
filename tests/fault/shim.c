/* Loaded before libc with LD_PRELOAD, counts the calls that change a folder, and lets one of them
 * fail. The environment says which:
 *
 *     FAULT_UNDER   a folder, as an absolute path: only calls on what lies in it count
 *     FAULT_LOG     a file that gets a line for each: NUMBER CALL PATH [NEW PATH]
 *     FAULT_AT      the number of the call that fails, from 1
 *     FAULT_KIND    how: ENOSPC, EIO, short (a write of half of it), kill (the process ends before)
 *     FAULT_ONWARDS set: calls after that one fail too, as on a disk that stays full
 *     FAULT_JOURNAL a file that gets each of them with what it writes: a line CALL, PATH, NEW PATH,
 *                   offset and length with tabs between them, then so many bytes
 *     FAULT_READONLY set: as on a read-only medium, whatever changes something fails with EROFS */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORTED   __attribute__((visibility("default")))
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

typedef enum fate { GOES_ON, FAILS, IS_SHORT } fate;

static atomic_ulong calls;
static atomic_int log_fd = -1, journal_fd = -1;

/* The file that the variable names, opened once; -1 where there is none. */
static int opened(atomic_int *fd, const char *variable)
{
    const char *path = getenv(variable);
    if (*fd < 0 && path)
        *fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                           0666);
    return *fd;
}

static bool counts(const char *path)
{
    const char *under = getenv("FAULT_UNDER");
    size_t len = under ? strlen(under) : 0;
    return len && strncmp(path, under, len) == 0 && (path[len] == '/' || !path[len]);
}

static void note(unsigned long number, const char *call, const char *path, const char *to)
{
    char line[2 * PATH_MAX + 64];
    int len =
        snprintf(line, sizeof line, "%lu %s %s%s%s\n", number, call, path, *to ? " " : "", to);
    int fd = opened(&log_fd, "FAULT_LOG");
    if (fd >= 0 && len > 0)
        syscall(SYS_write, fd, line, (size_t)len);
}

/* What a call is about to do, for whoever does it again elsewhere. */
typedef struct deed {
    const char *call, *path, *to;
    off_t offset; /* in the file; for "truncate" its new length */
    const void *data;
    size_t len;
} deed;

static void enter(const deed *d)
{
    char line[2 * PATH_MAX + 64];
    int fd = opened(&journal_fd, "FAULT_JOURNAL");
    int len = fd < 0 ? 0
                     : snprintf(line, sizeof line, "%s\t%s\t%s\t%lld\t%zu\n", d->call, d->path,
                                d->to, (long long)d->offset, d->len);
    struct iovec parts[] = {{line, (size_t)len}, {(void *)(uintptr_t)d->data, d->len}};
    if (len > 0)
        syscall(SYS_writev, fd, parts, 2);
}

static fate strike(void)
{
    const char *kind = getenv("FAULT_KIND");
    if (!kind)
        return GOES_ON;
    if (strcmp(kind, "kill") == 0)
        kill(getpid(), SIGKILL);
    if (strcmp(kind, "short") == 0)
        return IS_SHORT;
    errno = strcmp(kind, "EIO") == 0 ? EIO : ENOSPC;
    return FAILS;
}

/* Only looks, or ends what was begun. */
static bool changes_nothing(const char *call)
{
    return strcmp(call, "open") == 0 || strcmp(call, "close") == 0 || strcmp(call, "sync") == 0;
}

static fate meet_deed(const deed *d)
{
    const char *at = getenv("FAULT_AT");
    int before = errno;
    if (!counts(d->path))
        return GOES_ON;
    unsigned long number = atomic_fetch_add(&calls, 1) + 1;
    unsigned long chosen = at ? strtoul(at, NULL, 10) : 0;
    note(number, d->call, d->path, d->to);
    enter(d);
    errno = before;
    if (number == chosen || (chosen && number > chosen && getenv("FAULT_ONWARDS")))
        return strike();
    if (!getenv("FAULT_READONLY") || changes_nothing(d->call))
        return GOES_ON;
    errno = EROFS;
    return FAILS;
}

static fate meet(const char *call, const char *path, const char *to)
{
    return meet_deed(&(deed){.call = call, .path = path, .to = to});
}

static fate meet_file(const char *call, int fd, off_t offset, const void *data, size_t len)
{
    char link[64], path[PATH_MAX];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = before;
    if (n <= 0)
        return GOES_ON;
    path[n] = '\0';
    return meet_deed(&(deed){call, path, "", offset, data, len});
}

/* Where the next write goes to. */
static off_t place(int fd)
{
    int before = errno;
    struct stat info;
    bool appends = (fcntl(fd, F_GETFL) & O_APPEND) && fstat(fd, &info) == 0;
    off_t offset = appends ? info.st_size : lseek(fd, 0, SEEK_CUR);
    errno = before;
    return offset;
}

/* ---- Files -------------------------------------------------------------------------------- */

EXPORTED ssize_t write(int fd, const void *data, size_t len)
{
    fate f = meet_file("write", fd, place(fd), data, len);
    return f == FAILS ? -1 : NEXT(write)(fd, data, f == IS_SHORT ? (len + 1) / 2 : len);
}

EXPORTED ssize_t pwrite(int fd, const void *data, size_t len, off_t offset)
{
    fate f = meet_file("write", fd, offset, data, len);
    return f == FAILS ? -1 : NEXT(pwrite)(fd, data, f == IS_SHORT ? (len + 1) / 2 : len, offset);
}

EXPORTED ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
    fate f = meet_file("write", fd, offset, data, len);
    return f == FAILS ? -1 : NEXT(pwrite64)(fd, data, f == IS_SHORT ? (len + 1) / 2 : len, offset);
}

EXPORTED int ftruncate(int fd, off_t len)
{
    return meet_file("truncate", fd, len, NULL, 0) == FAILS ? -1 : NEXT(ftruncate)(fd, len);
}

EXPORTED int ftruncate64(int fd, off64_t len)
{
    return meet_file("truncate", fd, len, NULL, 0) == FAILS ? -1 : NEXT(ftruncate64)(fd, len);
}

/* What the kernel would copy is written instead, so that it is seen. */
EXPORTED ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t len,
                                 unsigned flags)
{
    (void)from, (void)from_at, (void)to, (void)to_at, (void)len, (void)flags;
    errno = EXDEV;
    return -1;
}

EXPORTED int fsync(int fd)
{
    return meet_file("sync", fd, 0, NULL, 0) == FAILS ? -1 : NEXT(fsync)(fd);
}

EXPORTED int fdatasync(int fd)
{
    return meet_file("sync", fd, 0, NULL, 0) == FAILS ? -1 : NEXT(fdatasync)(fd);
}

/* The file is closed all the same, as Linux does it. */
EXPORTED int close(int fd)
{
    fate f = meet_file("close", fd, 0, NULL, 0);
    int failure = errno;
    int result = NEXT(close)(fd);
    if (f != FAILS)
        return result;
    errno = failure;
    return -1;
}

/* ---- Opening ------------------------------------------------------------------------------ */

static fate meet_open(const char *path, int flags)
{
    int before = errno;
    bool makes = (flags & O_CREAT) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
    bool empties = !makes && (flags & O_TRUNC);
    bool writes = (flags & O_ACCMODE) != O_RDONLY;
    errno = before;
    fate f = meet(makes ? "create" : empties ? "truncate" : "open", path, "");
    if (f == FAILS || !writes || !getenv("FAULT_READONLY") || !counts(path))
        return f;
    errno = EROFS;
    return FAILS;
}

#define TAKE_MODE(flags, mode)                                                                     \
    va_list more;                                                                                  \
    va_start(more, flags);                                                                         \
    mode_t mode = (flags) & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                      \
    va_end(more)

EXPORTED int open(const char *path, int flags, ...)
{
    TAKE_MODE(flags, mode);
    return meet_open(path, flags) == FAILS ? -1 : NEXT(open)(path, flags, mode);
}

EXPORTED int open64(const char *path, int flags, ...)
{
    TAKE_MODE(flags, mode);
    return meet_open(path, flags) == FAILS ? -1 : NEXT(open64)(path, flags, mode);
}

EXPORTED int openat(int folder, const char *path, int flags, ...)
{
    TAKE_MODE(flags, mode);
    return meet_open(path, flags) == FAILS ? -1 : NEXT(openat)(folder, path, flags, mode);
}

/* ---- Folders ------------------------------------------------------------------------------ */

EXPORTED int mkdir(const char *path, mode_t mode)
{
    return meet("mkdir", path, "") == FAILS ? -1 : NEXT(mkdir)(path, mode);
}

EXPORTED int rename(const char *from, const char *to)
{
    return meet("rename", from, to) == FAILS ? -1 : NEXT(rename)(from, to);
}

EXPORTED int link(const char *from, const char *to)
{
    return meet("link", from, to) == FAILS ? -1 : NEXT(link)(from, to);
}

EXPORTED int unlink(const char *path)
{
    return meet("remove", path, "") == FAILS ? -1 : NEXT(unlink)(path);
}

EXPORTED int rmdir(const char *path)
{
    return meet("remove", path, "") == FAILS ? -1 : NEXT(rmdir)(path);
}

EXPORTED int remove(const char *path)
{
    return meet("remove", path, "") == FAILS ? -1 : NEXT(remove)(path);
}
