#include "archive/manifest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/path.h"

enum { MANIFEST_MAX = 1 << 16 };

static const char first_line[] = "morgue archive";

void mg_manifest_free(mg_manifest *manifest)
{
    free(manifest->shards);
    *manifest = (mg_manifest){0};
}

bool mg_manifest_has(const mg_manifest *manifest, const char *shard)
{
    for (size_t i = 0; i < manifest->count; i++)
        if (strcmp(manifest->shards[i], shard) == 0)
            return true;
    return false;
}

/* Appends a name; false when memory is out, the name is no plain folder name or there are too many.
 */
static bool append(mg_manifest *manifest, const char *name)
{
    if (manifest->count == MG_SHARDS_MAX || strlen(name) >= MG_SHARD_NAME_MAX || !*name ||
        *name == '.' || strchr(name, '/'))
        return false;
    void *grown = realloc(manifest->shards, (manifest->count + 1) * sizeof manifest->shards[0]);
    if (!grown)
        return false;
    manifest->shards = grown;
    strcpy(manifest->shards[manifest->count++], name);
    return true;
}

const char *mg_manifest_add(mg_manifest *manifest)
{
    char name[MG_SHARD_NAME_MAX];
    snprintf(name, sizeof name, "shard-%06u", (unsigned)manifest->next + 1);
    if (!append(manifest, name))
        return NULL;
    manifest->next++;
    return manifest->shards[manifest->count - 1];
}

/* ---- Reading ------------------------------------------------------------------------------ */

static morgue_status damaged(const char *path, const char *line, morgue_error *err)
{
    return mg_fail(err, MORGUE_CORRUPT, "%s: the manifest is damaged: '%.60s'", path, line);
}

/* One line behind the first. */
static morgue_status parse_line(const char *path, const char *line, mg_manifest *manifest,
                                morgue_error *err)
{
    unsigned number;
    char end;
    if (sscanf(line, "schema %u%c", &number, &end) == 1) {
        if (number == MG_SCHEMA)
            return MORGUE_OK;
        return mg_fail(err, MORGUE_BAD_VERSION,
                       "%s: the archive has schema %u, this version of Morgue knows %d: index the "
                       "articles anew (morgue-search --dump of the other version writes them)",
                       path, number, MG_SCHEMA);
    }
    if (sscanf(line, "next %u%c", &number, &end) == 1) {
        manifest->next = number;
        return MORGUE_OK;
    }
    if (strncmp(line, "shard ", 6) == 0 && append(manifest, line + 6))
        return MORGUE_OK;
    return damaged(path, line, err);
}

static morgue_status parse(const char *path, char *text, mg_manifest *manifest, morgue_error *err)
{
    char *rest = text;
    char *line = strsep(&rest, "\n");
    if (strcmp(line, first_line) != 0)
        return damaged(path, line, err);
    while (rest && *rest) {
        line = strsep(&rest, "\n");
        if (!rest)
            return damaged(path, line, err); /* the last line feed is missing: cut off */
        morgue_status status = parse_line(path, line, manifest, err);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Tells a missing folder from one that cannot be looked into and one that is no archive. */
static morgue_status explain_missing(const char *path, morgue_error *err)
{
    FILE *folder = fopen(path, "r");
    if (!folder && errno != ENOENT && errno != ENOTDIR)
        return mg_fail_errno(err, "open the archive", path);
    if (!folder)
        return mg_fail(err, MORGUE_NOT_FOUND,
                       "%s: there is no such archive: make one with morgue-index", path);
    fclose(folder);
    return mg_fail(err, MORGUE_FOREIGN,
                   "%s: not a Morgue archive: it has no file " MG_MANIFEST_NAME, path);
}

morgue_status mg_manifest_read(const char *path, mg_manifest *ret, morgue_error *err)
{
    mg_buffer text = {0};
    mg_manifest manifest = {0};
    char *file = mg_path_join(path, MG_MANIFEST_NAME);
    if (!file)
        return mg_fail_memory(err);
    morgue_status status = mg_file_read(file, MANIFEST_MAX, &text, err);
    free(file);
    if (status == MORGUE_NOT_FOUND || (status == MORGUE_IO && !is_folder(path)))
        status = explain_missing(path, err);
    else if (status == MORGUE_BAD_INPUT)
        status = damaged(path, "too long", err);
    else if (status == MORGUE_OK)
        status = parse(path, text.data, &manifest, err);
    mg_buffer_free(&text);
    if (status == MORGUE_OK)
        *ret = manifest;
    else
        mg_manifest_free(&manifest);
    return status;
}

/* ---- Writing ------------------------------------------------------------------------------ */

morgue_status mg_manifest_write(const char *path, const mg_manifest *manifest, morgue_error *err)
{
    char line[64];
    mg_buffer text = {0};
    snprintf(line, sizeof line, "%s\nschema %d\nnext %u\n", first_line, MG_SCHEMA,
             (unsigned)manifest->next);
    bool fits = mg_buffer_append_string(&text, line);
    for (size_t i = 0; fits && i < manifest->count; i++) {
        snprintf(line, sizeof line, "shard %s\n", manifest->shards[i]);
        fits = mg_buffer_append_string(&text, line);
    }
    morgue_status status = fits ? mg_file_replace(path, MG_MANIFEST_NAME, text.data, text.len, err)
                                : mg_fail_memory(err);
    mg_buffer_free(&text);
    return status;
}
