/* Texts and dates as they stand in the elements of TREC collections. */
#ifndef MG_TREC_TEXT_H
#define MG_TREC_TEXT_H

#include "indexer/formats/wire/trec_doc.h"

/* Is it a byte of an element's name? */
bool mg_trec_is_name_byte(char c);

/* Sets *ret to the text of an element's content, without tags and entities: in one line, or as
 * paragraphs. It lives in the memory until the next call. Errors: NO_MEMORY. */
morgue_status mg_trec_plain(mg_sink *put, mg_trec_memory *memory, morgue_text content,
                            bool paragraphs, morgue_text *ret);

/* Puts the date of an element; the one in the name of an AP file; the one in the article's id.
 * Errors: NO_MEMORY. */
morgue_status mg_trec_put_date(mg_sink *put, morgue_text date);
morgue_status mg_trec_put_file_date(mg_sink *put, morgue_text file);
morgue_status mg_trec_put_date_of_id(mg_sink *put);

#endif
