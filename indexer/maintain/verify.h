/* Verifying an archive: what its parts share. Damage is told, not returned: a part goes on with
 * what can be read, and fails only where memory is out, or the caller stops it. */
#ifndef MG_VERIFY_H
#define MG_VERIFY_H

#include "archive/index.h"
#include "archive/part.h"
#include "indexer/idset.h"
#include "indexer/maintain/dictionaries.h"
#include "indexer/maintain/footprint.h"
#include "morgue.h"

/* One run over an archive. */
typedef struct mg_verification {
    const char *path;
    const morgue_maintain_options *options;
    morgue_verdict verdict;
    mg_part part;   /* that the archive is */
    uint64_t total; /* articles, as the shards say */
    uint64_t done;
    uint64_t step;      /* the index is compared for one of so many articles */
    mg_idset ids;       /* seen so far */
    mg_index **indexes; /* of all shards, NULL for those that cannot be opened */
    size_t n_indexes;
    mg_dictionaries dictionaries; /* met so far */
    mg_footprint footprint;
} mg_verification;

/* What the articles of a window are still short of in the index. */
typedef struct mg_sums {
    uint64_t sum[MG_WINDOW];
    uint64_t unread[MG_WINDOW_WORDS]; /* bits: the article could not be read, which was told */
} mg_sums;

/* A shard that is looked at. */
typedef struct mg_suspect {
    mg_verification *run;
    const char *name;
    const char *path;
    mg_index *index;
    uint64_t text_bytes; /* of the articles read */
    bool unread;         /* one at least could not be */
    mg_sums **sums;      /* by window: see mg_verify_postings(); NULL: of a sample only */
} mg_suspect;

/* Tells of damage in a shard (`docid` 0: not of one article; `id`: "" where it is not known). */
void mg_verify_tell(const mg_suspect *suspect, uint32_t docid, const char *id, const char *format,
                    ...) __attribute__((format(printf, 4, 5)));

/* Tells of what a call has met; NO_MEMORY and CANCELLED are returned, all else is OK. */
morgue_status mg_verify_met(const mg_suspect *suspect, uint32_t docid, const char *id,
                            morgue_status status, const morgue_error *met, morgue_error *err);

/* Tells the progress, and asks whether to go on. Errors: CANCELLED. */
morgue_status mg_verify_go_on(const mg_verification *run, morgue_error *err);

/* The sums of a document's window; NULL when memory is out. */
mg_sums *mg_verify_sums(const mg_suspect *suspect, uint32_t docid);

/* Has Xapian check the structure of the shard. Errors: IO, NO_MEMORY, CANCELLED. */
morgue_status mg_verify_structure(const mg_suspect *suspect, morgue_error *err);

/* Reads each article of the shard and compares it with its fingerprint, its size, its terms, and,
 * for those of the sample, with the index. Errors: NO_MEMORY, CANCELLED. */
morgue_status mg_verify_records(mg_suspect *suspect, morgue_error *err);

/* Reads the revisions of the shard's articles, and what it tells of deleted ones. Errors:
 * NO_MEMORY. */
morgue_status mg_verify_changes(const mg_suspect *suspect, morgue_error *err);

/* The index as far as one article is concerned, whose footprint was made. Errors: NO_MEMORY. */
morgue_status mg_verify_article(const mg_suspect *suspect, uint32_t docid, const char *id,
                                morgue_error *err);

/* Reads all postings of the shard and takes the sum of each from suspect->sums, to which those of
 * the articles were added: what is not 0 then is told. Errors: NO_MEMORY, CANCELLED. */
morgue_status mg_verify_postings(mg_suspect *suspect, morgue_error *err);

#endif
