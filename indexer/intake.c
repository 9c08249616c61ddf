#include "indexer/intake.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/pack.h"
#include "archive/path.h"
#include "archive/shard.h"
#include "indexer/build/glass/version.h"
#include "indexer/build/updater.h"

/* Lists of terms stay as they are: compressing them takes 8 % of the time for 0.13 bytes a byte of
 * text. */
enum { TERMLIST_LEVEL = 0 };

/* What waits: enough to make a dictionary of. */
enum { WAITING_BYTES = 512 << 10 };

struct mg_intake {
    mg_store *store;
    unsigned jobs;
    mg_buffer dictionary;
    const mg_engine *engine;
    mg_tagging *tagging;
    mg_builder builder; /* closed while articles wait */
    char *folder;       /* of the shard being built */
    uint64_t text_bytes;
    uint32_t count;
    mg_buffer records; /* of those that wait */
    mg_task *waiting;
    size_t *starts; /* of their records */
    size_t waiting_cap;
    uint32_t *taken_back; /* numbers */
    size_t n_taken_back;
};

morgue_status mg_intake_new(mg_store *store, unsigned jobs, const mg_engine *engine,
                            mg_tagging *tagging, morgue_text dictionary, mg_intake **ret,
                            morgue_error *err)
{
    mg_intake *in = calloc(1, sizeof *in);
    if (!in)
        return mg_fail_memory(err);
    in->store = store;
    in->jobs = jobs;
    in->engine = engine;
    in->tagging = tagging;
    if (!mg_buffer_append(&in->dictionary, dictionary.data, dictionary.len)) {
        mg_intake_free(in);
        return mg_fail_memory(err);
    }
    *ret = in;
    return MORGUE_OK;
}

/* Lets go of the shard being built, and of its files unless they are to be kept. */
static void close_builder(mg_intake *in, bool keep_files)
{
    mg_builder_close(&in->builder);
    if (in->folder && !keep_files)
        mg_path_remove(in->folder);
    free(in->folder);
    in->folder = NULL;
}

void mg_intake_free(mg_intake *in)
{
    if (!in)
        return;
    close_builder(in, false);
    mg_buffer_free(&in->dictionary);
    mg_buffer_free(&in->records);
    free(in->waiting);
    free(in->starts);
    free(in->taken_back);
    free(in);
}

/* ---- Waiting ------------------------------------------------------------------------------ */

static morgue_status wait(mg_intake *in, const mg_task *task, morgue_error *err)
{
    size_t n = in->count - 1;
    if (n == in->waiting_cap) {
        size_t cap = n ? n * 2 : 64;
        mg_task *waiting = realloc(in->waiting, cap * sizeof *waiting);
        if (waiting)
            in->waiting = waiting;
        size_t *starts = realloc(in->starts, cap * sizeof *starts);
        if (starts)
            in->starts = starts;
        if (!waiting || !starts)
            return mg_fail_memory(err);
        in->waiting_cap = cap;
    }
    in->waiting[n] = *task;
    in->starts[n] = in->records.len;
    return mg_buffer_append(&in->records, task->record.data, task->record.len)
               ? MORGUE_OK
               : mg_fail_memory(err);
}

bool mg_intake_is_building(const mg_intake *in)
{
    return mg_builder_is_open(&in->builder);
}

/* ---- Building ----------------------------------------------------------------------------- */

/* Only a format that is known is written directly. */
static morgue_status choose_way(const mg_intake *in, bool *ret_direct, morgue_error *err)
{
    if (in->engine->foreign)
        return MORGUE_OK;
    char *scratch = mg_store_shard_path(in->store, "shard-test");
    if (!scratch)
        return mg_fail_memory(err);
    morgue_status status = mg_glass_format_known(scratch, ret_direct, err);
    mg_path_remove(scratch); /* a failure may have left something */
    free(scratch);
    return status;
}

/* Begins a shard under the next name, with all that wait; also those taken back, so that numbers
 * fit. */
static morgue_status build(mg_intake *in, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    char name[MG_SHARD_NAME_MAX];
    if (!in->dictionary.len && in->records.len >= WAITING_BYTES)
        status = mg_dictionary_make(in->records.data, in->records.len, &in->dictionary, err);
    if (status != MORGUE_OK)
        return status;
    const mg_packing packing = {.level = MG_PACK_LEVEL,
                                .dictionary = {in->dictionary.data, in->dictionary.len},
                                .termlist_level = TERMLIST_LEVEL,
                                .tagging = in->tagging};
    mg_manifest_next_name(&in->store->manifest, name);
    in->folder = mg_store_shard_path(in->store, name);
    if (!in->folder)
        return mg_fail_memory(err);
    bool direct = false;
    mg_builder builder = {0};
    status = choose_way(in, &direct, err);
    if (status == MORGUE_OK)
        status = mg_builder_open(in->folder, direct, in->jobs, &packing, &builder, err);
    for (size_t i = 0; status == MORGUE_OK && i < in->count; i++) {
        mg_task task = in->waiting[i];
        task.record.data = in->records.data + in->starts[i];
        status = mg_builder_add(&builder, &task, err);
    }
    in->builder = builder;
    mg_buffer_free(&in->records);
    return status;
}

morgue_status mg_intake_add(mg_intake *in, const mg_entry *entry, uint32_t *ret, morgue_error *err)
{
    mg_task task = {.record = entry->record,
                    .size = entry->size,
                    .source = entry->source,
                    .revision = entry->revision,
                    .retagged = entry->retagged};
    memcpy(task.hash, entry->hash, MG_HASH_SIZE);
    in->count++;
    in->text_bytes += entry->size;
    bool building = mg_builder_is_open(&in->builder);
    morgue_status status =
        building ? mg_builder_add(&in->builder, &task, err) : wait(in, &task, err);
    if (status == MORGUE_OK && !building && in->records.len >= WAITING_BYTES)
        status = build(in, err);
    *ret = in->count;
    return status;
}

morgue_status mg_intake_take_back(mg_intake *in, uint32_t number, uint64_t size, morgue_error *err)
{
    uint32_t *numbers = realloc(in->taken_back, (in->n_taken_back + 1) * sizeof *in->taken_back);
    if (!numbers)
        return mg_fail_memory(err);
    in->taken_back = numbers;
    numbers[in->n_taken_back++] = number;
    in->text_bytes -= size;
    return MORGUE_OK;
}

morgue_text mg_intake_dictionary(const mg_intake *in)
{
    return (morgue_text){in->dictionary.data, in->dictionary.len};
}

uint64_t mg_intake_memory(const mg_intake *in)
{
    uint64_t memory = in->records.cap + in->waiting_cap * sizeof *in->waiting;
    return memory + mg_builder_memory(&in->builder);
}

/* ---- Finishing ---------------------------------------------------------------------------- */

/* Removes what was taken back from the finished shard, which nobody sees yet. */
static morgue_status remove_taken_back(const mg_intake *in, morgue_error *err)
{
    mg_updater *updater = NULL;
    if (!in->n_taken_back)
        return MORGUE_OK;
    morgue_status status = mg_updater_open(in->folder, &updater, err);
    for (size_t i = 0; status == MORGUE_OK && i < in->n_taken_back; i++)
        status = mg_updater_remove(updater, in->taken_back[i], err);
    if (status == MORGUE_OK)
        status = mg_updater_commit(updater, err);
    mg_updater_free(updater);
    return status;
}

static morgue_status write_shard(mg_intake *in, uint64_t revision, morgue_error *err)
{
    char key[MG_META_KEY_MAX] = "", revision_digits[24], text_digits[24];
    mg_meta_entry entries[6];
    size_t n = 0;
    const char *builder = mg_builder_name(&in->builder);
    entries[n++] = (mg_meta_entry){MG_META_BUILDER, {builder, strlen(builder)}};
    morgue_text dictionary = {in->dictionary.data, in->dictionary.len};
    if (dictionary.len) {
        uint32_t number = mg_dictionary_adler(dictionary.data, dictionary.len);
        morgue_status kept = mg_store_keep_dictionary(in->store, number, dictionary, err);
        if (kept != MORGUE_OK)
            return kept;
        mg_meta_dictionary_key(number, key);
        const char *adler = strrchr(key, '.') + 1;
        entries[n++] = (mg_meta_entry){MG_META_DICTIONARY, {adler, strlen(adler)}};
        entries[n++] = (mg_meta_entry){key, dictionary};
    }
    int len = snprintf(revision_digits, sizeof revision_digits, "%" PRIu64, revision);
    if (in->builder.direct && !in->n_taken_back)
        entries[n++] = (mg_meta_entry){MG_META_PACKED, {revision_digits, (size_t)len}};
    entries[n++] = (mg_meta_entry){MG_META_REVISION, {revision_digits, (size_t)len}};
    len = snprintf(text_digits, sizeof text_digits, "%" PRIu64, in->text_bytes);
    entries[n++] = (mg_meta_entry){MG_META_TEXT_BYTES, {text_digits, (size_t)len}};
    return mg_builder_finish(&in->builder, entries, n, err);
}

static void start_anew(mg_intake *in)
{
    close_builder(in, true);
    in->count = 0;
    in->text_bytes = 0;
    in->n_taken_back = 0;
    mg_buffer_clear(&in->records);
}

morgue_status mg_intake_finish(mg_intake *in, uint64_t revision, morgue_error *err)
{
    if (in->count == in->n_taken_back) { /* nothing came, or nothing of it is left */
        close_builder(in, false);
        start_anew(in);
        return MORGUE_OK;
    }
    morgue_status status = mg_builder_is_open(&in->builder) ? MORGUE_OK : build(in, err);
    if (status == MORGUE_OK)
        status = write_shard(in, revision, err);
    if (status == MORGUE_OK)
        status = remove_taken_back(in, err);
    if (status == MORGUE_OK && in->store->manifest.count == MG_SHARDS_MAX)
        status = mg_fail(err, MORGUE_IO,
                         "%s: it has %d shards, which is all that an archive may have: merge them "
                         "by morgue-index --compact",
                         in->store->path, MG_SHARDS_MAX);
    if (status == MORGUE_OK && !mg_manifest_add(&in->store->manifest))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK)
        start_anew(in);
    return status;
}
