/* Inside of foreign.c and foreign_persons.c: a text that is being gone through. */
#ifndef MG_TAGGER_FOREIGN_SCAN_H
#define MG_TAGGER_FOREIGN_SCAN_H

#include "indexer/tagger/foreign.h"
#include "indexer/tagger/foreign_table.h"
#include "indexer/tagger/foreign_units.h"

typedef struct mg_foreign_scan {
    const mg_foreign_table *table;
    const mg_foreign_language *language;
    const mg_foreign_language *common; /* NULL: has none */
    const mg_units *units;
    morgue_text text;
    bool is_title;
    mg_found_fn *found;
    void *context;
} mg_foreign_scan;

/* The longest entry that begins with unit `i`: its value, without the bit; *ret_n: its units. */
unsigned mg_foreign_longest(const mg_foreign_scan *scan, size_t i, size_t *ret_n);

/* Tells the person whose given name, or title before the name, begins at unit `i`, and is `n` units
 * long. Returns the units that are done with. */
size_t mg_foreign_person(const mg_foreign_scan *scan, size_t i, size_t n, unsigned value);

#endif
