/* The parts of reading a NewsML-G2 item. */
#ifndef MG_NEWSML_G2_H
#define MG_NEWSML_G2_H

#include "indexer/formats/news/news.h"

/* What an item says of a concept outside of where it names it. */
typedef struct mg_g2_assert {
    morgue_text key; /* its qcode, URI or literal */
    const mg_node *node;
    bool used; /* its names were put, or are those of an author or provider */
} mg_g2_assert;

typedef struct mg_g2 {
    mg_news news;
    const mg_node *item;
    mg_g2_assert *asserts; /* by key */
    size_t n_asserts, room;
    size_t n_steps;
} mg_g2;

/* Puts the subjects of the item as tags: persons, organizations, places and topics. */
void mg_g2_subjects(mg_g2 *g2);

/* The first name of a concept (a subject, a provider, a place): its own, or the one that an assert
 * of the item gives it; else its literal, where it has no code; "" where there is none. Lives until
 * the next use of news.line. */
morgue_text mg_g2_name(mg_g2 *g2, const mg_node *concept);

/* Makes g2->asserts; before the others. */
void mg_g2_index(mg_g2 *g2);

/* Is the concept an organization, by its type? */
bool mg_g2_is_org(mg_g2 *g2, const mg_node *concept);

/* Puts what itemMeta, contentMeta and rightsInfo say. */
void mg_g2_meta(mg_g2 *g2);

/* Appends the text of the item to g2->news.text. */
void mg_g2_content(mg_g2 *g2);

#endif
