/* What the names that authors of pages give to elements (class, id, role) say about what is in
 * them. */
#ifndef MG_PAGE_NAMES_H
#define MG_PAGE_NAMES_H

#include "indexer/markup/node.h"

/* What an element is likely to hold. Names are hints: whoever uses this looks at the text too. */
typedef enum mg_role {
    MG_ROLE_NONE,
    MG_ROLE_BODY,     /* "article-body", itemprop="articleBody": the text of an article */
    MG_ROLE_CONTENT,  /* "content", <article>, <main>: with the article in it */
    MG_ROLE_WEAK,     /* "author", "widget": seldom text */
    MG_ROLE_JUNK,     /* "share", "related", "nav": hardly ever text */
    MG_ROLE_CAPTION,  /* of a picture */
    MG_ROLE_COMMENTS, /* texts, but of readers */
    MG_ROLE_HIDDEN    /* not shown */
} mg_role;

mg_role mg_role_of(const mg_node *element);

/* The same of one value of a class or id. */
mg_role mg_role_of_name(morgue_text name);

#endif
