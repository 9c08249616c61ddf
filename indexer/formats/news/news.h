/* What the news industry's XML formats (NITF, NewsML 1, NewsML-G2) share: putting values that come
 * in any order, names of persons and places, and the text of the content they carry. */
#ifndef MG_NEWS_H
#define MG_NEWS_H

#include "indexer/formats/put.h"
#include "indexer/markup/flow.h"
#include "indexer/markup/xml.h"
#include "indexer/text/slice.h"

/* An article being put together. The functions do nothing after one of them failed, so that it is
 * enough to look at `status` at the end. */
typedef struct mg_news {
    mg_sink *put;
    morgue_status status;
    mg_buffer text; /* of the article, so far: paragraphs separated by empty lines */
    size_t n_tags;
    mg_buffer line, value, list; /* scratch */
    size_t n_list;
    mg_markup *html; /* for HTML in strings */
} mg_news;

/* What a format keeps while it reads a file. */
typedef struct mg_news_file {
    mg_xml *xml;
    mg_news news;
} mg_news_file;

/* For mg_format.open() and .close(). Errors: NO_MEMORY. */
morgue_status mg_news_open(mg_reader *reader, mg_xml_is_record is_record, morgue_error *err);
void mg_news_close(mg_reader *reader);

/* Begins with the next article. */
void mg_news_begin(mg_news *news, mg_sink *put);
void mg_news_free(mg_news *news);

/* Notes that memory is out. */
void mg_news_no_memory(mg_news *news);

/* The text of a node in one line; "" where it is NULL. Lives until the next call. */
morgue_text mg_news_line(mg_news *news, const mg_node *node);

/* The same, but elements are separated by spaces where their text is not, and those of the names
 * listed (separated by spaces) are left out: for lines that are taken apart, such as bylines. */
morgue_text mg_news_spaced(mg_news *news, const mg_node *node, const char *without);

bool mg_news_has(const mg_news *news, morgue_field_id field);

/* Puts the text with its white space collapsed. _once: unless the field has a value already. */
void mg_news_put(mg_news *news, morgue_field_id field, morgue_text text);
void mg_news_once(mg_news *news, morgue_field_id field, morgue_text text);
void mg_news_once_node(mg_news *news, morgue_field_id field, const mg_node *node);

/* Puts a date, MORGUE_DATE or MORGUE_MODIFIED, unless the article has it already. Midnight without
 * a zone is how these formats write a day; "YYYYMMDD" left standing is no date. */
void mg_news_date(mg_news *news, morgue_field_id field, morgue_text text);

/* Puts the authors of a byline, whether or not it begins with By. */
void mg_news_byline(mg_news *news, morgue_text text);

/* ---- Extras -------------------------------------------------------------------------------- */

void mg_news_extra(mg_news *news, const char *key, morgue_text text);
void mg_news_extra_node(mg_news *news, const char *key, const mg_node *node);

/* Gathers values and puts them under one key: a string, or an array where there are several. */
void mg_news_list_add(mg_news *news, morgue_text text);
void mg_news_list_put(mg_news *news, const char *key);

/* The attribute (NULL: the text) of each child element of this name, under one key. */
void mg_news_extra_each(mg_news *news, const char *key, const mg_node *parent, const char *name,
                        const char *attribute);

/* ---- Tags ---------------------------------------------------------------------------------- */

enum { MG_NEWS_TAGS_MAX = 4096 }; /* of one article; what is beyond is noted and left out */

/* Puts a tag (MORGUE_PERSON, _ORG, _LOCATION or _TOPIC). What only says that there is nothing ("-",
 * "N/A") is passed over. */
void mg_news_tag(mg_news *news, morgue_field_id field, morgue_text name);

/* Puts a person of an index, where names are often inverted: "GREEN, ANNA (Dr)" is put as "ANNA
 * GREEN" and as it is given, so that phrases in either order find it. */
void mg_news_person(mg_news *news, morgue_text name);

/* Puts a name that was marked in running text, without the "'s" that the marking took along
 * ("Portugal's"); names of organizations keep it, it may be theirs ("McDonald's"). */
void mg_news_marked(mg_news *news, morgue_field_id field, morgue_text name);

/* Is this name inverted? Then appends its natural order to ret. "Martin Luther King, Jr." and
 * "Diana, Princess of Wales" are not. */
bool mg_natural_name(morgue_text name, mg_buffer *ret);

/* ---- Content ------------------------------------------------------------------------------- */

/* Appends what an element carries as content to the text: NITF (whose metadata fill what the
 * article has not yet), XHTML, HTML or plain text in a string, paragraphs of no known vocabulary.
 * False where there is nothing. */
bool mg_news_content(mg_news *news, const mg_node *content);

/* Appends plain text, or HTML where it looks like it. */
void mg_news_plain(mg_news *news, morgue_text text);

/* Appends the text of an element, by mg_flow(). */
void mg_news_flow(mg_news *news, const mg_node *node, mg_flow_skip skip, void *user);

/* Puts the element <nitf>: head, body and text. */
void mg_news_nitf(mg_news *news, const mg_node *nitf);

/* Puts the gathered text. */
void mg_news_put_text(mg_news *news);

/* What comes of the article: the status so far, or BAD_INPUT where it has neither title nor
 * text. */
morgue_status mg_news_end(mg_news *news);

/* ---- Small things -------------------------------------------------------------------------- */

/* Does an element of this name begin in the bytes, with a prefix or without? For bids. */
bool mg_xml_mentions(morgue_text head, const char *name);

/* What stands behind the last ":", "/" or "#" of a code: "person" of "cpnat:person". */
morgue_text mg_code_tail(morgue_text code);

#endif
