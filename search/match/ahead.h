/* Telling shards that are far what a search will read of them, so that all of them fetch it at the
 * same time. */
#ifndef MG_MATCH_AHEAD_H
#define MG_MATCH_AHEAD_H

#include "archive/reader.h"
#include "search/query/plan.h"

typedef struct mg_ahead_needs {
    const mg_op *root;
    bool lengths;
    bool dates;
} mg_ahead_needs;

/* The lists of the plan's terms, what spans can be asked for, and the rest as said. */
void mg_look_ahead(const morgue_archive *archive, const mg_plan *plan, const mg_ahead_needs *needs);

#endif
