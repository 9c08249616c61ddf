/* Plain reads, no mapping: a file that another program shortens meanwhile must end early, not end
 * us. */
#include "indexer/input/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"

typedef struct file {
    mg_stream stream;
    int fd;
    mg_meter *meter;
    mg_meter own;
    uint64_t size;       /* of a regular file */
    uint64_t read;       /* bytes, some perhaps more than once */
    const mg_live *live; /* NULL: a regular file, or nobody cares */
} file;

/* Waits until there is something to read, or an end or failure that read() will tell of. */
static morgue_status wait_for_bytes(const file *f, morgue_error *err)
{
    struct pollfd what = {.fd = f->fd, .events = POLLIN};
    int found;
    do {
        int ms = -1;
        morgue_status status = f->live->idle(f->live->user, &ms, err);
        if (status != MORGUE_OK)
            return status;
        found = poll(&what, 1, ms);
    } while (found == 0 || (found < 0 && errno == EINTR));
    return MORGUE_OK;
}

static morgue_status read_file(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                               morgue_error *err)
{
    file *f = (file *)stream;
    ssize_t got;
    morgue_status status = f->live ? wait_for_bytes(f, err) : MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    do
        got = read(f->fd, to, n);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return mg_fail(err, errno == ENOMEM ? MORGUE_NO_MEMORY : MORGUE_IO,
                       "cannot read the file: %s", strerror(errno));
    f->read += (uint64_t)got;
    f->meter->packed = f->stream.type->seek && f->read > f->size ? f->size : f->read;
    *ret_n = (size_t)got;
    return MORGUE_OK;
}

static bool seek_file(mg_stream *stream, uint64_t offset)
{
    const file *f = (const file *)stream;
    return offset <= INT64_MAX && lseek(f->fd, (off_t)offset, SEEK_SET) >= 0;
}

static uint64_t size_of_file(const mg_stream *stream)
{
    return ((const file *)stream)->size;
}

static void close_file(mg_stream *stream)
{
    file *f = (file *)stream;
    close(f->fd);
    free(f);
}

morgue_status mg_file_stream(int fd, mg_meter *meter, mg_stream **ret, morgue_error *err)
{
    static const mg_stream_type pipe = {.read = read_file, .close = close_file};
    static const mg_stream_type regular = {
        .read = read_file, .seek = seek_file, .size = size_of_file, .close = close_file};
    struct stat st;
    file *f = calloc(1, sizeof *f);
    if (!f) {
        close(fd);
        return mg_fail_memory(err);
    }
    /* Standard input may be a file that was read from already: its beginning is not byte 0. */
    bool can_seek = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_CUR) == 0;
    *f = (file){.stream = {can_seek ? &regular : &pipe}, .fd = fd};
    f->own.limits = &mg_default_limits;
    f->meter = meter ? meter : &f->own;
    f->size = can_seek ? (uint64_t)st.st_size : 0;
    *ret = &f->stream;
    return MORGUE_OK;
}

mg_meter *mg_file_meter(mg_stream *stream)
{
    return ((file *)stream)->meter;
}

/* Whom to wait for is not known yet where nobody has opened the other end of a pipe with a name. */
static int open_path(const char *path, bool wait)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | (wait ? O_NONBLOCK : 0));
    int flags = fd >= 0 && wait ? fcntl(fd, F_GETFL) : -1;
    if (flags >= 0)
        (void)fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
    return fd;
}

morgue_status mg_file_open(const char *path, mg_meter *meter, const mg_live *live, mg_stream **ret,
                           morgue_error *err)
{
    struct stat st;
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open_path(path, live);
    if (fd < 0)
        return mg_fail_errno(err, "open the file", path);
    bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    morgue_status status = mg_file_stream(fd, meter, ret, err);
    if (status == MORGUE_OK)
        ((file *)*ret)->live = regular ? NULL : live;
    return status;
}

bool mg_file_is_live(const mg_stream *stream)
{
    return ((const file *)stream)->live;
}
