/* The field table with what only the library needs to know of it: see field.def. */
#ifndef MG_FIELD_H
#define MG_FIELD_H

#include <stdbool.h>

#include "morgue.h"

typedef enum mg_field_kind {
    FIELD_WORDS,
    FIELD_NAMES,
    FIELD_EXACT,
    FIELD_DATE,
    FIELD_UNION,
    FIELD_STORED
} mg_field_kind;

typedef struct mg_field {
    morgue_field face; /* the public columns */
    mg_field_kind kind;
    const char *words; /* term prefix of the words, "" where they have none */
    const char *exact; /* term prefix of the whole value, "" where there is no such term */
} mg_field;

/* Row of the table; `id` must be one of the enum's. Static. */
const mg_field *mg_field_at(morgue_field_id id);

/* Terms that are no words. Marks have the positions of the words that begin a sentence or paragraph
 * of the text; the title, which stands before it, is one sentence and one paragraph without. */
#define MG_MARK_SENTENCE  "XYS"
#define MG_MARK_PARAGRAPH "XYP"
#define MG_MARK_HAS       "XH" /* and the name of a field: the article has it */

/* Do articles that have the field have a term that says so? */
bool mg_field_has_mark(morgue_field_id id);

/* Are its values tags: names with an origin, a confidence and mentions? */
bool mg_field_is_tag(morgue_field_id id);

/* These fields: persons, organizations, places, in the order in which MORGUE_ABOUT has their
 * values. The first two are MORGUE_ACTOR. */
enum { MG_TAG_FIELD_COUNT = 3 };
extern const morgue_field_id mg_tag_fields[MG_TAG_FIELD_COUNT];

/* Term prefix of whole values of a field of tags that the article is about; "" for other fields. */
const char *mg_field_main(morgue_field_id id);

/* The name of an origin in JSON and in queries: "dump", "tagger", "inherited". Static. */
const char *mg_origin_name(morgue_origin origin);
bool mg_origin_named(const char *name, size_t len, morgue_origin *ret);

/* Value slots. */
enum {
    MG_SLOT_DATE =
        0, /* digits of the date, as precise as it is known: "2022", "202201", "20220121",
              "20220121140509"; so that plain byte order is the order of time */
    MG_SLOT_HASH = 1,   /* fingerprint of the stored record: 16 bytes */
    MG_SLOT_SOURCE = 3, /* fingerprint of the bytes that the article was read from, where its format
                           gives one: 8 bytes */
    MG_SLOT_SIZE = 2,   /* bytes of title and text: decimal digits */
    MG_SLOT_REVISION = 4 /* of the commit that wrote it last: see revision.h */
};

#endif
