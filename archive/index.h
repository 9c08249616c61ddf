/* One shard, opened for matching: its terms, postings, positions, lengths, dates and records.
 *
 * There are two ways of reading with the same answers: Xapian's glass tables mapped into memory and
 * read directly, and Xapian's own iterators for everything else that it can open (remote and
 * in-memory databases, other formats).
 *
 * Reading mostly does not return errors one by one: what is damaged reads as an end, and is
 * remembered. After the work is done, mg_index_check() tells whether what was read counts. What
 * returns a status says itself that it is damaged: records, metadata and bounds that are do not
 * make the rest doubtful.
 *
 * One thread at a time; different indexes in different threads. Everything opened on an index is
 * given back before it. */
#ifndef MG_INDEX_H
#define MG_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/buffer.h"
#include "morgue.h"
#include "xapian/xapian_c.h"

typedef struct mg_index mg_index;

/* Documents are worked on in windows: window w has the documents [w * MG_WINDOW,
 * (w + 1) * MG_WINDOW). Document 0 does not exist. */
enum { MG_WINDOW = 4096, MG_WINDOW_WORDS = MG_WINDOW / 64 };

/* Opens a shard by its path: directly where it is a glass database, else by iterators.
 * Errors: NOT_FOUND, CORRUPT, BAD_VERSION, STALE, IO, NO_MEMORY. */
morgue_status mg_index_open(const char *path, mg_index **ret, morgue_error *err);

/* The same by iterators in any case, over one database or several joined. `db` stays the caller's
 * and must outlive the index. */
morgue_status mg_index_open_iterators(const xap_database *db, mg_index **ret, morgue_error *err);
void mg_index_free(mg_index *index);

/* Errors: CORRUPT, IO, NETWORK for what reading met; STALE when the shard has been committed to
 * since it was opened, so that blocks may have been overwritten while they were read. */
morgue_status mg_index_check(const mg_index *index, morgue_error *err);

uint32_t mg_index_articles(const mg_index *index);
uint32_t mg_index_last(const mg_index *index); /* greatest document number in use, or more */
uint64_t mg_index_total_length(const mg_index *index); /* words of all documents */

/* ---- Reading ahead ------------------------------------------------------------------------ */

/* Is the shard behind a network, so that reading document by document is slow, and what is asked
 * for at once much faster? */
bool mg_index_is_far(const mg_index *index);

/* What will be read soon: a shard that is far begins to fetch it, all others do nothing. */
typedef enum mg_ahead {
    MG_AHEAD_TERMS, /* all that begin with the text */
    MG_AHEAD_LIST,  /* of the term */
    MG_AHEAD_FREQUENCY,
    MG_AHEAD_LENGTHS, /* of all documents */
    MG_AHEAD_DATES,
    MG_AHEAD_COLUMN, /* of the prefix: see column.h */
    MG_AHEAD_RECORD  /* of the document `number` */
} mg_ahead;

void mg_index_expect(mg_index *index, mg_ahead what, uint32_t number, const char *text, size_t len);

/* ---- Terms -------------------------------------------------------------------------------- */

typedef struct mg_terms mg_terms;

/* The terms that begin with `prefix`, by their bytes. NULL when memory is out. */
mg_terms *mg_terms_open(mg_index *index, const char *prefix, size_t len);

/* Whoever wants no terms that begin with a capital letter, which are those of fields, may say so: a
 * shard that is far then need not tell them. Others do tell them. */
void mg_terms_pass_capitals(mg_terms *terms);

/* The next term, whole, and how many documents have it; false after the last. Lives until the next
 * call. */
bool mg_terms_next(mg_terms *terms, morgue_text *ret, uint32_t *ret_frequency);

/* How many documents have a term. Errors: NO_MEMORY. */
morgue_status mg_index_frequency(mg_index *index, const char *term, size_t len, uint32_t *ret,
                                 morgue_error *err);

/* Makes the next term the first that is not less than `term`, and none before where it is. */
void mg_terms_seek(mg_terms *terms, const char *term, size_t len);
void mg_terms_free(mg_terms *terms);

/* ---- Postings ----------------------------------------------------------------------------- */

/* The documents that have a term, rising. */
typedef struct mg_list mg_list;

/* *ret is NULL where no document has the term. Errors: NO_MEMORY. */
morgue_status mg_list_open(mg_index *index, const char *term, size_t len, mg_list **ret,
                           morgue_error *err);
void mg_list_free(mg_list *list);

uint32_t mg_list_frequency(const mg_list *list);   /* documents that have it */
uint64_t mg_list_occurrences(const mg_list *list); /* sum of its wdf */

/* The next document, without taking it; 0 after the last. */
uint32_t mg_list_peek(mg_list *list);

/* Makes the next document the first that is not less than `docid`; never goes back. */
void mg_list_skip(mg_list *list, uint32_t docid);

/* Takes the next documents below `end`, at most `room`: their numbers, and how often each has the
 * term, where `wdfs` is not NULL. Returns how many. */
size_t mg_list_take(mg_list *list, uint32_t end, size_t room, uint32_t *docids, uint32_t *wdfs);

/* Positions of the term in a document, rising. */
typedef struct mg_places {
    uint32_t *at; /* free() it */
    size_t n;
    size_t cap;
} mg_places;

/* Reads the positions in any document, in any order (fastest when it rises); none where the
 * document does not have the term or the term no positions. Independent of peek, skip and take.
 * False when memory is out. */
bool mg_list_positions(mg_list *list, uint32_t docid, mg_places *ret);

/* The documents in which terms stand together, by a shard that is far and only by one: see
 * xap_bulk_phrases(). *ret is NULL where there are none. Errors: NO_MEMORY. */
morgue_status mg_list_open_phrases(mg_index *index, const xap_phrases *phrases, mg_list **ret,
                                   morgue_error *err);

/* Begins to fetch them. */
void mg_index_expect_phrases(mg_index *index, const xap_phrases *phrases);

/* ---- Documents ---------------------------------------------------------------------------- */

/* The lengths of the documents of a window in words; bit d % 64 of present[d / 64] says that there
 * is a document d (counted from the window's first). */
typedef struct mg_lengths {
    uint32_t length[MG_WINDOW];
    uint64_t present[MG_WINDOW_WORDS];
    uint32_t documents; /* how many there are */
} mg_lengths;

/* The dates of a window as numbers in the order of time: each digit of the date slot (see field.h)
 * plus one is four bits, from the top; 0 where there is none. */
typedef struct mg_dates {
    uint64_t key[MG_WINDOW];
    uint64_t least; /* of those that are not 0; UINT64_MAX, 0 where there is none */
    uint64_t greatest;
} mg_dates;

/* Read when first asked for and kept as long as the index. NULL when memory is out. */
const mg_lengths *mg_index_lengths(mg_index *index, uint32_t window);
const mg_dates *mg_index_dates(mg_index *index, uint32_t window);

/* The first document of a window that is not less than `from`, both counted from the window's
 * first; MG_WINDOW where there is none. */
uint32_t mg_lengths_next(const mg_lengths *lengths, uint32_t from);

/* The key of a date's digits, as in mg_dates. */
uint64_t mg_date_key(const char *digits, size_t len);

/* Calls `fn` with each value of a slot in a window, by rising docid, until it returns false. False
 * when memory is out, or `fn` has returned false. */
typedef bool mg_value_fn(void *user, uint32_t docid, const char *data, size_t len);
bool mg_index_values(mg_index *index, uint32_t slot, uint32_t window, mg_value_fn *fn, void *user);

/* Nothing in the slot is less than *ret_least or greater than *ret_greatest, by their bytes; both
 * are empty where no document has a value there. They may be values of documents that were deleted.
 * Errors: CORRUPT, IO, NO_MEMORY. */
morgue_status mg_index_value_bounds(mg_index *index, uint32_t slot, mg_buffer *ret_least,
                                    mg_buffer *ret_greatest, morgue_error *err);

/* The packed record of a document, replacing what is in `ret`. Errors: NOT_FOUND, CORRUPT, IO,
 * NO_MEMORY. */
morgue_status mg_index_record(mg_index *index, uint32_t docid, mg_buffer *ret, morgue_error *err);

/* The same of a document that the index was found to have: that it is not there is damage. */
morgue_status mg_index_record_of_hit(mg_index *index, uint32_t docid, mg_buffer *ret,
                                     morgue_error *err);

/* Calls `fn` for each term of a document that begins with `prefix`, by their bytes, until it
 * returns false. Errors: NOT_FOUND, CORRUPT, IO, NO_MEMORY. */
typedef bool mg_term_fn(void *user, morgue_text term, uint32_t wdf);
morgue_status mg_index_document_terms(mg_index *index, uint32_t docid, const char *prefix,
                                      mg_term_fn *fn, void *user, morgue_error *err);

/* Appends the id of a document as its terms tell it, for one whose record cannot be read; nothing
 * where that is not there, or too long to be whole. */
void mg_index_document_id(mg_index *index, uint32_t docid, mg_buffer *ret);

/* Metadata of the shard; empty where it is not set. Errors: CORRUPT, IO, NO_MEMORY. */
morgue_status mg_index_metadata(mg_index *index, const char *key, mg_buffer *ret,
                                morgue_error *err);

/* Calls `fn` with all metadata whose keys begin with the first `len` bytes of `from`, and are not
 * less than it, by the keys' bytes; its texts live during the call. Errors: CORRUPT, IO, NO_MEMORY
 * (also where `fn` has returned false). */
typedef bool mg_metadata_fn(void *user, morgue_text key, morgue_text value);
morgue_status mg_index_each_metadata(mg_index *index, const char *from, size_t len,
                                     mg_metadata_fn *fn, void *user, morgue_error *err);

#endif
