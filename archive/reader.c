#include "archive/reader.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/pack.h"
#include "archive/path.h"
#include "archive/place.h"
#include "archive/record.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"

enum { TRIES = 20, OPEN_TRIES = 1000 };

/* ---- Opening ------------------------------------------------------------------------------ */

/* What is open of an archive: all of it is of one moment. */
typedef struct state {
    mg_manifest manifest;
    mg_index **indexes;
} state;

static void free_indexes(mg_index **indexes, size_t n)
{
    for (size_t i = 0; indexes && i < n; i++)
        mg_index_free(indexes[i]);
    free(indexes);
}

static void free_state(state *s)
{
    free_indexes(s->indexes, s->manifest.count);
    mg_manifest_free(&s->manifest);
}

/* Opens the shards of the manifest one by one. */
static morgue_status open_indexes(const char *path, const mg_manifest *manifest, mg_index ***ret,
                                  morgue_error *err)
{
    mg_index **indexes = calloc(manifest->count + 1, sizeof *indexes);
    morgue_status status = indexes ? MORGUE_OK : mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < manifest->count; i++)
        status = mg_open_shard(path, manifest->shards[i], &indexes[i], err);
    if (status != MORGUE_OK)
        free_indexes(indexes, manifest->count);
    else
        *ret = indexes;
    return status;
}

/* Has a shard been committed to since it was opened? */
static bool is_stale(mg_index *const *indexes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (mg_index_check(indexes[i], NULL) == MORGUE_STALE)
            return true;
    return false;
}

static void forget(morgue_archive *archive)
{
    if (archive->memo)
        archive->free_memo(archive->memo);
    archive->memo = NULL;
}

static void renew_stems(morgue_archive *archive)
{
    mg_stems_close(archive->stems, archive->n_stems);
    archive->n_stems = mg_stems_open(archive->indexes, archive->manifest.count, archive->stems);
}

static void take_up(morgue_archive *archive, state *now)
{
    forget(archive);
    state before = {archive->manifest, archive->indexes};
    free_state(&before);
    archive->indexes = now->indexes;
    archive->manifest = now->manifest;
    renew_stems(archive);
}

/* Does the archive have another list of shards than this? */
static bool is_past(const char *path, const mg_manifest *manifest)
{
    mg_manifest now;
    if (mg_manifest_read(path, &now, NULL) != MORGUE_OK)
        return false;
    bool past = !mg_manifest_same(manifest, &now);
    mg_manifest_free(&now);
    return past;
}

/* Reads the manifest and opens what it lists. A writer may replace shards between the two, and
 * remove the old ones: Xapian takes a table whose file is gone for an empty one. So what was opened
 * counts only if the manifest is still the same; and it is of one moment only if no shard has been
 * committed to since it was opened. */
static morgue_status open_state(morgue_archive *archive, morgue_error *err)
{
    for (unsigned tries = 0, failures = 0;; tries++) {
        state now = {.indexes = NULL};
        morgue_status status = mg_manifest_read(archive->path, &now.manifest, err);
        if (status != MORGUE_OK)
            return status;
        status = open_indexes(archive->path, &now.manifest, &now.indexes, err);
        bool past = is_past(archive->path, &now.manifest) ||
                    (status == MORGUE_OK && is_stale(now.indexes, now.manifest.count));
        if (status == MORGUE_OK && !past) {
            take_up(archive, &now);
            return MORGUE_OK;
        }
        free_state(&now);
        failures += !past;
        if (failures == 3 || status == MORGUE_NO_MEMORY)
            return status;
        if (tries == OPEN_TRIES)
            return mg_fail(err, MORGUE_STALE, "%s: the archive changes all the time: try again",
                           archive->path);
    }
}

morgue_status morgue_archive_open(const char *path, morgue_archive **ret, morgue_error *err)
{
    morgue_archive *archive = calloc(1, sizeof *archive);
    if (!archive)
        return mg_fail_memory(err);
    archive->path = strdup(path);
    morgue_status status = archive->path ? open_state(archive, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        *ret = archive;
    else
        morgue_archive_free(archive);
    return status;
}

/* ---- Dictionaries ------------------------------------------------------------------------- */

typedef struct mg_dictionary {
    struct mg_dictionary *next;
    uint32_t adler;
    mg_buffer text;
} mg_dictionary;

static void free_dictionaries(morgue_archive *archive)
{
    while (archive->dictionaries) {
        mg_dictionary *dictionary = archive->dictionaries;
        archive->dictionaries = dictionary->next;
        mg_buffer_free(&dictionary->text);
        free(dictionary);
    }
}

void morgue_archive_free(morgue_archive *archive)
{
    if (!archive)
        return;
    mg_stems_close(archive->stems, archive->n_stems);
    free_dictionaries(archive);
    forget(archive);
    state last = {archive->manifest, archive->indexes};
    free_state(&last);
    free(archive->path);
    free(archive);
}

/* Metadata that counts. */
static morgue_status read_metadata(mg_index *index, const char *key, mg_buffer *ret,
                                   morgue_error *err)
{
    morgue_status status = mg_index_metadata(index, key, ret, err);
    return status == MORGUE_OK ? mg_index_check(index, err) : status;
}

/* Of one shard, opened anew until no commit comes in between. */
static morgue_status read_metadata_of(const char *path, const char *key, mg_buffer *ret,
                                      morgue_error *err)
{
    for (unsigned tries = 0;; tries++) {
        mg_index *shard = NULL;
        morgue_status status = mg_index_open(path, &shard, err);
        if (status == MORGUE_OK)
            status = read_metadata(shard, key, ret, err);
        mg_index_free(shard);
        if (status != MORGUE_STALE || tries == TRIES)
            return status;
    }
}

/* The shards that are open have it, but for those that were merged and removed meanwhile. */
static bool is_dictionary_open(const morgue_archive *archive, const char *key, mg_buffer *ret)
{
    for (size_t i = 0; i < archive->manifest.count; i++)
        if (read_metadata(archive->indexes[i], key, ret, NULL) == MORGUE_OK && ret->len)
            return true;
    mg_buffer_clear(ret);
    return false;
}

/* Looks for the dictionary in each shard. */
static morgue_status look_for_dictionary(const char *path, const mg_manifest *manifest,
                                         const char *key, mg_buffer *ret, morgue_error *err)
{
    for (size_t i = 0; i < manifest->count && !ret->len; i++) {
        char *shard = mg_path_join(path, manifest->shards[i]);
        if (!shard)
            return mg_fail_memory(err);
        morgue_status status = read_metadata_of(shard, key, ret, err);
        free(shard);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* In the shards that there are now: those that are open may have been merged and removed, and what
 * they were merged into has their dictionaries. */
static morgue_status load_dictionary(const morgue_archive *archive, mg_dictionary *dictionary,
                                     morgue_error *err)
{
    char key[MG_META_KEY_MAX];
    mg_meta_dictionary_key(dictionary->adler, key);
    if (is_dictionary_open(archive, key, &dictionary->text))
        return MORGUE_OK;
    for (unsigned tries = 0;; tries++) {
        mg_manifest manifest;
        morgue_status status = mg_manifest_read(archive->path, &manifest, err);
        if (status != MORGUE_OK)
            return status;
        status = look_for_dictionary(archive->path, &manifest, key, &dictionary->text, err);
        bool again =
            !dictionary->text.len && tries < OPEN_TRIES && is_past(archive->path, &manifest);
        mg_manifest_free(&manifest);
        if (again)
            continue;
        if (status == MORGUE_OK && !dictionary->text.len)
            status =
                mg_fail(err, MORGUE_CORRUPT, "%s: the dictionary %08x of a packed article is lost",
                        archive->path, (unsigned)dictionary->adler);
        return status;
    }
}

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    morgue_archive *archive = user;
    mg_dictionary *found = archive->dictionaries;
    while (found && found->adler != adler)
        found = found->next;
    if (!found) {
        found = calloc(1, sizeof *found);
        if (!found)
            return mg_fail_memory(err);
        found->adler = adler;
        morgue_status status = load_dictionary(archive, found, err);
        if (status != MORGUE_OK) {
            mg_buffer_free(&found->text);
            free(found);
            return status;
        }
        found->next = archive->dictionaries;
        archive->dictionaries = found;
    }
    *ret = (morgue_text){found->text.data, found->text.len};
    return MORGUE_OK;
}

/* ---- Reading ------------------------------------------------------------------------------ */

/* Opens anew what was committed to, or was found damaged, of the shards that are open; the others
 * stay NULL in ret->indexes. Nothing is opened where nothing has changed. */
static morgue_status open_changed(const morgue_archive *archive, state *ret, bool *ret_changed,
                                  morgue_error *err)
{
    const mg_manifest *manifest = &archive->manifest;
    ret->indexes = calloc(manifest->count + 1, sizeof *ret->indexes);
    morgue_status status = ret->indexes ? MORGUE_OK : mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < manifest->count; i++) {
        if (mg_index_check(archive->indexes[i], NULL) == MORGUE_OK)
            continue;
        *ret_changed = true;
        status = mg_open_shard(archive->path, manifest->shards[i], &ret->indexes[i], err);
    }
    return status;
}

/* Puts what was opened into the archive, and what it takes the place of into `now`. */
static void exchange(morgue_archive *archive, state *now)
{
    for (size_t i = 0; i < archive->manifest.count; i++) {
        mg_index *index = archive->indexes[i];
        if (!now->indexes[i])
            continue;
        archive->indexes[i] = now->indexes[i];
        now->indexes[i] = index;
    }
}

/* Takes up what was committed to the shards that are open. A failure leaves the archive as it was.
 * Errors: those of opening; STALE when more was committed in between. */
static morgue_status renew(morgue_archive *archive, bool *ret_changed, morgue_error *err)
{
    state now = {.indexes = NULL};
    bool changed = false;
    morgue_status status = open_changed(archive, &now, &changed, err);
    if (status == MORGUE_OK && changed) {
        forget(archive);
        exchange(archive, &now);
        *ret_changed = true;
    }
    free_indexes(now.indexes, archive->manifest.count);
    if (status == MORGUE_OK && is_stale(archive->indexes, archive->manifest.count))
        status = mg_fail(err, MORGUE_STALE, "%s: changed while it was opened", archive->path);
    return status;
}

/* Reopening reads files by their names: it counts only if the shards are still in the manifest. */
morgue_status morgue_archive_reopen(morgue_archive *archive, bool *ret_changed, morgue_error *err)
{
    mg_manifest manifest = {0};
    bool changed = false;
    morgue_status status = mg_manifest_read(archive->path, &manifest, err);
    if (status != MORGUE_OK)
        return status;
    bool same = mg_manifest_same(&manifest, &archive->manifest);
    mg_manifest_free(&manifest);
    if (same && renew(archive, &changed, NULL) == MORGUE_OK &&
        !is_past(archive->path, &archive->manifest)) {
        renew_stems(archive);
    } else {
        changed = true;
        status = open_state(archive, err);
    }
    if (status == MORGUE_OK && ret_changed)
        *ret_changed = changed;
    return status;
}

/* What the checks of the shards come to: that one has changed goes before damage, which may be no
 * more than that. */
static morgue_status check_shards(const morgue_archive *archive, morgue_error *err)
{
    morgue_status seen = MORGUE_OK;
    for (size_t i = 0; seen != MORGUE_STALE && i < archive->manifest.count; i++) {
        morgue_error cause;
        morgue_status status = mg_index_check(archive->indexes[i], &cause);
        if (status != MORGUE_STALE && (status == MORGUE_OK || seen != MORGUE_OK))
            continue;
        seen = status;
        *err = cause;
    }
    return seen;
}

morgue_status mg_archive_settle(const morgue_archive *archive, morgue_status status,
                                morgue_error *err)
{
    morgue_error cause;
    morgue_status seen = check_shards(archive, &cause);
    if (seen == MORGUE_OK || (status != MORGUE_OK && seen != MORGUE_STALE))
        return status;
    if (err)
        *err = cause;
    return seen;
}

morgue_status mg_archive_doubt(const morgue_archive *archive, morgue_status status,
                               morgue_error *err)
{
    morgue_error cause;
    if (check_shards(archive, &cause) != MORGUE_STALE)
        return status;
    if (err)
        *err = cause;
    return MORGUE_STALE;
}

static bool wait_a_bit(unsigned *tries)
{
    if (*tries && *tries < TRIES)
        usleep(1000u << (*tries < 8 ? *tries : 8));
    return *tries < TRIES && ++*tries;
}

bool mg_archive_try_again(morgue_archive *archive, unsigned *tries)
{
    return wait_a_bit(tries) && morgue_archive_reopen(archive, NULL, NULL) == MORGUE_OK;
}

static bool has_all(const mg_manifest *now, const mg_manifest *open)
{
    for (size_t i = 0; i < open->count; i++)
        if (!mg_manifest_has(now, open->shards[i]))
            return false;
    return true;
}

bool mg_archive_has_lost(const morgue_archive *archive)
{
    mg_manifest now;
    if (mg_manifest_read(archive->path, &now, NULL) != MORGUE_OK)
        return false;
    bool lost = !has_all(&now, &archive->manifest);
    mg_manifest_free(&now);
    return lost;
}

bool mg_archive_refresh(morgue_archive *archive, unsigned *tries)
{
    mg_manifest now;
    bool changed = false;
    if (!wait_a_bit(tries))
        return false;
    morgue_status status = renew(archive, &changed, NULL);
    if (mg_manifest_read(archive->path, &now, NULL) != MORGUE_OK)
        return false;
    bool there = has_all(&now, &archive->manifest);
    mg_manifest_free(&now);
    return there && (status == MORGUE_OK || status == MORGUE_STALE);
}

morgue_status mg_archive_unpack(morgue_archive *archive, const char *data, size_t len,
                                morgue_article *article, morgue_error *err)
{
    mg_buffer record = {0};
    morgue_status status = mg_unpack(data, len, find_dictionary, archive, &record, err);
    if (status == MORGUE_OK)
        status = mg_record_decode(record.data, record.len, article, err);
    mg_buffer_free(&record);
    return status;
}

/* That there is no such article counts only if all that was looked through was good. */
static morgue_status fail_missing(const morgue_archive *archive, const char *id, size_t len,
                                  morgue_error *err)
{
    morgue_status status = mg_archive_settle(archive, MORGUE_OK, err);
    if (status != MORGUE_OK)
        return status;
    return mg_fail(err, MORGUE_NOT_FOUND, "there is no article with the id '%.*s'", (int)len, id);
}

static morgue_status read_article(morgue_archive *archive, const char *id, size_t len,
                                  morgue_article *article, morgue_error *err)
{
    char term[MG_EXACT_MAX];
    mg_place place;
    mg_buffer packed = {0};
    size_t term_len = mg_exact_term(MORGUE_ID, id, len, term);
    morgue_status status = mg_place_of_id(archive, term, term_len, &place, err);
    if (status == MORGUE_OK && !place.docid)
        status = fail_missing(archive, id, len, err);
    if (status == MORGUE_OK)
        status = mg_index_record_of_hit(archive->indexes[place.shard], place.docid, &packed, err);
    if (status == MORGUE_OK)
        status = mg_archive_unpack(archive, packed.data, packed.len, article, err);
    mg_buffer_free(&packed);
    return status;
}

morgue_status morgue_archive_article(morgue_archive *archive, const char *id, size_t len,
                                     morgue_article *article, morgue_error *err)
{
    morgue_status status;
    unsigned tries = 0;
    if (len == MORGUE_NUL)
        len = strlen(id);
    do
        status = mg_archive_doubt(archive, read_article(archive, id, len, article, err), err);
    while (status == MORGUE_STALE && mg_archive_try_again(archive, &tries));
    return status;
}
