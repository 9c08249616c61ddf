/* A glass database opened for matching: what the files of this folder share. */
#ifndef MG_GLASS_H
#define MG_GLASS_H

#include <sys/stat.h>

#include "archive/glass/base.h"
#include "archive/glass/btree.h"
#include "archive/glass/pack.h"
#include "archive/index_kind.h"

typedef struct mg_glass_list mg_glass_list;

typedef struct mg_glass {
    mg_index face;
    char *path;
    mg_btree tables[MG_BASE_READ];
    void *mapping; /* of all tables, each followed by zeros */
    size_t mapped;
    struct stat file; /* the version file as it was when opened, and its bytes */
    uint8_t content[MG_BASE_MAX + 1];
    size_t content_len;
    bool fresh;  /* it was so young then that a change might not show in its times */
    int witness; /* the table of postings, open, or -1; and when it was written to last, as of then:
                    tells of changes when the version file is gone */
    struct timespec written;

    mg_glass_list *lengths; /* of documents */
    uint64_t lengths_from;  /* the document from which on they can be taken */
    mg_cursor documents;    /* in the table of that name, where the last record was */
    mg_buffer scratch;
} mg_glass;

/* Fails with what was found in a table: STALE, CORRUPT or NO_MEMORY. */
morgue_status mg_glass_fail(mg_glass *glass, morgue_error *err);

/* postings.c */
struct mg_glass_list {
    mg_list face;
    const uint8_t *at, *end; /* in the chunk: at the wdf of the next posting */
    uint32_t chunk_last;     /* docid */
    bool last_chunk;
    uint8_t first_len, stem_len;
    mg_buffer chunk;      /* where its tag is in components */
    mg_cursor postings;   /* on the chunk's last component */
    mg_cursor *positions; /* made on first use */
    uint8_t key[];        /* of the first chunk, `first_len` bytes; of the others, `stem_len`, and
                             the first docid; with room for MG_GLASS_SORTINT_ROOM */
};

morgue_status mg_glass_list_open(mg_index *index, const char *term, size_t len, mg_list **ret,
                                 morgue_error *err);
void mg_glass_list_free(mg_list *list);
void mg_glass_list_skip(mg_list *list, uint32_t docid);
size_t mg_glass_list_take(mg_list *list, uint64_t end, size_t room, uint32_t *docids,
                          uint32_t *wdfs);
bool mg_glass_lengths(mg_index *index, uint32_t window, mg_lengths *ret);

/* positions.c */
bool mg_glass_list_positions(mg_list *list, uint32_t docid, mg_places *ret);

/* Decodes a tag behind which eight bytes may be loaded. Memory is out: *ret_memory is false. */
bool mg_glass_positions_decode(const uint8_t *tag, size_t len, mg_places *ret, bool *ret_memory);

/* values.c */
bool mg_glass_values(mg_index *index, uint32_t slot, uint32_t window, mg_value_fn *fn, void *user);
morgue_status mg_glass_value_bounds(mg_index *index, uint32_t slot, mg_buffer *ret_least,
                                    mg_buffer *ret_greatest, morgue_error *err);

/* terms.c */
mg_terms *mg_glass_terms_open(mg_index *index, const char *prefix, size_t len);
bool mg_glass_terms_next(mg_terms *terms, morgue_text *ret, uint32_t *ret_frequency);
void mg_glass_terms_seek(mg_terms *terms, const char *term, size_t len);
void mg_glass_terms_free(mg_terms *terms);

/* documents.c */

/* The tag of a key, empty where there is none; where its components are scattered it is put
 * together in `buffer`. Errors: CORRUPT, STALE, NO_MEMORY: they are told here, and not remembered
 * in the table. */
morgue_status mg_glass_find_tag(mg_glass *glass, mg_cursor *cursor, const uint8_t *key, size_t len,
                                mg_buffer *buffer, const uint8_t **ret, size_t *ret_len,
                                bool *ret_found, morgue_error *err);
morgue_status mg_glass_record(mg_index *index, uint32_t docid, mg_buffer *ret, morgue_error *err);
morgue_status mg_glass_document_terms(mg_index *index, uint32_t docid, const char *prefix,
                                      mg_term_fn *fn, void *user, morgue_error *err);

/* Calls `fn` for the terms of a list that begin with `prefix`, until it returns false. False where
 * the list is damaged. */
bool mg_glass_walk_terms(const uint8_t *tag, size_t len, const char *prefix, mg_term_fn *fn,
                         void *user);
morgue_status mg_glass_metadata(mg_index *index, const char *key, mg_buffer *ret,
                                morgue_error *err);
morgue_status mg_glass_each_metadata(mg_index *index, const char *from, size_t len,
                                     mg_metadata_fn *fn, void *user, morgue_error *err);

#endif
