/* morgue_writer: an archive held for writing. Articles are checked, given an id, encoded, compared
 * with what is there, packed and handed to the builder. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "archive/error.h"
#include "archive/pack.h"
#include "archive/record.h"
#include "archive/shard.h"
#include "archive/store.h"
#include "archive/tokenizer.h"
#include "indexer/build/builder.h"

/* Level 1 with a dictionary is both faster and smaller than level 6 without: see pack.c's tests. */
enum { PACK_LEVEL = 1, SAMPLE_SIZE = 512 << 10, ID_MAX = 1000 };
#define TEXT_MAX ((size_t)100 << 20)

struct morgue_writer {
    mg_store store;
    const mg_builder_kind *kind;
    mg_builder *builder;
    mg_packer *packer;
    bool has_dictionary;
    bool changed; /* since the last commit */
    bool broken;  /* a put failed: nothing more can be committed */
    uint64_t revision;
    uint64_t text_bytes;
    mg_buffer sample; /* records seen so far, until they make a dictionary */
    mg_buffer record;
    mg_buffer packed;
};

/* ---- Opening ------------------------------------------------------------------------------ */

static uint64_t default_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES);
    long size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size / 4 : (uint64_t)1 << 30;
}

static morgue_status get_number(morgue_writer *w, const char *key, uint64_t *ret, morgue_error *err)
{
    mg_buffer value = {0};
    morgue_status status = w->kind->get_meta(w->builder, key, &value, err);
    *ret = value.len ? strtoull(value.data, NULL, 10) : 0;
    mg_buffer_free(&value);
    return status;
}

/* Prepares packing with the archive's dictionary, if it has one yet. */
static morgue_status load_packer(morgue_writer *w, morgue_error *err)
{
    mg_buffer name = {0}, dictionary = {0};
    morgue_status status = w->kind->get_meta(w->builder, MG_META_DICTIONARY, &name, err);
    if (status == MORGUE_OK && name.len) {
        char key[MG_META_KEY_MAX];
        mg_meta_dictionary_key((uint32_t)strtoul(name.data, NULL, 16), key);
        status = w->kind->get_meta(w->builder, key, &dictionary, err);
    }
    w->has_dictionary = dictionary.len > 0;
    if (status == MORGUE_OK)
        status = mg_packer_new(PACK_LEVEL, dictionary.data, dictionary.len, &w->packer, err);
    mg_buffer_free(&name);
    mg_buffer_free(&dictionary);
    return status;
}

/* Opens the archive's shard. A new archive gets one; readers see it with the first commit. */
static morgue_status open_shard(morgue_writer *w, uint64_t memory, morgue_error *err)
{
    if (w->store.manifest.count > 1)
        return mg_fail(err, MORGUE_BAD_VERSION, "%s: this version writes archives of one shard",
                       w->store.path);
    if (!w->store.manifest.count && !mg_manifest_add(&w->store.manifest))
        return mg_fail_memory(err);
    char *path = mg_store_shard_path(&w->store, w->store.manifest.shards[0]);
    if (!path)
        return mg_fail_memory(err);
    morgue_status status = w->kind->open(path, memory, &w->builder, err);
    free(path);
    if (status == MORGUE_OK)
        status = get_number(w, MG_META_REVISION, &w->revision, err);
    if (status == MORGUE_OK)
        status = get_number(w, MG_META_TEXT_BYTES, &w->text_bytes, err);
    return status == MORGUE_OK ? load_packer(w, err) : status;
}

morgue_status morgue_writer_open(const char *path, const morgue_writer_options *options,
                                 morgue_writer **ret, morgue_error *err)
{
    const morgue_writer_options defaults = {0};
    if (!options)
        options = &defaults;
    morgue_writer *w = calloc(1, sizeof *w);
    if (!w)
        return mg_fail_memory(err);
    w->kind = &mg_xapian_builder;
    w->store.lock = -1;
    morgue_status status = mg_store_open(path, options->must_exist, &w->store, err);
    if (status == MORGUE_OK) {
        w->changed = !w->store.manifest.count; /* publish the first shard, even if it stays empty */
        status = open_shard(w, options->memory ? options->memory : default_memory(), err);
    }
    if (status == MORGUE_OK)
        *ret = w;
    else
        morgue_writer_free(w);
    return status;
}

void morgue_writer_free(morgue_writer *w)
{
    if (!w)
        return;
    if (w->builder)
        w->kind->free(w->builder);
    mg_packer_free(w->packer);
    mg_buffer_free(&w->sample);
    mg_buffer_free(&w->record);
    mg_buffer_free(&w->packed);
    mg_store_close(&w->store);
    free(w);
}

/* ---- Committing --------------------------------------------------------------------------- */

static morgue_status set_number(morgue_writer *w, const char *key, uint64_t number,
                                morgue_error *err)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, number);
    return w->kind->set_meta(w->builder, key, (morgue_text){digits, (size_t)len}, err);
}

/* Marks the writer as broken, and says what a failure of the disk means for the user. */
static morgue_status break_off(morgue_writer *w, morgue_status status, morgue_error *err)
{
    w->broken = true;
    if (!err || status == MORGUE_NO_MEMORY)
        return status;
    const morgue_error cause = *err;
    return mg_fail(err, status,
                   "%s: cannot write: %.250s: what was committed before is safe; mend it and run "
                   "again",
                   w->store.path, cause.message);
}

static morgue_status refuse_broken(const morgue_writer *w, morgue_error *err)
{
    return mg_fail(err, MORGUE_IO,
                   "%s: an earlier write failed; what was committed before is safe: open the "
                   "archive again",
                   w->store.path);
}

morgue_status morgue_writer_commit(morgue_writer *w, morgue_error *err)
{
    if (w->broken)
        return refuse_broken(w, err);
    if (!w->changed)
        return MORGUE_OK;
    morgue_status status = set_number(w, MG_META_REVISION, w->revision + 1, err);
    if (status == MORGUE_OK)
        status = set_number(w, MG_META_TEXT_BYTES, w->text_bytes, err);
    if (status == MORGUE_OK)
        status = w->kind->commit(w->builder, err);
    if (status == MORGUE_OK && !w->revision)
        status = mg_store_publish(&w->store, err);
    if (status != MORGUE_OK)
        return break_off(w, status, err);
    w->revision++;
    w->changed = false;
    return MORGUE_OK;
}

/* ---- Adding ------------------------------------------------------------------------------- */

static morgue_status check(const morgue_article *article, morgue_error *err)
{
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    morgue_text text = morgue_article_get(article, MORGUE_TEXT, 0);
    if (!title.len && !text.len)
        return mg_fail(err, MORGUE_BAD_INPUT, "the article has no title and no text");
    if (title.len > TEXT_MAX || text.len > TEXT_MAX)
        return mg_fail(err, MORGUE_BAD_INPUT, "the article has over %zu MB of text",
                       TEXT_MAX >> 20);
    if (morgue_article_get(article, MORGUE_ID, 0).len > ID_MAX)
        return mg_fail(err, MORGUE_BAD_INPUT, "the id has over %d bytes", ID_MAX);
    return MORGUE_OK;
}

/* An article without id is known by its address, else by what it says. */
static morgue_status ensure_id(morgue_article *article, morgue_error *err)
{
    static const morgue_field_id said[] = {MORGUE_TITLE, MORGUE_TEXT, MORGUE_DATE, MORGUE_RAW_DATE,
                                           MORGUE_SOURCE};
    if (morgue_article_get(article, MORGUE_ID, 0).len)
        return MORGUE_OK;
    morgue_text url = morgue_article_get(article, MORGUE_URL, 0);
    if (url.len && url.len <= ID_MAX)
        return morgue_article_set(article, MORGUE_ID, url.data, url.len, err);
    uint64_t hash = 0, other = 0;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        morgue_text text = morgue_article_get(article, said[i], 0);
        XXH128_hash_t sum = XXH3_128bits_withSeed(text.data, text.len, hash + i);
        hash = sum.low64;
        other = other * 31 + sum.high64;
    }
    char id[40];
    snprintf(id, sizeof id, "x%016" PRIx64 "%016" PRIx64, other, hash);
    return morgue_article_set(article, MORGUE_ID, id, MORGUE_NUL, err);
}

/* Once enough records have been seen, what they have in common helps to pack all later ones. */
static morgue_status learn(morgue_writer *w, morgue_error *err)
{
    char key[MG_META_KEY_MAX];
    mg_buffer dictionary = {0};
    mg_packer *packer = NULL;
    if (w->has_dictionary)
        return MORGUE_OK;
    if (!mg_buffer_append(&w->sample, w->record.data, w->record.len))
        return mg_fail_memory(err);
    if (w->sample.len < SAMPLE_SIZE)
        return MORGUE_OK;
    morgue_status status = mg_dictionary_make(w->sample.data, w->sample.len, &dictionary, err);
    morgue_text text = {dictionary.data, dictionary.len};
    mg_meta_dictionary_key(mg_dictionary_adler(text.data, text.len), key);
    morgue_text name = {strrchr(key, '.') + 1, 8};
    if (status == MORGUE_OK)
        status = mg_packer_new(PACK_LEVEL, text.data, text.len, &packer, err);
    if (status == MORGUE_OK)
        status = w->kind->set_meta(w->builder, key, text, err);
    if (status == MORGUE_OK)
        status = w->kind->set_meta(w->builder, MG_META_DICTIONARY, name, err);
    mg_buffer_free(&dictionary);
    mg_buffer_free(&w->sample);
    if (status != MORGUE_OK) {
        mg_packer_free(packer);
        return status;
    }
    mg_packer_free(w->packer);
    w->packer = packer;
    w->has_dictionary = true;
    return MORGUE_OK;
}

static morgue_status put(morgue_writer *w, mg_entry *entry, const mg_known *known,
                         morgue_error *err)
{
    morgue_status status = mg_pack(w->packer, w->record.data, w->record.len, &w->packed, err);
    if (status == MORGUE_OK)
        status = learn(w, err);
    if (status != MORGUE_OK)
        return status;
    entry->packed = (morgue_text){w->packed.data, w->packed.len};
    entry->size = morgue_article_get(entry->article, MORGUE_TITLE, 0).len +
                  morgue_article_get(entry->article, MORGUE_TEXT, 0).len;
    w->changed = true;
    status = w->kind->put(w->builder, entry, known->docid, err);
    if (status != MORGUE_OK)
        return break_off(w, status, err);
    w->text_bytes += entry->size - known->size;
    return MORGUE_OK;
}

morgue_status morgue_writer_add(morgue_writer *w, morgue_article *article, morgue_outcome *ret,
                                morgue_error *err)
{
    char term[MG_EXACT_MAX];
    mg_known known = {0};
    mg_entry entry = {.article = article};
    if (w->broken)
        return refuse_broken(w, err);
    morgue_status status = check(article, err);
    if (status == MORGUE_OK)
        status = ensure_id(article, err);
    mg_buffer_clear(&w->record);
    if (status == MORGUE_OK)
        status = mg_record_encode(article, &w->record, err);
    if (status != MORGUE_OK)
        return status;
    XXH128_canonicalFromHash((XXH128_canonical_t *)entry.hash,
                             XXH3_128bits(w->record.data, w->record.len));
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    entry.id_term = (morgue_text){term, mg_exact_term(MORGUE_ID, id.data, id.len, term)};
    status = w->kind->find(w->builder, entry.id_term, &known, err);
    if (status != MORGUE_OK && status != MORGUE_NOT_FOUND)
        return status;
    morgue_outcome outcome = known.docid ? MORGUE_REPLACED : MORGUE_ADDED;
    if (known.docid && memcmp(known.hash, entry.hash, MG_HASH_SIZE) == 0)
        outcome = MORGUE_UNCHANGED;
    else if ((status = put(w, &entry, &known, err)) != MORGUE_OK)
        return status;
    if (ret)
        *ret = outcome;
    return w->kind->full(w->builder) ? morgue_writer_commit(w, err) : MORGUE_OK;
}

morgue_status morgue_writer_delete(morgue_writer *w, const char *id, size_t len, morgue_error *err)
{
    char term[MG_EXACT_MAX];
    mg_known known;
    if (w->broken)
        return refuse_broken(w, err);
    if (len == MORGUE_NUL)
        len = strlen(id);
    morgue_text id_term = {term, mg_exact_term(MORGUE_ID, id, len, term)};
    morgue_status status = w->kind->find(w->builder, id_term, &known, err);
    if (status == MORGUE_NOT_FOUND)
        return mg_fail(err, status, "there is no article with the id '%.*s'", (int)len, id);
    if (status == MORGUE_OK)
        status = w->kind->remove(w->builder, known.docid, err);
    if (status != MORGUE_OK)
        return break_off(w, status, err);
    w->changed = true;
    w->text_bytes -= known.size;
    return MORGUE_OK;
}
