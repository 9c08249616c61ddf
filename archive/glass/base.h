/* The version file of a glass database: which revision of its tables is the one to read. */
#ifndef MG_GLASS_BASE_H
#define MG_GLASS_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order in which the file has them; the last two are of no use to us. */
enum mg_base_table {
    MG_BASE_POSTLIST,
    MG_BASE_DOCDATA,
    MG_BASE_TERMLIST,
    MG_BASE_POSITION,
    MG_BASE_READ, /* so many tables are read */
    MG_BASE_TABLES = 6
};

#define MG_BASE_NAME "iamglass"
enum { MG_BASE_MAX = 256 /* bytes that Xapian reads of the file */ };

typedef struct mg_base_root {
    uint32_t block; /* of the root */
    uint32_t level; /* of the root; leaves are on level 0 */
    uint32_t block_size;
    uint64_t items;
    bool empty; /* without any item, and perhaps without a file */
} mg_base_root;

typedef struct mg_base {
    uint32_t revision;
    uint32_t articles;
    uint32_t last; /* docid */
    uint64_t total_length;
    mg_base_root roots[MG_BASE_TABLES];
} mg_base;

/* Do the bytes begin as a version file of the format that we know? */
bool mg_base_is_ours(const uint8_t *data, size_t len);

/* False where the bytes are not a whole version file of the format that we know. */
bool mg_base_parse(const uint8_t *data, size_t len, mg_base *ret);

#endif
