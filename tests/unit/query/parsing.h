/* What queries become, for the tests of the parser. */
#ifndef MG_TESTS_PARSING_H
#define MG_TESTS_PARSING_H

#include "search/query/parser.h"

/* The query is taken, and described as `tree`. */
void assert_understood(const char *query, const char *tree);

/* The query is refused at `column`, counted from 1, with a message that holds `message`. */
void assert_refused(const char *query, size_t len, int column, const char *message);

#endif
