#include "archive/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/path.h"

/* Errors: those of errno, NOT_FOUND among them, which says nothing about the archive. */
static morgue_status open_file(const char *path, const char *name, int flags, int *ret,
                               morgue_error *err)
{
    char *file = mg_path_join(path, name);
    if (!file)
        return mg_fail_memory(err);
    int fd = open(file, flags | O_CLOEXEC, 0666);
    free(file);
    if (fd < 0)
        return mg_fail_errno(err, flags & O_CREAT ? "write to the archive" : "open its lock", path);
    *ret = fd;
    return MORGUE_OK;
}

/* Sets a lock on the whole file; 0 or errno. */
static int set(int fd, int command, short type)
{
    struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
    int result;
    do
        result = fcntl(fd, command, &whole);
    while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : errno;
}

/* A network's file system may have no locks, or not now. */
static morgue_status fail_lock(const char *path, int number, morgue_error *err)
{
    bool none = number == ENOLCK || number == ENOSYS || number == EOPNOTSUPP || number == EINVAL;
    return mg_fail(err, MORGUE_IO, "%s: cannot lock the archive: %s%s", path, strerror(number),
                   none ? ": its file system gives no locks: have them served (NFS: the lock "
                          "manager on both sides), or keep the archive on a disk of this machine"
                        : "");
}

/* ---- The writer's ------------------------------------------------------------------------- */

/* Is it held by such as only keep writers out? They leave no number. */
static bool is_kept_still(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_GETLK, &whole) == 0 && whole.l_type == F_RDLCK;
}

/* Tells who holds the lock, as that process wrote it into the file. */
static morgue_status held_by_another(int fd, const char *path, morgue_error *err)
{
    if (is_kept_still(fd))
        return mg_fail(err, MORGUE_LOCKED,
                       "%s: the archive is being verified: wait until that is done", path);
    char pid[24] = "";
    char name[64] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    long number = n > 0 ? strtol(pid, NULL, 10) : 0;
    if (number <= 0)
        return mg_fail(err, MORGUE_LOCKED,
                       "%s: another process is writing to this archive: wait until it is done",
                       path);
    char proc[64];
    snprintf(proc, sizeof proc, "/proc/%ld/comm", number);
    FILE *comm = fopen(proc, "r");
    if (comm && fgets(name, sizeof name, comm))
        name[strcspn(name, "\n")] = '\0';
    if (comm)
        fclose(comm);
    return mg_fail(err, MORGUE_LOCKED,
                   "%s: process %ld%s%s%s is writing to this archive: wait until it is done", path,
                   number, *name ? " (" : "", name, *name ? ")" : "");
}

static void write_pid(int fd)
{
    char pid[24];
    int len = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) == 0 && pwrite(fd, pid, (size_t)len, 0) == len)
        return;
    /* The lock holds all the same; only its holder's number cannot be told. */
}

/* Takes the lock of the open file, or closes it. */
static morgue_status lock_writers(int fd, short type, const char *path, morgue_error *err)
{
    int number = set(fd, F_OFD_SETLK, type);
    if (number == 0)
        return MORGUE_OK;
    morgue_status status = number == EAGAIN || number == EACCES ? held_by_another(fd, path, err)
                                                                : fail_lock(path, number, err);
    close(fd);
    return status;
}

morgue_status mg_lock_writer(const char *path, int *ret, morgue_error *err)
{
    int fd = -1;
    morgue_status status = open_file(path, MG_LOCK_NAME, O_RDWR | O_CREAT, &fd, err);
    if (status == MORGUE_OK)
        status = lock_writers(fd, F_WRLCK, path, err);
    if (status != MORGUE_OK)
        return status;
    write_pid(fd);
    *ret = fd;
    return MORGUE_OK;
}

morgue_status mg_lock_out_writers(const char *path, int *ret, morgue_error *err)
{
    int fd = -1;
    morgue_status status = open_file(path, MG_LOCK_NAME, O_RDONLY | O_CREAT, &fd, NULL);
    if (status != MORGUE_OK)
        status = open_file(path, MG_LOCK_NAME, O_RDONLY, &fd, err);
    if (status == MORGUE_OK)
        status = lock_writers(fd, F_RDLCK, path, err);
    else if (status == MORGUE_NOT_FOUND)
        status = MORGUE_OK;
    if (status == MORGUE_OK)
        *ret = fd;
    return status;
}

/* ---- That of commits ---------------------------------------------------------------------- */

morgue_status mg_lock_open_commit(const char *path, int *ret, morgue_error *err)
{
    return open_file(path, MG_COMMIT_NAME, O_RDWR | O_CREAT, ret, err);
}

morgue_status mg_lock_commit(int fd, const char *path, morgue_error *err)
{
    int number = set(fd, F_OFD_SETLKW, F_WRLCK);
    return number ? fail_lock(path, number, err) : MORGUE_OK;
}

void mg_lock_end_commit(int fd)
{
    set(fd, F_OFD_SETLK, F_UNLCK);
}

morgue_status mg_lock_still(const char *path, int *ret, morgue_error *err)
{
    int fd = -1;
    struct stat info;
    morgue_status status = open_file(path, MG_COMMIT_NAME, O_RDONLY, &fd, err);
    bool is_file = status == MORGUE_IO && stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
    if (status == MORGUE_NOT_FOUND || is_file) {
        *ret = -1;
        return MORGUE_OK;
    }
    if (status != MORGUE_OK)
        return status;
    int number = set(fd, F_OFD_SETLKW, F_RDLCK);
    if (number) {
        close(fd);
        return fail_lock(path, number, err);
    }
    *ret = fd;
    return MORGUE_OK;
}

bool mg_lock_is_there(const char *path)
{
    char *file = mg_path_join(path, MG_COMMIT_NAME);
    bool there = !file || access(file, F_OK) == 0;
    free(file);
    return there;
}
