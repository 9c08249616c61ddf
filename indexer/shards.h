/* The shards of an archive that is held for writing: looking articles up in what is committed, and
 * changing them where they are. */
#ifndef MG_SHARDS_H
#define MG_SHARDS_H

#include "archive/store.h"
#include "indexer/build/updater.h"
#include "xapian/xapian_c.h"

typedef struct mg_shards {
    const mg_store *store;
    size_t count;          /* of shards, as the manifest had them */
    xap_database *db;      /* all of them as one, as last committed */
    mg_updater **updaters; /* opened where something changes, else NULL */
    int64_t *text_bytes;   /* change of each shard's text since the commit */
    xap_string value;
} mg_shards;

/* Opens the shards of the store's manifest. Errors: CORRUPT, BAD_VERSION, IO, NO_MEMORY. */
morgue_status mg_shards_open(const mg_store *store, mg_shards *ret, morgue_error *err);
void mg_shards_close(mg_shards *shards);

/* An article as a shard has it. */
typedef struct mg_known {
    size_t shard;
    uint32_t docid; /* in the shard */
    unsigned char hash[MG_HASH_SIZE];
    uint64_t size;
    uint64_t source;
} mg_known;

/* Looks for an article in what is committed. Errors: NOT_FOUND, CORRUPT, IO. */
morgue_status mg_shards_find(mg_shards *shards, morgue_text id_term, mg_known *ret,
                             morgue_error *err);

/* The same of the article that is document `docid` of all shards as one. Errors: CORRUPT, IO. */
morgue_status mg_shards_known(mg_shards *shards, uint32_t docid, mg_known *ret, morgue_error *err);

/* The revision of the commit that wrote document `docid` of all shards as one; 0: not known.
 * Errors: CORRUPT, IO. */
morgue_status mg_shards_written(mg_shards *shards, uint32_t docid, uint64_t *ret,
                                morgue_error *err);

/* Replaces document `docid` of a shard, whose text had `old_size` bytes, or adds where it is 0.
 * Errors: LOCKED, CORRUPT, IO, NO_MEMORY. */
morgue_status mg_shards_put(mg_shards *shards, size_t shard, const mg_entry *entry, uint32_t docid,
                            uint64_t old_size, uint32_t *ret_docid, morgue_error *err);
morgue_status mg_shards_remove(mg_shards *shards, size_t shard, uint32_t docid, uint64_t old_size,
                               morgue_error *err);

/* Leaves a tombstone in a shard, in its next commit: that the one of this revision has deleted an
 * article. Errors: as above. */
morgue_status mg_shards_bury(mg_shards *shards, size_t shard, morgue_text id, uint64_t revision,
                             morgue_error *err);

/* Calls `use` with the source and the size of each article that has a source, until it returns
 * false. Errors: CORRUPT, IO. */
typedef bool mg_source_user(void *user, uint64_t source, uint64_t size);
morgue_status mg_shards_sources(const mg_shards *shards, mg_source_user *use, void *user,
                                morgue_error *err);

/* The greatest revision of the shards (CORRUPT where none can be greater), and the dictionary that
 * new articles are packed with (nothing is appended where there is none). Errors: CORRUPT, IO,
 * NO_MEMORY. */
morgue_status mg_shards_revision(const mg_shards *shards, uint64_t *ret, morgue_error *err);
morgue_status mg_shards_dictionary(const mg_shards *shards, mg_buffer *ret, morgue_error *err);

/* Has the first shard this dictionary, of articles of any? Its metadata are those of all shards as
 * one, for who reads them so. True without shards, and for one that is empty. Errors: CORRUPT, IO,
 * NO_MEMORY. */
morgue_status mg_shards_carries(const mg_shards *shards, morgue_text dictionary, bool *ret,
                                morgue_error *err);

/* Gives it to the first shard, and to those that are changed, where they lack it: in the next
 * commit. Errors: as mg_shards_put(). */
morgue_status mg_shards_carry(mg_shards *shards, morgue_text dictionary, morgue_error *err);

/* Commits all changes, shard by shard; between mg_store_begin() and its end. Errors: IO, NO_MEMORY.
 */
morgue_status mg_shards_commit(mg_shards *shards, uint64_t revision, morgue_error *err);

uint64_t mg_shards_memory(const mg_shards *shards);

#endif
