/* How a run of text reads: how many words it has, whether they are those of sentences. */
#ifndef MG_PAGE_WORDS_H
#define MG_PAGE_WORDS_H

#include <stdint.h>

#include "morgue.h"

/* Sums over text. Scripts that do not part words count two characters as one. */
typedef struct mg_measure {
    float words;
    float link_words;   /* of them within links */
    float stops;        /* of them words like "the", in some twenty languages */
    uint32_t sentences; /* marks that end one */
    uint32_t commas;
    uint32_t braces; /* marks that code is full of */
    bool ends;       /* the last character that is no space or closing mark ends a sentence */
} mg_measure;

/* Adds the text to the sums. */
void mg_measure_add(mg_measure *sums, morgue_text text, bool link);

/* Is this word (lower case, UTF-8) one that sentences are full of, in whatever language? */
bool mg_is_stop_word(const char *word, size_t len);

/* Folds ASCII and the Latin, Greek and Cyrillic capitals of UTF-8 to lower case; returns the bytes
 * written, at most `room`. */
size_t mg_fold_word(const char *word, size_t len, char *ret, size_t room);

#endif
