#include "archive/manifest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <zlib.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/path.h"
#include "archive/remote/spread.h"
#include "archive/revision.h"

enum { MANIFEST_MAX = 1 << 16, NUMBER_DIGITS = 9, NUMBER_MAX = 999999999 };
enum { FIRST_WITH_FEATURES = 5, FIRST_WITH_CHANGES = 6, FIRST_WITH_PART = 7 }; /* schemas */
enum { FEATURE_NAME_MAX = 32, LINEAGE_DIGITS = 8 };

typedef struct feature {
    const char *name;
    uint32_t since; /* schema */
} feature;

static const feature features[MG_FEATURES] = {
#define FEATURE_ROW(name, text, schema) {text, schema},
    MG_FEATURE_TABLE(FEATURE_ROW)
#undef FEATURE_ROW
};

static const char first_line[] = "morgue archive";
static const char last_line[] = "end";
static const char sum_word[] = "checksum ";
enum { SUM_LINE = sizeof "checksum 01234567" }; /* with its line feed */

static void write_sum(const char *text, size_t len, char ret[SUM_LINE + 1])
{
    uint32_t sum = (uint32_t)crc32(crc32(0, NULL, 0), (const Bytef *)text, (uInt)len);
    snprintf(ret, SUM_LINE + 1, "%s%08" PRIx32 "\n", sum_word, sum);
}
static const char feature_word[] = "feature ", changes_word[] = "changes ", copied_word[] = " copy";
static const char part_word[] = "part ";

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

morgue_status mg_manifest_put(mg_manifest *manifest, const char *shard, morgue_error *err)
{
    if (!can_append(manifest, shard))
        return mg_fail(err, MORGUE_CORRUPT, "%s: cannot be one of the archive's shards", shard);
    return append(manifest, shard) ? MORGUE_OK : mg_fail_memory(err);
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

morgue_status mg_manifest_begin_changes(mg_manifest *manifest, uint64_t since, morgue_error *err)
{
    uint32_t lineage;
    ssize_t n;
    do
        n = getrandom(&lineage, sizeof lineage, 0);
    while (n < 0 && errno == EINTR);
    if (n != (ssize_t)sizeof lineage)
        return mg_fail(err, MORGUE_IO, "the system gives no random numbers: %s", strerror(errno));
    manifest->lineage = lineage + !lineage;
    manifest->since = since;
    manifest->copied = false;
    return MORGUE_OK;
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

typedef struct parsing {
    mg_manifest manifest;
    uint32_t schema;
    bool summed; /* it has a checksum, which is right */
} parsing;

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

/* All that was there in archives of a schema. */
static uint32_t features_of_schema(uint32_t schema)
{
    uint32_t set = 0;
    for (size_t i = 0; i < MG_FEATURES; i++)
        set |= features[i].since <= schema ? 1u << i : 0;
    return set;
}

/* The first line that tells versions apart: before anything else of a later one is looked at. */
static morgue_status parse_schema(const char *path, const char *line, parsing *p, morgue_error *err)
{
    if (!parse_number(line, "schema", &p->schema) || p->schema == 0)
        return damaged(path, line, err);
    if (p->schema >= FIRST_WITH_FEATURES && p->schema <= MG_SCHEMA && !p->summed)
        return damaged(path, "it has no checksum", err);
    if (p->schema <= MG_SCHEMA) {
        p->manifest.features = p->schema < FIRST_WITH_FEATURES ? features_of_schema(p->schema) : 0;
        return MORGUE_OK;
    }
    return mg_fail(
        err, MORGUE_BAD_VERSION,
        "%s: the archive has schema %u, this version of Morgue knows %d: use a newer one", path,
        (unsigned)p->schema, MG_SCHEMA);
}

/* Is it a name that a later version may give a feature: small letters, digits and hyphens? */
static bool names_feature(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len && len <= FEATURE_NAME_MAX && !name[len];
}

/* Features stand before shards, each once. */
static morgue_status parse_feature(const char *path, const char *line, parsing *p,
                                   morgue_error *err)
{
    const char *name = line + strlen(feature_word);
    if (p->schema < FIRST_WITH_FEATURES || p->manifest.count || !names_feature(name))
        return damaged(path, line, err);
    size_t i = 0;
    while (i < MG_FEATURES && strcmp(features[i].name, name) != 0)
        i++;
    if (i == MG_FEATURES)
        return mg_fail(
            err, MORGUE_BAD_VERSION,
            "%s: needs '%s', which this version of Morgue does not know: use a newer one", path,
            name);
    if (p->manifest.features & 1u << i)
        return damaged(path, line, err);
    p->manifest.features |= 1u << i;
    return MORGUE_OK;
}

/* "changes 12 9f3c21aa" or "changes 12 9f3c21aa copy", behind the number of the next shard. */
static morgue_status parse_changes(const char *path, const char *line, parsing *p,
                                   morgue_error *err)
{
    const char *since = line + strlen(changes_word);
    size_t digits = strspn(since, "0123456789");
    const char *lineage = since + digits + 1;
    bool good = p->schema >= FIRST_WITH_CHANGES &&
                mg_revision_parse(since, digits, &p->manifest.since) && since[digits] == ' ' &&
                strspn(lineage, "0123456789abcdef") == LINEAGE_DIGITS;
    p->manifest.copied = good && strcmp(lineage + LINEAGE_DIGITS, copied_word) == 0;
    good = good && (p->manifest.copied || !lineage[LINEAGE_DIGITS]);
    if (good)
        p->manifest.lineage = (uint32_t)strtoul(lineage, NULL, 16);
    return good && p->manifest.lineage ? MORGUE_OK : damaged(path, line, err);
}

/* "part 2/4", behind the changes. */
static morgue_status parse_part(const char *path, const char *line, parsing *p, morgue_error *err)
{
    unsigned part, parts;
    char again[24];
    if (p->schema < FIRST_WITH_PART || sscanf(line, "part %4u/%4u", &part, &parts) != 2 ||
        !mg_part_is_valid(part, parts))
        return damaged(path, line, err);
    snprintf(again, sizeof again, "%s%u/%u", part_word, part, parts);
    if (strcmp(line, again) != 0 || p->manifest.features || p->manifest.count ||
        p->manifest.part.parts)
        return damaged(path, line, err);
    p->manifest.part = (mg_part){part, parts};
    return MORGUE_OK;
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
static morgue_status parse_line(const char *path, size_t n, const char *line, parsing *p,
                                morgue_error *err)
{
    if (n == 2)
        return parse_schema(path, line, p, err);
    if (n == 4 && strncmp(line, changes_word, strlen(changes_word)) == 0)
        return parse_changes(path, line, p, err);
    if (n > 3 && strncmp(line, part_word, strlen(part_word)) == 0)
        return parse_part(path, line, p, err);
    if (n > 3 && strncmp(line, feature_word, strlen(feature_word)) == 0)
        return parse_feature(path, line, p, err);
    bool known = n == 1   ? strcmp(line, first_line) == 0
                 : n == 3 ? parse_number(line, "next", &p->manifest.next)
                          : names_shard(line, &p->manifest);
    if (!known)
        return damaged(path, line, err);
    return n <= 3 || append(&p->manifest, line + 6) ? MORGUE_OK : mg_fail_memory(err);
}

/* Takes the checksum out, which must be right where there is one. A shard whose line does not say
 * so any more would be taken for what a crash has left, and removed. */
static bool check_sum(mg_buffer *text, bool *ret_summed)
{
    char line[SUM_LINE + 1];
    size_t end = strlen(last_line) + 1;
    *ret_summed = false;
    if (text->len < SUM_LINE + end)
        return true;
    char *at = text->data + text->len - end - SUM_LINE;
    if (strncmp(at, sum_word, strlen(sum_word)) != 0)
        return true;
    write_sum(text->data, (size_t)(at - text->data), line);
    if (memcmp(at, line, SUM_LINE) != 0)
        return false;
    memmove(at, at + SUM_LINE, end + 1);
    text->len -= SUM_LINE;
    *ret_summed = true;
    return true;
}

/* A manifest that is cut off must not pass for one with fewer shards: the others would be taken for
 * what a crash has left. So its last line says that it is. */
static morgue_status parse(const char *path, mg_buffer *text, parsing *p, morgue_error *err)
{
    size_t n = 0;
    bool ended = false;
    char *rest = text->data;
    if (strlen(rest) < text->len)
        return damaged(path, "it has a NUL", err);
    if (!check_sum(text, &p->summed))
        return damaged(path, "its checksum is that of another text", err);
    while (*rest && !ended) {
        char *line = strsep(&rest, "\n");
        if (!rest)
            return damaged(path, line, err);
        ended = ++n > 3 && strcmp(line, last_line) == 0;
        morgue_status status = ended ? MORGUE_OK : parse_line(path, n, line, p, err);
        if (status != MORGUE_OK)
            return status;
    }
    if (!ended || *rest)
        return damaged(path, "it ends too early or too late", err);
    return p->schema < FIRST_WITH_PART || p->manifest.part.parts
               ? MORGUE_OK
               : damaged(path, "it does not say which part it is", err);
}

/* Is it the file of a spread archive, even if some line of it is wrong? */
static bool lists_shards(const char *path)
{
    mg_spread spread;
    morgue_error why;
    if (!mg_spread_is_at(path))
        return false;
    morgue_status status = mg_spread_read(path, &spread, &why);
    if (status == MORGUE_OK)
        mg_spread_free(&spread);
    return status == MORGUE_OK || status == MORGUE_BAD_INPUT;
}

/* Tells a missing folder from one that cannot be looked into and one that is no archive. */
static morgue_status explain_missing(const char *path, morgue_error *err)
{
    struct stat info;
    if (lists_shards(path))
        return mg_fail(err, MORGUE_FOREIGN,
                       "%s: is a list of shards: do that on the nodes, each with its own archive",
                       path);
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

morgue_status mg_manifest_read_earlier(const char *path, mg_manifest *ret, morgue_error *err)
{
    mg_buffer text = {0};
    struct stat info;
    parsing p = {.schema = 0};
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
        status = parse(path, &text, &p, err);
    mg_buffer_free(&text);
    if (status == MORGUE_OK)
        *ret = p.manifest;
    else
        mg_manifest_free(&p.manifest);
    return status;
}

morgue_status mg_manifest_read(const char *path, mg_manifest *ret, morgue_error *err)
{
    mg_manifest manifest;
    morgue_status status = mg_manifest_read_earlier(path, &manifest, err);
    if (status != MORGUE_OK)
        return status;
    if (manifest.features == MG_FEATURES_ALL) {
        *ret = manifest;
        return MORGUE_OK;
    }
    mg_manifest_free(&manifest);
    return mg_fail(err, MORGUE_BAD_VERSION,
                   "%s: is of an earlier version: morgue-index --rebuild %s brings it to this one",
                   path, path);
}

/* ---- Writing ------------------------------------------------------------------------------ */

static bool put_sum(mg_buffer *text)
{
    char line[SUM_LINE + 1];
    write_sum(text->data, text->len, line);
    return mg_buffer_append_string(text, line);
}

static bool put_line(mg_buffer *text, const char *word, const char *name)
{
    return mg_buffer_append_string(text, word) && mg_buffer_append_string(text, name) &&
           mg_buffer_append_byte(text, '\n');
}

morgue_status mg_manifest_write(const char *path, const mg_manifest *manifest, morgue_error *err)
{
    char head[64], changes[64], part[24];
    mg_buffer text = {0};
    int schema = manifest->part.parts ? MG_SCHEMA : MG_SCHEMA_WHOLE;
    snprintf(head, sizeof head, "schema %d\nnext %u", schema, (unsigned)manifest->next);
    snprintf(part, sizeof part, "%u/%u", manifest->part.part, manifest->part.parts);
    snprintf(changes, sizeof changes, "%" PRIu64 " %08" PRIx32 "%s", manifest->since,
             manifest->lineage, manifest->copied ? copied_word : "");
    bool fits = put_line(&text, first_line, "") && put_line(&text, head, "");
    if (fits && manifest->lineage)
        fits = put_line(&text, changes_word, changes);
    if (fits && manifest->part.parts)
        fits = put_line(&text, part_word, part);
    for (size_t i = 0; fits && i < MG_FEATURES; i++)
        fits = put_line(&text, feature_word, features[i].name);
    for (size_t i = 0; fits && i < manifest->count; i++)
        fits = put_line(&text, "shard ", manifest->shards[i]);
    fits = fits && put_sum(&text) && put_line(&text, last_line, "");
    morgue_status status = fits ? mg_file_replace(path, MG_MANIFEST_NAME, text.data, text.len, err)
                                : mg_fail_memory(err);
    mg_buffer_free(&text);
    return status;
}
