/* What the text exports of news databases (Nexis, Factiva, ProQuest) share: articles one behind the
 * other, parted by lines of a certain look; named fields; wrapped text. */
#ifndef MG_VENDOR_H
#define MG_VENDOR_H

#include "indexer/formats/put.h"

/* What a line is to the articles around it. */
typedef enum mg_vendor_mark {
    VENDOR_NONE,
    VENDOR_BEGIN, /* the first line of an article */
    VENDOR_END    /* the last line of one */
} mg_vendor_mark;

typedef mg_vendor_mark (*mg_vendor_marks)(morgue_text line);

/* The next article, with the lines that mark it; empty at the end of the file. It stays in the
 * window. What stands before the first VENDOR_BEGIN, where there are any, is one too: `*ret_marked`
 * says whether an article has its mark. Errors: BAD_INPUT (more than 16 MB: moved on by its first
 * line), IO, NO_MEMORY. */
morgue_status mg_vendor_take(mg_input *input, mg_vendor_marks marks, morgue_text *ret,
                             bool *ret_marked, morgue_error *err);

/* What sets one of these exports apart from the others. */
typedef struct mg_vendor_export {
    mg_vendor_marks marks;
    /* Is what was taken an article, and not a list of them or the search that found them? */
    bool (*is_article)(mg_reader *reader, morgue_text text, bool marked);
    morgue_status (*put)(mg_sink *put, morgue_text text);
} mg_vendor_export;

/* Reads the next article, as mg_format.next() does. */
mg_reading mg_vendor_next(const mg_vendor_export *from, mg_reader *reader, morgue_article *article,
                          morgue_error *err);

/* An article being put together. The functions do nothing after one of them failed, so that it is
 * enough to look at `status` at the end. */
typedef struct mg_vendor {
    mg_sink *put;
    morgue_status status;
    mg_buffer text; /* paragraphs so far */
    bool fresh;     /* the next line begins a paragraph */
    size_t last;    /* bytes of the line before */
} mg_vendor;

void mg_vendor_free(mg_vendor *vendor);
bool mg_vendor_has(const mg_vendor *vendor, morgue_field_id field);

/* Puts a value that may go over several lines as one line; the first one where the article has the
 * field once, others become extras of the field's name. */
void mg_vendor_put(mg_vendor *vendor, morgue_field_id field, morgue_text value);
void mg_vendor_extra(mg_vendor *vendor, const char *key, morgue_text value);

/* Puts the terms of an index, parted by `mark`: "ELECTIONS (91%); TREATIES (78%)" without the
 * weights. */
void mg_vendor_terms(mg_vendor *vendor, morgue_field_id field, morgue_text value, char mark);

/* Puts the authors of a byline, with or without its By. */
void mg_vendor_byline(mg_vendor *vendor, morgue_text value);

/* Puts the language by its name, in the languages that exports are made in. */
void mg_vendor_language(mg_vendor *vendor, morgue_text name);

/* Adds a line to the text: lines are wrapped, unless they are long. An empty one ends the
 * paragraph. */
void mg_vendor_line(mg_vendor *vendor, morgue_text line);

/* Puts the text and sees whether the article has something. */
morgue_status mg_vendor_finish(mg_vendor *vendor);

/* The part of a line that is a date with a year, at its beginning ("January 21, 2022 Friday Late
 * Edition"): sets *ret_rest (may be NULL) to what is behind it. False where there is none. */
bool mg_vendor_date(morgue_text line, morgue_text *ret_date, morgue_text *ret_rest);

/* Is it a line that pages have: "Page 2 of 3"? */
bool mg_vendor_is_page(morgue_text line);

#endif
