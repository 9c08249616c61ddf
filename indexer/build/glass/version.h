/* The version file of a glass database, "iamglass": what makes tables a database. */
#ifndef MG_GLASS_VERSION_H
#define MG_GLASS_VERSION_H

#include "indexer/build/glass/table.h"

/* The tables in the order of the version file. */
enum {
    MG_GLASS_POSTLIST,
    MG_GLASS_DOCDATA,
    MG_GLASS_TERMLIST,
    MG_GLASS_POSITION,
    MG_GLASS_SPELLING,
    MG_GLASS_SYNONYM,
    MG_GLASS_TABLES
};

/* The bounds feed the ranking and must hold: too small ones give wrong results in silence. */
typedef struct mg_glass_stats {
    uint32_t doccount;
    uint32_t last_docid;   /* the highest in use */
    uint32_t doclen_min;   /* the least length of a document that is not 0; 0 if there is none */
    uint32_t doclen_max;   /* of all documents; at least wdf_max */
    uint32_t wdf_max;      /* of any term in any document */
    uint64_t total_length; /* sum of all documents' lengths */
} mg_glass_stats;

/* The name of a table, "postlist"; static. */
const char *mg_glass_table_name(unsigned table);

/* From how many bytes on Xapian compresses tags in a table; 0: never. */
unsigned mg_glass_compress_min(unsigned table);

/* Opens one of the six as Xapian wants it; see mg_glass_table_open(). */
morgue_status mg_glass_table_open_as(const char *folder, unsigned table, uint32_t block_size,
                                     mg_glass_table **ret, morgue_error *err);

/* What the version file says of a table that has no file. postlist must have one. block_size: 0 for
 * 8192. */
mg_glass_root mg_glass_root_absent(unsigned table, uint32_t block_size);

/* Writes folder/iamglass with a new identity; the tables must be finished. A crash leaves no
 * database or a whole one. Errors: INVALID (numbers that contradict each other), IO, NO_MEMORY. */
morgue_status mg_glass_version_write(const char *folder, const mg_glass_root roots[MG_GLASS_TABLES],
                                     const mg_glass_stats *stats, morgue_error *err);

/* Whether the Xapian at hand makes databases of the format written here: it is made to write one at
 * `scratch`, a path where nothing is, and the file's stamp is compared. Nothing is left there.
 * Errors: as xap_writer_open() has them; IO, NO_MEMORY. */
morgue_status mg_glass_format_known(const char *scratch, bool *ret, morgue_error *err);

#endif
