/* One article of a LexisNexis export. */
#ifndef MG_LEXIS_ARTICLE_H
#define MG_LEXIS_ARTICLE_H

#include "indexer/formats/vendor/vendor.h"

/* Is it a line that an article begins with: "1 of 250 DOCUMENTS", "Dokument 3 von 7"? */
bool mg_lexis_is_begin(morgue_text line);

/* Does the text have fields that only such articles have? */
bool mg_lexis_has_fields(morgue_text text);

/* Reads the article into the sink's. Errors: BAD_INPUT (neither title nor text), NO_MEMORY. */
morgue_status mg_lexis_put(mg_sink *put, morgue_text text);

#endif
