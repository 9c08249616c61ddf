#include "indexer/build/unshare.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/copy.h"
#include "archive/error.h"
#include "archive/path.h"

/* The version file needs none of this: Xapian replaces it as a whole. */
static const char fresh_suffix[] = ".glass.new";

/* What a run that was cut off has left of a copy. */
static bool is_left_over(const char *name)
{
    size_t len = strlen(name), end = sizeof fresh_suffix - 1;
    return len > end && strcmp(name + len - end, fresh_suffix) == 0;
}

/* The copy belongs to whom the file belonged to, as far as that may be given away, and is on the
 * disk. */
static morgue_status settle(const char *fresh, const struct stat *old, morgue_error *err)
{
    int fd = open(fresh, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return mg_fail_errno(err, "open", fresh);
    bool given =
        fchown(fd, old->st_uid, old->st_gid) == 0 || fchown(fd, (uid_t)-1, old->st_gid) == 0;
    (void)given; /* else it is ours */
    bool done = fchmod(fd, old->st_mode & 07777) == 0 && fsync(fd) == 0;
    morgue_status status = done ? MORGUE_OK : mg_fail_errno(err, "write", fresh);
    close(fd);
    return status;
}

static morgue_status copy(const char *path, const char *fresh, const struct stat *old,
                          morgue_error *err)
{
    morgue_error cause;
    if (mg_copy_clone(path, fresh))
        return MORGUE_OK;
    morgue_status status = mg_path_check_room(path, (uint64_t)old->st_size, &cause);
    if (status != MORGUE_OK)
        return mg_fail(err, status,
                       "%s: is shared with a copy of the archive, and has to be copied before it "
                       "is changed: %s",
                       path, cause.message);
    return mg_copy_bytes(path, fresh, err);
}

static morgue_status replace(const char *path, const struct stat *old, morgue_error *err)
{
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.new", path) < 0)
        return mg_fail_memory(err);
    unlink(fresh); /* what a run that was cut off has left */
    morgue_status status = copy(path, fresh, old, err);
    if (status == MORGUE_OK) {
        status = settle(fresh, old, err);
        if (status == MORGUE_OK && rename(fresh, path) != 0)
            status = mg_fail_errno(err, "write", path);
        if (status != MORGUE_OK)
            unlink(fresh);
    }
    free(fresh);
    return status;
}

static morgue_status look_at(const char *folder, const char *name, bool *ret_shared,
                             morgue_error *err)
{
    struct stat info;
    bool left = is_left_over(name);
    if (!left && !mg_path_is_table(name))
        return MORGUE_OK;
    char *path = mg_path_join(folder, name);
    if (!path)
        return mg_fail_memory(err);
    morgue_status status = MORGUE_OK;
    if (left)
        unlink(path);
    else if (lstat(path, &info) != 0)
        status = errno == ENOENT ? MORGUE_OK : mg_fail_errno(err, "look at", path);
    else if (S_ISREG(info.st_mode) && info.st_nlink > 1) {
        status = replace(path, &info, err);
        *ret_shared = true;
    }
    free(path);
    return status;
}

/* The table of postings first: by that, who opens the shard just now sees whether the others are
 * what they were. */
static morgue_status look_through(const char *path, bool *ret_shared, morgue_error *err)
{
    DIR *folder = opendir(path);
    if (!folder)
        return mg_fail_errno(err, "open", path);
    morgue_status status = look_at(path, "postlist.glass", ret_shared, err);
    for (struct dirent *entry; status == MORGUE_OK && (entry = readdir(folder));)
        status = look_at(path, entry->d_name, ret_shared, err);
    closedir(folder);
    return status;
}

morgue_status mg_unshare(const char *path, morgue_error *err)
{
    bool shared = false;
    morgue_status status = look_through(path, &shared, err);
    if (status == MORGUE_OK && shared)
        status = mg_folder_sync(path, err);
    return status;
}
