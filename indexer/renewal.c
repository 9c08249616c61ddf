#include "indexer/renewal.h"

#include <string.h>
#include <sys/statvfs.h>

#include "archive/error.h"

enum { PROGRESS_EACH = 64 };

morgue_status mg_renewal_check_room(const mg_store *store, uint64_t need, morgue_error *err)
{
    struct statvfs disk;
    if (statvfs(store->path, &disk) != 0 || !disk.f_blocks)
        return MORGUE_OK; /* let it try */
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (room >= need)
        return MORGUE_OK;
    return mg_fail(err, MORGUE_IO, "%llu MB are needed, the disk has %llu MB left",
                   (unsigned long long)(need >> 20) + 1, (unsigned long long)(room >> 20));
}

/* ---- Articles ----------------------------------------------------------------------------- */

morgue_status mg_renewal_finish(mg_renewal *r, morgue_error *err)
{
    r->pending = 0;
    return mg_intake_finish(r->intake, r->revision, err);
}

morgue_status mg_renewal_go_on(mg_renewal *r, morgue_error *err)
{
    r->done++;
    if (r->progress && r->done % PROGRESS_EACH == 0 && !r->progress(r->user, r->done, r->total))
        return mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    return MORGUE_OK;
}

morgue_status mg_renewal_add(mg_renewal *r, const mg_entry *entry, morgue_error *err)
{
    uint32_t number;
    r->pending += entry->record.len;
    morgue_status status = mg_intake_add(r->intake, entry, &number, err);
    if (status == MORGUE_OK)
        status = mg_renewal_go_on(r, err);
    bool full = mg_intake_memory(r->intake) > r->memory && r->pending >= MG_INTAKE_LEAST;
    return status == MORGUE_OK && full ? mg_renewal_finish(r, err) : status;
}

/* ---- Switching ---------------------------------------------------------------------------- */

/* When the writing of the manifest fails, either of the two may be in effect; or none is, as
 * before. Nothing is removed where that cannot be told. */
static bool take_what_is_there(mg_store *store, const mg_manifest *all, size_t n_old)
{
    mg_manifest now;
    morgue_status status = mg_manifest_read_earlier(store->path, &now, NULL);
    bool none = status == MORGUE_CORRUPT || status == MORGUE_FOREIGN;
    if (none && mg_manifest_copy(all, &now)) {
        now.count = n_old;
        status = MORGUE_OK;
    }
    if (status != MORGUE_OK)
        return false;
    mg_manifest_free(&store->manifest);
    store->manifest = now;
    return true;
}

morgue_status mg_renewal_switch(mg_renewal *r, morgue_error *err)
{
    mg_manifest all;
    mg_manifest *now = &r->store->manifest;
    if (!mg_manifest_copy(now, &all))
        return mg_fail_memory(err);
    now->count -= r->n_old;
    memmove(now->shards, now->shards + r->n_old, now->count * sizeof *now->shards);
    morgue_status status = mg_store_publish(r->store, err);
    if (status == MORGUE_OK || take_what_is_there(r->store, &all, r->n_old))
        mg_store_clear_away(r->store, &all);
    mg_manifest_free(&all);
    return status;
}

void mg_renewal_drop(mg_renewal *r)
{
    while (r->store->manifest.count > r->n_old)
        mg_store_drop_newest(r->store);
}
