#include "indexer/maintain/verify.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/error.h"
#include "archive/glass/base.h"
#include "archive/lock.h"
#include "archive/manifest.h"
#include "archive/path.h"

/* The index is compared for this many articles of an archive, or for one of so many. */
enum { SAMPLE = 1000, ONE_OF = 100 };

/* ---- Telling ------------------------------------------------------------------------------ */

static void tell(mg_verification *run, const char *place, uint32_t docid, const char *id,
                 const char *what)
{
    const morgue_damage damage = {.place = place, .id = id, .docid = docid, .what = what};
    run->verdict.damages++;
    if (run->options->damage)
        run->options->damage(run->options->user, &damage);
}

void mg_verify_tell(const mg_suspect *s, uint32_t docid, const char *id, const char *format, ...)
{
    char what[512];
    va_list words;
    va_start(words, format);
    vsnprintf(what, sizeof what, format, words);
    va_end(words);
    tell(s->run, s->name, docid, id, what);
}

/* Messages begin with the path, which is told apart. */
static const char *without_path(const char *message, const char *path)
{
    size_t len = strlen(path);
    return strncmp(message, path, len) == 0 && strncmp(message + len, ": ", 2) == 0
               ? message + len + 2
               : message;
}

morgue_status mg_verify_met(const mg_suspect *s, uint32_t docid, const char *id,
                            morgue_status status, const morgue_error *met, morgue_error *err)
{
    if (status == MORGUE_OK)
        return MORGUE_OK;
    if (status == MORGUE_NO_MEMORY || status == MORGUE_CANCELLED)
        return mg_fail(err, status, "%s", met->message);
    mg_verify_tell(s, docid, id, "%.480s", without_path(met->message, s->path));
    return MORGUE_OK;
}

morgue_status mg_verify_go_on(const mg_verification *run, morgue_error *err)
{
    const morgue_maintain_options *o = run->options;
    if (o->progress && !o->progress(o->user, run->done, run->total))
        return mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    return MORGUE_OK;
}

/* ---- One shard ---------------------------------------------------------------------------- */

static void free_sums(mg_suspect *s)
{
    for (size_t w = 0; s->sums && w <= mg_index_last(s->index) / MG_WINDOW; w++)
        free(s->sums[w]);
    free(s->sums);
}

static morgue_status read_shard(mg_suspect *s, morgue_error *err)
{
    morgue_error met;
    bool full = s->run->options->full;
    if (full)
        s->sums = calloc((size_t)mg_index_last(s->index) / MG_WINDOW + 1, sizeof *s->sums);
    if (full && !s->sums)
        return mg_fail_memory(err);
    morgue_status status = mg_verify_records(s, err);
    if (status == MORGUE_OK)
        status = mg_verify_changes(s, err);
    if (status == MORGUE_OK && full)
        status = mg_verify_postings(s, err);
    if (status == MORGUE_OK)
        status = mg_verify_met(s, 0, "", mg_index_check(s->index, &met), &met, err);
    free_sums(s);
    return status;
}

static morgue_status verify_shard(mg_verification *run, const char *name, mg_index *index,
                                  morgue_error *err)
{
    char *path = mg_path_join(run->path, name);
    mg_suspect s = {.run = run, .name = name, .path = path, .index = index};
    if (!path)
        return mg_fail_memory(err);
    run->verdict.shards++;
    morgue_status status = MORGUE_OK;
    if (access(path, F_OK) == 0)
        status = mg_verify_structure(&s, err);
    if (status == MORGUE_OK && index)
        status = read_shard(&s, err);
    free(path);
    return status;
}

/* ---- All of them -------------------------------------------------------------------------- */

static morgue_status check_permission(const char *folder, const char *name, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    char *path = mg_path_join(folder, name);
    int fd = path ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
    if (!path)
        status = mg_fail_memory(err);
    else if (fd < 0 && (errno == EACCES || errno == EPERM))
        status = mg_fail_errno(err, "read", path);
    if (fd >= 0)
        close(fd);
    free(path);
    return status;
}

/* What the caller may not read cannot be checked, and is not damaged by that. Errors: IO,
 * NO_MEMORY. */
static morgue_status check_permissions(const char *shard, morgue_error *err)
{
    DIR *folder = opendir(shard);
    if (!folder && errno == EACCES)
        return mg_fail_errno(err, "look into the shard", shard);
    morgue_status status = MORGUE_OK;
    for (struct dirent *entry; status == MORGUE_OK && folder && (entry = readdir(folder));)
        if (mg_path_is_table(entry->d_name) || strcmp(entry->d_name, MG_BASE_NAME) == 0)
            status = check_permission(shard, entry->d_name, err);
    if (folder)
        closedir(folder);
    return status;
}

/* Opens a shard; NULL where that cannot be, which is told. Errors: IO (it may not be read),
 * NO_MEMORY. */
static morgue_status open_shard(mg_verification *run, const char *name, mg_index **ret,
                                morgue_error *err)
{
    morgue_error met;
    char *path = mg_path_join(run->path, name);
    const mg_suspect s = {.run = run, .name = name, .path = path};
    if (!path)
        return mg_fail_memory(err);
    bool there = access(path, F_OK) == 0;
    if (!there)
        mg_verify_tell(&s, 0, "", "it is missing: %s", strerror(errno));
    morgue_status status = there ? check_permissions(path, err) : MORGUE_OK;
    if (there && status == MORGUE_OK)
        status = mg_verify_met(&s, 0, "", mg_index_open(path, ret, &met), &met, err);
    free(path);
    return status;
}

static morgue_status open_shards(mg_verification *run, const mg_manifest *manifest,
                                 morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    run->indexes = calloc(manifest->count + 1, sizeof *run->indexes);
    if (!run->indexes)
        return mg_fail_memory(err);
    run->n_indexes = manifest->count;
    for (size_t i = 0; status == MORGUE_OK && i < manifest->count; i++) {
        status = open_shard(run, manifest->shards[i], &run->indexes[i], err);
        run->total += run->indexes[i] ? mg_index_articles(run->indexes[i]) : 0;
    }
    run->step = run->total / SAMPLE < ONE_OF ? run->total / SAMPLE : ONE_OF;
    run->step += !run->step;
    return status;
}

static morgue_status verify_shards(mg_verification *run, morgue_error *err)
{
    morgue_error met;
    mg_manifest manifest = {0};
    morgue_status status = mg_manifest_read(run->path, &manifest, &met);
    if (status == MORGUE_CORRUPT) {
        tell(run, MG_MANIFEST_NAME, 0, "", without_path(met.message, run->path));
        return MORGUE_OK;
    }
    if (status != MORGUE_OK) {
        if (err)
            *err = met;
        return status;
    }
    run->part = manifest.part;
    status = open_shards(run, &manifest, err);
    for (size_t i = 0; status == MORGUE_OK && i < manifest.count; i++)
        status = verify_shard(run, manifest.shards[i], run->indexes[i], err);
    mg_manifest_free(&manifest);
    return status;
}

static void end(mg_verification *run)
{
    for (size_t i = 0; i < run->n_indexes; i++)
        mg_index_free(run->indexes[i]);
    free(run->indexes);
    mg_dictionaries_free(&run->dictionaries);
    mg_idset_free(&run->ids);
    mg_footprint_free(&run->footprint);
}

morgue_status morgue_verify(const char *path, const morgue_maintain_options *options,
                            morgue_verdict *ret, morgue_error *err)
{
    const morgue_maintain_options defaults = {0};
    mg_verification run = {.path = path, .options = options ? options : &defaults};
    mg_manifest manifest = {0};
    int fd = -1;
    morgue_status status = mg_manifest_read(path, &manifest, err); /* is it an archive at all? */
    mg_manifest_free(&manifest);
    if (status == MORGUE_OK || status == MORGUE_CORRUPT)
        status = mg_lock_out_writers(path, &fd, err);
    if (status == MORGUE_OK)
        status = verify_shards(&run, err);
    if (status == MORGUE_OK)
        *ret = run.verdict;
    end(&run);
    if (fd >= 0)
        close(fd);
    return status;
}
