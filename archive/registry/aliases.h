/* Names that mean the same, as somebody has written them down, and names that do not:
 *
 *     NATO = North Atlantic Treaty Organization = OTAN
 *     George Bush != George W. Bush
 *
 * Names are compared as exact terms are: folded, word by word. */
#ifndef MG_ALIASES_H
#define MG_ALIASES_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/registry/sheet.h"
#include "morgue.h"

#define MG_ALIASES_FILE "aliases.txt"

enum {
    MG_ALIAS_NAMES_MAX = 64, /* in a line */
    MG_ALIAS_WORDS_MAX = 32  /* in a name */
};

typedef struct mg_alias {
    morgue_text name;   /* as it was written */
    morgue_text folded; /* its words, joined by single spaces */
    size_t n_words;
} mg_alias;

/* Two names or more, all different. */
typedef struct mg_alias_line {
    mg_alias *names;
    size_t n;
} mg_alias_line;

typedef struct mg_aliases mg_aliases;

/* Reads the text of such a file. Errors: NO_MEMORY. */
morgue_status mg_aliases_read(const char *text, size_t len, mg_aliases **ret, morgue_error *err);
void mg_aliases_free(mg_aliases *aliases);

/* What of it was not understood. */
const mg_sheet_notes *mg_aliases_notes(const mg_aliases *aliases);

/* All of these take NULL for no aliases. */
size_t mg_aliases_count(const mg_aliases *aliases);
const mg_alias_line *mg_aliases_line(const mg_aliases *aliases, size_t i);

/* The lines that have a name, the first first: *at is 0 at the beginning and belongs to this
 * function; NULL after the last. */
const mg_alias_line *mg_aliases_find(const mg_aliases *aliases, morgue_text folded, size_t *at);

/* Is it written that the two are different? Then neither is searched, shown or counted as the
 * other, whatever lines have both. */
bool mg_aliases_differ(const mg_aliases *aliases, morgue_text folded, morgue_text other);

/* The name that stands for this one: the first of the first line that has both, and where they are
 * not different; NULL where it is in none. */
const mg_alias *mg_aliases_first(const mg_aliases *aliases, morgue_text folded);

/* Words of the longest name. */
size_t mg_aliases_words(const mg_aliases *aliases);

#endif
