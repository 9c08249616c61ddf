/* Names of persons, organizations and places that begin as somebody types. */
#ifndef WEB_NAMES_H
#define WEB_NAMES_H

#include "search/server/site.h"

enum { WEB_NAMES_MAX = 48, WEB_NAME_MAX = 160, WEB_FOLDED_MAX = 512 };

typedef struct web_name {
    morgue_field_id field;
    char text[WEB_NAME_MAX]; /* as the archive spells it */
    unsigned seen;           /* articles looked at that have it */
    uint64_t count;          /* articles that have it, and match the query */
    bool counted;            /* false: there was no time for that */
} web_name;

typedef struct web_names {
    web_name names[WEB_NAMES_MAX];
    size_t count;
    bool partial; /* set where there was no time to look for all of them, or to count them */
} web_names;

/* Finds names of which some words are these, the last of them perhaps not yet whole, in articles
 * that match `query`; the most frequent first. `fields`: bits, 1u << MORGUE_PERSON and so on. What
 * cannot be searched is found nowhere. It is done when web_now_us() is `until_us`, or soon after.
 */
void web_names_find(web_desk *desk, const char *query, unsigned fields, const char *words,
                    uint64_t until_us, web_names *ret);

/* Words that are looked for, for web_names_match(): in small letters, without accents and
 * punctuation. */
void web_names_fold(const char *words, char ret[WEB_FOLDED_MAX]);

/* Do the words, folded, stand in the name, side by side and the last of them perhaps not yet whole?
 * Capitals, accents and punctuation make no difference. */
bool web_names_match(const char *name, size_t len, const char *wanted);

#endif
