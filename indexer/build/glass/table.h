/* One table of a glass database, written bottom-up in one sequential pass: the caller hands items
 * over in key order, blocks go to the file as they fill up, nothing is read or sought. */
#ifndef MG_GLASS_TABLE_H
#define MG_GLASS_TABLE_H

#include "morgue.h"

enum { MG_GLASS_BLOCK_SIZE = 8192 };

/* What the version file says about a table. */
typedef struct mg_glass_root {
    uint32_t root;    /* number of the root block */
    unsigned level;   /* levels above the leaves */
    bool sequential;  /* leaves lie in the file in key order */
    bool empty;       /* no root block: without entries, or no file at all */
    uint64_t entries; /* keys, however long their tags */
    uint32_t blocks;  /* of the file */
    uint32_t block_size;
    unsigned compress_min; /* shorter tags are not compressed when Xapian updates the table */
} mg_glass_root;

typedef struct mg_glass_table mg_glass_table;

/* Creates folder/NAME.glass, or empties it. `name` is "postlist", say; block_size a power of two
 * from 2048 to 65536, 0 for 8192. Errors: INVALID, IO, NOT_FOUND (the folder), NO_MEMORY. */
morgue_status mg_glass_table_open(const char *folder, const char *name, unsigned compress_min,
                                  uint32_t block_size, mg_glass_table **ret, morgue_error *err);

/* Adds an item: key of 1 to 255 bytes, above the key before it; tag of any length, empty too, which
 * is one raw deflate stream where `compressed` says so. Both are copied. Errors: INVALID (order,
 * length of key, over 65535 components: some 130 MB in blocks of 8192), IO, NO_MEMORY. After a
 * failure the table can only be freed. */
morgue_status mg_glass_table_put(mg_glass_table *table, const void *key, size_t key_len,
                                 const void *tag, size_t tag_len, bool compressed,
                                 morgue_error *err);

/* Items so far, and bytes of the file so far. */
uint64_t mg_glass_table_entries(const mg_glass_table *table);
uint64_t mg_glass_table_size(const mg_glass_table *table);

/* Writes the rest, to the disk, and closes the file; the table is still to be freed. A table
 * without items leaves an empty file. Errors: IO, NO_MEMORY, INVALID (finished or failed before).
 */
morgue_status mg_glass_table_finish(mg_glass_table *table, mg_glass_root *ret, morgue_error *err);

/* NULL is allowed. Removes no file, also when the table was not finished. */
void mg_glass_table_free(mg_glass_table *table);

#endif
