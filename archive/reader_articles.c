/* Reading articles: their dictionaries, unpacking, and finding one by its id. */
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/pack.h"
#include "archive/path.h"
#include "archive/place.h"
#include "archive/reader.h"
#include "archive/record.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"

enum { TRIES = 20, MANIFEST_TRIES = 1000 };

/* ---- Dictionaries ------------------------------------------------------------------------- */

typedef struct mg_dictionary {
    struct mg_dictionary *next;
    uint32_t adler;
    mg_buffer text;
} mg_dictionary;

void mg_archive_free_dictionaries(morgue_archive *archive)
{
    while (archive->dictionaries) {
        mg_dictionary *dictionary = archive->dictionaries;
        archive->dictionaries = dictionary->next;
        mg_buffer_free(&dictionary->text);
        free(dictionary);
    }
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

static morgue_status fail_lost(const morgue_archive *archive, const mg_dictionary *dictionary,
                               morgue_error *err)
{
    const char *shard, *reason;
    if (mg_archive_missing(archive, 0, &shard, &reason))
        return mg_fail(err, MORGUE_NETWORK,
                       "the dictionary of a packed article is on a shard that does not answer: "
                       "%s: %s",
                       shard, reason);
    return mg_fail(err, MORGUE_CORRUPT, "%s: the dictionary %08x of a packed article is lost",
                   archive->path, (unsigned)dictionary->adler);
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
    if (archive->cluster)
        return mg_archive_doubt(archive, fail_lost(archive, dictionary, err), err);
    for (unsigned tries = 0;; tries++) {
        mg_manifest manifest;
        morgue_status status = mg_manifest_read(archive->path, &manifest, err);
        if (status != MORGUE_OK)
            return status;
        status = look_for_dictionary(archive->path, &manifest, key, &dictionary->text, err);
        bool again = !dictionary->text.len && tries < MANIFEST_TRIES &&
                     mg_folder_is_past(archive->path, &manifest);
        mg_manifest_free(&manifest);
        if (again)
            continue;
        if (status == MORGUE_OK && !dictionary->text.len)
            status = fail_lost(archive, dictionary, err);
        return status;
    }
}

static mg_dictionary *known_dictionary(const morgue_archive *archive, uint32_t adler)
{
    mg_dictionary *found = archive->dictionaries;
    while (found && found->adler != adler)
        found = found->next;
    return found;
}

static void keep_dictionary(morgue_archive *archive, mg_dictionary *dictionary)
{
    dictionary->next = archive->dictionaries;
    archive->dictionaries = dictionary;
}

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    morgue_archive *archive = user;
    mg_dictionary *found = known_dictionary(archive, adler);
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
        keep_dictionary(archive, found);
    }
    *ret = (morgue_text){found->text.data, found->text.len};
    return MORGUE_OK;
}

void mg_archive_prepare(morgue_archive *archive, size_t shard, const char *data, size_t len)
{
    char key[MG_META_KEY_MAX];
    uint32_t adler;
    mg_dictionary *made;
    if (!mg_index_is_far(archive->indexes[shard]) || !mg_pack_dictionary(data, len, &adler) ||
        known_dictionary(archive, adler) || !(made = calloc(1, sizeof *made)))
        return;
    made->adler = adler;
    mg_meta_dictionary_key(adler, key);
    if (read_metadata(archive->indexes[shard], key, &made->text, NULL) == MORGUE_OK &&
        made->text.len) {
        keep_dictionary(archive, made);
        return;
    }
    mg_buffer_free(&made->text);
    free(made);
}

/* ---- Articles ----------------------------------------------------------------------------- */

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

morgue_status mg_archive_fail_id(const morgue_archive *archive, const char *id, size_t len,
                                 morgue_error *err)
{
    morgue_status status = mg_archive_settle(archive, MORGUE_OK, err);
    const char *shard, *reason;
    if (status != MORGUE_OK)
        return status;
    if (mg_archive_missing(archive, 0, &shard, &reason))
        return mg_fail(
            err, MORGUE_NETWORK,
            "no shard that answers has an article with the id '%.*s', and %s does not: %s",
            (int)len, id, shard, reason);
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
        status = mg_archive_fail_id(archive, id, len, err);
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
    status = mg_archive_begin(archive, 0, err);
    if (status != MORGUE_OK)
        return status;
    do
        status = mg_archive_doubt(archive, read_article(archive, id, len, article, err), err);
    while (mg_archive_again(archive, status, &tries));
    return status;
}
