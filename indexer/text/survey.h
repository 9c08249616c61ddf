/* What bytes look like, before anything is known of them. */
#ifndef MG_SURVEY_H
#define MG_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "morgue.h"

typedef struct mg_survey {
    size_t high;     /* bytes from 0x80 on */
    size_t good;     /* sequences of UTF-8 of two bytes and more */
    size_t bad;      /* bytes from 0x80 on that are in none; one cut at the end does not count */
    size_t controls; /* control characters, NUL among them, that text does not have */
    size_t nuls;
    bool escape; /* there is ESC, SO or SI among them */
} mg_survey;

void mg_survey_bytes(morgue_text bytes, mg_survey *ret);

/* UTF-16 or UTF-32 by its pattern: the name for iconv; NULL where it is neither. */
const char *mg_survey_wide(morgue_text bytes);

#endif
