/* The terms that a word stands for in an archive. The archive holds words as they were written;
 * stems, wildcards and spelling variants are worked out here, from the terms that there are. */
#ifndef MG_EXPAND_H
#define MG_EXPAND_H

#include "archive/arena.h"
#include "archive/index.h"
#include "search/match/clock.h"
#include "xapian/xapian_c.h"

enum {
    MG_LOOK_MAX = 100000,         /* terms that are looked at for the forms of one word */
    MG_LOOK_QUERY_MAX = 20000000, /* for one query; more is an error */
    MG_FORMS_MAX = 200,           /* forms of a word: the most frequent are taken */
    MG_VARIANTS_MAX = 200,        /* spelling variants of a word: likewise */
    MG_GRAMS_MAX = 5000,          /* pairs that a single character stands for: likewise */
    MG_WILD_MAX = 10000,          /* words that a wildcard stands for; more is an error */
    MG_TERMS_QUERY_MAX = 200000   /* words that all of a query stands for; likewise */
};

struct mg_memo;

/* Terms, without prefix, by their bytes. */
typedef struct mg_forms {
    morgue_text *terms;
    size_t n;
} mg_forms;

typedef struct mg_expander {
    mg_index *const *indexes;
    size_t n_indexes;
    xap_stem *const *stems;
    size_t n_stems;
    struct mg_memo *memo; /* NULL: nothing is remembered */
    mg_arena *arena;      /* for the terms */
    size_t n_looked;      /* terms looked at so far */
    mg_deadline deadline; /* no term is looked at past it */
    bool late;            /* so that there may be more than were found */
} mg_expander;

/* Terms of `prefix` that share the word's stem in at least one language; the word itself is one of
 * them in any case. Single letters, and words that hold anything but letters, are not stemmed.
 * Forms that begin otherwise than the word are not found: this is so for Arabic, whose stemmer
 * takes articles and prepositions off. Errors: BAD_QUERY where the query needs too many terms;
 * those of reading. */
morgue_status mg_expand_word(mg_expander *expander, const char *prefix, morgue_text word,
                             size_t column, mg_forms *ret, morgue_error *err);

/* Terms of `prefix` that begin with this character of a script without spaces. Errors: the same. */
morgue_status mg_expand_gram(mg_expander *expander, const char *prefix, morgue_text gram,
                             size_t column, mg_forms *ret, morgue_error *err);

/* Terms that a pattern with MG_WILD_ANY and MG_WILD_ONE in it stands for; there may be none.
 * Errors: the same. */
morgue_status mg_expand_pattern(mg_expander *expander, const char *prefix, morgue_text pattern,
                                size_t column, mg_forms *ret, morgue_error *err);

/* Terms spelled much like the word, which is one of them in any case: one edit (a character more,
 * less, another, or two in the other order) away, or two from six characters on. Errors: the same.
 */
morgue_status mg_expand_fuzzy(mg_expander *expander, const char *prefix, morgue_text word,
                              size_t column, mg_forms *ret, morgue_error *err);

/* Terms that begin with `start`, byte for byte. Errors: the same. */
morgue_status mg_expand_start(mg_expander *expander, const char *prefix, morgue_text start,
                              size_t column, mg_forms *ret, morgue_error *err);

/* Does the pattern stand for the word? */
bool mg_pattern_matches(morgue_text pattern, morgue_text word);

/* Is there a wildcard in it? */
bool mg_is_pattern(morgue_text word);

#endif
