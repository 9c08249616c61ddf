/* The few small words that tell something about the name beside them. */
#ifndef MG_TAGGER_SMALL_WORDS_H
#define MG_TAGGER_SMALL_WORDS_H

#include "indexer/tagger/tokens.h"

typedef enum mg_small {
    MG_SMALL_NONE,
    MG_SMALL_IN, /* in, at, near, from: places */
    MG_SMALL_THE,
    MG_SMALL_SAID, /* said, told, added: persons */
    MG_SMALL_OWN,  /* 's */
    MG_SMALL_WHO
} mg_small;

mg_small mg_small_word(const mg_tag_token *token);

#endif
