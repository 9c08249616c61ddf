#include "tests/unit/direct/two_ways.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "archive/pack.h"
#include "archive/record.h"
#include "archive/shard.h"
#include "indexer/build/direct/direct.h"
#include "indexer/build/updater.h"

enum { LEVEL = 1, TERMLIST_LEVEL = 1 };

bool records_add(records *all, const morgue_article *article)
{
    if ((all->n & (all->n + 1)) == 0) { /* room for the double */
        size_t *starts = realloc(all->starts, (all->n + 1) * 2 * sizeof *starts);
        if (!starts)
            return false;
        all->starts = starts;
    }
    all->starts[all->n++] = all->bytes.len;
    bool fits = mg_record_encode(article, &all->bytes, NULL) == MORGUE_OK;
    all->starts[all->n] = all->bytes.len;
    return fits;
}

morgue_text records_at(const records *all, size_t i)
{
    return (morgue_text){all->bytes.data + all->starts[i], all->starts[i + 1] - all->starts[i]};
}

void records_free(records *all)
{
    mg_buffer_free(&all->bytes);
    free(all->starts);
    *all = (records){0};
}

/* What the archive keeps about a record: made of it, so that it differs; some have no source. */
static void describe(morgue_text record, unsigned char hash[MG_HASH_SIZE], uint64_t *size,
                     uint64_t *source)
{
    XXH128_hash_t sum = XXH3_128bits(record.data, record.len);
    XXH128_canonicalFromHash((XXH128_canonical_t *)hash, sum);
    *size = record.len * 3 % 1001;
    *source = sum.low64 % 3 ? sum.high64 : 0;
}

/* ---- Directly ----------------------------------------------------------------------------- */

static morgue_status finish(mg_direct *direct, morgue_text dictionary, morgue_error *err)
{
    char key[MG_META_KEY_MAX];
    mg_meta_entry entries[3];
    size_t n = 0;
    mg_meta_dictionary_key(mg_dictionary_adler(dictionary.data, dictionary.len), key);
    const char *adler = strrchr(key, '.') + 1;
    if (dictionary.len) {
        entries[n++] = (mg_meta_entry){MG_META_DICTIONARY, {adler, strlen(adler)}};
        entries[n++] = (mg_meta_entry){key, dictionary};
    }
    entries[n++] = (mg_meta_entry){MG_META_REVISION, {"7", 1}};
    return mg_direct_finish(direct, entries, n, err);
}

morgue_status write_direct(const char *path, const records *all, morgue_text dictionary,
                           unsigned jobs, morgue_error *err)
{
    const mg_packing packing = {LEVEL, dictionary, TERMLIST_LEVEL, NULL};
    mg_direct *direct = NULL;
    morgue_status status = mg_direct_open(path, jobs, &packing, &direct, err);
    for (size_t i = 0; status == MORGUE_OK && i < all->n; i++) {
        mg_task task = {.record = records_at(all, i)};
        describe(task.record, task.hash, &task.size, &task.source);
        status = mg_direct_add(direct, &task, err);
    }
    if (status == MORGUE_OK)
        status = finish(direct, dictionary, err);
    mg_direct_free(direct);
    return status;
}

/* ---- By Xapian's writer ------------------------------------------------------------------- */

typedef struct slow {
    mg_updater *updater;
    mg_packer *packer;
    morgue_article *article;
    mg_buffer packed;
} slow;

static morgue_status slow_open(const char *path, morgue_text dictionary, slow *ret,
                               morgue_error *err)
{
    *ret = (slow){.article = morgue_article_new()};
    morgue_status status = mg_updater_open(path, &ret->updater, err);
    if (status == MORGUE_OK)
        status = mg_packer_new(LEVEL, dictionary.data, dictionary.len, &ret->packer, err);
    return status;
}

static void slow_close(slow *s)
{
    mg_updater_free(s->updater);
    mg_packer_free(s->packer);
    morgue_article_free(s->article);
    mg_buffer_free(&s->packed);
}

static morgue_status slow_put(slow *s, morgue_text record, uint32_t docid, morgue_error *err)
{
    mg_entry entry = {.article = s->article, .record = record};
    describe(record, entry.hash, &entry.size, &entry.source);
    morgue_status status = mg_record_decode(record.data, record.len, s->article, err);
    if (status == MORGUE_OK)
        status = mg_pack(s->packer, record.data, record.len, &s->packed, err);
    entry.packed = (morgue_text){s->packed.data, s->packed.len};
    return status == MORGUE_OK ? mg_updater_put(s->updater, &entry, docid, &docid, err) : status;
}

static morgue_status slow_finish(slow *s, morgue_text dictionary, morgue_error *err)
{
    char key[MG_META_KEY_MAX];
    morgue_status status = MORGUE_OK;
    mg_meta_dictionary_key(mg_dictionary_adler(dictionary.data, dictionary.len), key);
    const char *adler = strrchr(key, '.') + 1;
    const morgue_text text = {adler, strlen(adler)};
    if (dictionary.len) {
        status = mg_updater_set_meta(s->updater, MG_META_DICTIONARY, text, err);
        if (status == MORGUE_OK)
            status = mg_updater_set_meta(s->updater, key, dictionary, err);
    }
    if (status == MORGUE_OK)
        status = mg_updater_set_number(s->updater, MG_META_REVISION, 7, err);
    return status == MORGUE_OK ? mg_updater_commit(s->updater, err) : status;
}

morgue_status write_slowly(const char *path, const records *all, morgue_text dictionary,
                           morgue_error *err)
{
    slow s;
    xap_writer *made = NULL;
    xap_error cause;
    if (xap_writer_open(path, XAP_CREATE, 0, &made, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    xap_writer_free(made);
    morgue_status status = slow_open(path, dictionary, &s, err);
    for (size_t i = 0; status == MORGUE_OK && i < all->n; i++)
        status = slow_put(&s, records_at(all, i), 0, err);
    if (status == MORGUE_OK)
        status = slow_finish(&s, dictionary, err);
    slow_close(&s);
    return status;
}

/* ---- Changing ----------------------------------------------------------------------------- */

static uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

static morgue_status change_one(slow *s, const records *all, uint64_t *seed, morgue_error *err)
{
    uint32_t docid = 1 + dice(seed, (uint32_t)all->n);
    morgue_text record = records_at(all, dice(seed, (uint32_t)all->n));
    uint32_t side = dice(seed, 3);
    if (side)
        return slow_put(s, record, side == 1 ? docid : 0, err);
    morgue_status status = mg_updater_remove(s->updater, docid, err);
    return status == MORGUE_NOT_FOUND ? MORGUE_OK : status; /* it is gone already */
}

morgue_status change_some(const char *path, const records *all, uint64_t seed, unsigned n,
                          morgue_error *err)
{
    slow s;
    morgue_status status = slow_open(path, (morgue_text){"", 0}, &s, err);
    for (unsigned i = 0; status == MORGUE_OK && all->n && i < n; i++) {
        status = change_one(&s, all, &seed, err);
        if (status == MORGUE_OK && i == n / 2)
            status = mg_updater_commit(s.updater, err);
    }
    if (status == MORGUE_OK)
        status = mg_updater_commit(s.updater, err);
    slow_close(&s);
    return status;
}
