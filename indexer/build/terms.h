/* What an article becomes in the index: terms with positions, boolean terms and values, as the
 * field table says. One place for all builders. */
#ifndef MG_TERMS_H
#define MG_TERMS_H

#include "morgue.h"

/* Takes what comes out. Each returns false to stop. */
typedef struct mg_term_sink {
    /* A word at a position of its prefix; `wdf` is what it adds to the word's weight. */
    bool (*posting)(void *user, const char *term, size_t len, uint32_t position, uint32_t wdf);
    /* A term that only filters. */
    bool (*boolean)(void *user, const char *term, size_t len);
    bool (*value)(void *user, uint32_t slot, const char *data, size_t len);
    void *user;
} mg_term_sink;

/* Hands all of the article's terms and its date to the sink. Words of title and text come without
 * prefix, one behind the other; words of the title also with the title's prefix, at the same
 * positions, where they do not weigh. The text's sentences and paragraphs are marked, and so is
 * each field that the article has. Tags of which the article is about come once more as those of
 * MORGUE_ABOUT, and the origins of all as those of MORGUE_BY: see archive/field.h. False when the
 * sink stopped it. */
bool mg_terms_emit(const morgue_article *article, const mg_term_sink *sink);

#endif
