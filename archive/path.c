#include "archive/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "archive/error.h"

enum { OPEN_FOLDERS = 16 };

char *mg_path_join(const char *folder, const char *name)
{
    char *path = NULL;
    size_t len = strlen(folder);
    const char *slash = len && folder[len - 1] == '/' ? "" : "/";
    return asprintf(&path, "%s%s%s", folder, slash, name) < 0 ? NULL : path;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info, (void)type, (void)place;
    remove(path);
    return 0;
}

bool mg_path_is_table(const char *name)
{
    size_t len = strlen(name);
    return len > 6 && strcmp(name + len - 6, ".glass") == 0;
}

void mg_path_remove(const char *path)
{
    nftw(path, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

uint64_t mg_path_size(const char *path)
{
    uint64_t sum = 0;
    struct stat info;
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *inner = mg_path_join(path, entry->d_name);
        if (inner && lstat(inner, &info) == 0)
            sum += S_ISDIR(info.st_mode) ? mg_path_size(inner) : (uint64_t)info.st_size;
        free(inner);
    }
    if (folder)
        closedir(folder);
    return sum;
}

morgue_status mg_path_check_room(const char *path, uint64_t need, morgue_error *err)
{
    struct statvfs disk;
    if (!need || statvfs(path, &disk) != 0 || !disk.f_blocks)
        return MORGUE_OK;
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (room >= need)
        return MORGUE_OK;
    return mg_fail(err, MORGUE_IO, "%llu MB are needed, the disk has %llu MB left",
                   (unsigned long long)(need >> 20) + 1, (unsigned long long)(room >> 20));
}

/* ---- Files -------------------------------------------------------------------------------- */

static morgue_status read_all(int fd, const char *path, size_t max, mg_buffer *ret,
                              morgue_error *err)
{
    size_t start = ret->len;
    for (;;) {
        if (!mg_buffer_reserve(ret, 4096))
            return mg_fail_memory(err);
        ssize_t n = read(fd, ret->data + ret->len, 4096);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return mg_fail_errno(err, "read", path);
        ret->len += (size_t)n;
        ret->data[ret->len] = '\0';
        if (n == 0)
            return MORGUE_OK;
        if (ret->len - start > max)
            return mg_fail(err, MORGUE_BAD_INPUT, "%s: over %zu bytes", path, max);
    }
}

morgue_status mg_file_read(const char *path, size_t max, mg_buffer *ret, morgue_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return mg_fail_errno(err, "open", path);
    morgue_status status = read_all(fd, path, max, ret, err);
    close(fd);
    return status;
}

bool mg_write_all(int fd, const char *data, size_t len)
{
    while (len) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static bool write_new(const char *path, const char *data, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool done = mg_write_all(fd, data, len) && fsync(fd) == 0;
    return (close(fd) == 0) && done;
}

static morgue_status sync_opened(const char *path, int flags, morgue_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return mg_fail_errno(err, "open", path);
    morgue_status status = fsync(fd) == 0 ? MORGUE_OK : mg_fail_errno(err, "write", path);
    close(fd);
    return status;
}

morgue_status mg_folder_sync(const char *path, morgue_error *err)
{
    return sync_opened(path, O_DIRECTORY, err);
}

morgue_status mg_file_sync(const char *path, morgue_error *err)
{
    return sync_opened(path, 0, err);
}

static bool sync_files(const char *path)
{
    bool done = true;
    DIR *folder = opendir(path);
    for (struct dirent *entry; done && folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *inner = mg_path_join(path, entry->d_name);
        done = inner && mg_file_sync(inner, NULL) == MORGUE_OK;
        free(inner);
    }
    if (folder)
        closedir(folder);
    return folder && done;
}

morgue_status mg_path_sync(const char *path, morgue_error *err)
{
    char *above = mg_path_join(path, "..");
    if (!above)
        return mg_fail_memory(err);
    morgue_status status =
        sync_files(path) ? mg_folder_sync(path, err) : mg_fail_errno(err, "write", path);
    if (status == MORGUE_OK)
        status = mg_folder_sync(above, err);
    free(above);
    return status;
}

morgue_status mg_file_replace(const char *folder, const char *name, const char *data, size_t len,
                              morgue_error *err)
{
    char *path = mg_path_join(folder, name);
    char *fresh = NULL;
    morgue_status status = MORGUE_OK;
    if (!path || asprintf(&fresh, "%s.new", path) < 0)
        status = mg_fail_memory(err);
    else if (!write_new(fresh, data, len) || rename(fresh, path) != 0)
        status = mg_fail_errno(err, "write", path);
    else
        status = mg_folder_sync(folder, err);
    if (status != MORGUE_OK && fresh)
        unlink(fresh);
    free(fresh);
    free(path);
    return status;
}
