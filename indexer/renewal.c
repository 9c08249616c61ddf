#include "indexer/renewal.h"

#include <string.h>

#include "archive/error.h"

enum { PROGRESS_EACH = 64 };

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

void mg_renewal_drop(mg_renewal *r)
{
    while (r->store->manifest.count > r->n_old)
        mg_store_drop_newest(r->store);
}

morgue_status mg_renewal_switch(mg_renewal *r, morgue_error *err)
{
    mg_manifest old;
    mg_manifest *now = &r->store->manifest;
    if (!mg_manifest_copy(now, &old)) {
        mg_renewal_drop(r);
        return mg_fail_memory(err);
    }
    old.count = r->n_old;
    now->count -= r->n_old;
    if (now->count)
        memmove(now->shards, now->shards + r->n_old, now->count * sizeof *now->shards);
    morgue_status status = mg_store_switch(r->store, &old, err);
    mg_manifest_free(&old);
    return status;
}
