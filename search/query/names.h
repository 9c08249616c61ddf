/* The names of fields, for messages. */
#ifndef MG_QUERY_NAMES_H
#define MG_QUERY_NAMES_H

#include <stddef.h>

#include "search/query/fail.h"

/* BAD_QUERY: there is no field of this name; the message proposes the nearest and lists all. */
morgue_status mg_fail_unknown_field(morgue_error *err, size_t column, const char *name, size_t len);

#endif
