/* Guessing the character set of text by what it says when read in it. */
#ifndef MG_DETECT_H
#define MG_DETECT_H

#include <stdbool.h>

#include "morgue.h"

typedef struct mg_detected {
    const char *name; /* for iconv; static */
    bool sure;        /* enough to overrule a declaration */
} mg_detected;

/* For bytes that are not UTF-8. Never fails: what nobody knows is Windows-1252. */
mg_detected mg_charset_detect(morgue_text bytes);

#endif
