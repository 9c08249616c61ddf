/* What a shard says of when its articles came, and of those that were deleted. */
#include <inttypes.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/revision.h"
#include "archive/shard.h"
#include "indexer/maintain/verify.h"

typedef struct reading {
    const mg_suspect *suspect;
    uint64_t revision; /* of the shard's last change, which none can be greater than */
} reading;

static bool check_revision(void *user, uint32_t docid, const char *value, size_t len)
{
    uint64_t revision;
    const reading *r = user;
    if (!mg_revision_get(value, len, &revision) || revision > r->revision)
        mg_verify_tell(r->suspect, docid, "",
                       "it has no revision that can be right: the last one is %" PRIu64,
                       r->revision);
    return true;
}

static bool check_tombstone(void *user, morgue_text key, morgue_text id)
{
    uint64_t revision;
    const reading *r = user;
    if (!mg_tombstone_revision(key.data, key.len, id, &revision) || !revision ||
        revision > r->revision)
        mg_verify_tell(r->suspect, 0, "", "what it tells of a deleted article is damaged: %.*s",
                       (int)key.len, key.data);
    return true;
}

morgue_status mg_verify_changes(const mg_suspect *s, morgue_error *err)
{
    morgue_error met;
    reading r = {.suspect = s};
    morgue_status status = mg_meta_revision(s->index, &r.revision, &met);
    if (status != MORGUE_OK)
        return mg_verify_met(s, 0, "", status, &met, err);
    for (uint32_t w = 0; w <= mg_index_last(s->index) / MG_WINDOW; w++)
        if (!mg_index_values(s->index, MG_SLOT_REVISION, w, check_revision, &r))
            return mg_fail_memory(err);
    status = mg_index_each_metadata(s->index, MG_TOMBSTONE, sizeof MG_TOMBSTONE - 1,
                                    check_tombstone, &r, &met);
    return mg_verify_met(s, 0, "", status, &met, err);
}
