#include "archive/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/path.h"

enum { CHUNK = 1 << 18 };

typedef struct pair {
    int from, to;
    uint64_t size; /* of the original */
} pair;

static void close_pair(pair *p)
{
    if (p->from >= 0)
        close(p->from);
    if (p->to >= 0)
        close(p->to);
}

static morgue_status open_pair(const char *from, const char *to, pair *ret, morgue_error *err)
{
    struct stat info;
    const int fresh = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    pair p = {.from = open(from, O_RDONLY | O_CLOEXEC), .to = -1};
    morgue_status status = MORGUE_OK;
    if (p.from < 0 || fstat(p.from, &info) != 0)
        status = mg_fail_errno(err, "read", from);
    else if ((p.to = open(to, fresh, (info.st_mode & 0777) | S_IRUSR | S_IWUSR)) < 0)
        status = mg_fail_errno(err, "write", to);
    if (status != MORGUE_OK) {
        close_pair(&p);
        return status;
    }
    p.size = (uint64_t)info.st_size;
    *ret = p;
    return MORGUE_OK;
}

bool mg_copy_clone(const char *from, const char *to)
{
    pair p;
    if (open_pair(from, to, &p, NULL) != MORGUE_OK)
        return false;
    bool done = ioctl(p.to, FICLONE, p.from) == 0;
    close_pair(&p);
    if (!done)
        unlink(to);
    return done;
}

/* ---- Byte by byte ------------------------------------------------------------------------- */

/* Lets the kernel copy, which it may not want to; how much is left then. */
static uint64_t let_kernel_copy(const pair *p)
{
    uint64_t left = p->size;
    while (left) {
        ssize_t n = copy_file_range(p->from, NULL, p->to, NULL, left, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        left -= (uint64_t)n;
    }
    return left;
}

static morgue_status copy_rest(const pair *p, uint64_t left, const char *from, const char *to,
                               morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    char *chunk = malloc(CHUNK);
    if (!chunk)
        return mg_fail_memory(err);
    while (status == MORGUE_OK && left) {
        ssize_t n = read(p->from, chunk, left < CHUNK ? (size_t)left : CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            status = mg_fail_errno(err, "read", from);
        else if (n == 0)
            status = mg_fail(err, MORGUE_IO, "%s: became shorter while it was copied", from);
        else if (!mg_write_all(p->to, chunk, (size_t)n))
            status = mg_fail_errno(err, "write", to);
        else
            left -= (uint64_t)n;
    }
    free(chunk);
    return status;
}

morgue_status mg_copy_bytes(const char *from, const char *to, morgue_error *err)
{
    pair p;
    morgue_status status = open_pair(from, to, &p, err);
    if (status != MORGUE_OK)
        return status;
    uint64_t left = let_kernel_copy(&p);
    if (left)
        status = copy_rest(&p, left, from, to, err);
    close_pair(&p);
    if (status != MORGUE_OK)
        unlink(to);
    return status;
}
