/* How an article is cited. */
#ifndef WEB_CITE_H
#define WEB_CITE_H

#include "morgue.h"
#include "search/server/text.h"

/* Append what cites the article: a sentence, an entry of BibTeX, a record of RIS; UTF-8, not yet
 * markup. `url` is its page here, for articles that have no address of their own; NULL: none.
 * Bylines stand as they were printed: which of their words is a family name nobody knows. */
void web_cite_plain(const morgue_article *article, const char *url, web_text *ret);
void web_cite_bibtex(const morgue_article *article, const char *url, web_text *ret);
void web_cite_ris(const morgue_article *article, const char *url, web_text *ret);

#endif
