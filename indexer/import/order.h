/* Day or month first? Dates such as "03/04/2022" are read in one way throughout a dump; here is
 * what a dump tells about that way, and the decision. */
#ifndef MG_IMPORT_ORDER_H
#define MG_IMPORT_ORDER_H

#include "archive/date.h"

/* The latest date of a sequence, and which ways it went. */
typedef struct mg_date_course {
    char last[MG_DATE_MAX];
    bool rose;
    bool fell;
} mg_date_course;

/* What the dates of a dump tell. Zero-initialise it. */
typedef struct mg_order_facts {
    uint64_t proofs[3]; /* by mg_date_order: dates that can be read in this order only */
    char proof[3][MG_DATE_SPELLED];
    uint64_t ambiguous;
    char example[MG_DATE_SPELLED]; /* the first one */
    uint64_t american;             /* those of articles in American English, or with am or pm */
    mg_date_course courses[3];     /* of the ambiguous ones, by the order that they are read in */
} mg_order_facts;

/* Takes up a date. `lang` is the language of its article; `in_course`: it belongs to a sequence
 * that may show an order. */
void mg_order_see(mg_order_facts *facts, const mg_date_reading *reading, morgue_text lang,
                  bool in_course);

typedef enum mg_order_basis {
    ORDER_DEFAULT,
    ORDER_ASKED,
    ORDER_PROVED,       /* by dates that can be read in one way only */
    ORDER_CONTRADICTED, /* by dates of both kinds: the order is unknown */
    ORDER_BY_COURSE,    /* only in this way do they follow one another in time */
    ORDER_BY_LANGUAGE
} mg_order_basis;

typedef struct mg_order {
    mg_date_order order;
    mg_order_basis basis;
    bool beside; /* decided by what stands beside the dump */
} mg_order;

/* Decides for a dump with the facts `own`; `folder` are those of all dumps in its folder. */
mg_order mg_order_decide(const mg_order_facts *own, const mg_order_facts *folder);

/* The decision in words: "dates such as 03/04/2022 are read month first: ...". `facts` are those
 * that it was made by. */
void mg_order_explain(const mg_order *order, const mg_order_facts *facts, char *ret, size_t size);

#endif
