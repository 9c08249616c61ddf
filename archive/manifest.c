#include "archive/manifest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/path.h"

enum { MANIFEST_MAX = 1 << 16, NUMBER_DIGITS = 9, NUMBER_MAX = 999999999 };

static const char first_line[] = "morgue archive";
static const char last_line[] = "end";

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

/* Is it a plain folder name, and has the manifest room for it? */
static bool can_append(const mg_manifest *manifest, const char *name)
{
    return manifest->count < MG_SHARDS_MAX && strlen(name) < MG_SHARD_NAME_MAX && *name &&
           *name != '.' && !strchr(name, '/');
}

/* Appends such a name; false when memory is out. */
static bool append(mg_manifest *manifest, const char *name)
{
    void *grown = realloc(manifest->shards, (manifest->count + 1) * sizeof manifest->shards[0]);
    if (!grown)
        return false;
    manifest->shards = grown;
    strcpy(manifest->shards[manifest->count++], name);
    return true;
}

void mg_manifest_next_name(const mg_manifest *manifest, char ret[MG_SHARD_NAME_MAX])
{
    snprintf(ret, MG_SHARD_NAME_MAX, "shard-%06u", (unsigned)manifest->next + 1);
}

const char *mg_manifest_add(mg_manifest *manifest)
{
    char name[MG_SHARD_NAME_MAX];
    if (manifest->next == NUMBER_MAX)
        return NULL;
    mg_manifest_next_name(manifest, name);
    if (!can_append(manifest, name) || !append(manifest, name))
        return NULL;
    manifest->next++;
    return manifest->shards[manifest->count - 1];
}

const char *mg_manifest_merge(mg_manifest *manifest, const bool *merged)
{
    size_t kept = 0, place = 0;
    if (manifest->next == NUMBER_MAX)
        return NULL;
    for (size_t i = 0; i < manifest->count; i++) {
        if (merged[i])
            place = kept;
        else
            memmove(manifest->shards[kept++], manifest->shards[i], sizeof manifest->shards[0]);
    }
    memmove(manifest->shards + place + 1, manifest->shards + place,
            (kept - place) * sizeof manifest->shards[0]);
    mg_manifest_next_name(manifest, manifest->shards[place]);
    manifest->count = kept + 1;
    manifest->next++;
    return manifest->shards[place];
}

bool mg_manifest_copy(const mg_manifest *manifest, mg_manifest *ret)
{
    mg_manifest copy = *manifest;
    copy.shards = malloc((copy.count + 1) * sizeof copy.shards[0]);
    if (!copy.shards)
        return false;
    for (size_t i = 0; i < copy.count; i++)
        strcpy(copy.shards[i], manifest->shards[i]);
    *ret = copy;
    return true;
}

bool mg_manifest_same(const mg_manifest *one, const mg_manifest *other)
{
    bool same = one->next == other->next && one->count == other->count;
    for (size_t i = 0; same && i < one->count; i++)
        same = strcmp(one->shards[i], other->shards[i]) == 0;
    return same;
}

/* ---- Reading ------------------------------------------------------------------------------ */

static morgue_status damaged(const char *path, const char *line, morgue_error *err)
{
    return mg_fail(err, MORGUE_CORRUPT, "%s: the manifest is damaged: '%.60s'", path, line);
}

/* The number behind `word` and a space, which is the rest of the line. */
static bool parse_number(const char *line, const char *word, uint32_t *ret)
{
    size_t n = strlen(word);
    if (strncmp(line, word, n) != 0 || line[n] != ' ')
        return false;
    const char *digits = line + n + 1;
    size_t count = strspn(digits, "0123456789");
    if (!count || count > NUMBER_DIGITS || digits[count])
        return false;
    *ret = (uint32_t)strtoul(digits, NULL, 10);
    return true;
}

static morgue_status parse_schema(const char *path, const char *line, morgue_error *err)
{
    uint32_t number;
    if (!parse_number(line, "schema", &number))
        return damaged(path, line, err);
    if (number == MG_SCHEMA)
        return MORGUE_OK;
    return mg_fail(err, MORGUE_BAD_VERSION,
                   "%s: the archive has schema %u, this version of Morgue knows %d: index the "
                   "articles anew (morgue-search --dump of the other version writes them)",
                   path, (unsigned)number, MG_SCHEMA);
}

/* A shard is there once, and its number was given out before. */
static bool names_shard(const char *line, const mg_manifest *manifest)
{
    if (strncmp(line, "shard ", 6) != 0)
        return false;
    const char *name = line + 6;
    if (mg_manifest_has(manifest, name))
        return false;
    if (strncmp(name, "shard-", 6) == 0 && strtoul(name + 6, NULL, 10) > manifest->next)
        return false;
    return can_append(manifest, name);
}

/* Line `n`, from 1: they stand in the order in which they are written. */
static morgue_status parse_line(const char *path, size_t n, const char *line, mg_manifest *manifest,
                                morgue_error *err)
{
    if (n == 2)
        return parse_schema(path, line, err);
    bool known = n == 1   ? strcmp(line, first_line) == 0
                 : n == 3 ? parse_number(line, "next", &manifest->next)
                          : names_shard(line, manifest);
    if (!known)
        return damaged(path, line, err);
    return n <= 3 || append(manifest, line + 6) ? MORGUE_OK : mg_fail_memory(err);
}

/* A manifest that is cut off must not pass for one with fewer shards: the others would be taken for
 * what a crash has left. So its last line says that it is. */
static morgue_status parse(const char *path, mg_buffer *text, mg_manifest *manifest,
                           morgue_error *err)
{
    size_t n = 0;
    bool ended = false;
    char *rest = text->data;
    if (strlen(rest) < text->len)
        return damaged(path, "it has a NUL", err);
    while (*rest && !ended) {
        char *line = strsep(&rest, "\n");
        if (!rest)
            return damaged(path, line, err);
        ended = ++n > 3 && strcmp(line, last_line) == 0;
        morgue_status status = ended ? MORGUE_OK : parse_line(path, n, line, manifest, err);
        if (status != MORGUE_OK)
            return status;
    }
    return ended && !*rest ? MORGUE_OK : damaged(path, "it ends too early or too late", err);
}

/* Tells a missing folder from one that cannot be looked into and one that is no archive. */
static morgue_status explain_missing(const char *path, morgue_error *err)
{
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
        return mg_fail(err, MORGUE_FOREIGN,
                       "%s: is a file, not an archive: the archive's folder comes first", path);
    if (stat(path, &info) == 0)
        return mg_fail(err, MORGUE_FOREIGN,
                       "%s: not a Morgue archive: it has no file " MG_MANIFEST_NAME, path);
    if (errno != ENOENT && errno != ENOTDIR)
        return mg_fail_errno(err, "open the archive", path);
    return mg_fail(err, MORGUE_NOT_FOUND,
                   "%s: there is no such archive: make one with morgue-index", path);
}

morgue_status mg_manifest_read(const char *path, mg_manifest *ret, morgue_error *err)
{
    mg_buffer text = {0};
    struct stat info;
    mg_manifest manifest = {0};
    char *file = mg_path_join(path, MG_MANIFEST_NAME);
    if (!file)
        return mg_fail_memory(err);
    morgue_status status = mg_file_read(file, MANIFEST_MAX, &text, err);
    free(file);
    bool is_file = stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
    if (status == MORGUE_NOT_FOUND || is_file)
        status = explain_missing(path, err);
    else if (status == MORGUE_BAD_INPUT)
        status = damaged(path, "too long", err);
    else if (status == MORGUE_OK)
        status = parse(path, &text, &manifest, err);
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
    fits = fits && mg_buffer_append_string(&text, last_line) && mg_buffer_append_byte(&text, '\n');
    morgue_status status = fits ? mg_file_replace(path, MG_MANIFEST_NAME, text.data, text.len, err)
                                : mg_fail_memory(err);
    mg_buffer_free(&text);
    return status;
}
