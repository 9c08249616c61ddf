/* A finished database in the making: the tables that are in the order of documents are written as
 * the documents come, the ones in the order of terms at the end, from inverters. */
#ifndef MG_SEGMENT_H
#define MG_SEGMENT_H

#include "indexer/build/direct/inverter.h"
#include "indexer/build/glass/deflate.h"
#include "morgue.h"

typedef struct mg_segment mg_segment;

/* Makes the folder, in which nothing is yet. Errors: IO, NO_MEMORY. */
morgue_status mg_segment_open(const char *folder, mg_segment **ret, morgue_error *err);

/* Drops what is not finished; the folder stays as it is. */
void mg_segment_free(mg_segment *segment);

enum { MG_VALUES_MAX = 8 };

/* A document, ready to be written. */
typedef struct mg_ready {
    uint32_t length; /* sum of wdf */
    uint32_t wdf_max;
    morgue_text data;   /* packed record */
    mg_glass_tag terms; /* the tag of its termlist */
    size_t n_values;    /* by rising slots */
    uint32_t slots[MG_VALUES_MAX];
    morgue_text values[MG_VALUES_MAX];
} mg_ready;

/* Adds the next document; its docid is one above the last, from 1. Errors: IO, NO_MEMORY. */
morgue_status mg_segment_put(mg_segment *segment, const mg_ready *document, morgue_error *err);

/* Documents so far, and bytes of memory in use. */
uint32_t mg_segment_documents(const mg_segment *segment);
size_t mg_segment_memory(const mg_segment *segment);

typedef struct mg_meta_entry {
    const char *name;
    morgue_text value;
} mg_meta_entry;

/* Writes the rest: postings from the inverters, which between them have every document once;
 * metadata, by rising names. On return the database is whole and on the disk. `threads` above 1
 * writes postings and positions side by side. Errors: IO, NO_MEMORY. */
morgue_status mg_segment_finish(mg_segment *segment, mg_inverter *const *inverters, size_t n,
                                const mg_meta_entry *metadata, size_t n_metadata, unsigned threads,
                                morgue_error *err);

#endif
