/* Folders, depth first, in the order of the bytes of their names. The folders that are open stand
 * on a stack of our own; each folder is read once, however many links lead to it. */
#include "indexer/input/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/manifest.h"

/* A folder whose names are being handed out. */
typedef struct folder {
    char **names;
    size_t count;
    size_t next;
    size_t path_len; /* of the folder's own path in walk->path */
    dev_t device;
    ino_t inode;
} folder;

/* A folder that was read. */
typedef struct visit {
    dev_t device;
    ino_t inode;
    bool used;
} visit;

struct mg_walk {
    char **roots;
    size_t n_roots;
    size_t next_root;
    folder *stack;
    size_t depth;
    size_t stack_cap;
    visit *visits; /* hash table of the folders read */
    size_t n_visits;
    size_t visits_cap; /* power of two, or 0 */
    mg_buffer path;
};

/* ---- Folders read -------------------------------------------------------------------------- */

static visit *visit_slot(visit *visits, size_t cap, dev_t device, ino_t inode)
{
    size_t i = ((size_t)inode * 0x9E3779B97F4A7C15u + (size_t)device) & (cap - 1);
    while (visits[i].used && (visits[i].device != device || visits[i].inode != inode))
        i = (i + 1) & (cap - 1);
    return &visits[i];
}

static bool grow_visits(mg_walk *walk)
{
    if (walk->n_visits * 2 < walk->visits_cap)
        return true;
    size_t cap = walk->visits_cap ? walk->visits_cap * 2 : 64;
    visit *visits = calloc(cap, sizeof *visits);
    if (!visits)
        return false;
    for (size_t i = 0; i < walk->visits_cap; i++)
        if (walk->visits[i].used)
            *visit_slot(visits, cap, walk->visits[i].device, walk->visits[i].inode) =
                walk->visits[i];
    free(walk->visits);
    walk->visits = visits;
    walk->visits_cap = cap;
    return true;
}

/* Notes the folder; *ret_new tells whether it is the first time. False when memory is out. */
static bool note_visit(mg_walk *walk, const struct stat *st, bool *ret_new)
{
    if (!grow_visits(walk))
        return false;
    visit *slot = visit_slot(walk->visits, walk->visits_cap, st->st_dev, st->st_ino);
    *ret_new = !slot->used;
    walk->n_visits += !slot->used;
    *slot = (visit){st->st_dev, st->st_ino, true};
    return true;
}

static bool is_open(const mg_walk *walk, const struct stat *st)
{
    for (size_t i = 0; i < walk->depth; i++)
        if (walk->stack[i].device == st->st_dev && walk->stack[i].inode == st->st_ino)
            return true;
    return false;
}

/* ---- Opening folders ----------------------------------------------------------------------- */

static void free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

static int by_name(const void *a, const void *b)
{
    char *const *left = a;
    char *const *right = b;
    return strcmp(*left, *right);
}

static bool add_name(folder *f, size_t *cap, const char *name)
{
    if (f->count == *cap) {
        size_t more = *cap ? *cap * 2 : 32;
        char **names = realloc(f->names, more * sizeof *names);
        if (!names)
            return false;
        f->names = names;
        *cap = more;
    }
    f->names[f->count] = strdup(name);
    return f->names[f->count] && ++f->count;
}

/* Reads the names of a folder; 0 or an errno. */
static int read_names(const char *path, folder *f)
{
    size_t cap = 0;
    int problem = 0;
    DIR *dir = opendir(path);
    if (!dir)
        return errno;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry) {
            problem = errno;
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (!add_name(f, &cap, entry->d_name)) {
            problem = ENOMEM;
            break;
        }
    }
    closedir(dir);
    if (problem)
        free_names(f->names, f->count);
    else if (f->count)
        qsort(f->names, f->count, sizeof *f->names, by_name);
    return problem;
}

/* An archive among the dumps, most likely the one that is being written. */
static bool is_archive(const folder *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->names[i], MG_MANIFEST_NAME) == 0)
            return true;
    return false;
}

static bool push(mg_walk *walk, folder f)
{
    if (walk->depth == walk->stack_cap) {
        size_t cap = walk->stack_cap ? walk->stack_cap * 2 : 16;
        folder *stack = realloc(walk->stack, cap * sizeof *stack);
        if (!stack)
            return false;
        walk->stack = stack;
        walk->stack_cap = cap;
    }
    walk->stack[walk->depth++] = f;
    return true;
}

/* Steps into the folder at walk->path. An entry comes of it only when that cannot be done. */
static morgue_status enter(mg_walk *walk, const struct stat *st, mg_walk_entry *entry,
                           bool *ret_entry, morgue_error *err)
{
    bool first;
    if (!note_visit(walk, st, &first))
        return mg_fail_memory(err);
    *ret_entry = !first;
    if (!first) {
        entry->skip = is_open(walk, st) ? "a link to a folder above it" : "a folder read already";
        return MORGUE_OK;
    }
    folder f = {.path_len = walk->path.len, .device = st->st_dev, .inode = st->st_ino};
    int problem = read_names(walk->path.data, &f);
    if (problem == ENOMEM)
        return mg_fail_memory(err);
    bool archive = !problem && is_archive(&f);
    *ret_entry = problem || archive;
    entry->fail = problem ? strerror(problem) : NULL;
    entry->skip =
        archive ? "a Morgue archive: morgue-search --dump writes out what is in it" : NULL;
    if (problem || (!archive && push(walk, f)))
        return MORGUE_OK;
    free_names(f.names, f.count);
    return archive ? MORGUE_OK : mg_fail_memory(err);
}

/* ---- Walking ------------------------------------------------------------------------------- */

/* Sets walk->path to the next path. False when there is none, or memory is out (*ret_ok). */
static bool next_path(mg_walk *walk, bool *ret_ok, bool *ret_root)
{
    *ret_ok = true;
    while (walk->depth && walk->stack[walk->depth - 1].next == walk->stack[walk->depth - 1].count) {
        folder *done = &walk->stack[--walk->depth];
        free_names(done->names, done->count);
    }
    *ret_root = walk->depth == 0;
    if (*ret_root) {
        if (walk->next_root == walk->n_roots)
            return false;
        mg_buffer_clear(&walk->path);
        *ret_ok = mg_buffer_append_string(&walk->path, walk->roots[walk->next_root++]);
        return *ret_ok;
    }
    folder *top = &walk->stack[walk->depth - 1];
    walk->path.len = top->path_len;
    if (top->path_len && walk->path.data[top->path_len - 1] != '/')
        *ret_ok = mg_buffer_append_byte(&walk->path, '/');
    *ret_ok = *ret_ok && mg_buffer_append_string(&walk->path, top->names[top->next++]);
    return *ret_ok;
}

static bool is_hidden(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (slash ? slash[1] : path[0]) == '.';
}

/* Looks at walk->path. *ret_entry is false when it is a folder that was entered. A path that the
 * caller named is read whatever it is: a hidden file, a pipe. */
static morgue_status look(mg_walk *walk, bool root, mg_walk_entry *entry, bool *ret_entry,
                          morgue_error *err)
{
    struct stat st;
    *ret_entry = true;
    *entry = (mg_walk_entry){.path = walk->path.data, .named = root};
    if (root && strcmp(entry->path, "-") == 0)
        return MORGUE_OK;
    bool hidden = !root && is_hidden(entry->path);
    if (stat(entry->path, &st) != 0)
        entry->fail = strerror(errno);
    else if (S_ISDIR(st.st_mode) && hidden)
        entry->skip = "hidden folder";
    else if (S_ISDIR(st.st_mode))
        return enter(walk, &st, entry, ret_entry, err);
    else if (hidden)
        entry->skip = "hidden file";
    else if (!S_ISREG(st.st_mode) && !root)
        entry->skip = "not a regular file";
    else if (S_ISREG(st.st_mode))
        entry->size = (uint64_t)st.st_size;
    return MORGUE_OK;
}

morgue_status mg_walk_next(mg_walk *walk, mg_walk_entry *ret, bool *ret_more, morgue_error *err)
{
    bool ok, root, is_entry;
    mg_walk_entry entry;
    while (next_path(walk, &ok, &root)) {
        morgue_status status = look(walk, root, &entry, &is_entry, err);
        if (status != MORGUE_OK)
            return status;
        if (is_entry) {
            *ret = entry;
            *ret_more = true;
            return MORGUE_OK;
        }
    }
    if (!ok)
        return mg_fail_memory(err);
    *ret_more = false;
    return MORGUE_OK;
}

morgue_status mg_walk_open(const char *const *paths, size_t n, mg_walk **ret, morgue_error *err)
{
    mg_walk *walk = calloc(1, sizeof *walk);
    if (!walk)
        return mg_fail_memory(err);
    walk->roots = calloc(n ? n : 1, sizeof *walk->roots);
    for (size_t i = 0; walk->roots && i < n; i++) {
        walk->roots[i] = strdup(paths[i]);
        if (!walk->roots[i])
            break;
        walk->n_roots++;
    }
    if (!walk->roots || walk->n_roots < n) {
        mg_walk_free(walk);
        return mg_fail_memory(err);
    }
    *ret = walk;
    return MORGUE_OK;
}

void mg_walk_free(mg_walk *walk)
{
    if (!walk)
        return;
    while (walk->depth) {
        folder *f = &walk->stack[--walk->depth];
        free_names(f->names, f->count);
    }
    free(walk->stack);
    if (walk->roots)
        free_names(walk->roots, walk->n_roots);
    free(walk->visits);
    mg_buffer_free(&walk->path);
    free(walk);
}

uint64_t mg_walk_total(const char *const *paths, size_t n)
{
    mg_walk *walk;
    mg_walk_entry entry;
    bool more = false;
    uint64_t total = 0;
    for (size_t i = 0; i < n; i++)
        if (strcmp(paths[i], "-") == 0)
            return 0;
    if (mg_walk_open(paths, n, &walk, NULL) != MORGUE_OK)
        return 0;
    while (mg_walk_next(walk, &entry, &more, NULL) == MORGUE_OK && more)
        total += entry.skip || entry.fail ? 0 : entry.size;
    mg_walk_free(walk);
    return total;
}
