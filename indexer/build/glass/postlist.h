/* The postlist table: postings, document lengths, values and metadata, in chunks of about 2000
 * bytes. The table takes its keys in this order:
 *
 *     mg_glass_metadata_put()          by rising name
 *     mg_glass_values_write()          once, for all slots
 *     mg_glass_doclens_begin() ...     once
 *     mg_glass_postings_begin() ...    by rising term (bytes)
 */
#ifndef MG_GLASS_POSTLIST_H
#define MG_GLASS_POSTLIST_H

#include "archive/glass/pack.h"
#include "indexer/build/glass/table.h"

/* A chunk ends with the entry that brings it here. */
enum { MG_GLASS_CHUNK = 2000, MG_GLASS_CHUNK_HEAD = 32 };

/* ---- Postings and document lengths -------------------------------------------------------- */

/* One for all terms: fixed memory, nothing to free. Private. */
typedef struct mg_glass_postings {
    mg_glass_table *table;
    uint32_t termfreq, collfreq; /* as begin was told */
    uint32_t count;              /* entries so far */
    uint64_t sum;                /* of their wdf */
    uint32_t first, last;        /* docids of the chunk */
    bool lengths;                /* document lengths instead of a term */
    bool chunked;                /* a chunk has been written */
    uint8_t *at;                 /* end of the entries */
    size_t prefix;               /* of the key */
    uint8_t key[MG_GLASS_KEY_MAX + 1];
    uint8_t chunk[MG_GLASS_CHUNK_HEAD + MG_GLASS_CHUNK + 2 * MG_GLASS_UINT_ROOM];
} mg_glass_postings;

/* Begins a term: termfreq documents have it, collfreq is the sum of their wdf. Errors: INVALID (a
 * term of no or too many bytes). */
morgue_status mg_glass_postings_begin(mg_glass_postings *postings, mg_glass_table *table,
                                      const void *term, size_t len, uint32_t termfreq,
                                      uint32_t collfreq, morgue_error *err);

/* Begins the document lengths; `wdf` is the length then. Every document has one, 0 too. */
void mg_glass_doclens_begin(mg_glass_postings *postings, mg_glass_table *table);

/* Private: writes the chunk and begins the next. */
morgue_status mg_glass_postings_cut(mg_glass_postings *postings, bool last, morgue_error *err);
morgue_status mg_glass_postings_disorder(const mg_glass_postings *postings, uint32_t docid,
                                         morgue_error *err);

/* Adds a document, by rising docid. Errors: INVALID (order), those of mg_glass_table_put(). */
static inline morgue_status mg_glass_postings_add(mg_glass_postings *postings, uint32_t docid,
                                                  uint32_t wdf, morgue_error *err)
{
    uint8_t *begin = postings->chunk + MG_GLASS_CHUNK_HEAD;
    if (docid <= postings->last)
        return mg_glass_postings_disorder(postings, docid, err);
    if (postings->at - begin >= MG_GLASS_CHUNK) {
        morgue_status status = mg_glass_postings_cut(postings, false, err);
        if (status != MORGUE_OK)
            return status;
    }
    if (postings->at == begin)
        postings->first = docid;
    else
        postings->at = mg_glass_put_uint(postings->at, docid - postings->last - 1);
    postings->at = mg_glass_put_uint(postings->at, wdf);
    postings->last = docid;
    postings->count++;
    postings->sum += wdf;
    return MORGUE_OK;
}

/* Writes the rest; nothing at all when nothing was added. Errors: INVALID (not the termfreq or
 * collfreq that begin was told), those of mg_glass_table_put(). */
morgue_status mg_glass_postings_end(mg_glass_postings *postings, morgue_error *err);

/* ---- Values ------------------------------------------------------------------------------- */

/* The values of one slot, gathered packed in memory, as the table wants all slots' statistics
 * before their first value. */
typedef struct mg_glass_values mg_glass_values;

/* Errors: INVALID (slot 0xFFFFFFFF), NO_MEMORY. */
morgue_status mg_glass_values_new(uint32_t slot, mg_glass_values **ret, morgue_error *err);
void mg_glass_values_free(mg_glass_values *values);

/* Adds a document's value, by rising docid; an empty one is passed over. Errors: INVALID (order),
 * NO_MEMORY. */
morgue_status mg_glass_values_add(mg_glass_values *values, uint32_t docid, const void *data,
                                  size_t len, morgue_error *err);

/* Bytes of memory in use. */
size_t mg_glass_values_memory(const mg_glass_values *values);

/* Writes the statistics and then the values of n different slots, in the table's order, which is
 * not that of the numbers; the array is sorted on the way. Errors: NO_MEMORY, those of
 * mg_glass_table_put(). */
morgue_status mg_glass_values_write(mg_glass_values **values, size_t n, mg_glass_table *table,
                                    morgue_error *err);

/* ---- Metadata ----------------------------------------------------------------------------- */

/* One entry; an empty value is passed over. Errors: INVALID (a name of no or over 245 bytes), those
 * of mg_glass_table_put(). */
morgue_status mg_glass_metadata_put(mg_glass_table *table, const char *name, const void *value,
                                    size_t len, morgue_error *err);

#endif
