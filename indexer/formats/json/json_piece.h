/* The next element of a stream of JSON, as the formats that read JSON begin with it. */
#ifndef MG_JSON_PIECE_H
#define MG_JSON_PIECE_H

#include "indexer/formats/json/json_split.h"
#include "indexer/formats/json/json_value.h"

/* Takes the next element and sets the reader's place. The text of *ret is clean UTF-8; it lives in
 * the window or in `clean` until the next call. MG_READ_KNOWN: the archive has the article that was
 * read from these bytes. Otherwise as mg_json_split_next(). */
mg_reading mg_json_take(mg_json_split *split, mg_reader *reader, mg_buffer *clean,
                        mg_json_piece *ret, morgue_error *err);

/* Fails with "line 7, column 12: a colon is missing". */
morgue_status mg_json_explain(const mg_json_piece *piece, const mg_json_problem *problem,
                              morgue_error *err);

#endif
