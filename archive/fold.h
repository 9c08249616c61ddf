/* Characters: what they are to the tokenizer, and how they are folded. */
#ifndef MG_FOLD_H
#define MG_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum mg_class {
    MG_CLASS_OTHER, /* ends a word */
    MG_CLASS_LETTER,
    MG_CLASS_DIGIT,
    MG_CLASS_MARK,    /* goes with the character before it */
    MG_CLASS_IGNORED, /* soft hyphen, joiners: as if they were not there */
    MG_CLASS_GRAM     /* a letter of a script without spaces */
} mg_class;

mg_class mg_class_of(uint32_t character);

/* Folds a run of valid UTF-8 of at most MG_FOLD_IN bytes (longer ones are cut): lower case, NFC,
 * diacritics gone. Writes at most `room` bytes, cut at a character, and returns their number. */
enum { MG_FOLD_IN = 480 };
size_t mg_fold(const char *text, size_t len, char *ret, size_t room);

/* The same, with capitals kept: as long as what mg_fold() makes, which mg_fold() makes of it. So
 * capitals stay small where they take another number of bytes. */
size_t mg_fold_cased(const char *text, size_t len, char *ret, size_t room);

#endif
