/* Whether two databases say the same. */
#ifndef TEST_GLASS_COMPARE_H
#define TEST_GLASS_COMPARE_H

#include "tests/unit/glass/documents.h"

/* Xapian's own check finds no fault. */
void check_database(const char *path);

/* Documents, terms, postings, positions (of every so-manyth posting), values, data, metadata,
 * weights of some queries: every difference fails the test. */
void compare_databases(const char *one, const char *other, uint32_t every);

/* The statistics in the version files: counts and bounds. */
void compare_statistics(const char *one, const char *other);

#endif
