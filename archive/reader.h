/* An archive opened for reading: struct morgue_archive, and what search builds on it. */
#ifndef MG_READER_H
#define MG_READER_H

#include "archive/buffer.h"
#include "archive/index.h"
#include "archive/folder.h"
#include "archive/remote/cluster.h"
#include "archive/stems.h"
#include "morgue.h"
#include "xapian/xapian_c.h"

struct morgue_archive {
    char *path;
    char *folder; /* where aliases.txt and the like are: the path, or where the list is */
    mg_manifest manifest;
    mg_index **indexes;  /* each shard of the manifest */
    mg_cluster *cluster; /* which these two are of, where the archive is spread; NULL: it is not */
    struct mg_dictionary *dictionaries; /* those read so far, a list */
    xap_stem *stems[MG_STEMS_MAX];      /* for the languages of the archive */
    size_t n_stems;
    void *memo;                    /* what searches have worked out for this state; NULL: nothing */
    void (*free_memo)(void *memo); /* gives it back when another state is taken up */
};

void mg_archive_free_dictionaries(morgue_archive *archive); /* reader_articles.c */

/* Unpacks a record into an article. Errors: CORRUPT, STALE, NETWORK, IO, NO_MEMORY. */
morgue_status mg_archive_unpack(morgue_archive *archive, const char *data, size_t len,
                                morgue_article *article, morgue_error *err);

/* Gets what it takes to unpack a record of the shard, where that is far, so that it can be unpacked
 * when the shard is gone. What fails fails at mg_archive_settle(), or when it is unpacked. */
void mg_archive_prepare(morgue_archive *archive, size_t shard, const char *data, size_t len);

/* Tells all shards that are far what will be read of each of them. */
void mg_archive_expect(const morgue_archive *archive, mg_ahead what, const char *text, size_t len);

/* After reading: what was read, or failed to be, counts only if no commit has overwritten it
 * meanwhile, and all shards have answered. Returns `status` then, else STALE or NETWORK; and what
 * damage was met, where `status` is OK. */
morgue_status mg_archive_settle(const morgue_archive *archive, morgue_status status,
                                morgue_error *err);

/* The same where `status` tells of all damage that matters, such as that of a record: returns
 * STALE, NETWORK or `status`. */
morgue_status mg_archive_doubt(const morgue_archive *archive, morgue_status status,
                               morgue_error *err);

/* After reading what can be done without, where all was well before it: that shards have not
 * answered, or not in time, is forgotten, and so is what was read of them, when the next search
 * begins. Returns `status`, or OK where it was NETWORK. */
morgue_status mg_archive_overlook(morgue_archive *archive, morgue_status status);

/* Is a shard that is open not in the manifest any more, merged into another? Nobody writes to it
 * then.
 */
bool mg_archive_has_lost(const morgue_archive *archive);

/* Before anything is read: shards of a spread archive that are missing are asked once more, and no
 * answer is waited for longer than is good for a call that may take timeout_ms; 0: some seconds.
 * Errors: NETWORK where none answers; those of morgue_archive_reopen(). */
morgue_status mg_archive_begin(morgue_archive *archive, uint32_t timeout_ms, morgue_error *err);

/* Where it is enough that all shards have been asked once. */
void mg_archive_meet(morgue_archive *archive);

/* Is it worth while to try again? After a STALE the newest state has been taken up, unless that was
 * tried often enough: `*tries` counts, from 0. After a NETWORK the shards that have failed are left
 * out; false where none is left. What was opened on the indexes is given back before. */
bool mg_archive_again(morgue_archive *archive, morgue_status status, unsigned *tries);

/* How many shards morgue_archive_shard() tells of. */
size_t mg_archive_shards(const morgue_archive *archive);

/* The i-th shard that is missing, and why; false behind the last. The texts live until the shards
 * are asked again. */
bool mg_archive_missing(const morgue_archive *archive, size_t i, const char **ret_shard,
                        const char **ret_reason);

/* That there is no article with this id, which counts only if all that was looked through was good.
 * Returns NOT_FOUND, NETWORK where a shard that is missing may have it, or what is wrong. */
morgue_status mg_archive_fail_id(const morgue_archive *archive, const char *id, size_t len,
                                 morgue_error *err);

/* After a STALE: takes up the newest state of the shards that are open, so that documents keep
 * their numbers. False when one of them is gone, merged into another, or far, or it was tried often
 * enough.
 */
bool mg_archive_refresh(morgue_archive *archive, unsigned *tries);

#endif
