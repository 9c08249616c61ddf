/* The terms that a word stands for in an archive. The archive holds words as they were written;
 * stemming happens here: the terms that begin like the word are stemmed, and those with the stem of
 * the word are the ones it stands for. */
#ifndef MG_EXPAND_H
#define MG_EXPAND_H

#include "search/query/arena.h"
#include "search/query/plan.h"

enum {
    MG_LOOK_MAX = 100000,        /* terms that are looked at for one word; the rest is left out */
    MG_LOOK_QUERY_MAX = 1000000, /* for one query; more is an error */
    MG_FORMS_MAX = 200,          /* forms of a word: the most frequent are taken */
    MG_GRAMS_MAX = 5000          /* pairs that a single character stands for */
};

typedef struct mg_expander {
    const xap_database *db;
    xap_stem *const *stems;
    size_t n_stems;
    mg_arena *arena; /* for the terms */
    size_t n_looked; /* terms looked at so far */
} mg_expander;

/* Terms of `prefix` that share the word's stem in at least one language; the word itself is one of
 * them in any case. Single letters, and words that hold anything but letters, are not stemmed.
 * Forms that begin otherwise than the word are not found: this is so for Arabic, whose stemmer
 * takes articles and prepositions off. Errors: BAD_QUERY where the query needs too many terms;
 * those of reading. */
morgue_status mg_expand_word(mg_expander *expander, const char *prefix, morgue_text word,
                             size_t column, mg_mark_place *ret, morgue_error *err);

/* Terms of `prefix` that begin with this character of a script without spaces. Errors: the same. */
morgue_status mg_expand_gram(mg_expander *expander, const char *prefix, morgue_text gram,
                             size_t column, mg_mark_place *ret, morgue_error *err);

#endif
