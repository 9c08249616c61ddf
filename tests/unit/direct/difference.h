/* What two databases differ in. Without Check, for the fuzz target too. */
#ifndef TEST_DIFFERENCE_H
#define TEST_DIFFERENCE_H

#include <stdbool.h>
#include <stdint.h>

enum { DIFFERENCE_MAX = 1200 };

/* Compares all that the bindings can tell of the two: counts, lengths, metadata, each document's
 * data, values and terms, each term's frequencies, postings and positions. False at the first
 * difference, or failure, which is written to `ret`. */
bool same_databases(const char *one, const char *other, char ret[DIFFERENCE_MAX]);

/* Compares the version files' statistics, which bound weights: counts, lengths, the greatest wdf.
 */
bool same_statistics(const char *one, const char *other, char ret[DIFFERENCE_MAX]);

/* Compares the files byte for byte, but for the identity that each database has. */
bool same_bytes(const char *one, const char *other, char ret[DIFFERENCE_MAX]);

/* Puts `n` queries made by dice to both: words, AND, OR, phrases, NEAR, filters, ranges. The best
 * hundred hits and their weights have to be equal. *ret_hits counts the hits. */
bool same_hits(const char *one, const char *other, uint64_t seed, unsigned n, uint64_t *ret_hits,
               char ret[DIFFERENCE_MAX]);

/* Is the database sound, as far as Xapian's own check can tell? */
bool is_sound(const char *path, char ret[DIFFERENCE_MAX]);

#endif
