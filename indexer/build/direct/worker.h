/* Makes articles ready to be written: tags them, packs the record, inverts the words, encodes the
 * list of terms. One thread at a time; each thread has its own. */
#ifndef MG_WORKER_H
#define MG_WORKER_H

#include "indexer/entry.h"
#include "indexer/build/direct/segment.h"
#include "indexer/tagging.h"

typedef struct mg_worker mg_worker;

/* How to tag and to pack: see archive/pack.h. */
typedef struct mg_packing {
    int level;
    morgue_text dictionary; /* read while a worker is made */
    int termlist_level;     /* zlib's; 0: lists of terms stay as they are */
    mg_tagging *tagging;    /* NULL: articles stay as they are */
} mg_packing;

/* Errors: NO_MEMORY. */
morgue_status mg_worker_new(const mg_packing *packing, mg_worker **ret, morgue_error *err);
void mg_worker_free(mg_worker *worker);

/* An article that comes in: its record, before it is tagged, and what the archive keeps about it.
 */
typedef struct mg_task {
    uint32_t docid; /* above all that this worker had before */
    morgue_text record;
    unsigned char hash[MG_HASH_SIZE];
    uint64_t size;
    uint64_t source;
    uint64_t revision;
    uint64_t retagged; /* see mg_entry; 0: the same */
} mg_task;

/* The revision of a task whose record is this one after tagging. */
uint64_t mg_task_revision(const mg_task *task, morgue_text record);

/* A run of bytes in a buffer that may still move. */
typedef struct mg_span {
    size_t start;
    size_t len;
} mg_span;

/* An mg_ready whose bytes lie in a buffer. */
typedef struct mg_made {
    uint32_t length;
    uint32_t wdf_max;
    mg_span data;
    mg_span terms;
    bool terms_compressed;
    size_t n_values;
    uint32_t slots[MG_VALUES_MAX];
    mg_span values[MG_VALUES_MAX];
} mg_made;

/* Does the article; bytes are appended to `out`. Errors: CORRUPT (the record), NO_MEMORY. After a
 * failure only free is allowed. */
morgue_status mg_worker_do(mg_worker *worker, const mg_task *task, mg_buffer *out, mg_made *ret,
                           morgue_error *err);

/* What it has made, with the bytes where they lie now. */
mg_ready mg_made_ready(const mg_made *made, const mg_buffer *out);

mg_inverter *mg_worker_inverter(mg_worker *worker);

#endif
