/* What people have written beside an archive about names: aliases.txt and blocklist.txt, as those
 * ask who tag articles. Searches look at the two files one by one, and again when they change. */
#ifndef MG_REGISTRY_H
#define MG_REGISTRY_H

#include <stdbool.h>

#include "morgue.h"

/* Once read it does not change: any number of threads may ask. NULL is one that says nothing. */
typedef struct mg_registry mg_registry;

/* Reads both files of an archive's folder; one that is missing is empty, and so is the folder.
 * Errors: IO, BAD_INPUT (a file is too large), NO_MEMORY. */
morgue_status mg_registry_read_folder(const char *folder, mg_registry **ret, morgue_error *err);
void mg_registry_free(mg_registry *registry);

/* Line `i` that was not understood and counts for nothing, in words; NULL after the last. */
const char *mg_registry_notice(const mg_registry *registry, size_t i);

/* The first name of the line of aliases that has this name, as it is written there; {NULL, 0} where
 * it is in none. Letter case and accents do not matter, here and below. Lives as long as the
 * registry. */
morgue_text mg_registry_canonical(const mg_registry *registry, morgue_text name);

/* Is it written that this is no value of the field? */
bool mg_registry_blocks(const mg_registry *registry, morgue_field_id field, morgue_text name);

/* Is it written that these two are different? */
bool mg_registry_differ(const mg_registry *registry, morgue_text a, morgue_text b);

#endif
