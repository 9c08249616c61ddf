#include "indexer/shards.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/pack.h"
#include "archive/revision.h"
#include "archive/shard.h"

/* ---- Opening ------------------------------------------------------------------------------ */

/* Calls `use` with each shard opened on its own, until it fails. */
typedef morgue_status shard_user(const xap_database *shard, void *user, morgue_error *err);

static morgue_status each_shard(const mg_shards *s, shard_user *use, void *user, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < s->count; i++) {
        xap_database *shard = NULL;
        status = mg_open_shards(s->store->path, &s->store->manifest, i, 1, &shard, err);
        if (status == MORGUE_OK)
            status = use(shard, user, err);
        xap_database_free(shard);
    }
    return status;
}

morgue_status mg_shards_open(const mg_store *store, mg_shards *ret, morgue_error *err)
{
    mg_shards s = {.store = store, .count = store->manifest.count};
    s.updaters = calloc(s.count + 1, sizeof(mg_updater *));
    s.text_bytes = calloc(s.count + 1, sizeof *s.text_bytes);
    morgue_status status =
        s.updaters && s.text_bytes
            ? mg_open_shards(store->path, &store->manifest, 0, s.count, &s.db, err)
            : mg_fail_memory(err);
    if (status == MORGUE_OK)
        *ret = s;
    else
        mg_shards_close(&s);
    return status;
}

void mg_shards_close(mg_shards *s)
{
    for (size_t i = 0; s->updaters && i < s->count; i++)
        mg_updater_free(s->updaters[i]);
    free(s->updaters);
    free(s->text_bytes);
    xap_string_free(&s->value);
    xap_database_free(s->db);
    *s = (mg_shards){0};
}

/* ---- Looking ------------------------------------------------------------------------------ */

morgue_status mg_shards_known(mg_shards *s, uint32_t docid, mg_known *ret, morgue_error *err)
{
    xap_error cause;
    mg_known known = {.shard = (docid - 1) % s->count,
                      .docid = (docid - 1) / (uint32_t)s->count + 1};
    if (xap_database_value(s->db, docid, MG_SLOT_HASH, &s->value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    if (s->value.len == MG_HASH_SIZE)
        memcpy(known.hash, s->value.data, MG_HASH_SIZE);
    if (xap_database_value(s->db, docid, MG_SLOT_SIZE, &s->value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    known.size = s->value.len ? strtoull(s->value.data, NULL, 10) : 0;
    if (xap_database_value(s->db, docid, MG_SLOT_SOURCE, &s->value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    known.source = mg_source_get(s->value.data, s->value.len);
    *ret = known;
    return MORGUE_OK;
}

morgue_status mg_shards_written(mg_shards *s, uint32_t docid, uint64_t *ret, morgue_error *err)
{
    xap_error cause;
    if (xap_database_value(s->db, docid, MG_SLOT_REVISION, &s->value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    if (!mg_revision_get(s->value.data, s->value.len, ret))
        *ret = 0;
    return MORGUE_OK;
}

morgue_status mg_shards_find(mg_shards *s, morgue_text id_term, mg_known *ret, morgue_error *err)
{
    uint32_t docid;
    xap_error cause = {.status = XAP_NOT_FOUND};
    if (!s->count || xap_database_find(s->db, id_term.data, id_term.len, &docid, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    return mg_shards_known(s, docid, ret, err);
}

/* The sizes run beside the sources: every article has one. */
static xap_status walk_sources(xap_values *sources, xap_values *sizes, mg_source_user *use,
                               void *user, xap_error *cause)
{
    xap_bytes source, size = {"", 0};
    uint32_t docid, at = 0;
    bool more = true;
    xap_status status = xap_values_next(sources, &docid, &source, &more, cause);
    while (status == XAP_OK && more) {
        bool found = true;
        while (status == XAP_OK && found && at < docid)
            status = xap_values_next(sizes, &at, &size, &found, cause);
        char digits[24] = "";
        memcpy(digits, size.data, size.len < sizeof digits ? size.len : 0);
        if (status != XAP_OK ||
            !use(user, mg_source_get(source.data, source.len), strtoull(digits, NULL, 10)))
            return status;
        status = xap_values_next(sources, &docid, &source, &more, cause);
    }
    return status;
}

morgue_status mg_shards_sources(const mg_shards *s, mg_source_user *use, void *user,
                                morgue_error *err)
{
    xap_error cause;
    xap_values *sources = NULL, *sizes = NULL;
    xap_status status = xap_values_open(s->db, MG_SLOT_SOURCE, &sources, &cause);
    if (status == XAP_OK)
        status = xap_values_open(s->db, MG_SLOT_SIZE, &sizes, &cause);
    if (status == XAP_OK)
        status = walk_sources(sources, sizes, use, user, &cause);
    xap_values_free(sources);
    xap_values_free(sizes);
    return status == XAP_OK ? MORGUE_OK : mg_fail_xap(err, &cause);
}

static morgue_status see_revision(const xap_database *shard, void *user, morgue_error *err)
{
    uint64_t *greatest = user, revision;
    morgue_status status = mg_meta_number_of(shard, MG_META_REVISION, &revision, err);
    if (status == MORGUE_OK && revision > *greatest)
        *greatest = revision;
    return status;
}

morgue_status mg_shards_revision(const mg_shards *s, uint64_t *ret, morgue_error *err)
{
    *ret = 0;
    morgue_status status = each_shard(s, see_revision, ret, err);
    if (status == MORGUE_OK && *ret >= MG_REVISION_MAX)
        return mg_fail(err, MORGUE_CORRUPT,
                       "%s: no archive has had so many commits: morgue-index --rebuild %s mends it",
                       s->store->path, s->store->path);
    return status;
}

/* The dictionary that the shard names as the one in use. */
static morgue_status see_dictionary(const xap_database *shard, void *user, morgue_error *err)
{
    mg_buffer *dictionary = user;
    xap_error cause;
    xap_string value = {0};
    char key[MG_META_KEY_MAX];
    if (dictionary->len)
        return MORGUE_OK;
    xap_status status = xap_database_metadata(shard, MG_META_DICTIONARY, &value, &cause);
    if (status == XAP_OK && value.len) {
        mg_meta_dictionary_key((uint32_t)strtoul(value.data, NULL, 16), key);
        status = xap_database_metadata(shard, key, &value, &cause);
    }
    bool fits =
        status != XAP_OK || !value.len || mg_buffer_append(dictionary, value.data, value.len);
    xap_string_free(&value);
    if (status != XAP_OK)
        return mg_fail_xap(err, &cause);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_shards_dictionary(const mg_shards *s, mg_buffer *ret, morgue_error *err)
{
    return each_shard(s, see_dictionary, ret, err);
}

/* ---- Changing ----------------------------------------------------------------------------- */

static morgue_status open_updater(mg_shards *s, size_t shard, morgue_error *err)
{
    if (s->updaters[shard])
        return MORGUE_OK;
    char *path = mg_store_shard_path(s->store, s->store->manifest.shards[shard]);
    if (!path)
        return mg_fail_memory(err);
    morgue_status status = mg_store_begin(s->store, err);
    if (status == MORGUE_OK)
        status = mg_updater_open(path, &s->updaters[shard], err);
    mg_store_end(s->store);
    free(path);
    return status;
}

morgue_status mg_shards_put(mg_shards *s, size_t shard, const mg_entry *entry, uint32_t docid,
                            uint64_t old_size, uint32_t *ret_docid, morgue_error *err)
{
    morgue_status status = open_updater(s, shard, err);
    if (status == MORGUE_OK)
        status = mg_updater_put(s->updaters[shard], entry, docid, ret_docid, err);
    if (status == MORGUE_OK)
        s->text_bytes[shard] += (int64_t)entry->size - (int64_t)old_size;
    return status;
}

morgue_status mg_shards_remove(mg_shards *s, size_t shard, uint32_t docid, uint64_t old_size,
                               morgue_error *err)
{
    morgue_status status = open_updater(s, shard, err);
    if (status == MORGUE_OK)
        status = mg_updater_remove(s->updaters[shard], docid, err);
    if (status == MORGUE_OK)
        s->text_bytes[shard] -= (int64_t)old_size;
    return status;
}

morgue_status mg_shards_bury(mg_shards *s, size_t shard, morgue_text id, uint64_t revision,
                             morgue_error *err)
{
    char key[MG_TOMBSTONE_MAX];
    morgue_status status = open_updater(s, shard, err);
    mg_tombstone_key(revision, id.data, id.len, key);
    return status == MORGUE_OK ? mg_updater_set_meta(s->updaters[shard], key, id, err) : status;
}

/* ---- Dictionaries ------------------------------------------------------------------------- */

morgue_status mg_shards_carries(const mg_shards *s, morgue_text dictionary, bool *ret,
                                morgue_error *err)
{
    xap_error cause;
    xap_string value = {0};
    char key[MG_META_KEY_MAX];
    *ret = true;
    if (!s->count || !dictionary.len)
        return MORGUE_OK;
    mg_meta_dictionary_key(mg_dictionary_adler(dictionary.data, dictionary.len), key);
    if (xap_database_metadata(s->db, key, &value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    *ret = value.len > 0;
    xap_string_free(&value);
    return MORGUE_OK;
}

/* Gives a shard that is opened to be changed the dictionary, and its number as that of the one in
 * use. */
static morgue_status carry_in(mg_updater *updater, morgue_text dictionary, morgue_error *err)
{
    mg_buffer value = {0};
    char key[MG_META_KEY_MAX];
    mg_meta_dictionary_key(mg_dictionary_adler(dictionary.data, dictionary.len), key);
    const char *number = strrchr(key, '.') + 1;
    morgue_status status = mg_updater_get_meta(updater, key, &value, err);
    bool there = value.len > 0;
    mg_buffer_free(&value);
    if (status == MORGUE_OK && !there)
        status = mg_updater_set_meta(updater, key, dictionary, err);
    if (status == MORGUE_OK && !there)
        status = mg_updater_set_meta(updater, MG_META_DICTIONARY,
                                     (morgue_text){number, strlen(number)}, err);
    return status;
}

morgue_status mg_shards_carry(mg_shards *s, morgue_text dictionary, morgue_error *err)
{
    bool carried;
    morgue_status status = mg_shards_carries(s, dictionary, &carried, err);
    if (status == MORGUE_OK && !carried)
        status = open_updater(s, 0, err);
    for (size_t i = 0; status == MORGUE_OK && dictionary.len && i < s->count; i++)
        if (s->updaters[i])
            status = carry_in(s->updaters[i], dictionary, err);
    return status;
}

/* ---- Committing --------------------------------------------------------------------------- */

static morgue_status commit_one(mg_shards *s, size_t shard, uint64_t revision, morgue_error *err)
{
    uint64_t bytes;
    mg_updater *updater = s->updaters[shard];
    morgue_status status = mg_updater_get_number(updater, MG_META_TEXT_BYTES, &bytes, err);
    bytes += (uint64_t)s->text_bytes[shard];
    if (status == MORGUE_OK)
        status = mg_updater_set_number(updater, MG_META_TEXT_BYTES, bytes, err);
    if (status == MORGUE_OK)
        status = mg_updater_set_number(updater, MG_META_REVISION, revision, err);
    return status == MORGUE_OK ? mg_updater_commit(updater, err) : status;
}

morgue_status mg_shards_commit(mg_shards *s, uint64_t revision, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < s->count; i++)
        if (s->updaters[i])
            status = commit_one(s, i, revision, err);
    return status;
}

uint64_t mg_shards_memory(const mg_shards *s)
{
    uint64_t memory = 0;
    for (size_t i = 0; i < s->count; i++)
        memory += s->updaters[i] ? mg_updater_memory(s->updaters[i]) : 0;
    return memory;
}
