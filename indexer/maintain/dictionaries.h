/* Dictionaries that articles were packed with, as they are met: an archive has one, or a few of
 * archives that it was made of. */
#ifndef MG_DICTIONARIES_H
#define MG_DICTIONARIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/buffer.h"

typedef struct mg_dictionary {
    uint32_t adler;
    mg_buffer text;
} mg_dictionary;

/* Zero-initialise it. */
typedef struct mg_dictionaries {
    mg_dictionary *at;
    size_t n, cap;
} mg_dictionaries;

/* That with this Adler-32, until the next is kept; NULL where it was not met yet. */
const mg_buffer *mg_dictionaries_find(const mg_dictionaries *dictionaries, uint32_t adler);

/* Takes a text over, which is emptied. False when memory is out. */
bool mg_dictionaries_keep(mg_dictionaries *dictionaries, uint32_t adler, mg_buffer *text);
void mg_dictionaries_free(mg_dictionaries *dictionaries);

#endif
