/* What the parts of the feed format share. */
#ifndef MG_FEED_H
#define MG_FEED_H

#include "indexer/formats/put.h"
#include "indexer/markup/node.h"

/* An item on its way into the article. */
typedef struct mg_feed {
    mg_sink *put;
    const mg_node *item;
    const mg_node *channel; /* the channel, or Atom's feed; NULL where the item stands alone */
    bool wordpress;         /* it is an item of a WordPress export */
    mg_buffer *one;         /* to work with */
    mg_buffer *two;
} mg_feed;

/* ---- feed_text.c --------------------------------------------------------------------------------
 */

/* Appends the text that the element stands for: its markup, or the HTML in its characters, as
 * paragraphs. `ret` is emptied first. Errors: NO_MEMORY, BAD_INPUT (over 64 MB). */
morgue_status mg_feed_text(const mg_feed *feed, const mg_node *node, mg_buffer *ret);

/* The same, in one line. */
morgue_status mg_feed_line(const mg_feed *feed, const mg_node *node, mg_buffer *ret);

/* Puts the fullest of the texts that the item has. */
morgue_status mg_feed_put_text(const mg_feed *feed);

/* Is this one of the elements that mg_feed_put_text() chooses from? */
bool mg_feed_is_text(const mg_node *node);

/* The characters of an element that holds nothing else, trimmed; {"", 0} where it is NULL or holds
 * elements. They live as long as the node. */
morgue_text mg_feed_characters(const mg_node *node);

/* ---- feed_item.c --------------------------------------------------------------------------------
 */

/* Reads the item into the article. BAD_INPUT: it is no article, and why; NO_MEMORY. */
morgue_status mg_feed_read(const mg_feed *feed);

/* Puts a line of an element into a field that is still empty. NULL puts nothing. */
morgue_status mg_feed_put_line(const mg_feed *feed, morgue_field_id field, const mg_node *node);

/* ---- feed_wordpress.c ---------------------------------------------------------------------------
 */

/* WordPress eXtended RSS: is this item one of an export? */
bool mg_wordpress_has(const mg_node *item);

/* What an item is that nobody wrote to be read, such as a menu: passed over without a word. */
bool mg_wordpress_is_machinery(const mg_node *item);

/* BAD_INPUT: the item is no article, and why. */
morgue_status mg_wordpress_check(const mg_feed *feed);

/* The name to show of an author's login. */
const mg_node *mg_wordpress_author(const mg_feed *feed, morgue_text login);

/* Puts what only WordPress has: dates, section, status, post id, fields of its users. */
morgue_status mg_wordpress_put(const mg_feed *feed);

/* Appends the HTML that WordPress makes of what is stored: empty lines part paragraphs, and there
 * are shortcodes. False when memory is out. */
bool mg_wordpress_html(morgue_text stored, mg_buffer *ret);

#endif
