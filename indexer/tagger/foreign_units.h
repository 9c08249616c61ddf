/* The units of a text in any language: words, or characters where words have no spaces between. */
#ifndef MG_TAGGER_FOREIGN_UNITS_H
#define MG_TAGGER_FOREIGN_UNITS_H

#include "morgue.h"

enum {
    MG_UNIT_CAPITAL = 1 << 0, /* begins with a capital */
    MG_UNIT_SMALL = 1 << 1,   /* has a small letter */
    MG_UNIT_JOINED = 1 << 2,  /* may be of one name with the unit before */
    MG_UNIT_HYPHEN = 1 << 3,  /* joined by a hyphen or an apostrophe */
    MG_UNIT_STOP = 1 << 4,    /* joined by the full stop of an abbreviation */
    MG_UNIT_KATAKANA = 1 << 5,
    MG_UNIT_SHOUTED = 1 << 6, /* in a line most of whose words have capitals */
    MG_UNIT_FIRST = 1 << 7    /* of a sentence or line */
};

typedef struct mg_unit {
    uint32_t at;
    uint16_t len;
    uint16_t flags;
    uint64_t hash;
} mg_unit;

typedef struct mg_units {
    mg_unit *at;
    size_t n;
    size_t cap;
} mg_units;

enum { MG_UNIT_MAX = 96 /* bytes of a unit; longer ones are cut in two */ };

/* Hash of a word whose letters are alike: Arabic ones that are written in several ways. */
uint64_t mg_unit_hash(const char *word, size_t len);

/* Replaces the units by those of the text, of which at most 4 GB are looked at. False when memory
 * is out. `mode`: of foreign_table.h. */
bool mg_units_read(mg_units *units, morgue_text text, uint32_t mode);

#endif
