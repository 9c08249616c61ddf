/* Collecting terms of an archive: inside of expand.h. */
#ifndef MG_FORMS_H
#define MG_FORMS_H

#include "search/query/expand.h"

/* A term without its prefix, and how many documents have it. */
typedef struct mg_form {
    morgue_text term;
    uint64_t frequency;
} mg_form;

typedef struct mg_found_forms {
    mg_form *items; /* free() it */
    size_t n;
    size_t cap;
} mg_found_forms;

/* What to do about a term while walking. */
typedef enum mg_walk_deed {
    MG_WALK_PASS, /* not wanted */
    MG_WALK_TAKE,
    MG_WALK_SKIP, /* nor are those that begin with its first `skip` bytes */
    MG_WALK_FAIL  /* the error is filled */
} mg_walk_deed;

typedef struct mg_form_filter {
    void *user;
    /* NULL: all terms are wanted. */
    mg_walk_deed (*look)(void *user, morgue_text term, size_t *ret_skip, morgue_error *err);
    size_t look_max; /* terms that are looked at, in one shard; what is behind is left out */
    size_t take_max; /* more is an error */
} mg_form_filter;

/* Adds the terms of `prefix` that begin with `start` and pass the filter, from all shards, each
 * once. Terms of longer prefixes are passed over where `words` is true. Errors: BAD_QUERY,
 * NO_MEMORY, those of reading. */
morgue_status mg_forms_collect(mg_expander *e, const char *prefix, morgue_text start, bool words,
                               const mg_form_filter *filter, size_t column, mg_found_forms *ret,
                               morgue_error *err);

/* Adds one term; false when memory is out. */
bool mg_forms_add(mg_expander *e, mg_found_forms *found, morgue_text term, uint64_t frequency);

/* The most frequent `max` of them, by their bytes, each once; *found is freed. False when memory is
 * out. */
bool mg_forms_finish(mg_expander *e, mg_found_forms *found, size_t max, mg_forms *ret);

#endif
