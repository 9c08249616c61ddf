#include "indexer/input/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/path.h"
#include "indexer/input/file.h"
#include "indexer/input/limits.h"

enum { CHUNK = 128 << 10 };

static const char *folder(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

static morgue_status cannot(const char *what, morgue_error *err)
{
    return mg_fail(err, MORGUE_IO,
                   "it must be laid aside to be read, but the temporary file in %s cannot be %s: "
                   "%s: set TMPDIR to a folder with more room, or unpack it yourself",
                   folder(), what, strerror(errno));
}

/* A file that vanishes with its descriptor; where the file system has none without a name, one
 * whose name is removed at once. Returns -1 and errno. */
static int open_nameless(void)
{
    char path[4096];
    int fd = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    static const char name[] = "/morgue-XXXXXX";
    size_t len = strlen(folder());
    if (len + sizeof name > sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(path, folder(), len);
    memcpy(path + len, name, sizeof name);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

static morgue_status copy(mg_stream *under, int fd, uint64_t max, morgue_error *err)
{
    char size[MG_SIZE_TEXT];
    morgue_status status = MORGUE_OK;
    char *chunk = malloc(CHUNK);
    size_t n = 1;
    uint64_t total = 0;
    if (!chunk)
        return mg_fail_memory(err);
    while (status == MORGUE_OK && n) {
        status = under->type->read(under, chunk, CHUNK, &n, err);
        if (status != MORGUE_OK)
            break;
        total += n;
        if (total > max)
            status = mg_fail(err, MORGUE_IO,
                             "it is larger than %s, the limit for one that must be laid aside to "
                             "be read: unpack what holds it and index the files",
                             mg_size_text(max, size));
        else if (!mg_write_all(fd, chunk, n))
            status = cannot("written", err);
    }
    free(chunk);
    if (status == MORGUE_OK && lseek(fd, 0, SEEK_SET) != 0)
        status = cannot("read", err);
    return status;
}

morgue_status mg_spool(mg_stream *under, uint64_t max, mg_stream **ret, morgue_error *err)
{
    int fd = open_nameless();
    morgue_status status = fd < 0 ? cannot("made", err) : copy(under, fd, max, err);
    mg_stream_close(under);
    if (status == MORGUE_OK)
        return mg_file_stream(fd, NULL, ret, err);
    if (fd >= 0)
        close(fd);
    return status;
}
