/* An archive opened for reading: struct morgue_archive, and what search builds on it. */
#ifndef MG_READER_H
#define MG_READER_H

#include "archive/buffer.h"
#include "archive/index.h"
#include "archive/manifest.h"
#include "archive/stems.h"
#include "morgue.h"
#include "xapian/xapian_c.h"

struct morgue_archive {
    char *path;
    mg_manifest manifest;
    mg_index **indexes;                 /* each shard of the manifest */
    struct mg_dictionary *dictionaries; /* those read so far, a list */
    xap_stem *stems[MG_STEMS_MAX];      /* for the languages of the archive */
    size_t n_stems;
    void *memo;                    /* what searches have worked out for this state; NULL: nothing */
    void (*free_memo)(void *memo); /* gives it back when another state is taken up */
};

/* Unpacks a record into an article. Errors: CORRUPT, STALE, IO, NO_MEMORY. */
morgue_status mg_archive_unpack(morgue_archive *archive, const char *data, size_t len,
                                morgue_article *article, morgue_error *err);

/* After reading: what was read, or failed to be, counts only if no commit has overwritten it
 * meanwhile. Returns `status` then, else STALE; and what damage was met, where `status` is OK. */
morgue_status mg_archive_settle(const morgue_archive *archive, morgue_status status,
                                morgue_error *err);

/* The same where `status` tells of all damage that matters, such as that of a record: returns STALE
 * or `status`. */
morgue_status mg_archive_doubt(const morgue_archive *archive, morgue_status status,
                               morgue_error *err);

/* Is a shard that is open not in the manifest any more, merged into another? Nobody writes to it
 * then.
 */
bool mg_archive_has_lost(const morgue_archive *archive);

/* After a STALE: takes up the newest state, so that the caller can try again. False when it has
 * tried often enough: `*tries` counts, from 0. What was opened on the indexes is given back before.
 */
bool mg_archive_try_again(morgue_archive *archive, unsigned *tries);

/* The same, but of the shards that are open only, so that documents keep their numbers. False also
 * when one of them is gone, merged into another. */
bool mg_archive_refresh(morgue_archive *archive, unsigned *tries);

#endif
