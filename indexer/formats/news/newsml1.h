/* The parts of reading a NewsML 1 item. */
#ifndef MG_NEWSML1_H
#define MG_NEWSML1_H

#include "indexer/formats/news/news.h"

/* What a component is for, by its Role and its content. */
typedef enum mg_newsml1_part {
    MG_N1_BODY,
    MG_N1_HEADLINE,
    MG_N1_SUBHEADLINE,
    MG_N1_SUMMARY,
    MG_N1_CAPTION,
    MG_N1_CONTACT, /* whom to ask, behind a press release */
    MG_N1_MEDIA    /* no text: pictures, style sheets, links */
} mg_newsml1_part;

/* A component's child of this name: what says something of it stands before what is in it, so that
 * of a wide one only the beginning is looked at. NULL where there is none. */
const mg_node *mg_newsml1_child(const mg_node *component, const char *name);

/* Does something in this item or component have text that is an article's? */
bool mg_newsml1_has_text(const mg_node *component);

/* The part that a content item's nearest component plays. */
mg_newsml1_part mg_newsml1_part_of(const mg_node *content_item);

/* Is it of text, and here (not elsewhere, not in another encoding)? */
bool mg_newsml1_is_text(const mg_node *content_item);

/* The next story of an item: a component that is one article. `after` NULL: the first. NULL behind
 * the last. An item without components that have text has none. */
const mg_node *mg_newsml1_story(const mg_node *item, const mg_node *after);

/* Appends the text of a story, and puts what in it is headline or summary. */
void mg_newsml1_content(mg_news *news, const mg_node *story);

/* Puts what the story's components, those around it, the item and the file say of it. */
void mg_newsml1_meta(mg_news *news, const mg_node *item, const mg_node *story);

/* The language of a component: its own, or that of what is around it or in it. */
morgue_text mg_newsml1_language(const mg_node *story);

#endif
