/* What the headers of a request say about the form of its answer. */
#ifndef WEB_NEGOTIATE_H
#define WEB_NEGOTIATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Does Accept-Encoding (NULL: not sent) allow gzip? It has to be named, and not with q=0. */
bool web_accepts_gzip(const char *header);

/* A hash of text (FNV-1a), to be continued from a hash of other text. */
#define WEB_HASH_START 0xcbf29ce484222325ULL
uint64_t web_hash(uint64_t hash, const char *text, size_t len);

/* Does If-None-Match (NULL: not sent) name the tag, be it weak or strong? `*`, which means any that
 * there may be, does not count: what there is would have to be found out first. */
bool web_etag_matches(const char *header, const char *etag);

#endif
