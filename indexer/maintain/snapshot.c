/* A copy of an archive, also while a writer works.
 *
 * While the lock of commits is held, no shard that is listed is removed, nothing is committed, and
 * no shard is opened to be changed that is not yet. The files of one that is open for a change are
 * copied: blocks that the last commit uses are not written over before the next one, so what is
 * copied is what that commit has left, and the rest of it means nothing. All other files may get a
 * second name: whoever opens them to change them makes them his own before, see unshare.h.
 *
 * The manifest comes last: without it the folder is no archive. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/buffer.h"
#include "archive/copy.h"
#include "archive/error.h"
#include "archive/glass/base.h"
#include "archive/lock.h"
#include "archive/manifest.h"
#include "archive/path.h"
#include "archive/registry/aliases.h"
#include "archive/registry/blocklist.h"
#include "archive/store.h"
#include "archive/stub.h"
#include "indexer/maintain/place.h"

/* A folder or a file of the copy. */
typedef struct item {
    char *from, *to;
    uint64_t size;
    bool folder;
    bool own; /* a file that may not be the archive's own under a second name */
    bool made, linked;
} item;

typedef struct snapshot {
    const char *path, *folder;
    bool made_folder, made_manifest;
    bool no_clones, no_links; /* the file system was found to have none */
    mg_manifest manifest;
    item *items;
    size_t count, cap;
    morgue_snapshot_facts facts;
} snapshot;

/* ---- What is to be copied ----------------------------------------------------------------- */

static void free_items(snapshot *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->items[i].from);
        free(s->items[i].to);
    }
    free(s->items);
    s->items = NULL;
    s->count = s->cap = 0;
}

/* Takes the item's paths over; they are NULL when memory is out. */
static morgue_status add_item(snapshot *s, item new, morgue_error *err)
{
    if (s->count == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 32;
        item *items = realloc(s->items, cap * sizeof *items);
        if (items) {
            s->items = items;
            s->cap = cap;
        }
    }
    if (!new.from || !new.to || s->count == s->cap) {
        free(new.from);
        free(new.to);
        return mg_fail_memory(err);
    }
    s->items[s->count++] = new;
    return MORGUE_OK;
}

/* One that is read-only, as all are on a medium that is, is read-only under each of its names: a
 * copy of it is not. */
static morgue_status add_file(snapshot *s, const char *from, const char *to, const char *name,
                              bool own, morgue_error *err)
{
    struct stat info;
    item new = {.from = mg_path_join(from, name), .to = mg_path_join(to, name), .own = own};
    if (new.from && stat(new.from, &info) == 0) {
        new.size = (uint64_t)info.st_size;
        new.own = own || !(info.st_mode & S_IWUSR);
    }
    return add_item(s, new, err);
}

/* Is a writer at the shard? Xapian's locks its file `flintlock` as long as it has it open. */
static bool is_open_for_change(const char *shard)
{
    struct flock whole = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    char *path = mg_path_join(shard, "flintlock");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    bool never = path && fd < 0 && errno == ENOENT;
    bool held = fd < 0 || fcntl(fd, F_OFD_GETLK, &whole) != 0 || whole.l_type != F_UNLCK;
    if (fd >= 0)
        close(fd);
    free(path);
    return held && !never;
}

/* The version file is so small that a second name for it saves nothing. */
static morgue_status add_files(snapshot *s, DIR *folder, const char *from, const char *to,
                               morgue_error *err)
{
    bool version = false, held = is_open_for_change(from);
    morgue_status status = MORGUE_OK;
    for (struct dirent *entry; status == MORGUE_OK && (entry = readdir(folder));) {
        bool is_version = strcmp(entry->d_name, MG_BASE_NAME) == 0;
        if (is_version || mg_path_is_table(entry->d_name))
            status = add_file(s, from, to, entry->d_name, held || is_version, err);
        version = version || is_version;
    }
    if (status == MORGUE_OK && !version)
        status = mg_fail(err, MORGUE_CORRUPT, "%s: the shard has no file " MG_BASE_NAME, from);
    return status;
}

static morgue_status add_shard(snapshot *s, const char *name, morgue_error *err)
{
    const item new = {
        .from = mg_path_join(s->path, name), .to = mg_path_join(s->folder, name), .folder = true};
    morgue_status status = add_item(s, new, err);
    if (status != MORGUE_OK)
        return status;
    DIR *folder = opendir(new.from);
    if (!folder && errno == ENOENT)
        return mg_fail(err, MORGUE_CORRUPT, "%s: the shard is missing", new.from);
    if (!folder)
        return mg_fail_errno(err, "open the shard", new.from);
    status = add_files(s, folder, new.from, new.to, err);
    closedir(folder);
    return status;
}

/* People edit these in place. */
static morgue_status add_registry(snapshot *s, morgue_error *err)
{
    static const char *const names[] = {MG_ALIASES_FILE, MG_BLOCKLIST_FILE};
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < sizeof names / sizeof *names; i++) {
        char *path = mg_path_join(s->path, names[i]);
        bool there = path && access(path, F_OK) == 0;
        if (!path)
            status = mg_fail_memory(err);
        free(path);
        if (there)
            status = add_file(s, s->path, s->folder, names[i], true, err);
    }
    return status;
}

/* These are never changed. */
static morgue_status add_dictionaries(snapshot *s, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    DIR *folder = opendir(s->path);
    if (!folder)
        return mg_fail_errno(err, "open the archive", s->path);
    for (struct dirent *entry; status == MORGUE_OK && (entry = readdir(folder));)
        if (mg_store_names_dictionary(entry->d_name, NULL))
            status = add_file(s, s->path, s->folder, entry->d_name, false, err);
    closedir(folder);
    return status;
}

static morgue_status list(snapshot *s, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < s->manifest.count; i++)
        status = add_shard(s, s->manifest.shards[i], err);
    if (status == MORGUE_OK)
        status = add_dictionaries(s, err);
    return status == MORGUE_OK ? add_registry(s, err) : status;
}

/* ---- Copying ------------------------------------------------------------------------------ */

static void count(snapshot *s, item *i, uint64_t *kind)
{
    i->made = true;
    s->facts.bytes += i->size;
    *kind += i->size;
}

/* Makes what costs no room. A failure has its reason told by the copy that is made then. */
static void share(snapshot *s, item *i)
{
    if (!s->no_clones && mg_copy_clone(i->from, i->to)) {
        count(s, i, &s->facts.bytes_cloned);
        return;
    }
    s->no_clones = true;
    if (i->own || s->no_links)
        return;
    i->linked = link(i->from, i->to) == 0;
    if (i->linked)
        count(s, i, &s->facts.bytes_linked);
    else
        s->no_links = errno == EXDEV || errno == EPERM || errno == EOPNOTSUPP;
}

static morgue_status make_folder(item *i, morgue_error *err)
{
    if (mkdir(i->to, mg_place_mode(i->from)) != 0)
        return mg_fail_errno(err, "make the folder", i->to);
    i->made = true;
    return MORGUE_OK;
}

static morgue_status copy_rest(snapshot *s, morgue_error *err)
{
    morgue_error cause;
    uint64_t need = 0;
    for (size_t i = 0; i < s->count; i++)
        need += s->items[i].made ? 0 : s->items[i].size;
    morgue_status status = mg_path_check_room(s->folder, need, &cause);
    if (status != MORGUE_OK)
        return mg_fail(err, status, "%s: there is no room for the copy: %s", s->folder,
                       cause.message);
    for (size_t i = 0; status == MORGUE_OK && i < s->count; i++) {
        item *next = &s->items[i];
        if (next->made)
            continue;
        status = mg_copy_bytes(next->from, next->to, err);
        if (status == MORGUE_OK)
            count(s, next, &s->facts.bytes_copied);
    }
    return status;
}

static morgue_status copy(snapshot *s, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < s->count; i++) {
        item *next = &s->items[i];
        if (next->folder)
            status = make_folder(next, err);
        else
            share(s, next);
    }
    return status == MORGUE_OK ? copy_rest(s, err) : status;
}

/* What has to be of one moment. STALE: nothing kept a writer out, and one has come. */
static morgue_status take(snapshot *s, morgue_error *err)
{
    int lock = -1;
    morgue_status status = mg_lock_still(s->path, &lock, err);
    if (status != MORGUE_OK)
        return status;
    status = mg_manifest_read(s->path, &s->manifest, err);
    if (status == MORGUE_OK)
        status = list(s, err);
    if (status == MORGUE_OK)
        status = copy(s, err);
    if (lock >= 0)
        close(lock);
    else if (mg_lock_is_there(s->path))
        status = mg_fail(err, MORGUE_STALE, "%s: changed while it was copied: try again", s->path);
    return status;
}

/* ---- The end ------------------------------------------------------------------------------ */

/* What has a second name was put on the disk by the commit that made it. */
static morgue_status sync_all(const snapshot *s, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < s->count; i++)
        if (!s->items[i].folder && !s->items[i].linked)
            status = mg_file_sync(s->items[i].to, err);
    for (size_t i = 0; status == MORGUE_OK && i < s->count; i++)
        if (s->items[i].folder)
            status = mg_folder_sync(s->items[i].to, err);
    if (status == MORGUE_OK)
        status = mg_folder_sync(s->folder, err);
    char *above = mg_path_join(s->folder, "..");
    if (status == MORGUE_OK)
        status = above ? mg_folder_sync(above, err) : mg_fail_memory(err);
    free(above);
    return status;
}

static void count_written(snapshot *s, const char *name)
{
    struct stat info;
    char *path = mg_path_join(s->folder, name);
    uint64_t size = path && stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
    s->facts.bytes += size;
    s->facts.bytes_copied += size;
    free(path);
}

/* Who changes the copy, or the archive after it was put back, makes another history of that: what
 * was told of changes before does not lead there. */
static morgue_status write_manifest(snapshot *s, morgue_error *err)
{
    s->manifest.copied = s->manifest.lineage != 0;
    morgue_status status = mg_stub_keep(s->folder, &s->manifest, err);
    if (status == MORGUE_OK)
        status = mg_manifest_write(s->folder, &s->manifest, err);
    if (status == MORGUE_OK) {
        count_written(s, MG_STUB_NAME);
        count_written(s, MG_MANIFEST_NAME);
    }
    return status;
}

static morgue_status finish(snapshot *s, morgue_error *err)
{
    morgue_status status = sync_all(s, err);
    s->made_manifest = status == MORGUE_OK;
    s->facts.shards = s->manifest.count;
    return status == MORGUE_OK ? write_manifest(s, err) : status;
}

/* Removes what was made, and nothing else: the manifest first. */
static void undo(snapshot *s)
{
    static const char *const written[] = {MG_MANIFEST_NAME, MG_STUB_NAME};
    for (size_t i = 0; s->made_manifest && i < sizeof written / sizeof *written; i++) {
        char *path = mg_path_join(s->folder, written[i]);
        if (path)
            unlink(path);
        free(path);
    }
    for (size_t i = s->count; i-- > 0;)
        if (s->items[i].made)
            remove(s->items[i].to);
    if (s->made_folder)
        rmdir(s->folder);
}

static morgue_status make(const char *path, const char *folder, morgue_snapshot_facts *ret,
                          morgue_error *err)
{
    snapshot s = {.path = path, .folder = folder};
    morgue_status status = mg_place_open(folder, path, &s.made_folder, err);
    if (status != MORGUE_OK)
        return status;
    status = take(&s, err);
    if (status == MORGUE_OK)
        status = finish(&s, err);
    if (status == MORGUE_OK)
        *ret = s.facts;
    else
        undo(&s);
    free_items(&s);
    mg_manifest_free(&s.manifest);
    return status;
}

morgue_status morgue_snapshot(const char *path, const char *folder, morgue_snapshot_facts *ret,
                              morgue_error *err)
{
    mg_manifest manifest = {0};
    morgue_status status = mg_manifest_read(path, &manifest, err);
    mg_manifest_free(&manifest);
    if (status == MORGUE_OK)
        status = make(path, folder, ret, err);
    if (status == MORGUE_STALE) /* the writer that came has made the lock */
        status = make(path, folder, ret, err);
    return status;
}
