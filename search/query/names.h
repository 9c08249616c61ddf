/* The names of fields, for messages. */
#ifndef MG_QUERY_NAMES_H
#define MG_QUERY_NAMES_H

#include <stddef.h>

#include "search/query/fail.h"

/* BAD_QUERY: there is no field of this name; the message proposes the nearest and lists all. */
morgue_status mg_fail_unknown_field(morgue_error *err, size_t column, const char *name, size_t len);

/* Finds the field whose presence has: asks for. Errors: BAD_QUERY for a name that is none, with the
 * nearest, and for a field that is not searched or that every article has. */
morgue_status mg_find_has_field(const char *name, size_t len, size_t column, morgue_field_id *ret,
                                morgue_error *err);

#endif
