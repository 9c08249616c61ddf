/* Persons, organizations and places that articles in other languages than English name: those of a
 * list, under their English names, and persons that given names or titles tell. */
#ifndef MG_TAGGER_FOREIGN_H
#define MG_TAGGER_FOREIGN_H

#include "indexer/tagger/model.h"

/* Working memory of one thread. */
typedef struct mg_foreign mg_foreign;

typedef struct mg_found {
    morgue_field_id field; /* MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION */
    morgue_text name;      /* canonical, or as the text has it; valid until the callback returns */
    char country[3];       /* ISO 3166-1, "--": none or many */
    unsigned confidence;   /* percent */
    bool listed;           /* of the list, so that the name is canonical */
    bool in_title;         /* where it is: in the title, else in the text */
    size_t at, len;
} mg_found;

typedef void mg_found_fn(void *context, const mg_found *found);

/* The model must outlive it. Errors: CORRUPT, NO_MEMORY. */
morgue_status mg_foreign_new(const mg_tagger_model *model, mg_foreign **ret, morgue_error *err);
void mg_foreign_free(mg_foreign *foreign);

/* The same for a section's bytes. */
morgue_status mg_foreign_new_with(morgue_text section, mg_foreign **ret, morgue_error *err);

/* Does it know names of this language? Then it is not English. */
bool mg_foreign_knows(const mg_foreign *foreign, const char lang[3]);

/* Tells each mention in title and text, in their order. Takes time in proportion to their length.
 * Tells nothing in languages that it does not know. False when memory is out. */
bool mg_foreign_tag(mg_foreign *foreign, const char lang[3], morgue_text title, morgue_text text,
                    mg_found_fn *found, void *context);

#endif
