/* One <DOC> of a TREC collection, on its way into an article. */
#ifndef MG_TREC_DOC_H
#define MG_TREC_DOC_H

#include "indexer/formats/put.h"

/* Memory that is kept from one element to the next. Zero-initialise it. */
typedef struct mg_trec_memory {
    mg_buffer raw;
    mg_buffer value;
    mg_buffer text;
    mg_buffer all; /* texts of the article */
} mg_trec_memory;

void mg_trec_memory_free(mg_trec_memory *memory);

/* Reads the element, clean UTF-8 and with its tags. Errors: BAD_INPUT (neither title nor text),
 * NO_MEMORY. */
morgue_status mg_trec_put(mg_sink *put, morgue_text element, mg_trec_memory *memory);

#endif
