/* What the answers in data share. */
#ifndef WEB_API_H
#define WEB_API_H

#include "search/render/render.h"
#include "search/server/answer.h"

/* What is rendered goes into the text. */
render_sink web_sink(web_text *text);

/* The parts of results that were asked for, as the renderer takes them; borrows from both. */
render_shape web_shape(const web_ask *ask, const morgue_search_options *options);

/* Instead of what was put so far, the answer is this failure. */
void web_fail(const web_desk *desk, const web_ask *ask, const morgue_error *err,
              web_answer *answer);

/* Puts the address of an article's page, with all that stands before the path. */
void web_put_article_url(web_text *text, const web_site *site, morgue_text id);

#endif
