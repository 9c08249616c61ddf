/* Opening a glass database, and whether what was read of it counts.
 *
 * A writer puts blocks of a later revision where none of this revision are, and then replaces the
 * version file; only after that may it overwrite blocks of this one. So all that was read was good
 * if the version file is the same afterwards. If it is gone the database was removed as a whole,
 * and what is mapped lives on. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/glass/glass.h"
#include "archive/path.h"

enum { TRIES = 10, YOUNG = 2 /* seconds */ };

static const char *const names[MG_BASE_READ] = {"postlist", "docdata", "termlist", "position"};

/* ---- The version file --------------------------------------------------------------------- */

typedef struct version {
    struct stat file;
    uint8_t bytes[MG_BASE_MAX + 1];
    size_t len;
} version;

/* Errors: those of errno; NOT_FOUND also where the folder is none. */
static morgue_status read_version(int folder, const char *path, version *ret, morgue_error *err)
{
    int fd = openat(folder, MG_BASE_NAME, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOTDIR)
        errno = ENOENT;
    if (fd < 0)
        return mg_fail_errno(err, "open its version file", path);
    ssize_t n;
    ret->len = 0;
    while ((n = read(fd, ret->bytes + ret->len, sizeof ret->bytes - ret->len)) > 0 ||
           (n < 0 && errno == EINTR))
        ret->len += n > 0 ? (size_t)n : 0;
    if (n == 0)
        n = fstat(fd, &ret->file);
    morgue_status status = n < 0 ? mg_fail_errno(err, "read its version file", path) : MORGUE_OK;
    close(fd);
    return status;
}

static bool same_content(const mg_glass *glass, const version *now)
{
    return now->len == glass->content_len && memcmp(now->bytes, glass->content, now->len) == 0;
}

static bool same_times(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static void keep_version(mg_glass *glass, const version *from)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    glass->file = from->file;
    memcpy(glass->content, from->bytes, from->len);
    glass->content_len = from->len;
    glass->fresh = now.tv_sec - from->file.st_mtim.tv_sec < YOUNG;
}

/* ---- Checking ----------------------------------------------------------------------------- */

static const mg_btree *find_trouble(const mg_glass *glass)
{
    for (size_t i = 0; i < MG_BASE_READ; i++)
        if (glass->tables[i].damage || glass->tables[i].starved)
            return &glass->tables[i];
    return NULL;
}

static morgue_status fail_stale(const mg_glass *glass, morgue_error *err)
{
    return mg_fail(err, MORGUE_STALE, "%s: changed while it was read: try again", glass->path);
}

/* Is there another version file by now? NOT_FOUND where there is none. */
static morgue_status compare_version(const mg_glass *glass, bool doubtful, morgue_error *err)
{
    version now;
    int folder = open(glass->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno == ENOENT || errno == ENOTDIR ? MORGUE_NOT_FOUND
                                                   : mg_fail_errno(err, "open", glass->path);
    morgue_status status = MORGUE_OK;
    int found = doubtful ? -1 : fstatat(folder, MG_BASE_NAME, &now.file, 0);
    if (found < 0 || !same_times(&now.file, &glass->file)) {
        status = read_version(folder, glass->path, &now, err);
        if (status == MORGUE_OK && !same_content(glass, &now))
            status = fail_stale(glass, err);
    }
    close(folder);
    return status;
}

/* A shard that was merged away is as it was mapped, unless it had been changed before. */
static bool was_written(const mg_glass *glass)
{
    struct stat now;
    return glass->witness >= 0 &&
           (fstat(glass->witness, &now) != 0 || now.st_mtim.tv_sec != glass->written.tv_sec ||
            now.st_mtim.tv_nsec != glass->written.tv_nsec);
}

static morgue_status check(const mg_index *index, morgue_error *err)
{
    const mg_glass *glass = (const mg_glass *)index;
    const mg_btree *bad = find_trouble(glass);
    morgue_status status = compare_version(glass, glass->fresh || bad, err);
    if (status != MORGUE_OK && status != MORGUE_NOT_FOUND)
        return status;
    if (status == MORGUE_NOT_FOUND && (bad ? bad->damage != NULL : was_written(glass)))
        return fail_stale(glass, err);
    if (!bad)
        return MORGUE_OK;
    if (!bad->damage)
        return mg_fail_memory(err);
    return mg_fail(err, MORGUE_CORRUPT, "%s: the table '%s' is damaged: %s", glass->path, bad->name,
                   bad->damage);
}

morgue_status mg_glass_fail(mg_glass *glass, morgue_error *err)
{
    morgue_status status = check(&glass->face, err);
    if (status == MORGUE_OK)
        return mg_fail(err, MORGUE_CORRUPT, "%s: damaged", glass->path);
    return status;
}

/* ---- Opening ------------------------------------------------------------------------------ */

static void unmap(mg_glass *glass)
{
    for (size_t i = 0; i < MG_BASE_READ; i++)
        mg_btree_free(&glass->tables[i]);
    if (glass->mapping)
        munmap(glass->mapping, glass->mapped);
    glass->mapping = NULL;
    if (glass->witness >= 0)
        close(glass->witness);
    glass->witness = -1;
}

static void free_glass(mg_index *index)
{
    mg_glass *glass = (mg_glass *)index;
    mg_glass_list_free((mg_list *)glass->lengths);
    unmap(glass);
    mg_buffer_free(&glass->scratch);
    free(glass->path);
    free(glass);
}

typedef struct table_file {
    int fd;
    uint64_t size;
    size_t offset; /* in the mapping */
} table_file;

static morgue_status open_table(mg_glass *glass, int folder, size_t table, table_file *ret,
                                morgue_error *err)
{
    char name[24];
    struct stat info;
    snprintf(name, sizeof name, "%s.glass", names[table]);
    ret->fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    if (ret->fd < 0 && errno == ENOENT)
        return mg_fail(err, MORGUE_CORRUPT, "%s: the table '%s' is missing", glass->path,
                       names[table]);
    if (ret->fd < 0 || fstat(ret->fd, &info) != 0)
        return mg_fail_errno(err, "open a table", glass->path);
    ret->size = (uint64_t)info.st_size;
    ret->offset = glass->mapped;
    glass->mapped += ((size_t)ret->size + MG_BTREE_SLACK + 65535) & ~(size_t)65535;
    return MORGUE_OK;
}

/* The tables go into one range of addresses, which is zeros where they are not. */
static morgue_status map_files(mg_glass *glass, const mg_base *base,
                               const table_file files[MG_BASE_READ], morgue_error *err)
{
    if (glass->mapped) {
        const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        void *range = mmap(NULL, glass->mapped, PROT_READ, flags, -1, 0);
        if (range == MAP_FAILED)
            return mg_fail_errno(err, "map", glass->path);
        glass->mapping = range;
    }
    for (size_t i = 0; i < MG_BASE_READ; i++) {
        uint8_t *at = glass->mapping ? (uint8_t *)glass->mapping + files[i].offset : NULL;
        if (files[i].size && mmap(at, files[i].size, PROT_READ, MAP_SHARED | MAP_FIXED, files[i].fd,
                                  0) == MAP_FAILED)
            return mg_fail_errno(err, "map a table", glass->path);
        mg_btree_init(&glass->tables[i], names[i], &base->roots[i], base->revision, at,
                      files[i].size);
    }
    return MORGUE_OK;
}

/* Takes over the table's descriptor. */
static void keep_witness(mg_glass *glass, table_file *postings)
{
    struct stat info;
    if (postings->fd < 0 || fstat(postings->fd, &info) != 0)
        return;
    glass->witness = postings->fd;
    glass->written = info.st_mtim;
    postings->fd = -1;
}

/* Has a writer made the tables its own (see indexer/build/unshare.h) while they were opened? The
 * table of postings goes first there: if it is still the one that was opened, all are of before,
 * and never change; if it is the new one, it tells of changes as ever. */
static bool is_replaced(const mg_glass *glass, int folder)
{
    struct stat opened, now;
    return glass->witness >= 0 && fstat(glass->witness, &opened) == 0 &&
           fstatat(folder, "postlist.glass", &now, 0) == 0 &&
           (opened.st_ino != now.st_ino || opened.st_dev != now.st_dev);
}

static morgue_status map_tables(mg_glass *glass, int folder, const mg_base *base, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    table_file files[MG_BASE_READ] = {{-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}};
    glass->mapped = 0;
    for (size_t i = 0; status == MORGUE_OK && i < MG_BASE_READ; i++)
        if (!base->roots[i].empty)
            status = open_table(glass, folder, i, &files[i], err);
    if (status == MORGUE_OK)
        status = map_files(glass, base, files, err);
    keep_witness(glass, &files[MG_BASE_POSTLIST]);
    for (size_t i = 0; i < MG_BASE_READ; i++)
        if (files[i].fd >= 0)
            close(files[i].fd);
    return status;
}

/* Does the table have the block of its root? */
static bool has_blocks(int folder, const char *name, const mg_base_root *root)
{
    struct stat info;
    return fstatat(folder, name, &info, 0) == 0 &&
           (uint64_t)info.st_size / root->block_size > root->block;
}

/* Is there all that Xapian takes for granted? It does not stand a table whose root cannot be read.
 */
static morgue_status check_roots(mg_glass *glass, int folder, const mg_base *base,
                                 morgue_error *err)
{
    static const char *const unread[] = {"spelling.glass", "synonym.glass"};
    for (size_t i = 0; i < MG_BASE_READ; i++) {
        mg_btree *tree = &glass->tables[i];
        if (!mg_btree_has_root(tree))
            return mg_fail(err, MORGUE_CORRUPT, "%s: the table '%s' is damaged: %s", glass->path,
                           tree->name, tree->damage);
    }
    for (size_t i = MG_BASE_READ; i < MG_BASE_TABLES; i++)
        if (!base->roots[i].empty && !has_blocks(folder, unread[i - MG_BASE_READ], &base->roots[i]))
            return mg_fail(err, MORGUE_CORRUPT, "%s: a table of it is missing or too short",
                           glass->path);
    return MORGUE_OK;
}

/* One try. *ret_again: the version file, or a table, was another one in the end. */
static morgue_status take_version(mg_glass *glass, int folder, bool *ret_known, bool *ret_again,
                                  morgue_error *err)
{
    version before, after;
    mg_base base;
    *ret_again = false;
    morgue_status status = read_version(folder, glass->path, &before, err);
    *ret_known = status == MORGUE_OK && mg_base_parse(before.bytes, before.len, &base);
    if (status == MORGUE_OK && !*ret_known && mg_base_is_ours(before.bytes, before.len))
        return mg_fail(err, MORGUE_CORRUPT, "%s: its version file is damaged", glass->path);
    if (!*ret_known)
        return status == MORGUE_NOT_FOUND ? MORGUE_OK : status;
    keep_version(glass, &before);
    glass->face.articles = base.articles;
    glass->face.last = base.last;
    glass->face.total_length = base.total_length;
    status = map_tables(glass, folder, &base, err);
    if (status == MORGUE_OK)
        status = check_roots(glass, folder, &base, err);
    morgue_status again = read_version(folder, glass->path, &after, NULL);
    *ret_again = again != MORGUE_OK || !same_content(glass, &after) || is_replaced(glass, folder);
    return status;
}

static const mg_index_kind kind = {
    .free = free_glass,
    .check = check,
    .terms_open = mg_glass_terms_open,
    .terms_next = mg_glass_terms_next,
    .terms_seek = mg_glass_terms_seek,
    .terms_free = mg_glass_terms_free,
    .list_open = mg_glass_list_open,
    .list_free = mg_glass_list_free,
    .list_skip = mg_glass_list_skip,
    .list_take = mg_glass_list_take,
    .list_positions = mg_glass_list_positions,
    .lengths = mg_glass_lengths,
    .values = mg_glass_values,
    .value_bounds = mg_glass_value_bounds,
    .record = mg_glass_record,
    .document_terms = mg_glass_document_terms,
    .metadata = mg_glass_metadata,
    .each_metadata = mg_glass_each_metadata,
};

static morgue_status open_in(mg_glass *glass, int folder, bool *ret_known, morgue_error *err)
{
    for (unsigned tries = 0; tries < TRIES; tries++) {
        bool again;
        morgue_status status = take_version(glass, folder, ret_known, &again, err);
        if (!again || status == MORGUE_NO_MEMORY)
            return status;
        unmap(glass);
    }
    *ret_known = false;
    return fail_stale(glass, err);
}

morgue_status mg_glass_open(const char *path, mg_index **ret, morgue_error *err)
{
    bool known = false;
    int folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return MORGUE_OK; /* a file, or nothing: the iterators tell */
    mg_glass *glass = calloc(1, sizeof *glass);
    if (glass) {
        glass->path = strdup(path);
        glass->witness = -1;
    }
    morgue_status status =
        glass && glass->path ? open_in(glass, folder, &known, err) : mg_fail_memory(err);
    close(folder);
    if (status == MORGUE_OK && known) {
        glass->face.kind = &kind;
        mg_cursor_init(&glass->documents, &glass->tables[MG_BASE_DOCDATA]);
        *ret = &glass->face;
    } else if (glass) {
        free_glass(&glass->face);
    }
    return status;
}
