/* How well characters fit together as text, whatever bytes they were read from. */
#ifndef MG_FIT_H
#define MG_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "indexer/text/languages.h"

/* Stands for bytes that are no character. */
enum { MG_NO_CHARACTER = 0xFFFD };

/* What a character set is used for. */
typedef struct mg_use {
    unsigned scripts; /* 1 << mg_script of each */
    int ideographs;   /* mg_ideographs; -1: none */
} mg_use;

/* The cost of the text in half bits, in the language of that use that fits best. */
uint64_t mg_fit_cost(const uint32_t *text, size_t len, mg_use use);

#endif
