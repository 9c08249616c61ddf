/* A shard that may be damaged, read for its records and what tells about them: whatever of its
 * files there is. */
#ifndef MG_WRECK_H
#define MG_WRECK_H

#include "archive/glass/pieces.h"
#include "morgue.h"

/* Values of a slot, in the order of documents. */
typedef struct mg_wreck_values {
    mg_pieces chunks; /* by their first document */
    size_t next;      /* chunk to enter */
    mg_buffer tag;    /* of the chunk that is open */
    size_t at;        /* in the tag, behind the value */
    uint32_t docid;   /* of the value; 0: none is open */
    size_t from, len; /* of the value, in the tag */
    bool live;        /* the chunk is one that counts */
} mg_wreck_values;

/* A document, and where its record may be. */
typedef struct mg_trace {
    uint32_t docid;
    bool known;             /* a table says that there is this document */
    const mg_piece *pieces; /* live until the next trace */
    size_t n;               /* 0: nothing is left of its record */
} mg_trace;

typedef struct mg_wreck {
    char *path;
    const char *name; /* of the shard */
    bool there;       /* there is a folder */
    bool versioned;   /* its version file can be read */
    mg_base base;
    mg_relic documents, postings, terms;
    bool terms_opened;
    mg_pieces dictionaries; /* by their Adler-32 */
    mg_pieces revisions;    /* the archive's, as of the shard; id 0 */
    mg_pieces lengths;      /* chunks, by their first document; the first of all: 0 */
    mg_wreck_values hashes, sources;

    /* Documents that there are, rising, where the table of documents is not whole; `sure`: no
     * others. */
    bool whole;
    bool sure;
    uint32_t *known;
    size_t n_known, known_cap;

    mg_pieces records; /* of whole tables, some of them at a time; else all */
    size_t at_record, at_leaf, at_known;
    bool searched; /* `records` has what is not live, too */
} mg_wreck;

/* Opens what there is. Errors: IO (what is there may not be read), NO_MEMORY. */
morgue_status mg_wreck_open(const char *archive, const char *name, mg_wreck *ret,
                            morgue_error *err);
void mg_wreck_close(mg_wreck *wreck);

/* The next document, by their numbers; false after the last. Errors: NO_MEMORY. */
morgue_status mg_wreck_next(mg_wreck *wreck, mg_trace *ret, bool *ret_more, morgue_error *err);

/* Looks for the record of a document in the whole file, also in what does not count, and begins
 * anew behind it: *ret has all that was found. Errors: NO_MEMORY. */
morgue_status mg_wreck_search(mg_wreck *wreck, mg_trace *trace, morgue_error *err);

/* The greatest number of articles that something tells of, where the version file can be read. */
uint64_t mg_wreck_articles(const mg_wreck *wreck);

/* wreck_known.c: finds out which documents there are. `records`: how many the table of documents
 * has, if nothing is wrong in it, else 0. Errors: NO_MEMORY, IO. */
morgue_status mg_wreck_find_known(mg_wreck *wreck, uint64_t records, morgue_error *err);

/* wreck_values.c: the value of a document; documents only rise. False where there is none that can
 * be read. *ret_live: it counts. It lives until the next call. */
bool mg_wreck_value(mg_wreck *wreck, mg_wreck_values *values, uint32_t docid, morgue_text *ret,
                    bool *ret_live);

/* Appends the dictionary with this Adler-32; false where it is not there. */
bool mg_wreck_dictionary(mg_wreck *wreck, uint32_t adler, mg_buffer *ret);
uint64_t mg_wreck_revision(mg_wreck *wreck);

/* Terms table, opened when first asked for. Errors: IO, NO_MEMORY. */
morgue_status mg_wreck_open_terms(mg_wreck *wreck, morgue_error *err);

/* A document that is lost, and its id; NULL where nothing tells it; for free(). */
typedef struct mg_lost {
    uint32_t docid;
    const char *why; /* static */
    char *id;
} mg_lost;

/* wreck_names.c: looks for the ids of documents, whose numbers rise. Errors: IO, NO_MEMORY. */
morgue_status mg_wreck_find_names(mg_wreck *wreck, mg_lost *lost, size_t n, morgue_error *err);

/* ---- For the files of this module --------------------------------------------------------- */

/* Calls `use` for each item of the leaves that count, in their order, or of all blocks; until it
 * returns false. False when memory is out. */
typedef bool mg_item_user(void *user, mg_relic *relic, uint32_t i, const mg_item *item,
                          uint32_t number, uint32_t revision);
bool mg_relic_each(mg_relic *relic, bool all, mg_item_user *use, void *user);

/* The document of a key that is nothing but its number; 0 where it is another key. */
uint32_t mg_key_document(const mg_item *item);

#endif
