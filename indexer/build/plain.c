#include "indexer/build/plain.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/pack.h"
#include "archive/path.h"
#include "archive/record.h"
#include "indexer/build/updater.h"

struct mg_plain {
    char *folder;
    mg_updater *updater;
    mg_tag_hand *tags;
    mg_packer *packer;
    morgue_article *article;
    mg_buffer packed;
};

void mg_plain_free(mg_plain *plain)
{
    if (!plain)
        return;
    mg_updater_free(plain->updater);
    mg_tag_hand_free(plain->tags);
    mg_packer_free(plain->packer);
    morgue_article_free(plain->article);
    mg_buffer_free(&plain->packed);
    free(plain->folder);
    free(plain);
}

morgue_status mg_plain_open(const char *folder, const mg_packing *packing, mg_plain **ret,
                            morgue_error *err)
{
    mg_plain *plain = calloc(1, sizeof *plain);
    if (!plain)
        return mg_fail_memory(err);
    plain->folder = strdup(folder);
    plain->article = morgue_article_new();
    morgue_status status = plain->folder && plain->article ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = mg_tag_hand_new(packing->tagging, &plain->tags, err);
    if (status == MORGUE_OK)
        status = mg_packer_new(packing->level, packing->dictionary.data, packing->dictionary.len,
                               &plain->packer, err);
    if (status == MORGUE_OK)
        status = mg_updater_create(folder, &plain->updater, err);
    if (status == MORGUE_OK)
        *ret = plain;
    else
        mg_plain_free(plain);
    return status;
}

morgue_status mg_plain_add(mg_plain *plain, const mg_task *task, morgue_error *err)
{
    uint32_t docid;
    mg_entry entry = {.article = plain->article,
                      .record = task->record,
                      .size = task->size,
                      .source = task->source};
    memcpy(entry.hash, task->hash, MG_HASH_SIZE);
    morgue_status status =
        mg_record_decode(task->record.data, task->record.len, plain->article, err);
    if (status == MORGUE_OK)
        status = mg_tag_hand_do(plain->tags, plain->article, &entry.record, err);
    if (status == MORGUE_OK)
        status = mg_pack(plain->packer, entry.record.data, entry.record.len, &plain->packed, err);
    entry.packed = (morgue_text){plain->packed.data, plain->packed.len};
    entry.revision = mg_task_revision(task, entry.record);
    return status == MORGUE_OK ? mg_updater_put(plain->updater, &entry, 0, &docid, err) : status;
}

size_t mg_plain_memory(const mg_plain *plain)
{
    return plain->updater ? mg_updater_memory(plain->updater) : 0;
}

/* Xapian puts the files on the disk, but not the folder. The lock is given up: whoever asked for
 * the shard may have to change it. */
morgue_status mg_plain_finish(mg_plain *plain, const mg_meta_entry *metadata, size_t n,
                              morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < n; i++)
        status = mg_updater_set_meta(plain->updater, metadata[i].name, metadata[i].value, err);
    if (status == MORGUE_OK)
        status = mg_updater_commit(plain->updater, err);
    mg_updater_free(plain->updater);
    plain->updater = NULL;
    return status == MORGUE_OK ? mg_path_sync(plain->folder, err) : status;
}
