/* Names of columns that tables of news have, beyond those of mg_key_field(). */
#ifndef MG_CSV_NAMES_H
#define MG_CSV_NAMES_H

#include "indexer/formats/keys.h"

/* The field of a column by its name in the header: "Publication Date" too is publication_date.
 * Sets *ret_field unless CLAIM_NONE. */
mg_claim mg_csv_name_field(const mg_reader *reader, morgue_text name, morgue_field_id *ret_field);

/* Is it the name of a column whose text is as good as any where there is no column of texts: a
 * summary, a description? */
bool mg_csv_is_stopgap_text(morgue_text name);

/* Is it this word, letter case not minded? */
bool mg_csv_is_name(morgue_text name, const char *word);

#endif
