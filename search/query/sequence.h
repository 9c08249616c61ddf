/* What was typed as one word or phrase -> the words of the tokenizer, in order. */
#ifndef MG_SEQUENCE_H
#define MG_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/arena.h"
#include "morgue.h"

/* No phrase has more words. */
enum { MG_PHRASE_MAX = 256 };

/* Terms that stand one behind the other. */
typedef struct mg_sequence {
    morgue_text *terms;
    morgue_text *cased; /* the same with their capitals; NULL unless asked for */
    size_t n;
    bool ends_in_gram; /* the last term is a lone character of a script without spaces, and stands
                          for all terms that begin with it */
} mg_sequence;

/* Reads `text`, which holds at least one word. There are up to two ways to find it: by its words,
 * and, where it holds one compound, with the joined form in place of the parts. A compound stands
 * at the positions of both its parts, so the joined form is followed by what follows the parts, and
 * also follows what precedes them. Errors: BAD_QUERY (too many words), NO_MEMORY. */
morgue_status mg_sequences_read(mg_arena *arena, morgue_text text, bool cased, size_t column,
                                mg_sequence ret[2], size_t *ret_n, morgue_error *err);

#endif
