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
    xap_database *db;                   /* all shards as one */
    mg_index **indexes;                 /* each shard of the manifest, as it is in `db` */
    struct mg_dictionary *dictionaries; /* those read so far, a list */
    xap_stem *stems[MG_STEMS_MAX];      /* for the languages of the archive */
    size_t n_stems;
    void *memo;                    /* what searches have worked out for this state; NULL: nothing */
    void (*free_memo)(void *memo); /* gives it back when another state is taken up */
};

/* The packed record of a document. Errors: NOT_FOUND, STALE, CORRUPT, IO. */
morgue_status mg_archive_packed(const morgue_archive *archive, uint32_t docid, xap_string *ret,
                                morgue_error *err);

/* Unpacks a record into an article. Errors: CORRUPT, STALE, IO, NO_MEMORY. */
morgue_status mg_archive_unpack(morgue_archive *archive, const char *data, size_t len,
                                morgue_article *article, morgue_error *err);

/* After reading through the indexes: what was read, or failed to be, counts only if no commit has
 * overwritten it meanwhile. Returns `status` then, else STALE or what else is wrong. */
morgue_status mg_archive_settle(const morgue_archive *archive, morgue_status status,
                                morgue_error *err);

/* The same after reading through Xapian, which mostly says itself that a commit has overwritten what
 * was read, but may take it for damage, or not find what is there: that is looked into. */
morgue_status mg_archive_doubt(const morgue_archive *archive, morgue_status status,
                               morgue_error *err);

/* Does the manifest list other shards by now? Their folders may be gone: what opens one by its name
 * has to take up the new state and try again. */
bool mg_archive_is_behind(const morgue_archive *archive);

/* After a STALE: takes up the newest state, so that the caller can try again. False when it has
 * tried often enough: `*tries` counts, from 0. What was opened on the indexes is given back before.
 */
bool mg_archive_try_again(morgue_archive *archive, unsigned *tries);

/* The same, but of the shards that are open only, so that documents keep their numbers. False also
 * when one of them is gone, merged into another. */
bool mg_archive_refresh(morgue_archive *archive, unsigned *tries);

#endif
