/* Counting the values of fields: inside of facets. */
#ifndef MG_TALLY_H
#define MG_TALLY_H

#include "archive/arena.h"
#include "archive/reader.h"
#include "archive/registry/aliases.h"
#include "archive/registry/blocklist.h"
#include "search/match/finder.h"

/* An article. */
typedef struct mg_tally_place {
    uint32_t shard;
    uint32_t docid;
} mg_tally_place;

/* A value under way. */
typedef struct mg_tally_value {
    uint64_t hash;
    morgue_text term;     /* of the exact terms, without prefix */
    const mg_alias *name; /* how it is shown, where it stands for several; NULL: as it is spelled */
    uint64_t count;
    uint64_t main;        /* of these, articles that are about it, where that was counted too */
    mg_tally_place first; /* articles that have it */
    mg_tally_place last;
} mg_tally_value;

/* What is counted where. */
typedef struct mg_tally {
    morgue_archive *archive;
    const mg_matches *matches;
    const morgue_field_id *fields; /* an article that has a value in several has it once */
    size_t n_fields;
    bool main;                 /* only articles that are about the value have it */
    const mg_aliases *aliases; /* the names of a line are one value; NULL: none */
    const mg_blocklist *blocklist;
    mg_deadline deadline;
    size_t wanted;  /* so many of the most frequent values will do; 0: all */
    mg_arena arena; /* for terms */
    mg_tally_value *values;
    size_t n;
    size_t cap;
    uint32_t *slots;   /* table of where they are, from 1; 0: empty */
    size_t size;       /* a power of two */
    uint64_t distinct; /* values in all */
    uint64_t **having; /* by shard: articles that have a value */
    uint64_t *seen;    /* articles of the shard that have the value that is counted */
    uint32_t *touched; /* words of `seen` that are not 0 ... */
    size_t n_touched;  /* ... in order of appearance */
    bool fits;         /* memory has sufficed */
    bool late;         /* not all was counted */
} mg_tally;

/* Counts the values over the matches; the tally has its first members, up to `wanted`. Errors:
 * STALE, CORRUPT, IO, NO_MEMORY. */
morgue_status mg_tally_count(mg_tally *tally, morgue_error *err);
void mg_tally_free(mg_tally *tally);

/* Counts the articles that are about each of these values of the tally. Errors: the same. */
morgue_status mg_tally_count_main(mg_tally *tally, mg_tally_value *values, size_t n,
                                  morgue_error *err);

/* Matching articles that have a value. */
uint64_t mg_tally_having(const mg_tally *tally);

#endif
