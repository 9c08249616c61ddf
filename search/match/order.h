/* In which order the parts of a plan are worked out: the rare first, so that little is left for
 * what takes time. */
#ifndef MG_ORDER_H
#define MG_ORDER_H

#include "search/query/op.h"

/* What is known of the archive. */
typedef struct mg_odds {
    double articles;
    const double *frequencies; /* by group: articles with one of its terms */
} mg_odds;

/* How many articles the operator will find, roughly. */
double mg_expect(const mg_op *op, const mg_odds *odds);

/* Sorts the parts of all ANDs, and marks those in front of spans that need not be looked for: they
 * weigh nothing then, which is noted in `idf`, by group. */
void mg_put_in_order(mg_op *op, const mg_odds *odds, double *idf);

#endif
