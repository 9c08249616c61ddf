/* What a planned query is made of: operators over sets of documents, spans over positions. All of
 * it lives in the arena of its plan. Once it is made only mg_find() changes anything: the order of
 * the parts of ANDs, and which of them are granted. What a search needs besides it keeps itself. */
#ifndef MG_OP_H
#define MG_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "morgue.h"
#include "search/query/dates.h"
#include "search/query/tree.h"

/* Terms of which any may stand at a place: the forms of a word, what a wildcard stands for. They
 * count as one term. */
typedef struct mg_group {
    size_t number;            /* among the groups of the plan */
    size_t first;             /* number of its first term among all terms of the plan */
    const char *prefix;       /* of all terms, as in the field table */
    const morgue_text *terms; /* without prefix, by their bytes */
    size_t n_terms;
    bool weighs;  /* adds to the score */
    double boost; /* and so many times as much as it would; 1 mostly */
    bool titled;  /* and more where the title has it */
    /* For case-sensitive words: what the word must be, letter for letter, wildcards included; ""
     * where case does not matter. */
    morgue_text cased;
    size_t column;     /* in the query */
    morgue_text typed; /* for messages and explanations */
} mg_group;

/* Positions. A span is a run of positions [start, end]. */
typedef enum mg_span_kind {
    MG_SPAN_GROUP,  /* where one of the group's terms stands */
    MG_SPAN_PHRASE, /* where the children stand, each at its offset from the first */
    MG_SPAN_OR,     /* where one of the children does */
    MG_SPAN_NEAR    /* where the first child is near the second */
} mg_span_kind;

typedef struct mg_span {
    mg_span_kind kind;
    size_t number; /* among the spans of the plan */
    const mg_group *group;
    uint32_t offset; /* within a phrase */
    uint32_t length; /* PHRASE: positions from its first to its last, both counted */
    mg_near near;
    struct mg_span *child;
    struct mg_span *next;
} mg_span;

/* A range of dates as numbers, in the form of mg_dates: from <= date <= to, and none of `except`.
 */
typedef struct mg_date_keys {
    uint64_t from;
    uint64_t to;
    uint64_t except[3];
    size_t n_except;
} mg_date_keys;

/* Is the date within the range, whose from <= to? 0 or 1, without branches: dates are compared by
 * the million. */
static inline uint64_t mg_date_keys_have(const mg_date_keys *range, uint64_t key)
{
    uint64_t yes = key - range->from <= range->to - range->from;
    for (size_t i = 0; i < range->n_except; i++)
        yes &= key != range->except[i];
    return yes;
}

typedef enum mg_op_kind {
    MG_OP_ALL,
    MG_OP_NONE,
    MG_OP_GROUP, /* documents with one of the group's terms */
    MG_OP_DATES,
    MG_OP_SPANS, /* documents of the first child in which the span stands somewhere; further
                    children are groups of the span that the first does not ask for */
    MG_OP_AND,   /* of all children, those that are excluded left out */
    MG_OP_OR
} mg_op_kind;

typedef struct mg_op {
    mg_op_kind kind;
    bool excluded; /* as a child of AND: must not match. Not all children are */
    bool granted;  /* as a child of AND, not the first: need not be looked for */
    const mg_group *group;
    mg_date_keys dates;
    const mg_span *span;
    bool by_text; /* SPANS: the text decides, because words have to be in their very letter case, or
                     values of the field are blocked */
    size_t number;
    struct mg_op *child;
    struct mg_op *next;
    const struct mg_node *node; /* what was asked for; for explanations */
} mg_op;

#endif
