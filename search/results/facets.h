/* How many of the articles that were found have each value of a field. */
#ifndef MG_FACETS_H
#define MG_FACETS_H

#include "archive/arena.h"
#include "archive/reader.h"
#include "search/match/finder.h"
#include "search/results/desk.h"

/* The most frequent values of a field, in the order in which they are shown. Zero-initialise it. */
typedef struct mg_facet_table {
    morgue_facet *values; /* as an article spells them, or the aliases */
    size_t n;
    mg_arena arena;    /* for their texts */
    uint64_t distinct; /* values in all */
    uint64_t without;  /* articles that have none */
    bool partial;      /* the deadline came first */
} mg_facet_table;

/* Can the values of the field be counted? */
bool mg_facet_possible(morgue_field_id field);

/* Counts over the matches, and keeps `most` values. In fields of names, blocked values are left
 * out, and names that are aliases count as one, under the first of their line; `desk` may be NULL.
 * Persons, organizations and places are in the order of the articles that have them and those that
 * are about them together, of the ten times as many that are most frequent.
 * Past the deadline, the rest is left out. Errors: STALE, CORRUPT, IO, NO_MEMORY. */
morgue_status mg_facets_count(morgue_archive *archive, const mg_desk *desk,
                              const mg_matches *matches, morgue_field_id field, size_t most,
                              mg_deadline deadline, mg_facet_table *ret, morgue_error *err);
void mg_facet_table_free(mg_facet_table *table);

#endif
