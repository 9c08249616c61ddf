/* Names that mean the same, as somebody has written them down:
 *
 *     NATO = North Atlantic Treaty Organization = OTAN
 *
 * Names are compared as exact terms are: folded, word by word. */
#ifndef MG_ALIASES_H
#define MG_ALIASES_H

#include <stdbool.h>
#include <stddef.h>

#include "morgue.h"
#include "search/query/sheet.h"
#include "search/query/tree.h"

enum {
    MG_ALIAS_NAMES_MAX = 64,  /* in a line */
    MG_ALIAS_WORDS_MAX = 32,  /* in a name */
    MG_ALIAS_NODES_MAX = 5000 /* what a query may grow to */
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

/* Words of the longest name. */
size_t mg_aliases_words(const mg_aliases *aliases);

/* Puts in place of each word of the query that is one of the names, and of words next to each other
 * that make up one, all names of its line, any of which will do; quoted phrases in fields of names
 * likewise (alias_query.c). Errors: BAD_QUERY where the query becomes too large, NO_MEMORY. */
morgue_status mg_aliases_apply(const mg_aliases *aliases, mg_tree *tree, morgue_error *err);

#endif
