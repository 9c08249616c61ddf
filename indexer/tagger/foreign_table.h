/* The section FOREIGN of a model: what names mean in each language. */
#ifndef MG_TAGGER_FOREIGN_TABLE_H
#define MG_TAGGER_FOREIGN_TABLE_H

#include "morgue.h"

/* How a language is written. */
enum {
    MG_FOREIGN_CASED,
    MG_FOREIGN_CASELESS,
    MG_FOREIGN_CHARACTERS, /* without spaces between words: its units are characters */
    MG_FOREIGN_SYLLABLES   /* Korean: the same, but names begin where words begin */
};

typedef struct mg_foreign_language {
    char code[4];
    uint32_t mode;
    uint32_t first; /* of its entries */
    uint32_t entries;
} mg_foreign_language;

typedef struct mg_foreign_name {
    uint32_t text; /* offset in the strings */
    uint16_t len;
    uint8_t field; /* 1: person, 2: org, 3: location */
    uint8_t confidence;
    char country[2];
    uint16_t zero;
} mg_foreign_name;

/* What an entry says: a number of these, or MG_FOREIGN_NAME + the number of a name. */
enum {
    MG_FOREIGN_NEVER,      /* looks like a name */
    MG_FOREIGN_GIVEN,      /* a given name */
    MG_FOREIGN_TITLE,      /* stands before persons */
    MG_FOREIGN_NOT_PERSON, /* stands before what is called after persons */
    MG_FOREIGN_NAME,
    MG_FOREIGN_NONE = 0x7FFF,
    MG_FOREIGN_LONGER = 0x8000 /* a bit: longer names begin like this */
};

typedef struct mg_foreign_table {
    const mg_foreign_language *languages;
    const mg_foreign_name *names;
    const uint32_t *hashes; /* of each language, ascending */
    const char *strings;
    const uint16_t *values;
    uint32_t n_languages;
    uint32_t n_names;
} mg_foreign_table;

/* Sets all to nothing where the section is not there. False where it is damaged. */
bool mg_foreign_table_read(morgue_text section, mg_foreign_table *ret);

/* "*" is what all languages in Latin letters have in common. NULL: not known. */
const mg_foreign_language *mg_foreign_table_language(const mg_foreign_table *table,
                                                     const char *code);

/* The value of a hash; MG_FOREIGN_NONE. `language` may be NULL. */
uint16_t mg_foreign_table_find(const mg_foreign_table *table, const mg_foreign_language *language,
                               uint32_t hash);

#endif
