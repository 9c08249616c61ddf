/* Errors of queries. */
#ifndef MG_QUERY_FAIL_H
#define MG_QUERY_FAIL_H

#include <stddef.h>

#include "archive/error.h"
#include "morgue.h"

/* BAD_QUERY with "column N: " before the message; `column` counts characters from 0, the message
 * counts from 1. */
morgue_status mg_query_fail(morgue_error *err, size_t column, const char *format, ...)
    MG_PRINTF(3, 4);

/* For %.*s: how many bytes of a text a message shows, so that it stays a message. */
int mg_query_shown(const char *text, size_t len);

#endif
