#include "archive/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/lock.h"
#include "archive/path.h"
#include "archive/stub.h"

enum { KEPT_NAME_MAX = MG_SHARD_NAME_MAX + 16 };

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
        fresh = fresh && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
                          strcmp(name, MG_LOCK_NAME) == 0 || strcmp(name, MG_COMMIT_NAME) == 0 ||
                          strcmp(name, MG_MANIFEST_NAME ".new") == 0);
    }
    closedir(folder);
    *ret = fresh;
    return MORGUE_OK;
}

static morgue_status make_folder(const char *path, morgue_error *err)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return MORGUE_OK;
    return mg_fail_errno(err, "make the archive folder", path);
}

/* ---- Shards that are not listed ----------------------------------------------------------- */

static const char shard_stem[] = "shard-", mark_end[] = ".new";

/* The name of a shard that is kept. */
static void kept_name(const char *shard, char ret[KEPT_NAME_MAX])
{
    bool usual = strncmp(shard, shard_stem, sizeof shard_stem - 1) == 0;
    snprintf(ret, KEPT_NAME_MAX, "%s%.31s", MG_STORE_KEPT,
             usual ? shard + sizeof shard_stem - 1 : shard);
}

/* The paths of a shard, of where it is kept, and of its mark, for free_paths(); false when memory
 * is out. */
typedef struct shard_paths {
    char *shard, *kept, *mark;
} shard_paths;

static void free_paths(shard_paths *paths)
{
    free(paths->shard);
    free(paths->kept);
    free(paths->mark);
}

static bool find_paths(const mg_store *store, const char *shard, shard_paths *ret)
{
    char kept[KEPT_NAME_MAX], mark[KEPT_NAME_MAX + sizeof mark_end];
    kept_name(shard, kept);
    snprintf(mark, sizeof mark, "%s%s", kept, mark_end);
    *ret = (shard_paths){mg_path_join(store->path, shard), mg_path_join(store->path, kept),
                         mg_path_join(store->path, mark)};
    return ret->shard && ret->kept && ret->mark;
}

morgue_status mg_store_keep(const mg_store *store, const char *shard, morgue_error *err)
{
    shard_paths paths;
    morgue_status status = MORGUE_OK;
    if (!find_paths(store, shard, &paths)) {
        status = mg_fail_memory(err);
    } else {
        int fd = open(paths.mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0 || close(fd) != 0)
            status = mg_fail_errno(err, "write", paths.mark);
    }
    free_paths(&paths);
    return status;
}

/* Is the shard where it is kept, and sure to stay there? */
static bool put_aside(const mg_store *store, const shard_paths *paths)
{
    return rename(paths->shard, paths->kept) == 0 ? mg_folder_sync(store->path, NULL) == MORGUE_OK
                                                  : errno == ENOENT;
}

/* A shard with a mark is put aside. Where that cannot be done it stays as it is, with its mark, for
 * the next who tries. The mark goes last: without it the shard would be removed. */
static void put_away(const mg_store *store, const char *shard)
{
    shard_paths paths;
    struct stat info;
    if (find_paths(store, shard, &paths)) {
        if (stat(paths.mark, &info) != 0 && errno == ENOENT)
            mg_path_remove(paths.shard);
        else if (put_aside(store, &paths))
            unlink(paths.mark);
    }
    free_paths(&paths);
}

void mg_store_clear_away(const mg_store *store, const mg_manifest *shards)
{
    for (size_t i = 0; i < shards->count; i++)
        if (!mg_manifest_has(&store->manifest, shards->shards[i]))
            put_away(store, shards->shards[i]);
}

/* The shard that a mark is of: "damaged-000002.new" is that of "shard-000002". */
static bool is_mark(const char *name, char ret[KEPT_NAME_MAX])
{
    size_t stem = strlen(MG_STORE_KEPT), len = strlen(name), end = sizeof mark_end - 1;
    if (len <= stem + end || strncmp(name, MG_STORE_KEPT, stem) != 0 ||
        strcmp(name + len - end, mark_end) != 0 || len - stem - end >= MG_SHARD_NAME_MAX)
        return false;
    snprintf(ret, KEPT_NAME_MAX, "%s%.*s", shard_stem, (int)(len - stem - end), name + stem);
    return true;
}

/* A file that a crash kept from coming to be: see mg_file_replace(). */
static bool is_unfinished(const char *name)
{
    size_t len = strlen(name), stem = strlen(MG_STORE_DICTIONARY);
    return strcmp(name, MG_MANIFEST_NAME ".new") == 0 || strcmp(name, MG_STUB_NAME ".new") == 0 ||
           (strncmp(name, MG_STORE_DICTIONARY, stem) == 0 && len > stem + 4 &&
            strcmp(name + len - 4, ".new") == 0);
}

/* What a crash has left: a shard that is not listed; a manifest that did not come to be; the mark
 * of a shard that is listed still, or was not put aside yet. */
static void remove_orphan(const mg_store *store, const char *name)
{
    char shard[KEPT_NAME_MAX];
    bool mark = is_mark(name, shard);
    bool listed = mg_manifest_has(&store->manifest, mark ? shard : name);
    bool orphan = (mark && listed) || is_unfinished(name);
    if (mark && !listed)
        put_away(store, shard);
    else if (!listed && strncmp(name, shard_stem, sizeof shard_stem - 1) == 0)
        put_away(store, name);
    char *path = orphan ? mg_path_join(store->path, name) : NULL;
    if (path)
        mg_path_remove(path);
    free(path);
}

static void remove_orphans(const mg_store *store)
{
    DIR *folder = opendir(store->path);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        remove_orphan(store, entry->d_name);
    if (folder)
        closedir(folder);
}

/* ---- Opening ------------------------------------------------------------------------------ */

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
        if (status == MORGUE_OK)
            status = mg_manifest_begin_changes(&store->manifest, 0, err);
        if (status == MORGUE_OK)
            status = mg_manifest_write(store->path, &store->manifest, err);
    } else if (status == MORGUE_OK) {
        remove_orphans(store);
    }
    return status == MORGUE_OK ? mg_stub_keep(store->path, &store->manifest, err) : status;
}

/* Nothing is written into a folder that is not ours, not even a lock. */
static morgue_status look_before_locking(const char *path, bool must_exist, bool *ret_fresh,
                                         morgue_error *err)
{
    struct stat info;
    mg_manifest manifest = {0};
    morgue_status status = mg_manifest_read(path, &manifest, err);
    bool is_file = stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
    mg_manifest_free(&manifest);
    *ret_fresh = false;
    if (must_exist || is_file || (status != MORGUE_NOT_FOUND && status != MORGUE_FOREIGN))
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
    mg_store store = {.lock = -1, .commit = -1};
    bool fresh;
    morgue_status status = look_before_locking(path, must_exist, &fresh, err);
    if (status != MORGUE_OK)
        return status;
    store.path = strdup(path);
    status = store.path ? mg_lock_writer(path, &store.lock, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = mg_lock_open_commit(path, &store.commit, err);
    if (status == MORGUE_OK)
        status = settle(&store, fresh, err);
    if (status == MORGUE_OK)
        *ret = store;
    else
        mg_store_close(&store);
    return status;
}

/* ---- Without a manifest ------------------------------------------------------------------- */

/* The number of a folder "shard-000001", or of one that is kept; 0 where it is none. */
static uint32_t number_of(const char *name, const char *stem)
{
    size_t n = strlen(stem);
    if (strncmp(name, stem, n) != 0)
        return 0;
    size_t digits = strspn(name + n, "0123456789");
    return digits >= 6 && digits <= 9 && !name[n + digits] ? (uint32_t)strtoul(name + n, NULL, 10)
                                                           : 0;
}

/* Is there a file of a database in the folder? */
static bool is_shard(const char *archive, const char *name)
{
    static const char *const files[] = {"iamglass", "docdata.glass", "postlist.glass"};
    bool found = false;
    char *folder = mg_path_join(archive, name);
    for (size_t i = 0; folder && !found && i < sizeof files / sizeof *files; i++) {
        char *file = mg_path_join(folder, files[i]);
        found = file && access(file, F_OK) == 0;
        free(file);
    }
    free(folder);
    return found;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = number_of(a, shard_stem), y = number_of(b, shard_stem);
    return (x > y) - (x < y);
}

/* Lists the shards that there are. Errors: FOREIGN where none is, IO, CORRUPT, NO_MEMORY. */
static morgue_status list_shards(const char *path, mg_manifest *ret, morgue_error *err)
{
    mg_manifest found = {.features = MG_FEATURES_ALL};
    bool ours = false;
    morgue_status status = MORGUE_OK;
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOTDIR ? mg_fail(err, MORGUE_FOREIGN, "%s: is a file", path)
                                : mg_fail_errno(err, "open the archive", path);
    for (struct dirent *entry; status == MORGUE_OK && (entry = readdir(folder));) {
        uint32_t shard = number_of(entry->d_name, shard_stem);
        uint32_t kept = number_of(entry->d_name, MG_STORE_KEPT);
        uint32_t number = shard > kept ? shard : kept;
        found.next = number > found.next ? number : found.next;
        ours = ours || (shard && is_shard(path, entry->d_name));
        if (shard)
            status = mg_manifest_put(&found, entry->d_name, err);
    }
    closedir(folder);
    if (status == MORGUE_OK && !ours)
        status = mg_fail(err, MORGUE_FOREIGN, "%s: holds no shards of an archive", path);
    if (status != MORGUE_OK) {
        mg_manifest_free(&found);
        return status;
    }
    qsort(found.shards, found.count, sizeof *found.shards, by_number);
    *ret = found;
    return MORGUE_OK;
}

static morgue_status read_or_list(const char *path, mg_manifest *ret, morgue_error *ret_damage,
                                  morgue_error *err)
{
    morgue_status status = mg_manifest_read_earlier(path, ret, err);
    *ret_damage = (morgue_error){.status = MORGUE_OK};
    if (status != MORGUE_CORRUPT && status != MORGUE_FOREIGN)
        return status;
    *ret_damage = *err;
    status = list_shards(path, ret, err);
    if (status == MORGUE_FOREIGN && ret_damage->status == MORGUE_FOREIGN)
        *err = *ret_damage; /* it is no archive at all */
    return status;
}

morgue_status mg_store_open_damaged(const char *path, mg_store *ret, morgue_error *ret_damage,
                                    morgue_error *err)
{
    mg_store store = {.lock = -1, .commit = -1};
    morgue_error own;
    morgue_status status = read_or_list(path, &store.manifest, ret_damage, err ? err : &own);
    mg_manifest_free(&store.manifest);
    if (status != MORGUE_OK)
        return status;
    store.path = strdup(path);
    status = store.path ? mg_lock_writer(path, &store.lock, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = mg_lock_open_commit(path, &store.commit, err);
    if (status == MORGUE_OK)
        status = read_or_list(path, &store.manifest, ret_damage, err ? err : &own);
    if (status == MORGUE_OK)
        remove_orphans(&store);
    if (status == MORGUE_OK)
        *ret = store;
    else
        mg_store_close(&store);
    return status;
}

void mg_store_close(mg_store *store)
{
    if (store->lock >= 0 && store->commit >= 0)
        close(store->commit);
    if (store->lock >= 0)
        close(store->lock);
    store->lock = store->commit = -1;
    mg_manifest_free(&store->manifest);
    free(store->path);
    store->path = NULL;
}

char *mg_store_shard_path(const mg_store *store, const char *shard)
{
    return mg_path_join(store->path, shard);
}

bool mg_store_names_dictionary(const char *name, uint32_t *ret_adler)
{
    enum { DIGITS = 8 };
    size_t stem = strlen(MG_STORE_DICTIONARY);
    if (strncmp(name, MG_STORE_DICTIONARY, stem) != 0 ||
        strspn(name + stem, "0123456789abcdef") != DIGITS || name[stem + DIGITS])
        return false;
    if (ret_adler)
        *ret_adler = (uint32_t)strtoul(name + stem, NULL, 16);
    return true;
}

morgue_status mg_store_keep_dictionary(const mg_store *store, uint32_t adler, morgue_text text,
                                       morgue_error *err)
{
    struct stat info;
    char name[sizeof MG_STORE_DICTIONARY + 8];
    snprintf(name, sizeof name, "%s%08" PRIx32, MG_STORE_DICTIONARY, adler);
    char *path = mg_path_join(store->path, name);
    if (!path)
        return mg_fail_memory(err);
    bool there = stat(path, &info) == 0 && (uint64_t)info.st_size == text.len;
    free(path);
    return there ? MORGUE_OK : mg_file_replace(store->path, name, text.data, text.len, err);
}

void mg_store_drop_newest(mg_store *store)
{
    mg_manifest *manifest = &store->manifest;
    char *path = mg_store_shard_path(store, manifest->shards[--manifest->count]);
    if (path)
        mg_path_remove(path);
    free(path);
}

morgue_status mg_store_begin(const mg_store *store, morgue_error *err)
{
    return mg_lock_commit(store->commit, store->path, err);
}

void mg_store_end(const mg_store *store)
{
    mg_lock_end_commit(store->commit);
}

/* The new shards' folders must be on the disk before a manifest that lists them. */
morgue_status mg_store_publish(mg_store *store, morgue_error *err)
{
    morgue_status status = mg_folder_sync(store->path, err);
    if (status == MORGUE_OK)
        status = mg_manifest_write(store->path, &store->manifest, err);
    store->silent = store->silent && status != MORGUE_OK;
    return status == MORGUE_OK ? mg_stub_keep(store->path, &store->manifest, err) : status;
}

morgue_status mg_store_begin_changes(mg_store *store, uint64_t revision, morgue_error *err)
{
    if (store->manifest.lineage && !store->manifest.copied)
        return MORGUE_OK;
    store->silent = true;
    return mg_manifest_begin_changes(&store->manifest, revision, err);
}

/* ---- Switching ---------------------------------------------------------------------------- */

/* When the writing of the manifest fails, either of the two may be in effect; or none is, as before
 * where it was lost. Nothing is removed where that cannot be told. */
static void take_what_is_there(mg_store *store, const mg_manifest *before)
{
    mg_manifest now;
    morgue_status status = mg_manifest_read_earlier(store->path, &now, NULL);
    bool none = status == MORGUE_CORRUPT || status == MORGUE_FOREIGN;
    if (status != MORGUE_OK && !(none && mg_manifest_copy(before, &now)))
        return;
    mg_manifest wanted = store->manifest;
    store->manifest = now;
    (void)mg_stub_keep(store->path, &store->manifest, NULL); /* else the next writer does */
    mg_store_clear_away(store, before);
    mg_store_clear_away(store, &wanted);
    mg_manifest_free(&wanted);
}

morgue_status mg_store_switch(mg_store *store, const mg_manifest *before, morgue_error *err)
{
    morgue_status status = mg_store_begin(store, err);
    if (status == MORGUE_OK)
        status = mg_store_publish(store, err);
    if (status == MORGUE_OK)
        mg_store_clear_away(store, before);
    else
        take_what_is_there(store, before);
    mg_store_end(store);
    return status;
}
