#include "archive/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/path.h"

static const char lock_name[] = "morgue.lock";

/* ---- The lock ----------------------------------------------------------------------------- */

/* Tells who holds the lock, as that process wrote it into the file. */
static morgue_status held_by_another(int fd, const char *path, morgue_error *err)
{
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

static morgue_status take_lock(const char *path, int *ret, morgue_error *err)
{
    char *file = mg_path_join(path, lock_name);
    if (!file)
        return mg_fail_memory(err);
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    free(file);
    if (fd < 0)
        return mg_fail_errno(err, "write to the archive", path);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_OFD_SETLK, &whole) == 0) {
        write_pid(fd);
        *ret = fd;
        return MORGUE_OK;
    }
    morgue_status status = errno == EAGAIN || errno == EACCES
                               ? held_by_another(fd, path, err)
                               : mg_fail_errno(err, "lock the archive", path);
    close(fd);
    return status;
}

/* ---- The folder --------------------------------------------------------------------------- */

/* Is nothing in it but what a crash while the archive was being made may have left? */
static morgue_status look_if_fresh(const char *path, bool *ret, morgue_error *err)
{
    bool fresh = true;
    DIR *folder = opendir(path);
    if (!folder)
        return mg_fail_errno(err, "look into the archive folder", path);
    for (struct dirent *entry; (entry = readdir(folder));) {
        const char *name = entry->d_name;
        fresh =
            fresh && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
                      strcmp(name, lock_name) == 0 || strcmp(name, MG_MANIFEST_NAME ".new") == 0);
    }
    closedir(folder);
    *ret = fresh;
    return MORGUE_OK;
}

static morgue_status make_folder(const char *path, morgue_error *err)
{
    struct stat info;
    if (mkdir(path, 0777) == 0)
        return MORGUE_OK;
    if (errno != EEXIST)
        return mg_fail_errno(err, "make the archive folder", path);
    if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
        return mg_fail(err, MORGUE_FOREIGN,
                       "%s: is a file, not an archive: the archive's folder comes first", path);
    return MORGUE_OK;
}

/* A shard that is not listed, or a manifest that did not come to be. */
static bool is_orphan(const mg_store *store, const char *name)
{
    return strcmp(name, MG_MANIFEST_NAME ".new") == 0 ||
           (strncmp(name, "shard-", 6) == 0 && !mg_manifest_has(&store->manifest, name));
}

static void remove_orphans(const mg_store *store)
{
    DIR *folder = opendir(store->path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (!is_orphan(store, entry->d_name))
            continue;
        char *path = mg_store_shard_path(store, entry->d_name);
        if (path)
            mg_path_remove(path);
        free(path);
    }
    if (folder)
        closedir(folder);
}

static morgue_status sync_parent(const char *path, morgue_error *err)
{
    char *parent = mg_path_join(path, "..");
    if (!parent)
        return mg_fail_memory(err);
    morgue_status status = mg_folder_sync(parent, err);
    free(parent);
    return status;
}

/* With the lock held: reads the manifest, or makes it. */
static morgue_status settle(mg_store *store, bool fresh, morgue_error *err)
{
    morgue_status status = mg_manifest_read(store->path, &store->manifest, err);
    if (status == MORGUE_FOREIGN && fresh) {
        status = sync_parent(store->path, err);
        return status == MORGUE_OK ? mg_manifest_write(store->path, &store->manifest, err) : status;
    }
    if (status == MORGUE_OK)
        remove_orphans(store);
    return status;
}

/* Nothing is written into a folder that is not ours, not even a lock. */
static morgue_status look_before_locking(const char *path, bool must_exist, bool *ret_fresh,
                                         morgue_error *err)
{
    mg_manifest manifest = {0};
    morgue_status status = mg_manifest_read(path, &manifest, err);
    mg_manifest_free(&manifest);
    *ret_fresh = false;
    if (must_exist || (status != MORGUE_NOT_FOUND && status != MORGUE_FOREIGN))
        return status;
    status = make_folder(path, err);
    if (status == MORGUE_OK)
        status = look_if_fresh(path, ret_fresh, err);
    if (status != MORGUE_OK)
        return status;
    if (!*ret_fresh)
        return mg_fail(err, MORGUE_FOREIGN,
                       "%s: holds other files and no archive: name a new or an empty folder", path);
    return MORGUE_OK;
}

morgue_status mg_store_open(const char *path, bool must_exist, mg_store *ret, morgue_error *err)
{
    mg_store store = {.lock = -1};
    bool fresh;
    morgue_status status = look_before_locking(path, must_exist, &fresh, err);
    if (status != MORGUE_OK)
        return status;
    store.path = strdup(path);
    status = store.path ? take_lock(path, &store.lock, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = settle(&store, fresh, err);
    if (status == MORGUE_OK)
        *ret = store;
    else
        mg_store_close(&store);
    return status;
}

void mg_store_close(mg_store *store)
{
    if (store->lock >= 0)
        close(store->lock);
    store->lock = -1;
    mg_manifest_free(&store->manifest);
    free(store->path);
    store->path = NULL;
}

char *mg_store_shard_path(const mg_store *store, const char *shard)
{
    return mg_path_join(store->path, shard);
}

/* The new shards' folders must be on the disk before a manifest that lists them. */
void mg_store_drop_newest(mg_store *store)
{
    mg_manifest *manifest = &store->manifest;
    char *path = mg_store_shard_path(store, manifest->shards[--manifest->count]);
    if (path)
        mg_path_remove(path);
    free(path);
}

morgue_status mg_store_publish(mg_store *store, morgue_error *err)
{
    morgue_status status = mg_folder_sync(store->path, err);
    return status == MORGUE_OK ? mg_manifest_write(store->path, &store->manifest, err) : status;
}
