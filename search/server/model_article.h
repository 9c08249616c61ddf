/* The parts of the page of one article. */
#ifndef WEB_MODEL_ARTICLE_H
#define WEB_MODEL_ARTICLE_H

#include "search/server/model.h"

/* "paragraphs", each with "pieces"; "mark_count"; where the text is too long to be shown whole,
 * "cut" and "text_size" say so. */
void web_model_text(web_model *m, json_t *to, const morgue_passage *text);

/* "tag_groups": persons, organizations, places, with links; those first that it is about. */
void web_model_tag_groups(web_model *m, json_t *to, const morgue_article *article);

/* "url" or "url_text", "dateline", "facts", "permalink", "address", which is the same in full,
 * "cite". */
void web_model_facts(web_model *m, json_t *to, const morgue_article *article);

#endif
