/* Plain reads, no mapping: a file that another program shortens meanwhile must end early, not end
 * us. */
#include "indexer/input/file.h"

#include <errno.h>
#include <fcntl.h>
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
    uint64_t size; /* of a regular file */
    uint64_t read; /* bytes, some perhaps more than once */
} file;

static morgue_status read_file(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                               morgue_error *err)
{
    file *f = (file *)stream;
    ssize_t got;
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

morgue_status mg_file_open(const char *path, mg_meter *meter, mg_stream **ret, morgue_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return mg_fail_errno(err, "open the file", path);
    return mg_file_stream(fd, meter, ret, err);
}
