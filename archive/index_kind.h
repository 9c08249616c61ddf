/* What the two ways of reading a shard implement. Each puts these structs at the beginning of its
 * own. */
#ifndef MG_INDEX_KIND_H
#define MG_INDEX_KIND_H

#include "archive/index.h"

typedef bool mg_column_fn(void *user, morgue_text term, const uint32_t *docids, size_t n);

typedef struct mg_index_kind {
    void (*free)(mg_index *index);
    morgue_status (*check)(const mg_index *index, morgue_error *err);

    mg_terms *(*terms_open)(mg_index *index, const char *prefix, size_t len);
    bool (*terms_next)(mg_terms *terms, morgue_text *ret, uint32_t *ret_frequency);
    void (*terms_seek)(mg_terms *terms, const char *term, size_t len);
    void (*terms_free)(mg_terms *terms);

    morgue_status (*list_open)(mg_index *index, const char *term, size_t len, mg_list **ret,
                               morgue_error *err);
    void (*list_free)(mg_list *list);
    /* Called only where list->next is less than `docid`, and not 0. */
    void (*list_skip)(mg_list *list, uint32_t docid);
    /* Called only where list->next is less than `end`, and not 0, and there is room. */
    size_t (*list_take)(mg_list *list, uint64_t end, size_t room, uint32_t *docids, uint32_t *wdfs);
    bool (*list_positions)(mg_list *list, uint32_t docid, mg_places *ret);

    /* Fills a page that is all zeros, but for `documents`. False when memory is out. */
    bool (*lengths)(mg_index *index, uint32_t window, mg_lengths *ret);
    bool (*values)(mg_index *index, uint32_t slot, uint32_t window, mg_value_fn *fn, void *user);
    morgue_status (*value_bounds)(mg_index *index, uint32_t slot, mg_buffer *ret_least,
                                  mg_buffer *ret_greatest, morgue_error *err);

    morgue_status (*record)(mg_index *index, uint32_t docid, mg_buffer *ret, morgue_error *err);
    morgue_status (*document_terms)(mg_index *index, uint32_t docid, const char *prefix,
                                    mg_term_fn *fn, void *user, morgue_error *err);
    morgue_status (*metadata)(mg_index *index, const char *key, mg_buffer *ret, morgue_error *err);
    morgue_status (*each_metadata)(mg_index *index, const char *from, size_t len,
                                   mg_metadata_fn *fn, void *user, morgue_error *err);

    /* Of shards that are far; NULL in the others. */
    void (*expect)(mg_index *index, mg_ahead what, uint32_t number, const char *text, size_t len);
    void (*terms_pass_capitals)(mg_terms *terms);
    uint32_t (*frequency)(mg_index *index, const char *term, size_t len);
    /* ret NULL: it is only going to be asked. */
    morgue_status (*phrases)(mg_index *index, const xap_phrases *phrases, mg_list **ret,
                             morgue_error *err);
    /* Calls `fn` with each term that begins with the prefix and its documents, until it returns
     * false. False where that, or reading, has ended it; *ret_late where it may be asked again. */
    bool (*column)(mg_index *index, const char *prefix, mg_column_fn *fn, void *user,
                   bool *ret_late);
} mg_index_kind;

struct mg_index {
    const mg_index_kind *kind;
    uint32_t articles;
    uint32_t last;
    uint64_t total_length;
    const mg_lengths **lengths; /* by window; made with the first page */
    mg_lengths *blank; /* the page of a window that had no document, for the next; or NULL */
    const mg_dates **dates;
    struct mg_index_column *columns; /* that were asked for (column.c) */
};

void mg_index_free_columns(struct mg_index_column *columns);

/* Forgets all pages and columns that were made; `last` is still what it was then. */
void mg_index_forget(mg_index *index);

struct mg_terms {
    mg_index *index;
};

struct mg_list {
    mg_index *index;
    uint32_t next; /* docid; 0 at the end */
    uint32_t frequency;
    uint64_t occurrences;
};

/* Opens a glass database directly. *ret stays as it was where the path is not one of the form that
 * we know, or nothing at all. Errors: CORRUPT, STALE, IO, NO_MEMORY. */
morgue_status mg_glass_open(const char *path, mg_index **ret, morgue_error *err);

/* By iterators; with its own database. */
morgue_status mg_iterators_open(const char *path, mg_index **ret, morgue_error *err);

#endif
