#include "indexer/maintain/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/manifest.h"
#include "archive/registry/aliases.h"
#include "archive/registry/blocklist.h"
#include "archive/store.h"
#include "archive/stub.h"

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* What a copy that was cut off may have left. */
static bool is_of_copy(const char *name)
{
    return strncmp(name, "shard-", 6) == 0 || strcmp(name, MG_ALIASES_FILE) == 0 ||
           strcmp(name, MG_BLOCKLIST_FILE) == 0 || strcmp(name, MG_MANIFEST_NAME ".new") == 0 ||
           strncmp(name, MG_STUB_NAME, strlen(MG_STUB_NAME)) == 0 ||
           strncmp(name, MG_STORE_DICTIONARY, strlen(MG_STORE_DICTIONARY)) == 0;
}

static morgue_status refuse_full(const char *path, bool archive, bool half, morgue_error *err)
{
    if (archive)
        return mg_fail(err, MORGUE_FOREIGN,
                       "%s: holds an archive already: name a new or an empty folder", path);
    if (half)
        return mg_fail(err, MORGUE_FOREIGN,
                       "%s: holds what a copy that was cut off has left: remove it and run again",
                       path);
    return mg_fail(err, MORGUE_FOREIGN, "%s: is not empty: name a new or an empty folder", path);
}

static morgue_status check_empty(const char *path, morgue_error *err)
{
    bool empty = true, archive = false, half = true;
    DIR *folder = opendir(path);
    if (!folder)
        return mg_fail_errno(err, "open the folder", path);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (is_dots(entry->d_name))
            continue;
        empty = false;
        archive = archive || strcmp(entry->d_name, MG_MANIFEST_NAME) == 0;
        half = half && is_of_copy(entry->d_name);
    }
    closedir(folder);
    return empty ? MORGUE_OK : refuse_full(path, archive, half, err);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Goes up from the folder to the root, which is above itself. */
static morgue_status check_outside(const char *path, const char *archive, morgue_error *err)
{
    struct stat source, here, above = {0};
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOTDIR)
        return mg_fail(err, MORGUE_FOREIGN, "%s: is a file: name a new or an empty folder", path);
    if (fd < 0 || stat(archive, &source) != 0 || fstat(fd, &here) != 0) {
        morgue_status status = mg_fail_errno(err, "look at the folder", path);
        if (fd >= 0)
            close(fd);
        return status;
    }
    bool inside = same_file(&here, &source), top = false;
    while (!inside && !top) {
        int up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
        close(fd);
        fd = up;
        top = fd < 0 || fstat(fd, &above) != 0 || same_file(&above, &here);
        here = above;
        inside = !top && same_file(&here, &source);
    }
    if (fd >= 0)
        close(fd);
    return inside ? mg_fail(err, MORGUE_FOREIGN,
                            "%s: lies in the archive: name a folder outside of it", path)
                  : MORGUE_OK;
}

mode_t mg_place_mode(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (info.st_mode & 0777) | S_IRWXU : S_IRWXU;
}

morgue_status mg_place_open(const char *path, const char *archive, bool *ret_made,
                            morgue_error *err)
{
    bool made = mkdir(path, mg_place_mode(archive)) == 0;
    if (!made && errno != EEXIST)
        return mg_fail_errno(err, "make the folder", path);
    morgue_status status = check_outside(path, archive, err);
    if (status == MORGUE_OK && !made)
        status = check_empty(path, err);
    if (status == MORGUE_OK)
        *ret_made = made;
    else if (made)
        rmdir(path);
    return status;
}
