/* Characters that mean something in queries. */
#ifndef MG_QUERY_CHARS_H
#define MG_QUERY_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character at `at`, or 0 at the end. */
uint32_t mg_char_at(const char *at, const char *end, unsigned *ret_width);

bool mg_char_is_space(uint32_t c);

/* The characters that close a quotation opened by `c`: up to two, 0 where there are fewer; NULL
 * where `c` opens none. */
const uint32_t *mg_char_closers(uint32_t c);

/* Does a word end before this character? */
bool mg_char_ends_word(uint32_t c);

/* How many characters the bytes hold. */
size_t mg_char_count(const char *text, size_t len);

#endif
