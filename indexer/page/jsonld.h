/* schema.org's JSON-LD: what <script type="application/ld+json"> says of the article. */
#ifndef MG_PAGE_JSONLD_H
#define MG_PAGE_JSONLD_H

#include <jansson.h>

#include "indexer/page/said.h"

/* Zero-initialise it. */
typedef struct mg_jsonld {
    json_t **scripts;
    size_t n, room;
    size_t parts;   /* of all scripts: see MG_JSON_PARTS_MAX */
    mg_buffer text; /* of the script at hand */
    mg_buffer mended;
} mg_jsonld;

void mg_jsonld_clear(mg_jsonld *ld);
void mg_jsonld_free(mg_jsonld *ld);

/* Adds a script; one that is no JSON, however it is mended, is passed over, and so is one with
 * which there would be more than MG_JSON_PARTS_MAX parts. False when memory is out. */
bool mg_jsonld_add(mg_jsonld *ld, morgue_text script);

/* The article among all that is described, or NULL: the one whose address is `url`, else the first
 * of the most special type. Borrowed. */
const json_t *mg_jsonld_article(const mg_jsonld *ld, morgue_text url);

/* Says what is said of it, and of the page. `article` may be NULL. False when memory is out. */
bool mg_jsonld_say(const mg_jsonld *ld, const json_t *article, mg_said *said);

/* Appends the text of the article: articleBody, or the updates of a live blog. It may be HTML.
 * False when memory is out. */
bool mg_jsonld_body(const json_t *article, mg_buffer *ret);

/* Visits the objects that are described: those of @graph and mainEntity too, not the things that
 * they refer to. `visit` returns false to go no further. */
typedef bool mg_jsonld_visit(void *user, const json_t *object);
void mg_jsonld_each(const mg_jsonld *ld, mg_jsonld_visit *visit, void *user);

/* Does the object's first type end so? "NewsMediaOrganization" is an "Organization". */
bool mg_jsonld_has_type(const json_t *object, const char *end);

/* The address of what is described, or NULL. Borrowed. */
const char *mg_jsonld_address(const json_t *object);

/* Appends JSON as pages have it in such a way that it parses: without comments, CDATA marks and
 * trailing commas; control characters, stray quotation marks and backslashes in strings escaped.
 * False when memory is out. */
bool mg_jsonld_mend(morgue_text text, mg_buffer *ret);

#endif
