/* How well letters fit a language. */
#ifndef MG_LANGUAGES_H
#define MG_LANGUAGES_H

#include <stdint.h>

/* Costs are half bits: -2 log2 of how often something is. */
enum {
    MG_COST_STRANGE_LETTER = 28, /* of the script, but not of the language */
    MG_COST_OTHER_SCRIPT = 36
};

typedef enum mg_script {
    MG_SCRIPT_NONE,
    MG_SCRIPT_LATIN,
    MG_SCRIPT_GREEK,
    MG_SCRIPT_CYRILLIC,
    MG_SCRIPT_HEBREW,
    MG_SCRIPT_ARABIC,
    MG_SCRIPT_THAI
} mg_script;

/* To be called before the others. */
void mg_languages_ready(void);

/* Of a letter or a mark that goes with one. */
mg_script mg_script_of(uint32_t character);

/* The small letter of a capital. */
uint32_t mg_small_letter(uint32_t character);

/* A language by its number from 0; MG_SCRIPT_NONE beyond the last. */
mg_script mg_language_script(unsigned language);

/* What a small letter costs in the language. */
unsigned mg_letter_cost(unsigned language, uint32_t letter);

/* East Asia. */
typedef enum mg_ideographs { MG_ZH, MG_TW, MG_JA, MG_KO } mg_ideographs;

/* What a character that is none of an alphabet costs in the language; 0 for an alphabet's. */
unsigned mg_ideograph_cost(mg_ideographs language, uint32_t character);

#endif
