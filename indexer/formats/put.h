/* Putting values of a dump into an article: what is not clean is mended and noted. */
#ifndef MG_PUT_H
#define MG_PUT_H

#include "archive/utf8.h"
#include "indexer/formats/format.h"
#include "indexer/markup/node.h"

/* Where values go. */
typedef struct mg_sink {
    mg_reader *reader;
    morgue_article *article;
    morgue_error *err;
} mg_sink;

/* Adds a line to the notes on the article. */
void mg_note(mg_reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Notes what mg_utf8_mend() changed, if anything. */
void mg_note_mend(mg_reader *reader, const mg_mend *mend);

/* The text without white space around it. */
morgue_text mg_trimmed(morgue_text text);

/* Sets the field, or adds to a repeatable one. Empty and blank text is passed over; dates are put
 * in canonical form, read as where there is nothing to go by but the date itself (see
 * put->reader->published); a date that is not understood is kept as spelled, as MORGUE_RAW_DATE or
 * as the extra "raw_modified", with a note (an ambiguous one as well, without); an actor becomes a
 * person or an organization (see mg_is_organization()). All but ids are cleaned, see clean.h and
 * mg_reader.clean. Errors: NO_MEMORY. */
morgue_status mg_put(mg_sink *put, morgue_field_id field, morgue_text text, morgue_origin origin);

/* The same for a value of which more is known, where the field has tags. */
morgue_status mg_put_tag(mg_sink *put, morgue_field_id field, const morgue_tag *tag);

/* Puts each of the values, trimmed, that `text` lists: separated by semicolons, or, where there is
 * none and `commas` is true, by commas. Errors: NO_MEMORY. */
morgue_status mg_put_list(mg_sink *put, morgue_field_id field, morgue_text text, bool commas);

/* Puts the authors of a byline: "By A, B and C". Errors: NO_MEMORY. */
morgue_status mg_put_byline(mg_sink *put, morgue_text text);

/* The name of an author without any By: "by Bob Ray", the second of "By Ann Lee and by Bob Ray".
 * All that are put lose it, so that a dump of the article, where a name with a By is a byline, is
 * read as the same article. */
morgue_text mg_author_name(morgue_text name);

/* Puts a dateline without the dash that parts it from the text: "KYIV, March 3 (AP) --".
 * Errors: NO_MEMORY. */
morgue_status mg_put_dateline(mg_sink *put, morgue_text text);

/* Puts the text of HTML in a string, as paragraphs. Errors: NO_MEMORY. */
morgue_status mg_put_html(mg_sink *put, morgue_field_id field, morgue_text html);

/* Appends the text of HTML in a string, as paragraphs. Errors: NO_MEMORY, BAD_INPUT (over 64 MB).
 */
morgue_status mg_html_text(morgue_text html, mg_buffer *ret, morgue_error *err);

/* Does a plain text look as if it were HTML ("<p>Kyiv &mdash; ...")? */
bool mg_looks_like_html(morgue_text text);

/* Puts what is known of the bytes from outside where the article has nothing of its own: the
 * address, and the date with a note. Errors: NO_MEMORY. */
morgue_status mg_put_context(mg_sink *put);

/* Keeps a value as an extra: `json` is one that parses; text becomes a JSON string.
 * Errors: NO_MEMORY. */
morgue_status mg_put_extra(mg_sink *put, morgue_text key, morgue_text json);
morgue_status mg_put_extra_text(mg_sink *put, const char *key, size_t key_len, morgue_text text);

/* Appends clean text as a JSON string. False when memory is out. */
bool mg_json_quote(morgue_text text, mg_buffer *ret);

/* Does the article have something to search? Otherwise BAD_INPUT. */
morgue_status mg_check_article(const morgue_article *article, morgue_error *err);

/* Is this name of an actor one of an organization? By a plain rule: it is one word in capitals
 * ("NATO"), or has a word or an ending that organizations have ("Ministry", "Bank", "Ltd"). */
bool mg_is_organization(morgue_text name);

/* What a failed put means for the reading. */
mg_reading mg_reading_of(morgue_status status);

#endif
