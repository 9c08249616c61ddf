/* What is asked of a shard behind a network: one question, and all of its answer. */
#ifndef MG_FETCH_H
#define MG_FETCH_H

#include "archive/buffer.h"
#include "archive/remote/link.h"
#include "morgue.h"

typedef enum mg_fetch_kind {
    MG_FETCH_STATE,     /* nothing: that the shard answers, and is looked at anew */
    MG_FETCH_LIST,      /* key: a term. bulk: its documents, wdf */
    MG_FETCH_FREQUENCY, /* key: a term. count */
    MG_FETCH_LENGTHS,   /* bulk: all documents, lengths */
    MG_FETCH_PHRASES,   /* key: see mg_fetch_phrases(). bulk: documents with one of them, 0 */
    MG_FETCH_TERMS,     /* key: a prefix. rows: terms, frequencies */
    MG_FETCH_VALUES,    /* number: a slot. rows: values, documents */
    MG_FETCH_BOUNDS,    /* number: a slot. rows: the least value, the greatest */
    MG_FETCH_COLUMN,    /* key: a prefix. rows: terms, ends: term i has the documents
                           docids[numbers[i - 1]] to docids[numbers[i] - 1] */
    MG_FETCH_RECORD,    /* number: a document. data */
    MG_FETCH_DOCUMENT,  /* number: a document, key: a prefix. rows: terms, wdf */
    MG_FETCH_POSITIONS, /* number: a document, key: a term. docids: positions */
    MG_FETCH_METADATA,  /* key: its key. data */
    MG_FETCH_ALL_META   /* key: the least key, number: so many bytes of it all begin with. rows:
                           keys and values in turn, 0 */
} mg_fetch_kind;

/* Texts, one after the other, and a number for each. */
typedef struct mg_rows {
    mg_buffer data;
    size_t *ends; /* in `data` */
    uint32_t *numbers;
    size_t n, ends_cap, numbers_cap;
} mg_rows;

morgue_text mg_rows_text(const mg_rows *rows, size_t i);

typedef struct mg_fetch {
    mg_job job;
    mg_fetch_kind kind;
    struct mg_fetch *next; /* for who keeps them */
    uint32_t number;
    xap_bulk bulk;
    mg_rows rows;
    mg_buffer data;
    uint32_t count;
    uint32_t *docids;
    size_t n_docids, docids_cap;
    size_t at; /* how far a column is */
    size_t key_len;
    char key[];
} mg_fetch;

/* One that can be submitted once: `&ret->job`. NULL when memory is out. */
mg_fetch *mg_fetch_new(mg_fetch_kind kind, uint32_t number, const char *key, size_t len);

/* Bytes that it takes. */
size_t mg_fetch_size(const mg_fetch *fetch);

/* The key of phrases, appended to `ret`. False when memory is out. */
bool mg_fetch_phrases(const xap_phrases *phrases, mg_buffer *ret);

#endif
