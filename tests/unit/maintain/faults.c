#include "tests/unit/maintain/faults.h"

#include <errno.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

fault_plan faults;

int statvfs(const char *path, struct statvfs *ret)
{
    (void)path;
    memset(ret, 0, sizeof *ret);
    ret->f_blocks = 1000000;
    ret->f_bavail = faults.full ? 0 : 1000000;
    ret->f_frsize = 4096;
    return 0;
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (request != FICLONE || !faults.no_clones)
        return (int)syscall(SYS_ioctl, fd, request, argument);
    errno = EOPNOTSUPP;
    return -1;
}

int link(const char *from, const char *to)
{
    if (!faults.no_links)
        return (int)syscall(SYS_link, from, to);
    errno = EXDEV;
    return -1;
}

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t len,
                        unsigned flags)
{
    if (!faults.no_kernel_copy)
        return syscall(SYS_copy_file_range, from, from_at, to, to_at, len, flags);
    errno = ENOSYS;
    return -1;
}

int rename(const char *from, const char *to)
{
    if (!faults.no_rename)
        return (int)syscall(SYS_rename, from, to);
    errno = EIO;
    return -1;
}

ssize_t write(int fd, const void *data, size_t len)
{
    faults.writes++;
    if (!faults.failing_write || faults.writes < faults.failing_write)
        return syscall(SYS_write, fd, data, len);
    errno = ENOSPC;
    return -1;
}
