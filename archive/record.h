/* The stored form of an article.
 *
 *   byte      MG_RECORD_VERSION
 *   values    each: byte field, byte origin,
 *             for tags (MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION): byte confidence, byte flags
 *             (1: main), varint mentions,
 *             for MORGUE_EXTRA: varint length + key,
 *             varint length + text
 *
 * A varint has 7 bits a byte, low bits first, the top bit set on all but the last. Values stand in
 * the order of the field table, those of one field in the order in which they were added: an
 * article that says the same is the same bytes, in whatever order its dump had the keys. */
#ifndef MG_RECORD_H
#define MG_RECORD_H

#include "archive/buffer.h"
#include "morgue.h"

enum { MG_RECORD_VERSION = 2 };

/* Appends the article's record to `ret`. Errors: NO_MEMORY. */
morgue_status mg_record_encode(const morgue_article *article, mg_buffer *ret, morgue_error *err);

/* Fills the article, cleared before, from a record. Errors: CORRUPT, BAD_VERSION, NO_MEMORY. */
morgue_status mg_record_decode(const char *data, size_t len, morgue_article *article,
                               morgue_error *err);

/* The same, also of records of earlier versions, in an archive with these features (see
 * manifest.h). Those of version 1 say nothing of tags but their origin; without MG_FEATURE_DATELINE
 * any other key is field 14 in them. */
morgue_status mg_record_decode_earlier(const char *data, size_t len, uint32_t features,
                                       morgue_article *article, morgue_error *err);

#endif
