/* What a page says of its article in <meta>, <link>, <title>, microdata and <time>. */
#ifndef MG_PAGE_META_H
#define MG_PAGE_META_H

#include "indexer/page/jsonld.h"
#include "indexer/page/said.h"

/* What is noticed on the way besides. */
typedef struct mg_meta {
    bool is_article; /* og:type says so */
    size_t articles; /* elements that are articles by schema.org's itemtype, and articleBody */
    size_t bodies;
    size_t script_bytes;
} mg_meta;

/* Walks over the page: says what it says, and adds its JSON-LD scripts to `ld`. False when memory
 * is out. */
bool mg_meta_read(const mg_node *root, mg_said *said, mg_jsonld *ld, mg_meta *ret);

/* The title without the name of the site: "Headline - The Site", "The Site | Headline". `site` may
 * be {"", 0}; `heading` (may be) is a heading of the page that the title may begin or end with. */
morgue_text mg_title_proper(morgue_text title, morgue_text site, morgue_text heading);

/* The date in an address, as ".../2022/03/09/..." and ".../2022/03/..." have it: writes
 * "2022-03-09" or "2022-03". False where there is none. */
bool mg_date_in_address(morgue_text url, char ret[11]);

/* Writes `url` as an absolute address: seen from `base` where it is none. False when memory is out;
 * leaves *ret empty where that cannot be. */
bool mg_absolute(morgue_text url, morgue_text base, mg_buffer *ret);

/* Does the address look like that of one article, and not of a section: does its last part have
 * several words, or a number? Pages that name their section as their address are many. */
bool mg_is_own_address(morgue_text url);

#endif
