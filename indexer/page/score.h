/* Which part of a page is its article. */
#ifndef MG_PAGE_SCORE_H
#define MG_PAGE_SCORE_H

#include "indexer/page/outline.h"

/* Gives every block its weight: about its number of words where it reads like running text, less
 * than 0 where it is links or scraps. */
void mg_score_blocks(mg_outline *outline);

/* Drops what names say is none of the article's (navigation, comments, captions), except where that
 * would be most of the page: then the names mislead. */
void mg_score_drop_junk(mg_outline *outline);

/* Finds the box that holds the article and drops all blocks outside of it, but for the parts of the
 * article beside it. False: no block reads like text. */
bool mg_score_choose(mg_outline *outline);

/* The sum of the weights above 0 of the blocks that are not dropped. */
float mg_score_good(const mg_outline *outline, uint32_t from, uint32_t to);

#endif
