/* Pages of an archive of a test, asked for as a client does, and read as strictly as XML. */
#ifndef PAGES_H
#define PAGES_H

#include <libxml/tree.h>

#include "search/server/route.h"
#include "tests/unit/scratch.h"

/* A server without sockets. */
typedef struct pages {
    scratch scratch;
    web_site site;
    web_desk desk;
} pages;

/* Opens one on an archive of these articles, which it frees. */
void pages_open(pages *p, morgue_article **articles, size_t n);
void pages_close(pages *p);

/* Asks for it. */
void pages_ask(pages *p, const char *target, web_answer *ret);

/* Asks for a page, which has to have this status and to be well-formed. */
xmlDoc *pages_get(pages *p, const char *target, int status);

/* What XPath finds: how many nodes; the text of the first one, to be freed by xmlFree(), "" for
 * none. Elements are those of no namespace; svg ones, too. */
size_t pages_count(xmlDoc *page, const char *xpath);
char *pages_text(xmlDoc *page, const char *xpath);

/* Fails unless the first node has this text. */
void pages_says(xmlDoc *page, const char *xpath, const char *text);

/* The target that a link on the page leads to. */
char *pages_link(xmlDoc *page, const char *xpath);

#endif
